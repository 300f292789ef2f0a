"""What a store is: it keeps bytes under the hash of the bytes, and hands out none that it has not checked unless it
is asked for a part.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO, Protocol

OK = "ok"
CHUNK = 1024 * 1024  # bytes in memory at a time
KEY = re.compile("[0-9a-f]{64}")


class Damaged(Exception):
    """The stored bytes no longer match their key."""


class StoreGone(OSError):
    """The store cannot do its work at this moment (out of reach, closed to us, not there); the text says why and
    holds no secret.
    """


class Store(Protocol):
    """The two that ship: `Folder` and `S3`. Keys are SHA-256 in hex, any other is a ValueError.

    Every method raises StoreGone when the store does not answer (a folder also OSError as the system says it).
    """

    @property
    def place(self) -> str:
        """Where it is, for the operator; without secrets."""

    def put(self, source: BinaryIO) -> str:
        """Keep all bytes of the source and return their key; then it may be promised. The same bytes again are put
        again: that mends a damaged file and makes an old one young, so that nobody takes it for an orphan.
        """

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to, but not with, `end`, in pieces and unchecked. Raises FileNotFoundError."""

    def read(self, key: str) -> bytes:
        """All bytes of a small file, checked. Raises FileNotFoundError or Damaged."""

    def exists(self, key: str) -> bool:
        """Whether there is something under this key; not whether it is whole."""

    def delete(self, key: str) -> None:
        """Remove it; one that is not there is removed already."""

    def keys(self) -> Iterator[tuple[str, datetime]]:
        """All keys, with the instant at which each was last put."""

    def clear(self, before: datetime) -> int:
        """Remove what puts that were broken off before this instant left behind, and count it."""

    def url(self, key: str, name: str, mimetype: str, seconds: int) -> str | None:
        """An address that gives the file under this name to whoever holds it, for so long; None where there is none.

        It cannot be called back: never for what must be in force at the moment when it is fetched.
        """

    def state(self) -> str:
        """`ok`, or in a few words why nothing can be kept now. Raises nothing."""


def is_key(text: str) -> bool:
    return KEY.fullmatch(text) is not None


def checked_key(key: str) -> str:
    if not is_key(key):
        raise ValueError("a storage key is a SHA-256 in hex")
    return key


def pieces(source: BinaryIO) -> Iterator[bytes]:
    while piece := source.read(CHUNK):
        yield piece


def whole(key: str, parts: Iterable[bytes]) -> bytes:
    """The parts together, if they are what the key says; raises Damaged."""
    data = b"".join(parts)
    if hashlib.sha256(data).hexdigest() != key:
        raise Damaged(key)
    return data


def verify(store: Store, key: str) -> None:
    """Read a file of any size once. Raises FileNotFoundError or Damaged."""
    digest = hashlib.sha256()
    for piece in store.open(key):
        digest.update(piece)
    if digest.hexdigest() != key:
        raise Damaged(key)
