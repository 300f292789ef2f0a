"""Choosing regions by pair, set, state and search without JavaScript; only Save writes, and it takes all or nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from campaign.campaigns import actions, picking
from campaign.campaigns.actions import Brief
from campaign.campaigns.models import Campaign, CampaignKind, TrackState, region_keys
from campaign.clock import now
from campaign.db import Side, acting, session
from campaign.regions.models import Region
from tests.browser import Browser
from tests.page import Page
from tests.world import EL_PASO, JUAREZ, World

ClientOf = Callable[..., Browser]

OUTSIDE = "#f1eee6"
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


def on_map(page: Page) -> dict[str, str]:
    """Where each region of the map leads to, and how it is filled."""
    links = [link for group in page.all("g") if group.get("class") == "map__regions" for link in group.iter("a")]
    return {link.get("href") or "": next(link.iter("path")).get("fill", "") for link in links}


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_region_of_the_map_leads_to_its_tick(client_of: ClientOf, world: World, language: str) -> None:
    page = client_of("planner.mx", language).get(path(world))
    boxes = {f"#{box.get('id')}" for box in page.all("input") if box.get("type") == "checkbox"}
    found = on_map(page)
    assert found.keys() <= boxes
    assert {href for href, fill in found.items() if fill != OUTSIDE} == {f"#key-{EL_PASO}", f"#key-{JUAREZ}"}


def test_a_tick_under_the_map_is_added(browser: Browser) -> None:
    page = browser.send(status=200, found=[TIJUANA], do="add-found")
    assert ticked(page) == {EL_PASO, JUAREZ, TIJUANA}
    assert on_map(page)[f"#key-{TIJUANA}"] != OUTSIDE


def test_another_part_of_the_map_keeps_what_is_ticked(browser: Browser, world: World) -> None:
    page = browser.send(status=200, keys=[JUAREZ], found=[TIJUANA], do="zoom-states")
    assert len(on_map(page)) == 638
    assert ticked(page) == {JUAREZ, TIJUANA}
    assert saved(world) == {EL_PASO, JUAREZ}
    assert len(on_map(browser.send(status=200, do="search"))) == 638
    assert len(on_map(browser.send(status=200, do="zoom-border"))) < 638
    assert len(on_map(browser.send(status=200, zoom="moon", do="zoom-moon"))) < 638


def test_a_whole_state_fills_what_lies_in_it(browser: Browser) -> None:
    page = browser.send(status=200, state="MX-02", do="search")
    page = browser.send(status=200, found=["MX-02"], keys=[], do="add-found")
    assert {href[-8:-3] for href, fill in on_map(page).items() if fill != OUTSIDE} == {"MX-02"}
    assert on_map(page)[f"#at-{TIJUANA}"] != OUTSIDE


@pytest.mark.parametrize(("chosen", "most"), [({EL_PASO, JUAREZ}, 60), ({"MX-02", EL_PASO}, 400), (set(), 638)])
def test_the_map_of_a_campaign_shows_its_regions(app: Flask, world: World, chosen: set[str], most: int) -> None:
    with app.test_request_context():
        drawn = picking.target_map([session.get_one(Region, key) for key in sorted(chosen)])
    assert {name for name, _x, _y in drawn.labels} == {session.get_one(Region, key).name for key in chosen}
    shown = {shape.key: shape.fill for _stroke, layer in drawn.layers for shape in layer}
    targets = {key for key, fill in shown.items() if fill != OUTSIDE}
    assert {key if key in chosen else key[:5] for key in targets} == chosen
    assert len(shown) <= most


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


BOTH_WAYS = (
    (EL_PASO, "El Paso is chosen; its sister city Ciudad Juárez is not. Add it?"),
    (JUAREZ, "Ciudad Juárez is chosen; its sister city El Paso is not. Add it?"),
)


@pytest.mark.parametrize(("key", "words"), BOTH_WAYS, ids=["us", "mx"])
@pytest.mark.parametrize("who", ["planner.us", "planner.mx"])
def test_either_city_proposes_the_other_and_one_press_adds_it(
    client_of: ClientOf, world: World, who: str, key: str, words: str
) -> None:
    browser = client_of(who, "en")
    before = ticked(browser.get(f"/campaigns/{world.proposal_id}/regions"))
    page = browser.send(status=200, keys=[], found=[key], do="add-found")
    assert words in page.text
    assert ticked(page) == {key}  # proposed, never added by itself
    page = browser.send(status=200, do="twin-SC08")
    assert ticked(page) == {EL_PASO, JUAREZ}
    assert "its sister city" not in page.text
    assert set(session.scalars(region_keys(world.proposal_id))) == before


def test_all_missing_cities_are_added_by_one_press(browser: Browser) -> None:
    page = browser.send(status=200, keys=[EL_PASO, TIJUANA], do="search")
    assert "Add all 2 sister cities" in page.text
    assert ticked(browser.send(status=200, do="twins")) == {EL_PASO, JUAREZ, SAN_DIEGO, TIJUANA}
    browser.send(status=422, do="twin-SC99")


def test_a_city_in_a_chosen_state_misses_nothing(browser: Browser) -> None:
    browser.send(status=200, state="MX-08", do="search")
    page = browser.send(status=200, keys=[EL_PASO], found=["MX-08"], do="add-found")
    assert "El Paso is chosen; its sister city" not in page.text
    assert "Ojinaga is chosen; its sister city Presidio is not. Add it?" in page.text


@pytest.mark.parametrize(
    ("side", "key", "words"),
    [
        (Side.US, EL_PASO, "Ciudad Juárez is not. Mexico chooses its own regions."),
        (Side.MX, JUAREZ, "El Paso is not. The United States chooses its own regions."),
    ],
    ids=["us", "mx"],
)
def test_where_the_other_side_chooses_nothing_is_offered(
    client_of: ClientOf, world: World, side: Side, key: str, words: str
) -> None:
    campaign = national(world, side)
    browser = client_of(f"planner.{side.value.lower()}", "en")
    browser.get(f"/campaigns/{campaign.id}/regions")
    page = browser.send(status=200, found=[key], do="add-found")
    assert words in page.text
    assert "twin-SC08" not in page.html


def national(world: World, side: Side) -> Campaign:
    user = world.user(f"planner.{side.value.lower()}")
    brief = Brief(*["Own", "Propia"] * 4)
    with acting(user, side, "campaigns.new", now()):
        made = actions.create(brief, CampaignKind.national, user, now())
        session.commit()
    return made


def test_population_narrows_the_search_in_the_classes_of_the_map(browser: Browser) -> None:
    page = browser.send(status=200, people="4", state="US-48", do="search")
    assert 'id="found-US-48201"' in page.html  # Harris County
    assert 'id="found-US-48377"' not in page.html  # Presidio County
    assert 'id="found-US-48"' not in page.html  # no state is one of its own counties
    page = browser.send(status=200, people="4", state="", found=[], do="add-all-found")
    assert {JUAREZ, TIJUANA, SAN_DIEGO, EL_PASO} <= ticked(page)
