"""Where an upload comes in: kept aside on the disk, opened by a child, and handed on only when the child took it.

Nothing of it is in the memory of whoever asks but one piece at a time; nothing is stored here.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from campaign.intake.limits import ALLOWED, WALL_SECONDS, Purpose
from campaign.intake.scanner import Scan, scan
from campaign.intake.verdict import Verdict, refused, verdict_of
from campaign.logs import of
from campaign.paper.press import child_environment

log = of("campaign")
CHUNK = 1 << 16


@dataclass(frozen=True)
class Arrival:
    """The verdict over a file, the file as it came, and the copy for use; the same file where nothing is made anew.
    Both begin at their first byte, one at a time: a copy that is the original is read from where that stands."""

    verdict: Verdict
    original: BinaryIO
    copy: BinaryIO


@dataclass(frozen=True)
class Preview:
    """A small picture as WebP: of which page, and for which of the fixed sizes."""

    page: int
    edge: int
    width: int
    height: int
    webp: bytes


@contextmanager
def received(source: BinaryIO, purpose: Purpose, clamd: str = "") -> Iterator[Arrival]:
    """What came of an upload, as files that go with the bracket; a refused one leaves nothing to read."""
    most = ALLOWED[purpose].largest
    with tempfile.TemporaryFile() as aside, tempfile.TemporaryFile() as answer:
        size, sha256 = _copied(source, aside, most)
        if size > most:
            verdict = refused("large", purpose, size=_rest(source, size), most=most)
        elif size == 0:
            verdict = refused("empty", purpose)
        else:
            verdict = _scanned(verdict_of(_asked([purpose.value], aside, answer), purpose), aside, purpose, clamd)
        verdict = replace(verdict, size=size, sha256=sha256)
        yield Arrival(verdict, *_to_keep(verdict, cast(BinaryIO, aside), cast(BinaryIO, answer)))


@contextmanager
def opened(source: BinaryIO, purpose: Purpose, clamd: str = "") -> Iterator[tuple[Verdict, BinaryIO]]:
    """The verdict, and the bytes that may be used (none when it is refused)."""
    with received(source, purpose, clamd) as arrival:
        yield arrival.verdict, arrival.copy


def judge(path: Path, purpose: Purpose, clamd: str = "") -> Verdict:
    """Of a file on the disk, for the command: nothing of it is kept."""
    with path.open("rb") as file, received(file, purpose, clamd) as arrival:
        return arrival.verdict


def preview(source: BinaryIO, kind: str, pages: tuple[int, ...] = (1,)) -> list[Preview]:
    """Small pictures of a copy for use, or of pages of a PDF, which begin with 1; none where nothing can be drawn."""
    with tempfile.TemporaryFile() as aside, tempfile.TemporaryFile() as answer:
        _copied(source, aside, ALLOWED[Purpose.material].largest)
        found = _asked(["preview", kind, *map(str, pages)], aside, answer)
        return [
            Preview(page, edge, width, height, answer.read(length))
            for page, edge, width, height, length in found.get("pictures", [])
        ]


def _copied(source: BinaryIO, aside: IO[bytes], most: int) -> tuple[int, str]:
    """Size and SHA-256; at most one byte more than may be, so that too large is known."""
    size, digest = 0, hashlib.sha256()
    while size <= most and (piece := source.read(min(CHUNK, most + 1 - size))):
        aside.write(piece)
        digest.update(piece)
        size += len(piece)
    aside.flush()
    aside.seek(0)
    return size, digest.hexdigest()


def _rest(source: BinaryIO, size: int) -> int:
    """How large it is, where that can be told without reading it."""
    try:
        return max(size, source.seek(0, os.SEEK_END))
    except OSError:
        return size


def _scanned(verdict: Verdict, aside: IO[bytes], purpose: Purpose, clamd: str) -> Verdict:
    """What was not looked through is never called clean."""
    if not verdict.is_accepted:
        return verdict
    aside.seek(0)
    found = scan(aside, clamd)
    return refused("infected", purpose) if found == Scan.infected else replace(verdict, scan=found)


def _to_keep(verdict: Verdict, aside: BinaryIO, answer: BinaryIO) -> tuple[BinaryIO, BinaryIO]:
    aside.seek(0)
    if not verdict.is_accepted:
        aside.truncate(0)
        answer.truncate(answer.seek(0))
        return aside, answer
    at = answer.tell()
    is_made_anew = answer.seek(0, os.SEEK_END) > at
    answer.seek(at)
    return aside, answer if is_made_anew else aside


def _asked(words: list[str], aside: IO[bytes], answer: IO[bytes]) -> dict[str, Any]:
    """The child's line; `answer` then stands behind it."""
    with tempfile.TemporaryFile() as said:
        status = _run([sys.executable, "-m", "campaign.intake.child", *words], aside, answer, said)
        answer.seek(0)
        line = answer.readline(1_000_000)
        if status or not line.endswith(b"\n"):  # killed at a limit, or by a library that gave up
            said.seek(0)
            log.info("intake", status=status, said=said.read(300).decode(errors="replace"))
            return {"unfit": "costly", "found": {}}
    return cast(dict[str, Any], json.loads(line))


def _run(command: list[str], aside: IO[bytes], answer: IO[bytes], said: IO[bytes]) -> int:
    try:
        child = subprocess.run(
            command,
            stdin=aside,
            stdout=answer,
            stderr=said,
            env=child_environment(),
            timeout=WALL_SECONDS,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return -9
    return child.returncode
