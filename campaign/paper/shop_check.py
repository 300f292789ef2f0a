"""Reads a finished file for a print shop and says what a printer would send back; it repairs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

import pikepdf

from campaign.paper.check import loose_fonts
from campaign.paper.errors import Finding
from campaign.paper.finish import boxes
from campaign.paper.inks import MOST_INK
from campaign.paper.page import PT, Size
from campaign.paper.streams import PLAIN, drawing_streams, groups, pictures, shadings, space

_EXACT = 0.1  # mm


def shop_findings(pdf: bytes, trim_mm: Size | None = None) -> list[Finding]:
    """Findings, [] when nothing is in RGB, no build is over 240 %, boxes are exact to 0.1 mm and all fonts are there.

    Without `trim_mm` the boxes are held against the file's own TrimBox. What a picture's inks add up to is its
    profile's matter.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        return [
            *(finding for page in document.pages for finding in _boxes(page, trim_mm)),
            *dict.fromkeys(_operators(document)),
            *_spaces(document),
            *loose_fonts(document),
        ]


def _boxes(page: pikepdf.Page, trim_mm: Size | None) -> Iterator[Finding]:
    there = {name: [float(side) for side in page.obj.get(name, [])] for name in ("/TrimBox", "/BleedBox", "/MediaBox")}
    left, bottom, right, top = there["/TrimBox"] or [0.0] * 4
    wanted = boxes(trim_mm or ((right - left) / PT, (top - bottom) / PT))
    for name, box in wanted.items():
        found = there[name]
        if len(found) != 4 or any(abs(a - b) > _EXACT * PT for a, b in zip(found, box, strict=True)):
            yield Finding("box", words=name[1:])


def _operators(document: pikepdf.Pdf) -> Iterator[Finding]:
    for stream in drawing_streams(document):
        for step in pikepdf.parse_content_stream(stream):
            name = str(step.operator)
            if name in ("rg", "RG", "INLINE IMAGE") or (name in ("cs", "CS") and str(step.operands[0]) not in PLAIN):
                yield Finding("rgb", words=name)
            elif name in ("k", "K") and (total := _per_cent(step.operands)) > MOST_INK:
                yield Finding("ink", words=str(total), needed=str(MOST_INK))


def _per_cent(inks: Iterable[object]) -> int:
    return round(sum(float(str(ink)) for ink in inks) * 100)


def _spaces(document: pikepdf.Pdf) -> Iterator[Finding]:
    for slot, named in (
        *(("picture", picture.ColorSpace) for picture in pictures(document)),
        *(("shading", shading.ColorSpace) for shading in shadings(document)),
        *(("group", group.CS) for group in groups(document)),
    ):
        if space(named) not in PLAIN:
            yield Finding("rgb", slot, words=space(named))
