"""ClamAV, asked over its own stream (`INSTREAM` of clamd), where this installation has one.

A file that nobody looked through is "not scanned", never "clean": also when the scanner is silent, slow or broken.
"""

import enum
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from urllib.parse import urlsplit

SECONDS = 60.0  # for all of it; then a file is not scanned
CHUNK = 1 << 16
ANSWER = 4096


class Scan(enum.StrEnum):
    """What is known of a file."""

    not_scanned = "not_scanned"
    nothing_found = "nothing_found"
    infected = "infected"


class Silent(Exception):
    """The scanner did not answer as one does."""


def scan(file: IO[bytes], clamd: str) -> Scan:
    """From where the file stands to its end; `clamd` is '' where there is none."""
    if not clamd:
        return Scan.not_scanned
    try:
        with _connected(clamd) as line:
            answer = _asked(line, file, time.monotonic() + SECONDS)
    except (OSError, Silent):
        return Scan.not_scanned
    if answer.endswith(" FOUND"):
        return Scan.infected
    return Scan.nothing_found if answer == "stream: OK" else Scan.not_scanned


def answers(clamd: str) -> bool:
    """Whether a scanner is there, for `doctor`."""
    try:
        with _connected(clamd) as line:
            line.sendall(b"zPING\0")
            return _heard(line, time.monotonic() + SECONDS) == "PONG"
    except (OSError, Silent):
        return False


@contextmanager
def _connected(clamd: str) -> Iterator[socket.socket]:
    parts = urlsplit(clamd)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        with line:
            line.connect(parts.path)
            yield line
    else:
        with socket.create_connection((parts.hostname or "", parts.port or 3310), SECONDS) as line:
            yield line


def _asked(line: socket.socket, file: IO[bytes], until: float) -> str:
    """Pieces with their length before them, and an empty one; a file too large for it is answered in the middle."""
    try:
        line.sendall(b"zINSTREAM\0")
        while piece := file.read(CHUNK):
            _wait(line, until)
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
    except BrokenPipeError:
        raise Silent from None
    return _heard(line, until)


def _heard(line: socket.socket, until: float) -> str:
    said = b""
    while len(said) < ANSWER:
        _wait(line, until)
        piece = line.recv(ANSWER)
        said += piece
        if said.endswith(b"\0"):
            return said[:-1].decode(errors="replace")
        if not piece:
            break
    raise Silent


def _wait(line: socket.socket, until: float) -> None:
    """No longer than until then, in however many steps it answers."""
    left = until - time.monotonic()
    if left <= 0:
        raise Silent
    line.settimeout(left)
