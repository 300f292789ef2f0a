"""Whose turn it is: who sees what waits for whom, that the figures are those of the pages, and that nothing leaks."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from campaign import clock
from campaign.accounts.models import Role, User
from campaign.bench import board as bench
from campaign.campaigns import actions as campaigns
from campaign.campaigns import moves
from campaign.campaigns.models import Track, Verb
from campaign.campaigns.tasks.models import Task
from campaign.clearance import following
from campaign.clearance.models import Clearance
from campaign.clock import now
from campaign.db import Side, session
from campaign.facts import actions as facts
from campaign.facts.models import FactVersion
from campaign.facts.models import waiting_for as facts_waiting_for
from campaign.holds.models import Hold
from campaign.home.board import Board, Kind, Turn, board_of
from campaign.home.waits import waits_of
from campaign.materials.comments import actions as comments
from campaign.materials.comments.models import Audience, Comment
from campaign.materials.lists import waiting_for
from campaign.materials.models import Material, Scope, Version
from campaign.paging import COUNTED, counted
from campaign.permissions import (
    comment_on,
    see_comment,
    see_delivery,
    see_fact_version,
    see_hold,
    see_material,
    see_step,
    see_task,
    see_track,
    see_version,
)
from campaign.reviews.models import Step, waiting_steps
from campaign.reviews.showing import steps_for
from campaign.uploads import actions as deliveries
from campaign.uploads.actions import Sender
from campaign.uploads.models import Delivery, DeliveryState
from tests.browser import MOST_QUERIES, Browser, queries
from tests.holds import stops
from tests.materials import acts
from tests.page import Page, words_of
from tests.reviews import routes
from tests.tiers import FULL
from tests.world import BRIEF, NOW, PEOPLE, World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
DAY = timedelta(days=1)
TURNS = [turn.value for turn in Turn]
ON_IT = [
    f"{role}.{side}" for role in ("planner", "reviewer", "signatory", "partner-a", "partner-b") for side in ("us", "mx")
]
SAID = "Is this said in clinics?"


def languages_of(who: str) -> tuple[str, ...]:
    return ("en", "es") if FULL else ("en",) if who.endswith(".us") else ("es",)


def board(user: User) -> Board:
    return board_of(waits_of(user), user, now().date())


def counts(world: World, who: str) -> dict[str, dict[str, int]]:
    """Turn by turn what waits, without what does not."""
    found = board(world.user(who)).counts()
    return {turn.value: {kind.value: found[turn, kind] for kind in Kind if found[turn, kind]} for turn in Turn}


def since(world: World, who: str, kind: Kind, turn: Turn = Turn.mine) -> list[datetime]:
    """When each of these began to wait, the earliest first."""
    return [one.since for one in board(world.user(who)).rows(turn, (kind,), COUNTED)]


def titles(page: Page) -> list[str]:
    return [words_of(link) for link in page.all("a") if "row__name" in (link.get("class") or "")]


def say(world: World, who: str, audience: Audience, material: Material, answers: int = 0) -> int:
    with acts.act(world, who) as user:
        if answers:
            return comments.answer(session.get_one(Comment, answers), "It is.", "en", user, now()).id
        return comments.write(acts.here(material), SAID, None, audience, "en", user, now()).id


def hand_in(world: World, who: str, state: DeliveryState = DeliveryState.sent) -> int:
    with acts.act(world, who) as user:
        made = deliveries.begin(Sender(user.name, "", "en", by=user), user.organization, user.side, None, "", now())
        if state is DeliveryState.sent:
            made.state, made.sent_at, made.answer_by = state, now(), now().date() + timedelta(days=7)
    return made.id


def busy(world: World) -> None:
    """One more of everything that can wait, on both sides."""
    with acts.act(world, "planner.us"):
        facts.submit_newest(world.fact("naloxone_what").fact, now())
    acts.request_changes(world, world.version("half_cleared"), "signatory.mx")
    acts.clear(world, world.version("waiting"), "signatory.us", document="", document_on=None)
    for name in ("us", "mx"):
        stops.place(world, world.material("in_force"), f"printer.{name}")
        hand_in(world, f"partner-a.{name}")
        hand_in(world, f"partner-b.{name}", DeliveryState.open)
        for audience in (Audience.side, Audience.both):
            say(world, f"reviewer.{name}", audience, world.material("waiting"))
    say(world, "planner.mx", Audience.owner, world.material("partner_draft"))


# Whose turn


@pytest.mark.parametrize(
    ("who", "mine", "theirs", "others"),
    [
        (
            "planner.us",
            {"drafts": 1, "tracks": 1},
            {"versions": 2, "drafts": 1, "tracks": 1},
            {"versions": 1, "tracks": 1},
        ),
        (
            "signatory.us",
            {"versions": 1, "tracks": 1},
            {"versions": 2, "drafts": 1, "tracks": 1},
            {"drafts": 1, "tracks": 1},
        ),
        (
            "reviewer.us",
            {},
            {"versions": 2, "drafts": 1, "tracks": 1},
            {"versions": 1, "drafts": 1, "tracks": 2},
        ),
        ("planner.mx", {"drafts": 1, "tracks": 3}, {"versions": 1, "tracks": 1}, {"versions": 2, "drafts": 1}),
        ("signatory.mx", {"versions": 2}, {"versions": 1, "tracks": 1}, {"drafts": 2, "tracks": 3}),
        ("partner-a.mx", {"drafts": 1}, {}, {}),
        ("partner-b.mx", {}, {}, {}),
        ("printer.us", {}, {}, {}),
        ("secretariat", {}, {}, {}),
    ],
)
def test_each_reader_has_three_lists(
    world: World, who: str, mine: dict[str, int], theirs: dict[str, int], others: dict[str, int]
) -> None:
    assert counts(world, who) == {"mine": mine, "theirs": theirs, "others": others}


@pytest.mark.parametrize("who", [who for who in PEOPLE if who not in ("deactivated", "deputy.us", "deputy.mx")])
def test_only_whoever_others_wait_for_has_the_board(client_of: ClientOf, who: str) -> None:
    is_on_it = who in ON_IT or who.startswith("signatory2")
    browser = client_of(who)
    browser.get("/board", status=200 if is_on_it else 403)
    assert ("/board" in browser.get("/").links) is is_on_it


def test_a_decision_hands_the_turn_on(world: World) -> None:
    acts.clear(world, world.version("waiting"), "signatory.us")
    assert counts(world, "signatory.us")["mine"] == {"tracks": 1}
    assert counts(world, "signatory.mx")["mine"] == {"versions": 2}
    acts.request_changes(world, world.version("waiting"), "signatory.mx")
    assert counts(world, "planner.us")["mine"] == {"changes": 1, "drafts": 1, "tracks": 1}
    assert counts(world, "reviewer.us")["others"]["changes"] == 1
    assert counts(world, "planner.mx")["theirs"] == {"changes": 1, "tracks": 1}
    acts.write(world, "planner.us", world.material("waiting"), "Call 911 now.", "Llama ahora al 911.")
    acts.send(world, world.material("waiting"))
    assert "changes" not in counts(world, "planner.mx")["theirs"]
    assert counts(world, "signatory.us")["mine"]["versions"] == 1


def test_nobody_is_asked_to_decide_on_the_own_words(world: World) -> None:
    """Law 2: it waits for another signatory of the side."""
    material = acts.flyer(world)
    acts.write(world, "signatory.us", material, "Mine.", "Mío.")
    acts.send(world, material)
    assert counts(world, "signatory.us")["mine"]["versions"] == 1
    assert counts(world, "signatory.us")["others"]["versions"] == 1
    assert counts(world, "signatory2.us")["mine"]["versions"] == 2


def test_a_partner_sees_what_it_owes_and_who_has_its_text(client_of: ClientOf, world: World) -> None:
    material = acts.flyer(world, who="partner-a.mx", scope=Scope.national)
    acts.send(world, material, "partner-a.mx")
    assert counts(world, "partner-a.mx") == {"mine": {"drafts": 1}, "theirs": {}, "others": {"versions": 1}}
    page = client_of("partner-a.mx", "en").get("/board?turn=others")
    assert "A signatory of your side decides" in page.text
    assert counts(world, "planner.mx")["others"]["drafts"] == 1, "what a partner began waits for the partner"
    hand_in(world, "partner-a.mx")
    assert counts(world, "partner-a.mx")["others"] == {"versions": 1, "deliveries": 1}
    assert counts(world, "planner.mx")["mine"]["deliveries"] == 1
    assert counts(world, "partner-b.mx")["others"] == {}
    number = hand_in(world, "partner-a.mx", DeliveryState.open)
    assert f"/uploads/{number}" in client_of("partner-a.mx").get("/board").links


def test_a_comment_waits_for_whoever_did_not_have_the_last_word(world: World) -> None:
    number = say(world, "reviewer.mx", Audience.both, world.material("waiting"))
    assert counts(world, "planner.us")["mine"]["comments"] == 1
    assert counts(world, "reviewer.mx")["theirs"]["comments"] == 1
    say(world, "planner.us", Audience.both, world.material("waiting"), answers=number)
    assert "comments" not in counts(world, "planner.us")["mine"]
    assert counts(world, "planner.us")["theirs"]["comments"] == 1
    assert counts(world, "reviewer.mx")["mine"] == {"comments": 1}
    assert counts(world, "planner.mx")["others"]["comments"] == 1
    with acts.act(world, "reviewer.mx") as user:
        comments.settle(session.get_one(Comment, number), user, now())
    assert all("comments" not in counts(world, who)[turn] for who in ON_IT for turn in TURNS)


def test_a_note_for_the_own_side_waits_for_nobody_else(world: World) -> None:
    """Law 7: of the other country's notes not even the number is known."""
    before = {who: counts(world, who) for who in ON_IT if who.endswith(".us")}
    say(world, "reviewer.mx", Audience.side, world.material("waiting"))
    assert counts(world, "planner.mx")["mine"]["comments"] == 1
    assert {who: counts(world, who) for who in before} == before


def test_a_partner_is_asked_by_its_side_and_asks_it(world: World) -> None:
    number = say(world, "planner.mx", Audience.owner, world.material("partner_draft"))
    assert counts(world, "partner-a.mx")["mine"] == {"drafts": 1, "comments": 1}
    assert counts(world, "planner.mx")["others"]["comments"] == 1
    say(world, "partner-a.mx", Audience.owner, world.material("partner_draft"), answers=number)
    assert counts(world, "partner-a.mx") == {"mine": {"drafts": 1}, "theirs": {}, "others": {"comments": 1}}
    assert counts(world, "planner.mx")["mine"]["comments"] == 1
    say(world, "partner-a.mx", Audience.owner, world.material("partner_draft"))
    assert counts(world, "planner.mx")["mine"]["comments"] == 2


def test_a_letter_to_follow_is_there_when_it_is_overdue_and_both_see_it(world: World) -> None:
    acts.clear(world, world.version("waiting"), "signatory.us", document="", document_on=None)
    assert "documents" not in counts(world, "signatory.us")["mine"]
    with clock.at(NOW + 20 * DAY):
        assert counts(world, "signatory.us")["mine"]["documents"] == 1
        assert counts(world, "planner.us")["others"]["documents"] == 1
        assert counts(world, "planner.mx")["theirs"]["documents"] == 1
        acts.revoke(world, world.version("waiting"), "signatory.us")
        assert "documents" not in counts(world, "signatory.us")["mine"]


def test_a_document_that_was_entered_is_owed_by_nobody(client_of: ClientOf, world: World) -> None:
    given = acts.clear(world, world.version("waiting"), "signatory.us", document="", document_on=None).id
    with clock.at(NOW + 20 * DAY):
        page = client_of("signatory.us", "en").get("/board?kind=documents")
        assert f"/clearance/decisions/{given}/document" in page.links
        assert "Enter the document that was to follow" in page.text
        with acts.act(world, "signatory2.us") as user:
            following.enter(session.get_one(Clearance, given), "OBH-2026-9", None, user, now())
        for who in ("signatory.us", "planner.us", "planner.mx"):
            assert all("documents" not in kinds for kinds in counts(world, who).values())


# Steps of reviews


def test_steps_come_before_the_signatory_and_wait_for_reviewers(client_of: ClientOf, world: World) -> None:
    """A signatory is asked once the last one has ended; only the own side sees steps (law 7)."""
    routes.make_route(world)
    before = {who: counts(world, who) for who in ("planner.mx", "signatory.mx", "reviewer.mx", "partner-a.us")}
    sent = routes.send(world, acts.flyer(world))
    assert counts(world, "signatory.us")["mine"]["versions"] == 1, "only what waited before"
    assert counts(world, "signatory.us")["others"]["steps"] == 1
    assert counts(world, "planner.us")["others"]["versions"] == 1
    assert counts(world, "reviewer.us")["mine"] == {"steps": 1}
    page = client_of("reviewer.us", "en").get("/board")
    assert f"/reviews/steps/{routes.steps(sent)[0].id}" in page.links
    assert "Subject expert · Flyer · version 1" in page.text
    for who, found in before.items():
        versions = found["theirs"].get("versions", 0), found["mine"].get("versions", 0)
        now_found = counts(world, who)
        assert all("steps" not in kinds for kinds in now_found.values())
        is_mx_official = who != "partner-a.us"
        assert now_found["theirs"].get("versions", 0) == versions[0] + is_mx_official
        assert now_found["mine"].get("versions", 0) == versions[1] + (who == "signatory.mx")
    with clock.at(NOW + 3 * DAY):
        for step in routes.steps(sent):
            routes.pass_step(world, step)
        assert counts(world, "reviewer.us")["mine"] == {}
        assert counts(world, "signatory.us")["mine"]["versions"] == 2
        assert since(world, "signatory.us", Kind.versions)[-1] == NOW + 3 * DAY
        assert since(world, "signatory.mx", Kind.versions)[-1] == NOW


def test_a_wish_for_changes_lets_the_signatory_say_no(world: World) -> None:
    routes.make_route(world)
    sent = routes.send(world, acts.flyer(world))
    with clock.at(NOW + DAY):
        routes.want(world, routes.steps(sent)[0])
    assert since(world, "signatory.us", Kind.versions)[-1] == NOW + DAY


def test_steps_beside_the_decision_hold_nothing_up(world: World) -> None:
    routes.make_route(world, of=routes.plan(comes_first=False))
    sent = routes.send(world, acts.flyer(world))
    with clock.at(NOW + DAY):
        routes.pass_step(world, routes.steps(sent)[0])
        assert since(world, "signatory.us", Kind.versions)[-1] == NOW
        assert since(world, "reviewer.us", Kind.steps) == [NOW + DAY, NOW + DAY], "the next turn opened then"


def test_whoever_reviewed_it_is_not_asked_to_sign(client_of: ClientOf, world: World) -> None:
    """Law 2: her line would lead to a closed door."""
    routes.sign_both(world, "signatory.us")
    routes.make_route(world, of=routes.plan(stops=routes.STOPS[:1]))
    sent = routes.send(world, acts.flyer(world))
    routes.pass_step(world, routes.steps(sent)[0], "signatory.us")
    path = f"/clearance/versions/{sent.id}"
    assert path not in client_of("signatory.us", "en").get("/board?kind=versions").links
    assert counts(world, "signatory.us")["others"]["versions"] == 1
    assert path in client_of("signatory2.us", "en").get("/board?kind=versions").links


@pytest.mark.parametrize("who", ["reviewer.us", "deputy.us", "signatory.us"])
def test_the_steps_of_the_board_are_those_of_the_rules(world: World, who: str) -> None:
    """Named, taken, for a deputy, of an author: row by row as `review_step` and `is_for` say."""
    routes.sign_both(world, "signatory.us")
    named = ((), (world.users["reviewer.us"],), (world.users["deputy.us"],))
    routes.make_route(world, of=routes.plan(stops=[replace(routes.STOPS[0], reviewer_ids=ids) for ids in named]))
    written = acts.flyer(world)
    acts.write(world, "reviewer.us", written, "Mine.", "Mío.")
    steps = [step for text in (acts.flyer(world), written) for step in routes.steps(routes.send(world, text))]
    routes.name_deputy(world, "reviewer.us", "deputy.us", Role.reviewer)

    def agrees() -> int:
        session.expire_all()
        user = world.user(who)
        found = {one.id for one in board(user).rows(Turn.mine, (Kind.steps,), COUNTED)}
        assert found == {step.id for step in steps_for(user, COUNTED)}
        every = {step.id for step in session.scalars(waiting_steps(Side.US))}
        assert found | {one.id for one in board(user).rows(Turn.others, (Kind.steps,), COUNTED)} == every
        return len(found)

    seen = [agrees()]
    for step, taker in ((steps[0], "signatory.us"), (steps[1], "deputy.us")):
        routes.take(world, step, taker)
        seen.append(agrees())
    with clock.at(NOW + 2 * DAY):
        seen.append(agrees())
    assert seen == {"reviewer.us": [2, 1, 1, 1], "deputy.us": [5, 4, 4, 3], "signatory.us": [2, 2, 2, 2]}[who]


def test_a_hold_waits_for_a_signatory_of_the_country_where_it_stands(world: World) -> None:
    (hold,) = stops.place(world, world.material("in_force"), "printer.mx")
    assert counts(world, "signatory.mx")["mine"]["holds"] == 1
    assert counts(world, "planner.mx")["others"]["holds"] == 1
    assert counts(world, "signatory.us")["theirs"]["holds"] == 1
    stops.lift(world, hold, "signatory.mx")
    assert "holds" not in counts(world, "signatory.mx")["mine"]


def test_a_half_waits_for_the_other_country_only_once_it_sees_the_campaign(client_of: ClientOf, world: World) -> None:
    page = client_of("planner.mx", "en").get("/board?turn=theirs&kind=tracks")
    assert titles(page) == ["Naloxone at every bridge"]
    assert "Winter school visits" in client_of("planner.mx", "en").get("/board").text


def test_the_invited_side_is_late_from_the_day_it_was_asked(world: World) -> None:
    """Not from the day on which the other country began by itself."""
    with acts.act(world, "planner.us") as user:
        plan = campaigns.create(
            replace(BRIEF, title_en="Spring", title_es="Primavera"), world.campaign.kind, user, now()
        )
        number = plan.id
        lead, begin = world.organizations["us"], now().date()
        campaigns.set_regions(plan, ["US-48141", "MX-08037"], plan.row_version, user, now())
    with clock.at(NOW + 9 * DAY):
        with acts.act(world, "planner.us") as user:
            track = next(
                one for one in moves.current_tracks(session.get_one(type(plan), number)) if one.side is Side.US
            )
            campaigns.edit_track(track, lead, begin, begin + 90 * DAY, None, track.row_version, now())
            session.flush()
            moves.make(track, Verb.propose, user, now())
        assert since(world, "planner.mx", Kind.tracks)[-1] == NOW + 9 * DAY
        assert since(world, "planner.us", Kind.tracks, Turn.theirs)[-1] == NOW + 9 * DAY
        assert since(world, "signatory.mx", Kind.tracks, Turn.theirs)[-1] == NOW + 9 * DAY


def test_a_half_that_was_opened_again_waits_from_then_on(world: World) -> None:
    with clock.at(NOW + 4 * DAY), acts.act(world, "planner.us"):
        track = world.track(Side.US, "proposal")
        campaigns.edit_track(track, track.lead_id, track.starts_on, track.ends_on, 7, track.row_version, now())
    assert since(world, "planner.us", Kind.tracks)[-1] == NOW + 4 * DAY
    with clock.at(NOW + 4 * DAY), acts.act(world, "planner.us") as user:
        moves.make(world.track(Side.US, "proposal"), Verb.propose, user, now())
    with clock.at(NOW + 5 * DAY), acts.act(world, "planner.us") as user:
        proposal = world.proposal
        campaigns.edit(proposal, replace(BRIEF, title_en="New", title_es="Nuevo"), proposal.row_version, user, now())
    assert since(world, "planner.us", Kind.tracks)[-1] == NOW + 5 * DAY


def test_a_note_that_is_shown_later_waits_there_from_then_on(world: World) -> None:
    number = say(world, "reviewer.mx", Audience.side, world.material("waiting"))
    with clock.at(NOW + 6 * DAY):
        with acts.act(world, "reviewer.mx") as user:
            comments.share(session.get_one(Comment, number), user, now())
        assert since(world, "planner.us", Kind.comments) == [NOW + 6 * DAY]
        assert since(world, "reviewer.mx", Kind.comments, Turn.theirs) == [NOW + 6 * DAY]


def test_late_is_late_by_the_readers_own_calendar(client_of: ClientOf, world: World) -> None:
    """At eight in the evening in Mexico City it is the next day in UTC."""
    hand_in(world, "partner-a.mx")
    due = NOW.date() + timedelta(days=7)
    for days, words in ((0, "Due on"), (1, "Was due on")):
        with clock.at(datetime(due.year, due.month, due.day, 2, 0, tzinfo=UTC) + (days + 1) * DAY):
            text = client_of("planner.mx", "en").get("/board?kind=deliveries").text
            assert ("Was due on" in text) is (words == "Was due on")
            assert "ue on" in text


# What is told, and what is not


SEEN: dict[Kind, tuple[type[Any], Callable[[User, Any], bool]]] = {
    Kind.versions: (Version, see_version),
    Kind.steps: (Step, see_step),
    Kind.facts: (FactVersion, see_fact_version),
    Kind.changes: (Material, see_material),
    Kind.drafts: (Material, see_material),
    Kind.tracks: (Track, see_track),
    Kind.tasks: (Task, see_task),
    Kind.deliveries: (Delivery, see_delivery),
    Kind.comments: (Comment, see_comment),
    Kind.holds: (Hold, see_hold),
}


def cleared(user: User, clearance: Clearance) -> bool:
    """A decision is read on the page of what it is about."""
    return see_version(user, clearance.version) if clearance.version else see_fact_version(user, clearance.fact_version)  # type: ignore[arg-type]


def rows(world: World, who: str) -> Iterator[tuple[User, Kind, Any]]:
    user = world.user(who)
    for turn in Turn:
        for one in board(user).rows(turn, (), COUNTED):
            kind, _rule = SEEN.get(one.kind, (Clearance, cleared))
            yield user, one.kind, session.get_one(kind, one.id)


@pytest.mark.parametrize("who", ON_IT)
def test_each_row_is_something_that_the_reader_sees(world: World, who: str) -> None:
    """Law 7, by the very rules of the pages."""
    busy(world)
    with clock.at(NOW + 20 * DAY):
        found = list(rows(world, who))
        assert found or who.startswith("partner-b")
        for user, kind, thing in found:
            _kind, rule = SEEN.get(kind, (Clearance, cleared))
            assert rule(user, thing), f"{who}: {kind.value} {thing.id}"
            if kind is Kind.comments:
                assert comment_on(user, thing.material)


@pytest.mark.parametrize(("who", "language"), [(who, language) for who in ON_IT for language in languages_of(who)])
def test_each_row_leads_to_where_it_is_dealt_with(client_of: ClientOf, world: World, who: str, language: str) -> None:
    """Of each role the American reads English and the Mexican Spanish; with --full everybody reads both."""
    busy(world)
    with clock.at(NOW + 20 * DAY):
        browser = client_of(who, language)
        for turn in TURNS:
            page = browser.get(f"/board?turn={turn}")
            links = [str(link.get("href")) for link in page.all("a") if "row__name" in (link.get("class") or "")]
            assert len(links) == sum(counts(world, who)[turn].values())
            for link in links:
                target = browser.get(link.partition("#")[0], status=None)
                assert target.status in (200, 303), link
                anchor = link.partition("#")[2]
                ids = {element.get("id") for element in target.tree.iter() if isinstance(element.tag, str)}
                assert not anchor or anchor in ids, link


@pytest.mark.parametrize(
    ("who", "hidden"),
    [
        ("planner.us", ["Winter school visits", "Ask at your health center", "Your school nurse knows"]),
        ("planner.mx", ["Keep naloxone at home", "Ask your pharmacist"]),
        ("partner-b.mx", ["Ask at your health center", "Keep naloxone at home", "Call 911 first"]),
    ],
)
def test_nothing_of_others_own_work_is_told(client_of: ClientOf, world: World, who: str, hidden: list[str]) -> None:
    for turn in TURNS:
        text = client_of(who, "en").get(f"/board?turn={turn}").text
        assert [words for words in hidden if words in text] == []


def test_why_the_other_country_writes_anew_is_its_own(client_of: ClientOf, world: World) -> None:
    acts.request_changes(world, world.version("half_cleared"), "signatory.mx")
    text = client_of("planner.mx", "en").get("/board?turn=theirs").text
    assert "Being changed there" in text
    assert "Changes were requested" not in text
    assert "Changes were requested" in client_of("planner.us", "en").get("/board").text


def test_a_partner_reads_nothing_of_a_rewriting_elsewhere(client_of: ClientOf, world: World) -> None:
    """Nor on the start page, although it sees what is in force."""
    acts.write(world, "planner.us", world.material("in_force"), "Two pills too.", "Dos también.")
    assert "One pill can kill" not in client_of("partner-a.us", "en").get("/board").text
    assert "No text is open." in client_of("partner-a.us", "en").get("/").text
    assert "One pill can kill" in client_of("planner.us", "en").get("/board").text


# Figures, order, filters


@pytest.mark.parametrize("side", Side)
def test_the_figures_are_those_of_the_pages(world: World, side: Side) -> None:
    busy(world)
    name = side.value.lower()
    for who in (f"planner.{name}", f"signatory.{name}"):
        found = board(world.user(who)).counts()
        for one, turns in ((side, (Turn.mine, Turn.others)), (side.opposite, (Turn.theirs,))):
            assert sum(found[turn, Kind.versions] for turn in turns) == counted(waiting_for(one))
            assert sum(found[turn, Kind.facts] for turn in turns) == counted(facts_waiting_for(one))


def test_what_waits_longest_stands_first_with_its_age(client_of: ClientOf, world: World) -> None:
    with clock.at(NOW + 3 * DAY):
        acts.send(world, acts.flyer(world, title=acts.Bilingual("Young", "Joven")))
        page = client_of("signatory.us", "en").get("/board?kind=versions")
        assert titles(page) == ["Call 911 first", "Young"]
        assert "For 7 days" in page.text
        assert "Since today" in page.text
        assert "Desde hace 7 días" in client_of("signatory.us", "es").get("/board").text


def test_a_draft_that_opens_again_waits_from_then_on(world: World) -> None:
    material = world.material("in_force")
    begun = material.draft_since
    assert begun is not None
    with clock.at(NOW + 5 * DAY):
        acts.write(world, "planner.us", material, "Two pills too.", "Dos también.")
        assert acts.here(material).draft_since == NOW + 5 * DAY
    with clock.at(NOW + 6 * DAY):
        acts.write(world, "planner.us", material, "Three.", "Tres.")
        assert acts.here(material).draft_since == NOW + 5 * DAY, "it was open already"


def test_filters_stand_in_the_address_and_their_figures_beside_them(client_of: ClientOf, world: World) -> None:
    browser = client_of("signatory.us", "en")
    page = browser.get("/board?turn=theirs")
    assert "4 things wait" in page.text
    offered = {box.get("value") for box in page.all("input") if box.get("name") == "kind"}
    assert offered == {"versions", "drafts", "tracks"}
    page = browser.get("/board?turn=theirs&kind=versions")
    assert sorted(titles(page)) == ["Call 911 first", "You can save a life"]
    assert "2 things wait" in page.text
    page = browser.get("/board?turn=theirs&kind=holds")
    assert "Nothing of this waits" in page.text
    assert browser.get("/board?turn=nonsense&kind=nonsense&page=x&campaign=99999999999999999999").status == 200


def test_one_campaign_with_what_it_lacks(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.mx", "en")
    assert f"/board?campaign={world.proposal_id}" in browser.get(f"/campaigns/{world.proposal_id}").links
    page = browser.get(f"/board?campaign={world.proposal_id}")
    assert titles(page) == ["Naloxone at every bridge"]
    assert "Readiness" in page.text
    track = world.track(Side.MX, "proposal").id
    for way in (f"/campaigns/tracks/{track}/edit#lead", f"/campaigns/tracks/{track}/edit#starts_on"):
        assert way in page.links
        ids = {e.get("id") for e in browser.get(way.partition("#")[0]).tree.iter() if isinstance(e.tag, str)}
        assert way.partition("#")[2] in ids
    page = client_of("signatory.us", "en").get(f"/board?campaign={world.proposal_id}")
    assert "Readiness" in page.text
    assert not [link for link in page.links if link.startswith("/campaigns/tracks/")], "it is Mexico's to mend"
    assert len(titles(client_of("planner.us", "en").get(f"/board?turn=theirs&campaign={world.campaign_id}"))) == 3


@pytest.mark.parametrize(
    ("who", "name"), [("planner.us", "plan"), ("partner-a.mx", "campaign"), ("planner.mx", "national_us")]
)
def test_a_campaign_that_one_does_not_see_is_no_filter(client_of: ClientOf, world: World, who: str, name: str) -> None:
    number = getattr(world, f"{name}_id")
    page = client_of(who, "en").get(f"/board?campaign={number}")
    assert "Readiness" not in page.text
    assert titles(page) == titles(client_of(who, "en").get("/board"))


@pytest.mark.parametrize(("language", "words"), [("en", "Nothing waits for you"), ("es", "Nada espera por usted")])
def test_where_nothing_waits_it_says_what_the_place_is_for(client_of: ClientOf, language: str, words: str) -> None:
    assert words in client_of("partner-b.us", language).get("/board").text


# Many


@pytest.mark.long
def test_five_thousand_things_cost_a_page_no_more_questions(live: Flask, built_world: World) -> None:
    bench.fill(bench.THINGS)
    for who in ("planner.us", "signatory.mx", "reviewer.us"):
        browser = Browser(live, built_world.user(who), "en")
        for path in bench.PAGES.values():
            browser.get(path)  # what is loaded once and kept
            with queries() as spent:
                browser.get(path, most_queries=min(MOST_QUERIES, int(bench.AIM["queries"])))
            assert spent[0] <= bench.AIM["queries"]
    page = Browser(live, built_world.user("planner.us"), "en").get("/board?turn=theirs")
    assert "More than 1,000 things wait" in page.text
    assert "the first 1,000; words and filters find the others" in page.text
    last = Browser(live, built_world.user("planner.us"), "en").get("/board?turn=theirs&page=40")
    assert len(titles(last)) == 25
    assert "Next" not in last.text
