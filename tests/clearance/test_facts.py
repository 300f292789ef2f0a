"""A list of facts cleared in one act: one document, one row for each, all or nothing, and by the right person only."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from campaign import clock
from campaign.clearance import actions as clearance
from campaign.clearance.actions import Statement
from campaign.clearance.models import Clearance, Decision
from campaign.clock import now
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.facts import actions
from campaign.facts.clearable import KeyState
from campaign.facts.models import Fact, FactState, FactVersion, latest
from tests.browser import Browser, queries
from tests.conftest import ActingAs
from tests.facts.wordings import reworded
from tests.world import World

ClientOf = Callable[..., Browser]
LIST = "/clearance/facts"
DRAFTS = ("us_findtreatment", "disposal_mx", "naloxone_what", "safe_storage")  # US, MX, both, both
STATEMENT = {"document": "OOP-2026-0500", "document_on": "2026-11-23", "has_read": "y"}


@pytest.fixture
def waiting(world: World, acting_as: ActingAs) -> dict[str, FactVersion]:
    """Four facts that were sent by planners who wrote nothing of them."""
    with acting_as("planner.us"):
        for key in DRAFTS:
            actions.submit(world.fact(key), now())
        session.commit()
    return {key: world.fact(key) for key in DRAFTS}


def on_screen(browser: Browser, *keys: str, world: World) -> dict[str, Any]:
    """Open the list and tick these facts."""
    browser.get(LIST)
    return {"pick": [str(world.fact(key).id) for key in keys], **STATEMENT}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("who", ["signatory.us", "signatory.mx"])
@pytest.mark.usefixtures("waiting")
def test_it_shows_what_waits_for_the_own_side_with_nothing_chosen(
    client_of: ClientOf, world: World, who: str, language: str
) -> None:
    page = client_of(who, language).get(LIST)
    own, other = ("us_findtreatment", "disposal_mx") if who == "signatory.us" else ("disposal_mx", "us_findtreatment")
    for key in (own, "naloxone_what", "safe_storage"):
        version = world.fact(key)
        assert version.en in page.text
        assert version.es in page.text
        assert version.source in page.text
    assert world.fact(other).en not in page.text
    assert not [box for box in page.all("input") if box.get("name") == "pick" and box.get("checked") is not None]


@pytest.mark.parametrize(("who", "side"), [("signatory.us", Side.US), ("signatory.mx", Side.MX)])
@pytest.mark.usefixtures("waiting")
def test_one_act_makes_one_row_for_each_fact_with_the_one_document(
    client_of: ClientOf, world: World, who: str, side: Side
) -> None:
    keys = [key for key in DRAFTS if world.fact(key).fact.territory.covers(side)]
    browser = client_of(who, "en")
    browser.send(**{**on_screen(browser, *keys, world=world), "conditions": "Only indoors."})
    assert f"{len(keys)} facts are cleared." in browser.follow().text
    rows = session.scalars(select(Clearance).where(Clearance.document == "OOP-2026-0500")).all()
    assert sorted(row.fact_version.fact.key for row in rows if row.fact_version) == sorted(keys)
    assert {(row.country, row.by_id, row.conditions) for row in rows} == {(side, world.users[who], "Only indoors.")}
    assert {row.fingerprint for row in rows} == {world.fact(key).fingerprint for key in keys}
    assert len({row.decided_at for row in rows}) == 1
    assert {world.fact(key).key(side) for key in keys} == {KeyState.cleared}


def test_each_country_clears_all_twenty_in_one_act_and_nothing_else_comes_into_force(
    world: World, acting_as: ActingAs
) -> None:
    """Whatever the territory: in force exactly when every country of the territory has cleared it."""
    with acting_as("planner.us"):
        for version in session.scalars(latest()).all():
            if version.state is FactState.draft:
                actions.submit(version, now())
        session.commit()
    statement = Statement("Ruth Castellan", "Deputy Director", "ONE-LETTER", date(2026, 11, 20))
    for side, who in ((Side.MX, "signatory.mx"), (Side.US, "signatory.us")):
        versions = [v for v in session.scalars(latest()) if v.state is FactState.submitted and side in v.needed]
        with acting_as(who, "clearance.facts") as signatory:
            rows = clearance.clear_list(versions, statement, {v.id: v.fingerprint for v in versions}, signatory, now())
            session.commit()
        assert [row.fact_version_id for row in rows] == [version.id for version in versions]
        assert {(row.country, row.document) for row in rows} == {(side, "ONE-LETTER")}
        for version in session.scalars(latest()):
            needed = all(version.key(one) is KeyState.cleared for one in version.fact.territory.sides)
            assert (version.state is FactState.in_force) == needed, version.fact.key
    for version in session.scalars(latest()):
        assert version.review_by is not None
        assert (version.review_by - now().date()).days <= version.fact.kind.review_days
    assert len(session.scalars(select(Fact)).all()) == 20


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Write the number of the letter; without it you cannot clear."),
        ("es", "Escriba el número de oficio; sin él no se puede autorizar."),
    ],
)
@pytest.mark.usefixtures("waiting")
def test_without_its_document_nothing_is_cleared_and_all_is_kept(
    client_of: ClientOf, world: World, language: str, words: str
) -> None:
    browser = client_of("signatory.mx", language)
    sent = {**on_screen(browser, "naloxone_what", world=world), "document": "", "conditions": "Solo en interiores."}
    page = browser.send(status=422, **sent)
    assert words in page.text
    assert "Solo en interiores." in page.html
    assert [
        box.get("value") for box in page.all("input") if box.get("checked") is not None and box.get("name") == "pick"
    ]
    assert world.fact("naloxone_what").mx_key is KeyState.in_review


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pick": []}, "Choose at least one fact."),
        ({"has_read": ""}, "Confirm that you read it; without that you cannot clear."),
        ({"authority": " "}, "Write the name of the person on whose authority you decide."),
        ({"post": ""}, "Write the post."),
        ({"to_follow": "y"}, "Keep one of the two."),
        ({"expires_on": "2026-11-24"}, "The end date must lie after today."),
        ({"document_on": "2026-11-25"}, "A document is not dated after today."),
        ({"document": "N" * 61}, "At most 60 characters; this has 61."),
        ({"conditions": "x" * 61}, "A word may have at most 60 characters; one here has 61."),
    ],
)
@pytest.mark.usefixtures("waiting")
def test_what_is_missing_is_said(client_of: ClientOf, world: World, change: dict[str, Any], words: str) -> None:
    browser = client_of("signatory.us", "en")
    sent = {**on_screen(browser, "naloxone_what", world=world), **change}
    assert words in browser.send(status=422, **sent).text
    assert world.fact("naloxone_what").us_key is KeyState.in_review


@pytest.mark.usefixtures("waiting")
def test_a_document_may_follow_within_ten_working_days(client_of: ClientOf, world: World) -> None:
    browser = client_of("signatory.us", "en")
    sent = {**on_screen(browser, "us_findtreatment", world=world), "document": "", "document_on": "", "to_follow": "y"}
    browser.send(**sent)
    row = session.scalars(select(Clearance).order_by(Clearance.id.desc())).first()
    assert row is not None
    assert (row.document, row.document_due_on) == ("", date(2026, 12, 8))
    page = browser.get(f"/facts/{world.fact('us_findtreatment').fact_id}")
    assert "document to follow by 8 Dec 2026" in page.text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("who", "status"),
    [("planner.us", 403), ("reviewer.mx", 403), ("partner-a.us", 403), ("secretariat", 403), ("administrator.mx", 403)],
)
def test_only_signatories_open_it(client_of: ClientOf, who: str, status: int) -> None:
    client_of(who).get(LIST, status=status)


@pytest.mark.usefixtures("waiting")
def test_a_signatory_never_clears_for_the_other_country(client_of: ClientOf, world: World) -> None:
    """One fact of the other territory among them stops the whole act (law 1)."""
    browser = client_of("signatory.us", "en")
    sent = on_screen(browser, "naloxone_what", "disposal_mx", world=world)
    page = browser.post(LIST, {**sent, "authority": "R. Castellan", "post": "Director", **seen(world)}, status=403)
    assert "Your country's clearance is not needed here." in page.text
    assert world.fact("naloxone_what").us_key is KeyState.in_review
    assert world.fact("disposal_mx").us_key is KeyState.not_needed


def seen(world: World) -> dict[str, str]:
    return {f"seen-{world.fact(key).id}": world.fact(key).fingerprint for key in DRAFTS}


def test_a_signatory_never_clears_what_they_wrote(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    """Whoever changed a word is an author, whatever the role is now (law 2)."""
    version = world.fact("naloxone_what")
    with acting_as("signatory.us") as signatory:
        mine = actions.write(version.fact, reworded(version, en="I wrote this."), signatory, version.row_version, now())
        actions.submit(mine, now())
        session.commit()
    browser = client_of("signatory.us", "en")
    page = browser.get(LIST)
    assert "You wrote part of this" in page.text
    assert not [box for box in page.all("input") if box.get("name") == "pick"]
    sent = {"pick": [str(mine.id)], "authority": "R. Castellan", "post": "Director", **STATEMENT, **seen(world)}
    browser.post(LIST, sent, status=403)
    assert world.fact("naloxone_what").us_key is KeyState.in_review
    colleague = client_of("signatory2.us", "en")
    colleague.send(**on_screen(colleague, "naloxone_what", world=world))
    assert world.fact("naloxone_what").us_key is KeyState.cleared


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.usefixtures("waiting")
def test_clearing_twice_is_told_and_done_once(client_of: ClientOf, world: World, language: str) -> None:
    """Two signatories of one side with the same list on their screens."""
    first, second = client_of("signatory.mx", language), client_of("signatory2.mx", language)
    mine = on_screen(first, "naloxone_what", world=world)
    theirs = on_screen(second, "naloxone_what", "safe_storage", world=world)
    first.send(**mine)
    page = second.send(status=409, **theirs)
    words = {"en": "Your country has already decided", "es": "Su país ya decidió"}[language]
    assert words in page.text
    assert world.fact("safe_storage").mx_key is KeyState.in_review  # nothing half done
    version_id = world.fact("naloxone_what").id
    rows = session.scalars(select(Clearance).where(Clearance.fact_version_id == version_id)).all()
    assert [row.by_id for row in rows] == [world.users["signatory.mx"]]


@pytest.mark.usefixtures("waiting")
def test_only_what_was_on_the_screen_is_cleared(client_of: ClientOf, world: World) -> None:
    browser = client_of("signatory.us", "en")
    sent = on_screen(browser, "naloxone_what", world=world)
    seen_field = f"seen-{world.fact('naloxone_what').id}"
    page = browser.send(status=409, **{**sent, seen_field: "0" * 64})
    assert "This is no longer the content that you saw." in page.text
    assert world.fact("naloxone_what").us_key is KeyState.in_review


@pytest.mark.parametrize("picked", ["999999", "9" * 18, "9" * 40, "x"])
@pytest.mark.usefixtures("waiting")
def test_a_fact_that_is_not_there_stops_the_act(client_of: ClientOf, world: World, picked: str) -> None:
    browser = client_of("signatory.us", "en")
    sent = on_screen(browser, "naloxone_what", world=world)
    browser.send(status=422, **{**sent, "pick": [*sent["pick"], picked]})
    assert world.fact("naloxone_what").us_key is KeyState.in_review


def test_the_change_since_the_wording_in_force_is_marked(
    client_of: ClientOf, world: World, acting_as: ActingAs
) -> None:
    version = world.fact("fentanyl_hidden")
    with acting_as("planner.us") as planner:
        words = version.en.replace("You", "Nobody")
        newer = actions.write(version.fact, reworded(version, en=words), planner, version.row_version, now())
        actions.submit(newer, now())
        session.commit()
    html = client_of("signatory.us", "en").get(LIST).html
    assert "<ins>Nobody </ins>" in html
    assert "<del>You </del>" in html


@pytest.mark.usefixtures("waiting")
def test_the_number_of_queries_does_not_grow_with_the_rows(client_of: ClientOf, world: World) -> None:
    browser = client_of("signatory.us", "en")
    browser.get(LIST)
    with queries() as many:
        browser.get(LIST)
    browser.send(**on_screen(browser, "naloxone_what", "safe_storage", world=world))
    browser.get(LIST)
    with queries() as few:
        browser.get(LIST)
    assert many[0] <= few[0] + 1


def test_an_empty_list_says_what_it_is_for(client_of: ClientOf) -> None:
    assert "No fact waits for you" in client_of("signatory.us", "en").get(LIST).text
    assert "Ningún dato espera su decisión" in client_of("signatory.mx", "es").get(LIST).text


def test_clearing_nothing_is_refused_by_the_act_itself(world: World, acting_as: ActingAs) -> None:
    with acting_as("signatory.us") as signatory, pytest.raises(Refused):
        clearance.clear_list([], Statement("A", "B", "C"), {}, signatory, now())


def test_the_review_date_runs_from_the_last_key(client_of: ClientOf, world: World, waiting: object) -> None:
    first = client_of("signatory.us", "en")
    first.send(**on_screen(first, "naloxone_what", world=world))
    assert world.fact("naloxone_what").review_by is None
    with clock.at(now().replace(hour=17)):
        second = client_of("signatory.mx", "en")
        second.send(**on_screen(second, "naloxone_what", world=world))
    version = world.fact("naloxone_what")
    assert (version.state, version.review_by) == (FactState.in_force, date(2027, 11, 24))
    row = session.scalars(select(Clearance).order_by(Clearance.id.desc())).first()
    assert row is not None
    assert row.decision is Decision.cleared
