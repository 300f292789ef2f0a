"""What is never laid out: invisible characters, drawings of others, and texts longer than any slot of any layout.

Layouts try ways to break a text, so what a person wrote is bounded before; the answer takes a millisecond. The bounds
lie far above every budget: what they let through is measured in millimetres.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from campaign.paper.drawings import PICTOGRAMS
from campaign.paper.errors import DoesNotFit, Finding, MissingGlyph, PaperError
from campaign.paper.sheet import TAGS, Sheet

MOST_MARKS = 2  # on one letter; a tower of them would stand over other words
MOST_ITEMS = 24
_UNSEEN = ((0x34F, 0x34F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x3164, 0x3164), (0xFE00, 0xFE0F),
           (0xFFA0, 0xFFA0), (0xE0100, 0xE01EF))  # fmt: skip
"""Letters and marks that fonts leave out without a word: Default_Ignorable_Code_Point beyond the C categories."""


@dataclass(frozen=True)
class Bound:
    """Most characters and most words."""

    characters: int
    words: int


_BODY, _POINT, _LINE, _NAME = Bound(1200, 240), Bound(600, 120), Bound(300, 60), Bound(200, 40)
_HEADLINE = Bound(120, 20)  # all ways to break it are tried


def refuse(sheet: Sheet) -> None:
    """MissingGlyph, DoesNotFit, or PaperError for a drawing that is not ours."""
    long = [finding for slot, language, text, most in _slots(sheet) for finding in _over(slot, language, text, most)]
    if long or (long := list(_too_many(sheet))):
        raise DoesNotFit(findings=long)
    found = dict.fromkeys(char for text in texts(sheet) for char in _unprintable(text))
    if found:
        raise MissingGlyph(findings=[Finding("character", words=f"U+{ord(char):04X}") for char in found])
    for point in sheet["points"]:
        if point["pictogram"] and point["pictogram"] not in PICTOGRAMS:
            raise PaperError(f"no such pictogram: {point['pictogram'][:80]}")


def _slots(sheet: Sheet) -> Iterator[tuple[str, str, str, Bound]]:
    """Every text that a person wrote: slot, language, text, and how long it may be."""
    both = [("title", sheet["title"], _LINE), ("headline", sheet["headline"], _HEADLINE)]
    both += [("subline", sheet["subline"], _LINE), ("alt", sheet["alt"], _BODY)]
    for point in sheet["points"][:MOST_ITEMS]:
        both.append((point["slot"], {"en": point["en"], "es": point["es"]}, _POINT))
    elsewhere = sheet["elsewhere"]["lines"] if sheet["elsewhere"] else []
    named = [(f"helpline-{n}", line) for n, line in enumerate(sheet["helplines"][:MOST_ITEMS], 1)]
    for slot, line in (*named, *(("elsewhere", line) for line in elsewhere[:MOST_ITEMS])):
        both += [(slot, line["name"], _NAME), (slot, line["note"], _LINE)]
        yield slot, "", line["number"], _NAME
    for slot, words, most in both:
        yield slot, TAGS["en"], words["en"], most
        yield slot, TAGS["es"], words["es"], most
    contact = sheet["contact"]
    for written in (contact["name"], *contact["lines"][:MOST_ITEMS]) if contact else ():
        yield "contact", "", written, _NAME
    for n, mark in enumerate(sheet["strip"][:MOST_ITEMS], 1):
        yield f"strip-{n}", "", mark["name"], _NAME
    for slot, name in (("place-near", sheet["places"]["near"]), ("place-far", sheet["places"]["far"])):
        yield slot, "", name, _NAME
    territory = sheet["territory"]
    for slot, name in (("footer", territory["key"]), ("footer", territory["name"]), ("footer", sheet["code"])):
        yield slot, "", name, _NAME
    yield "address", "", sheet["address"], _NAME


def _over(slot: str, language: str, text: str, most: Bound) -> Iterator[Finding]:
    if len(text) > most.characters:
        yield Finding("length", slot, language, str(len(text)), needed=str(most.characters))
    elif (count := len(text.split())) > most.words:
        yield Finding("words", slot, language, str(count), needed=str(most.words))


def _too_many(sheet: Sheet) -> Iterator[Finding]:
    lists: dict[str, int] = {
        "points": len(sheet["points"]),
        "helpline": len(sheet["helplines"]),
        "elsewhere": len(sheet["elsewhere"]["lines"]) if sheet["elsewhere"] else 0,
        "contact": len(sheet["contact"]["lines"]) if sheet["contact"] else 0,
        "strip": len(sheet["strip"]),
    }
    for slot, count in lists.items():
        if count > MOST_ITEMS:
            yield Finding("points" if slot == "points" else "count", slot, "", str(count), needed=str(MOST_ITEMS))


def _unprintable(text: str) -> Iterator[str]:
    """Control, direction and invisible characters, and marks one above the other beyond `MOST_MARKS`."""
    yield from (char for char in text if not _may_print(char))
    for is_mark, run in groupby(unicodedata.normalize("NFC", text), key=lambda char: bool(unicodedata.combining(char))):
        if is_mark:
            yield from list(run)[MOST_MARKS:]


def _may_print(char: str) -> bool:
    if char in "\n\r\t" or " " <= char <= "~":
        return True
    return not unicodedata.category(char).startswith("C") and not any(a <= ord(char) <= b for a, b in _UNSEEN)


def texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from texts(value)
