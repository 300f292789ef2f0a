"""Something wrong is in print: stopped, corrected, cleared by both and printed anew, with every click counted."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys import writing
from tests.journeys.conftest import Visit
from tests.journeys.sheets import check_printable
from tests.journeys.sides import COUNTRY, OTHER
from tests.journeys.visitor import Visitor
from tests.journeys.words import Pair, Words
from tests.tiers import FULL

pytestmark = pytest.mark.browser

FLYER: Pair = ("One fake pill can kill", "Una pastilla falsa puede matar")  # of the demo, in force in both countries
REASON: Pair = ("It says nothing of 911.", "No dice nada del 911.")
MOST_CLICKS, MOST_TAPS = 12, 5
REGION = {"us": "US-48141", "mx": "MX-08037"}
RUNS = [(1280, "en", "us"), (390, "es", "mx")]
ALL_RUNS = [*RUNS, (390, "en", "mx"), (1280, "es", "us")]


def _pair(label: str) -> Pair:
    """The corrected words; each run has its own, so that each changes something."""
    return f"Call 911 now and wait for help ({label}).", f"Llama ya al 911 y espera la ayuda ({label})."


@pytest.mark.parametrize(("width", "language", "side"), ALL_RUNS if FULL else RUNS)
def test_a_wrong_sheet_is_corrected_in_twelve_clicks(
    visit: Visit, width: int, language: str, side: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say, label = Words(language), f"{width} {language}"
    names = ("planner.us", f"planner.{side}", f"printer.{side}", f"signatory.{side}", f"signatory.{OTHER[side]}")
    people = {name: visit(name, say, width, folder=f"correction-{width}-{language}") for name in names}
    for one in people.values():
        one.sign_in()
    writer, planner, printer, mine, theirs = (people[name] for name in names)
    code = _printed(printer, side)
    for one in (writer, planner):
        one.open("/materials/")
        one.press(one.main.get_by_role("link", name=say.of(FLYER), exact=True), "flyer")
    for one in people.values():
        one.clicks = 0
    _stop(planner, is_writer=planner is writer)
    _is_told(visit, printer, code, label)
    if planner is not writer:
        writer.open(writer.page.url, "flyer-held")
        writer.press(writer.link("Edit the text"), "editor")
    _correct(writer, label)
    _clear(theirs, OTHER[side], "Clear the correction")
    _clear(mine, side, "Clear it and lift our hold")
    _print_anew(printer, side, _pair(label))
    clicks = sum(one.clicks for one in people.values())
    with capsys.disabled():
        print(f"\n{label}: held, corrected, cleared by both and printed anew with {clicks} clicks")
    assert clicks <= MOST_CLICKS


def _printed(printer: Visitor, side: str) -> str:
    """A sheet that is out there: its address, as the code on it leads there."""
    printer.press(printer.main.get_by_role("link", name=printer.say.of(FLYER), exact=True).first, "flyer-to-print")
    printer.field("Region").select_option(value=REGION[side])
    printer.press(printer.button("Prepare the sheet"), "edition")
    found = re.search(r"/e/([0-9A-HJKMNP-TV-Z]{8})\b", printer.main.inner_text())
    assert found, printer.main.inner_text()
    return found.group(0)


def _stop(planner: Visitor, is_writer: bool) -> None:
    """The block is named with the hold, which leads whoever may write it on to the text."""
    planner.press(planner.link("Put on hold"), "hold")
    planner.field("Reason").fill(planner.say.of(REASON))
    point = re.compile(rf"^\d+ · {re.escape(planner.say('Point'))} · .*911")
    planner.tick(planner.main.get_by_role("checkbox", name=point))
    planner.press(planner.button("Put on hold and correct the text" if is_writer else "Put on hold now"), "held")


def _is_told(visit: Visit, printer: Visitor, code: str, label: str) -> None:
    """Print staff read it on their start page, and the address on the paper says it to everybody."""
    printer.open("/", "home-held")
    expect(printer.main).to_contain_text(printer.say.of(REASON))
    passer_by = visit("nobody", Words("en"), 390, folder="correction-public")
    passer_by.open(code, f"paused-{label.replace(' ', '-')}")
    expect(passer_by.main.get_by_role("heading", level=1)).to_have_text("Paused, do not hand out")


def _correct(planner: Visitor, label: str) -> None:
    box = planner.main.get_by_role("textbox", name=re.compile(rf"\d+ {re.escape(planner.say('Point'))}$"))
    wrong = [one for one in box.all() if "911" in one.input_value()]
    assert len(wrong) == len(("en", "es"))
    for one, words in zip(sorted(wrong, key=_language), _pair(label), strict=True):
        one.fill(words)
    planner.press(planner.button("Send for clearance"), "flyer-sent")


def _language(box: Locator) -> str:
    return box.get_attribute("lang") or ""


def _clear(signatory: Visitor, side: str, words: str) -> None:
    """From the start page to the difference, and the key."""
    signatory.open("/", "home-urgent")
    signatory.press(signatory.link("Urgent: see the correction", signatory.row(signatory.say.of(FLYER))), "correction")
    signatory.press(signatory.button(words), f"cleared-{side}")
    signatory.sees("Your decision is recorded. Both countries see it now.")


def _print_anew(printer: Visitor, side: str, words: Pair) -> None:
    printer.open("/", "home-again")
    printer.press(printer.main.get_by_role("link", name=printer.say.of(FLYER), exact=True).first, "flyer-again")
    printer.field("Region").select_option(value=REGION[side])
    printer.press(printer.button("Prepare the sheet"), "edition-again")
    printer.clicks += 1
    pdf = printer.download(printer.link("Download the PDF"))
    check_printable(pdf, wanted=words, unwanted=("DRAFT", "BORRADOR"))


@pytest.mark.parametrize("language", ["en", "es"] if FULL else ["es"])
def test_one_changed_word_is_decided_on_a_phone(
    visit: Visit, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say, side = Words(language), {"en": "us", "es": "mx"}[language]
    planner = visit("planner.us", say, 390, folder=f"one-word-{language}")
    signatory = visit(f"signatory.{side}", say, 390, folder=f"one-word-{language}")
    planner.sign_in()
    planner.open("/materials/")
    planner.press(planner.main.get_by_role("link", name=say.of(FLYER), exact=True))
    planner.press(planner.link("Edit the text"))
    box = writing.block(planner, "Line under the headline", {"en": "English", "es": "Español"}[language])
    box.fill(box.input_value().replace("pills", "tablets").replace("pastillas", "tabletas"))
    planner.press(planner.button("Save"))
    planner.field("I compared both: they say the same").check()
    planner.press(planner.button("Send for clearance"), "flyer-sent")
    signatory.sign_in()
    signatory.clicks = 0
    _decide(signatory, side)
    with capsys.disabled():
        print(f"\n390 {language}: one changed word decided with {signatory.clicks} taps")
    assert signatory.clicks <= MOST_TAPS
    other = visit(f"signatory.{OTHER[side]}", say, 390, folder=f"one-word-{language}")
    other.sign_in()
    _decide(other, OTHER[side])  # else the next run would find two changed words


def _decide(signatory: Visitor, side: str) -> None:
    signatory.press(signatory.link("Review and decide", signatory.row(signatory.say.of(FLYER))), "decide")
    expect(signatory.main.locator("ins")).to_have_count(1)
    signatory.tick(signatory.main.get_by_role("radio", name=signatory.say("Clear"), exact=True))
    signatory.tick(signatory.field("Document to follow within 10 working days"))
    signatory.tick(signatory.field("I read both languages and the page as printed"))
    signatory.press(signatory.button(f"Record the decision for {COUNTRY[side]}"), "decided")
    signatory.sees("Your decision is recorded. Both countries see it now.")
