"""What an entry holds: one for each committed action, before and after, no secrets; nothing for what did not happen."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from campaign.accounts import actions as accounts
from campaign.audit import chain
from campaign.audit.models import Entry
from campaign.clearance import actions as clearance
from campaign.clock import now
from campaign.db import Bilingual, Side, session
from campaign.errors import Refused
from campaign.materials.models import BlockKind, blocks_of
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.world import PASSWORD, STATEMENTS, World

pytestmark = pytest.mark.database


def count() -> int:
    return session.scalar(select(func.count()).select_from(Entry)) or 0


def newest() -> Entry:
    return session.scalars(select(Entry).order_by(Entry.n.desc()).limit(1)).one()


def changes(entry: Entry) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(entry.changes)
    return found


def test_one_committed_action_leaves_one_entry(acting_as: ActingAs, world: World) -> None:
    before = count()
    with acting_as("planner.us", "materials.edit") as user:
        material = world.material("draft")
        material.title = Bilingual("Carry naloxone", "Lleva naloxona")
        session.flush()
        for block in session.scalars(blocks_of(material.id)):
            if block.kind is BlockKind.point:
                block.words = Bilingual("Ask for it.", "Pídela.")
        session.commit()
    entry = newest()
    assert count() == before + 1
    assert (entry.user_id, entry.side, entry.action, entry.at) == (user.id, Side.US, "materials.edit", now())
    assert [(change["table"], change["verb"]) for change in changes(entry)] == [
        ("materials", "update"),
        ("blocks", "update"),
    ]


def test_an_entry_holds_before_and_after_of_what_changed_and_nothing_else(acting_as: ActingAs, world: World) -> None:
    with acting_as("planner.us"):
        world.material("draft").title = Bilingual("Keep naloxone at home", "Lleva naloxona")
        session.commit()
    (change,) = changes(newest())
    assert change["key"] == [world.draft_id]
    assert change["before"]["title_es"] == "Ten naloxona en casa"
    assert change["after"]["title_es"] == "Lleva naloxona"
    assert "title_en" not in change["after"]
    assert "register" not in change["after"]


def test_a_deleted_row_leaves_what_it_held(acting_as: ActingAs, world: World) -> None:
    with acting_as("planner.us"):
        session.delete(session.scalars(blocks_of(world.draft_id)).all()[1])
        session.commit()
    (change,) = changes(newest())
    assert (change["verb"], change["before"]["kind"]) == ("delete", "subline")
    assert change["after"] == {}


def test_secrets_never_enter_the_record(acting_as: ActingAs, world: World) -> None:
    with acting_as("administrator.us"):
        accounts.set_password(world.user("planner.us"), "another-long-password", now())
        session.commit()
    (change,) = changes(newest())
    assert (change["before"], change["after"]) == ({"password_hash": "hidden"}, {"password_hash": "hidden"})
    everything = " ".join(session.scalars(select(Entry.changes)))
    assert "$argon2" not in everything
    assert PASSWORD not in everything


def test_what_was_rolled_back_leaves_no_entry(acting_as: ActingAs, world: World) -> None:
    before = count()
    with acting_as("planner.us"):
        world.material("draft").title = Bilingual("x", "y")
        session.flush()
        session.rollback()
        session.commit()
    assert count() == before


def test_a_refused_action_leaves_no_entry(acting_as: ActingAs, world: World) -> None:
    """ASVS V2.3.3."""
    before = count()
    version = world.version("waiting")
    with acting_as("signatory.us", "clearance.clear") as user, pytest.raises(Refused):
        clearance.clear(version, STATEMENTS[Side.US], "0" * 64, user, now())
    session.rollback()
    assert count() == before


def test_a_commit_that_changes_nothing_leaves_no_entry(acting_as: ActingAs, world: World) -> None:
    before = count()
    with acting_as("planner.us"):
        world.material("draft").title = world.material("draft").title
        session.commit()
    assert count() == before


def test_the_request_that_did_it_stands_in_the_entry(client_of: Callable[..., Browser], world: World) -> None:
    browser = client_of("planner.mx")
    browser.post("/accounts/sign-out")
    entry = newest()
    assert (entry.action, entry.side, entry.user_id) == ("accounts.sign_out", Side.MX, world.users["planner.mx"])


@pytest.mark.parametrize("table", ["audit_entries", "audit_subjects", "clearances"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET n = n + 1000"])
def test_the_database_itself_refuses_to_change_the_past(world: World, table: str, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text(statement.format(table)))


@pytest.mark.parametrize("table", ["audit_entries", "clearances", "versions", "holds"])
def test_history_is_not_emptied_in_one_stroke(world: World, table: str) -> None:
    """PostgreSQL's TRUNCATE, also of what points there; SQLite knows no such statement."""
    if session.get_bind().dialect.name == "postgresql":
        with pytest.raises(DBAPIError, match="never emptied"), session.begin_nested():
            session.execute(text(f"TRUNCATE {table} CASCADE"))


def test_entries_follow_each_other_without_a_gap(acting_as: ActingAs, world: World) -> None:
    for word in ("one", "two", "three"):
        with acting_as("planner.us"):
            world.user("planner.us").post = word
            session.commit()
    numbers = session.scalars(select(Entry.n).order_by(Entry.n)).all()
    assert numbers == list(range(1, len(numbers) + 1))
    assert chain.verify(session()) == []


def test_without_a_key_nothing_is_written(acting_as: ActingAs, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "_key", None)
    with acting_as("planner.us") as user:
        user.post = "x"
        with pytest.raises(RuntimeError, match="no key"):
            session.commit()
