"""What the database itself refuses, whoever asks it: to change the past, or to clear for the other country."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from campaign.db import session
from tests.materials import acts
from tests.world import World

pytestmark = pytest.mark.database
INSERT = (
    "INSERT INTO clearances (version_id, fact_version_id, country, n, decision, fingerprint, by_id, authority, post,"
    " document, document_due_on, conditions, reason, marks_may_stay, decided_at) VALUES (:version, :fact, :country, :n,"
    " :decision, 'f', :by, 'a', 'p', :document, NULL, '', :reason, false, '2026-11-24 00:00:00')"
)


def insert(world: World, **changes: Any) -> None:
    values = {
        "version": world.version("waiting").id,
        "fact": None,
        "country": "US",
        "n": 1,
        "decision": "cleared",
        "by": world.users["signatory.us"],
        "document": "d",
        "reason": "",
    }
    with session.begin_nested():
        session.execute(text(INSERT), {**values, **changes})


def test_a_right_row_is_taken(world: World) -> None:
    """So that the refusals below are for the reason that they name."""
    insert(world)


@pytest.mark.parametrize(("country", "who"), [("US", "signatory.mx"), ("MX", "signatory.us"), ("US", "secretariat")])
def test_a_clearance_by_a_person_of_another_side_is_refused(world: World, country: str, who: str) -> None:
    with pytest.raises(IntegrityError):
        insert(world, country=country, by=world.users[who])


@pytest.mark.parametrize(
    "changes",
    [
        {"version": None},
        {"fact": 1},
        {"document": ""},
        {"decision": "refused"},
        {"decision": "revoked"},
        {"decision": "changes_requested"},
        {"decision": "approved"},
        {"country": "CA"},
        {"country": None},
        {"by": None},
        {"version": 10**6},
    ],
)
def test_half_a_clearance_is_refused(world: World, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        insert(world, **changes)


def test_two_cannot_both_be_the_next(world: World) -> None:
    insert(world)
    with pytest.raises(IntegrityError):
        insert(world, by=world.users["signatory2.us"])


@pytest.mark.parametrize(
    "column", ["material_id", "n", "content", "fingerprint", "submitted_by_id", "submitted_at", "author_ids"]
)
def test_a_version_never_changes(world: World, column: str) -> None:
    """Its authors stand with it: who could strike a name from them could clear the own text."""
    with pytest.raises(DBAPIError, match="versions is frozen"), session.begin_nested():
        session.execute(text(f"UPDATE versions SET {column} = {column}"))


def test_a_version_never_goes(world: World) -> None:
    with pytest.raises(DBAPIError, match="versions is frozen"), session.begin_nested():
        session.execute(text("DELETE FROM versions"))


@pytest.mark.parametrize("column", ["en", "es", "es_usted", "dial", "name_en", "note_es", "fingerprint", "author_ids"])
def test_a_wording_that_was_sent_never_changes(world: World, column: str) -> None:
    with pytest.raises(DBAPIError, match="fact_versions is frozen"), session.begin_nested():
        session.execute(
            text(f"UPDATE fact_versions SET {column} = {column} WHERE id = :id"), {"id": world.fact("us_988").id}
        )


def test_a_draft_wording_changes(world: World) -> None:
    session.execute(text("UPDATE fact_versions SET en = 'x' WHERE id = :id"), {"id": world.fact("fake_pills").id})


@pytest.mark.parametrize("table", ["clearances", "audit_entries"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET n = n + 1000"])
def test_decisions_and_audit_are_append_only(world: World, table: str, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text(statement.format(table)))


@pytest.mark.parametrize("scope", ["joint", "national"])
def test_a_national_material_has_its_country_and_a_joint_one_has_none(world: World, scope: str) -> None:
    country = "'US'" if scope == "joint" else "NULL"
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text(f"UPDATE materials SET scope = '{scope}', country = {country}"))


def test_a_block_quotes_a_fact_or_holds_words(world: World) -> None:
    material = acts.flyer(world)
    for kind, other in (("fact", "point"), ("point", "fact")):
        statement = text(f"UPDATE blocks SET kind = '{other}' WHERE kind = '{kind}' AND material_id = :id")
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(statement, {"id": material.id})
