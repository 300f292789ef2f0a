"""The schedule on paper: only what was released last, in both languages, for the wall and for the pocket."""

from collections.abc import Callable
from datetime import date, time
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from sqlalchemy import select

from campaign import clock
from campaign.clock import now
from campaign.db import Bilingual, Side, session
from campaign.schedule import actions
from campaign.schedule.models import Activity, When
from campaign.schedule.papers import setting
from campaign.schedule.writing import Spot
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.schedule.samples import enter, plan, release
from tests.world import EL_PASO, JUAREZ, World

LONG = "W" * 60


def read(pdf: bytes) -> list[str]:
    """The words of each page, lines joined."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def languages(pdf: bytes) -> tuple[str, set[str]]:
    """Of the document, and of its parts."""
    with pikepdf.open(BytesIO(pdf)) as document:
        parts = {str(one.get("/Lang")) for one in document.objects if _is_part(one)}
        return str(document.Root.Lang), parts - {"None"}


def _is_part(one: object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"


def fetch(browser: Browser, address: str, status: int = 200) -> bytes:
    answer = browser.client.get(address)
    assert answer.status_code == status, answer.text
    data: bytes = answer.data
    return data


@pytest.fixture
def fairs(world: World, acting_as: ActingAs) -> World:
    """A joint one at two hours, one of all day that is called off, and one that is not public."""
    spots = {Side.US: Spot(region_key="US-06073"), Side.MX: Spot(region_key=JUAREZ)}
    joint = enter(world, "planner.us", plan("", *Side, title=Bilingual("Joint fair", "Feria conjunta"), spots=spots))
    day = When(date(2026, 12, 3), date(2026, 12, 5))
    whole = enter(world, "planner.us", plan("", Side.US, title=Bilingual("Open days", "Días abiertos"), when=day))
    enter(world, "planner.us", plan("inner meeting", Side.US, is_public=False))
    with acting_as("planner.mx") as planner:
        actions.confirm(joint, planner, now())
        session.commit()
    release(world, Side.US)
    with acting_as("planner.us") as planner:
        actions.cancel(whole, "Flood", planner, now())
        session.commit()
    release(world, Side.US)
    return world


@pytest.mark.parametrize("kind", ["wall.pdf", "pocket.pdf"])
def test_both_languages_the_last_release_and_nothing_else(
    fairs: World, client: Browser, client_of: Callable[..., Browser], acting_as: ActingAs, kind: str
) -> None:
    path = f"/schedule/public/{fairs.running.code}/{kind}"
    with acting_as("planner.us") as planner:
        known = session.get_one(Activity, _id("Joint fair"))
        actions.edit(known, plan("secret new name", *Side), known.row_version, planner, now())
        session.commit()
    english, spanish = (fetch(client, f"{path}?first={code}") for code in ("en", "es"))
    pages = read(english)
    text = " ".join(pages)
    wanted = ["Joint fair", "Feria conjunta", "Open days", "Días abiertos", "CALLED OFF · CANCELADA", "All day"]
    wanted += ["Todo el día", "Release 2", "Publicación 2", "page 1 of 1", "página 1 de 1", fairs.running.code]
    assert [words for words in wanted if words not in text] == []
    assert not [words for words in ("secret new name", "inner meeting") if words in text]
    assert text.index("Joint fair") < text.index("Feria conjunta")
    other = " ".join(read(spanish))
    assert other.index("Feria conjunta") < other.index("Joint fair")
    assert languages(english) == ("en-US", {"en-US", "es-MX"})
    assert languages(spanish)[0] == "es-MX"
    assert "inner meeting" in " ".join(read(fetch(client_of("planner.us"), f"{path}?with=all")))
    assert "inner meeting" not in " ".join(read(fetch(client_of("printer.mx"), f"{path}?with=all")))
    client.get(f"{path}?with=all", status=404)


def _id(title: str) -> int:
    return session.scalars(select(Activity.id).where(Activity.title_en == title)).one()


def test_hours_are_those_of_each_place_and_whole_days_have_none(fairs: World, client: Browser) -> None:
    text = " ".join(read(fetch(client, f"/schedule/public/{fairs.running.code}/wall.pdf?first=en")))
    assert "10:00–12:00 San Diego" in text
    assert "11:00–13:00 Juárez" in text
    assert "3–5" in text
    assert "00:00" not in text


def test_which_months(fairs: World, client: Browser) -> None:
    path = f"/schedule/public/{fairs.running.code}/wall.pdf?first=en&month="
    november, december, every = (" ".join(read(fetch(client, path + one))) for one in ("2026-11", "2026-12", "all"))
    assert ("Joint fair" in november, "Open days" in november) == (True, False)
    assert ("Joint fair" in december, "Open days" in december) == (False, True)
    assert "November – December 2026" in every
    for wrong in ("2027-01", "2026-13", "x", "0000-01", "9" * 5000):
        assert "no date in this month" in client.get(path + wrong, status=409).text
    with clock.at(now().replace(year=2027)):
        assert "Nothing is coming up" in client.get(path, status=409).text
    for code in ("0", "C-x", "9" * 400):
        client.get(f"/schedule/public/{code}/pocket.pdf", status=404)


def test_long_and_strange_words_stay_on_the_paper(world: World, client: Browser, acting_as: ActingAs) -> None:
    title = Bilingual(f"{LONG} {LONG}"[:120], "ñ" * 60 + " 👩🏽‍⚕️ " + "í" * 50)
    for n in range(30):
        spot = {Side.US: Spot(region_key=EL_PASO, venue=LONG)}
        when = When(date(2026, 12, 1 + n), date(2026, 12, 1 + n), time(9), time(10))
        enter(world, "planner.us", plan("", Side.US, title=title, spots=spot, when=when))
    release(world, Side.US)
    for kind in ("wall.pdf?paper=letter", "wall.pdf?paper=tabloid", "pocket.pdf?"):
        pages = read(fetch(client, f"/schedule/public/{world.running.code}/{kind}&first=es"))
        assert len(pages) > 1
        assert f"página {len(pages)} de {len(pages)}" in pages[-1]
        assert all("página" in page for page in pages)
        assert " ".join(pages).replace(" ", "").count("ñ" * 60) == 30


def test_a_letter_without_type_is_named(world: World, client: Browser) -> None:
    enter(world, "planner.us", plan("Fair 健", Side.US))
    release(world, Side.US)
    assert "健" in client.get(f"/schedule/public/{world.running.code}/wall.pdf", status=409).text


def test_one_is_printed_at_a_time_and_each_only_once(fairs: World, client: Browser) -> None:
    path = f"/schedule/public/{fairs.running.code}/wall.pdf?first=en&paper=tabloid"
    first = client.client.get(path)
    with setting._one_by_one:
        assert client.client.get(path).data == first.data
        busy = client.client.get(path.replace("first=en", "first=es") + "&month=2026-12")
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "5")
    assert "password" not in busy.text, "nobody signs in there"
