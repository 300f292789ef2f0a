"""A prepared sheet as other files: for a print shop in inks, as a picture for a chat, and the job sheet beside them."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.flyers import actions
from campaign.flyers.models import Edition
from campaign.materials.models import Material
from campaign.paper.shop_check import shop_findings
from tests.browser import Browser
from tests.flyers import sheets
from tests.materials import acts
from tests.world import World

ClientOf = Callable[..., Browser]
FILES = ("shop.pdf", "picture.jpg", "job-sheet")


@pytest.fixture
def edition(world: World, config: Config) -> Edition:
    return sheets.prepare(world, config, Side.US)


def fetched(browser: Browser, edition: Edition, name: str, status: int = 200) -> bytes:
    return bytes(browser.get(f"/flyers/editions/{edition.id}/{name}", status=status).response.data)


def test_a_print_shop_gets_inks_bleed_and_marks(client_of: ClientOf, edition: Edition) -> None:
    printer = client_of("printer.us")
    pdf = fetched(printer, edition, "shop.pdf")
    assert shop_findings(pdf, (215.9, 279.4)) == []
    with pikepdf.open(BytesIO(pdf)) as document:
        trim = [float(side) / 72 * 25.4 for side in document.pages[0].TrimBox]
        bleed = [float(side) / 72 * 25.4 for side in document.pages[0].BleedBox]
    assert [round(trim[2] - trim[0], 1), round(trim[3] - trim[1], 1)] == [215.9, 279.4]
    assert trim[0] - bleed[0] == pytest.approx(3.175, abs=0.05)
    assert fetched(printer, edition, "shop.pdf") == pdf, "the same sheet is the same bytes"


def test_a_chat_gets_one_light_picture(client_of: ClientOf, edition: Edition) -> None:
    made = fetched(client_of("partner-a.us"), edition, "picture.jpg")
    assert len(made) <= 300_000
    assert Image.open(BytesIO(made)).format == "JPEG"


def test_a_letter_is_not_put_several_times_on_a_letter(client_of: ClientOf, edition: Edition) -> None:
    page = client_of("printer.us", "es").get(f"/flyers/editions/{edition.id}/several.pdf", status=409)
    assert "Este formato llena su hoja" in page.text


def test_two_half_letters_come_on_one_sheet(client_of: ClientOf, world: World, config: Config) -> None:
    material = acts.flyer(world)
    with acts.act(world, "planner.us"):
        session.get_one(Material, material.id).layouts = ["half-letter"]
    version = acts.send(world, material)
    for who in ("signatory.us", "signatory.mx"):
        acts.clear(world, version, who)
    with acts.act(world, "printer.us") as user:
        here = session.get_one(Material, material.id)
        made = actions.prepare(here, sheets.region(sheets.HOME[Side.US]), config, user, now())
    assert made.format.layout == "half-letter"
    pdf = fetched(client_of("printer.us"), made, "several.pdf")
    with pikepdf.open(BytesIO(pdf)) as document:
        sides = [round(float(side) / 72 * 25.4, 1) for side in document.pages[0].mediabox]
    assert sides == [0, 0, 279.4, 215.9]


@pytest.mark.parametrize("name", FILES)
def test_the_other_side_has_its_own_sheets(client_of: ClientOf, edition: Edition, name: str) -> None:
    fetched(client_of("printer.mx"), edition, name, 403)


@pytest.mark.parametrize("name", ["shop.pdf", "picture.jpg"])
def test_after_a_revocation_nothing_is_handed_out(
    client_of: ClientOf, world: World, edition: Edition, name: str
) -> None:
    fetched(client_of("printer.us"), edition, name)
    acts.revoke(world, world.version("in_force"), "signatory.us", marks=False)
    page = client_of("printer.us", "es").get(f"/flyers/editions/{edition.id}/{name}", status=409)
    assert "ya no está vigente" in page.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Job sheet", "215.9 × 279.4 mm (8.5 × 11 in)", "3.175 mm (1/8 in)", "90 g/m² · 24 lb bond"]),
        ("es", ["Orden de impresión", "Rebase", "1 página, una cara", "500"]),
    ],
)
def test_the_job_sheet_says_what_a_print_room_needs(
    client_of: ClientOf, edition: Edition, language: str, words: list[str]
) -> None:
    printer = client_of("printer.us", language)
    page = printer.get(f"/flyers/editions/{edition.id}/job-sheet?copies=500&to=1801+Mesa+St&by=2026-12-15")
    for said in (*words, edition.code, "1801 Mesa St"):
        assert said in page.text


@pytest.mark.parametrize("query", ["copies=" + "9" * 300, "by=yesterday", "to=%00", "by=99999-99-99"])
def test_an_order_that_cannot_be_read_is_no_crash(client_of: ClientOf, edition: Edition, query: str) -> None:
    fetched(client_of("printer.us"), edition, f"job-sheet?{query}")
