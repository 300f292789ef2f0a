"""One file for a whole installation: a tar whose last member lists and sums the others, and one line that sums it all.

What is not exactly so (a byte changed, the end missing, a member more or less, a path that leaves) is not read.
"""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, cast

from campaign.backup.rows import Sum
from campaign.errors import Refused
from campaign.storage import Damaged, files

FORMAT = 1
MANIFEST = "manifest.json"
KEYS = ("audit.key", "secret.key")
PIECE = 1 << 20  # bytes that are in memory at once
SEAL = 65  # bytes of the last line: SHA-256 in hex of every byte before it


@dataclass
class Manifest:
    """What the archive holds; tables by name, files by key with their size, keys by name with their SHA-256."""

    revision: str
    created_at: str
    installation: str
    head: dict[str, Any] | None  # of the audit chain; none when nothing was ever done
    tables: dict[str, Sum] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def read(cls, data: bytes) -> "Manifest":
        """Raises Refused for a format that this program does not know."""
        try:
            found = json.loads(data)
            if found["format"] != FORMAT:
                raise Refused(f"Its format is {found['format']}, and this program reads format {FORMAT}.")
            found["tables"] = {name: Sum(**known) for name, known in found["tables"].items()}
            manifest = cls(**found)
            manifest.members()
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Refused("Its list of contents cannot be read.") from None
        return manifest

    def members(self) -> dict[str, str]:
        """Name and SHA-256 of everything that must be there beside the manifest."""
        return {
            **{table_member(name): table.sha256 for name, table in self.tables.items()},
            **{file_member(key): key for key in self.files},
            **self.keys,
        }


def table_member(name: str) -> str:
    return f"tables/{name}.jsonl"


def file_member(key: str) -> str:
    return f"files/{key}"


class Sealed:
    """A file that is only written to, and the SHA-256 of what was written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._sum = file, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._sum.update(data)
        return self._file.write(data)

    def seal(self) -> None:
        self._file.write(f"{self._sum.hexdigest()}\n".encode())


@dataclass
class Writer:
    """Adds members; each waits in `spool` until its size is known, never in memory."""

    tar: tarfile.TarFile
    spool: IO[bytes]
    at: datetime

    def add(self, name: str, pieces: Iterable[bytes], sha256: str = "") -> tuple[int, Sum]:
        """Size, and how many pieces with which sum; raises Damaged when it is not the sum that was expected."""
        self.spool.seek(0)
        self.spool.truncate()
        count, found = 0, hashlib.sha256()
        for piece in pieces:
            count += 1
            found.update(piece)
            self.spool.write(piece)
        if sha256 and found.hexdigest() != sha256:
            raise Damaged(sha256)
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = self.spool.tell(), 0o600, int(self.at.timestamp())
        self.spool.seek(0)
        self.tar.addfile(member, self.spool)
        return member.size, Sum(count, found.hexdigest())

    def end(self, manifest: Manifest) -> None:
        self.add(MANIFEST, [json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()])


@contextmanager
def writing(path: Path, at: datetime) -> Iterator[Writer]:
    """A new file, its owner's only; it stands under its name when it is whole and on the disk, or not at all."""
    if path.exists():
        raise Refused(f"{path} is there already; a backup never replaces a file.")
    if not path.parent.is_dir():
        raise Refused(f"There is no folder {path.parent}.")
    with files.unnamed(path.parent) as file, TemporaryFile(dir=path.parent) as spool:
        sealed = Sealed(file)
        with tarfile.open(fileobj=cast(Any, sealed), mode="w|", format=tarfile.PAX_FORMAT) as tar:
            yield Writer(tar, spool, at)
        sealed.seal()
        files.settle(file, path)


@dataclass(frozen=True)
class Archive:
    """A backup that was verified from its first to its last byte."""

    tar: tarfile.TarFile
    manifest: Manifest

    def member(self, name: str) -> BufferedReader:
        return _member(self.tar, name)

    def lines(self, table: str) -> Iterator[bytes]:
        with self.member(table_member(table)) as member:
            yield from member


@contextmanager
def reading(path: Path) -> Iterator[Archive]:
    """Verifies the whole file first; raises Refused with the reason."""
    with path.open("rb") as file:
        try:
            _check_seal(file)
            with tarfile.open(fileobj=file, mode="r:") as tar:
                archive = Archive(tar, _check_members(tar))
                yield archive
        except tarfile.TarError:
            raise Refused(f"{path} is not a backup: it is no archive.") from None


def _check_seal(file: BinaryIO) -> None:
    """Every byte, also those that no reader of archives looks at."""
    left = file.seek(0, os.SEEK_END) - SEAL
    file.seek(0)
    found = hashlib.sha256()
    while left > 0 and (piece := file.read(min(PIECE, left))):
        found.update(piece)
        left -= len(piece)
    if left or file.read() != f"{found.hexdigest()}\n".encode():
        raise Refused("This is not a whole backup: bytes were changed or are missing, or it is some other file.")
    file.seek(0)


def _check_members(tar: tarfile.TarFile) -> Manifest:
    members = tar.getmembers()
    for member in members:
        if member.name.startswith("/") or ".." in member.name.split("/") or not member.isreg():
            raise Refused(f"It holds “{member.name}”, which is a link or leaves its folder.")
    names = [member.name for member in members]
    if not names or names[-1] != MANIFEST:
        raise Refused("It is no backup of this program: its list of contents is missing.")
    manifest = Manifest.read(_member(tar, MANIFEST).read())
    expected = manifest.members()
    if sorted(names[:-1]) != sorted(expected) or set(manifest.keys) != set(KEYS):
        raise Refused("What it holds is not what its list of contents names.")
    for name, sha256 in expected.items():
        with _member(tar, name) as data:
            if hashlib.file_digest(data, "sha256").hexdigest() != sha256:
                raise Refused(f"{name} is damaged.")
    return manifest


def _member(tar: tarfile.TarFile, name: str) -> BufferedReader:
    return cast(BufferedReader, tar.extractfile(name))  # never None: only regular files come this far
