"""What can be wrong with a sheet on paper, as data; callers translate, nothing here is shown to a person as it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One fault on the page.

    `kind` is one of: width, height (text is `over_mm` millimetres too wide or too high for its slot), glyph (`words`
    is the character), character (a control character, as U+XXXX), room (a picture has `over_mm` too little), partner
    (the layout leaves contact or strip out), pixels
    (`words` are there, `needed` should be), length, words and count (so many characters, words or lines are there, at
    most `needed` may be), points, page, font, language, title, alt, tags, footer. For a print shop: rgb (a
    picture or an operator that is not in the press's inks), profile (`words` are what was given instead of one for a
    press), ink (more than `needed` per cent in one place), box (`words` is its name). For a sheet of several: cell
    (pages that are not of its size), sides (a page is missing). For a picture: size (bytes), unreadable.
    """

    kind: str
    slot: str = ""
    language: str = ""
    words: str = ""
    over_mm: float = 0.0
    needed: str = ""

    def __str__(self) -> str:
        where = " ".join(part for part in (self.slot, self.language) if part)
        over = f", {self.over_mm:.1f} mm too much" if self.over_mm else ""
        return f"{self.kind}: {where}{over} “{self.words}”"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class PaperError(Exception):
    """The sheet cannot be printed; `findings` say why. Nothing was made."""

    def __init__(self, message: str = "", findings: list[Finding] | None = None) -> None:
        self.findings = findings or []
        super().__init__("; ".join([message] * bool(message) + [str(finding) for finding in self.findings]))


class DoesNotFit(PaperError):
    """Text is larger than its slot, or the page than one page. It is never cut and never shrunk."""


class MissingGlyph(PaperError):
    """A character is in none of our fonts, or is a control character that has no place on paper."""


class ForbiddenFetch(PaperError):
    """The page asked for something that is not one of our own drawings."""


class LimitReached(PaperError):
    """The child was stopped: `limit` is cpu, memory, wall or size."""

    def __init__(self, message: str = "", findings: list[Finding] | None = None, limit: str = "") -> None:
        self.limit = limit
        super().__init__(message or f"render stopped by its {limit} limit", findings)


class WrongColour(PaperError):
    """A print shop prints no RGB: a picture came without the profile of a press, or the profile is not one of CMYK."""


class Broken(PaperError):
    """The renderer complained or failed: a fault of ours, not of the text."""
