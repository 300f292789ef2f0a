"""The intake child (`-m campaign.intake.child PURPOSE < FILE > ANSWER`): a line of JSON, then the bytes to keep.

The only process that opens a file from outside. What it is it finds out from the bytes, never from a name, which it is
not even told: the first bytes choose who tries to open it, and only what opens whole is believed. What comes out is
made anew (pictures, tables) or was read through (all else). With `preview TYPE PAGE…` it draws small pictures instead.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import IO, Any, cast

from campaign.intake import limits
from campaign.intake.limits import ALLOWED, CSV, PICTURES, Purpose, fence

if __name__ == "__main__":
    fence()

from campaign.intake.beginnings import type_of
from campaign.intake.refusal import Unfit

OPENERS = {  # "module:function"
    limits.PDF: "campaign.intake.documents:read_through",
    limits.XLSX: "campaign.intake.office:read_through",  # stands for each file that is an archive
    limits.CSV: "campaign.intake.texts:read_through",  # and this for each that is text
    limits.SVG: "campaign.intake.drawings:draw",
    limits.MP4: "campaign.intake.media:read_boxes",
    limits.MP3: "campaign.intake.media:read_frames",
    **dict.fromkeys(PICTURES, "campaign.intake.pictures:copy_for_use"),
    limits.HEIC: "campaign.intake.heif:copy_for_use",
    limits.ICC: "campaign.intake.profiles:read_through",
}
SPECIAL = {
    Purpose.logo: dict.fromkeys(PICTURES, "campaign.intake.images:renew"),
    Purpose.document: dict.fromkeys(PICTURES, "campaign.intake.images:renew"),
    Purpose.material: {limits.PDF: "campaign.intake.preflight:read_through"},
    Purpose.table: {
        limits.XLSX: "campaign.intake.tables:read_workbook",
        limits.CSV: "campaign.intake.tables:read_text",
    },
    Purpose.translation: {limits.XLSX: "campaign.intake.translations:read_either"},
}
Answer = tuple[dict[str, Any], bytes]


def take(source: IO[bytes], purpose: Purpose) -> Answer:
    """What the file is, and the bytes to keep of it. Raises Unfit. Only the opener that is needed is imported: starting
    the child with all of them would cost a second."""
    found, allowed = type_of(source), ALLOWED[purpose]
    if found not in allowed.types:
        raise Unfit("unknown" if found == CSV else "not_wanted", found=found)
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    if size > allowed.of(found):
        raise Unfit("large", size=size, most=allowed.of(found))
    opener = cast(Callable[[IO[bytes], str], Answer], _named((OPENERS | SPECIAL.get(purpose, {}))[found]))
    return opener(source, found)


def _named(path: str) -> object:
    module, _colon, name = path.partition(":")
    return getattr(import_module(module), name)


def answered(work: Callable[[], Answer]) -> Answer:
    """What came of it, or why nothing did."""
    try:
        return work()
    except Unfit as unfit:
        return {"unfit": unfit.kind, "found": unfit.found}, b""
    except MemoryError:
        return {"unfit": "costly", "found": {}}, b""
    except Exception as error:
        sys.stderr.write(f"{type(error).__name__}: {error}")
        return {"unfit": "damaged", "found": {}}, b""


def _asked(words: list[str]) -> Callable[[], Answer]:
    source: IO[bytes] = sys.stdin.buffer
    if words[0] != "preview":
        return lambda: take(source, Purpose(words[0]))
    draw = cast(Callable[..., Answer], _named("campaign.intake.previews:draw"))
    return lambda: draw(source, words[1], [int(page) for page in words[2:]])


def main() -> None:
    answer, data = answered(_asked(sys.argv[1:]))
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
