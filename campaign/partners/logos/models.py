"""Logos and the permission that each stands on: for which territory, from when until when, and who gave it.

A logo is never changed: another one is another row, and one that may not be used any more is withdrawn.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import frozen, guard
from campaign.db import Base, Side, Territory
from campaign.partners.models import IN_ORDER, IS_OPEN, Organization

STORED: dict[str, Any] = {"stored": True}


class Logo(Base):
    """One picture that may stand on sheets while its permission lasts."""

    __tablename__ = "logos"
    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="dates"),
        CheckConstraint("given_by <> ''", name="given_by"),
        CheckConstraint("width > 0 AND height > 0", name="measures"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    sha256: Mapped[str] = mapped_column(info=STORED)
    type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    document_sha256: Mapped[str] = mapped_column(info=STORED)
    document_type: Mapped[str]
    territory: Mapped[Territory]
    from_on: Mapped[date]
    until_on: Mapped[date] = mapped_column(index=True)  # the last day
    given_by: Mapped[str]  # name and post of whoever may give it, as in the document
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdraw_reason: Mapped[str] = mapped_column(default="")

    organization: Mapped[Organization] = relationship(lazy="joined")
    uploaded_by: Mapped[User] = relationship(lazy="joined", foreign_keys=uploaded_by_id)
    withdrawn_by: Mapped[User | None] = relationship(lazy="joined", foreign_keys=withdrawn_by_id)

    def is_valid(self, side: Side, on: date) -> bool:
        """Whether it may be printed in that country on that day."""
        lasts = self.withdrawn_at is None and self.from_on <= on <= self.until_on
        return lasts and self.territory.covers(side)


FROZEN = (
    "organization_id",
    "sha256",
    "document_sha256",
    "territory",
    "from_on",
    "until_on",
    "given_by",
    "uploaded_by_id",
)
guard(Logo.__table__, frozen("logos", FROZEN))


def logos_of(organization_id: int) -> Select[Logo]:
    """All of one organization, the newest first."""
    return select(Logo).where(Logo.organization_id == organization_id).order_by(Logo.id.desc())


def valid_logos(side: Side, on: date) -> Select[Logo]:
    """What may stand on sheets of this country that day, of open organizations, alphabetical; of several of one
    organization the newest counts, which is the first here."""
    lasts = (Logo.withdrawn_at.is_(None)) & (Logo.from_on <= on) & (Logo.until_on >= on)
    query = select(Logo).join(Organization, Organization.id == Logo.organization_id)
    query = query.where(lasts, IS_OPEN, Logo.territory.in_((Territory(side.value), Territory.BOTH)))
    return query.order_by(*IN_ORDER, Logo.id.desc())


def expiring_logos(on: date, last: date) -> Select[Logo]:
    """Whose permission ends in this span: for whoever reminds before."""
    return select(Logo).where(Logo.withdrawn_at.is_(None), Logo.until_on.between(on, last)).order_by(Logo.id)


def followers(logo: Logo) -> Select[Logo]:
    """Other logos of the same organization that last beyond this one's permission."""
    own = Logo.organization_id == logo.organization_id, Logo.withdrawn_at.is_(None)
    return select(Logo).where(*own, Logo.from_on <= logo.until_on + timedelta(days=1), Logo.until_on > logo.until_on)
