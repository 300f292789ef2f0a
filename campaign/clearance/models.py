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
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import append_only, guard
from campaign.db import Base, Side
from campaign.facts.models import FactVersion
from campaign.materials.models import Version


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

    by: Mapped[User] = relationship(lazy="joined", primaryjoin="foreign(Clearance.by_id) == User.id", viewonly=True)
    version: Mapped[Version | None] = relationship()
    fact_version: Mapped[FactVersion | None] = relationship()


guard(Clearance.__table__, append_only("clearances"))


def decisions(subject: Version | FactVersion) -> Select[Clearance]:
    """All decisions on one subject, oldest first."""
    column = Clearance.version_id if isinstance(subject, Version) else Clearance.fact_version_id
    return select(Clearance).where(column == subject.id).order_by(Clearance.decided_at, Clearance.id)
