"""Who of a side writes one language of a material; a plan, which gives nobody a right and keeps nobody out."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Select, select
from sqlalchemy.orm import Mapped, joinedload, lazyload, mapped_column, relationship

from campaign.accounts.models import User
from campaign.db import Base, Side
from campaign.materials.models import Material


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

    material: Mapped[Material] = relationship()
    person: Mapped[User] = relationship(foreign_keys=person_id)


def standing(side: Side | None) -> Select[Assignment]:
    """Those of a side whose person is still there and of that side."""
    query = select(Assignment).join(Assignment.person).where(Assignment.side == side)
    return query.where(User.is_live, User.side == Assignment.side)


def assigned(material_ids: list[int], side: Side | None) -> Select[Assignment]:
    """Of these materials, with the names of the people."""
    whole = joinedload(Assignment.person).options(lazyload(User.organization))
    return standing(side).where(Assignment.material_id.in_(material_ids)).options(whole, lazyload(Assignment.material))
