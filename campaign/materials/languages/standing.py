"""How far each language of a material is: of one material in words, and of many as conditions of a query.

What counts is every pair that is written here: the title, of what comes as files the summary, and the blocks. A quoted
fact and an image that is shown bring their own words. Who may not read a working text is told what was sent, which is
complete, or it could not have been sent.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from campaign.accounts.models import User
from campaign.materials.models import IS_FLYER, Block, BlockKind, Material

Language = Literal["en", "es"]
QUOTED = (BlockKind.fact, BlockKind.picture)


class State(enum.Enum):
    """Of one language of one material."""

    nothing = "nothing"
    missing = "missing"
    review = "review"
    complete = "complete"


@dataclass(frozen=True)
class Open:
    """One pair in which this language is to be written or compared; `anchor` is its place in the editor, `n` the
    number of its block there (0: it is none)."""

    anchor: str
    kind: str
    n: int
    is_missing: bool


@dataclass
class Standing:
    """Of one language: how many pairs there are, in how many it leads, and which of them are open."""

    total: int = 0
    led: int = 0
    missing: int = 0
    open: list[Open] = field(default_factory=list)

    @property
    def state(self) -> State:
        if self.missing:
            return State.nothing if self.missing == self.total else State.missing
        return State.review if self.open else State.complete

    @property
    def ready(self) -> int:
        return self.total - len(self.open)

    def count(self, is_missing: bool, is_marked: bool, anchor: str, kind: str, n: int = 0) -> None:
        self.total += 1
        self.missing += is_missing
        if is_missing or is_marked:
            self.open.append(Open(anchor, kind, n, is_missing))


Standings = dict[Language, Standing]


def pairs_of(material_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    """What the table needs of the blocks of these materials, and none of their words."""
    columns = (Block.id, Block.material_id, Block.kind, Block.source, Block.needs_review)
    query = select(*columns, (Block.en == "").label("no_en"), (Block.es == "").label("no_es"))
    return query.where(Block.material_id.in_(material_ids)).order_by(Block.material_id, Block.position)


def standings(material: Material, rows: Sequence[Any]) -> Standings:
    """`rows` of pairs_of, of this material alone."""
    found: Standings = {"en": Standing(), "es": Standing()}
    has_picture = any(row.kind is BlockKind.picture for row in rows)
    counting = [row for row in rows if not (has_picture and row.kind is BlockKind.alt)]
    for code, one in found.items():
        one.count(not material.title.of(code), False, f"title_{code}", "title")
        if not material.is_flyer:
            one.count(not material.summary.of(code), False, f"summary_{code}", "summary")
        for n, row in enumerate(counting, 1):
            if row.kind not in QUOTED:
                anchor = f"block-{row.id}" if material.is_flyer else f"alt_{code}"
                is_missing = row.no_en if code == "en" else row.no_es
                one.count(bool(is_missing), row.needs_review == code, anchor, row.kind.value, n)
                one.led += row.source == code
    return found


# The same as conditions on a material; a test compares the two.

_picture = aliased(Block)
_IS_SAID_BY_AN_IMAGE = and_(
    Block.kind == BlockKind.alt,
    exists().where(_picture.material_id == Block.material_id, _picture.kind == BlockKind.picture),
)
_IS_WRITTEN_HERE = and_(Block.kind.not_in(QUOTED), ~_IS_SAID_BY_AN_IMAGE)
_WORDS: dict[Language, Any] = {"en": Block.en, "es": Block.es}
_TITLE: dict[Language, Any] = {"en": Material.title_en, "es": Material.title_es}
_SUMMARY: dict[Language, Any] = {"en": Material.summary_en, "es": Material.summary_es}


def _block(is_so: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Block.material_id == Material.id, _IS_WRITTEN_HERE, is_so)


def _conditions(code: Language) -> dict[State, ColumnElement[bool]]:
    """Of the working text."""
    some = or_(_TITLE[code] != "", and_(~IS_FLYER, _SUMMARY[code] != ""), _block(_WORDS[code] != ""))
    lacks = or_(_TITLE[code] == "", and_(~IS_FLYER, _SUMMARY[code] == ""), _block(_WORDS[code] == ""))
    marked = _block(Block.needs_review == code)
    return {
        State.nothing: ~some,
        State.missing: and_(some, lacks),
        State.review: and_(~lacks, marked),
        State.complete: and_(~lacks, ~marked),
    }


_OF_DRAFT: dict[Language, dict[State, ColumnElement[bool]]] = {"en": _conditions("en"), "es": _conditions("es")}


def is_in(user: User, code: Language, state: State) -> ColumnElement[bool]:
    """Whether this language stands so, as far as this person may know."""
    reads = reads_draft(user)
    if state is State.complete:
        return or_(~reads, _OF_DRAFT[code][state])
    return and_(reads, _OF_DRAFT[code][state])


def reads_draft(user: User) -> ColumnElement[bool]:
    """Agrees row by row with permissions.see_draft."""
    allowed = []
    if user.side is not None and (user.is_planner or user.is_reviewer or user.is_signatory):
        allowed.append(or_(Material.side == user.side, Material.is_shared))
    if user.is_partner:
        allowed.append(Material.organization_id == user.organization_id)
    return or_(*allowed) if allowed else false()


def open_pairs(user: User, codes: Sequence[Language]) -> ColumnElement[int]:
    """How many blocks wait in these languages, for the order of the list."""
    waits = or_(*(or_(_WORDS[code] == "", Block.needs_review == code) for code in codes))
    query = select(func.count()).where(Block.material_id == Material.id, _IS_WRITTEN_HERE, waits, reads_draft(user))
    return query.scalar_subquery()
