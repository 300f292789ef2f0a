"""The finishing child (`-m campaign.paper.finish_child < WORK > ANSWER`): the only process that opens a press's profile
for a sheet. In: a line of JSON with the trim and the sizes of what follows, the PDF and the profile. Out: a line of
JSON with the findings, then the finished PDF.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from campaign.paper.limits import CPU_SECONDS, fence

if __name__ == "__main__":
    fence(CPU_SECONDS)

from campaign.paper.errors import PaperError, WrongColour
from campaign.paper.finish import finish


def answer(work: dict[str, Any], pdf: bytes, profile: bytes) -> tuple[dict[str, Any], bytes]:
    """The file, or what is wrong; nothing else can come out."""
    try:
        return {}, finish(pdf, (work["trim"][0], work["trim"][1]), profile)
    except PaperError as error:
        found = [finding.as_json() for finding in error.findings]
        return {"error": "colour" if isinstance(error, WrongColour) else "broken", "findings": found}, b""
    except MemoryError:
        return {"error": "memory", "findings": []}, b""


def main() -> None:
    source = sys.stdin.buffer
    work = json.loads(source.readline())
    said, data = answer(work, source.read(work["pdf"]), source.read(work["profile"]))
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
