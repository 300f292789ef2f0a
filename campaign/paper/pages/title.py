"""A headline with its second line, both languages in one size, whatever room of whatever page each stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.paper.headline import LEADING, Headline, Plate, heading_pieces, set_headline
from campaign.paper.page import Heading, Part
from campaign.paper.sheet import TAGS, Language, Sheet
from campaign.paper.typeset import HEAVY, MM_PER_PT, SEMI, Block, Words, even, joined, line_mm, words, wrap

_SUB_LEADING, _SUB_LINES, _SUB_GAP = 1.14, 3, 3.2
_HANGS = 0.11  # em: room for what hangs below the last line


@dataclass(frozen=True)
class Title:
    """`sub_h` in mm is the room of a second line, the same in both languages."""

    headline: Headline
    subs: dict[Language, list[Words]]
    sub_pt: float
    sub_h: float
    w: float

    def h(self, language: Language) -> float:
        em = self.headline.pt * MM_PER_PT
        return (len(self.headline.lines[language]) * LEADING + _HANGS) * em + self.sub_h

    def parts(self, language: Language, x: float, top: float, css: str = "white", last: str = "last-sun") -> list[Part]:
        """From the top downwards; `last` colours the headline's last word."""
        under = top + self.h(language) - self.sub_h
        return [self._heading(language, x, top, css, last), *self._subline(language, x, under, css)]

    def _heading(self, language: Language, x: float, top: float, css: str, last: str) -> Heading:
        """One block a line; what stands outside its ground has no width there, so that it is found too wide."""
        lines, row = self.headline.lines[language], line_mm(self.headline.pt, LEADING)
        blocks = [
            Block(
                "headline", TAGS[language], x, top + n * row, self.headline.room(language, n), row,
                f"{css} {last}" if is_last else css, self.headline.pt, LEADING, [heading_pieces(line, is_last)],
            )
            for n, line in enumerate(lines)
            for is_last in [n == len(lines) - 1]
        ]  # fmt: skip
        return Heading(TAGS[language], blocks)

    def _subline(self, language: Language, x: float, top: float, css: str) -> list[Block]:
        lines = joined(self.subs[language])
        if not lines:
            return []
        return [Block("subline", TAGS[language], x, top, self.w, self.sub_h, css, self.sub_pt, _SUB_LEADING, lines)]


def title(sheet: Sheet, w: float, h: float, steps: Sequence[float], sub_pt: float) -> Title:
    """The largest of these sizes in which both headlines fit a room of w × h mm above their second lines."""
    subs = _subs(sheet, w, sub_pt)
    sub_h = _sub_mm(subs, sub_pt)
    texts = {"en": sheet["headline"]["en"], "es": sheet["headline"]["es"]}
    headline = set_headline(texts, Plate(w, h - sub_h - _SUB_GAP * bool(sub_h)), steps)
    return Title(headline, subs, sub_pt, sub_h, w)


def least_mm(sheet: Sheet, w: float, pt: float, sub_pt: float) -> float:
    """Height of the room that the longer title needs with a headline of `pt`."""
    texts = (words(sheet["headline"][language], HEAVY) for language in TAGS)
    lines = max(len(wrap(text, w, pt)) for text in texts)
    return line_mm(pt, LEADING) * lines + _sub_mm(_subs(sheet, w, sub_pt), sub_pt) + _SUB_GAP


def _subs(sheet: Sheet, w: float, pt: float) -> dict[Language, list[Words]]:
    return {language: even(words(sheet["subline"][language], SEMI), w, pt) for language in TAGS}


def _sub_mm(subs: dict[Language, list[Words]], pt: float) -> float:
    return line_mm(pt, _SUB_LEADING) * min(max(map(len, subs.values())), _SUB_LINES)
