"""One side's review of a version: its steps, who is on each, by when, and what came of it.

It is that side's own: the other country sees only the key (law 7). The database itself keeps the authors and the
signatories of a version out of its steps, and its reviewers out of its clearances (law 2).
"""

import enum
from datetime import date, datetime
from functools import cache

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Select,
    UniqueConstraint,
    select,
)
from sqlalchemy import (
    text as sql,
)
from sqlalchemy.orm import Mapped, composite, contains_eager, defaultload, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import frozen, guard, refuse, refuse_if
from campaign.db import Base, Bilingual, Side
from campaign.facts.clearable import KeyState
from campaign.materials.lists import waiting_for, waiting_with_paper
from campaign.materials.models import Material, Version, VersionState
from campaign.reviews.deputies.models import Deputy


class Outcome(enum.Enum):
    """How a step ended. A wish for changes is a finding for the own signatory: it turns no key."""

    passed = "passed"
    changes = "changes"
    skipped = "skipped"


class Stage(enum.Enum):
    """Why somebody was reminded of a step; once for each."""

    due = "due"
    overdue = "overdue"


class Review(Base):
    """What the route said when it began; `is_done` and `has_finding` are kept by the steps' actions, so that lists and
    the clearance read columns only."""

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("version_id", "side"),
        UniqueConstraint("id", "side"),  # a step points here with its side
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"))
    side: Mapped[Side]
    name_en: Mapped[str]
    name_es: Mapped[str]
    comes_first: Mapped[bool]
    is_urgent: Mapped[bool]
    is_done: Mapped[bool] = mapped_column(default=False)
    has_finding: Mapped[bool] = mapped_column(default=False)
    begun_at: Mapped[datetime]

    name: Mapped[Bilingual] = composite("name_en", "name_es")
    version: Mapped[Version] = relationship()

    def makes_wait(self, is_yes: bool) -> bool:
        """Whether the signatory's decision waits for steps: a yes for all of them, a no until a reviewer wants it."""
        return self.comes_first and not self.is_done and (is_yes or not self.has_finding)

    @property
    def is_open(self) -> bool:
        """Somebody still waits for it: the version is on its way, and the own country has not decided."""
        is_on_its_way = self.version.state is VersionState.submitted
        return is_on_its_way and self.version.key(self.side) is KeyState.in_review


FROZEN = ("version_id", "side", "name_en", "name_es", "comes_first", "is_urgent", "begun_at")
guard(Review.__table__, frozen("reviews", FROZEN))


class Step(Base):
    """One step; those of the same turn run side by side, the next turn opens when they have ended."""

    __tablename__ = "review_steps"
    __table_args__ = (
        ForeignKeyConstraint(["review_id", "side"], ["reviews.id", "reviews.side"], name="fk_review_steps_own_review"),
        ForeignKeyConstraint(
            ["taken_by_id", "side"], ["users.id", "users.side"], name="fk_review_steps_taken_by_own_side"
        ),
        ForeignKeyConstraint(
            ["decided_by_id", "side"], ["users.id", "users.side"], name="fk_review_steps_decided_by_own_side"
        ),
        UniqueConstraint("review_id", "position"),
        CheckConstraint("turn >= 1 AND days >= 1", name="days"),
        CheckConstraint("(opened_at IS NULL) = (due_on IS NULL)", name="opened"),
        CheckConstraint("(taken_at IS NULL) = (taken_by_id IS NULL)", name="taken"),
        CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="ended"),
        CheckConstraint("(decided_by_id IS NOT NULL) = (outcome IS NOT NULL AND outcome <> 'skipped')", name="by"),
        CheckConstraint("outcome IS NULL OR outcome <> 'changes' OR reason <> ''", name="reason"),
        CheckConstraint("language IN ('', 'en', 'es')", name="language"),
        Index(
            "ix_review_steps_waiting",
            "side",
            "due_on",
            sqlite_where=sql("outcome IS NULL"),
            postgresql_where=sql("outcome IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int]
    side: Mapped[Side]
    position: Mapped[int]
    turn: Mapped[int]
    name_en: Mapped[str]
    name_es: Mapped[str]
    days: Mapped[int]  # working days, from the day on which its turn comes
    reviewer_ids: Mapped[list[int]] = mapped_column(JSON)  # who may take it; nobody named: any reviewer of the side
    opened_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    taken_by_id: Mapped[int | None]
    taken_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    reason: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")  # of the reason; people write in one
    decided_by_id: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    as_deputy_id: Mapped[int | None] = mapped_column(ForeignKey("deputies.id"))

    name: Mapped[Bilingual] = composite("name_en", "name_es")
    review: Mapped[Review] = relationship(primaryjoin="foreign(Step.review_id) == Review.id", viewonly=True)
    taken_by: Mapped[User | None] = relationship(
        lazy="joined", primaryjoin="foreign(Step.taken_by_id) == User.id", viewonly=True
    )
    decided_by: Mapped[User | None] = relationship(
        lazy="joined", primaryjoin="foreign(Step.decided_by_id) == User.id", viewonly=True
    )
    as_deputy: Mapped[Deputy | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Its turn has come, and it has not ended."""
        return self.opened_at is not None and self.outcome is None


class Reminder(Base):
    """That somebody was reminded of a step: the key says that it happens once for each reason."""

    __tablename__ = "review_reminders"

    step_id: Mapped[int] = mapped_column(ForeignKey("review_steps.id"), primary_key=True)
    stage: Mapped[Stage] = mapped_column(primary_key=True)
    told_at: Mapped[datetime]

    step: Mapped[Step] = relationship()


guard(
    Step.__table__,
    frozen("review_steps", ("review_id", "side", "position", "turn", "name_en", "name_es", "days")),
)
DECIDED = refuse(
    "review_steps", "stay_decided", "UPDATE", "a step that has ended is history", "OLD.outcome IS NOT NULL"
)
guard(Step.__table__, DECIDED)
# Of the version of a step: its authors, and whoever decided on it for the country (law 2). Whoever reviewed it may take
# a clearance back later (law 6), in whichever order a copy of the data brings the two in.
_NOT_THEIRS = (
    "SELECT 1 FROM reviews JOIN versions ON versions.id = reviews.version_id {join} {author} "
    "WHERE reviews.id = NEW.review_id AND author.value = {by} "
    "UNION ALL SELECT 1 FROM reviews JOIN clearances ON clearances.version_id = reviews.version_id "
    "WHERE reviews.id = NEW.review_id AND clearances.by_id = NEW.decided_by_id AND clearances.decision <> 'revoked'"
)
NOT_THEIRS = {
    "sqlite": _NOT_THEIRS.format(
        join="JOIN", author="json_each(versions.author_ids) AS author", by="NEW.decided_by_id"
    ),
    "postgresql": _NOT_THEIRS.format(
        join="CROSS JOIN LATERAL",
        author="json_array_elements_text(versions.author_ids) AS author(value)",
        by="CAST(NEW.decided_by_id AS text)",
    ),
}
for _event, _name in (("INSERT", "begin_lawful"), ("UPDATE OF decided_by_id", "stay_lawful")):
    guard(
        Step.__table__,
        refuse_if("review_steps", _name, _event, "nobody reviews what they made or signed", NOT_THEIRS),
    )


def review_of(version_id: int, side: Side) -> Select[Review]:
    """One side's review of a version, if its route gave it one."""
    return select(Review).where(Review.version_id == version_id, Review.side == side)


def steps_of(review_id: int) -> Select[Step]:
    """In the order in which they are taken; of the people only the names."""
    names_only = (defaultload(person).lazyload(User.organization) for person in (Step.taken_by, Step.decided_by))
    query = select(Step).where(Step.review_id == review_id).options(*names_only)
    return query.order_by(Step.turn, Step.position)


def open_steps(side: Side) -> Select[Step]:
    """A side's steps whose turn it is, of versions on which it has still to decide; joined with these."""
    column = Version.us_key if side is Side.US else Version.mx_key
    is_waiting = (Version.state == VersionState.submitted) & (column == KeyState.in_review)
    query = select(Step).join(Step.review).join(Review.version).join(Version.material)
    return query.where(Step.side == side, Step.outcome.is_(None), Step.opened_at.is_not(None), is_waiting)


@cache
def waiting_steps(side: Side) -> Select[Step]:
    """The same as a list shows them, the first due first."""
    of_version = contains_eager(Step.review).contains_eager(Review.version)
    material = of_version.contains_eager(Version.material)
    unread = (material.lazyload(Material.organization), material.lazyload(Material.campaign))
    names_only = (defaultload(person).lazyload(User.organization) for person in (Step.taken_by, Step.decided_by))
    query = open_steps(side).options(of_version.defer(Version.content), *unread, *names_only)
    return query.order_by(Step.due_on, Step.id)


def is_held_back(side: Side, is_yes: bool) -> ColumnElement[bool]:
    """As a condition on a version: that side's decision waits for steps (`Review.makes_wait`, in the database)."""
    waits = [Review.comes_first, ~Review.is_done, *([] if is_yes else [~Review.has_finding])]
    is_its = Review.version_id == Version.id, Review.side == side
    return select(Review.id).where(*is_its, *waits).correlate(Version).exists()


@cache
def decidable(side: Side, is_yes: bool, has_paper: bool = False) -> Select[Version]:
    """What waits for this side's key and for no step of its review: with `is_yes` what may be cleared, else also what a
    reviewer wants changed. `has_paper`: only what was cleared on paper before."""
    waiting = waiting_with_paper(side) if has_paper else waiting_for(side)
    return waiting.where(~is_held_back(side, is_yes))
