"""What the wall sheet and the pocket sheet are told, and the words, foot and code that both carry.

The words of paper do not depend on the screen (law 19): both languages stand on it, the one that was asked for first,
and the countries in the same order (law 20).
"""

from dataclasses import dataclass, replace
from datetime import date

from campaign.db import Bilingual
from campaign.paper.foot import address_lines, code_of, dark_edge, short_address
from campaign.paper.page import Code
from campaign.paper.sheet import Both, Language
from campaign.paper.typeset import MEDIUM, Block
from campaign.paper.words import page_of
from campaign.schedule.papers.rows import Order, Row, date_words
from campaign.schedule.papers.setting import Said, block

SCHEDULE: Both = {"en": "Schedule", "es": "Calendario"}
ALL_DAY: Both = {"en": "All day", "es": "Todo el día"}
INSIDE: Both = {
    "en": "For the people of the campaign, not for the public",
    "es": "Para el personal de la campaña, no para el público",
}
LOOK: Both = {"en": "Look here before you set out", "es": "Consulta aquí antes de salir"}
HOURS: Both = {
    "en": "Hours are those of the place named beside them.",
    "es": "Las horas son las del lugar indicado junto a ellas.",
}
Parts = list[tuple[Language | None, str]]
_ALT: Both = {"en": "QR code: the schedule on the web", "es": "Código QR: el calendario en internet"}


@dataclass(frozen=True)
class Sheet:
    """`left_out` dates had no room; `address` says where all of them are."""

    title: Bilingual
    code: str
    n: int
    released_on: date
    address: str
    order: Order
    rows: list[Row]
    left_out: int = 0
    is_inside: bool = False

    @property
    def titles(self) -> list[tuple[Language, str]]:
        return [(name, self.title.of(name)) for name in self.order if self.title.of(name)]

    def in_both(self, words: Both | Bilingual) -> Parts:
        said: Both = {"en": words.en, "es": words.es} if isinstance(words, Bilingual) else words
        return [(name, said[name]) for name in self.order]

    def qr(self, left: float, middle: float) -> Code:
        """Its dark modules begin at `left`."""
        found = code_of(self.address, self.order, left + 24.0, middle, 24.0)
        box = replace(found.box, x=found.box.x - dark_edge(found) + left)
        return replace(found, box=box, alt=" · ".join(_ALT[name] for name in self.order))

    def address_in(self, width: float, pt: float) -> str:
        """Without its scheme; parted before its path where it has to be."""
        return " ".join(address_lines(short_address(self.address), width, pt))

    def releases(self) -> Parts:
        """Which release the paper shows, and of which day."""
        words: dict[str, str] = {"en": "Release", "es": "Publicación"}
        return [(name, f"{words[name]} {self.n}, {date_words(self.released_on, name)}") for name in self.order]

    def pages(self, n: int, of: int) -> Parts:
        return [(name, page_of(n, of, name)) for name in self.order]

    def others(self) -> Parts:
        """How many dates stand only at the address."""
        words: Both = {
            "en": f"{self.left_out} more dates: see the address",
            "es": f"{self.left_out} fechas más: consulta la dirección",
        }
        return self.in_both(words) if self.left_out else []


def quiet(slot: str, text: Said, at: tuple[float, float, float], pt: float = 9.0) -> Block:
    return block(slot, text, MEDIUM, pt, None, at, "quiet")
