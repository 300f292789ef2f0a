"""Stopping and going on as people do it: small pages that ask for the reason, a warning abroad, an undo."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from campaign import clock
from campaign.campaigns.models import TrackState
from campaign.db import Side, session
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.mail.told import notices_to
from tests.schedule.samples import enter, plan, release
from tests.world import World

pytestmark = pytest.mark.database

ClientOf = Callable[..., Browser]
REASON = "The trainers are needed for the flood."


def path(world: World, side: Side, act: str, name: str = "running") -> str:
    return f"/{'schedule' if act == 'launch' else 'campaigns'}/tracks/{world.track(side, name).id}/{act}"


def state(world: World, side: Side) -> str:
    return world.track(side, "running").state.value


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize(("act", "ends"), [("pause", "paused"), ("cancel", "cancelled")])
def test_a_signatory_stops_the_own_half_at_once_and_alone(
    client_of: ClientOf, world: World, side: Side, act: str, ends: str, language: str
) -> None:
    key, other = side.value.lower(), side.opposite.value.lower()
    browser = client_of(f"signatory.{key}", language)
    browser.get(f"/campaigns/{world.running_id}")
    assert browser.page is not None
    assert path(world, side, act) in browser.page.links
    browser.get(path(world, side, act))
    browser.send(reason=REASON)
    said = browser.follow().text
    assert REASON in said
    assert (state(world, side), state(world, side.opposite)) == (ends, "active")
    assert world.running.state is TrackState.active
    page = client_of(f"planner.{other}", language).get(f"/campaigns/{world.running_id}")
    verb = {"pause": ("paused its track on", "puso en pausa"), "cancel": ("cancelled its track on", "canceló su")}[act]
    assert verb[language == "es"] in page.text
    assert "24 Nov 2026" in page.text if language == "en" else "24 nov 2026" in page.text
    assert page.text.index(REASON) < page.text.index("Next step" if language == "en" else "Siguiente paso")
    assert len(session.scalars(notices_to(side.opposite, clock.now())).all()) == 1


def test_a_pause_is_undone_by_a_signatory_of_the_same_side(client_of: ClientOf, world: World) -> None:
    browser = client_of("signatory.us", "en")
    browser.get(path(world, Side.US, "pause"))
    browser.send(reason=REASON)
    colleague = client_of("signatory2.us", "en")
    colleague.get(f"/campaigns/{world.running_id}")
    colleague.send("resume")
    page = colleague.follow()
    assert "The track of the United States is active again. Mexico has been told." in page.text
    assert REASON not in page.text
    track = world.track(Side.US, "running")
    assert (track.state, track.reason) == (TrackState.active, "")


@pytest.mark.parametrize(
    ("who", "act", "status"),
    [
        ("signatory.mx", "pause", 403),  # of the other side
        ("signatory.mx", "resume", 403),
        ("signatory.mx", "cancel", 403),
        ("planner.us", "pause", 403),
        ("planner.us", "resume", 403),
        ("planner.us", "cancel", 403),
        ("planner.mx", "launch", 403),
        ("signatory.us", "close", 403),
        ("reviewer.us", "pause", 403),
        ("administrator.us", "cancel", 403),
        ("printer.us", "pause", 403),
        ("secretariat", "cancel", 403),
        ("observer", "pause", 403),
        ("partner-a.us", "pause", 404),
        ("anonymous", "pause", 303),
    ],
)
def test_nobody_else_does(client: Browser, client_of: ClientOf, world: World, who: str, act: str, status: int) -> None:
    browser = client if who == "anonymous" else client_of(who)
    browser.post(path(world, Side.US, act), {"reason": REASON}, status=status)
    assert state(world, Side.US) == "active"


@pytest.mark.parametrize("act", ["pause", "cancel"])
@pytest.mark.parametrize("typed", ["", "   ", "\u202e\u200f"])
def test_without_a_reason_nothing_is_done(client_of: ClientOf, world: World, act: str, typed: str) -> None:
    browser = client_of("signatory.us", "en")
    browser.get(path(world, Side.US, act))
    page = browser.send(status=422, reason=typed)
    assert "Write the reason; everybody who reads the campaign reads it." in page.text
    assert state(world, Side.US) == "active"


def test_a_reason_that_is_too_long_is_kept(client_of: ClientOf, world: World) -> None:
    browser = client_of("signatory.us", "en")
    browser.get(path(world, Side.US, "pause"))
    page = browser.send(status=422, reason="a " * 601)
    assert "At most 1,200 characters" in page.text
    assert page.form().filled({})["reason"] == [("a " * 601).strip()]


def test_a_pause_that_comes_too_late_keeps_its_reason(client_of: ClientOf, world: World) -> None:
    first, second = client_of("signatory.us", "en"), client_of("signatory2.us", "en")
    for browser, act in ((first, "cancel"), (second, "pause")):
        browser.get(path(world, Side.US, act))
    first.send(reason="No budget.")
    page = second.send(status=409, reason=REASON)
    assert "cannot take that step now" in page.text
    assert page.form().filled({})["reason"] == [REASON]
    track = world.track(Side.US, "running")
    assert (track.state, track.reason) == (TrackState.cancelled, "No budget.")


def test_markup_in_a_reason_is_text(client_of: ClientOf, world: World) -> None:
    browser = client_of("signatory.us", "en")
    browser.get(path(world, Side.US, "pause"))
    browser.send(reason="<script>alert(1)</script> & more")
    assert "<script>alert(1)</script> & more" in client_of("planner.mx").get(f"/campaigns/{world.running_id}").text


def test_the_ordinary_way_from_agreed_to_evaluated(client_of: ClientOf, world: World) -> None:
    """Each step is offered when it is due, and not before."""
    browser = client_of("planner.us", "en")
    hub = f"/campaigns/{world.campaign_id}"

    def offered() -> set[str]:
        page = browser.get(hub)
        ways = [*(form.action for form in page.forms), *(link for link in page.links if link.endswith("/launch"))]
        return {way.rpartition("/")[2] for way in ways if "/tracks/" in way}

    enter(world, "planner.us", plan("Fair", Side.US, on=date(2026, 12, 5)), world.campaign)
    release(world, Side.US, world.campaign)
    assert offered() == {"schedule"}
    browser.send("schedule")
    assert "It can be started from 1 Dec 2026." in browser.follow().text
    assert offered() == set()
    with clock.at(datetime(2026, 12, 1, 16, tzinfo=UTC)):
        browser = client_of("planner.us", "en")
        assert offered() == {"launch"}
        browser.get(path(world, Side.US, "launch", "campaign"))
        browser.send()
        assert "It runs until 31 Mar 2027; then a planner closes it." in browser.follow().text
        assert offered() == set()
    with clock.at(datetime(2027, 3, 31, 16, tzinfo=UTC)):
        browser = client_of("planner.us", "en")
        assert offered() == {"close"}
        browser.send("close")
        assert offered() == {"evaluate"}
        browser.send("evaluate")
        assert "The track of the United States is evaluated." in browser.follow().text
        assert offered() == set()
    assert world.track(Side.MX).state is TrackState.agreed
    assert world.campaign.state is TrackState.agreed


@pytest.mark.parametrize(("act", "says"), [("launch", "1 Dec 2026"), ("close", "cannot take that step now")])
def test_a_step_pressed_too_early_says_why(client_of: ClientOf, world: World, act: str, says: str) -> None:
    browser = client_of("planner.us", "en")
    browser.get(f"/campaigns/{world.campaign_id}")
    browser.send("schedule")
    page = browser.post(path(world, Side.US, act, "campaign"), status=None)
    assert page.status in (409, 422)
    assert "This was not done." in page.text
    assert says in page.text
    assert world.track(Side.US).state is TrackState.scheduled


def test_observers_read_what_runs_and_nothing_else(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    """The list, the page and the rule agree: active and shared, until no half of it is."""
    browser = client_of("observer", "en")
    assert f"/campaigns/{world.running_id}" in browser.get("/campaigns/").links
    page = browser.get(f"/campaigns/{world.running_id}")
    assert not [form for form in page.forms if "/tracks/" in form.action]
    for name in ("campaign", "plan", "proposal", "national_us"):
        browser.get(f"/campaigns/{getattr(world, f'{name}_id')}", status=404)
    with acting_as("planner.us"):
        world.national.state = TrackState.active
        session.commit()
    browser.get(f"/campaigns/{world.national_us_id}", status=404)
    for side in Side:
        signatory = client_of(f"signatory.{side.value.lower()}")
        signatory.get(path(world, side, "pause"))
        signatory.send(reason=REASON)
    assert world.running.state is TrackState.paused
    browser.get(f"/campaigns/{world.running_id}", status=404)
    assert f"/campaigns/{world.running_id}" not in browser.get("/campaigns/").links
