"""How the schedule's own paper is set: boxes with their words broken into lines, and the press, which prints it once.

Whatever a person wrote is broken to the width of its box, never cut: a word that is wider than its box goes on below.
"""

import hashlib
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from campaign.clock import now
from campaign.config import Config, folder
from campaign.errors import Later, Refused
from campaign.flyers.press import RENDERER
from campaign.i18n import _
from campaign.paper.bounds import MOST_MARKS
from campaign.paper.errors import MissingGlyph, PaperError
from campaign.paper.kept import kept
from campaign.paper.merge import merged
from campaign.paper.page import Page
from campaign.paper.press import Press
from campaign.paper.sheet import TAGS, Language
from campaign.paper.typeset import Block, Face, Piece, Words, joined, line_mm, width_mm, words, wrap
from campaign.storage import files

_ROOM = 0.985  # of a box: advances are counted without kerning
_PICTURES = ("So", "Sk", "Cn", "Co", "Cs", "Cf")  # categories of characters that are no letters: emoji and their parts
_LETTERS = 0x2190  # below it stand degree signs and accents
_one_by_one = threading.Lock()
_BUSY = timedelta(seconds=5)


class NoType(Refused):
    """Characters that are in none of our fonts."""

    def __init__(self, characters: str) -> None:
        said = _("We have no type for these characters, so it cannot be printed: %(found)s", found=" ".join(characters))
        super().__init__(said)
        self.characters = characters


def printable(text: str) -> str:
    """Without emoji and what is invisible, at most two marks on a letter; letters that we have no type for stay, and
    are found by the press."""
    found: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(char)
        marks = marks + 1 if kind.startswith("M") else 0
        is_picture = kind in _PICTURES and (ord(char) >= _LETTERS or kind == "Cf")
        if not is_picture and kind != "Cc" and marks <= MOST_MARKS and not 0xFE00 <= ord(char) <= 0xFE0F:
            found.append(char)
        elif kind == "Cc":
            found.append(" ")
    return " ".join("".join(found).split())


Said = str | Sequence[tuple[Language | None, str]]  # words, or those of several languages in one line


def block(
    slot: str, text: Said, face: Face, pt: float, lang: Language | None, at: tuple[float, float, float], css: str = ""
) -> Block:
    """`at` is left, top and width in mm; it is as high as its lines."""
    x, y, width = at
    lines = wrap(_words(text, face, pt, width * _ROOM), width * _ROOM, pt)
    leading = 1.2
    tag = TAGS[lang] if lang else ""
    return Block(slot, tag, x, y, width, len(lines) * line_mm(pt, leading), css, pt, leading, joined(lines))


def _words(text: Said, face: Face, pt: float, width: float) -> Words:
    parts = [(None, text)] if isinstance(text, str) else text
    found: Words = []
    for name, said in parts:
        own = words(_narrowed(printable(said), face, pt, width), face, lang=TAGS[name] if name else "")
        found += [*([(Piece("·", face),)] if found else []), *own]
    return found


def _narrowed(text: str, face: Face, pt: float, width: float) -> str:
    return " ".join(part for word in text.split() for part in _parts(word, face, pt, width))


def _parts(word: str, face: Face, pt: float, width: float) -> list[str]:
    if width_mm(word, face, pt) <= width:
        return [word]
    parts, room = [""], width
    for char in word:
        wide = width_mm(char, face, pt)
        if parts[-1] and wide > room:
            parts.append("")
            room = width
        parts[-1] += char
        room -= wide
    return parts


def html_of(pages: list[Page], title: str, lang: Language) -> str:
    return _environment().get_template("paper.html").render(pages=pages, title=printable(title), lang=TAGS[lang])


@cache
def _environment() -> Environment:
    places = FileSystemLoader(folder("templates") / "schedule" / "print")
    return Environment(loader=places, autoescape=True, undefined=StrictUndefined)


def printed_once(html: str, config: Config) -> bytes:
    """Anybody may ask for it, so each page is printed once and kept, and one at a time: who comes while another is
    printed is told to come again, instead of a child for everyone. Refused names what cannot be printed."""
    file = config.data / "made" / f"{hashlib.sha256(f'{RENDERER} schedule {html}'.encode()).hexdigest()}.pdf"
    if not file.is_file():
        if not _one_by_one.acquire(blocking=False):
            raise Later(_("Another sheet is being prepared at this moment."), now() + _BUSY, 503)
        try:
            files.write(file, pressed(html))
        finally:
            _one_by_one.release()
    return file.read_bytes()


def pressed(html: str) -> bytes:
    """In the warm child of this process; keeps nothing."""
    with _said():
        return kept(html)


def pressed_in_parts(htmls: Sequence[str], title: str) -> bytes:
    """One after the other in a child of their own, each within the limits of a page, and put together in memory."""
    with _said(), Press() as press:
        made = [press(html) for html in htmls]
        return made[0] if len(made) == 1 else merged(made, title)


@contextmanager
def _said() -> Iterator[None]:
    """What the press refuses, in words for the person at the screen."""
    try:
        yield
    except MissingGlyph as error:
        raise NoType("".join(dict.fromkeys(finding.words for finding in error.findings))) from None
    except PaperError:
        raise Refused(
            _("The page could not be made. Nothing was changed; try again, and tell your administrator if it stays.")
        ) from None
