"""Letting a thing go again: by a signatory of the country where it stands or of the side that stopped it only."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from campaign import clock
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.holds.models import Hold
from campaign.mail.models import Notice
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.flyers import sheets
from tests.holds import stops
from tests.materials import acts
from tests.world import PEOPLE, World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
SIDES = pytest.mark.parametrize("side", Side)


@SIDES
@pytest.mark.parametrize("who", ["signatory", "signatory2"])
def test_a_signatory_of_the_country_lifts_it_without_a_reason(
    client_of: ClientOf, world: World, config: Config, side: Side, who: str
) -> None:
    edition = sheets.prepare(world, config, side)
    (hold,) = stops.place(world, world.material("in_force"), f"printer.{side.value.lower()}")
    browser = client_of(f"{who}.{side.value.lower()}")
    assert f"/holds/{hold.id}/lift" in browser.get(f"/materials/{world.in_force_id}").links
    browser.get(f"/holds/{hold.id}/lift")
    browser.send()
    browser.follow()
    lifted = session.get_one(Hold, hold.id)
    assert (lifted.lifted_by_side, lifted.lifted_at, lifted.lift_reason) == (side, now(), "")
    assert acts.places(world.version("in_force")) == acts.stored_places(world.material("in_force")) == acts.BOTH
    assert not any(world.material("in_force").is_held(s) or world.material("in_force").is_stopped(s) for s in Side)
    browser.get(f"/flyers/editions/{edition.id}/file.pdf")


@pytest.mark.parametrize("who", [who for who in PEOPLE if not who.endswith("signatory.us") and who != "signatory2.us"])
def test_nobody_else_lifts_it(client_of: ClientOf, world: World, acting_as: ActingAs, who: str) -> None:
    (hold,) = stops.place(world, world.material("in_force"), "planner.us")
    role = PEOPLE[who].roles[0].value
    sees = role in stops.WHO and who != "deactivated"
    status = 403 if sees else 303 if who == "deactivated" else 404
    client_of(who).post(f"/holds/{hold.id}/lift", {"reason": "I think it is fine."}, status=status)
    with pytest.raises(NotAllowed):
        stops.lift(world, hold, who)
    assert session.get_one(Hold, hold.id).lifted_at is None


def test_a_planner_is_shown_no_button(client_of: ClientOf, world: World) -> None:
    (hold,) = stops.place(world, world.material("in_force"), "planner.us")
    for path in ("/", "/holds/", f"/materials/{world.in_force_id}"):
        assert f"/holds/{hold.id}/lift" not in client_of("planner.us").get(path).links
        assert f"/holds/{hold.id}/lift" in client_of("signatory.us").get(path).links


def test_no_time_out_lifts_anything(world: World) -> None:
    stops.place(world, world.material("in_force"), "planner.us")
    with clock.at(now() + timedelta(days=60)):
        assert acts.places(world.version("in_force")) == acts.ONLY_MX


# -- the owner of a fact, and the other side


def test_the_owner_lifts_on_both_sides_what_it_stopped_on_both(client_of: ClientOf, world: World) -> None:
    us, _mx = stops.place(world, stops.fact(world, "us_988"), "planner.us")
    browser = client_of("signatory.us")
    assert "both countries" in browser.get(f"/holds/{us.id}/lift").text
    browser.send()
    assert all(hold.lifted_by_side is Side.US for hold in stops.all_on(stops.fact(world, "us_988")))
    assert not any(stops.fact(world, "us_988").is_stopped(side) for side in Side)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_other_side_lifts_it_for_its_own_territory_with_a_reason(
    client_of: ClientOf, world: World, language: str
) -> None:
    _us, mx = stops.place(world, stops.fact(world, "us_988"), "planner.us")
    browser = client_of("signatory.mx", language)
    browser.get(f"/holds/{mx.id}/lift")
    page = browser.send(status=422, reason=" ")
    said = {
        "en": "Write the reason; the country that placed the hold reads it.",
        "es": "Escriba el motivo; lo lee el país que ordenó la suspensión.",
    }
    assert said[language] in page.text
    with pytest.raises(Refused, match="Write the reason"):
        stops.lift(world, mx, "signatory.mx", " ")
    browser.get(f"/holds/{mx.id}/lift")
    browser.send(reason="In Mexico the number was dialled today.")
    fact = stops.fact(world, "us_988")
    assert [fact.is_stopped(side) for side in Side] == [True, False]
    told = session.scalars(select(Notice).where(Notice.to_side == Side.US).order_by(Notice.id.desc())).first()
    assert told is not None
    assert told.subject_en == f"Hold lifted in Mexico: {world.fact('us_988').title.en}"
    assert "In Mexico the number was dialled today." in told.text_es


def test_the_other_side_does_not_lift_it_where_the_owner_is_at_home(client_of: ClientOf, world: World) -> None:
    us, _mx = stops.place(world, stops.fact(world, "us_988"), "planner.us")
    client_of("signatory.mx").post(f"/holds/{us.id}/lift", {"reason": "It works."}, status=403)


def test_what_the_other_side_let_go_the_owner_may_stop_again(world: World) -> None:
    fact = stops.fact(world, "us_988")
    _us, mx = stops.place(world, fact, "planner.us")
    stops.lift(world, mx, "signatory.mx", "It works here.")
    assert [hold.country for hold in stops.place(world, fact, "planner.us", "It does not.")] == [Side.MX]
    assert stops.fact(world, "us_988").is_stopped(Side.MX)


# -- once only, and told


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_was_lifted_is_history(client_of: ClientOf, world: World, language: str) -> None:
    (hold,) = stops.place(world, world.material("in_force"), "planner.us")
    browser = client_of("signatory.us", language)
    browser.get(f"/holds/{hold.id}/lift")
    stops.lift(world, hold, "signatory2.us", "Checked.")
    page = browser.send(status=409, reason="I checked it too.")
    said = {
        "en": "This hold is history: Peter Nakai lifted it on",
        "es": "Esta suspensión ya es historial: Peter Nakai la levantó el",
    }
    assert said[language] in page.text
    assert page.form().filled({})["reason"] == ["I checked it too."]
    with pytest.raises(Overtaken):
        stops.lift(world, hold, "signatory.us")
    assert session.get_one(Hold, hold.id).lift_reason == "Checked."


def test_a_reason_that_is_too_long_is_kept(client_of: ClientOf, world: World) -> None:
    (hold,) = stops.place(world, world.material("in_force"), "planner.us")
    browser = client_of("signatory.us")
    browser.get(f"/holds/{hold.id}/lift")
    page = browser.send(status=422, reason="a word " * 60)
    assert page.form().filled({})["reason"] == [("a word " * 60).strip()]


@SIDES
def test_the_other_side_and_the_print_staff_are_told(world: World, side: Side) -> None:
    (hold,) = stops.place(world, world.material("in_force"), f"planner.{side.value.lower()}")
    before = set(session.scalars(select(Notice.id)))
    stops.lift(world, hold, stops.signatory(side), "It was a misprint of one copy.")
    notices = [n for n in session.scalars(select(Notice)) if n.id not in before]
    assert {notice.to_side for notice in notices} == set(Side)
    for notice in notices:
        assert "It was a misprint of one copy." in notice.text_en
        assert PEOPLE[stops.signatory(side)].name in notice.text_es


def test_stopped_again_it_is_another_row(world: World) -> None:
    (first,) = stops.place(world, world.material("in_force"), "planner.us")
    stops.lift(world, first, "signatory.us")
    with clock.at(now() + timedelta(hours=1)):
        stops.place(world, world.material("in_force"), "printer.us", "It is wrong after all.")
    assert [hold.lifted_at is None for hold in stops.all_on(world.material("in_force"))] == [True, False]
    assert acts.places(world.version("in_force")) == acts.ONLY_MX


# -- the database's own word


@pytest.mark.parametrize("column", ["reason", "country", "by_side", "placed_at"])
def test_the_words_of_a_hold_stay(world: World, acting_as: ActingAs, column: str) -> None:
    (hold,) = stops.place(world, world.material("in_force"), "planner.us")
    hold = session.get_one(Hold, hold.id)
    with acting_as("planner.us"):
        value = {"reason": "Other.", "placed_at": now() + timedelta(days=1)}.get(column, Side.MX)
        setattr(hold, column, value)
        with pytest.raises(DBAPIError, match="frozen"):
            session.flush()
        session.rollback()


def test_a_lift_by_somebody_of_a_third_hand_is_no_row(world: World, acting_as: ActingAs) -> None:
    """Lifted by a person of the other country, under whichever side one writes down."""
    (hold,) = stops.place(world, world.material("in_force"), "planner.us")
    with acting_as("signatory.mx") as user:
        for side, message in ((Side.US, "FOREIGN KEY|fk_holds_lifted_by_own_side"), (Side.MX, "lifted_by")):
            row = session.get_one(Hold, hold.id)
            row.lifted_at, row.lifted_by_id, row.lifted_by_side = now(), user.id, side
            with pytest.raises(IntegrityError, match=message):
                session.flush()
            session.rollback()


def test_a_lifted_hold_changes_no_more(world: World, acting_as: ActingAs) -> None:
    (hold,) = stops.place(world, world.material("in_force"), "planner.us")
    stops.lift(world, hold, "signatory.us")
    with acting_as("signatory.us"):
        session.get_one(Hold, hold.id).lifted_at = None
        with pytest.raises(DBAPIError, match="a lifted hold is history"):
            session.flush()
        session.rollback()
