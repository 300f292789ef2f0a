"""Facts and their versions: a statement or a helpline in both languages, with territory, source and review-by date."""

import enum
import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    UniqueConstraint,
    bindparam,
    case,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, composite, mapped_column, relationship

from campaign.audit.guards import frozen, guard
from campaign.db import Base, Bilingual, Side, Territory
from campaign.facts.clearable import Clearable, KeyState
from campaign.fulltext import matching, searchable

TITLE_LENGTH = 72


class FactKind(enum.Enum):
    """A number is a helpline (reviewed after 90 days); a statement is words (after 365)."""

    number = "number"
    statement = "statement"

    @property
    def review_days(self) -> int:
        return 90 if self is FactKind.number else 365


class FactState(enum.Enum):
    """Of a version: only one in force may be quoted by a material that is submitted."""

    draft = "draft"
    submitted = "submitted"
    in_force = "in_force"
    superseded = "superseded"
    withdrawn = "withdrawn"


class Fact(Base):
    """What stays the same while its words change."""

    __tablename__ = "facts"
    __table_args__ = (Index(None, "rank", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[FactKind]
    territory: Mapped[Territory]
    audience: Mapped[str]
    rank: Mapped[int]  # order in lists and, for helplines, on paper
    stopped_us: Mapped[bool] = mapped_column(default=False, server_default=false())  # a hold stands in that country
    stopped_mx: Mapped[bool] = mapped_column(default=False, server_default=false())

    def is_stopped(self, side: Side) -> bool:
        return self.stopped_us if side is Side.US else self.stopped_mx


class FactVersion(Clearable, Base):
    """One wording. Frozen when submitted; Spanish in *tú* and, where an official text needs it, in *usted*."""

    __tablename__ = "fact_versions"
    __table_args__ = (
        UniqueConstraint("fact_id", "n"),
        CheckConstraint("n >= 1", name="n"),
        Index("ix_fact_versions_waiting_us", "us_key", "state", "id"),
        Index("ix_fact_versions_waiting_mx", "mx_key", "state", "id"),
        Index("ix_fact_versions_review_by", "review_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fact_id: Mapped[int] = mapped_column(ForeignKey("facts.id"), index=True)
    n: Mapped[int]
    state: Mapped[FactState]
    en: Mapped[str]
    es: Mapped[str]
    es_usted: Mapped[str]
    source: Mapped[str]
    source_opened_on: Mapped[date | None]
    as_of: Mapped[str]
    warning: Mapped[str]
    # Helplines only: as dialled, the line's name, and a short note for paper.
    dial: Mapped[str]
    name_en: Mapped[str]
    name_es: Mapped[str]
    note_en: Mapped[str]
    note_es: Mapped[str]
    is_emergency: Mapped[bool]
    created_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column(default=1)
    submitted_at: Mapped[datetime | None] = mapped_column(sort_order=1)  # after what every clearable thing has

    text: Mapped[Bilingual] = composite("en", "es")
    name: Mapped[Bilingual] = composite("name_en", "name_es")
    note: Mapped[Bilingual] = composite("note_en", "note_es")
    fact: Mapped[Fact] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def title(self) -> Bilingual:
        """What it is called in lists: the line's name, else its first sentence."""
        if self.name.is_complete:
            return Bilingual(self.name_en.rstrip("."), self.name_es.rstrip("."))
        return Bilingual(_first_sentence(self.en) or self.fact.key, _first_sentence(self.es) or self.fact.key)

    def days_left(self, on: date) -> int | None:
        """Until its review-by date; negative when that has passed."""
        return None if self.review_by is None else (self.review_by - on).days


def _first_sentence(text: str) -> str:
    sentence = re.split(r"(?<=[.?:])\s", text.strip(), maxsplit=1)[0].rstrip(".:")
    if len(sentence) <= TITLE_LENGTH:
        return sentence
    return sentence[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(",;") + "…"


FROZEN = (
    "fact_id",
    "n",
    "en",
    "es",
    "es_usted",
    "dial",
    "name_en",
    "name_es",
    "note_en",
    "note_es",
    "is_emergency",
    "fingerprint",
    "author_ids",
)
guard(FactVersion.__table__, frozen("fact_versions", FROZEN, "OLD.fingerprint <> ''"))


WORDS = searchable(FactVersion.__table__, "en", "es", "name_en", "name_es", "dial")


@cache
def latest() -> Select[FactVersion]:
    """The newest version of each fact, in the facts' own order."""
    newer = select(FactVersion.n).where(FactVersion.fact_id == Fact.id).order_by(FactVersion.n.desc()).limit(1)
    return (
        select(FactVersion)
        .join(FactVersion.fact)
        .where(FactVersion.n == newer.correlate(Fact).scalar_subquery())
        .order_by(Fact.rank, Fact.key)
    )


@cache
def everything() -> Select[Fact]:
    return select(Fact)


def versions_of(fact_id: int) -> Select[FactVersion]:
    return select(FactVersion).where(FactVersion.fact_id == fact_id).order_by(FactVersion.n.desc())


@lru_cache(64)
def quotable(on: date, *countries: Side) -> Select[FactVersion]:
    """Versions that a material for these countries may quote on this day: in force, not past review-by (law 10), and
    on hold in none of them."""
    query = (
        select(FactVersion)
        .join(FactVersion.fact)
        .where(FactVersion.state == FactState.in_force, FactVersion.review_by >= on)
        .order_by(Fact.rank, Fact.key)
    )
    for side in countries:
        query = query.where((Fact.stopped_us if side is Side.US else Fact.stopped_mx).is_(False))
    return query


@lru_cache(64)
def helplines(on: date, *countries: Side) -> Select[FactVersion]:
    """Numbers that may be printed in these countries on this day, in the order of paper."""
    return quotable(on, *countries).where(Fact.kind == FactKind.number, FactVersion.dial != "")


@cache
def waiting_for(side: Side) -> Select[FactVersion]:
    """Wordings that this side's signatories have still to decide on, those that wait longest first."""
    is_waiting = (FactVersion.state == FactState.submitted) & (_key_of(side) == KeyState.in_review)
    return select(FactVersion).where(is_waiting).order_by(FactVersion.id)


def _key_of(side: Side) -> InstrumentedAttribute[KeyState]:
    return FactVersion.us_key if side is Side.US else FactVersion.mx_key


def in_force_of(fact_ids: Sequence[int]) -> Select[FactVersion]:
    return _in_force_of().params(fact_ids=fact_ids)


@cache
def _in_force_of() -> Select[FactVersion]:
    is_theirs = FactVersion.fact_id.in_(bindparam("fact_ids", expanding=True))
    return select(FactVersion).where(is_theirs, FactVersion.state == FactState.in_force)


def listed(words: str, chosen: dict[str, list[str]]) -> Select[FactVersion]:
    """The newest versions with these words in either language, of the chosen kinds, territories, states and waits;
    a word with a line in it, like us_988, is a key."""
    if not words and not any(chosen.values()):
        return latest()
    keys = [word for word in words.split() if "_" in word.strip("_")]
    query = latest()
    if keys:
        query = query.where(*(Fact.key == key.lower() for key in keys))
    query = matching(query, WORDS, " ".join(word for word in words.split() if word not in keys))
    for name, column in FILTERS.items():
        if chosen[name]:
            query = query.where(column.in_(chosen[name]))
    if chosen["waiting"]:
        is_waiting = or_(*(_key_of(Side(value)) == KeyState.in_review for value in chosen["waiting"]))
        query = query.where(FactVersion.state == FactState.submitted, is_waiting)
    return query


@lru_cache(256)
def tally(query: Select[FactVersion], name: str, most: int) -> Select[Any, int]:
    """How many of the first so many listed facts there are of each kind, territory or state."""
    found = query.with_only_columns(FILTERS[name].label("value")).order_by(None).limit(most).subquery()
    return select(found.c.value, func.count()).group_by(found.c.value)


@lru_cache(256)
def tally_waits(query: Select[FactVersion], most: int) -> Select[int, int, int]:
    """Of the first so many listed facts: how many there are, and how many wait for each side, in the order of Side."""
    waits = [
        case(((FactVersion.state == FactState.submitted) & (_key_of(side) == KeyState.in_review), 1), else_=0)
        for side in Side
    ]
    us, mx = (wait.label(side.value) for wait, side in zip(waits, Side, strict=True))
    found = query.with_only_columns(us, mx).order_by(None).limit(most).subquery()
    return select(func.count(), func.sum(found.c.US), func.sum(found.c.MX))


FILTERS: dict[str, InstrumentedAttribute[Any]] = {
    "kind": Fact.kind,
    "territory": Fact.territory,
    "state": FactVersion.state,
}
