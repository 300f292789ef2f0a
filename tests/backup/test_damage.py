"""No damaged, cut, forged or foreign archive is restored, and none of them leaves anything behind."""

import os
import random
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from campaign.backup import archive
from campaign.errors import Refused
from tests.backup import crafted
from tests.backup.conftest import Call, Place, tree
from tests.backup.crafted import Member, member

DAMAGES = 50 if "CAMPAIGN_TEST_FULL" in os.environ else 10
BLOCK = 512


def is_refused(path: Path) -> bool:
    try:
        with archive.reading(path):
            return False
    except Refused:
        return True


def flipped(data: bytes, place: int, by: int = 1) -> bytes:
    changed = bytearray(data)
    changed[place] ^= by
    return bytes(changed)


def test_every_byte_counts(spare: Path, place: Place, call: Call) -> None:
    """Anywhere, by any bit, through the command itself: nothing was made."""
    chance, whole, there = random.Random(4), spare.read_bytes(), place()
    for _round in range(DAMAGES):
        spare.write_bytes(flipped(whole, chance.randrange(len(whole)), chance.randrange(1, 256)))
        status, _out, err = call(there, "restore", spare)
        assert (status, "Nothing was changed." in err, there.data.exists()) == (1, True, False)
    spare.write_bytes(whole)
    assert call(there, "restore", spare)[0] == 0


def test_the_places_where_a_reader_of_archives_looks_away(spare: Path) -> None:
    """Names, sizes, checksums, times and padding of every member, the empty blocks at the end, and the last line."""
    whole = spare.read_bytes()
    places = [0, len(whole) - 1, len(whole) - 2, len(whole) - 65, len(whole) - 66, len(whole) - 66 - 2 * BLOCK]
    with tarfile.open(spare, "r:") as tar:
        for info in tar:
            places += [info.offset + at for at in (0, 100, 124, 136, 148, 156, 257, 500)]
            end = info.offset_data + info.size
            places += [info.offset_data, end - 1, *([end] if end % BLOCK else [])]
    for at in sorted(set(places)):
        spare.write_bytes(flipped(whole, at))
        assert is_refused(spare), at
    assert len(places) > 300


def test_every_truncation(spare: Path) -> None:
    whole = spare.read_bytes()
    ends = [0, 1, 64, 65, 66, BLOCK - 1, BLOCK, BLOCK + 65, len(whole) - 1, len(whole) - 2, len(whole) - 65]
    ends += [len(whole) - 66, len(whole) - 65 - 2 * BLOCK, *range(BLOCK, len(whole), len(whole) // 20)]
    for end in ends:
        spare.write_bytes(whole[:end])
        assert is_refused(spare), end
    spare.write_bytes(whole + b"\n")
    assert is_refused(spare)


def kept_out(*extra: Member) -> Callable[[list[Member]], list[Member]]:
    """What is put before the list of contents."""
    return lambda content: [*content[:-1], *extra, content[-1]]


def renamed(at: int, name: str) -> Callable[[list[Member]], list[Member]]:
    def change(content: list[Member]) -> list[Member]:
        content[at][0].name = name
        return content

    return change


def listed(**changes: Any) -> Callable[[list[Member]], list[Member]]:
    return lambda content: crafted.with_manifest(content, lambda manifest: manifest.update(changes))


FORGED: dict[str, tuple[Callable[[list[Member]], list[Member]], str]] = {
    "a path upwards": (kept_out(member("../audit.key", b"x")), "leaves its folder"),
    "a path upwards in the middle": (kept_out(member("files/../../x", b"x")), "leaves its folder"),
    "an absolute path": (kept_out(member("/etc/cron.d/x", b"x")), "leaves its folder"),
    "a symbolic link": (kept_out(member("files/x", kind=tarfile.SYMTYPE, target="/etc/passwd")), "is a link"),
    "a hard link": (kept_out(member("files/x", kind=tarfile.LNKTYPE, target="audit.key")), "is a link"),
    "a folder": (kept_out(member("files", kind=tarfile.DIRTYPE)), "is a link"),
    "a pipe": (kept_out(member("files/x", kind=tarfile.FIFOTYPE)), "is a link"),
    "a member that is not listed": (kept_out(member("tables/x.jsonl", b"{}\n")), "not what its list"),
    "a member twice": (lambda content: [content[0], *content], "not what its list"),
    "a member less": (lambda content: content[1:], "not what its list"),
    "a member under another name": (renamed(0, "tables/x.jsonl"), "not what its list"),
    "no list": (lambda content: content[:-1], "list of contents is missing"),
    "nothing": (lambda content: [], "list of contents is missing"),
    "the list first": (lambda content: [content[-1], *content[:-1]], "list of contents is missing"),
    "other content": (lambda content: [(content[0][0], content[0][1] + b"{}\n"), *content[1:]], "is damaged"),
    "a list that is none": (lambda content: [*content[:-1], (content[-1][0], b"[1]")], "cannot be read"),
    "a list that is no JSON": (lambda content: [*content[:-1], (content[-1][0], b"{")], "cannot be read"),
    "a list with more in it": (listed(more=1), "cannot be read"),
    "a list of another kind": (listed(tables=[]), "cannot be read"),
    "files of another kind": (listed(files=3), "cannot be read"),
    "keys of another kind": (listed(keys="audit.key"), "cannot be read"),
    "a newer format": (listed(format=2), "Its format is 2"),
    "a newer program": (listed(revision="9999_later"), "made by a newer version of this program (9999_later)"),
    "another revision": (listed(revision="0001_spine"), "not those of revision 0001_spine"),
    "a key that we do not know": (listed(keys={}), "not what its list"),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_archive_is_refused_with_its_reason(spare: Path, place: Place, call: Call, name: str) -> None:
    change, reason = FORGED[name]
    there = place()
    crafted.write(spare, change(crafted.members(spare)))
    status, _out, err = call(there, "restore", spare)
    assert (status, reason in err, tree(there.data)) == (1, True, {}), err


def without_first(rows: list[bytes]) -> list[bytes]:
    return rows[1:]


def reworded(rows: list[bytes]) -> list[bytes]:
    return [row.replace(b"agreed", b"argued") for row in rows]


def spaced(rows: list[bytes]) -> list[bytes]:
    return [row.replace(b'{"', b'{ "', 1) for row in rows]


def unnamed(rows: list[bytes]) -> list[bytes]:
    return [row.replace(b'"action":', b'"deed":', 1) for row in rows]


@pytest.mark.parametrize(
    ("table", "change", "reason"),
    [
        ("audit_entries", reworded, "The record is damaged at entry"),
        ("audit_entries", without_first, "The record is damaged at entry"),
        ("audit_head", without_first, "The record is damaged at entry"),
        ("organizations", without_first, "points to a row"),
        ("regions", spaced, "did not arrive as they were"),
        ("audit_entries", unnamed, ""),
        ("audit_entries", lambda rows: [*rows, b"{\n"], ""),
        ("audit_entries", lambda rows: [*rows, b"[1]\n"], ""),
        ("audit_entries", lambda rows: [*rows, rows[-1]], ""),
        ("jobs", lambda rows: [row.replace(b'"run_at":"', b'"run_at":"x') for row in rows], ""),
    ],
    ids=range(10),
)
def test_rows_that_cannot_be_proved_leave_nothing_behind(
    spare: Path, place: Place, call: Call, table: str, change: Callable[[list[bytes]], list[bytes]], reason: str
) -> None:
    """Refused after tables, files and keys were put: all of it goes again."""
    there = place()
    crafted.write(spare, crafted.with_rows(crafted.members(spare), table, change))
    status, _out, err = call(there, "restore", spare)
    assert (status, reason in err, tree(there.data)) == (1, True, {}), err


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"x" * 64, b"PK\x03\x04" + b"0" * 20_000, crafted.sealed(b"x" * 2048)], ids=range(5)
)
def test_what_is_no_backup_is_said(tmp_path: Path, place: Place, call: Call, data: bytes) -> None:
    path, there = tmp_path / "one.tar", place()
    path.write_bytes(data)
    status, _out, err = call(there, "restore", path)
    assert (status, "not a" in err or "no backup" in err, there.data.exists()) == (1, True, False), err


def test_a_file_that_is_not_there(tmp_path: Path, place: Place, call: Call) -> None:
    status, _out, err = call(place(), "restore", tmp_path / "one.tar")
    assert (status, "one.tar: No such file" in err) == (1, True)
