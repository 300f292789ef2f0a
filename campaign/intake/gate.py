"""Where an upload comes in: kept aside on the disk, opened by a child, and handed on only when the child took it.

Nothing of it is in the memory of whoever asks but one piece at a time; nothing is stored here.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from campaign.intake.limits import ALLOWED, WALL_SECONDS, Purpose
from campaign.intake.verdict import Verdict, refused
from campaign.logs import of
from campaign.paper.press import child_environment

log = of("campaign")
CHUNK = 1 << 16


@contextmanager
def opened(source: BinaryIO, purpose: Purpose) -> Iterator[tuple[Verdict, BinaryIO]]:
    """The verdict, and the bytes that may be kept (none when it is refused), as a file that goes with the bracket."""
    with tempfile.TemporaryFile() as aside, tempfile.TemporaryFile() as answer:
        size, most = _copied(source, aside, ALLOWED[purpose].bytes), ALLOWED[purpose].bytes
        if size > most:
            yield refused("large", purpose, size=_rest(source, size), most=most), cast(BinaryIO, answer)
        elif size == 0:
            yield refused("empty", purpose), cast(BinaryIO, answer)
        else:
            yield _judged(aside, answer, purpose), cast(BinaryIO, answer)


def judge(path: Path, purpose: Purpose) -> Verdict:
    """Of a file on the disk, for the command: nothing of it is kept."""
    with path.open("rb") as file, opened(file, purpose) as (verdict, _kept):
        return verdict


def _copied(source: BinaryIO, aside: IO[bytes], most: int) -> int:
    """At most one byte more than may be, so that too large is known."""
    size = 0
    while size <= most and (piece := source.read(min(CHUNK, most + 1 - size))):
        aside.write(piece)
        size += len(piece)
    aside.flush()
    aside.seek(0)
    return size


def _rest(source: BinaryIO, size: int) -> int:
    """How large it is, where that can be told without reading it."""
    try:
        return max(size, source.seek(0, os.SEEK_END))
    except OSError:
        return size


def _judged(aside: IO[bytes], answer: IO[bytes], purpose: Purpose) -> Verdict:
    """Let the child look; `answer` then stands at the first byte to keep."""
    with tempfile.TemporaryFile() as said:
        try:
            child = subprocess.run(
                [sys.executable, "-m", "campaign.intake.child", purpose.value],
                stdin=aside,
                stdout=answer,
                stderr=said,
                env=child_environment(),
                timeout=WALL_SECONDS,
                start_new_session=True,
                check=False,
            )
            status = child.returncode
        except subprocess.TimeoutExpired:
            status = -9
        answer.seek(0)
        line = answer.readline(1_000_000)
        if status or not line.endswith(b"\n"):  # killed at a limit, or by a library that gave up
            said.seek(0)
            log.info("intake", status=status, said=said.read(300).decode(errors="replace"))
            return refused("costly", purpose)
    found = json.loads(line)
    if "unfit" in found:
        return refused(found["unfit"], purpose, **found["found"])
    return Verdict(found.pop("type"), findings=tuple(found.pop("findings")), facts=found)
