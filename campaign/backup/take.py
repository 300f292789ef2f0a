"""Backup: all tables as they were at one instant, every file that their rows name, and the two keys, while serving."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Table, select
from sqlalchemy.engine import Connection, make_url

import campaign.app
from campaign import db
from campaign.backup import rows
from campaign.backup.archive import Manifest, Writer, file_member, table_member, writing
from campaign.config import Config
from campaign.db import Base
from campaign.errors import Refused
from campaign.rights.seals.bytes import sealed
from campaign.storage import Damaged, Store, store_of, stored_columns

assert campaign.app  # imported for its models: they say which columns name files


def take(config: Config, path: Path, at: datetime) -> Manifest:
    """Write the archive and return what it holds. Nothing waits for it: it reads one snapshot.

    A file is kept before the row that names it, so all files of the snapshot are there when the rows have been read.
    """
    with writing(path, at) as writer:
        store = store_of(config)
        with snapshot(config) as connection:
            manifest, wanted = _tables(writer, connection, at)
            wanted -= destroyed(connection, manifest.tables, config, store)
        for key in sorted(wanted):
            manifest.files[key], _sum = writer.add(file_member(key), _kept(store, key), sha256=key)
        for name, secret in (("audit.key", audit_key(config)), ("secret.key", config.secret_key)):
            _size, whole = writer.add(name, [secret])
            manifest.keys[name] = whole.sha256
        writer.end(manifest)
    return manifest


@contextmanager
def snapshot(config: Config) -> Iterator[Connection]:
    """A connection that sees one instant of the database and holds no writer off."""
    require_database(config)
    engine = db.make_engine(config.database_url)
    apart: dict[str, Any] = {"deferred": True}
    if engine.dialect.name == "postgresql":
        apart = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    try:
        with engine.connect().execution_options(**apart) as connection, connection.begin():
            yield connection
    finally:
        engine.dispose()


def require_database(config: Config) -> None:
    """Looking for an SQLite file that is not there would make it."""
    url = make_url(config.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise Refused(f"There is no database {url.database}.")


def revision(connection: Connection) -> str:
    """Which migration made these tables."""
    found = MigrationContext.configure(connection).get_current_revision()
    if found is None:
        raise Refused("There are no tables in this database: it was never set up.")
    return found


def _tables(writer: Writer, connection: Connection, at: datetime) -> tuple[Manifest, set[str]]:
    """Every table goes in; returned with the keys of all files that a row names."""
    manifest = Manifest(revision(connection), at.isoformat(), "", None)
    found = rows.tables(connection)
    for name, table in found.items():
        _size, manifest.tables[name] = writer.add(table_member(name), rows.lines(connection, table))
        manifest.columns[name] = sorted(column.name for column in table.columns)
    if head := connection.execute(select(found["audit_head"])).mappings().first():
        manifest.head, manifest.installation = dict(head), head["installation"]
    return manifest, stored_keys(connection, found)


def destroyed(connection: Connection, tables: Iterable[str], config: Config, store: Store) -> set[str]:
    """What rows name although two people destroyed it: no copy misses it."""
    return {key for key in sealed(connection, tables, config) if not store.exists(key)}


def stored_keys(connection: Connection, tables: dict[str, Table]) -> set[str]:
    """A database of an older revision may lack some of the columns that hold keys today."""
    columns = [
        tables[column.table.name].c[column.name]
        for column in stored_columns(Base.metadata)
        if column.table.name in tables and column.name in tables[column.table.name].c
    ]
    return {key for column in columns for key in connection.scalars(select(column).distinct()) if key}


def _kept(store: Store, key: str) -> Iterator[bytes]:
    try:
        yield from store.open(key)
    except FileNotFoundError:
        raise Refused(f"The stored file {key} is missing: python3 -m campaign doctor --store") from None


@contextmanager
def spooled(store: Store, key: str) -> Iterator[BinaryIO]:
    """A stored file as something to read from; raises Damaged."""
    with TemporaryFile() as file:
        digest = hashlib.sha256()
        for piece in _kept(store, key):
            digest.update(piece)
            file.write(piece)
        if digest.hexdigest() != key:
            raise Damaged(key)
        file.seek(0)
        yield cast(BinaryIO, file)


def audit_key(config: Config) -> bytes:
    """The key that signs the record is never made up: without it the record in a copy would prove nothing."""
    if not (config.data / "audit.key").is_file():
        raise Refused("audit.key is missing: without it the record in a copy would prove nothing.")
    return config.audit_key
