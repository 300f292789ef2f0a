"""Seals: what was destroyed, why, by whom; its bytes are gone, its fingerprint and the reason stay (law 16)."""

import enum
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Select, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import frozen, guard, refuse
from campaign.db import Base, Side
from campaign.materials.files.models import File
from campaign.materials.models import Material
from campaign.rights.consents.models import Consent


class Destroyed(enum.Enum):
    """What a seal is about."""

    consent = "consent"
    file = "file"


class SealState(enum.Enum):
    """Asked for by one person, carried out or dropped by another one."""

    asked = "asked"
    done = "done"
    dropped = "dropped"


class Seal(Base):
    """One removal. Who asks and who carries it out are two people of the owning side, and the database knows it: the
    keys (asked_by_id, side) and (decided_by_id, side) point to users. Nobody asks where two years have passed.
    """

    __tablename__ = "seals"
    __table_args__ = (
        ForeignKeyConstraint(["asked_by_id", "side"], ["users.id", "users.side"], name="fk_seals_asked_by_own_side"),
        ForeignKeyConstraint(
            ["decided_by_id", "side"], ["users.id", "users.side"], name="fk_seals_decided_by_own_side"
        ),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("asked_by_id <> decided_by_id", name="two_people"),
        CheckConstraint("(what = 'consent') = (consent_id IS NOT NULL)", name="consent"),
        CheckConstraint("(what = 'file') = (file_id IS NOT NULL)", name="file"),
        CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name="decided"),
        CheckConstraint(
            "(decided_by_id IS NOT NULL) = (state <> 'asked' AND asked_by_id IS NOT NULL)", name="decided_by"
        ),
        CheckConstraint("asked_by_id IS NOT NULL OR what = 'consent'", name="installation"),
        *(
            Index(
                f"uq_seals_{name}",
                name,
                unique=True,
                sqlite_where=sql("state <> 'dropped'"),
                postgresql_where=sql("state <> 'dropped'"),
            )
            for name in ("consent_id", "file_id")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"), index=True)
    what: Mapped[Destroyed]
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consents.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("material_files.id"))
    fingerprint: Mapped[str]  # SHA-256 of what was handed in
    removed: Mapped[list[str]] = mapped_column(JSON)  # keys in the store: with copies, previews and sheets made of it
    side: Mapped[Side]
    reason: Mapped[str]
    state: Mapped[SealState]
    asked_by_id: Mapped[int | None]
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None]
    decided_at: Mapped[datetime | None]

    material: Mapped[Material] = relationship(lazy="joined")
    consent: Mapped[Consent | None] = relationship(lazy="joined")
    file: Mapped[File | None] = relationship(lazy="joined")
    asked_by: Mapped[User | None] = relationship(
        lazy="joined", primaryjoin="foreign(Seal.asked_by_id) == User.id", viewonly=True
    )
    decided_by: Mapped[User | None] = relationship(
        lazy="joined", primaryjoin="foreign(Seal.decided_by_id) == User.id", viewonly=True
    )


FROZEN = ("material_id", "what", "consent_id", "file_id", "fingerprint", "side", "reason", "asked_by_id", "asked_at")
guard(Seal.__table__, frozen("seals", FROZEN))
guard(
    Seal.__table__,
    refuse("seals", "stay_decided", "UPDATE", "a seal that was decided on is history", "OLD.state <> 'asked'"),
)


def seals_of(material_id: int) -> Select[Seal]:
    """All of one material, those that wait first, then the newest."""
    order = (Seal.state != SealState.asked, Seal.id.desc())
    return select(Seal).where(Seal.material_id == material_id).order_by(*order)


def done_seals() -> Select[Seal]:
    return select(Seal).where(Seal.state == SealState.done).order_by(Seal.id)
