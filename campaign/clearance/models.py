"""Clearances: the append-only record of each country's decisions. Only this feature writes them."""

import enum
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Select,
    UniqueConstraint,
    literal_column,
    select,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import append_only, guard, refuse_if
from campaign.db import Base, Side
from campaign.facts.models import FactVersion
from campaign.materials.models import Version
from campaign.reviews.deputies.models import Deputy


class Decision(enum.Enum):
    """What a signatory decided; a change of mind is a new row."""

    cleared = "cleared"
    changes_requested = "changes_requested"
    refused = "refused"
    revoked = "revoked"


class Clearance(Base):
    """One decision of one country on one fingerprint, by a signatory of that country (the key to users says so:
    law 1).
    """

    __tablename__ = "clearances"
    __table_args__ = (
        ForeignKeyConstraint(["by_id", "country"], ["users.id", "users.side"], name="fk_clearances_by_own_side"),
        UniqueConstraint("version_id", "country", "n"),
        UniqueConstraint("fact_version_id", "country", "n"),
        CheckConstraint("(version_id IS NULL) <> (fact_version_id IS NULL)", name="one_subject"),
        CheckConstraint("decision = 'cleared' OR reason <> ''", name="reason"),
        CheckConstraint("decision <> 'cleared' OR document <> '' OR document_due_on IS NOT NULL", name="document"),
        Index(
            "ix_clearances_to_follow",
            "document_due_on",
            sqlite_where=literal_column("document_due_on IS NOT NULL"),
            postgresql_where=literal_column("document_due_on IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("versions.id"), index=True)
    fact_version_id: Mapped[int | None] = mapped_column(ForeignKey("fact_versions.id"), index=True)
    country: Mapped[Side]
    n: Mapped[int]  # 1, 2, … for this subject and country: two people deciding at once cannot both be the next
    decision: Mapped[Decision]
    fingerprint: Mapped[str]
    by_id: Mapped[int]
    authority: Mapped[str]  # name of the person on whose authority, as it stands in the document
    post: Mapped[str]
    document: Mapped[str]  # number of the letter or oficio; '' while it is to follow
    document_on: Mapped[date | None]
    document_due_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    conditions: Mapped[str]
    reason: Mapped[str]
    marks_may_stay: Mapped[bool] = mapped_column(default=False)
    decided_at: Mapped[datetime]
    as_deputy_id: Mapped[int | None] = mapped_column(ForeignKey("deputies.id"))  # signed for somebody who was away

    by: Mapped[User] = relationship(lazy="joined", primaryjoin="foreign(Clearance.by_id) == User.id", viewonly=True)
    version: Mapped[Version | None] = relationship()
    fact_version: Mapped[FactVersion | None] = relationship()
    as_deputy: Mapped[Deputy | None] = relationship()
    followed: Mapped["ClearanceDocument | None"] = relationship(viewonly=True)

    @property
    def number(self) -> str:
        """Of its document, whether it was there from the beginning or followed; '' while none is there."""
        return self.document or (self.followed.document if self.followed else "")


class ClearanceDocument(Base):
    """The document that was to follow a clearance, entered later by a signatory of the same country. It adds to the
    clearance and changes nothing of it: what was cleared, and that it stands, never hung on it."""

    __tablename__ = "clearance_documents"
    __table_args__ = (
        ForeignKeyConstraint(["by_id", "side"], ["users.id", "users.side"], name="fk_clearance_documents_by_own_side"),
        CheckConstraint("document <> ''", name="document"),
    )

    clearance_id: Mapped[int] = mapped_column(ForeignKey("clearances.id"), primary_key=True)
    document: Mapped[str]  # number of the letter or oficio
    document_on: Mapped[date | None]
    side: Mapped[Side]
    by_id: Mapped[int]
    at: Mapped[datetime]

    clearance: Mapped[Clearance] = relationship()
    by: Mapped[User] = relationship(primaryjoin="foreign(ClearanceDocument.by_id) == User.id", viewonly=True)


guard(Clearance.__table__, append_only("clearances"))
guard(ClearanceDocument.__table__, append_only("clearance_documents"))
# A reviewer of a version is not its signatory (law 2); taking a clearance back waits for nobody (law 6).
NO_REVIEWER = (
    "SELECT 1 FROM reviews JOIN review_steps ON review_steps.review_id = reviews.id "
    "WHERE reviews.version_id = NEW.version_id AND review_steps.decided_by_id = NEW.by_id AND NEW.decision <> 'revoked'"
)
# Only who was named signs for somebody, and only for the own country (law 1). That the naming is there its key says: a
# copy of the data may bring it in later.
NO_STRANGER = (
    "SELECT 1 FROM deputies WHERE deputies.id = NEW.as_deputy_id AND NOT (deputies.user_id = NEW.by_id "
    "AND deputies.side = NEW.country AND deputies.role = 'signatory')"
)
# A country's word is that country's to document, and only where its document was to follow.
NO_OTHER_COUNTRY = (
    "SELECT 1 FROM clearances WHERE clearances.id = NEW.clearance_id "
    "AND (clearances.country <> NEW.side OR clearances.document_due_on IS NULL)"
)
for _kind, _name, _message, _found in (
    (Clearance, "no_reviewer", "a reviewer of a version is not its signatory", NO_REVIEWER),
    (Clearance, "no_stranger", "only a deputy signs for somebody", NO_STRANGER),
    (
        ClearanceDocument,
        "own_country",
        "a document is entered by its country, for a clearance that it was to follow",
        NO_OTHER_COUNTRY,
    ),
):
    guard(
        _kind.__table__,
        refuse_if(_kind.__tablename__, _name, "INSERT", _message, {"sqlite": _found, "postgresql": _found}),
    )


def decisions(subject: Version | FactVersion) -> Select[Clearance]:
    """All decisions on one subject, oldest first."""
    column = Clearance.version_id if isinstance(subject, Version) else Clearance.fact_version_id
    return select(Clearance).where(column == subject.id).order_by(Clearance.decided_at, Clearance.id)


def with_documents(query: Select[Clearance]) -> Select[Clearance]:
    """The same with what followed each, for pages that show its number; of whoever entered it only the name."""
    followed = joinedload(Clearance.followed)
    return query.options(followed.joinedload(ClearanceDocument.by).lazyload(User.organization))
