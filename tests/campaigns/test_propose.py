"""From a first title to the yes of both countries, by the people who may, in the order in which it happens."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from campaign.campaigns.models import Campaign, TrackState, tracks_of
from campaign.db import Side, session
from tests.browser import Browser
from tests.world import BRIEF, World

pytestmark = pytest.mark.database

ClientOf = Callable[..., Browser]
BRIEF_TYPED: dict[str, Any] = dataclasses.asdict(BRIEF)


def states(campaign_id: int) -> tuple[str, str, str]:
    """Of the campaign, of the track of the United States, of the track of Mexico."""
    tracks = {track.side: track.state.value for track in session.scalars(tracks_of(campaign_id))}
    return session.get_one(Campaign, campaign_id).state.value, tracks[Side.US], tracks[Side.MX]


def complete(browser: Browser, world: World, track_id: int, key: str) -> None:
    browser.get(f"/campaigns/tracks/{track_id}/edit")
    browser.send(lead=str(world.organizations[key]), starts_on="2026-12-01", ends_on="2027-03-31")


@pytest.mark.parametrize(("begins", "answers"), [("us", "mx"), ("mx", "us")])
def test_both_countries_agree(client_of: ClientOf, world: World, begins: str, answers: str) -> None:
    mine, theirs = client_of(f"planner.{begins}"), client_of(f"planner.{answers}")
    mine.get("/campaigns/new")
    mine.send(**BRIEF_TYPED, kind="joint")
    hub = mine.page.response.headers["Location"] if mine.page else ""
    id = int(hub.rpartition("/")[2])
    tracks = {track.side.value.lower(): track.id for track in session.scalars(tracks_of(id))}
    mine.get(f"{hub}/regions")
    mine.send(pairs=["SC08"], do="save")
    theirs.get(hub, status=404)

    for key, browser in ((begins, mine), (answers, theirs)):
        complete(browser, world, tracks[key], key)
        browser.get(hub)
        browser.send("propose")
        browser.follow()
    assert states(id) == ("proposed", "proposed", "proposed")

    for key in (answers, begins):
        signatory = client_of(f"signatory.{key}")
        signatory.get(hub)
        signatory.send("agree")
        signatory.follow()
    assert states(id) == ("agreed", "agreed", "agreed")
    assert "closed to changes" in client_of(f"planner.{begins}", "en").get(f"{hub}/edit").text


def test_pressing_too_early_says_what_is_missing(client_of: ClientOf, world: World) -> None:
    for language, words in (("en", "lead organization, start and end date"), ("es", "")):
        browser = client_of("planner.mx", language)
        browser.get(f"/campaigns/{world.plan_id}")
        page = browser.send("propose", status=422)
        assert words in page.text
        assert states(world.plan_id) == ("draft", "draft", "draft")
        assert not world.plan.is_shared


def test_half_a_bilingual_text_is_not_proposed(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.mx", "en")
    complete(browser, world, world.track(Side.MX, "plan").id, "mx")
    browser.get(f"/campaigns/{world.plan_id}/edit")
    browser.send(message_en="")
    browser.get(f"/campaigns/{world.plan_id}")
    page = browser.send("propose", status=422)
    assert "these are missing: message in both languages." in page.text
    assert "English is missing" in page.text
    assert states(world.plan_id) == ("draft", "draft", "draft")


@pytest.mark.parametrize(
    ("who", "side", "status"),
    [
        ("signatory.mx", Side.US, 403),
        ("signatory.us", Side.MX, 403),
        ("signatory.mx", Side.MX, 409),  # the own side's, but it is not proposed
        ("planner.us", Side.US, 403),
        ("reviewer.us", Side.US, 403),
        ("administrator.us", Side.US, 403),
        ("secretariat", Side.US, 403),
        ("partner-a.us", Side.US, 404),
    ],
)
def test_a_signatory_agrees_only_for_the_own_side(
    client_of: ClientOf, world: World, who: str, side: Side, status: int
) -> None:
    track = world.track(side, "proposal")
    client_of(who, "en").post(f"/campaigns/tracks/{track.id}/agree", {"version": track.row_version}, status=status)
    assert states(world.proposal_id) == ("draft", "proposed", "draft")


def test_a_yes_to_a_page_that_is_old_is_asked_for_again(client_of: ClientOf, world: World) -> None:
    signatory, planner = client_of("signatory.us"), client_of("planner.us")
    signatory.get(f"/campaigns/{world.proposal_id}")
    planner.get(f"/campaigns/tracks/{world.track(Side.US, 'proposal').id}/edit")
    planner.send(budget="77,000")
    planner.follow()
    planner.send("propose")
    page = signatory.send("agree", status=409)
    assert "The track was changed after you opened it." in page.text
    assert "77,000" in page.text
    signatory.send("agree")
    assert world.track(Side.US, "proposal").agreed_by_id == world.users["signatory.us"]


def test_agreeing_without_having_seen_the_page_is_none(client_of: ClientOf, world: World) -> None:
    track = world.track(Side.US, "proposal")
    client_of("signatory.us").post(f"/campaigns/tracks/{track.id}/agree", status=409)
    assert world.track(Side.US, "proposal").state is TrackState.proposed


def test_a_second_press_changes_nothing(client_of: ClientOf, world: World) -> None:
    signatory = client_of("signatory.us")
    page = signatory.get(f"/campaigns/{world.proposal_id}")
    values = page.form("agree").filled({})
    signatory.send("agree")
    when = world.track(Side.US, "proposal").agreed_at
    signatory.post(page.form("agree").action, values)  # a double click
    signatory.post(page.form("agree").action, {**values, "request_token": "of a page opened before"}, status=409)
    assert world.track(Side.US, "proposal").agreed_at == when


def test_what_nobody_agreed_to_is_taken_back(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us")
    browser.get(f"/campaigns/{world.proposal_id}")
    browser.send("take-back")
    assert "The track of the United States is a draft again." in browser.follow().text
    assert states(world.proposal_id) == ("draft", "draft", "draft")
    client_of("planner.mx").get(f"/campaigns/{world.proposal_id}")


def test_a_yes_that_was_given_is_not_taken_back_by_a_planner(client_of: ClientOf, world: World) -> None:
    track = world.track(Side.US)
    client_of("planner.us").post(f"/campaigns/tracks/{track.id}/take-back", status=409)
    assert states(world.campaign_id) == ("agreed", "agreed", "agreed")
