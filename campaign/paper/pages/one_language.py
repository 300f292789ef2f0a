"""What pages in one language say about numbers, points and places: words and lines without boxes.

Both pages of such a sheet take the larger of what their two languages need, so that front and back look alike.
"""

from __future__ import annotations

from dataclasses import replace

from campaign.paper.foot import footer_words
from campaign.paper.helplines import Order
from campaign.paper.sheet import Elsewhere, Helpline, Language, Point, Sheet
from campaign.paper.typeset import (
    BOLD,
    HEAVY,
    MEDIUM,
    TEXT,
    Line,
    Piece,
    Words,
    even,
    first_sentence,
    line_mm,
    words,
    wrap,
)
from campaign.paper.words import EMERGENCY, IN_COUNTRY

FOOTER_PT, FOOTER_LEADING = 9.0, 1.1
FOOTER_ROW = line_mm(FOOTER_PT, FOOTER_LEADING)
_GAP = (Piece("\u2002", TEXT),)


def name_of(line: Helpline, language: Language) -> str:
    """An emergency number without a name is called by that word."""
    return line["name"][language] or (EMERGENCY[language] if line["emergency"] else "")


def stopped_name(line: Helpline, language: Language) -> str:
    """A name before its note ends with a full stop."""
    name = name_of(line, language)
    return name + "." if name and line["note"][language] and name[-1] not in ".!?:" else name


def elsewhere_lines(other: Elsewhere, language: Language, width: float, pt: float) -> list[Words]:
    """“In Mexico   911   Línea de la Vida 800 911 2000”; a line ends between two numbers wherever it can."""
    parts = [words(IN_COUNTRY[other["country"]][language], BOLD), *(_number(line, language) for line in other["lines"])]
    lines = parts[:1]
    for part in parts[1:]:
        longer = [*lines[-1], _GAP, *part]
        lines[-1:] = [longer] if len(wrap(longer, width, pt)) == 1 else [lines[-1], part]
    return [row for line in lines for row in wrap(line, width, pt)]


def _number(line: Helpline, language: Language) -> Words:
    name = "" if line["emergency"] else line["name"][language]
    return [*words(name), (Piece(line["number"], HEAVY, scale=1.08),), *words(line["note"][language])]


def point_lines(point: Point, width: float, pt: float) -> dict[Language, list[Words]]:
    """A bold first sentence where both languages have more than one; a break after it where that costs no line."""
    texts: dict[Language, tuple[str, str]] = {"en": first_sentence(point["en"]), "es": first_sentence(point["es"])}
    if not all(rest for _, rest in texts.values()):
        return {language: even(words(point[language]), width, pt) for language in texts}
    run_on, parted = (
        {language: _two_faces(*text, width, pt, is_parted) for language, text in texts.items()}
        for is_parted in (False, True)
    )
    most = max(len(lines) for lines in run_on.values())
    return parted if all(len(lines) <= most for lines in parted.values()) else run_on


def _two_faces(first: str, rest: str, width: float, pt: float, is_parted: bool) -> list[Words]:
    if is_parted:
        return even(words(first, BOLD), width, pt) + even(words(rest), width, pt)
    return even([*words(first, BOLD), *words(rest)], width, pt)


def footer_lines(sheet: Sheet, order: Order, width: float) -> list[Line]:
    """What law 11 asks for, in as few lines as it takes; a part is never broken, and the code is in semibold."""
    code, *others = footer_words(sheet, order)
    territory, *dates = (replace(part, face=MEDIUM) for part in others)
    ways = ([code, territory, *dates], [territory, code, *dates])  # a long name of a place stands alone
    return min((_packed(parts, width) for parts in ways), key=len)


def _packed(parts: list[Piece], width: float) -> list[Line]:
    lines: list[Line] = []
    for part in parts:
        longer = [*lines[-1], Piece(" · ", MEDIUM), part] if lines else [part]
        if lines and sum(piece.width(FOOTER_PT) for piece in longer) <= width:
            lines[-1] = longer
        else:
            lines.append([part])
    return lines


def squeezed(heights: list[float], lack: float, least: float) -> list[float]:
    """Heights in mm of points that lack so much room: the longest gives it up, so that it is found too high."""
    given = list(heights)
    for n in sorted(range(len(given)), key=lambda n: -given[n]):
        part = min(max(lack, 0), max(given[n] - least, 0))
        given[n] -= part
        lack -= part
    return given
