"""The same journey by mouse or finger and without one: what `Keys` does by Tab, this does by pointing."""

import re
from datetime import date

from playwright.sync_api import Locator, expect

from tests.journeys.keys import Keys
from tests.journeys.visitor import Visitor


class Pointer:
    """As Keys, with the same names: `hands(visitor, by)` gives one or the other."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.say = visitor.say

    def sign_in(self) -> None:
        self.visitor.sign_in()

    def press(self, control: Locator, picture: str, status: int = 200) -> None:
        self.visitor.press(control, picture, status)

    def type(self, control: Locator, words: str) -> None:
        control.fill(words)

    def tick(self, control: Locator) -> None:
        self.visitor.tick(control)

    def choose(self, radio: Locator) -> None:
        self.visitor.tick(radio)

    def pick(self, select: Locator, words: str) -> None:
        begins = select.locator("option").filter(has_text=re.compile(rf"^\s*{re.escape(words)}"))
        select.select_option(begins.first.get_attribute("value"))

    def date(self, control: Locator, day: date) -> None:
        control.fill(day.isoformat())

    def hour(self, control: Locator, hour: int) -> None:
        control.fill(f"{hour:02}:00")


class Typist(Keys):
    """Keys, and dates and hours digit by digit, in the order that this browser shows in every language."""

    def date(self, control: Locator, day: date) -> None:
        self.reach(control)
        self.visitor.page.keyboard.type(day.strftime("%m%d%Y"))
        expect(control).to_have_value(day.isoformat())

    def hour(self, control: Locator, hour: int) -> None:
        self.reach(control)
        half = "A" if hour < 12 else "P"
        self.visitor.page.keyboard.type(f"{(hour - 1) % 12 + 1:02}00{half}")
        expect(control).to_have_value(f"{hour:02}:00")


Hands = Pointer | Typist
