"""`intake check FILE… --json`: one object per line, both languages, exit status 1 when any is refused."""

import json
from pathlib import Path

import pytest

from campaign.intake.commands import intake
from campaign.intake.limits import DOCX, HEIC, MP3, SVG
from tests.intake.containers import HEIC as HEIC_FILE
from tests.intake.containers import docx, sound, svg
from tests.intake.corpus import entity, picture, workbook


def run(capsys: pytest.CaptureFixture[str], *files: Path | str, status: int) -> list[dict[str, object]]:
    assert intake(["check", *map(str, files), "--json"]) == status
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_what_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, table = tmp_path / "logo.exe", tmp_path / "tabla.csv"
    good.write_bytes(picture())
    table.write_bytes("nombre;año\nPeñón;2026\n".encode("cp1252"))
    first, second = run(capsys, good, table, status=0)
    assert first == {"file": str(good), "accepted": True, "type": "image/png", "reason": "", "findings": []}
    assert second["type"] == "text/csv"
    assert [finding["kind"] for finding in second["findings"]] == ["guessed_encoding"]  # type: ignore[attr-defined]


def test_what_is_refused_does_not_hide_what_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad, good = tmp_path / "á\u202e.xlsx", tmp_path / "b.xlsx"
    bad.write_bytes(entity())
    good.write_bytes(workbook())
    refused, taken, missing = run(capsys, bad, good, tmp_path / "nowhere", status=1)
    assert (refused["accepted"], taken["accepted"], missing["accepted"]) == (False, True, False)
    assert refused["file"] == str(bad)
    assert set(refused) == set(taken) == {"file", "accepted", "type", "reason", "findings"}
    english, _slash, spanish = str(refused["reason"]).partition(" / ")
    assert english
    assert spanish


def test_every_type_of_material_is_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"a": (docx(), DOCX), "b": (HEIC_FILE, HEIC), "c": (sound(), MP3), "d": (svg(), SVG)}
    for name, (data, _type) in files.items():
        (tmp_path / name).write_bytes(data)
    found = run(capsys, *(tmp_path / name for name in files), status=0)
    assert [one["type"] for one in found] == [kind for _data, kind in files.values()]


def test_a_name_that_no_disk_can_hold(capsys: pytest.CaptureFixture[str]) -> None:
    (refused,) = run(capsys, "a\0b.png", status=1)
    assert refused["accepted"] is False


def test_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.png").write_bytes(b"")
    assert intake(["check", str(tmp_path / "x.png"), "--as", "logo"]) == 1
    assert capsys.readouterr().out.startswith("REFUSED")
    (tmp_path / "x.txt").write_bytes(b"a note")
    assert intake(["check", str(tmp_path / "x.txt")]) == 0
    assert capsys.readouterr().out.endswith("text/plain Not scanned for viruses.\n")
