"""Choosing regions by pair, set, state and search without JavaScript; only Save writes, and it takes all or nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from campaign.campaigns.models import TrackState, region_keys
from campaign.db import Side, session
from tests.browser import Browser
from tests.page import Page
from tests.world import EL_PASO, JUAREZ, World

ClientOf = Callable[..., Browser]
TIJUANA, SAN_DIEGO = "MX-02004", "US-06073"


@pytest.fixture
def browser(client_of: ClientOf, world: World) -> Browser:
    browser = client_of("planner.mx", "en")
    browser.get(path(world))
    return browser


def path(world: World) -> str:
    return f"/campaigns/{world.plan_id}/regions"


def saved(world: World) -> set[str]:
    return set(session.scalars(region_keys(world.plan_id)))


def ticked(page: Page) -> set[str]:
    return set(page.form().filled({}).get("keys", []))


def test_what_is_saved_is_ticked(browser: Browser) -> None:
    assert browser.page is not None
    assert ticked(browser.page) == {EL_PASO, JUAREZ}


def test_one_tick_adds_both_regions_of_a_pair(browser: Browser, world: World) -> None:
    page = browser.send(status=200, pairs=["SC01"], do="add-pairs")
    assert ticked(page) == {EL_PASO, JUAREZ, SAN_DIEGO, TIJUANA}
    assert "2 regions added." in page.text
    assert saved(world) == {EL_PASO, JUAREZ}
    browser.send(do="save")
    assert saved(world) == {EL_PASO, JUAREZ, SAN_DIEGO, TIJUANA}


def test_one_side_of_a_pair_proposes_its_twin(browser: Browser) -> None:
    page = browser.send(status=200, keys=[EL_PASO], do="search")
    assert "Twin missing: Juárez" in page.text
    assert ticked(browser.send(status=200, pairs=["SC08"], do="add-pairs")) == {EL_PASO, JUAREZ}


def test_a_tick_that_is_saved_at_once_counts(browser: Browser, world: World) -> None:
    browser.send(keys=[JUAREZ], pairs=["SC01"], do="save")
    assert saved(world) == {JUAREZ, SAN_DIEGO, TIJUANA}


def test_a_set_adds_all_of_its_regions(browser: Browser, world: World) -> None:
    page = browser.send(status=200, do="set-border")
    assert len(ticked(page)) == 146
    assert "15,324,257 people in 2020" in page.text
    browser.send(do="save")
    assert len(saved(world)) == 146


def test_search_finds_without_accents_and_keeps_the_ticks(browser: Browser) -> None:
    page = browser.send(status=200, q="benito juarez", do="search")
    assert 'value="MX-26071"' in page.html
    page = browser.send(status=200, found=["MX-26071"], do="add-found")
    assert ticked(page) == {EL_PASO, JUAREZ, "MX-26071"}


def test_all_of_a_state_can_be_added(browser: Browser) -> None:
    page = browser.send(status=200, state="MX-02", do="search")
    assert "8 regions found" in page.text
    page = browser.send(status=200, do="add-all-found")
    assert {"MX-02", TIJUANA} <= ticked(page)
    assert "Baja California, the whole state" in page.text


def test_a_long_answer_is_cut_and_says_so(browser: Browser) -> None:
    page = browser.send(status=200, state="US-48", do="search")
    assert "255 regions found · the first 60 are shown" in page.text


def test_all_are_left_out_at_once(browser: Browser, world: World) -> None:
    assert ticked(browser.send(status=200, do="clear")) == set()
    browser.send(do="save")
    assert saved(world) == set()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"keys": [EL_PASO, "US-99999"], "do": "save"}, "US-99999"),
        ({"keys": [EL_PASO], "found": ["MX-1"], "do": "save"}, "MX-1"),
        ({"pairs": ["SC99"], "do": "save"}, "SC99"),
        ({"do": "set-atlantis"}, "atlantis"),
    ],
    ids=["chosen", "found", "pair", "set"],
)
def test_what_does_not_exist_is_refused_by_name(
    client_of: ClientOf, world: World, changes: dict[str, Any], name: str, language: str
) -> None:
    browser = client_of("planner.mx", language)
    page = browser.get(path(world))
    if "found" in changes:
        browser.send(status=200, q="tijuana", do="search")
    page = browser.send(status=422, **changes)
    assert name in page.text
    assert EL_PASO in ticked(page)
    assert saved(world) == {EL_PASO, JUAREZ}


def test_a_flood_of_keys_is_answered(browser: Browser, world: World) -> None:
    browser.send(status=422, keys=[f"US-{n:05d}" for n in range(60_000, 99_000)], do="save")
    assert saved(world) == {EL_PASO, JUAREZ}


def test_a_stale_choice_shows_both_and_loses_neither(client_of: ClientOf, browser: Browser, world: World) -> None:
    other = client_of("planner.mx", "en")
    other.get(path(world))
    other.send(keys=[JUAREZ, TIJUANA], do="save")
    page = browser.send(status=409, keys=[JUAREZ], pairs=["SC09"], do="save")
    for words in ("Tijuana, Baja California", "Presidio County, Texas", "Ojinaga, Chihuahua"):
        assert words in page.text
    assert saved(world) == {JUAREZ, TIJUANA}
    browser.send()
    assert saved(world) == {JUAREZ, "US-48377", "MX-08052"}


def test_another_choice_opens_what_was_proposed(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.mx", "en")
    page = browser.get(f"/campaigns/{world.proposal_id}/regions")
    assert "The United States has proposed its track." in page.text
    browser.send(pairs=["SC01"], do="save")
    assert world.track(Side.US, "proposal").state is TrackState.draft


@pytest.mark.parametrize("who", ["signatory.mx", "reviewer.mx", "printer.mx", "administrator.mx"])
def test_only_planners_choose(client_of: ClientOf, world: World, who: str) -> None:
    client_of(who).get(path(world), status=403)
