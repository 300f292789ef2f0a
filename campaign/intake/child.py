"""The intake child (`-m campaign.intake.child PURPOSE < FILE > ANSWER`): a line of JSON, then the bytes to keep.

The only process that opens a file from outside. What it is it finds out from the bytes, never from a name, which it is
not even told. What comes out is made anew (pictures, tables) or was read through (PDF).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from typing import IO, Any, cast

from campaign.intake.limits import ALLOWED, CSV, JPEG, PDF, PNG, XLSX, Purpose, fence

if __name__ == "__main__":
    fence()

from campaign.intake.refusal import Unfit

START = {b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG, b"%PDF-": PDF, b"PK\x03\x04": XLSX}
OPENERS = {  # "module:function"
    PNG: "campaign.intake.images:renew",
    JPEG: "campaign.intake.images:renew",
    PDF: "campaign.intake.documents:read_through",
    XLSX: "campaign.intake.tables:read_workbook",
    CSV: "campaign.intake.tables:read_text",
}
Opener = Callable[[IO[bytes]], tuple[dict[str, Any], bytes]]
OLE = b"\xd0\xcf\x11\xe0"  # workbooks of before 2007, and new ones with a password


def type_of(source: IO[bytes]) -> str:
    """By its first bytes; what is none of the others may be a table as text, or Unfit."""
    start = source.read(512)
    source.seek(0)
    if not start:
        raise Unfit("empty")
    if start.startswith(OLE):
        raise Unfit("old_workbook")
    found = next((name for mark, name in START.items() if start.startswith(mark)), CSV)
    if found == CSV and (b"\0" in start.removeprefix(b"\xff\xfe") and not start.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise Unfit("unknown")
    if found == CSV and start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"{", b"#!", b"%!", b"GIF8", b"RIFF")):
        raise Unfit("unknown")
    return found


def take(source: IO[bytes], purpose: Purpose) -> tuple[dict[str, Any], bytes]:
    """What the file is, and the bytes to keep of it. Raises Unfit. Only the opener that is needed is imported: starting
    the child with all of them would cost a second."""
    found = type_of(source)
    if found not in ALLOWED[purpose].types:
        raise Unfit("unknown" if found == CSV else "not_wanted", found=found)
    module, _colon, name = OPENERS[found].partition(":")
    opener = cast(Opener, getattr(import_module(module), name))
    return opener(source)


def main() -> None:
    data = b""
    try:
        answer, data = take(sys.stdin.buffer, Purpose(sys.argv[1]))
    except Unfit as unfit:
        answer = {"unfit": unfit.kind, "found": unfit.found}
    except MemoryError:
        answer = {"unfit": "costly", "found": {}}
    except Exception as error:
        sys.stderr.write(f"{type(error).__name__}: {error}")
        answer = {"unfit": "damaged", "found": {}}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
