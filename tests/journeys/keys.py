"""A person without a mouse: everything is reached by Tab, and one sees at every stop where one is."""

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.visitor import PASSWORD, Visitor

MOST = 160  # presses of Tab until a thing of a page must have been reached, past the end of the page and from its top
IS_HERE = "control => control === document.activeElement"
HAS_MARK = """() => {
  const element = document.activeElement;
  if (!element.matches(":focus")) return true; // the button inside a date field, which the browser marks itself
  if (element === document.body) return true; // between the end of the page and its top
  return [element, element.parentElement, element.nextElementSibling].filter(Boolean).some((candidate) => {
    const style = getComputedStyle(candidate);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  });
}"""


class Keys:
    """The hands of one visitor, on the keyboard alone."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page
        self.say = visitor.say

    def sign_in(self) -> None:
        self.page.goto("/accounts/sign-in")
        name = {"en": "English", "es": "Español"}[self.say.language]
        self.press(self.page.get_by_role("link", name=name), "sign-in")
        self.skip()
        self.type(self.visitor.field("E-mail address"), f"{self.visitor.name}@example.org")
        self.reach(self.visitor.field("Password"))
        self.page.keyboard.type(PASSWORD)
        self.enter("home")

    def skip(self) -> None:
        """The first stop of each page leads past the header, and is seen while it has the focus."""
        link = self.page.get_by_role("link", name=self.say("Skip to the content"), exact=True)
        self.page.keyboard.press("Tab")
        expect(link).to_be_focused()
        expect(link).to_be_in_viewport()
        self.page.keyboard.press("Enter")
        expect(self.visitor.main).to_be_focused()

    def reach(self, control: Locator) -> None:
        for _press in range(MOST):
            if control.evaluate(IS_HERE):
                return
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate("document.activeElement.outerHTML.slice(0, 160)")
            assert self.page.evaluate(HAS_MARK), f"{self.page.url}: no mark at {stop}"
        pytest.fail(f"{self.page.url}: not reached with {MOST} presses: {control}")

    def enter(self, picture: str, status: int = 200) -> None:
        """What has the focus leads to another page, which is looked at."""
        with self.page.expect_navigation() as arrival:
            self.page.keyboard.press("Enter")
        assert arrival.value.status == status, self.visitor.main.inner_text()[:400]
        self.visitor.look(picture, status)

    def press(self, control: Locator, picture: str, status: int = 200) -> None:
        self.reach(control)
        self.enter(picture, status)

    def type(self, control: Locator, words: str) -> None:
        """In the place of what stood there."""
        self.reach(control)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)
        expect(control).to_have_value(words)

    def tick(self, control: Locator) -> None:
        self.reach(control)
        self.page.keyboard.press("Space")
        expect(control).to_be_checked()

    def choose(self, radio: Locator) -> None:
        """Tab stops once at a group of choices; arrows go through it, and the space bar takes the first one."""
        group = self.visitor.main.locator(f'input[type="radio"][name="{radio.get_attribute("name")}"]')
        for _press in range(MOST):
            if any(one.evaluate(IS_HERE) for one in group.all()):
                break
            self.page.keyboard.press("Tab")
        if radio.evaluate(IS_HERE):
            self.page.keyboard.press("Space")
        for _press in range(group.count()):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        expect(radio).to_be_checked()

    def pick(self, select: Locator, words: str) -> None:
        """The option of a list that begins with these words."""
        self.reach(select)
        self.page.keyboard.press("Home")
        chosen = "list => list.selectedOptions[0].text.trim()"
        for _press in range(select.locator("option").count()):
            if select.evaluate(chosen).startswith(words):
                return
            self.page.keyboard.press("ArrowDown")
        assert select.evaluate(chosen).startswith(words)
