"""The document that was to follow a clearance: entered once, by its own country, and the clearance stays as it is."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from campaign import clock
from campaign.audit.models import Entry
from campaign.clearance import following
from campaign.clearance.keys import keys_large
from campaign.clearance.models import Clearance, ClearanceDocument
from campaign.clock import now
from campaign.db import Side, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.facts.models import FactVersion
from campaign.materials.models import Version
from tests.browser import Browser
from tests.materials import acts
from tests.materials.acts import act, here
from tests.world import NOW, World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
DAY = timedelta(days=1)
SENT: dict[str, Any] = {"document": "OBH-2026-77", "document_on": "2026-11-23"}


def to_follow(world: World, subject: Version | FactVersion, who: str = "signatory.us") -> Clearance:
    return acts.clear(world, subject, who, document="", document_on=None)


def path_of(given: Clearance) -> str:
    return f"/clearance/decisions/{given.id}/document"


def enter(world: World, given: Clearance, who: str, document: str = "OBH-2026-77") -> None:
    with act(world, who) as user:
        following.enter(session.get_one(Clearance, given.id), document, date(2026, 11, 23), user, now())


def entered() -> list[ClearanceDocument]:
    return list(session.scalars(select(ClearanceDocument)))


def said(world: World, who: str, subject: Version) -> list[str]:
    return [words for slot in keys_large(here(subject), world.user(who)).slots for _label, words in slot.lines]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_signatory_enters_it_and_both_countries_see_it(client_of: ClientOf, world: World, language: str) -> None:
    version = world.version("waiting")
    given = to_follow(world, version)
    number, fingerprint = given.id, given.fingerprint
    with clock.at(NOW + 20 * DAY):
        browser = client_of("signatory.us", language)
        page = browser.get(f"/materials/{version.material_id}")
        assert path_of(given) in page.links
        page = browser.get(path_of(given))
        assert {"en": "The document is overdue.", "es": "El documento está atrasado."}[language] in page.text
        browser.send(**SENT)
        assert "OBH-2026-77" in browser.follow().text
        words = {
            "en": "OBH-2026-77, entered on 14 Dec 2026 by Ruth Castellan",
            "es": "OBH-2026-77, registrado el 14 dic 2026 por Ruth Castellan",
        }[language]
        for who in ("signatory.us", "planner.mx", "signatory.mx"):
            page = client_of(who, language).get(f"/materials/{here(version).material_id}")
            assert words in page.text
            assert path_of(given) not in page.links
        page = client_of("signatory.us", language).get(path_of(given))
        assert "OBH-2026-77" in page.text
        assert page.tree.find(".//main//form") is None
    (row,) = entered()
    given = session.get_one(Clearance, number)
    assert (row.document, row.document_on, row.side, row.at) == (
        "OBH-2026-77",
        date(2026, 11, 23),
        Side.US,
        NOW + 20 * DAY,
    )
    assert (given.document, given.fingerprint, given.document_due_on) == ("", fingerprint, date(2026, 12, 8))
    assert here(version).fingerprint == fingerprint, "law 3: it stands outside"


def test_of_a_fact_too(client_of: ClientOf, world: World) -> None:
    with act(world, "planner.us"):
        acts.facts.submit(world.fact("naloxone_what"), now())
    given = to_follow(world, world.fact("naloxone_what"), "signatory.mx")
    fact = world.fact("naloxone_what").fact_id
    assert path_of(given) in client_of("signatory.mx", "en").get(f"/facts/{fact}").links
    assert path_of(given) not in client_of("planner.mx", "en").get(f"/facts/{fact}").links
    browser = client_of("signatory.mx", "en")
    browser.get(path_of(given))
    browser.send(document="SFN/1/2026", document_on="")
    assert "document SFN/1/2026, entered on 24 Nov 2026 by" in browser.follow().text
    assert "SFN/1/2026" in client_of("planner.us", "en").get(f"/facts/{fact}").text


def test_it_stands_in_the_record_and_in_the_history(client_of: ClientOf, world: World) -> None:
    version = world.version("waiting")
    given = to_follow(world, version)
    browser = client_of("signatory.us", "en")
    browser.get(path_of(given))
    browser.send(**SENT)
    entry = session.scalars(select(Entry).where(Entry.action == "clearance.document")).one()
    assert entry.reach == "BOTH"
    text = client_of("planner.us", "en").get(f"/audit/versions/{version.id}").text
    assert "Entered the document of a clearance" in text
    assert "OBH-2026-77" in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"document": ""}, "Write the number of the letter."),
        ({"document": " "}, "Write the number of the letter."),
        ({"document": "x" * 61}, "60"),
        ({"document_on": "2026-11-30"}, "A document is not dated after today."),
    ],
)
def test_what_is_wrong_is_said(client_of: ClientOf, world: World, change: dict[str, Any], words: str) -> None:
    given = to_follow(world, world.version("waiting"))
    browser = client_of("signatory.us", "en")
    browser.get(path_of(given))
    assert words in browser.send(status=422, **{**SENT, **change}).text
    assert entered() == []


def test_once_and_never_changed(client_of: ClientOf, world: World) -> None:
    given = to_follow(world, world.version("waiting"))
    browser = client_of("signatory.us", "en")
    browser.get(path_of(given))
    enter(world, given, "signatory2.us", "OBH-2026-1")
    page = browser.send(status=409, **SENT)
    assert "The document of this clearance was entered already." in page.text
    with pytest.raises(Overtaken):
        enter(world, given, "signatory.us")
    assert [row.document for row in entered()] == ["OBH-2026-1"]
    for change in ("UPDATE clearance_documents SET document = 'x'", "DELETE FROM clearance_documents"):
        with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
            session.connection().exec_driver_sql(change)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("signatory.mx", 403),
        ("planner.us", 403),
        ("reviewer.us", 403),
        ("administrator.us", 404),
        ("partner-a.us", 404),
    ],
)
def test_only_a_signatory_of_that_country(client_of: ClientOf, world: World, who: str, status: int) -> None:
    given = to_follow(world, world.version("waiting"))
    client_of(who).get(path_of(given), status=status)
    client_of(who).post(path_of(given), SENT, status=status)
    with pytest.raises(NotAllowed):
        enter(world, given, who)
    assert entered() == []


def test_only_where_one_was_to_follow(client_of: ClientOf, world: World) -> None:
    given = acts.clear(world, world.version("waiting"), "signatory.us")
    client_of("signatory.us").get(path_of(given), status=403)
    with pytest.raises(NotAllowed):
        enter(world, given, "signatory.us")
    other = to_follow(world, world.version("waiting"), "signatory.mx")
    with pytest.raises(Refused):
        enter(world, other, "signatory.mx", " ")


def test_the_database_refuses_another_country_and_what_needed_none(world: World) -> None:
    """Law 1, whoever writes it."""
    given, whole = (
        to_follow(world, world.version("waiting")),
        acts.clear(world, world.version("waiting"), "signatory.mx"),
    )
    for number, who in ((given.id, "signatory.mx"), (whole.id, "signatory.mx")):
        side = Side(who[-2:].upper())
        row = {"clearance_id": number, "document": "X", "side": side, "by_id": world.users[who], "at": now()}
        with pytest.raises(DBAPIError, match="entered by its country"), session.begin_nested():
            session.connection().execute(insert(ClearanceDocument), row)


def test_a_word_that_stood_has_its_document_although_nobody_is_reminded(client_of: ClientOf, world: World) -> None:
    version = world.version("waiting")
    given = to_follow(world, version)
    acts.revoke(world, version, "signatory.us")
    with clock.at(NOW + 20 * DAY):
        assert path_of(given) not in client_of("signatory.us").get("/board").links
        enter(world, given, "signatory.us")
    assert len(entered()) == 1


def test_the_next_statement_shows_it_as_the_last_one(client_of: ClientOf, world: World) -> None:
    given = to_follow(world, world.version("waiting"), "signatory.mx")
    enter(world, given, "signatory.mx", "SFN/9/2026")
    page = client_of("signatory.mx", "en").get(f"/clearance/versions/{world.version('half_cleared').id}")
    assert "Your last one was SFN/9/2026." in page.text
