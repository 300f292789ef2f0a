"""Steps of a review: whose turn it is, who takes it, what a finding does, and what it never does (laws 1, 2 and 7)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from campaign import clock
from campaign.accounts.models import Role
from campaign.clearance import actions as clearance
from campaign.clock import now
from campaign.db import Side, acting, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.holds.corrections import actions as corrections
from campaign.mail.models import Notice, PersonalLetter
from campaign.materials.models import Material, MaterialType, Version
from campaign.reviews import actions
from campaign.reviews.models import Outcome, Review, Step
from campaign.reviews.routes.actions import Stop
from tests.browser import Browser
from tests.holds import stops
from tests.materials import acts
from tests.materials.acts import act, flyer, here
from tests.reviews import routes
from tests.reviews.routes import make_route, pass_step, plan, review, send, steps, take, want
from tests.world import World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
DUE = date(2026, 12, 1)  # five working days after Tuesday 24 November


@pytest.fixture
def version(world: World) -> Version:
    """A flyer that was sent when both sides had a route whose steps come first."""
    for side in ("us", "mx"):
        make_route(world, side)
    return send(world, flyer(world))


def test_without_a_route_everything_is_as_before(world: World) -> None:
    """No row, no letter, no entry; and the signatory decides directly."""
    letters = len(session.scalars(select(PersonalLetter)).all())
    sent = send(world, flyer(world))
    assert (routes.count(Review), routes.count(Step)) == (0, 0)
    assert len(session.scalars(select(PersonalLetter)).all()) == letters
    acts.clear_by_both(world, sent)
    assert acts.places(sent) == acts.BOTH


def test_a_route_of_another_type_begins_nothing(world: World) -> None:
    make_route(world, "us", plan(types=(MaterialType.poster,)))
    make_route(world, "mx", plan(types=(), is_live=False))
    send(world, flyer(world))
    assert routes.count(Review) == 0


def test_each_side_has_its_own_route(world: World) -> None:
    make_route(world, "mx", plan((Stop(1, routes.EXPERT, 2, False),)))
    sent = send(world, flyer(world))
    assert [one.side for one in session.scalars(select(Review))] == [Side.MX]
    assert [step.name for step in steps(sent, Side.MX)] == [routes.EXPERT]
    acts.clear(world, sent, "signatory.us")  # the side without one decides at once


def test_steps_go_in_turns_and_side_by_side(world: World, version: Version) -> None:
    first, second, third = steps(version)
    assert (first.opened_at, first.due_on) == (now(), DUE)
    assert not second.opened_at
    assert not third.opened_at
    with act(world, "reviewer.us") as user, pytest.raises(Refused):
        actions.pass_step(session.get_one(Step, second.id), user, now())
    pass_step(world, first)
    assert all(step.opened_at == now() for step in steps(version))
    pass_step(world, third, "deputy.us")
    pass_step(world, second)
    assert review(version).is_done
    assert [step.outcome for step in steps(version)] == [Outcome.passed] * 3


def test_the_yes_waits_for_every_step(world: World, version: Version) -> None:
    for n in range(3):
        with pytest.raises(Refused, match="come first"):
            acts.clear(world, version, "signatory.us")
        pass_step(world, steps(version)[n])
    acts.clear(world, version, "signatory.us")


def test_no_step_turns_a_key(world: World, version: Version) -> None:
    """Law 1: a finding is words for the own signatory; until she acts nothing has changed."""
    want(world, steps(version)[0])
    assert (here(version).us_key.value, here(version).state.value) == ("in_review", "submitted")
    assert not here(version.material).has_draft


def test_a_no_waits_until_a_reviewer_wants_changes(world: World, version: Version) -> None:
    with pytest.raises(Refused, match="come first"):
        acts.request_changes(world, version, "signatory.us")
    want(world, steps(version)[0])
    with pytest.raises(Refused, match="come first"):
        acts.clear(world, version, "signatory.us")
    acts.request_changes(world, version, "signatory.us")
    assert here(version).us_key.value == "changes_requested"


def test_a_route_may_let_the_signatory_decide_before(world: World) -> None:
    make_route(world, "us", plan(comes_first=False))
    sent = send(world, flyer(world))
    acts.clear(world, sent, "signatory.us")
    with act(world, "reviewer.us") as user, pytest.raises(Overtaken):
        actions.pass_step(steps(sent)[0], user, now())


def test_a_list_clears_nothing_whose_steps_come_first(client_of: ClientOf, world: World, version: Version) -> None:
    title = version.material.title_en
    signatory = client_of("signatory.us", "en")
    assert title not in signatory.get("/clearance/versions").text
    assert title not in signatory.get("/").text.partition("Waiting for Mexico")[0]
    for step in steps(version):
        pass_step(world, step)
    assert title in signatory.get("/clearance/versions").text


# Law 2


def test_no_author_reviews(world: World) -> None:
    make_route(world)
    material = flyer(world)
    acts.write(world, "reviewer.us", material, "Mine.", "Mío.")
    sent = send(world, material)
    with act(world, "reviewer.us") as user, pytest.raises(NotAllowed):
        actions.take(steps(sent)[0], user, now())
    pass_step(world, steps(sent)[0], "deputy.us")


def test_a_reviewer_is_not_the_signatory(world: World) -> None:
    make_route(world, "us", plan(routes.STOPS[:1]))
    routes.sign_both(world, "deputy.us")
    sent = send(world, flyer(world))
    pass_step(world, steps(sent)[0], "deputy.us")
    with pytest.raises(NotAllowed, match="You reviewed this"):
        acts.clear(world, sent, "deputy.us")
    acts.clear(world, sent, "signatory.us")


def test_the_page_of_a_decision_is_closed_to_its_reviewer(client_of: ClientOf, world: World) -> None:
    make_route(world, "us", plan(routes.STOPS[:1]))
    routes.sign_both(world, "deputy.us")
    sent = send(world, flyer(world))
    deputy = client_of("deputy.us")
    deputy.get(f"/clearance/versions/{sent.id}")
    pass_step(world, steps(here(sent))[0], "deputy.us")
    deputy.get(f"/clearance/versions/{sent.id}", status=403)


def test_a_signatory_is_no_reviewer_of_it(world: World) -> None:
    """Also where the own yes ran out before the other country's came, and a step is still open."""
    make_route(world, "us", plan(comes_first=False))
    routes.sign_both(world, "signatory.us")
    sent = send(world, flyer(world))
    acts.clear(world, sent, "signatory.us", expires_on=now().date() + timedelta(days=1))
    with clock.at(now() + timedelta(days=3)):
        acts.clear(world, sent, "signatory.mx")
        assert here(sent).us_key.value == "in_review"
        with act(world, "signatory.us") as user, pytest.raises(NotAllowed):
            actions.pass_step(steps(sent)[0], user, now())
        pass_step(world, steps(sent)[0])


ENDS = "UPDATE review_steps SET outcome = 'passed', decided_at = '2026-11-24', decided_by_id = {} WHERE id = {}"


def test_the_database_itself_keeps_law_two(world: World) -> None:
    """Whatever program writes: no author and no signatory in a step, no reviewer in a clearance, no stranger for
    somebody."""
    make_route(world, "us", plan(comes_first=False))
    routes.sign_both(world, "signatory.us")
    sent = send(world, flyer(world))
    first = steps(sent)[0]
    _refused(ENDS.format(world.users["planner.us"], first.id), "made or signed")
    pass_step(world, first, "signatory.us")
    columns = "version_id, country, n, decision, fingerprint, by_id, authority, post, document, conditions, reason, "
    columns += "marks_may_stay, decided_at"
    values = f"{sent.id}, 'US', 9, 'cleared', 'x', {{}}, '', '', 'D', '', '', false, '2026-11-24'"
    _refused(
        f"INSERT INTO clearances ({columns}) VALUES ({values.format(world.users['signatory.us'])})",
        "a reviewer of a version",
    )
    named = routes.name_deputy(world, "signatory.us", "signatory2.us", Role.signatory)
    stranger = f"{values.format(world.users['deputy.us'])}, {named.id}"
    _refused(f"INSERT INTO clearances ({columns}, as_deputy_id) VALUES ({stranger})", "only a deputy")
    acts.clear(world, sent, "signatory2.us")
    for who, why in (("signatory2.us", "made or signed"), ("signatory.mx", "(?i)foreign key")):
        _refused(ENDS.format(world.users[who], steps(sent)[1].id), why)


def _refused(statement: str, why: str) -> None:
    with pytest.raises(DBAPIError, match=why), acting(None, None, "test", now()), session.begin_nested():
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE review_steps SET reason = 'else' WHERE outcome IS NOT NULL", "is history"),
        ("UPDATE review_steps SET name_en = 'else' WHERE outcome IS NULL", "is frozen"),
        ("DELETE FROM review_steps", "is frozen"),
        ("UPDATE reviews SET comes_first = false", "is frozen"),
        ("DELETE FROM reviews", "is frozen"),
    ],
)
def test_what_was_found_is_never_changed(world: World, version: Version, statement: str, why: str) -> None:
    want(world, steps(version)[0])
    _refused(statement, why)


# Being on it


def test_somebody_is_on_it(world: World, version: Version) -> None:
    (first, *_rest) = steps(version)
    take(world, first)
    assert steps(version)[0].taken_by_id == world.users["reviewer.us"]
    with act(world, "reviewer.us") as user, pytest.raises(Overtaken):
        actions.take(session.get_one(Step, first.id), user, now())
    with act(world, "deputy.us") as user, pytest.raises(NotAllowed):
        actions.pass_step(session.get_one(Step, first.id), user, now())
    with act(world, "reviewer.us") as user:
        actions.hand_back(session.get_one(Step, first.id), user)
    pass_step(world, first, "deputy.us")


def test_a_step_is_for_who_was_named_until_a_planner_lets_others(world: World) -> None:
    named = (world.users["reviewer.us"],)
    make_route(world, "us", plan((Stop(1, routes.EXPERT, 5, False, named),)))
    sent = send(world, flyer(world))
    with act(world, "deputy.us") as user, pytest.raises(NotAllowed):
        actions.take(steps(sent)[0], user, now())
    for who in ("planner.mx", "reviewer.us"):
        with act(world, who) as user, pytest.raises(NotAllowed):
            actions.let_others(steps(sent)[0], user)
    with act(world, "planner.us") as user:
        actions.let_others(steps(sent)[0], user)
    pass_step(world, steps(sent)[0], "deputy.us")


@pytest.mark.parametrize("who", ["reviewer.mx", "signatory.us", "planner.us", "partner-a.us", "administrator.us"])
def test_nobody_else_takes_a_step(world: World, version: Version, who: str) -> None:
    with act(world, who) as user, pytest.raises(NotAllowed):
        actions.take(steps(version)[0], user, now())


def test_a_wish_needs_words(world: World, version: Version) -> None:
    with act(world, "reviewer.us") as user, pytest.raises(Refused):
        actions.want_changes(steps(version)[0], "  ", "en", user, now())


def test_what_was_withdrawn_is_reviewed_no_more(world: World, version: Version) -> None:
    with act(world, "planner.us") as user:
        clearance.withdraw(here(version), "A mistake.", user, now())
    with act(world, "reviewer.us") as user, pytest.raises(Overtaken):
        actions.pass_step(steps(version)[0], user, now())


# Who is told


def test_reviewers_are_written_when_their_turn_comes(world: World, version: Version) -> None:
    def letters() -> list[str]:
        return sorted(
            session.scalars(select(PersonalLetter.address).where(PersonalLetter.path.contains("/reviews/steps/")))
        )

    own = [f"{who}@example.org" for who in ("deputy.mx", "deputy.us", "reviewer.mx", "reviewer.us")]
    assert letters() == own
    pass_step(world, steps(version)[0])
    assert len(letters()) == len(own) + 4  # two steps side by side, two reviewers of that side


def test_a_finding_is_told_to_the_own_side_alone(world: World, version: Version) -> None:
    """Law 7."""
    want(world, steps(version)[0], reason="A word that only we should read.")
    told = session.scalars(select(Notice).where(Notice.text_en.contains("only we should read"))).all()
    assert [one.to_side for one in told] == [Side.US]


# What is urgent


def without_a_held_fact(world: World) -> Material:
    """A fact that the text in force quotes is put on hold, and its block is taken out of the draft."""
    material = world.material("in_force")
    quoted = acts.blocks(material, acts.BlockKind.fact)[0]
    assert quoted.quoted is not None
    with act(world, "planner.us"):
        quoted.quoted.fact.stopped_us = True
    with act(world, "planner.us") as user:
        material = here(material)
        change = acts.Change("remove", quoted.id)
        acts.materials.edit(material, material.title, [], change, user, material.row_version)
    return material


def test_an_urgent_correction_leaves_marked_steps_out(world: World) -> None:
    """Only a block that quotes a fact on hold is taken out; the other country's key is needed as always."""
    make_route(world)
    material = without_a_held_fact(world)
    sent = send(world, material)
    assert review(sent).is_urgent
    assert [step.outcome for step in steps(sent)] == [None, Outcome.skipped, Outcome.skipped]
    pass_step(world, steps(sent)[0])
    acts.clear(world, sent, "signatory.us")
    assert here(sent).mx_key.value == "in_review"


def test_what_a_hold_names_is_urgent(world: World) -> None:
    make_route(world)
    in_force = world.version("in_force")
    with act(world, "planner.us") as user:  # the third block is the first point
        corrections.place(here(in_force.material), stops.REASON, here(in_force), [3], user, now())
    acts.write(world, "planner.us", in_force.material, "Call 911 at once.", "Llama al 911 de inmediato.")
    sent = send(world, in_force.material)
    assert review(sent).is_urgent
    assert [step.outcome for step in steps(sent)] == [None, Outcome.skipped, Outcome.skipped]


def test_another_order_is_another_text(world: World) -> None:
    """What a hold names goes, and something else moves to another place: that is not only a correction."""
    make_route(world)
    material = without_a_held_fact(world)
    with act(world, "planner.us") as user:
        change = acts.Change("up", acts.blocks(material, acts.BlockKind.fact)[0].id)
        acts.materials.edit(here(material), material.title, [], change, user, material.row_version)
    assert not review(send(world, material)).is_urgent


def test_any_other_change_is_not_urgent(world: World) -> None:
    make_route(world)
    material = without_a_held_fact(world)
    acts.write(world, "planner.us", material, "Another point.", "Otro punto.")
    sent = send(world, material)
    assert not review(sent).is_urgent
    assert all(step.outcome is None for step in steps(sent))
