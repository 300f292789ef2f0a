"""Without a mouse: signing in, reaching a decision, choosing, and finding one's way back from a mistake."""

import os

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Visit
from tests.journeys.visitor import PASSWORD, Visitor
from tests.journeys.words import Pair, Words

pytestmark = pytest.mark.browser

# Who decides, in which language, and which flyer of the demo waits for that side.
US: tuple[str, str, Pair] = ("us", "en", ("Lock it. Count it.", "Guárdala. Cuéntala."))
MX: tuple[str, str, Pair] = ("mx", "es", ("Stay. Call 911.", "Quédate. Llama al 911."))
MOST = 60  # presses of Tab until a thing of a page must have been reached
HAS_MARK = """() => {
  const element = document.activeElement;
  if (!element.matches(":focus")) return true; // the button inside a date field, which the browser marks itself
  return [element, element.parentElement, element.nextElementSibling].filter(Boolean).some((candidate) => {
    const style = getComputedStyle(candidate);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  });
}"""


@pytest.mark.parametrize(("side", "language", "flyer"), [US, MX] if os.environ.get("CAMPAIGN_TEST_FULL") else [US])
def test_a_decision_by_keyboard_alone(visit: Visit, side: str, language: str, flyer: Pair) -> None:
    signatory = visit(f"signatory.{side}", Words(language), folder=f"keyboard-{language}")
    say = signatory.say
    _sign_in(signatory)
    _tab_to(signatory, signatory.link("Review and decide", signatory.row(say.of(flyer))))
    _enter(signatory, "decide")
    _skip(signatory)
    _tab_to(signatory, signatory.main.get_by_role("radio", name=say("Clear"), exact=True))
    signatory.page.keyboard.press("Space")
    expect(signatory.main.get_by_role("radio", name=say("Clear"), exact=True)).to_be_checked()
    signatory.page.keyboard.press("ArrowRight")
    expect(signatory.main.get_by_role("radio", name=say("Request changes"), exact=True)).to_be_checked()
    _tab_to(signatory, signatory.field("I read both languages and the page as printed"))
    signatory.page.keyboard.press("Space")
    expect(signatory.field("I read both languages and the page as printed")).to_be_checked()
    country = {"us": "the United States", "mx": "Mexico"}[side]
    _tab_to(signatory, signatory.button(f"Record the decision for {country}"))
    _enter(signatory, "decide-refused", status=422)
    expect(signatory.page.locator("#error-summary")).to_be_focused()
    _tab_to(signatory, signatory.page.locator("#error-summary").get_by_role("link").first)
    signatory.page.keyboard.press("Enter")
    expect(signatory.field("Reason")).to_be_focused()
    expect(signatory.main.get_by_role("radio", name=say("Request changes"), exact=True)).to_be_checked()


def _sign_in(signatory: Visitor) -> None:
    signatory.page.goto("/accounts/sign-in")
    _skip(signatory)
    _tab_to(signatory, signatory.field("E-mail address"))
    signatory.page.keyboard.type(f"{signatory.name}@example.org")
    _tab_to(signatory, signatory.field("Password"))
    signatory.page.keyboard.type(PASSWORD)
    _enter(signatory, "home")


def _skip(visitor: Visitor) -> None:
    """The first stop of each page leads past the header, and is seen while it has the focus."""
    link = visitor.page.get_by_role("link", name=visitor.say("Skip to the content"), exact=True)
    visitor.page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    visitor.page.keyboard.press("Enter")
    expect(visitor.main).to_be_focused()


def _tab_to(visitor: Visitor, control: Locator) -> None:
    """Reached by Tab alone, and one sees at every stop where one is."""
    for _press in range(MOST):
        visitor.page.keyboard.press("Tab")
        stop = visitor.page.evaluate("document.activeElement.outerHTML.slice(0, 160)")
        assert visitor.page.evaluate(HAS_MARK), f"{visitor.page.url}: no mark at {stop}"
        if control.evaluate("control => control === document.activeElement"):
            return
    pytest.fail(f"{visitor.page.url}: not reached with {MOST} presses: {control}")


def _enter(visitor: Visitor, picture: str, status: int = 200) -> None:
    with visitor.page.expect_navigation() as arrival:
        visitor.page.keyboard.press("Enter")
    assert arrival.value.status == status
    visitor.look(picture, status)
