"""Stored files: whole or not at all, under their own hash, and never read without being checked."""

import hashlib
import os
import threading
from pathlib import Path

import pytest

from campaign.storage import files

DATA = b"El fentanilo no se ve." * 1000
KEY = hashlib.sha256(DATA).hexdigest()


def all_files(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def test_what_was_put_is_read_back_under_its_hash(tmp_path: Path) -> None:
    assert files.put(tmp_path, DATA) == KEY
    assert files.read(tmp_path, KEY) == DATA
    assert all_files(tmp_path) == [tmp_path / KEY[:2] / KEY]


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    files.put(tmp_path, DATA)
    before = all_files(tmp_path)[0].stat().st_mtime_ns
    files.put(tmp_path, DATA)
    assert [path.stat().st_mtime_ns for path in all_files(tmp_path)] == [before]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_breaks_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """The disk is full, or gone, at the worst moment."""

    def broken(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, broken)
    with pytest.raises(OSError, match="No space left"):
        files.put(tmp_path, DATA)
    assert all_files(tmp_path) == []


def test_the_file_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    sync, replace = os.fsync, os.replace

    def noted_sync(handle: int) -> None:
        order.append("sync")
        sync(handle)

    def noted_replace(old: str, new: Path) -> None:
        order.append("rename")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "replace", noted_replace)
    files.put(tmp_path, DATA)
    assert order == ["sync", "rename", "sync"]


def test_a_damaged_file_is_never_handed_out(tmp_path: Path) -> None:
    files.put(tmp_path, DATA)
    (tmp_path / KEY[:2] / KEY).write_bytes(DATA[:-1])
    with pytest.raises(files.Damaged, match=KEY):
        files.read(tmp_path, KEY)


def test_a_missing_file_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        files.read(tmp_path, KEY)


@pytest.mark.parametrize(
    "key", ["", "../../etc/passwd", KEY.upper(), KEY[:-1], KEY + "0", "/" + KEY[1:], KEY[:-1] + "g"]
)
def test_only_a_hash_is_a_key(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        files.read(tmp_path, key)


def test_two_writers_of_the_same_bytes_do_not_hurt_each_other(tmp_path: Path) -> None:
    keys: list[str] = []
    threads = [threading.Thread(target=lambda: keys.append(files.put(tmp_path, DATA))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert keys == [KEY] * 8
    assert all_files(tmp_path) == [tmp_path / KEY[:2] / KEY]
