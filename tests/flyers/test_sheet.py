"""What may differ from sheet to sheet: the code, the place, the numbers, the dates, and nothing that was cleared."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from campaign import clock
from campaign.clock import now
from campaign.config import Config
from campaign.db import session
from campaign.flyers.formats import Format, usual
from campaign.flyers.sheet import edition_code
from campaign.paper.layouts import LOOKS
from campaign.regions.models import Region
from campaign.web import CROCKFORD
from tests.flyers import sheets
from tests.materials import acts
from tests.world import EL_PASO, JUAREZ, World

pytestmark = pytest.mark.database
USUAL = usual(["letter-side-by-side"])
FINGERPRINTS = st.text("0123456789abcdef", min_size=64, max_size=64)
PRINT = "7f3a91c2" * 8


@given(FINGERPRINTS, FINGERPRINTS)
def test_a_code_is_eight_letters_that_nobody_misreads(one: str, other: str) -> None:
    place = Region(key=EL_PASO)
    code = edition_code(one, place, USUAL)
    assert len(code) == 8
    assert set(code) <= set(CROCKFORD)
    assert not set(code) & set("ILOU")
    assert edition_code(one, Region(key=EL_PASO), USUAL) == code
    assert (edition_code(other, place, USUAL) == code) is (one == other)


def test_a_code_never_changes_by_itself() -> None:
    """It stands on paper that was handed out: the same input gives this for ever."""
    assert edition_code(PRINT, Region(key=EL_PASO), USUAL) == "29D18SG6"


def test_region_size_look_and_strip_make_another_code() -> None:
    places = [Region(key=EL_PASO), Region(key=JUAREZ)]
    forms = [Format(USUAL.layout, size, look) for size in "ab" for look in LOOKS]
    codes = {edition_code(PRINT, place, form, strip) for place in places for form in forms for strip in "cd"}
    assert len(codes) == 16


def test_no_two_regions_share_a_code(world: World) -> None:
    keys = session.scalars(select(Region)).all()
    assert len({edition_code(PRINT, place, USUAL) for place in keys}) == len(keys) == 648


def test_the_text_is_the_frozen_one_in_every_region(world: World, config: Config) -> None:
    version = world.version("in_force")
    acts.write(world, "planner.us", version.material, "The next words.", "Lo que sigue.")
    us, mx = (sheets.sheet(version, config, key) for key in (EL_PASO, JUAREZ))
    for name in ("title", "headline", "subline", "points", "alt", "code", "version"):
        assert us[name] == mx[name], name
    assert us["points"][0]["en"] == acts.POINT.en
    assert us["address"] != mx["address"]


@pytest.mark.parametrize(
    ("key", "near", "far"),
    [
        (EL_PASO, "El Paso", "Ciudad Juárez"),
        (JUAREZ, "Ciudad Juárez", "El Paso"),
        ("US-06037", "Los Angeles County", ""),
    ],
)
def test_a_sheet_names_its_city_and_the_sister(world: World, config: Config, key: str, near: str, far: str) -> None:
    assert sheets.sheet(world.version("in_force"), config, key)["places"] == {"near": near, "far": far}


def test_the_emergency_number_stands_first_and_at_most_three_stand_there(world: World, config: Config) -> None:
    acts.clear(world, acts.reword(world, "us_poison_help"), "signatory.us")
    lines = sheets.sheet(world.version("in_force"), config, EL_PASO)["helplines"]
    assert [line["number"] for line in lines] == ["911", "988", "1-800-662-4357"]
    assert [line["emergency"] for line in lines] == [True, False, False]


def test_a_number_past_its_review_date_is_left_out(world: World, config: Config) -> None:
    """988 was cleared on the 17th, 911 by both on the 18th: for one day 911 stands alone."""
    with clock.at(now() + timedelta(days=84)):
        lines = sheets.sheet(world.version("in_force"), config, EL_PASO)["helplines"]
        assert [line["number"] for line in lines] == ["911"]


def test_a_sheet_without_any_number_can_still_be_looked_at(world: World, config: Config) -> None:
    with clock.at(now() + timedelta(days=100)):
        sheet = sheets.sheet(world.version("in_force"), config, EL_PASO)
    assert (sheet["helplines"], sheet["elsewhere"]) == ([], None)
    assert sheet["review_by"]
