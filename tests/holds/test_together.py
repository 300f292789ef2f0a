"""Several at the very same moment, each on an own connection: one hold, one lift, and nothing half done."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from campaign.audit import chain
from campaign.clock import now
from campaign.db import Side, session
from campaign.holds.models import Hold
from tests.clearance.test_together import at_once, readers, statuses
from tests.conftest import ActingAs
from tests.holds import stops
from tests.materials import acts
from tests.world import World

pytestmark = pytest.mark.database
MINE = {"reason": "I saw it first."}
HIS = {"reason": "So did I."}


def standing_rows() -> list[Hold]:
    return list(session.scalars(select(Hold).where(Hold.lifted_at.is_(None))))


def test_two_stop_the_same_thing_and_one_row_stands(live: Flask, built_world: World) -> None:
    path = f"/holds/materials/{built_world.in_force_id}"
    one, other = readers(live, built_world, path, "planner.us", "printer.us")
    pages = at_once(lambda: one.send(status=None, **MINE), lambda: other.send(status=None, **HIS))
    assert statuses(pages) == [303, 409]
    (row,) = standing_rows()
    told = next(page for page in pages if page.status == 409)
    assert "It is on hold already" in told.text
    assert told.form().filled({})["reason"] != [row.reason], "what was typed stays"
    assert chain.verify(session()) == []


def test_both_countries_at_once_stop_it_in_both(live: Flask, built_world: World) -> None:
    path = f"/holds/materials/{built_world.in_force_id}"
    us, mx = readers(live, built_world, path, "planner.us", "planner.mx")
    pages = at_once(lambda: us.send(status=None, **MINE), lambda: mx.send(status=None, **HIS))
    assert statuses(pages) == [303, 303]
    assert {row.country for row in standing_rows()} == set(Side)
    assert acts.places(built_world.version("in_force")) == acts.NOWHERE
    assert acts.stored_places(built_world.material("in_force")) == acts.NOWHERE
    assert chain.verify(session()) == []


def test_two_signatories_lift_it_once(live: Flask, built_world: World) -> None:
    (hold,) = stops.place(built_world, built_world.material("in_force"), "planner.us")
    one, other = readers(live, built_world, f"/holds/{hold.id}/lift", "signatory.us", "signatory2.us")
    pages = at_once(lambda: one.send(status=None, **MINE), lambda: other.send(status=None, **HIS))
    assert statuses(pages) == [303, 409]
    assert standing_rows() == []
    assert acts.stored_places(built_world.material("in_force")) == acts.BOTH
    assert chain.verify(session()) == []


def test_a_hold_while_the_last_key_is_turned_is_never_lost(live: Flask, built_world: World) -> None:
    """Whoever comes first: once both are done, it is cleared and held, or the hold asks to be sent again."""
    version = built_world.version("half_cleared")
    (mx,) = readers(live, built_world, f"/clearance/versions/{version.id}", "signatory.mx")
    (us,) = readers(live, built_world, f"/holds/materials/{version.material_id}", "planner.us")
    yes = {"decision": "cleared", "document": "DSF/118/2026", "has_read": "y"}
    live.config["PROPAGATE_EXCEPTIONS"] = False
    pages = at_once(lambda: mx.send(status=None, **yes), lambda: us.send(status=None, **MINE))
    assert set(statuses(pages)) <= {303, 409}
    is_held = pages[1].status == 303
    is_cleared = pages[0].status == 303
    assert is_held or is_cleared
    assert [row.country for row in standing_rows()] == ([Side.US] if is_held else [])
    assert acts.places(version) == {Side.US: is_cleared and not is_held, Side.MX: is_cleared}


def test_the_index_is_the_last_line(world: World, acting_as: ActingAs) -> None:
    """Without the action's own question: a second standing row for the same thing and country is no row."""
    stops.place(world, world.material("in_force"), "planner.us")
    with acting_as("printer.us") as user:
        columns = {"country": Side.US, "by_id": user.id, "by_side": Side.US, "placed_at": now()}
        session.add(Hold(material_id=world.in_force_id, reason="Again.", **columns))
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()
    assert len(standing_rows()) == 1
