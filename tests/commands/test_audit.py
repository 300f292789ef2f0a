"""`audit verify`: proves the record, and names the entry at which somebody changed it."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.commands.conftest import Run


def tamper(data: Path, *statements: str) -> None:
    """As somebody does who has the file and no respect: the triggers first, then the past."""
    connection = sqlite3.connect(data / "campaign.sqlite")
    for name in ("audit_entries_no_update", "audit_entries_no_delete"):
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_an_untouched_record_is_intact(run: Run, installed: Path) -> None:
    assert run("audit", "verify") == (0, "The chain is intact.\n", "")
    status, out, _err = run("audit", "verify", "--json")
    assert (status, json.loads(out)) == (0, {"intact": True, "damages": []})


def test_a_new_installation_is_intact(run: Run) -> None:
    assert run("audit", "verify")[0] == 0


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE audit_entries SET changes = '[]' WHERE n = 20", 20),
        ("UPDATE audit_entries SET user_id = 4 WHERE n = 20", 20),
        ("UPDATE audit_entries SET side = 'MX' WHERE n = 20", 20),
        ("UPDATE audit_entries SET at = '2026-01-01 00:00:00' WHERE n = 20", 20),
        ("DELETE FROM audit_entries WHERE n = 20", 21),
    ],
)
def test_tampering_is_found_and_its_place_named(run: Run, installed: Path, statement: str, where: int) -> None:
    tamper(installed, statement)
    status, out, _err = run("audit", "verify")
    assert status == 1
    assert f"entry {where}: " in out
    assert "damages found." in out
    status, out, _err = run("audit", "verify", "--json")
    found = json.loads(out)
    assert (status, found["intact"]) == (1, False)
    assert where in [damage["n"] for damage in found["damages"]]


def test_a_tail_that_was_cut_off_shows(run: Run, installed: Path) -> None:
    tamper(installed, "DELETE FROM audit_entries WHERE n > 20")
    assert run("audit", "verify")[0] == 1


def test_another_key_proves_nothing(run: Run, installed: Path) -> None:
    (installed / "audit.key").write_bytes(b"0" * 32)
    status, out, _err = run("audit", "verify")
    assert status == 1
    assert "not signed with this installation's key" in out


@pytest.mark.parametrize("argv", [("audit",), ("audit", "erase"), ("audit", "verify", "--fast")])
def test_called_wrongly(run: Run, argv: tuple[str, ...]) -> None:
    assert run(*argv)[0] == 2
