"""The certificate: a letter sheet on its side for each name, both languages, the own side's first; no mark of a country
stands on it, and it says that it is no licence.
"""

from dataclasses import dataclass, field
from datetime import date

from babel.dates import format_date

from campaign.db import Side
from campaign.i18n import LOCALES
from campaign.paper.page import Box, Heading, Page, Part, Shape
from campaign.paper.sheet import ORDER, TAGS, Both, Language
from campaign.paper.typeset import BOLD, HEAVY, MEDIUM, SEMI, TEXT, Block, Face, line_mm
from campaign.schedule.certificates.facts import Facts, Half
from campaign.schedule.papers.setting import Said, block

W, H = 279.4, 215.9
_EDGE, _LEFT = 10.0, 28.0
_WIDE = W - 2 * _LEFT
_SIGNED = H - 52.0  # where the lines to sign on are
_TOP, _LOWEST = 19.0, _SIGNED - 15.0
_SIZES = (1.0, 0.86, 0.74, 0.62)
Signer = tuple[str, str]

TITLE: Both = {"en": "Certificate of participation", "es": "Constancia de participación"}
TOOK_PART: Both = {"en": "took part in", "es": "participó en"}
RUN_BY: Both = {"en": "Organized by", "es": "Organiza"}
COUNTRY: dict[Side, Both] = {
    Side.US: {"en": "United States", "es": "Estados Unidos"},
    Side.MX: {"en": "Mexico", "es": "México"},
}
ONLY: Both = {
    "en": "It states participation only: it is no licence and no academic credit",
    "es": "Hace constar solo la participación: no es licencia ni tiene valor curricular",
}
CODE: Both = {"en": "Activity", "es": "Actividad"}


@dataclass
class _Middle:
    """Lines one below the other, each in the middle of the page."""

    y: float
    by: float
    made: list[Part] = field(default_factory=list)

    def put(self, slot: str, text: Said, face: Face, pt: float, lang: Language | None = None, css: str = "") -> None:
        made = self.block(slot, text, face, pt, lang, css)
        self.made.append(made)

    def block(self, slot: str, text: Said, face: Face, pt: float, lang: Language | None, css: str) -> Block:
        made = block(slot, text, face, pt * self.by, lang, (_LEFT, self.y, _WIDE), f"centre {css}")
        self.y += made.h
        return made

    def gap(self, mm: float) -> None:
        self.y += mm * self.by


def pages(facts: Facts, names: list[str], signers: list[Signer]) -> list[Page]:
    """One for each name."""
    order = ORDER[facts.halves[0].side.value]
    below = [*_frame(), *_signers(signers), *_foot(facts, order)]
    return [Page(W, H, [*_certificate(facts, name, order), *below]) for name in names]


def title(order: tuple[Language, Language]) -> str:
    return " · ".join(TITLE[name] for name in order)


def _certificate(facts: Facts, name: str, order: tuple[Language, Language]) -> list[Part]:
    """As large as leaves room for a hand to sign, and higher on the page than low."""
    for by in _SIZES:
        low = _set(facts, name, order, _Middle(_TOP, by)).y
        if low <= _LOWEST:
            break
    return _set(facts, name, order, _Middle(_TOP + max(_LOWEST - low, 0) * 0.4, by)).made


def _set(facts: Facts, name: str, order: tuple[Language, Language], page: _Middle) -> _Middle:
    first, second = order
    heads = page.block("head", TITLE[first], HEAVY, 27, first, "teal")
    page.made.append(Heading(TAGS[first], [heads]))
    page.put("head", TITLE[second], MEDIUM, 18, second, "teal")
    page.gap(6)
    page.put("name", name, BOLD, _name_pt(name))
    page.gap(1)
    page.put("took-part", [(one, TOOK_PART[one]) for one in order], TEXT, 12, css="quiet")
    page.gap(2)
    titles = {facts.title.of(one): one for one in reversed(order) if facts.title.of(one)}
    for n, (said, one) in enumerate(reversed(titles.items())):
        page.put("title", said, MEDIUM if n else SEMI, 14 if n else 18, one)
    page.put("kind", [(one, facts.kind.of(one)) for one in order], MEDIUM, 11, css="quiet")
    page.gap(4)
    for half in facts.halves:
        _half(page, half, order, is_joint=len(facts.halves) > 1)
    if facts.hosts:
        page.put("host", [(one, RUN_BY[one]) for one in order], TEXT, 10, css="quiet")
        page.put("host", " · ".join(facts.hosts), SEMI, 12)
    return page


def _name_pt(name: str) -> float:
    return 30 if len(name) <= 34 else 22 if len(name) <= 70 else 17


def _half(page: _Middle, half: Half, order: tuple[Language, Language], is_joint: bool) -> None:
    """Day and hours, then the place; with the country where both took part."""
    days: list[tuple[Language | None, str]] = [(one, long_date(half.on, one)) for one in order]
    page.put("day", [*days, (None, half.hours)] if half.hours else days, SEMI, 13)
    country: list[tuple[Language | None, str]] = [(one, COUNTRY[half.side][one]) for one in order]
    page.put("place", [(None, half.place), *(country if is_joint else [])], TEXT, 12)
    page.gap(2.5)


def long_date(on: date, code: Language) -> str:
    """ "28 November 2026" / "28 de noviembre de 2026" """
    return format_date(on, "d 'de' MMMM 'de' y" if code == "es" else "d MMMM y", locale=LOCALES[code])


def _signers(signers: list[Signer]) -> list[Part]:
    """A line for each hand, name and post below it."""
    wide, gap = 92.0, 24.0
    left = (W - wide * len(signers) - gap * (len(signers) - 1)) / 2
    made: list[Part] = []
    for n, (name, post) in enumerate(signers):
        x = left + n * (wide + gap)
        made.append(Shape(Box(x, _SIGNED, wide, 0.3), "ink"))
        who = block("signer", name, SEMI, 12 if len(name) <= 50 else 10, None, (x, _SIGNED + 1.5, wide), "centre")
        made.append(who)
        if post:
            at = (x, _SIGNED + 1.5 + who.h, wide)
            made.append(block("signer", post, MEDIUM, 11 if len(post) <= 60 else 9.5, None, at, "centre quiet"))
    return made


def _foot(facts: Facts, order: tuple[Language, Language]) -> list[Part]:
    words: Said = [(one, ONLY[one]) for one in order]
    pt = 9.0
    y = H - _EDGE - 5.5 - 2 * line_mm(pt, 1.2)
    only = block("only", words, MEDIUM, pt, None, (_LEFT, y, _WIDE), "centre quiet")
    code: Said = [*((one, CODE[one]) for one in order), (None, f"{facts.code} · {facts.campaign}")]
    return [only, block("code", code, MEDIUM, pt, None, (_LEFT, y + only.h, _WIDE), "centre quiet")]


def _frame() -> list[Part]:
    """A line around it, inside of what an office printer can print."""
    return [Shape(Box(_EDGE, _EDGE, W - 2 * _EDGE, H - 2 * _EDGE), "frame")]
