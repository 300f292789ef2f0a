"""Plain text, inside the child: letters and nothing else; a table when all its lines have as many columns."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import IO, Any

from campaign.intake.limits import CSV, TXT
from campaign.intake.refusal import Unfit
from campaign.intake.tables import SEPARATORS, decoded

LINES = 20  # are looked at
MARKUP = re.compile(r"<(!doctype|html|head|body|script|iframe|svg|\?xml|\?php)\b", re.IGNORECASE)


def read_through(source: IO[bytes], kind: str) -> tuple[dict[str, Any], bytes]:
    """Its type and letters; nothing is made of it. Raises Unfit."""
    text, encoding = decoded(source.read())
    if "\0" in text or MARKUP.search(text[:4_000]):
        raise Unfit("unknown")
    if not text.strip():
        raise Unfit("empty")
    findings = [] if encoding.startswith("utf") else ["guessed_encoding"]
    return {"type": CSV if _is_table(text) else TXT, "encoding": encoding, "findings": findings}, b""


def _is_table(text: str) -> bool:
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:LINES]
    return len(lines) > 1 and any(_is_even(lines, separator) for separator in SEPARATORS)


def _is_even(lines: list[str], separator: str) -> bool:
    try:
        widths = {len(row) for row in csv.reader(StringIO("\n".join(lines)), delimiter=separator) if row}
    except csv.Error:
        return False
    return len(widths) == 1 and widths.pop() > 1
