"""Type: our five static faces, their widths, and text broken into lines; draws nothing and never shortens a text.

Widths are the font's own advances without kerning (at most 1 % wide), so line breaks are the same on every machine.
Phone numbers leave the text face: its zero has a slash that reads as an 8 at arm's length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

import fontpkg_atkinson_hyperlegible
import fontpkg_barlow_semi_condensed
from PIL import ImageFont

MM_PER_PT = 25.4 / 72

_ATKINSON = Path(fontpkg_atkinson_hyperlegible.ROOT) / "files"
_BARLOW = Path(fontpkg_barlow_semi_condensed.ROOT) / "files"


@dataclass(frozen=True)
class Face:
    """A static font file and the CSS class that selects it."""

    css: str
    file: Path


TEXT = Face("text", _ATKINSON / "AtkinsonHyperlegible-Regular.ttf")
BOLD = Face("bold", _ATKINSON / "AtkinsonHyperlegible-Bold.ttf")
MEDIUM = Face("medium", _BARLOW / "BarlowSemiCondensed-Medium.ttf")
SEMI = Face("semi", _BARLOW / "BarlowSemiCondensed-SemiBold.ttf")
HEAVY = Face("heavy", _BARLOW / "BarlowSemiCondensed-ExtraBold.ttf")
FACES = (TEXT, BOLD, MEDIUM, SEMI, HEAVY)

NUMBER_SCALE = 1.08
_PHONE = re.compile(r"(?<![\w-])(?:1-\d{3}-\d{3}-\d{4}|\(?\d{3}\)?[ -]\d{3}[ -]\d{4}|911|988)(?!\w|-\w)")
_SENTENCE_END = re.compile(r"(?<!\s\d\.)(?<=[.!?])\s+(?=[¿¡\"“«A-ZÁÉÍÓÚÑ0-9])")


@dataclass(frozen=True)
class Piece:
    """Text in one face that is never broken inside; `lang` only where it differs from its block's."""

    text: str
    face: Face
    lang: str = ""
    scale: float = 1.0

    def width(self, pt: float) -> float:
        return width_mm(self.text, self.face, pt * self.scale)

    @property
    def css(self) -> str:
        return self.face.css + " number" * (self.scale != 1)


Word = tuple[Piece, ...]
Words = list[Word]
Line = list[Piece]
Ways = dict[int, tuple[float, tuple[int, ...]]]  # words set so far → cost, where each line ended


@dataclass(frozen=True)
class Block:
    """Lines set in a box; x, y, w, h in mm. The child measures what is really taken against this box."""

    kind: ClassVar[str] = "block"
    slot: str
    lang: str
    x: float
    y: float
    w: float
    h: float
    css: str
    pt: float
    leading: float
    lines: list[Line] = field(default_factory=list)

    @property
    def face(self) -> str:
        """The face that sets the height and baseline of all lines, whatever else stands in them."""
        pieces = [piece for line in self.lines for piece in line]
        main = next((piece for piece in pieces if piece.scale == 1), pieces[0] if pieces else None)
        return main.face.css if main else TEXT.css

    @property
    def bare_face(self) -> str:
        """The face of pieces that need no element of their own, but to part neighbours: none where a rule of the sheet
        names elements."""
        return "" if {"last", "last-sun", "on-soft"} & set(self.css.split()) else self.face

    @property
    def style(self) -> str:
        """Position and type as CSS; only numbers of ours go in."""
        return (
            f"left:{self.x:.2f}mm;top:{self.y:.2f}mm;width:{self.w:.2f}mm;height:{max(self.h, 0):.2f}mm;"
            f"font-size:{self.pt:.2f}pt;line-height:{self.leading:.3f}"
        )


@cache
def _font(file: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(file), 1000, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8192)
def _advance(text: str, file: Path) -> float:
    return _font(file).getlength(text)


def width_mm(text: str, face: Face, pt: float) -> float:
    """Advance width in mm of `text` set in `face` at `pt` points."""
    return _advance(text, face.file) * pt / 1000 * MM_PER_PT


def line_mm(pt: float, leading: float) -> float:
    """Height in mm of one line."""
    return pt * leading * MM_PER_PT


def words(text: str, face: Face = TEXT, number: Face = SEMI, lang: str = "") -> Words:
    """Words of `text`; a phone number is one piece, set in the display face and never broken."""
    found: Words = []
    for chunk in _glue_numbers(text).split():
        pieces = [Piece(part, face, lang) for part in re.split(f"({_PHONE.pattern})", chunk.replace("\0", " ")) if part]
        found.append(tuple(_numbered(piece, number) for piece in pieces))
    return found


def _numbered(piece: Piece, number: Face) -> Piece:
    """A phone number moves to the display face, a little larger beside the wider text face."""
    if not _PHONE.fullmatch(piece.text) or piece.face in (SEMI, HEAVY):
        return piece
    return replace(piece, face=number, scale=1.0 if piece.face is MEDIUM else NUMBER_SCALE)


def _glue_numbers(text: str) -> str:
    return _PHONE.sub(lambda match: match[0].replace(" ", "\0"), text)


def word_mm(word: Word, pt: float) -> float:
    return sum(piece.width(pt) for piece in word)


def _space_mm(word: Word, pt: float) -> float:
    return width_mm(" ", word[-1].face, pt)


def wrap(text: Words, width: float, pt: float) -> list[Words]:
    """Greedy lines of at most `width` mm; a word that is wider stands alone and is left to be found too wide."""
    lines: list[Words] = []
    room = 0.0
    for word in text:
        needed = word_mm(word, pt) + (_space_mm(lines[-1][-1], pt) if lines else 0)
        if lines and needed <= room:
            lines[-1].append(word)
            room -= needed
        else:
            lines.append([word])
            room = width - word_mm(word, pt)
    return lines


def even(text: Words, width: float, pt: float) -> list[Words]:
    """As few lines as `wrap`, as even as they can be: no widows, no first word of a sentence at a line's end."""
    return [list(line) for line in _even(tuple(text), width, pt)]


@lru_cache(maxsize=2048)  # the sheets of a batch differ in a few slots only
def _even(text: tuple[Word, ...], width: float, pt: float) -> list[Words]:
    text_words = list(text)
    return fitted(text_words, [width] * len(wrap(text_words, width, pt)), pt) or []


def fitted(text: Words, rooms: Sequence[float], pt: float) -> list[Words] | None:
    """The most even way to set `text` in lines of these widths in mm, one each; None when there is no way."""
    measured = Measured.of(text, pt)
    mean = measured.long(0, len(text)) / max(len(rooms), 1)
    best: Ways = {0: (0.0, ())}
    for room in rooms:
        best = _one_line_more(best, measured, room, mean)
    if len(text) not in best:
        return None
    ends = best[len(text)][1]
    return [text[start:end] for start, end in pairwise((0, *ends))]


@dataclass(frozen=True)
class Measured:
    """Words with their widths added up, in mm, so that a line's width is a difference."""

    ends: list[float]  # of each word, counted from the first one's beginning, a space before each but the first
    spaces: list[float]  # before each word
    is_bad_end: list[bool]
    begins: list[bool]  # a sentence: the word before ends one

    @classmethod
    def of(cls, text: Words, pt: float) -> Measured:
        ends, spaces = [0.0], []
        for n, word in enumerate(text):
            spaces.append(_space_mm(text[n - 1], pt) if n else 0.0)
            ends.append(ends[-1] + spaces[-1] + word_mm(word, pt))
        little = [len("".join(piece.text for piece in word)) <= 2 for word in text]
        begins = [n > 0 and text[n - 1][-1].text.endswith((".", "?", "!")) for n in range(len(text))]
        return cls(ends, spaces, little, begins)

    def long(self, start: int, end: int) -> float:
        return self.ends[end] - self.ends[start] - (self.spaces[start] if start < end else 0.0)

    def ends_badly(self, start: int, end: int) -> bool:
        """A little word, or a sentence's first word, left alone at a line's end weighs like 17 % of ragged edge."""
        return self.is_bad_end[end - 1] or (end - start > 1 and self.begins[end - 1])


def _one_line_more(best: Ways, text: Measured, room: float, mean: float) -> Ways:
    """The best way to set each beginning of the text in one line more than in `best`; a wide word may stand alone."""
    count, ragged = len(text.spaces), (mean * 0.17) ** 2
    more: Ways = {}
    for start, (cost, ends) in best.items():
        for end in range(start + 1, count + 1):
            long = text.long(start, end)
            if long > room and end > start + 1:
                break
            total = cost + (long - mean) ** 2 + ragged * (end < count and text.ends_badly(start, end))
            if end not in more or total < more[end][0]:
                more[end] = (total, (*ends, end))
    return more


def lines_mm(lines: Sequence[Words], pt: float) -> float:
    """Width in mm of the widest line."""
    return max((_line_mm(line, pt) for line in lines), default=0.0)


def _line_mm(line: Words, pt: float) -> float:
    return sum(word_mm(word, pt) for word in line) + sum(_space_mm(word, pt) for word in line[:-1])


def joined(lines: Sequence[Words]) -> list[Line]:
    """Lines of words as lines of pieces: neighbours in the same face and language become one piece."""
    return [_joined_line(line) for line in lines]


def _joined_line(line: Words) -> Line:
    pieces: Line = []
    for word in line:
        if pieces:
            pieces[-1] = replace(pieces[-1], text=pieces[-1].text + " ")
        for piece in word:
            _append(pieces, piece)
    return pieces


def _append(pieces: Line, piece: Piece) -> None:
    last = pieces[-1] if pieces else None
    if last and (last.css, last.lang) == (piece.css, piece.lang):
        pieces[-1] = replace(last, text=last.text + piece.text)
    else:
        pieces.append(piece)


def first_sentence(text: str) -> tuple[str, str]:
    """The first sentence and the rest; the rest is "" when there is only one."""
    parts = _SENTENCE_END.split(text.strip(), maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 else (parts[0], "")
