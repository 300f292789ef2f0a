"""Which day each person was written the daily digest: the key of the table is what makes it one a day."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Select, func, select
from sqlalchemy.orm import Mapped, mapped_column

from campaign.db import Base


class Digest(Base):
    """One morning of one person. It is written in the transaction of its letter, so that there is never one alone."""

    __tablename__ = "digests"
    unaudited = None

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)  # as it is on the person's own wall
    written_at: Mapped[datetime]


def last_digest(user_id: int) -> Select[datetime]:
    """When this person was written the last one; nothing where that is long ago."""
    return select(func.max(Digest.written_at)).where(Digest.user_id == user_id)
