"""What somebody asked for who is not here yet, and who accepted which terms of use."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import append_only, guard
from campaign.db import Base, Side
from campaign.partners.models import Organization, OrganizationKind

LASTS = timedelta(days=7)


class Registration(Base):
    """An organization and its first person, as written on the public form. Nothing comes of it before the address is
    proved by the link that was sent there; the row holds only the hash of that link.
    """

    __tablename__ = "registrations"
    __table_args__ = (CheckConstraint("language IN ('en', 'es')", name="language"),)
    secret = frozenset({"token_hash"})

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    organization: Mapped[str]
    kind: Mapped[OrganizationKind]
    country: Mapped[Side]
    language: Mapped[str]
    phone: Mapped[str]
    website: Mapped[str]
    person: Mapped[str]
    post: Mapped[str]
    email: Mapped[str]
    asked_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    @property
    def own_words(self) -> tuple[str, ...]:
        """What somebody who knows this person would try first as a password."""
        return self.person, self.email, self.organization

    def is_live(self, at: datetime) -> bool:
        return self.used_at is None and at - self.asked_at < LASTS


class TermsAcceptance(Base):
    """Who accepted a version of the terms of use for the organization, and when; never taken back."""

    __tablename__ = "terms_acceptances"
    __table_args__ = (UniqueConstraint("organization_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    version: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    accepted_at: Mapped[datetime]

    user: Mapped[User] = relationship(lazy="joined")
    organization: Mapped[Organization] = relationship(lazy="joined")


guard(TermsAcceptance.__table__, append_only("terms_acceptances"))


def registration_of(token_hash: str) -> Select[Registration]:
    return select(Registration).where(Registration.token_hash == token_hash)


def acceptances_of(organization_id: int) -> Select[TermsAcceptance]:
    """The newest first."""
    query = select(TermsAcceptance).where(TermsAcceptance.organization_id == organization_id)
    return query.order_by(TermsAcceptance.version.desc())
