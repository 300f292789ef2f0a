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


@pytest.fixture
def kept(run: Run, installed: Path) -> Path:
    """A checkpoint as the other country keeps it: taken when the record was whole."""
    status, out, _err = run("audit", "checkpoint")
    assert (status, set(json.loads(out))) == (0, {"count", "hash", "installation", "hmac"})
    path = installed / "checkpoint.json"
    path.write_text(out)
    return path


def test_a_checkpoint_is_proved(run: Run, installed: Path, kept: Path) -> None:
    assert run("audit", "verify", "--checkpoint", str(kept)) == (0, "The chain is intact.\n", "")


def test_a_checkpoint_is_proved_when_more_was_done_since(run: Run, installed: Path, kept: Path) -> None:
    assert run("user", "password", "planner.us@example.org")[0] == 0
    assert json.loads(run("audit", "checkpoint")[1])["count"] == json.loads(kept.read_text())["count"] + 1
    assert run("audit", "verify", "--checkpoint", str(kept))[0] == 0


def test_a_past_rebuilt_with_the_right_key_is_found_by_whoever_kept_a_checkpoint(
    run: Run, installed: Path, kept: Path
) -> None:
    """Everything thrown away and begun anew under the same key: the chain itself is whole."""
    (installed / "campaign.sqlite").unlink()
    assert run("audit", "verify")[0] == 0
    status, out, _err = run("audit", "verify", "--checkpoint", str(kept))
    assert (status, "the past was rewritten" in out) == (1, True)


def test_a_checkpoint_of_another_installation_proves_nothing(run: Run, installed: Path, kept: Path) -> None:
    kept.write_text(json.dumps(json.loads(kept.read_text()) | {"installation": "another"}))
    status, out, _err = run("audit", "verify", "--checkpoint", str(kept))
    assert (status, "not signed with this installation's key" in out) == (1, True)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"count": "9", "hash": "", "installation": "", "hmac": ""}', None])
def test_what_is_no_checkpoint_is_said(run: Run, installed: Path, kept: Path, text: str | None) -> None:
    kept.unlink() if text is None else kept.write_text(text)
    status, _out, err = run("audit", "verify", "--checkpoint", str(kept))
    assert (status, "is not a checkpoint" in err) == (2, True)
