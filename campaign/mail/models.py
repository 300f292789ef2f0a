"""Notices to a side, and the letters that carry them to its people; a letter is a row first (the outbox, law 6)."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, Select, func, or_, select
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from campaign.db import Actor, Base, Bilingual, Side
from campaign.mail.kinds import Because, NoticeKind, Way

MOST = 500  # notices that one digest takes along; the next morning's takes the others


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
    kind: Mapped[NoticeKind] = mapped_column(server_default="account")  # of rows from before there were kinds

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
    because: Mapped[Because | None]

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
    kind: Mapped[NoticeKind | None]  # none: no notice, but a link that was asked for, a receipt, the digest
    because: Mapped[Because | None]

    subject: Mapped[Bilingual] = composite("subject_en", "subject_es")
    text: Mapped[Bilingual] = composite("text_en", "text_es")


class InboxLine(Base):
    """What one person was told, however it came by mail or did not. Who was told what stands in the record with the
    notices and letters; what a person has read since is nobody else's business."""

    __tablename__ = "inbox_lines"
    __table_args__ = (
        CheckConstraint("(notice_id IS NULL) <> (letter_id IS NULL)", name="told"),
        Index(None, "user_id", "written_at"),
    )
    unaudited = None

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("personal_letters.id"))
    kind: Mapped[NoticeKind]
    because: Mapped[Because | None]
    way: Mapped[Way]
    path: Mapped[str]  # never one that holds a secret
    written_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    digest_on: Mapped[date | None]  # the morning whose digest named it

    notice: Mapped[Notice | None] = relationship(lazy="joined")
    letter: Mapped[PersonalLetter | None] = relationship(lazy="joined")

    @property
    def said(self) -> Notice | PersonalLetter:
        said = self.notice or self.letter
        assert said is not None, "told by a notice or by a letter"
        return said


def unsent(notice_id: int) -> Select[Letter]:
    return select(Letter).where(Letter.notice_id == notice_id, Letter.sent_at.is_(None)).order_by(Letter.id)


def _told(user: Actor) -> tuple[ColumnElement[bool], ...]:
    """What this person was told; who has left a side reads no more of what that side alone was told (law 7)."""
    is_of_own_side = InboxLine.notice.has(Notice.to_side == user.side)
    return InboxLine.user_id == user.id, or_(InboxLine.notice_id.is_(None), is_of_own_side)


def inbox(user: Actor, kinds: Collection[NoticeKind] = (), is_unread: bool = False) -> Select[InboxLine]:
    """What this person was told, newest first; of some kinds, or what was not read yet."""
    query = select(InboxLine).where(*_told(user))
    query = query.where(InboxLine.kind.in_(kinds)) if kinds else query
    query = query.where(InboxLine.read_at.is_(None)) if is_unread else query
    return query.order_by(InboxLine.written_at.desc(), InboxLine.id.desc())


def inbox_counts(user: Actor) -> Select[NoticeKind, int, int, int]:
    """For each kind how many lines there are, how many were not read yet, and the newest."""
    unread = func.count().filter(InboxLine.read_at.is_(None))
    query = select(InboxLine.kind, func.count(), unread, func.max(InboxLine.id))
    return query.where(*_told(user)).group_by(InboxLine.kind)


def for_digest(user: Actor) -> Select[InboxLine]:
    """What waits for this person's next digest: neither named in one, nor read meanwhile."""
    waits = InboxLine.way == Way.digest, InboxLine.digest_on.is_(None), InboxLine.read_at.is_(None)
    query = select(InboxLine).where(*_told(user), *waits)
    return query.order_by(InboxLine.written_at, InboxLine.id).limit(MOST)
