"""A file in pieces: keeping one, putting them together again, letting them go.

A piece lies in the store before its row says so: after a crash in between, `received` tells the sender where to go on.
Its stored bytes begin with a seal of their own, so that no other row ever names its key and it may simply be deleted.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

from campaign.db import lock_row, session
from campaign.errors import Overtaken, Refused
from campaign.i18n import _
from campaign.storage import Store
from campaign.uploads.data import PIECE
from campaign.uploads.models import Chunk, DeliveryState, Upload, UploadState, chunks_of

SEAL = 16  # bytes


class Elsewhere(Overtaken):
    """This piece begins where the file does not go on; `received` is where it does."""

    def __init__(self, received: int) -> None:
        super().__init__(_("This piece does not begin where the file goes on."))
        self.received = received


@dataclass
class Sealed:
    """A piece on its way to the store: the seal, then its bytes; never more than one piece."""

    source: Any
    most: int
    size: int = 0
    seal: bytes = field(default_factory=lambda: secrets.token_bytes(SEAL))

    def __post_init__(self) -> None:
        self._digest = hashlib.sha256()
        self._head = self.seal

    def read(self, wanted: int) -> bytes:
        if self._head:
            head, self._head = self._head, b""
            return head
        data = cast(bytes, self.source.read(min(wanted, self.most - self.size)))
        self._digest.update(data)
        self.size += len(data)
        return data

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


@dataclass(frozen=True)
class Piece:
    """One that the store keeps."""

    key: str
    sha256: str
    size: int


def expected(upload: Upload) -> int:
    """How many bytes the next piece has."""
    return min(PIECE, upload.size - upload.received)


def demand(upload: Upload, offset: int) -> None:
    """Whether a piece may begin there. Raises Elsewhere, or Overtaken once nothing more may come."""
    if upload.delivery.state is not DeliveryState.open or upload.state is not UploadState.receiving:
        raise Overtaken(_("This file is here already, or it was taken out; nothing more can be added to it."))
    if offset != upload.received or offset == upload.size:
        raise Elsewhere(upload.received)


def keep(store: Store, source: Any, size: int, claimed: str = "") -> Piece:
    """Put one piece into the store, while nothing is locked. Raises Refused when it is not what its sender says."""
    sealed = Sealed(source, size)
    key = store.put(cast(BinaryIO, sealed))
    if sealed.size != size or source.read(1) or claimed.lower() not in ("", sealed.sha256):
        store.delete(key)
        raise Refused(_("This piece did not arrive as it was sent; send it again."))
    return Piece(key, sealed.sha256, sealed.size)


def add(upload: Upload, offset: int, piece: Piece) -> None:
    """Of two that send the same piece one is heard, the other learns where it goes on."""
    lock_row(upload)
    demand(upload, offset)
    session.add(Chunk(upload_id=upload.id, start=offset, size=piece.size, digest=piece.sha256, sha256=piece.key))
    upload.received += piece.size
    session.flush()


def fingerprint(chunks: Iterable[Chunk]) -> str:
    """SHA-256 over the SHA-256 of each piece in their order: what a browser can reckon without holding the file."""
    return hashlib.sha256(b"".join(bytes.fromhex(one.digest) for one in chunks)).hexdigest()


def let_go(upload: Upload) -> list[str]:
    """Forget the pieces; their keys are for `sweep`, once this was committed."""
    chunks = session.scalars(chunks_of(upload.id)).all()
    for one in chunks:
        session.delete(one)
    session.flush()
    return [one.sha256 for one in chunks]


def sweep(store: Store, keys: Iterable[str]) -> None:
    """A piece that stays, because the program fell right here, is an orphan and does no harm."""
    for key in keys:
        store.delete(key)


def _bytes_of(store: Store, chunks: Sequence[Chunk]) -> Iterator[bytes]:
    for one in chunks:
        yield from store.open(one.sha256, SEAL)


@contextmanager
def whole(store: Store, chunks: Sequence[Chunk]) -> Iterator[BinaryIO]:
    """The file on this machine's disk, from its first byte. Raises FileNotFoundError, StoreGone."""
    with TemporaryFile() as file:
        file.writelines(_bytes_of(store, chunks))
        file.seek(0)
        yield cast(BinaryIO, file)
