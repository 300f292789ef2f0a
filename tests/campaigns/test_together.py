"""Two people move one campaign in the same second, each on an own connection: both count, or the second is told.

Every move and every edit locks the campaign first, then its tracks; two of them never wait for each other.
"""

from collections.abc import Callable

import pytest
from flask import Flask

from campaign.audit import chain
from campaign.campaigns.models import TrackState
from campaign.db import Side, session
from tests.browser import Browser
from tests.clearance.test_together import at_once, statuses
from tests.page import Page
from tests.world import World

pytestmark = pytest.mark.database
REASON = "The trainers are needed elsewhere."


def opened(app: Flask, world: World, *pages: tuple[str, str]) -> list[Browser]:
    """Each person has a page open before anybody acts."""
    browsers = [Browser(app, world.user(who), "en") for who, _path in pages]
    for browser, (_who, path) in zip(browsers, pages, strict=True):
        browser.get(path)
    session.remove()
    return browsers


def track(world: World, side: Side, act: str, name: str = "running") -> str:
    return f"/campaigns/tracks/{world.track(side, name).id}/{act}"


def told(pages: list[Page]) -> Page:
    return next(page for page in pages if page.status == 409)


@pytest.mark.parametrize("turn", range(3))
def test_one_cancels_while_a_colleague_pauses(live: Flask, built_world: World, turn: int) -> None:
    """A paused track can still be cancelled; a cancelled one is not paused any more."""
    world = built_world
    one, other = opened(
        live,
        world,
        ("signatory.us", track(world, Side.US, "cancel")),
        ("signatory2.us", track(world, Side.US, "pause")),
    )
    pages = at_once(lambda: one.send(status=None, reason="No budget."), lambda: other.send(status=None, reason=REASON))
    assert statuses(pages) in ([303, 303], [303, 409])
    if statuses(pages) == [303, 409]:
        assert "cannot take that step now" in told(pages).text
        assert told(pages).form().filled({})["reason"] == [REASON]
    half = world.track(Side.US, "running")
    assert (half.state, half.reason) == (TrackState.cancelled, "No budget.")
    assert chain.verify(session()) == []


def test_of_two_who_pause_one_is_told(live: Flask, built_world: World) -> None:
    world = built_world
    path = track(world, Side.US, "pause")
    one, other = opened(live, world, ("signatory.us", path), ("signatory2.us", path))
    pages = at_once(lambda: one.send(status=None, reason="A."), lambda: other.send(status=None, reason="B."))
    assert statuses(pages) == [303, 409]
    winner = "A." if pages[0].status == 303 else "B."
    assert world.track(Side.US, "running").reason == winner


@pytest.mark.parametrize("turn", range(3))
def test_both_countries_at_once_are_both_counted(live: Flask, built_world: World, turn: int) -> None:
    """Neither reads the other's half as it was: the campaign is paused, because both halves are."""
    world = built_world
    us, mx = opened(
        live,
        world,
        ("signatory.us", track(world, Side.US, "pause")),
        ("signatory.mx", track(world, Side.MX, "pause")),
    )
    pages = at_once(lambda: us.send(status=None, reason=REASON), lambda: mx.send(status=None, reason=REASON))
    assert statuses(pages) == [303, 303]
    assert world.running.state is TrackState.paused


@pytest.mark.parametrize("turn", range(5))
def test_agreeing_while_the_common_text_is_changed(live: Flask, built_world: World, turn: int) -> None:
    """The yes comes first and is opened again, or it comes second and is asked for anew; never a yes to other words,
    and never two who wait for each other."""
    world = built_world
    signatory, planner = opened(
        live,
        world,
        ("signatory.us", f"/campaigns/{world.proposal_id}"),
        ("planner.mx", f"/campaigns/{world.proposal_id}/edit"),
    )
    acts: list[Callable[[], Page]] = [
        lambda: signatory.send("agree", status=None),
        lambda: planner.send(status=None, title_en="Another title"),
    ]
    pages = at_once(*acts)
    assert pages[1].status == 303, pages[1].text
    assert pages[0].status in (303, 409)
    assert world.track(Side.US, "proposal").state is TrackState.draft
    assert world.proposal.title.en == "Another title"
    assert chain.verify(session()) == []


@pytest.mark.parametrize("turn", range(3))
def test_leaving_while_a_colleague_clears(live: Flask, built_world: World, turn: int) -> None:
    """Whoever comes first: no clearance of a country that left stays."""
    world = built_world
    version = world.version("half_cleared")
    leaver, clearer = opened(
        live,
        world,
        ("signatory.mx", f"/clearance/tracks/{world.track(Side.MX).id}/leave"),
        ("signatory2.mx", f"/clearance/versions/{version.id}"),
    )
    yes = {"decision": "cleared", "document": "SFN/1/2026", "has_read": "y"}
    pages = at_once(lambda: leaver.send(status=None, reason=REASON), lambda: clearer.send(status=None, **yes))
    assert pages[0].status == 303, pages[0].text
    assert pages[1].status in (303, 409)
    assert world.track(Side.MX).has_left
    version = world.version("half_cleared")
    assert version.state.value == "withdrawn"
    assert not any(world.material("half_cleared").is_in_force(side) for side in Side)
