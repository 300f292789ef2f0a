"""A partner on a sheet: its place as the contact, its name behind the governments, its logo while that is permitted."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from campaign import clock
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, Territory, session
from campaign.errors import NotAllowed, Refused
from campaign.flyers import actions
from campaign.flyers.models import Edition
from campaign.flyers.outputs.actions import shop_file
from campaign.flyers.sheet import edition_code
from campaign.flyers.strips import strip_of
from campaign.intake.verdict import Verdict
from campaign.paper.shop_check import shop_findings
from campaign.partners import terms
from campaign.partners.accreditations import actions as accreditations
from campaign.partners.logos import actions as logos
from campaign.partners.logos.models import Logo
from campaign.partners.places import actions as places
from campaign.partners.places.models import Place
from campaign.storage import store_of
from tests.browser import Browser
from tests.flyers import sheets
from tests.intake.corpus import picture
from tests.materials import acts
from tests.world import EL_PASO, JUAREZ, World

ClientOf = Callable[..., Browser]
ADDRESS = {
    Side.US: places.Address(
        "Front desk", EL_PASO, "1501 N Mesa St\nEl Paso, TX", "79902", "(915) 555-0142", "Mon to Fri, 8 to 15"
    ),
    Side.MX: places.Address("Recepción", JUAREZ, "Calle Anapra 214\nCd. Juárez, Chih.", "32107", "656 123 4567"),
}
NAME = {Side.US: "Franklin Mountains Community Clinic", Side.MX: "Clínica Comunitaria Sierra de Juárez"}
SIDES = pytest.mark.parametrize("side", Side)


def partner(side: Side) -> str:
    return f"partner-a.{side.value.lower()}"


@pytest.fixture
def own(world: World) -> dict[Side, int]:
    """A place of each side's clinic, accredited by its own side; the terms of use are accepted."""
    found = {}
    for side in Side:
        key = f"clinic.{side.value.lower()}"
        with acts.act(world, f"planner.{side.value.lower()}") as planner:
            clinic = world.organization(key)
            clinic.terms_version = terms.CURRENT.version
            accreditations.give(clinic, now().date(), now().date() + timedelta(days=300), planner, now())
            found[side] = places.add(clinic, ADDRESS[side], now()).id
    return found


def prepare(world: World, config: Config, place_id: int, side: Side = Side.US) -> Edition:
    with acts.act(world, partner(side)) as user:
        place = session.get_one(Place, place_id)
        return actions.prepare(world.material("in_force"), place.region, config, user, now(), place=place)


def send_logo(world: World, config: Config, side: Side = Side.US, days: int = 30, mode: str = "L") -> None:
    data = picture(mode=mode, size=(240, 80))
    verdict = Verdict("image/png", facts={"width": 240, "height": 80})
    file = logos.Kept(verdict, store_of(config).put(BytesIO(data)))
    permission = logos.Permission(Territory(side.value), now().date(), now().date() + timedelta(days=days), "Directora")
    with acts.act(world, partner(side)) as user:
        logos.add(user.organization, file, file, permission, user, now())


@SIDES
def test_its_place_is_the_contact_and_its_name_stands_behind_both_governments(
    world: World, config: Config, own: dict[Side, int], side: Side
) -> None:
    plain = sheets.prepare(world, config, side)
    edition = prepare(world, config, own[side], side)
    assert edition.code != plain.code
    assert edition.partner_id == world.user(partner(side)).organization_id
    words = sheets.words(store_of(config).read(edition.sha256))
    for said in (
        ADDRESS[side].name,
        ADDRESS[side].address.split("\n")[0],
        ADDRESS[side].phone,
        NAME[side],
        edition.code,
    ):
        assert said in words
    sheet = actions.version_sheet(
        edition.version,
        edition.region,
        config,
        now(),
        edition.format,
        strip=strip_of(session.get_one(Place, own[side]), now().date()),
    )
    assert [mark["mark"] for mark in sheet["strip"]] == [side.value, side.opposite.value, ""]
    assert sheet["address"].endswith(edition.code)


def test_the_sheet_of_the_governments_stays_and_keeps_its_code(
    world: World, config: Config, own: dict[Side, int]
) -> None:
    before = sheets.prepare(world, config, Side.US)
    kept = (before.id, before.code, before.sha256)
    prepare(world, config, own[Side.US])
    again = sheets.prepare(world, config, Side.US)
    assert (again.id, again.code, again.sha256) == kept
    assert (again.partner_id, again.strip) == (None, "")
    assert again.code == edition_code(again.version.fingerprint, again.region, again.format)
    assert NAME[Side.US] not in sheets.words(store_of(config).read(again.sha256))


def test_the_same_again_is_the_same_sheet(world: World, config: Config, own: dict[Side, int]) -> None:
    first = prepare(world, config, own[Side.US])
    kept = (first.id, first.code, first.sha256)
    second = prepare(world, config, own[Side.US])
    assert (second.id, second.code, second.sha256) == kept


def test_a_logo_is_printed_whole_while_its_permission_lasts(world: World, config: Config, own: dict[Side, int]) -> None:
    plain = prepare(world, config, own[Side.US])
    send_logo(world, config)
    edition = prepare(world, config, own[Side.US])
    assert edition.code != plain.code
    data = store_of(config).read(edition.sha256)
    assert b"/Figure" in data or len(data) > len(store_of(config).read(plain.sha256))
    assert shop_findings(shop_file(edition, config, now()), edition.format.paper.mm) == []
    assert "Prepare the sheet again" in actions.stopped(plain, now()), (
        "it shows the neutral mark, and there is a logo now"
    )
    with clock.at(now() + timedelta(days=31)):
        assert "the permission of the logo has ended" in actions.stopped(edition, now())
        assert actions.printable([edition], Side.US, now()) == []
        with pytest.raises(Refused, match="Prepare the sheet again"):
            actions.fetch(edition, config, now())
        assert prepare(world, config, own[Side.US]).code == plain.code


def test_a_permission_for_the_other_country_prints_nothing_here(
    world: World, config: Config, own: dict[Side, int]
) -> None:
    plain = prepare(world, config, own[Side.US]).code
    send_logo(world, config)
    with acts.act(world, partner(Side.US)):
        logo = session.scalars(select(Logo)).one()
        assert logo.territory is Territory.US
    place = session.get_one(Place, own[Side.MX])
    assert "picture" not in strip_of(place, now().date()).mark
    with acts.act(world, partner(Side.US)) as user:
        logos.withdraw(session.scalars(select(Logo)).one(), "New name", user, now())
    assert prepare(world, config, own[Side.US]).code == plain


def test_what_changed_since_is_prepared_again(world: World, config: Config, own: dict[Side, int]) -> None:
    edition = prepare(world, config, own[Side.US])
    code = edition.code
    with acts.act(world, partner(Side.US)):
        place = session.get_one(Place, own[Side.US])
        moved = places.Address("Front desk", EL_PASO, "2200 N Mesa St\nEl Paso, TX", "79902")
        places.edit(place, moved, place.row_version, now())
    assert "The place, the name or the logo" in actions.stopped(edition, now())
    again = prepare(world, config, own[Side.US])
    assert (again.code, actions.stopped(again, now())) == (code, "")
    with acts.act(world, partner(Side.US)):
        places.set_active(session.get_one(Place, own[Side.US]), False, now())
    assert actions.stopped(again, now())
    with pytest.raises(Refused, match="is closed"):
        prepare(world, config, own[Side.US])


def test_without_an_accreditation_it_stands_on_no_sheet(world: World, config: Config, own: dict[Side, int]) -> None:
    edition = prepare(world, config, own[Side.US])
    with acts.act(world, "planner.us") as planner:
        accreditations.end_all(world.organization("clinic.us"), "It moved away", planner, now())
    assert "is not accredited by the United States now" in actions.stopped(edition, now())
    with pytest.raises(Refused, match="is not accredited"):
        prepare(world, config, own[Side.US])


@pytest.mark.parametrize("language", ["en", "es"])
def test_only_its_own_people_put_it_on_a_sheet(
    client_of: ClientOf, world: World, config: Config, own: dict[Side, int], language: str
) -> None:
    said = {"en": "Choose one of the places of your own organization.", "es": "Elija uno de los lugares de su propia"}
    for who in ("partner-b.us", "planner.us", "printer.us"):
        for asked in (str(own[Side.US]), "999999", "x", "9\x00", "9" * 3000):
            browser = client_of(who, language)
            page = browser.post(f"/flyers/{world.in_force_id}/prepare", {"place": asked}, status=409)
            assert said[language] in page.text
    place, planner = session.get_one(Place, own[Side.US]), world.user("planner.us")
    with pytest.raises(NotAllowed):
        actions.prepare(world.material("in_force"), place.region, config, planner, now(), place=place)
    assert session.scalars(select(Edition)).all() == []


def test_a_partner_prepares_and_downloads_others_of_its_side_too_but_no_other_partner(
    client_of: ClientOf, world: World, config: Config, own: dict[Side, int]
) -> None:
    browser = client_of("partner-a.us")
    page = browser.get(f"/flyers/{world.in_force_id}")
    assert "No logo of yours may be printed here today" in page.text
    browser.post(f"/flyers/{world.in_force_id}/prepare", {"place": own[Side.US], "paper": "letter-side-by-side.letter"})
    page = browser.follow()
    assert NAME[Side.US] in page.text
    edition = session.scalars(select(Edition)).one()
    path = f"/flyers/editions/{edition.id}"
    assert browser.client.get(f"{path}/page.webp").mimetype == "image/webp"
    for who, status in {"partner-a.us": 200, "printer.us": 200, "planner.us": 200, "partner-b.us": 404}.items():
        assert client_of(who).client.get(f"{path}/file.pdf").status_code == status, who
    assert edition.code in client_of("planner.us").get(f"/flyers/{world.in_force_id}").text
    assert edition.code not in client_of("partner-b.us").get(f"/flyers/{world.in_force_id}").text


def test_a_layout_without_room_for_it_says_so(world: World, config: Config, own: dict[Side, int]) -> None:
    with acts.act(world, partner(Side.US)):
        place = session.get_one(Place, own[Side.US])
        places.edit(
            place, places.Address("Front desk", EL_PASO, "Mesa Street " * 14, "79902"), place.row_version, now()
        )
    with pytest.raises(Refused, match="too long for this layout"):
        prepare(world, config, own[Side.US])


def folds(client: Browser, world: World, search: str = "") -> list[bool]:
    """Which ways to print stand open: with the own organization, for a region, for many regions."""
    page = client.get(f"/flyers/{world.in_force_id}{search}")
    return ["open" in one.attrib for one in page.all("details") if one.get("class") == "panel"]


@SIDES
def test_a_partner_meets_its_own_sheet_open_and_the_rest_folded(
    client_of: ClientOf, world: World, own: dict[Side, int], side: Side
) -> None:
    client = client_of(partner(side), "es" if side is Side.MX else "en")
    assert folds(client, world) == [True, False, False]
    assert folds(client, world, "?q=nowhere") == [True, True, False]  # what was searched for is in sight
    assert folds(client_of(f"printer.{side.value.lower()}"), world) == []


@SIDES
def test_without_a_place_the_plain_sheet_stands_open(client_of: ClientOf, world: World, side: Side) -> None:
    assert folds(client_of(partner(side)), world) == [False, True, False]
