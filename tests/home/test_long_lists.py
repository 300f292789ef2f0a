"""Lists longer than they count: they say so, page through what they count, and words find whatever lies beyond."""

from collections.abc import Callable

import pytest
from flask import Flask

from campaign.audit import chain
from campaign.bench import crowd
from campaign.bench.vocabulary import RARE
from campaign.config import Config
from campaign.db import session
from campaign.paging import COUNTED, amount, figures
from tests.browser import Browser
from tests.world import World

pytestmark = pytest.mark.database
MORE = COUNTED * 2


@pytest.fixture
def crowded(live: Flask, world_user: Callable[[str], Browser]) -> Callable[[str], Browser]:
    for makers in (crowd.PLANS, crowd.FLYERS, crowd.AROUND, crowd.FACTS):
        crowd.add(makers, 0, MORE)
    return world_user


@pytest.fixture
def world_user(live: Flask, built_world: World) -> Callable[[str], Browser]:
    return lambda who: Browser(live, built_world.user(who), "en")


def test_a_long_list_says_so_and_ends_where_it_stops_counting(crowded: Callable[[str], Browser]) -> None:
    planner = crowded("planner.us")
    for path, noun in (("/campaigns/", "campaigns"), ("/materials/", "materials"), ("/facts/", "facts")):
        page = planner.get(path)
        assert f"More than 1,000 {noun}" in page.text
        assert "the first 1,000; words and filters find the others" in page.text
        last = planner.get(f"{path}?page=999999")
        assert "Next" not in last.text
        assert "Previous" in last.text
    assert "More than 1,000 holds" in planner.get("/holds/").text
    for path in ("/", "/clearance/", "/jobs/", "/search?q=naloxone", f"/materials/?standing=us&q={RARE}"):
        planner.get(path)
    assert "of more than 1,000" in planner.get(f"/facts/?q={RARE}").text


def test_words_find_what_no_page_shows(crowded: Callable[[str], Browser]) -> None:
    """The first rows are the oldest, on the last page and beyond."""
    page = crowded("planner.us").get(f"/materials/?q={RARE}")
    assert f"/materials/{crowd.FIRST}" in page.links
    assert "More than" not in page.text


def test_a_filter_without_figures_offers_every_choice(crowded: Callable[[str], Browser]) -> None:
    page = crowded("planner.us").get("/campaigns/")
    offered = {box.get("value") for box in page.all("input") if box.get("name") == "kind"}
    assert offered == {"joint", "parallel", "national"}
    assert not [e for e in page.all("span") if e.get("class") == "facet__count"]


def test_amounts_and_figures() -> None:
    assert amount(COUNTED) == "1,000"
    assert amount(COUNTED + 1) == "more than 1,000"
    assert figures([("a", 3), ("b", 4)], "abc") == {"a": 3, "b": 4}
    assert figures([("a", COUNTED), ("b", 1)], "abc") == {"a": None, "b": None, "c": None}


def test_the_crowds_record_verifies(own_config: Config) -> None:
    chain.use_key(own_config.audit_key)
    crowd.record(50)
    assert chain.verify(session()) == []
