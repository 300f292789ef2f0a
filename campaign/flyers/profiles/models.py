"""What a press says of its inks, as a file of the store, under the name by which its side knows it.

A profile never changes: another file is another row, and one that serves no more is retired.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, false, literal_column, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import frozen, guard
from campaign.db import Base, Side

_IN_USE: Any = literal_column("NOT is_retired")


class Profile(Base):
    """An ICC profile of class prtr, in CMYK, as it came. The gate's child has read it; whoever opens it again does so
    behind a fence too."""

    __tablename__ = "press_profiles"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("size > 0", name="size"),
        Index(
            "uq_press_profiles_name", "side", "name", unique=True, sqlite_where=_IN_USE, postgresql_where=_IN_USE
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    side: Mapped[Side]
    name: Mapped[str]
    description: Mapped[str]  # what the profile calls itself
    sha256: Mapped[str] = mapped_column(info={"stored": True})
    size: Mapped[int]  # bytes
    added_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime]
    is_retired: Mapped[bool] = mapped_column(default=False, server_default=false())

    added_by: Mapped[User] = relationship(lazy="joined")


FROZEN = ("side", "name", "description", "sha256", "size", "added_by_id", "added_at")
guard(Profile.__table__, frozen("press_profiles", FROZEN))


def profiles_of(side: Side) -> Select[Profile]:
    """All of one side, those in use first, the newest before the older."""
    return select(Profile).where(Profile.side == side).order_by(Profile.is_retired, Profile.id.desc())


def in_use(side: Side) -> Select[Profile]:
    """What a sheet of that country can be printed with, alphabetical."""
    return select(Profile).where(Profile.side == side, Profile.is_retired.is_(False)).order_by(Profile.name)
