"""Comments on a material or on one of its blocks, with their answers. Nothing that was said is changed or goes."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import append_only, frozen, guard
from campaign.db import Base, Side
from campaign.materials.models import Material


class Audience(enum.Enum):
    """Who reads a comment: the writer's side alone, also the partner whose text it is, or both countries."""

    side = "side"
    owner = "owner"
    both = "both"


class Comment(Base):
    """One remark, or an answer to one. It stays with the material from version to version (a draft that opens again
    finds it there); `about` is what its block said in the writer's language when it was written."""

    __tablename__ = "comments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["written_by_id", "side"], ["users.id", "users.side"], name="fk_comments_written_by_own_side"
        ),
        CheckConstraint("text <> ''", name="text"),
        CheckConstraint("language IN ('en', 'es')", name="language"),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled"),
        CheckConstraint("answers_id IS NULL OR settled_at IS NULL", name="answers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"), index=True)
    block_id: Mapped[int | None] = mapped_column(ForeignKey("blocks.id", ondelete="SET NULL"), index=True)
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    side: Mapped[Side]
    audience: Mapped[Audience]  # of an answer as of what it answers
    language: Mapped[str]
    text: Mapped[str]
    about: Mapped[str]
    written_by_id: Mapped[int]
    written_at: Mapped[datetime]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    settled_at: Mapped[datetime | None]
    shared_at: Mapped[datetime | None]  # since when both countries read it

    material: Mapped[Material] = relationship(lazy="joined")
    written_by: Mapped[User] = relationship(
        lazy="joined", primaryjoin="foreign(Comment.written_by_id) == User.id", viewonly=True
    )
    settled_by: Mapped[User | None] = relationship(lazy="joined", foreign_keys=[settled_by_id], viewonly=True)


class ReceivedLetter(Base):
    """An answer that came by mail, so that the same letter twice is one comment. `comment_id` is empty where it was not
    kept; `digest` is the hash of its number."""

    __tablename__ = "received_letters"

    digest: Mapped[str] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    received_at: Mapped[datetime]

    comment: Mapped[Comment | None] = relationship()


FROZEN = ("material_id", "answers_id", "side", "language", "text", "about", "written_by_id", "written_at")
guard(Comment.__table__, frozen("comments", FROZEN))
guard(ReceivedLetter.__table__, append_only("received_letters"))


def comments_on(material_id: int) -> Select[Comment]:
    """All of a material in the order in which they were written."""
    return select(Comment).where(Comment.material_id == material_id).order_by(Comment.written_at, Comment.id)
