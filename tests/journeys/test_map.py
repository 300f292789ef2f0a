"""The map under hand and keyboard: one stop of Tab, arrows to neighbours, and regions that are chosen on it."""

import os

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor
from tests.journeys.words import Words

pytestmark = pytest.mark.browser

BRIEF = ("Title", "Aim", "Audience", "Message")
FULL = [("en", 1280), ("es", 390)]
RUNS = FULL if os.environ.get("CAMPAIGN_TEST_FULL") else FULL[:1]
ON, OFF = "url(#map-3)", "#f1eee6"


@pytest.mark.parametrize(("language", "width"), RUNS)
def test_the_map_is_one_stop_and_arrows_go_to_neighbours(visit: Visit, language: str, width: int) -> None:
    planner = visit("planner.us", Words(language), width, folder=f"map-{width}-{language}")
    planner.sign_in()
    planner.open("/regions/?set=border&pair=SC08&zoom=border", "border")
    planner.open("/regions/?pair=SC08&zoom=pair", "pair")
    planner.open("/regions/?zoom=states", "states")
    skip = planner.link("Skip the map")
    skip.focus()
    expect(skip).to_be_in_viewport()
    _press(planner, "Tab", "Tab", "Tab")
    assert _place(planner).startswith("/regions/")
    _press(planner, "Tab")
    assert planner.page.evaluate("document.activeElement.closest('.map')") is None
    region(planner, "US-48141").focus()
    _press(planner, "ArrowRight")
    assert _place(planner) == "/regions/US-48229"
    _press(planner, "ArrowRight")
    assert _place(planner) == "/regions/US-48109"
    _press(planner, "Home")
    assert _place(planner).startswith("/regions/US-06")
    _press(planner, "End")
    assert _place(planner).startswith("/regions/US-48")
    region(planner, "MX-08037").focus()
    with planner.page.expect_navigation():
        _press(planner, "Enter")
    expect(planner.page.get_by_role("heading", level=1)).to_have_text("Juárez")
    planner.look("region")


def test_regions_are_chosen_on_the_map(visit: Visit) -> None:
    planner = visit("planner.mx", Words("en"), folder="map-choice")
    _new_campaign(planner)
    planner.press(planner.link("Choose regions").first, "choice")
    region(planner, "US-48141").click()
    expect(region(planner, "US-48141").locator("path")).to_have_attribute("fill", ON)
    region(planner, "MX-08037").focus()
    _press(planner, "Space")
    expect(region(planner, "MX-08037")).to_be_checked()
    expect(planner.page.locator("[data-count=MX]")).to_have_text("1")
    planner.press(planner.button("Whole states"), "choice-states")
    expect(region(planner, "MX-08037").locator("path")).to_have_attribute("fill", ON)
    region(planner, "MX-08037").click()
    expect(region(planner, "MX-08037").locator("path")).to_have_attribute("fill", OFF)
    _draw_around(planner, region(planner, "US-06025"))
    expect(region(planner, "US-06025")).to_be_checked()
    planner.press(planner.button("Save regions"), "chosen")
    for name, is_chosen in {"El Paso County": True, "Imperial County": True, "Juárez": False}.items():
        expect(planner.main.get_by_role("link").filter(has_text=name)).to_have_count(1 if is_chosen else 0)


def test_without_scripts_a_region_leads_to_its_tick(visit: Visit) -> None:
    planner = visit("planner.us", Words("en"), script=False, folder="map-without-script")
    _new_campaign(planner)
    planner.press(planner.link("Choose regions").first)
    region(planner, "US-48141").click(force=True)
    assert planner.page.url.endswith("#at-US-48141")
    planner.page.locator("[id='at-US-48141']").check()
    planner.press(planner.button("Whole states"))
    expect(region(planner, "US-48141")).to_have_attribute("href", "#key-US-48141")
    planner.press(planner.button("Save regions"))
    expect(planner.main).to_contain_text("El Paso County")


def region(visitor: Visitor, key: str) -> Locator:
    return visitor.page.locator(f".map__regions a[href$='{key}']")


def _press(visitor: Visitor, *keys: str) -> None:
    for key in keys:
        visitor.page.keyboard.press(key)


def _place(visitor: Visitor) -> str:
    return str(visitor.page.evaluate("document.activeElement.getAttribute('href')"))


def _new_campaign(planner: Visitor) -> None:
    planner.sign_in()
    planner.go_to("Campaigns")
    planner.press(planner.link("New campaign"))
    for name in BRIEF:
        for language in ("English", "Spanish"):
            planner.field(f"{name} in {language}").fill(f"{name} {language}")
    if planner.main.get_by_role("radio").count():
        planner.main.get_by_role("radio").first.check()
    planner.press(planner.button("Save the draft"))


def _draw_around(visitor: Visitor, link: Locator) -> None:
    box = link.bounding_box()
    assert box is not None
    mouse, keyboard = visitor.page.mouse, visitor.page.keyboard
    keyboard.down("Shift")
    mouse.move(box["x"] - 1, box["y"] - 1)
    mouse.down()
    mouse.move(box["x"] + box["width"] + 1, box["y"] + box["height"] + 1, steps=3)
    mouse.up()
    keyboard.up("Shift")
