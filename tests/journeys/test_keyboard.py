"""Without a mouse: a text begun in Spanish, adapted, commented on, cleared with two keys, and taken back by one."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import writing
from tests.journeys.conftest import Visit
from tests.journeys.keys import Keys
from tests.journeys.sides import COUNTRY, OTHER
from tests.journeys.visitor import Visitor
from tests.journeys.words import Pair, Words
from tests.tiers import FULL

pytestmark = pytest.mark.browser

SUBLINE: Pair = ("Nobody knows what a loose pill holds.", "Nadie sabe qué trae una pastilla suelta.")
POINT: Pair = ("If a friend gives you a pill, do not take it.", "Si un amigo te da una pastilla, no la tomes.")
CHANGED: Pair = ("If a friend gives you a pill, do not swallow it.", "Si un amigo te da una pastilla, no la tragues.")
SAID: Pair = ("People also chew them.", "Hay quien las mastica.")
REASON: Pair = ("The advice changes next week.", "La recomendación cambia la próxima semana.")


@pytest.mark.parametrize("language", ["en", "es"] if FULL else ["en"])
def test_spanish_first_english_adapted_cleared_and_revoked_by_keyboard_alone(visit: Visit, language: str) -> None:
    people = {f"{role}.{side}": _hands(visit, f"{role}.{side}", language) for role, side in WHO}
    title = (f"Ask before you take it · {language}", f"Pregunta antes de tomarla · {language}")
    _write(people["planner.mx"], title)
    _comment(people["reviewer.us"], people["planner.mx"].page.url)
    _change(people["planner.mx"])
    for side in ("us", "mx"):
        _decide(people[f"signatory.{side}"], side, title)
    _revoke(people["signatory.mx"], people["signatory.us"])


WHO = [("planner", "mx"), ("reviewer", "us"), ("signatory", "us"), ("signatory", "mx")]


def _hands(visit: Visit, name: str, language: str) -> Keys:
    keys = Keys(visit(name, Words(language), folder=f"keyboard-{language}"))
    keys.sign_in()
    return keys


def _write(planner: Keys, title: Pair) -> None:
    """All in Spanish, kept; then the English beside it. The other country may read it from then on."""
    writer, say = planner.visitor, planner.say
    writer.page.goto("/materials/new")
    planner.type(writer.field("Title in English"), title[0])
    planner.type(writer.field("Title in Spanish"), title[1])
    planner.pick(writer.field("Campaign"), "C-")
    planner.choose(writer.main.get_by_role("radio", name=say("Both countries (joint)")))
    planner.choose(writer.main.get_by_role("radio", name="tú", exact=True))
    planner.press(writer.button("Begin writing"), "editor-new")
    texts = {"Line under the headline": SUBLINE, "Point": POINT, "What the picture shows": writing.ALT}
    for kind, pair in texts.items():
        planner.type(writing.block(writer, kind, "Español"), pair[1])
    with writer.page.expect_navigation():
        writer.page.keyboard.press("Control+S")
    expect(writer.main).to_contain_text(say.pattern("Block %(n)s has no English text."))
    for kind, pair in texts.items():
        planner.type(writing.block(writer, kind, "English"), pair[0])
    planner.press(writer.button("Save"), "editor-both")
    planner.press(writer.link("See the flyer"), "flyer-draft")
    planner.press(writer.button("Share with the United States"), "flyer-shared")


def _comment(reviewer: Keys, address: str) -> None:
    visitor = reviewer.visitor
    visitor.open(address)
    reviewer.press(visitor.link("All, and a new one"), "comments-none")
    reviewer.pick(visitor.field("About"), f"3 {reviewer.say('Point')}")
    reviewer.type(visitor.field("Comment"), reviewer.say.of(SAID))
    reviewer.choose(visitor.main.get_by_role("radio", name=reviewer.say("Both countries")))
    reviewer.press(visitor.button("Keep the comment"), "comment-kept")
    expect(visitor.main).to_contain_text(reviewer.say.of(SAID))


def _change(planner: Keys) -> None:
    """The Spanish changes and the English stays behind, until both were compared; then it is sent."""
    writer, say = planner.visitor, planner.say
    planner.press(writer.link("Edit the text"), "editor-commented")
    expect(writer.main).to_contain_text(say.of(SAID))
    planner.type(writing.block(writer, "Point", "Español"), CHANGED[1])
    planner.press(writer.button("Save"), "editor-needs-review")
    writer.sees("English needs review")
    planner.type(writing.block(writer, "Point", "English"), CHANGED[0])
    planner.press(writer.button("Save"), "editor-settled")
    planner.press(writer.button("Send for clearance"), "flyer-sent")
    writer.sees("Waiting for both countries")


def _decide(signatory: Keys, side: str, title: Pair) -> None:
    """The first try lacks everything: the list of what is missing has the focus, and leads to the field."""
    visitor, say = signatory.visitor, signatory.say
    visitor.open("/")
    signatory.skip()
    signatory.press(visitor.link("Review and decide", visitor.row(say.of(title))), "decide")
    record = visitor.button(f"Record the decision for {COUNTRY[side]}")
    signatory.choose(visitor.main.get_by_role("radio", name=say("Request changes"), exact=True))
    signatory.press(record, "decide-refused", status=422)
    expect(visitor.page.locator("#error-summary")).to_be_focused()
    signatory.reach(visitor.page.locator("#error-summary").get_by_role("link").first)
    visitor.page.keyboard.press("Enter")
    expect(visitor.field("Reason")).to_be_focused()
    signatory.choose(visitor.main.get_by_role("radio", name=say("Clear"), exact=True))
    signatory.type(visitor.field("Document number"), {"us": "OBH-2026-311", "mx": "Oficio DSF/0311/2026"}[side])
    signatory.tick(visitor.field("I read both languages and the page as printed"))
    signatory.press(record, "decided")
    visitor.sees("In force until %(date)s" if side == "mx" else f"Waiting for {COUNTRY[OTHER[side]]}")


def _revoke(mine: Keys, theirs: Keys) -> None:
    """Alone, at once, with a reason; the other country reads it on the same page."""
    visitor = mine.visitor
    mine.press(visitor.link("Revoke clearance"), "revoke")
    mine.type(visitor.field("Reason"), mine.say.of(REASON))
    mine.press(visitor.button("Revoke clearance"), "revoked")
    theirs.page.reload()
    theirs.visitor.look("revoked-seen")
    for one in (visitor, theirs.visitor):
        _sees_it(one)


def _sees_it(visitor: Visitor) -> None:
    expect(visitor.main).to_contain_text(visitor.say.of(REASON))
    expect(visitor.main).to_contain_text(re.compile(re.escape(visitor.say("Revoked"))))
