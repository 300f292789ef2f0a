"""The store in a folder: temporary file, fsync, rename, fsync of the folder; what has a name is whole."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from campaign.storage import files
from campaign.storage.store import CHUNK, OK, StoreGone, checked_key, is_key, pieces, whole


class Folder:
    """Files under `ab/abcd…`. Our own folder is made when it is missing; one that the operator named is not: it may be
    a disk that is not mounted, and what was kept under its name would be hidden when it comes back.
    """

    def __init__(self, root: Path, is_own: bool = True) -> None:
        self._root = root
        self._is_own = is_own

    @property
    def place(self) -> str:
        return str(self._root)

    def put(self, source: BinaryIO) -> str:
        self._demand()
        digest = hashlib.sha256()
        with files.unnamed(self._root) as file:
            for piece in pieces(source):
                digest.update(piece)
                file.write(piece)
            path = self._path(digest.hexdigest())
            path.parent.mkdir(exist_ok=True)
            files.settle(file, path)
        files.sync_folder(self._root)  # which holds the folder that holds the file
        return digest.hexdigest()

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        path = self._path(key)
        try:
            file = path.open("rb")
        except FileNotFoundError:
            self._demand()
            raise
        return _range(file, start, end)

    def read(self, key: str) -> bytes:
        return whole(key, self.open(key))

    def exists(self, key: str) -> bool:
        self._demand()
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        self._demand()
        self._path(key).unlink(missing_ok=True)

    def keys(self) -> Iterator[tuple[str, datetime]]:
        self._demand()
        for path in self._root.glob("[0-9a-f][0-9a-f]/*"):
            if path.name.startswith(path.parent.name) and is_key(path.name) and (at := _put_at(path)):
                yield path.name, at

    def clear(self, before: datetime) -> int:
        self._demand()
        left = [path for path in self._root.glob(f"{files.UNNAMED}*") if (at := _put_at(path)) and at < before]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def url(self, key: str, name: str, mimetype: str, seconds: int) -> str | None:
        return None

    def state(self) -> str:
        if not self._is_there():
            return "is not there"
        return OK if files.is_writable(self._root) else "not writable"

    def _is_there(self) -> bool:
        return self._is_own or self._root.is_dir()

    def _demand(self) -> None:
        if not self._is_there():
            raise StoreGone("the folder of stored files is not there")

    def _path(self, key: str) -> Path:
        return self._root / checked_key(key)[:2] / key


def _range(file: BinaryIO, start: int, end: int | None) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while piece := file.read(CHUNK if end is None else max(0, min(CHUNK, end - start))):
            yield piece
            start += len(piece)


def _put_at(path: Path) -> datetime | None:
    """None where it is gone since it was listed: removed, or given its name."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return None
