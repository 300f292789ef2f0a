"""Notices to a side, and the letters that carry them to its people; a letter is a row first (the outbox, law 6)."""

from datetime import datetime
from functools import cache

from sqlalchemy import ForeignKey, Index, Select, bindparam, select
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from campaign.db import Base, Bilingual, Side


class Notice(Base):
    """What one side is told, in both languages, written in the transaction of the act it tells of."""

    __tablename__ = "notices"
    __table_args__ = (Index(None, "to_side", "written_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    to_side: Mapped[Side]
    subject_en: Mapped[str]
    subject_es: Mapped[str]
    text_en: Mapped[str]
    text_es: Mapped[str]
    path: Mapped[str]  # of the page where it can be looked at
    written_at: Mapped[datetime]

    subject: Mapped[Bilingual] = composite("subject_en", "subject_es")
    text: Mapped[Bilingual] = composite("text_en", "text_es")


class Letter(Base):
    """One notice to one person. `sent_at` is the carrier's mark: delivering again writes the same file again."""

    __tablename__ = "letters"
    unaudited = frozenset({"sent_at"})

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    address: Mapped[str]
    language: Mapped[str]
    sent_at: Mapped[datetime | None]

    notice: Mapped[Notice] = relationship(lazy="joined")


class PersonalLetter(Base):
    """A letter to one person or address, not to a side: an invitation, a reset, "your password was changed".

    `path` may hold a secret (a link that works once): it is emptied as soon as the letter was delivered.
    """

    __tablename__ = "personal_letters"
    unaudited = frozenset({"sent_at", "path"})
    secret = frozenset({"path"})

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    address: Mapped[str]
    language: Mapped[str]
    subject_en: Mapped[str]
    subject_es: Mapped[str]
    text_en: Mapped[str]
    text_es: Mapped[str]
    path: Mapped[str]
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    subject: Mapped[Bilingual] = composite("subject_en", "subject_es")
    text: Mapped[Bilingual] = composite("text_en", "text_es")


def notices_to(side: Side, since: datetime) -> Select[Notice]:
    """What this side was told since then, newest first."""
    return _notices_to(side).params(since=since)


@cache
def _notices_to(side: Side) -> Select[Notice]:
    query = select(Notice).where(Notice.to_side == side, Notice.written_at >= bindparam("since"))
    return query.order_by(Notice.written_at.desc(), Notice.id.desc())


def unsent(notice_id: int) -> Select[Letter]:
    return select(Letter).where(Letter.notice_id == notice_id, Letter.sent_at.is_(None)).order_by(Letter.id)
