"""Stopping a thing: at once, in the own country, with one line of reason, and never without telling the other side."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from campaign.audit.models import Entry
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.holds import actions
from campaign.holds.models import Hold
from campaign.mail.models import Letter, Notice
from campaign.materials.models import Material, Scope
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.flyers import sheets
from tests.holds import stops
from tests.materials import acts
from tests.world import EL_PASO, PEOPLE, World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
SIDES = pytest.mark.parametrize("side", Side)
PAUSED = {
    "en": {Side.US: "Paused for the United States: do not print", Side.MX: "Paused for Mexico: do not print"},
    "es": {Side.US: "En pausa en Estados Unidos: no imprimir", Side.MX: "En pausa en México: no imprimir"},
}


def count(table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


# -- at once, there, and only there


@SIDES
@pytest.mark.parametrize("role", stops.WHO)
def test_one_step_stops_it_in_the_own_country_only(client_of: ClientOf, world: World, side: Side, role: str) -> None:
    browser = client_of(f"{role}.{side.value.lower()}")
    browser.get(f"/flyers/{world.in_force_id}")
    assert f"/holds/materials/{world.in_force_id}" in browser.page.links  # type: ignore[union-attr]
    browser.get(f"/holds/materials/{world.in_force_id}")
    browser.send(reason=stops.REASON)
    browser.follow()
    (hold,) = stops.all_on(world.material("in_force"))
    assert (hold.country, hold.reason, hold.by_id) == (side, stops.REASON, world.users[browser.email.split("@")[0]])
    only_there = {side: False, side.opposite: True}
    assert acts.places(world.version("in_force")) == acts.stored_places(world.material("in_force")) == only_there
    assert [world.material("in_force").is_held(s) for s in (side, side.opposite)] == [True, False]


@pytest.mark.parametrize("language", ["en", "es"])
@SIDES
def test_no_sheet_of_it_is_prepared_or_downloaded_whatever_tab_is_open(
    client_of: ClientOf, world: World, config: Config, side: Side, language: str
) -> None:
    edition = sheets.prepare(world, config, side)
    file = f"/flyers/editions/{edition.id}/file.pdf"
    browser = client_of(sheets.PRINTER[side], language)
    assert file in browser.get(f"/flyers/editions/{edition.id}").links
    browser.get(f"/flyers/{world.in_force_id}")
    stops.place(world, world.material("in_force"), f"planner.{side.value.lower()}")
    said = PAUSED[language][side]
    assert said in browser.send("/prepare", region=sheets.HOME[side], status=409).text
    assert said in browser.get(file, status=409).text
    page = browser.get(f"/flyers/editions/{edition.id}")
    assert said in page.text
    assert file not in page.links
    assert stops.REASON in page.text


@pytest.mark.parametrize(("name", "is_told"), [("in_force", True), ("waiting", False)])
def test_print_staff_are_told_of_what_they_may_see(client_of: ClientOf, world: World, name: str, is_told: bool) -> None:
    """Else a notice in their inbox leads to a closed door."""
    stops.place(world, world.material(name), "planner.us")
    assert (f"/flyers/{world.material(name).id}" in client_of("printer.us").get("/inbox").links) is is_told


def test_the_other_country_goes_on(client_of: ClientOf, world: World, config: Config) -> None:
    edition = sheets.prepare(world, config, Side.MX)
    stops.place(world, world.material("in_force"), "printer.us")
    assert client_of("printer.mx").get(f"/flyers/editions/{edition.id}/file.pdf").status == 200
    assert sheets.prepare(world, config, Side.MX).id == edition.id


def test_a_sheet_is_stopped_alone(client_of: ClientOf, world: World, config: Config) -> None:
    one, other = sheets.prepare(world, config, Side.US), sheets.prepare(world, config, Side.US, key="US-48113")
    browser = client_of("printer.us")
    browser.get(f"/holds/editions/{one.id}")
    browser.send(reason=stops.REASON)
    assert PAUSED["en"][Side.US] in browser.get(f"/flyers/editions/{one.id}/file.pdf", status=409).text
    browser.get(f"/flyers/editions/{other.id}/file.pdf")
    assert acts.places(world.version("in_force")) == acts.BOTH
    with pytest.raises(Refused, match="Paused for the United States"):
        sheets.prepare(world, config, Side.US)


# -- facts


@pytest.mark.parametrize("who", ["planner.us", "printer.mx"])
def test_a_fact_of_both_is_stopped_on_the_own_side_wherever_it_is_quoted(world: World, who: str) -> None:
    holds = stops.place(world, stops.fact(world, "recovery_position"), who)
    side = Side(who[-2:].upper())
    assert [hold.country for hold in holds] == [side]
    assert acts.places(world.version("in_force")) == acts.stored_places(world.material("in_force"))
    assert acts.places(world.version("in_force")) == {side: False, side.opposite: True}


def test_who_owns_a_fact_stops_it_on_both_sides(world: World) -> None:
    holds = stops.place(world, stops.fact(world, "us_988"), "printer.us")
    assert [(hold.country, hold.by_side) for hold in holds] == [(Side.US, Side.US), (Side.MX, Side.US)]
    assert acts.places(world.version("in_force")) == acts.BOTH, "no flyer quotes it; sheets are printed without it"


def test_who_does_not_own_it_stops_it_on_the_own_side(world: World, config: Config) -> None:
    stops.place(world, stops.fact(world, "us_988"), "planner.mx")
    us, mx = (sheets.sheet(world.version("in_force"), config, sheets.HOME[side]) for side in Side)
    assert "988" in [line["number"] for line in us["helplines"]]
    assert mx["elsewhere"] is not None
    assert "988" not in [line["number"] for line in mx["elsewhere"]["lines"]]


def test_the_owner_stops_what_the_other_side_has_not_yet_stopped(world: World) -> None:
    fact = stops.fact(world, "us_988")
    stops.place(world, fact, "planner.mx")
    assert [hold.country for hold in stops.place(world, fact, "planner.us")] == [Side.US]
    with pytest.raises(Overtaken, match="It is on hold already"):
        stops.place(world, fact, "reviewer.us")


def test_a_stopped_fact_is_not_quoted_anew(client_of: ClientOf, world: World) -> None:
    stops.place(world, stops.fact(world, "fentanyl_hidden"), "planner.mx")
    material = acts.flyer(world, "planner.us", is_written=False)
    number = material.id
    with pytest.raises(Refused, match="This fact is on hold"):
        acts.quote(world, "planner.us", material, world.fact("fentanyl_hidden"))
    options = client_of("planner.us").get(f"/materials/{number}/edit").html
    assert f'value="{world.fact("recovery_position").id}"' in options
    assert f'value="{world.fact("fentanyl_hidden").id}"' not in options


# -- when it may be placed


@pytest.mark.parametrize("name", ["waiting", "half_cleared"])
def test_what_is_on_its_way_comes_into_force_held(world: World, name: str) -> None:
    version = world.version(name)
    stops.place(world, world.material(name), "reviewer.mx")
    for who in ("signatory.us", "signatory.mx")[name == "half_cleared" :]:
        acts.clear(world, version, who)
    assert acts.places(version) == acts.stored_places(version.material) == acts.ONLY_US
    assert world.material(name).is_held(Side.MX)


def test_what_was_withdrawn_may_be_stopped_too(world: World) -> None:
    acts.revoke(world, world.version("in_force"), "signatory.us")
    stops.place(world, world.material("in_force"), "planner.us")
    assert acts.places(world.version("in_force")) == acts.NOWHERE
    assert not world.material("in_force").is_held(Side.US), "no longer in force there, so there is nothing to hold back"


@pytest.mark.parametrize("name", ["draft", "shared_draft", "partner_draft"])
def test_a_draft_is_used_nowhere(client_of: ClientOf, world: World, name: str) -> None:
    who = "planner.mx" if name != "draft" else "planner.us"
    client_of(who).get(f"/holds/materials/{world.material(name).id}", status=403)
    with pytest.raises(NotAllowed):
        stops.place(world, world.material(name), who)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_fact_that_was_never_sent_is_used_nowhere(client_of: ClientOf, world: World, language: str) -> None:
    browser = client_of("planner.us", language)
    browser.get(f"/holds/facts/{world.fact('naloxone_what').fact_id}")
    page = browser.send(status=422, reason=stops.REASON)
    assert {"en": "This fact was never sent", "es": "Este dato nunca se envió"}[language] in page.text


# -- who may


@pytest.mark.parametrize("who", [who for who in PEOPLE if PEOPLE[who].roles[0].value not in stops.WHO])
def test_nobody_else_places_one(client_of: ClientOf, world: World, config: Config, who: str) -> None:
    edition = sheets.prepare(world, config, Side.US)
    browser = client_of(who)
    for path in (f"materials/{world.in_force_id}", f"editions/{edition.id}", f"facts/{world.fact('us_988').fact_id}"):
        assert browser.post(f"/holds/{path}", {"reason": stops.REASON}, status=None).status in (403, 404)
    assert count(Hold) == 0


def test_a_sheet_of_the_other_country_is_not_theirs_to_stop(client_of: ClientOf, world: World, config: Config) -> None:
    edition = sheets.prepare(world, config, Side.US)
    client_of("planner.mx").post(f"/holds/editions/{edition.id}", {"reason": stops.REASON}, status=403)
    with pytest.raises(NotAllowed):
        stops.place(world, edition, "planner.mx")
    assert count(Hold) == 0


def test_a_national_flyer_is_its_own_countrys_to_stop(client_of: ClientOf, world: World) -> None:
    material = acts.flyer(world, "planner.mx", Scope.national)
    number = acts.send(world, material, "planner.mx").material_id
    client_of("planner.us").post(f"/holds/materials/{number}", {"reason": stops.REASON}, status=403)
    (hold,) = stops.place(world, session.get_one(Material, number), "reviewer.mx")
    assert hold.country is Side.MX


def test_the_database_knows_whose_people_these_are(world: World, acting_as: ActingAs) -> None:
    """Even without any rule: a hold of one country by somebody of the other is not a row."""
    columns = {"material_id": world.in_force_id, "reason": stops.REASON, "placed_at": now()}
    with acting_as("planner.mx") as user:
        for by_side, message in ((Side.US, "FOREIGN KEY|fk_holds_by_own_side"), (Side.MX, "own_country")):
            session.add(Hold(country=Side.US, by_id=user.id, by_side=by_side, **columns))
            with pytest.raises(IntegrityError, match=message):
                session.flush()
            session.rollback()


# -- the reason


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("reason", ["", "   \n ", "\u200f\u202e"])
def test_a_reason_is_needed(client_of: ClientOf, world: World, reason: str, language: str) -> None:
    browser = client_of("printer.us", language)
    browser.get(f"/holds/materials/{world.in_force_id}")
    page = browser.send(status=422, reason=reason)
    said = {"en": "Write the reason; both countries read it.", "es": "Escriba el motivo; lo leen ambos países."}
    assert said[language] in page.text
    assert count(Hold) == count(Notice) == 0


@pytest.mark.parametrize("reason", ["a word " * 58, "x" * 61])
def test_a_reason_that_is_too_long_is_kept_on_the_screen(client_of: ClientOf, world: World, reason: str) -> None:
    browser = client_of("planner.us")
    browser.get(f"/holds/materials/{world.in_force_id}")
    page = browser.send(status=422, reason=reason)
    assert page.form().filled({})["reason"] == [reason.strip()]
    assert count(Hold) == 0


def test_four_hundred_characters_are_taken(client_of: ClientOf, world: World) -> None:
    reason = ("Ñandú señala. " * 40)[:400].strip()
    browser = client_of("planner.mx")
    browser.get(f"/holds/materials/{world.in_force_id}")
    browser.send(reason=reason)
    assert stops.all_on(world.material("in_force"))[0].reason == reason


# -- twice, and several


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_second_is_told_since_when_and_by_whom_and_loses_no_text(
    client_of: ClientOf, world: World, language: str
) -> None:
    browser = client_of("reviewer.us", language)
    browser.get(f"/holds/materials/{world.in_force_id}")
    stops.place(world, world.material("in_force"), "printer.us", "The fold cuts a number.")
    page = browser.send(status=409, reason="My own reason.")
    said = {
        "en": "It is on hold already: Joyce Amador stopped it on",
        "es": "Ya está en suspensión: Joyce Amador la ordenó",
    }
    assert said[language] in page.text
    assert "10:00" in page.text, "the clock of Mexico City"
    assert "The fold cuts a number." in page.text
    assert page.form().filled({})["reason"] == ["My own reason."]
    assert count(Hold) == 1
    assert "11:00" in browser.get(f"/holds/materials/{world.in_force_id}").text


def test_several_things_at_once_are_stopped(world: World, config: Config) -> None:
    edition = sheets.prepare(world, config, Side.US)
    for subject in (world.material("in_force"), edition, stops.fact(world, "recovery_position")):
        stops.place(world, subject, "planner.us")
        stops.place(world, subject, "planner.mx") if subject is not edition else None
    assert count(Hold) == 5
    assert acts.places(world.version("in_force")) == acts.NOWHERE


# -- told, and written down


@SIDES
def test_the_other_side_is_told_in_both_languages_with_the_reason_and_a_link(world: World, side: Side) -> None:
    stops.place(world, world.material("in_force"), f"printer.{side.value.lower()}")
    notices = {notice.to_side: notice for notice in session.scalars(select(Notice))}
    told = notices[side.opposite]
    where = {Side.US: ("the United States", "Estados Unidos"), Side.MX: ("Mexico", "México")}[side]
    code = world.material("in_force").code
    assert told.subject_en == f"On hold in {where[0]}: {code} One pill can kill"
    assert told.subject_es == f"En suspensión en {where[1]}: {code} Una pastilla puede matar"
    for text in (told.text_en, told.text_es):
        assert stops.REASON in text
        assert PEOPLE[f"printer.{side.value.lower()}"].name in text
    assert told.path == f"/materials/{world.in_force_id}"
    assert addressees(told) == {f"{role}.{side.opposite.value.lower()}" for role in OFFICIALS}
    assert addressees(notices[side]) == {f"{role}.{side.value.lower()}" for role in PRINTS_OR_LIFTS}


OFFICIALS = ("planner", "reviewer", "signatory", "signatory2", "deputy")
PRINTS_OR_LIFTS = ("printer", "signatory", "signatory2")


def addressees(notice: Notice) -> set[str]:
    found = session.scalars(select(Letter.address).where(Letter.notice_id == notice.id))
    return {address.removesuffix("@example.org") for address in found}


def test_where_both_territories_stop_the_print_staff_of_both_are_told(world: World) -> None:
    stops.place(world, stops.fact(world, "us_988"), "planner.us")
    notices = {notice.to_side: notice for notice in session.scalars(select(Notice))}
    assert addressees(notices[Side.MX]) == {f"{role}.mx" for role in (*OFFICIALS, "printer")}
    assert "printer.us" in addressees(notices[Side.US])
    assert "both countries" in notices[Side.MX].subject_en
    assert "A signatory of yours may lift it" in notices[Side.MX].text_en
    assert "A signatory of yours may lift it" not in notices[Side.US].text_en


def test_hold_notice_and_mark_stand_or_fall_together(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us") as user:
        actions.place(world.material("in_force"), stops.REASON, user, now())
        assert count(Hold) == 1
        assert count(Notice) == 2
        session.rollback()
    assert count(Hold) == count(Notice) == count(Letter) == 0
    assert acts.places(world.version("in_force")) == acts.stored_places(world.material("in_force")) == acts.BOTH


def test_the_audit_names_actor_side_and_thing(client_of: ClientOf, world: World) -> None:
    browser = client_of("printer.mx")
    browser.get(f"/holds/materials/{world.in_force_id}")
    browser.send(reason=stops.REASON)
    entry = session.scalars(select(Entry).order_by(Entry.n.desc()).limit(1)).one()
    assert (entry.action, entry.side) == ("holds.material", Side.MX)
    assert stops.REASON in entry.changes


def test_the_page_names_the_place_of_a_sheet(client_of: ClientOf, world: World, config: Config) -> None:
    edition = sheets.prepare(world, config, Side.US, key=EL_PASO)
    assert "sheet for El Paso County, Texas" in client_of("printer.us").get(f"/holds/editions/{edition.id}").text
