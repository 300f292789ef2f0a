"""Files on this machine's disk: the whole file or none of it, and on the disk when the call returns."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

UNNAMED = ".new-"  # begins the name of a file that is still being written


def write(path: Path, data: bytes) -> None:
    """Write or replace one small file."""
    with unnamed(path.parent) as file:
        file.write(data)
        settle(file, path)


@contextmanager
def unnamed(folder: Path) -> Iterator[IO[bytes]]:
    """A file to write to; unless it is settled, nothing of it stays."""
    make_folder(folder)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=UNNAMED, delete=False) as file:
        try:
            yield file
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def settle(file: IO[bytes], path: Path) -> None:
    """Give the file its name: first its bytes are on the disk, then it is renamed, then the folder is on the disk."""
    file.flush()
    os.fsync(file.fileno())
    os.replace(file.name, path)
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make the folder and those above it, each on the disk in the one that holds it."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_writable(folder: Path) -> bool:
    """Whether files can be made there; a folder that is not there yet can be made if the one above may be written."""
    place = next(path for path in (folder, *folder.parents) if path.exists())
    return place.is_dir() and os.access(place, os.W_OK | os.X_OK)
