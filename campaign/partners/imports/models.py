"""Tables that a side brings in, and what became of each of their rows; the rows themselves lie in the store."""

import enum
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Select, false, func, select
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from campaign.accounts.models import User
from campaign.db import Base, Bilingual, Side


class ImportKind(enum.Enum):
    """What one row of the table is."""

    organizations = "organizations"
    places = "places"
    people = "people"


class ImportState(enum.Enum):
    """`ready`: looked at, nothing brought in yet."""

    ready = "ready"
    started = "started"
    undone = "undone"


class Outcome(enum.Enum):
    """Of one row. `kept`: it was to be undone, and could not be."""

    made = "made"
    duplicate = "duplicate"
    faulty = "faulty"
    undone = "undone"
    kept = "kept"


class Import(Base):
    """One table as it was sent. `mapping`: which column (from 0) holds which field."""

    __tablename__ = "imports"
    __table_args__ = (CheckConstraint("row_count > 0", name="row_count"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    side: Mapped[Side] = mapped_column(index=True)
    kind: Mapped[ImportKind]
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(info={"stored": True})  # lines of JSON: number of the row, its cells
    columns: Mapped[list[str]] = mapped_column(JSON)
    row_count: Mapped[int]
    mapping: Mapped[dict[str, int]] = mapped_column(JSON)
    is_mapped: Mapped[bool] = mapped_column(default=False, server_default=false())  # a person has looked at it
    state: Mapped[ImportState]
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column(default=1)

    uploaded_by: Mapped[User] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": row_version}


class ImportedRow(Base):
    """What became of one row. `made_version` is the counter of what was made: one that moved was touched since."""

    __tablename__ = "imported_rows"
    unaudited = None

    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # as the spreadsheet counts
    outcome: Mapped[Outcome]
    made_id: Mapped[int | None]  # what was made, or what was there already
    made_version: Mapped[int | None]
    note_en: Mapped[str]
    note_es: Mapped[str]

    note: Mapped[Bilingual] = composite("note_en", "note_es")


def visible_to(user: User) -> Select[Import]:
    """The side's own, the newest first; agrees row by row with permissions.see_import."""
    query = select(Import).order_by(Import.id.desc())
    is_planner = user.is_planner and user.side is not None
    return query.where(Import.side == user.side) if is_planner else query.where(false())


def before(one: Import) -> Select[Import]:
    """The side's last table of this kind whose columns somebody confirmed."""
    query = select(Import).where(Import.side == one.side, Import.kind == one.kind, Import.is_mapped)
    return query.where(Import.id < (one.id or 2**62)).order_by(Import.id.desc()).limit(1)


def outcomes(import_id: int, *wanted: Outcome) -> Select[ImportedRow]:
    query = select(ImportedRow).where(ImportedRow.import_id == import_id).order_by(ImportedRow.n)
    return query.where(ImportedRow.outcome.in_(wanted)) if wanted else query


def count_outcomes(import_id: int) -> Select[Any, int]:
    query = select(ImportedRow.outcome, func.count()).where(ImportedRow.import_id == import_id)
    return query.group_by(ImportedRow.outcome)


def rows_done(import_id: int, numbers: Sequence[int]) -> Select[int]:
    return select(ImportedRow.n).where(ImportedRow.import_id == import_id, ImportedRow.n.in_(numbers))
