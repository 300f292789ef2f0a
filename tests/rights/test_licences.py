"""Licences: entered by the planners of the owning side, needed before a material is sent and as long as it is used."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from campaign import clock
from campaign.clearance.in_force import in_force
from campaign.config import Config
from campaign.db import Side, Territory, acting, session
from campaign.errors import Overtaken, Refused
from campaign.mail.models import Notice
from campaign.rights.licences import actions
from campaign.rights.licences.models import Direction, Licence, LicenceKind
from campaign.storage import stored_keys
from tests.browser import Browser
from tests.intake.corpus import pdf, picture
from tests.materials.acts import act, here, send
from tests.rights.acts import BOTH, NEITHER, ONLY_MX, flyer_with, image, used
from tests.rights.acts import in_force as brought
from tests.rights.given import TODAY, days, license
from tests.world import NOW, World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]


def fields(**changes: Any) -> dict[str, Any]:
    """A form filled in as it should be; a file is its name and its bytes."""
    values: dict[str, Any] = {"direction": "in", "kind": "permission", "holder": "Alma Ruelas", "territory": "BOTH"}
    values |= {"from_on": TODAY.isoformat(), "until_on": days(365).isoformat(), "document": "OFC/118/2026", "note": ""}
    values |= {"file": ("permiso.pdf", pdf())}
    return {
        name: (BytesIO(value[1]), value[0]) if isinstance(value, tuple) else value
        for name, value in (values | changes).items()
    }


def only() -> Licence:
    return session.scalars(select(Licence)).one()


# Needed before it is sent


def test_nothing_is_sent_without_a_licence_for_each_country(world: World, config: Config) -> None:
    """What its sender says about using it is a hint, what counts is the licence (law 10)."""
    material = image(world, config)
    with pytest.raises(Refused, match=r"in the United States.*in Mexico"):
        send(world, material)
    license(world, material, territory=Territory.US)
    with pytest.raises(Refused, match=r"^No licence lets us use it in Mexico\.$"):
        send(world, material)
    license(world, material, territory=Territory.MX)
    assert brought(world, material).in_force_at == NOW
    assert used(material) == BOTH


@pytest.mark.parametrize(
    "changes",
    [
        {"direction": Direction.outgoing},
        {"from_on": days(1)},
    ],
)
def test_what_does_not_let_us_use_it_today_is_no_licence(world: World, config: Config, changes: Any) -> None:
    material = image(world, config)
    license(world, material, **changes)
    with pytest.raises(Refused, match="No licence"):
        send(world, material)


# As long as it is used


def test_after_its_last_day_no_new_copies_are_made(world: World, config: Config) -> None:
    material = image(world, config)
    license(world, material, until_on=days(20))
    license(world, material, from_on=days(21), until_on=days(40), territory=Territory.MX)
    version = brought(world, material)
    assert [in_force(version, side, _noon(20)) for side in Side] == [True, True]
    with clock.at(_noon(21)), act(world, "planner.us"):
        assert [in_force(here(version), side, _noon(21)) for side in Side] == [False, True]
    assert [in_force(here(version), side, _noon(41)) for side in Side] == [False, False]


def _noon(day: int) -> datetime:
    return datetime.combine(days(day), time(12), UTC)


def test_what_is_ended_takes_the_flyer_with_it_and_both_are_told(world: World, config: Config) -> None:
    material = image(world, config)
    first = license(world, material, territory=Territory.US)
    license(world, material, territory=Territory.MX)
    flyer = flyer_with(world, brought(world, material)).material
    assert used(flyer) == BOTH
    with act(world, "planner.us") as user:
        actions.end(here_licence(first), "It was given for one year only.", user, NOW)
    assert (used(material), used(flyer)) == (ONLY_MX, ONLY_MX)
    told = session.scalars(select(Notice).where(Notice.subject_en.like("Out of force in the United States%"))).all()
    assert {(one.to_side, one.path) for one in told} == {
        (side, path) for side in Side for path in (f"/materials/{material.id}", f"/flyers/{flyer.id}")
    }
    license(world, material)
    assert (used(material), used(flyer)) == (BOTH, BOTH)


def here_licence(licence: Licence) -> Licence:
    return session.get_one(Licence, licence.id)


def test_what_stands_is_never_changed(world: World, config: Config) -> None:
    material = image(world, config)
    licence = license(world, material)
    with acting(None, None, "test", NOW):
        here_licence(licence).until_on = days(9999)
        with pytest.raises(DBAPIError, match="frozen"):
            session.flush()
    session.rollback()
    with act(world, "planner.us") as user:
        actions.end(here_licence(licence), "Typing error", user, NOW)
    with pytest.raises(Overtaken), act(world, "planner.us") as user:
        actions.end(here_licence(licence), "Again", user, NOW)
    assert used(material) == NEITHER


# Pages


def test_entered_shown_fetched_and_ended(client_of: ClientOf, world: World, config: Config) -> None:
    material = image(world, config)
    browser = client_of("planner.us")
    assert "No licence yet" in browser.get(f"/rights/materials/{material.id}").text
    browser.get(f"/rights/materials/{material.id}/licences/new")
    browser.post(f"/rights/materials/{material.id}/licences/new", fields())
    licence = only()
    assert (licence.kind, licence.holder, licence.document) == (LicenceKind.permission, "Alma Ruelas", "OFC/118/2026")
    assert licence.document_sha256 in stored_keys(session())
    assert "Alma Ruelas" in browser.get(f"/rights/materials/{material.id}").text
    answer = browser.client.get(f"/rights/licences/{licence.id}/document.pdf")
    assert (answer.data, answer.headers["Content-Disposition"].split(";")[0]) == (pdf(), "attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    browser.get(f"/rights/licences/{licence.id}/end")
    browser.post(f"/rights/licences/{licence.id}/end", {"reason": ""}, 422)
    browser.post(f"/rights/licences/{licence.id}/end", {"reason": "Given for one year only"})
    assert only().end_reason == "Given for one year only"
    browser.post(f"/rights/licences/{licence.id}/end", {"reason": "Again"}, 409)
    assert "Given for one year only" in client_of("reviewer.us", "es").get(f"/rights/materials/{material.id}").text


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": ""},
        {"direction": "sideways"},
        {"holder": "\u202e"},
        {"until_on": days(-1).isoformat()},
        {"from_on": days(9).isoformat(), "until_on": TODAY.isoformat()},
        {"document": "", "file": None},
        {"file": ("x.pdf", picture("GIF"))},
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_lost(
    client_of: ClientOf, world: World, config: Config, changes: Any
) -> None:
    material = image(world, config)
    browser = client_of("planner.us")
    browser.get(f"/rights/materials/{material.id}/licences/new")
    values = {name: value for name, value in fields(**changes).items() if value is not None}
    page = browser.post(f"/rights/materials/{material.id}/licences/new", values, 422)
    assert values["holder"] == "\u202e" or 'value="Alma Ruelas"' in page.html
    assert session.scalars(select(Licence)).all() == []


def test_the_document_stays_on_its_own_side(client_of: ClientOf, world: World, config: Config) -> None:
    material = image(world, config)
    client_of("planner.us").post(f"/rights/materials/{material.id}/licences/new", fields())
    path = f"/rights/licences/{only().id}/document.pdf"
    brought(world, material)
    assert client_of("signatory.us").client.get(path).status_code == 200
    assert "Alma Ruelas" in client_of("signatory.mx").get(f"/rights/materials/{material.id}").text
    for who in ("planner.mx", "partner-a.us", "printer.us", "secretariat", "administrator.us"):
        assert client_of(who).client.get(path).status_code in (403, 404), who
