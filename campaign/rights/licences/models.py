"""Licences: under which words, where and how long a material may be used, as an official found it in a document.

A licence is never changed: what was entered wrongly is ended, and another one is another row.
"""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import frozen, guard
from campaign.db import Base, Territory
from campaign.materials.models import Material

STORED: dict[str, Any] = {"stored": True}


class Direction(enum.Enum):
    """Whether it lets us use what is somebody else's, or lets others use what is ours."""

    incoming = "in"
    outgoing = "out"


class LicenceKind(enum.Enum):
    """The controlled list; what is in none of them is `other`, and needs its document."""

    own_work = "own_work"
    us_government = "us_government"
    public_domain = "public_domain"
    cc_by = "cc_by"
    cc_by_sa = "cc_by_sa"
    cc_by_nc = "cc_by_nc"
    cc_by_nd = "cc_by_nd"
    permission = "permission"
    other = "other"


class Licence(Base):
    """What one holder allows. `until_on` is the last day; without one it lasts until it is ended."""

    __tablename__ = "licences"
    __table_args__ = (
        CheckConstraint("holder <> ''", name="holder"),
        CheckConstraint("until_on >= from_on", name="dates"),
        CheckConstraint("(document_sha256 IS NULL) = (document_type = '')", name="document_type"),
        CheckConstraint(
            "kind NOT IN ('permission', 'other') OR document <> '' OR document_sha256 IS NOT NULL", name="proof"
        ),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by"),
        Index("ix_licences_dates", "from_on", "until_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"), index=True)
    direction: Mapped[Direction]
    kind: Mapped[LicenceKind]
    holder: Mapped[str]  # whose right it is
    document: Mapped[str]  # its number; '' without one
    document_sha256: Mapped[str | None] = mapped_column(info=STORED)
    document_type: Mapped[str]
    territory: Mapped[Territory]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    note: Mapped[str]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    end_reason: Mapped[str] = mapped_column(default="")

    material: Mapped[Material] = relationship(lazy="joined")
    entered_by: Mapped[User] = relationship(lazy="joined", foreign_keys=entered_by_id)
    ended_by: Mapped[User | None] = relationship(lazy="joined", foreign_keys=ended_by_id)


FROZEN = (
    "material_id",
    "direction",
    "kind",
    "holder",
    "document",
    "document_sha256",
    "territory",
    "from_on",
    "until_on",
    "entered_by_id",
    "entered_at",
)
guard(Licence.__table__, frozen("licences", FROZEN))


def licences_of(material_id: int) -> Select[Licence]:
    """All of one material, those that stand first, then the newest."""
    order = (Licence.ended_at.is_not(None), Licence.id.desc())
    return select(Licence).where(Licence.material_id == material_id).order_by(*order)


def standing_licences(material_id: int) -> Select[Licence]:
    """Those that let us use it and that nobody ended, whatever their days are."""
    is_ours = (Licence.direction == Direction.incoming) & Licence.ended_at.is_(None)
    return select(Licence).where(Licence.material_id == material_id, is_ours).order_by(Licence.id)
