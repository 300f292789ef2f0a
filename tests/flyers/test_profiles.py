"""Profiles of presses: read behind the gate, kept for the own side, and the inks of what stands on a sheet."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import ImageCms
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.errors import NotAllowed, Refused
from campaign.flyers import actions as flyers
from campaign.flyers.models import Edition
from campaign.flyers.outputs.actions import shop_file
from campaign.flyers.press import SHOP, describe
from campaign.flyers.profiles import actions
from campaign.flyers.profiles.models import Profile
from campaign.intake.limits import ALLOWED, ICC, Purpose
from campaign.intake.verdict import Verdict
from campaign.paper.errors import Broken, Finding, PaperError, WrongColour
from campaign.paper.finishing import finish_with
from campaign.paper.shop_check import shop_findings
from campaign.storage import store_of
from tests.browser import Browser
from tests.flyers import sheets
from tests.materials import acts, images
from tests.paper.icc import cmyk_profile
from tests.world import EL_PASO, World

ClientOf = Callable[..., Browser]
PATH = "/flyers/profiles"
TRIM = (215.9, 279.4)
PROFILE = cmyk_profile()
MOST = 100_000_000
HUGE = MOST.to_bytes(4, "big")


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def patched(at: int, number: bytes = HUGE) -> bytes:
    return PROFILE[:at] + number + PROFILE[at + len(number) :]


def upload(browser: Browser, data: bytes = PROFILE, status: int = 303, name: str = "Offset, coated") -> str:
    browser.get(PATH)
    return browser.post(PATH, {"name": name, "file": (BytesIO(data), "press.icc")}, status).html


def kept() -> list[Profile]:
    return list(session.scalars(select(Profile).order_by(Profile.id)))


def keep(world: World, config: Config, side: Side, name: str = "Offset, coated", data: bytes = PROFILE) -> Profile:
    """As the page does, without the gate's child."""
    sha256 = store_of(config).put(BytesIO(data))
    with acts.act(world, sheets.PRINTER[side]) as user:
        return actions.add(name, Verdict(ICC, facts={"name": ""}, size=len(data)), sha256, user, now())


@pytest.fixture
def edition(world: World, config: Config) -> Edition:
    return sheets.prepare(world, config, Side.US)


@pytest.fixture
def pictured(world: World, config: Config) -> Edition:
    flyer = images.in_force(world, images.image(world, config=config))
    with acts.act(world, "printer.us") as user:
        return flyers.prepare(acts.here(flyer).material, sheets.region(EL_PASO), config, user, now())


def shop(browser: Browser, edition: Edition, profile: object = "", status: int = 200) -> Any:
    """Whether a sheet with an image may go out is asked of the image as well."""
    return browser.get(f"/flyers/editions/{edition.id}/shop.pdf?profile={profile}", status=status, most_queries=30)


# Keeping one


@pytest.mark.parametrize("who", ["printer.us", "planner.us", "printer.mx"])
def test_print_staff_and_planners_keep_their_sides(client_of: ClientOf, config: Config, who: str) -> None:
    upload(client_of(who))
    (made,) = kept()
    assert (made.side.value, made.name) == (who[-2:].upper(), "Offset, coated")
    assert (made.description, made.size) == ("Press of the tests", len(PROFILE))
    assert store_of(config).read(made.sha256) == PROFILE
    page = client_of(who, "es").get(PATH)
    for words in ("Offset, coated", "Press of the tests", made.sha256[:8]):
        assert words in page.text
    other = "printer.mx" if who.endswith("us") else "printer.us"
    assert "Offset, coated" not in client_of(other).get(PATH).text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (PROFILE.replace(b"prtrCMYK", b"scnrCMYK"), "scnr CMYK"),
        (srgb(), "mntr RGB"),
        (PROFILE.replace(b"prtrCMYK", b"prtrRGB "), "prtr RGB"),
        (PROFILE[:130], "damaged"),
        (PROFILE[:400], "damaged"),
        (PROFILE[:-1], "damaged"),
        (patched(0), "damaged"),
        (patched(128), "damaged"),
        (patched(136), "damaged"),
        (patched(140), "damaged"),
        (PROFILE + b"<script>", "something else begins"),
        (b"Our press has four inks.\n", "not taken here"),
        (b"%PDF-1.7", "another kind of file"),
        (b"", "empty"),
        (PROFILE.ljust(ALLOWED[Purpose.profile].bytes + 1, b"\0"), "at most 4 MB"),
    ],
)
def test_what_is_no_profile_of_a_press_is_not_kept(client_of: ClientOf, data: bytes, said: str) -> None:
    page = upload(client_of("printer.us", "en"), data, 422)
    assert said in page
    assert "Ask the print shop for the ICC profile" in page
    assert 'value="Offset, coated"' in page, "what was typed is kept"
    assert kept() == []


@pytest.mark.parametrize("table", [b"A2B0", b"B2A0"])
def test_a_table_of_a_hundred_million_nodes_costs_nothing(client_of: ClientOf, table: bytes) -> None:
    """100 points on each of four axes are claimed in one byte."""
    at = int.from_bytes(PROFILE[(said := PROFILE.index(table) + 4) : said + 4], "big")
    upload(client_of("printer.us"), patched(at + 10, b"\x64"), 422)
    assert kept() == []


def test_what_a_profile_calls_itself_is_one_short_line(client_of: ClientOf) -> None:
    upload(client_of("printer.us"), cmyk_profile("<b>Coated</b>\r\n\x07" + "x" * 500))
    page = client_of("printer.us").get(PATH)
    assert kept()[0].description.startswith("<b>Coated</b> x")
    assert len(kept()[0].description) <= 120
    assert "<b>Coated</b>" not in page.html


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "y " * 150_000, "\0"])
def test_a_name_is_asked_for(client_of: ClientOf, name: str) -> None:
    upload(client_of("printer.us"), status=422, name=name)
    assert kept() == []


def test_a_name_stands_once_until_it_is_retired(client_of: ClientOf) -> None:
    browser = client_of("printer.us", "en")
    upload(browser)
    assert "has a profile with this name" in upload(browser, status=422)
    browser.post(f"{PATH}/{kept()[0].id}/retire")
    browser.post(f"{PATH}/{kept()[0].id}/retire", status=409)
    upload(browser)
    assert [one.is_retired for one in kept()] == [True, False]
    assert "Retired" in browser.get(PATH).text


@pytest.mark.parametrize("who", ["reviewer.us", "signatory.us", "partner-a.us", "administrator.us", "secretariat"])
def test_nobody_else_keeps_profiles(client_of: ClientOf, world: World, config: Config, who: str) -> None:
    made = keep(world, config, Side.US)
    client_of(who).get(PATH, status=403)
    client_of(who).post(f"{PATH}/{made.id}/retire", status=404)
    with pytest.raises(NotAllowed), acts.act(world, who) as user:
        actions.retire(made, user)


def test_the_other_side_does_not_see_it(client_of: ClientOf, world: World, config: Config) -> None:
    made = keep(world, config, Side.US)
    client_of("planner.mx").post(f"{PATH}/{made.id}/retire", status=404)


@pytest.mark.parametrize("change", ["UPDATE press_profiles SET sha256 = 'x'", "DELETE FROM press_profiles"])
def test_a_profile_never_changes(world: World, config: Config, change: str) -> None:
    keep(world, config, Side.US)
    with pytest.raises(DBAPIError, match="frozen"):
        session.execute(text(change))
    session.rollback()


# Sheets


def test_a_picture_comes_out_in_the_inks_of_the_press(
    client_of: ClientOf, world: World, config: Config, pictured: Edition
) -> None:
    printer, address = client_of("printer.us", "es"), f"/flyers/editions/{pictured.id}"
    assert "Una imagen aparece en esta hoja" in printer.get(address).text
    assert "Elija el perfil de esa prensa" in shop(printer, pictured, status=409).text
    made = keep(world, config, Side.US)
    page = printer.get(address)
    assert f'<option value="{made.id}"' in page.html
    assert '<option value="">' not in page.html, "a picture needs a profile"
    pdf = bytes(shop(printer, pictured, made.id).response.data)
    assert shop_findings(pdf, TRIM) == []
    with pikepdf.open(BytesIO(pdf)) as document:
        (intent,) = list(document.Root.OutputIntents)
        assert intent.DestOutputProfile.read_bytes() == PROFILE


def test_each_profile_has_its_own_file(client_of: ClientOf, world: World, config: Config, edition: Edition) -> None:
    printer = client_of("printer.us")
    one = keep(world, config, Side.US)
    two = keep(world, config, Side.US, "Digital, matt", cmyk_profile("Another press"))
    page = printer.get(f"/flyers/editions/{edition.id}")
    assert '<option value="">' in page.html, "no picture is on it"
    made = [bytes(shop(printer, edition, profile).response.data) for profile in ("", one.id, two.id)]
    assert len(set(made)) == 3
    assert bytes(shop(printer, edition, one.id).response.data) == made[1], "the same sheet is the same bytes"


def test_only_one_of_the_own_side_in_use_is_offered(
    client_of: ClientOf, world: World, config: Config, edition: Edition
) -> None:
    printer = client_of("printer.us", "en")
    foreign, retired = keep(world, config, Side.MX, "Prensa del sur"), keep(world, config, Side.US)
    with acts.act(world, "planner.us") as user:
        actions.retire(session.get_one(Profile, retired.id), user)
    assert "Prensa del sur" not in printer.get(f"/flyers/editions/{edition.id}").text
    for profile in (foreign.id, retired.id, 999, 0, -1, "9" * 30, "x"):
        assert "no such profile" in shop(printer, edition, profile, 409).text
    with pytest.raises(Refused):
        shop_file(edition, config, now(), session.get_one(Profile, foreign.id))


# The fence


def test_the_child_says_what_is_wrong_with_a_profile(config: Config, edition: Edition) -> None:
    """One that came into the store past the gate is still opened by nobody else."""
    with pytest.raises(Broken):
        finish_with(b"no PDF", TRIM, PROFILE)
    pdf = flyers.fetch(edition, config, now())
    for profile in (srgb(), PROFILE[:400], b"no profile at all"):
        with pytest.raises(WrongColour) as error:
            finish_with(pdf, TRIM, profile)
        assert [finding.kind for finding in error.value.findings] == ["profile"]
    with pytest.raises(PaperError) as boxes:
        finish_with(pdf, TRIM, PROFILE)
    assert [finding.kind for finding in boxes.value.findings] == ["box"]


@pytest.mark.parametrize("kind", SHOP)
def test_each_finding_of_other_files_is_a_sentence(kind: str) -> None:
    said = describe(Finding(kind, "picture", words="260", needed="240"))
    assert said.endswith(".")
    assert f"({kind})" not in said
