"""The rows of a table that was sent: read line by line from the store, and which column holds which field."""

import json
import re
from collections.abc import Iterator, Sequence

from campaign.db import plain, session
from campaign.forms import clean
from campaign.partners.imports.data import COLUMNS
from campaign.partners.imports.models import Import, ImportKind, before
from campaign.storage import Store

Values = dict[str, str]


def folded(text: str) -> str:
    """ "Código Postal:" and "codigo postal" are one heading."""
    return " ".join(re.findall(r"[^\W_]+", plain(text)))


def guess(kind: ImportKind, headings: Sequence[str]) -> dict[str, int]:
    """Which column holds which field, by the headings alone; a column is taken once, the better heading first."""
    found: dict[str, int] = {}
    words = [folded(heading) for heading in headings]
    for column in COLUMNS[kind]:
        free = {word: n for n, word in reversed(list(enumerate(words))) if word and n not in found.values()}
        match = next((free[heading] for heading in (column.field, *column.headings) if heading in free), None)
        if match is not None:
            found[column.field] = match
    return found


def remembered(one: Import) -> dict[str, int]:
    """As somebody of this side mapped the same headings the last time; for the others, guessed."""
    last = session.scalar(before(one))
    mapping = guess(one.kind, one.columns)
    if last is None:
        return mapping
    known = {field: folded(last.columns[n]) for field, n in last.mapping.items() if n < len(last.columns)}
    words = [folded(heading) for heading in one.columns]
    return {**mapping, **{field: words.index(word) for field, word in known.items() if word and word in words}}


def lines(one: Import, store: Store) -> Iterator[tuple[int, list[str]]]:
    """Number of the row, as the spreadsheet counts, and all its cells as they stand."""
    left = b""
    for piece in store.open(one.sha256):
        *whole, left = (left + piece).split(b"\n")
        for line in whole:
            n, cells = json.loads(line)
            yield n, cells


def rows(one: Import, store: Store) -> Iterator[tuple[int, Values]]:
    """The number of each row and its fields as one clean line each."""
    for n, cells in lines(one, store):
        yield n, {field: value(cells[at]) for field, at in one.mapping.items() if at < len(cells)}


def value(cell: str) -> str:
    """NFC, no control or direction marks, one line; our own apostrophe before a sign, and a lone dash, are nothing."""
    text = " ".join(clean(cell).split())
    text = text[1:] if re.match(r"'[=+\-@]", text) else text
    return "" if text in ("-", "–", "—") else text
