"""Comments on a material, on one of its blocks or on a spot of a sheet, with their answers. Nothing that was said is
changed or goes."""

import enum
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import append_only, frozen, guard
from campaign.db import Base, Side
from campaign.materials.comments.pages import LETTER, SheetPage
from campaign.materials.models import Material, Version


class Audience(enum.Enum):
    """Who reads a comment: the writer's side alone, also the partner whose text it is, or both countries."""

    side = "side"
    owner = "owner"
    both = "both"


WIDE = 1000  # a spot lies at so many parts of the width from the left, and of the height from the top
SPOT = f"""CASE WHEN spot_version_id IS NULL THEN spot_country IS NULL AND spot_x IS NULL AND spot_y IS NULL ELSE
 block_id IS NULL AND answers_id IS NULL AND spot_country IS NOT NULL AND coalesce(spot_x, -1) BETWEEN 0 AND {WIDE} AND
 coalesce(spot_y, -1) BETWEEN 0 AND {WIDE} END""".replace("\n", "")
SPOT_PAGE = """(spot_layout IS NULL) = (spot_size IS NULL) AND (spot_layout IS NULL) = (spot_page IS NULL) AND
 (spot_layout IS NULL OR spot_version_id IS NOT NULL) AND coalesce(spot_page, 1) >= 1""".replace("\n", "")


@dataclass(frozen=True)
class Spot:
    """A point of the sheet that a version has in a country; where it lies there is the same for all its regions."""

    version: Version
    country: Side
    x: int
    y: int
    page: SheetPage = LETTER


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
        CheckConstraint(SPOT, name="spot"),
        CheckConstraint(SPOT_PAGE, name="spot_page"),
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
    # Of a version's sheet in a country, in parts of WIDE; what has a spot has no block, and answers have none.
    spot_version_id: Mapped[int | None] = mapped_column(ForeignKey("versions.id"))
    spot_country: Mapped[Side | None]
    spot_x: Mapped[int | None]
    spot_y: Mapped[int | None]
    spot_layout: Mapped[str | None]
    spot_size: Mapped[str | None]
    spot_page: Mapped[int | None]

    material: Mapped[Material] = relationship(lazy="joined")
    written_by: Mapped[User] = relationship(
        lazy="joined", primaryjoin="foreign(Comment.written_by_id) == User.id", viewonly=True
    )
    spot_version: Mapped[Version | None] = relationship(viewonly=True)
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


FROZEN = (
    *("material_id", "answers_id", "side", "language", "text", "about", "written_by_id", "written_at"),
    *("spot_version_id", "spot_country", "spot_x", "spot_y", "spot_layout", "spot_size", "spot_page"),
)
guard(Comment.__table__, frozen("comments", FROZEN))
guard(ReceivedLetter.__table__, append_only("received_letters"))


def comments_on(material_id: int) -> Select[Comment]:
    """All of a material in the order in which they were written."""
    return select(Comment).where(Comment.material_id == material_id).order_by(Comment.written_at, Comment.id)
