"""Print staff with paper in the tray: the right sheet for their place, a file for the shop, many at once, and the page
that a passer-by reads; and a planner who offers a text in more layouts."""

import re
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import expect

from campaign.paper.shop_check import shop_findings
from tests.journeys import writing
from tests.journeys.conftest import Visit
from tests.journeys.sheets import check_printable
from tests.journeys.visitor import Visitor
from tests.journeys.words import Pair, Words
from tests.tiers import FULL

pytestmark = pytest.mark.browser

FLYER: Pair = ("One fake pill can kill", "Una pastilla falsa puede matar")  # of the demo, in force in both countries
REGION = {"us": "US-48141", "mx": "MX-08037"}
PAPER = {"us": ("legal", (215.9, 355.6)), "mx": ("oficio", (215.9, 340.0))}
RUNS = [(1280, "en", "us"), (390, "es", "mx")]
ALL_RUNS = [*RUNS, (390, "en", "mx"), (1280, "es", "us")]


@pytest.mark.parametrize(("width", "language", "side"), ALL_RUNS if FULL else RUNS)
def test_print_staff_make_what_their_place_needs(visit: Visit, width: int, language: str, side: str) -> None:
    say, folder = Words(language), f"printing-{width}-{language}"
    printer = visit(f"printer.{side}", say, width, folder=folder)
    printer.sign_in()
    printer.press(printer.main.get_by_role("link", name=say.of(FLYER), exact=True).first, "flyer")
    flyer = printer.page.url
    paper, trim = PAPER[side]
    printer.field("Region").first.select_option(value=REGION[side])
    printer.field("Layout and paper").select_option(value=f"letter-side-by-side.{paper}")
    printer.tick(printer.main.get_by_role("radio", name=say("In one black, with little ink")).first)
    printer.press(printer.button("Prepare the sheet"), "edition")
    printer.sees("In one black, with little ink")
    check_printable(printer.download(printer.link("Download the PDF")), (REGION[side], "911"), ("DRAFT", "BORRADOR"))
    _take_to_the_shop(printer, trim)
    printer.press(printer.link("Job sheet"), "job-sheet")
    printer.field("Copies").fill("1500")
    printer.press(printer.button("Put it on the sheet"), "order")
    expect(printer.main).to_contain_text("1500")
    code = re.search(r"\b[0-9A-HJKMNP-TV-Z]{8}\b", printer.main.inner_text())
    assert code
    _make_many(printer, flyer, paper)
    _is_read_in_the_street(visit("nobody", say, 390, folder=folder), code.group(0))


def _take_to_the_shop(printer: Visitor, trim: tuple[float, float]) -> None:
    pdf = printer.download(printer.main.get_by_role("link", name=printer.say("For a print shop")))
    assert shop_findings(pdf, trim) == []
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) == 1


def _make_many(printer: Visitor, flyer: str, paper: str) -> None:
    """Two papers at once, for the regions of the campaign; the work is seen to its end."""
    printer.open(flyer)
    printer.tick(printer.main.locator("#set-target"))
    printer.tick(printer.main.locator(f'input[name="paper"][value="letter-side-by-side.{paper}"]'))
    printer.press(printer.button("Prepare them all"), "batch")
    archive = printer.main.get_by_role("link", name=re.compile("ZIP"))
    for _wait in range(60):
        if archive.count():
            break
        printer.page.wait_for_timeout(2000)
        printer.page.reload()
    assert printer.download(archive.first).startswith(b"PK")


def _is_read_in_the_street(passer_by: Visitor, code: str) -> None:
    passer_by.open(f"/e/{code}", "in-the-street")
    passer_by.sees("Take it with you")
    assert passer_by.download(passer_by.link("PDF to print")).startswith(b"%PDF-")


@pytest.mark.parametrize(("width", "language", "side"), ALL_RUNS if FULL else RUNS)
def test_a_planner_offers_a_text_in_more_layouts(visit: Visit, width: int, language: str, side: str) -> None:
    say = Words(language)
    planner = visit(f"planner.{side}", say, width, folder=f"layouts-{width}-{language}")
    planner.sign_in()
    planner.go_to("Campaigns")
    planner.press(planner.main.locator("a.row__name").first, "campaign")
    planner.press(planner.link("Add a flyer").first, "flyer-new")
    writing.begin(planner, (f"Ask first ({width} {language})", f"Pregunta antes ({width} {language})"))
    planner.press(planner.link("All layouts"), "layouts")
    planner.press(planner.button("Offer all that fit"), "offered")
    planner.sees("Kept. The layouts are sent for clearance together with the text.")
    assert planner.main.get_by_role("checkbox", name=say("Trifold"), exact=True).is_checked()
