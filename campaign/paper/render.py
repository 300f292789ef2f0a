"""Sheet → HTML → PDF: compiles a layout by autoescape and has the press print it; keeps and decides nothing.

The same sheet gives the same bytes. Nothing that a person wrote is markup here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from campaign.paper.bounds import refuse
from campaign.paper.layouts import LAYOUTS
from campaign.paper.page import Page, Size
from campaign.paper.pages import (
    half_letter,
    letter_back_to_back,
    letter_large_print,
    letter_side_by_side,
    letter_stacked,
    letter_trifold,
    picture_card,
    rack_card,
    tabloid_poster,
    wallet_card,
)
from campaign.paper.press import NO_PICTURES, press
from campaign.paper.sheet import ORDER, TAGS, Sheet

_PACKAGE = Path(__file__).resolve().parents[1]
_PAGES: dict[str, Callable[[Sheet, Size], list[Page]]] = {
    "letter-side-by-side": letter_side_by_side.pages,
    "letter-back-to-back": letter_back_to_back.pages,
    "letter-stacked": letter_stacked.pages,
    "letter-large-print": letter_large_print.pages,
    "letter-trifold": letter_trifold.pages,
    "half-letter": half_letter.pages,
    "tabloid-poster": tabloid_poster.pages,
    "rack-card": rack_card.pages,
    "wallet-card": wallet_card.pages,
    "picture-card": picture_card.pages,
}


def pages(layout: str, sheet: Sheet, size: str = "") -> list[Page]:
    """The layout's geometry on a size, by default its first. KeyError for what it does not have; PaperError as
    `bounds.refuse` says, DoesNotFit for a picture without room or with too few pixels."""
    refuse(sheet)
    known = LAYOUTS[layout]
    return _PAGES[layout](sheet, (known.size(size) if size else known.sizes[0]).mm)


def compile(layout: str, sheet: Sheet, size: str = "", look: str = "colour") -> str:
    """HTML of a sheet, every box in mm; raises as `pages` does."""
    return html_of(pages(layout, sheet, size), sheet, look)


def html_of(pages: list[Page], sheet: Sheet, look: str = "colour") -> str:
    """All pages have the size of the first one."""
    order = ORDER[sheet["country"]]
    title = " · ".join(filter(None, (sheet["title"][language] for language in order))) or sheet["code"]
    return html_in(TAGS[order[0]], title, pages, look)


def html_in(lang: str, title: str, pages: list[Page], look: str = "colour") -> str:
    """Pages that belong to no sheet of words, too: the frame round cards that are cut."""
    return _environment().get_template("page.html").render(lang=lang, title=title, pages=pages, look=look)


def render(
    layout: str, sheet: Sheet, pictures: Mapping[str, bytes] = NO_PICTURES, size: str = "", look: str = "colour"
) -> bytes:
    """PDF/UA-1 of a sheet: about 0.8 s CPU, most of it the child's start.

    Raises DoesNotFit (slot and mm), MissingGlyph, LimitReached, or Broken; never a smaller or a shorter text.
    """
    return press(compile(layout, sheet, size, look), pictures=pictures)


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(templates_folder()), autoescape=True, undefined=StrictUndefined)


def templates_folder() -> Path:
    """`templates/` lies beside the package in a checkout, inside it in a wheel."""
    beside, inside = _PACKAGE.parent / "templates", _PACKAGE / "templates"
    return (beside if beside.is_dir() else inside) / "flyers" / "print"
