"""Twelve files by a link on a weak line: the line is cut at half, comes back, and the receipt says what arrived."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.intake.corpus import pdf
from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor
from tests.journeys.words import Words

pytestmark = pytest.mark.browser
PATIENCE = 120_000  # milliseconds until a slow machine has looked at twelve files


@pytest.mark.parametrize(("language", "width"), [("es", 390), ("en", 1280)])
def test_twelve_files_by_a_link(visit: Visit, tmp_path: Path, language: str, width: int) -> None:
    folder = f"handing-in-{width}-{language}"
    planner = visit("planner.mx", Words("es"), 1280, folder=folder)
    guest = visit(f"guest-{width}", Words(language), width, folder=folder)
    link = _make(planner)
    guest.open(link, "start")
    guest.press(guest.page.get_by_role("link", name={"en": "English", "es": "Español"}[language]))
    guest.field("Your name").fill("Paul Herrera")
    guest.press(guest.button("Choose the files"), "empty")
    _hand_in(guest, _files(tmp_path), folder)
    guest.press(guest.button("Hand them in"), "receipt")
    guest.sees("Kept with their fingerprints; nobody can change them.")
    expect(guest.main.get_by_text("poster_en.pdf", exact=True)).to_be_visible()
    guest.sees("What is missing")
    _take_in(planner)


def _make(planner: Visitor) -> str:
    if "accounts" in planner.page.url or planner.page.url == "about:blank":
        planner.sign_in()
    planner.open("/uploads/links/new", "new-link")
    planner.field("Who gets the link").fill("Paul Herrera")
    planner.field("Organization").select_option(index=1)
    planner.main.get_by_role("radio", name=planner.say("Spanish")).check()
    day = datetime.now(UTC).date() + timedelta(days=3)
    planner.field("Last day").fill(day.isoformat())
    planner.press(planner.button("Make the link"), "link")
    address = planner.main.get_by_label(planner.say("Copy it now: it is shown only once")).input_value()
    return re.sub(r"^https?://[^/]+", "", address)


def _files(folder: Path) -> list[str]:
    """Ten photographs of several pieces each, and a poster in both languages."""
    names = [f"feria-{n:02}.jpg" for n in range(10)]
    for name in names:
        Image.effect_noise((2600, 1700), 120).convert("RGB").save(folder / name, quality=92)
    for name, pages in (("poster_en.pdf", 1), ("poster_es.pdf", 2)):
        (folder / name).write_bytes(pdf(pages))
        names.append(name)
    return [str(folder / name) for name in names]


def _hand_in(guest: Visitor, files: list[str], folder: str) -> None:
    page, context = guest.page, guest.page.context
    page.route("**/picture.webp", lambda route: route.abort())  # small pictures are lost on such a line, too
    page.locator("[data-many]").set_input_files(files)
    expect(page.locator("[data-upload]")).to_have_count(12, timeout=PATIENCE)
    expect(page.locator("[data-upload]:not([data-state=receiving])").nth(4)).to_be_attached(timeout=PATIENCE)
    expect(page.locator("img[data-tries]").first).to_be_attached(timeout=PATIENCE)
    faults = [fault for fault in guest.faults if "picture.webp" not in fault]
    context.set_offline(True)
    guest.sees("The line is gone. We go on by ourselves when it is back; nothing that arrived is lost.")
    page.screenshot(path=str(guest.pictures / "cut.png"))
    page.unroute("**/picture.webp")
    context.set_offline(False)
    guest.main.get_by_role("radio", name=guest.say("Adults"), exact=True).check()
    guest.main.get_by_role("radio", name=guest.say("Yes"), exact=True).check()
    expect(page.locator("[data-state=accepted]")).to_have_count(12, timeout=PATIENCE)
    page.wait_for_function("[...document.images].every((picture) => picture.naturalWidth)", timeout=PATIENCE)
    guest.faults[:] = faults  # the browser itself complains of the cut line
    guest.look("all-here")
    assert page.locator("input[name^=pair-]:checked").count() == 2


def _take_in(planner: Visitor) -> None:
    planner.open("/uploads/", "deliveries")
    planner.press(planner.main.locator("a.row__name").first, "delivery")
    planner.press(planner.button("Take it in"), "taken")
    planner.sees("Taken in: each file, or each pair, is a material now. Its sender was told.")
