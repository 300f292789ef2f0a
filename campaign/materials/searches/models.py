"""A search that somebody keeps. It is a way to the list, never a copy of what it finds: each opening asks anew, by the
rights of that day.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from campaign.accounts.models import User
from campaign.db import Base

MOST = 30  # for one person: more than that nobody finds again by reading
LONGEST_NAME = 60
LONGEST_QUERY = 2_000


class SavedSearch(Base):
    """Words and filters under one name, as its owner typed it. What was taken out last may be put back.

    What somebody looks for is nobody else's to read: the record says that a search was kept, not which.
    """

    __tablename__ = "saved_searches"
    __table_args__ = (UniqueConstraint("user_id", "name_key"),)
    secret = frozenset({"name", "name_key", "query"})

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str]
    name_key: Mapped[str]  # the name without capitals: the two databases fold letters differently
    query: Mapped[str]  # as the address of the list has it, in one order
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


def searches_of(user: User) -> Select[SavedSearch]:
    """This person's own, by name."""
    kept = select(SavedSearch).where(SavedSearch.user_id == user.id, SavedSearch.removed_at.is_(None))
    return kept.order_by(SavedSearch.name_key)


def removed_of(user: User) -> Select[SavedSearch]:
    return select(SavedSearch).where(SavedSearch.user_id == user.id, SavedSearch.removed_at.is_not(None))
