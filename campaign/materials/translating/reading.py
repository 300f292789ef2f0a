"""The rows of a file that came back: found by their headings, wherever in the file they stand."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from campaign.db import Bilingual, plain
from campaign.errors import Refused
from campaign.forms import clean
from campaign.i18n import _
from campaign.materials.translating.sheet import ENGLISH, KEY, SPANISH

NAMES = {
    "key": {KEY, "key", "clave"},
    "en": {ENGLISH, "ingles"},
    "es": {SPANISH, "spanish"},
}
LABELS = {"key": KEY, "en": ENGLISH, "es": SPANISH}


@dataclass(frozen=True)
class Given:
    """One row as it stands in the file; `n` as its program counts them."""

    n: int
    key: str
    words: Bilingual


def read(columns: Sequence[str], data: bytes) -> list[Given]:
    """`columns` and `data` as the gate hands on a table. Raises Refused where it is no file of ours, or not whole."""
    rows = [(0, list(columns)), *(json.loads(line) for line in data.splitlines())]
    at, places = _headings([cells for _n, cells in rows])
    return [
        Given(n, clean(cells[places["key"]]), Bilingual(clean(cells[places["en"]]), clean(cells[places["es"]])))
        for n, cells in rows[at + 1 :]
        if any(cells[place].strip() for place in places.values())
    ]


def _headings(rows: list[list[str]]) -> tuple[int, dict[str, int]]:
    """In which row they stand, and which column holds what."""
    best: dict[str, int] = {}
    for at, cells in enumerate(rows):
        found = _places(cells)
        if len(found) == len(NAMES):
            return at, found
        best = max(best, found, key=len)
    if "key" in best:
        missing = ", ".join(LABELS[name] for name in NAMES if name not in best)
        raise Refused(_("This file lacks a column: %(columns)s. Put it back as it was.", columns=missing))
    raise Refused(_("This is not a file that was downloaded here: it has no row with the headings of one."))


def _places(cells: list[str]) -> dict[str, int]:
    words = [plain(clean(cell)) for cell in cells]
    known = {name: {plain(one) for one in some} for name, some in NAMES.items()}
    return {
        name: next(n for n, word in enumerate(words) if word in some)
        for name, some in known.items()
        if some.intersection(words)
    }
