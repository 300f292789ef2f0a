"""Stored files: a folder of bytes under their SHA-256. Written once, never changed;
acknowledged only when on the disk.
"""

import hashlib
import os
import tempfile
from pathlib import Path


class Damaged(Exception):
    """The stored bytes no longer match their name."""


def put(store: Path, data: bytes) -> str:
    """Keep the bytes and return their key; then it may be promised."""
    key = hashlib.sha256(data).hexdigest()
    path = _path(store, key)
    if not path.exists():
        write(path, data)
    return key


def write(path: Path, data: bytes) -> None:
    """The whole file or none of it, and on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def read(store: Path, key: str) -> bytes:
    """The bytes of a key, checked on the way; raises FileNotFoundError or Damaged."""
    data = _path(store, key).read_bytes()
    if hashlib.sha256(data).hexdigest() != key:
        raise Damaged(key)
    return data


def _path(store: Path, key: str) -> Path:
    if len(key) != 64 or set(key) - set("0123456789abcdef"):
        raise ValueError("a storage key is a SHA-256 in hex")
    return store / key[:2] / key


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
