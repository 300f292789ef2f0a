"""Deputies: who may be named, for which days, and what they do in their own name; laws 1 and 2 bind them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from campaign import clock
from campaign.accounts.models import Role
from campaign.clearance.keys import keys_large
from campaign.clearance.models import Clearance
from campaign.clock import now
from campaign.db import acting, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.mail.models import PersonalLetter
from campaign.reviews import actions
from campaign.reviews.deputies import actions as deputies
from campaign.reviews.deputies.models import Deputy
from campaign.reviews.routes.actions import Stop
from tests.browser import Browser, loose
from tests.materials import acts
from tests.materials.acts import act, flyer, here
from tests.reviews import routes
from tests.reviews.routes import make_route, name_deputy, pass_step, plan, send, steps
from tests.world import World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
DAY = timedelta(days=1)


def test_a_deputy_signs_in_the_own_name_and_both_names_are_shown(world: World) -> None:
    sent = send(world, flyer(world))
    named = name_deputy(world, "signatory.us", "signatory2.us", Role.signatory)
    given = acts.clear(world, sent, "signatory2.us", deputy_id=named.id)
    assert (given.by_id, given.as_deputy_id) == (world.users["signatory2.us"], named.id)
    for who in ("signatory.mx", "planner.us"):
        slots = keys_large(here(sent), world.user(who)).slots
        said = [words for slot in slots for _label, words in slot.lines]
        assert "Peter Nakai, for Ruth Castellan (D-7/2026)" in said


def test_in_the_own_post_nobody_else_is_named(world: World) -> None:
    name_deputy(world, "signatory.us", "signatory2.us", Role.signatory)
    assert acts.clear(world, world.version("waiting"), "signatory2.us").as_deputy_id is None


@pytest.mark.parametrize(("shift", "is_there"), [(0, True), (4, True), (5, False), (-1, False)])
def test_it_ends_by_itself(world: World, shift: int, is_there: bool) -> None:
    """The last day counts; no job has to end it."""
    first = now().date() + DAY
    named = name_deputy(world, "signatory.us", "signatory2.us", Role.signatory, first, first + 4 * DAY)
    with clock.at(now() + (shift + 1) * DAY):
        if is_there:
            acts.clear(world, world.version("waiting"), "signatory2.us", deputy_id=named.id)
            return
        with pytest.raises(NotAllowed):
            acts.clear(world, world.version("waiting"), "signatory2.us", deputy_id=named.id)


def test_it_can_be_ended_before(world: World) -> None:
    named = name_deputy(world, "signatory.us", "signatory2.us", Role.signatory)
    with act(world, "signatory2.us") as user, pytest.raises(NotAllowed):
        deputies.end(session.get_one(Deputy, named.id), user, now())
    with act(world, "signatory.us") as user:
        deputies.end(session.get_one(Deputy, named.id), user, now())
    with pytest.raises(NotAllowed):
        acts.clear(world, world.version("waiting"), "signatory2.us", deputy_id=named.id)
    with act(world, "signatory.us") as user, pytest.raises(Overtaken):
        deputies.end(session.get_one(Deputy, named.id), user, now())
    name_deputy(world, "signatory.us", "signatory2.us", Role.signatory)  # the days are free again


def test_days_that_overlap_or_are_over_are_refused(world: World) -> None:
    today = now().date()
    name_deputy(world, "signatory.us", "signatory2.us", Role.signatory, today + DAY, today + 5 * DAY)
    for first, last in ((today, today + DAY), (today + 5 * DAY, today + 9 * DAY), (today + 2 * DAY, today + 3 * DAY)):
        with pytest.raises(Overtaken):
            name_deputy(world, "signatory.us", "signatory2.us", Role.signatory, first, last)
    for first, last in ((today - 3 * DAY, today - DAY), (today + 9 * DAY, today + 8 * DAY), (today, today + 400 * DAY)):
        with pytest.raises(Refused):
            name_deputy(world, "signatory.us", "signatory2.us", Role.signatory, first, last)
    name_deputy(world, "signatory.us", "signatory2.us", Role.signatory, today + 6 * DAY, today + 7 * DAY)


@pytest.mark.parametrize(
    ("who", "deputy", "role"),
    [
        ("signatory.us", "signatory2.mx", Role.signatory),
        ("signatory.us", "reviewer.us", Role.signatory),
        ("signatory.us", "signatory.us", Role.signatory),
        ("signatory.us", "reviewer.us", Role.reviewer),
        ("reviewer.us", "signatory.us", Role.reviewer),
        ("planner.us", "reviewer.us", Role.planner),
        ("administrator.us", "reviewer.us", Role.reviewer),
    ],
)
def test_only_the_same_side_and_role(world: World, who: str, deputy: str, role: Role) -> None:
    with pytest.raises(Refused):
        name_deputy(world, who, deputy, role)


def test_without_a_document_there_is_no_deputy(world: World) -> None:
    today = now().date()
    with act(world, "signatory.us") as user, pytest.raises(Refused):
        deputies.name(world.user("signatory2.us"), Role.signatory, " ", today, today, user, now())


def test_nobody_signs_for_an_author_or_a_reviewer(world: World) -> None:
    """Law 2 binds the deputy and whom the deputy stands for."""
    named = name_deputy(world, "signatory.us", "signatory2.us", Role.signatory)
    material = flyer(world)
    acts.write(world, "signatory.us", material, "Mine.", "Mío.")
    sent = send(world, material)
    with pytest.raises(NotAllowed, match="made or reviewed"):
        acts.clear(world, sent, "signatory2.us", deputy_id=named.id)
    acts.clear(world, sent, "signatory2.us")


def test_a_stranger_s_naming_opens_nothing(world: World) -> None:
    named = name_deputy(world, "signatory.us", "signatory2.us", Role.signatory)
    for who in ("signatory.us", "signatory.mx"):
        with pytest.raises(NotAllowed):
            acts.clear(world, world.version("waiting"), who, deputy_id=named.id)


def test_it_is_worth_nothing_once_the_role_is_gone(world: World) -> None:
    named = name_deputy(world, "signatory.us", "signatory2.us", Role.signatory)
    with act(world, "administrator.us"):
        world.user("signatory.us").is_live = False
    with pytest.raises(NotAllowed):
        acts.clear(world, world.version("waiting"), "signatory2.us", deputy_id=named.id)


def test_a_deputy_takes_a_step_for_whom_it_is(world: World) -> None:
    stop = Stop(1, routes.EXPERT, 5, False, (world.users["reviewer.us"],))
    make_route(world, "us", plan((stop,)))
    sent = send(world, flyer(world))
    with act(world, "deputy.us") as user, pytest.raises(NotAllowed):
        actions.take(steps(sent)[0], user, now())
    named = name_deputy(world, "reviewer.us", "deputy.us", Role.reviewer)
    pass_step(world, steps(sent)[0], "deputy.us")
    (step,) = steps(sent)
    assert (step.decided_by_id, step.as_deputy_id) == (world.users["deputy.us"], named.id)


def test_what_was_taken_for_somebody_ends_with_it(world: World) -> None:
    stop = Stop(1, routes.EXPERT, 5, False, (world.users["reviewer.us"],))
    make_route(world, "us", plan((stop,)))
    sent = send(world, flyer(world))
    name_deputy(world, "reviewer.us", "deputy.us", Role.reviewer)
    routes.take(world, steps(sent)[0], "deputy.us")
    with clock.at(now() + DAY), act(world, "deputy.us") as user, pytest.raises(NotAllowed):
        actions.pass_step(steps(sent)[0], user, now())


def test_whoever_comes_back_has_the_own_step_again(client_of: ClientOf, world: World) -> None:
    """Also when a deputy is still on it; and that one can hand it back, or reads why not."""
    stop = Stop(1, routes.EXPERT, 5, False, (world.users["reviewer.us"],))
    make_route(world, "us", plan((stop,)))
    sent = send(world, flyer(world))
    named = name_deputy(world, "reviewer.us", "deputy.us", Role.reviewer)
    routes.take(world, steps(sent)[0], "deputy.us")
    with act(world, "reviewer.us") as user:
        deputies.end(session.get_one(Deputy, named.id), user, now())
    path = f"/reviews/steps/{steps(sent)[0].id}"
    page = client_of("deputy.us", "en").get(path)
    assert any(form.action.endswith("/hand-back") for form in page.forms)
    assert "Somebody else is on this step" in page.text
    pass_step(world, steps(sent)[0], "reviewer.us")
    (step,) = steps(sent)
    assert (step.decided_by_id, step.as_deputy_id) == (world.users["reviewer.us"], None)


def test_nobody_signs_what_was_reviewed_for_them(world: World) -> None:
    routes.sign_both(world, "deputy.us")
    stop = Stop(1, routes.EXPERT, 5, False, (world.users["deputy.us"],))
    make_route(world, "us", plan((stop,)))
    sent = send(world, flyer(world))
    name_deputy(world, "deputy.us", "reviewer.us", Role.reviewer)
    pass_step(world, steps(sent)[0], "reviewer.us")
    with pytest.raises(NotAllowed, match="You reviewed this"):
        acts.clear(world, sent, "deputy.us")


@pytest.mark.parametrize(("side", "hour"), [("us", 5), ("mx", 6)])
def test_its_days_are_those_of_the_own_capital(world: World, side: str, hour: int) -> None:
    """A letter that begins tomorrow opens nothing this evening: midnight in Washington is five, in Mexico City six
    o'clock UTC."""
    first = now().date() + DAY
    named = name_deputy(world, f"signatory.{side}", f"signatory2.{side}", Role.signatory, first)
    midnight = now().replace(hour=hour, minute=0) + DAY
    with clock.at(midnight - timedelta(minutes=1)), pytest.raises(NotAllowed):
        acts.clear(world, world.version("waiting"), f"signatory2.{side}", deputy_id=named.id)
    with clock.at(midnight):
        acts.clear(world, world.version("waiting"), f"signatory2.{side}", deputy_id=named.id)


def test_what_was_said_for_somebody_is_not_remembered_as_the_own(client_of: ClientOf, world: World) -> None:
    named = name_deputy(world, "signatory.us", "signatory2.us", Role.signatory)
    acts.clear(world, world.version("waiting"), "signatory2.us", deputy_id=named.id, post="Director of Ruth's office")
    page = client_of("signatory2.us").get(f"/clearance/versions/{send(world, flyer(world)).id}")
    assert "Director of Ruth's office" not in page.html.replace("&#39;", "'")


def test_the_deputy_has_a_letter(world: World) -> None:
    name_deputy(world, "reviewer.mx", "deputy.mx", Role.reviewer)
    letter = session.scalars(select(PersonalLetter).where(PersonalLetter.path == "/reviews/deputies")).one()
    assert letter.address == "deputy.mx@example.org"
    assert "D-7/2026" in letter.text_es


@pytest.mark.parametrize("statement", ["UPDATE deputies SET until_on = '2027-12-31'", "DELETE FROM deputies"])
def test_what_was_named_is_never_changed(world: World, statement: str) -> None:
    name_deputy(world, "reviewer.mx", "deputy.mx", Role.reviewer)
    with pytest.raises(DBAPIError), acting(None, None, "test", now()), session.begin_nested():
        session.execute(text(statement))


@pytest.mark.parametrize("language", ["en", "es"])
def test_named_and_ended_at_the_screen(client_of: ClientOf, world: World, language: str) -> None:
    browser = client_of("signatory.us", language)
    browser.get("/reviews/deputies")
    browser.send("/reviews/deputies", status=422, user="0", document="", from_on="", until_on="")
    browser.send(
        "/reviews/deputies",
        user=str(world.users["signatory2.us"]),
        document="OOP-9",
        from_on=now().date().isoformat(),
        until_on=now().date().isoformat(),
    )
    assert "OOP-9" in browser.follow().text
    named = session.scalars(select(Deputy)).one()
    assert not any(form.action.endswith("/end") for form in client_of("signatory2.us").get("/reviews/deputies").forms)
    assert "OOP-9" not in client_of("signatory.mx").get("/reviews/deputies").text
    browser.get("/reviews/deputies")
    browser.post(f"/reviews/deputies/{named.id}/end")
    assert "OOP-9" not in browser.follow().text


@pytest.mark.parametrize("language", ["en", "es"])
def test_whoever_stands_in_says_for_whom_at_the_screen(client_of: ClientOf, world: World, language: str) -> None:
    """Nothing is chosen beforehand; and who stands in for nobody is not asked."""
    named = name_deputy(world, "signatory.us", "signatory2.us", Role.signatory)
    path = f"/clearance/versions/{world.version('waiting').id}"
    assert 'name="seat"' not in client_of("signatory.us", language).get(path).html
    browser = client_of("signatory2.us", language)
    browser.get(path)
    said = {"decision": "cleared", "document": "OOP-1", "has_read": "y"}
    browser.send(path, status=422, **loose(said))
    browser.send(path, **loose({**said, "seat": str(named.id)}))
    assert session.scalars(select(Clearance).where(Clearance.document == "OOP-1")).one().as_deputy_id == named.id
    assert "Ruth Castellan" in browser.follow().text
