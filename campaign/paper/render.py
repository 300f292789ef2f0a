"""Sheet → HTML → PDF: compiles a layout by autoescape and has the press print it; keeps and decides nothing.

The same sheet gives the same bytes. Nothing that a person wrote is markup here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from campaign.paper import letter
from campaign.paper.drawings import PICTOGRAMS
from campaign.paper.errors import Finding, MissingGlyph, PaperError
from campaign.paper.layouts import LAYOUTS
from campaign.paper.press import NO_PICTURES, press
from campaign.paper.sheet import Sheet

_PACKAGE = Path(__file__).resolve().parents[1]
_PAGES = {"letter-side-by-side": letter.page}


def compile(layout: str, sheet: Sheet) -> str:
    """HTML of one page, every box in mm. KeyError for an unknown layout; PaperError for a control character, DoesNotFit
    for a picture without room or with too few pixels."""
    refuse_control_characters(sheet)
    template = _environment().get_template(LAYOUTS[layout].template)
    return template.render(_PAGES[layout](sheet))


def render(layout: str, sheet: Sheet, pictures: Mapping[str, bytes] = NO_PICTURES) -> bytes:
    """PDF/UA-1 of one page: about 0.8 s CPU, most of it the child's start.

    Raises DoesNotFit (slot and mm), MissingGlyph, LimitReached, or Broken; never a smaller or a shorter text.
    """
    return press(compile(layout, sheet), pictures=pictures)


def refuse_control_characters(sheet: Sheet) -> None:
    """Control, direction and invisible format characters, and drawings that are not ours, never reach paper."""
    found = dict.fromkeys(char for text in _texts(sheet) for char in text if not _may_print(char))
    if found:
        raise MissingGlyph(findings=[Finding("character", words=f"U+{ord(char):04X}") for char in found])
    for point in sheet["points"]:
        if point["pictogram"] and point["pictogram"] not in PICTOGRAMS:
            raise PaperError(f"no such pictogram: {point['pictogram']}")


def _may_print(char: str) -> bool:
    return char in "\n\r\t" or not unicodedata.category(char).startswith("C")


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(templates_folder()), autoescape=True, undefined=StrictUndefined)


def templates_folder() -> Path:
    """`templates/` lies beside the package in a checkout, inside it in a wheel."""
    beside, inside = _PACKAGE.parent / "templates", _PACKAGE / "templates"
    return (beside if beside.is_dir() else inside) / "flyers" / "print"
