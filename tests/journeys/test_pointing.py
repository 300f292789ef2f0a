"""A spot of the page is pointed at, on a wide screen and on a phone: the pin stands where the finger was."""

import pytest
from playwright.sync_api import Position

from tests.journeys.conftest import Visit
from tests.journeys.words import Words

pytestmark = pytest.mark.browser

AT = (0.8, 0.25)  # of the width and the height of the picture
TITLE = {"en": "Stay. Call 911.", "es": "Quédate. Llama al 911."}


@pytest.mark.parametrize(
    ("name", "language", "width", "script"),
    [("reviewer.mx", "es", 1280, False), ("reviewer.us", "en", 390, True), ("planner.us", "en", 320, True)],
)
def test_the_pin_stands_where_it_was_pointed_at(
    visit: Visit, name: str, language: str, width: int, script: bool
) -> None:
    visitor = visit(name, Words(language), width, script=script, folder=f"pointing-{width}")
    visitor.sign_in()
    visitor.open("/materials/?q=911")
    visitor.press(visitor.main.get_by_role("link", name=TITLE[language], exact=True), "pins")
    visitor.press(visitor.link("Comment on a spot"), "point")
    picture = visitor.main.locator("input[type=image]:visible")
    box = picture.bounding_box()
    assert box is not None
    place = Position(x=box["width"] * AT[0], y=box["height"] * AT[1])
    with visitor.page.expect_navigation():
        picture.click(position=place)
    visitor.look("spot")
    pin = visitor.main.locator(".pin--new circle")
    found = float(pin.get_attribute("cx") or 0) / 340, float(pin.get_attribute("cy") or 0) / 440
    assert found == pytest.approx(AT, abs=0.005)
    visitor.main.get_by_role("textbox").fill("?")
    visitor.tick(visitor.main.get_by_role("radio").first)
    visitor.press(visitor.button("Keep the comment"), "kept")
