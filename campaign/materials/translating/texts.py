"""The pairs of texts of a draft, one row each, and the key by which a row finds its way back.

A key names the material, the text, and what both languages said when the file was made (a short hash of each): so a
file tells by itself to what it belongs, and what changed here since. It is no secret and proves nothing.
"""

import hashlib
import re
from dataclasses import dataclass

from campaign.db import Bilingual, session
from campaign.forms import clean
from campaign.i18n import _
from campaign.materials.budgets import budgets
from campaign.materials.forms import BODY, LIMITS
from campaign.materials.models import Block, BlockKind, Material, blocks_of
from campaign.materials.pictures import counting
from campaign.materials.words import KIND_WORDS

KEY = re.compile(r"([FM]-\d{4,18})/(title|summary|[1-9]\d{0,17})/([0-9a-f]{8})/([0-9a-f]{8})", re.ASCII)
TITLE, SUMMARY = "title", "summary"
LINE, LONG = 120, 600  # characters that a title, and a text of what comes as files, may have
CODES = ("en", "es")


@dataclass(frozen=True)
class Text:
    """One pair. `name` is `title`, `summary` or the number of the block; `n` its place on the page (0: it is no
    block). What is quoted from a fact or an image is there to be read, and is changed where it comes from."""

    name: str
    n: int
    words: Bilingual
    most: int
    kind: BlockKind | None = None
    needs_review: str = ""
    is_quoted: bool = False
    layouts: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        if self.kind is None:
            return _("Title") if self.name == TITLE else _("Summary")
        return f"{self.n} {KIND_WORDS[self.kind]}"

    def budget(self, code: str) -> int:
        """Characters that fit in the tightest layout that is offered; 0: nobody counts."""
        room = budgets(self.layouts).get(self.kind.value) if self.kind else None
        return room[code].most if room else 0


def texts_of(material: Material) -> list[Text]:
    """In the order of the editor."""
    found = [Text(TITLE, 0, material.title, LINE)]
    if not material.is_flyer:
        found.append(Text(SUMMARY, 0, material.summary, LONG))
    blocks = counting(session.scalars(blocks_of(material.id)).all())
    return found + [_of_block(material, n, block) for n, block in enumerate(blocks, 1)]


def _of_block(material: Material, n: int, block: Block) -> Text:
    most = LIMITS.get(block.kind, BODY) if material.is_flyer else LONG
    is_quoted = block.quoted is not None or block.image is not None
    return Text(str(block.id), n, block.text, most, block.kind, block.needs_review, is_quoted, tuple(material.layouts))


def key_of(material: Material, text: Text) -> str:
    return "/".join([material.code, text.name, *(mark(text.words.of(code)) for code in CODES)])


def mark(text: str) -> str:
    """What tells one wording from another, whichever program wrote it down."""
    return hashlib.sha256(clean(text).encode()).hexdigest()[:8]
