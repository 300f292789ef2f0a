"""Who of a side writes one language of a material; a plan, which gives nobody a right and keeps nobody out."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Select, select
from sqlalchemy.orm import Mapped, contains_eager, lazyload, mapped_column, relationship

from campaign.accounts.models import User
from campaign.db import Base, Side


class Assignment(Base):
    """Each side plans for itself: one person of the own for one language. Whoever left, or moved to the other side, is
    nobody's person here any more (see `assigned`)."""

    __tablename__ = "assignments"
    __table_args__ = (CheckConstraint("language IN ('en', 'es')", name="language"),)

    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    side: Mapped[Side] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    assigned_at: Mapped[datetime]

    person: Mapped[User] = relationship(foreign_keys=person_id)


def assigned(material_ids: Sequence[int], side: Side | None) -> Select[Assignment]:
    """Of these materials, those of a side whose person is still there and of that side, with the person."""
    whole = contains_eager(Assignment.person).options(lazyload(User.organization))
    query = select(Assignment).join(Assignment.person).options(whole)
    is_there = (Assignment.side == side) & User.is_live & (User.side == Assignment.side)
    return query.where(Assignment.material_id.in_(material_ids), is_there)
