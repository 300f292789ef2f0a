"""Files of a material, which of them a frozen version holds, and small pictures of them.

A file is never changed: another one is another row, and the one before it is no longer current. The bytes as they came
are only ever handed out as a file; what pages show and flyers print is the copy for use.
"""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import append_only, frozen, guard
from campaign.db import Base
from campaign.intake.limits import EXTENSIONS, PICTURES
from campaign.materials.models import Material

STORED: dict[str, Any] = {"stored": True}


class FileLanguage(enum.Enum):
    """Which language can be read or heard in it."""

    en = "en"
    es = "es"
    both = "both"
    none = "none"


class FileRole(enum.Enum):
    """The thing itself, or what makes a film or a recording accessible (law 10)."""

    main = "main"
    captions = "captions"
    transcript = "transcript"


class File(Base):
    """One file of a material. `facts` are its pages, pixels and seconds; `scan` says whether it was looked through."""

    __tablename__ = "material_files"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("name <> ''", name="name"),
        Index("ix_material_files_current", "material_id", "is_current"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"))
    role: Mapped[FileRole]
    language: Mapped[FileLanguage]
    name: Mapped[str]  # as it was called; never where it lies
    type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True, info=STORED)
    copy_type: Mapped[str]
    copy_sha256: Mapped[str] = mapped_column(info=STORED)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    findings: Mapped[list[str]] = mapped_column(JSON)
    scan: Mapped[str]
    is_current: Mapped[bool] = mapped_column(default=True)  # of the draft; versions name their files themselves
    added_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime]
    destroyed_at: Mapped[datetime | None]  # by sealed removal: there are no bytes any more

    material: Mapped[Material] = relationship(lazy="joined")
    added_by: Mapped[User] = relationship(lazy="joined")

    @property
    def is_picture(self) -> bool:
        return self.copy_type in PICTURES

    @property
    def ending(self) -> str:
        return EXTENSIONS[self.type]


FROZEN = (
    "material_id",
    "role",
    "name",
    "type",
    "size",
    "sha256",
    "copy_type",
    "copy_sha256",
    "added_by_id",
    "added_at",
)
guard(File.__table__, frozen("material_files", FROZEN))


class VersionFile(Base):
    """Which files a frozen version holds."""

    __tablename__ = "version_files"

    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("material_files.id"), primary_key=True, index=True)


guard(VersionFile.__table__, append_only("version_files"))


class Preview(Base):
    """A small picture of bytes: the same bytes always look the same, so it hangs on their hash and on no file."""

    __tablename__ = "previews"
    unaudited = None

    of_sha256: Mapped[str] = mapped_column(primary_key=True, info=STORED)
    page: Mapped[int] = mapped_column(primary_key=True)
    edge: Mapped[int] = mapped_column(primary_key=True)  # px, the longer side at most
    width: Mapped[int]
    height: Mapped[int]
    sha256: Mapped[str] = mapped_column(info=STORED)


def current_files(material_ids: list[int]) -> Select[File]:
    """Of the working drafts of these materials, in the order in which they came."""
    query = select(File).where(File.material_id.in_(material_ids), File.is_current)
    return query.order_by(File.material_id, File.id)


def files_of(version_ids: list[int]) -> Select[int, File]:
    """The files that these frozen versions hold, each with its version's id."""
    query = select(VersionFile.version_id, File).join(File, File.id == VersionFile.file_id)
    return query.where(VersionFile.version_id.in_(version_ids)).order_by(VersionFile.version_id, File.id)


def same_bytes(sha256s: list[str]) -> Select[File]:
    """Files that hold exactly these bytes, whoever sent them."""
    return select(File).where(File.sha256.in_(sha256s)).order_by(File.id)


def previews_of(sha256s: list[str], edge: int) -> Select[Preview]:
    """The small pictures of these copies in one size, page by page."""
    query = select(Preview).where(Preview.of_sha256.in_(sha256s), Preview.edge == edge)
    return query.order_by(Preview.of_sha256, Preview.page)
