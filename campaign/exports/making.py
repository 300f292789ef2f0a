"""Writing an export: one ZIP archive with CSV, one workbook, the files, the checkpoint and what proves them whole.

Everything is read from one moment and goes piece by piece to the disk: how much there is makes no difference.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from enum import Enum
from tempfile import TemporaryFile
from typing import IO, Any, cast

from sqlalchemy import Select, Table, inspect
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from campaign import db
from campaign.accounts.models import User
from campaign.audit import chain
from campaign.db import Base, Side
from campaign.exports.data import EXPORTED, NO_COLUMNS, NO_FILES, reader
from campaign.exports.readme import readme
from campaign.sheets import csv_line, write
from campaign.storage import Damaged, Store

BATCH = 500  # rows in memory
TABLES = sorted(EXPORTED)
Progress = Callable[[str], None]


class Archive:
    """A ZIP archive that notes the size and sum of each file on its way in."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.sums: list[tuple[str, int, str]] = []

    def add(self, name: str, pieces: Iterator[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(name, (2025, 9, 3, 0, 0, 0))
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as entry:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                entry.write(piece)
        self.sums.append((name, size, digest.hexdigest()))

    def close(self) -> None:
        """The manifest comes last: it names all that came before."""
        lines = [csv_line(row) for row in (("file", "bytes", "sha256"), *self.sums)]
        self.add("manifest.csv", iter(["".join(lines).encode("utf-8-sig")]))
        self._zip.close()


def make(side: Side, file: IO[bytes], store: Store, at: datetime, progress: Progress = lambda name: None) -> None:
    """Write all that this side may read; `progress` hears each table's name when it is written."""
    with _one_moment() as session:
        archive, user = Archive(file), reader(side)
        archive.add("README.md", iter([readme(side, at).encode()]))
        for name in TABLES:
            archive.add(f"tables/{name}.csv", lines_of(session, name, user))
            progress(name)
        archive.add("tables.xlsx", _workbook(session, user))
        missing = _add_files(archive, session, user, store)
        archive.add("missing-files.txt", iter(["".join(f"{key}\n" for key in missing).encode()]))
        checkpoint = json.dumps(vars(chain.checkpoint(session)))
        archive.add("checkpoint.json", iter([checkpoint.encode()]))
        archive.close()


@contextmanager
def _one_moment() -> Iterator[Session]:
    """A session of its own that writes nothing and sees the data as they are now, whatever others write meanwhile."""
    bound = db.session.get_bind()
    if not isinstance(bound, Engine):  # a test's connection, which is one moment anyway
        yield db.session()
        return
    is_sqlite = bound.dialect.name == "sqlite"
    options = {"deferred": True} if is_sqlite else {"isolation_level": "REPEATABLE READ"}
    with Session(bound.execution_options(**options)) as session:
        yield session


def columns_of(name: str) -> list[str]:
    """What of a row is taken along: never what its model calls secret."""
    kind = kinds()[name]
    hidden = kind.secret | kind.derived | NO_COLUMNS.get(name, frozenset())
    return [column.key for column in kind.__table__.columns if column.key not in hidden]


def kinds() -> dict[str, type[Base]]:
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


def _rows(session: Session, name: str, user: User) -> Iterator[Sequence[Any]]:
    kind = kinds()[name]
    table = cast(Table, kind.__table__)
    query: Select[Any] = EXPORTED[name](user).order_by(None).order_by(*table.primary_key.columns)
    query = query.with_only_columns(*(table.c[column] for column in columns_of(name)), maintain_column_froms=True)
    for row in session.execute(query, execution_options={"yield_per": BATCH}):
        yield [_plain(cell) for cell in row]


def _plain(cell: Any) -> Any:
    """As a program reads it: ISO dates, UTC instants, keys of enums, JSON as text."""
    if isinstance(cell, Enum):
        return cell.value
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, dict | list):
        return json.dumps(cell, ensure_ascii=False, sort_keys=True)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else cell


def lines_of(session: Session, name: str, user: User) -> Iterator[bytes]:
    """One table as CSV, line by line."""
    yield csv_line(columns_of(name)).encode("utf-8-sig")
    for row in _rows(session, name, user):
        yield csv_line(row).encode(errors="replace")


def _workbook(session: Session, user: User) -> Iterator[bytes]:
    """The same tables as sheets; the workbook is put together on the disk."""
    with TemporaryFile() as file:
        write(file, {name: (columns_of(name), _rows(session, name, user)) for name in TABLES})
        file.seek(0)
        while piece := file.read(1 << 16):
            yield piece


def _add_files(archive: Archive, session: Session, user: User, store: Store) -> list[str]:
    """The stored files that rows taken along name; the keys of those that are not whole in the store."""
    added, missing = set(), []
    for name, key in _keys(session, user):
        if key in added:
            continue
        added.add(key)
        try:
            archive.add(f"files/{name}/{key}", store.open(key))
        except (FileNotFoundError, Damaged):
            missing.append(key)
    return missing


def _keys(session: Session, user: User) -> Iterator[tuple[str, str]]:
    for name in TABLES:
        table = inspect(kinds()[name]).local_table
        stored = [c for c in table.columns if c.info.get("stored") and str(c) not in NO_FILES]
        if stored:
            query = EXPORTED[name](user).order_by(None).with_only_columns(*stored, maintain_column_froms=True)
            for row in session.execute(query, execution_options={"yield_per": BATCH}):
                yield from ((name, key) for key in row if key)
