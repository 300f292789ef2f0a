"""Consents of people who can be recognised in a material: to which uses, where and how long.

The row never holds more of a person than a first name or an initial; the document has the name, is read on the owner's
side only, leaves with no export, and is destroyed two years after its last use (law 16).
"""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import frozen, guard
from campaign.db import Base, Territory
from campaign.materials.models import Material

STORED: dict[str, Any] = {"stored": True}


class Age(enum.Enum):
    """On the day of the consent."""

    adult = "adult"
    minor = "minor"


class Use(enum.Enum):
    """What somebody agrees to, each by itself."""

    print = "print"
    web = "web"
    video = "video"
    social = "social"


class ConsentEnd(enum.Enum):
    """Taken back by the person: a hold in both countries. `unneeded`: the person is shown no more, or it was entered
    wrongly."""

    withdrawn = "withdrawn"
    unneeded = "unneeded"


class Consent(Base):
    """One person's yes. For a minor there is none without the guardian's and the minor's own (law 16)."""

    __tablename__ = "consents"
    __table_args__ = (
        CheckConstraint("person <> '' AND replace(person, ' ', '') = person AND length(person) <= 30", name="person"),
        CheckConstraint("until_on >= from_on", name="dates"),
        CheckConstraint("age = 'adult' OR (guardian_agreed AND minor_agreed)", name="minor"),
        CheckConstraint("(ended_at IS NULL) = (end_kind IS NULL)", name="end_kind"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by"),
        Index("ix_consents_dates", "from_on", "until_on"),
    )
    secret = frozenset({"person"})  # what the record keeps, it keeps for ever

    id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"), index=True)
    person: Mapped[str]
    age: Mapped[Age]
    guardian_agreed: Mapped[bool]
    minor_agreed: Mapped[bool]
    uses: Mapped[list[str]] = mapped_column(JSON)  # of Use
    territory: Mapped[Territory]
    from_on: Mapped[date]
    until_on: Mapped[date]
    document_sha256: Mapped[str] = mapped_column(index=True, info=STORED)
    document_type: Mapped[str]
    notice_version: Mapped[str]  # of the privacy notice that the person read
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime]
    end_kind: Mapped[ConsentEnd | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    end_reason: Mapped[str] = mapped_column(default="")
    destroyed_at: Mapped[datetime | None]  # when its document went

    material: Mapped[Material] = relationship(lazy="joined")
    entered_by: Mapped[User] = relationship(lazy="joined", foreign_keys=entered_by_id)
    ended_by: Mapped[User | None] = relationship(lazy="joined", foreign_keys=ended_by_id)

    @property
    def last_use(self) -> date:
        """After this day nothing is printed or shown under it."""
        return min(self.until_on, self.ended_at.date()) if self.ended_at else self.until_on


FROZEN = (
    "material_id",
    "age",
    "guardian_agreed",
    "minor_agreed",
    "territory",
    "from_on",
    "until_on",
    "document_sha256",
    "notice_version",
    "entered_by_id",
    "entered_at",
)
guard(Consent.__table__, frozen("consents", FROZEN))


def consents_of(material_id: int) -> Select[Consent]:
    """All of one material, those that stand first, then the newest."""
    order = (Consent.ended_at.is_not(None), Consent.id.desc())
    return select(Consent).where(Consent.material_id == material_id).order_by(*order)


def still_using(sha256: str, on: date) -> Select[Consent]:
    """Consents that stand on exactly this document; one paper may hold several people's."""
    is_used = Consent.ended_at.is_(None) & (Consent.until_on >= on)
    return select(Consent).where(Consent.document_sha256 == sha256, is_used).order_by(Consent.id)
