"""Restore: a verified backup into an empty place, proved row by row and file by file; whatever fails leaves nothing."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import Session

from campaign import db
from campaign.audit import chain
from campaign.backup import rows
from campaign.backup.archive import KEYS, Archive, file_member
from campaign.backup.rows import Sum
from campaign.config import Config, folder
from campaign.errors import Refused
from campaign.migrate import upgrade
from campaign.rights.seals.bytes import listed
from campaign.rights.seals.models import Seal, SealState
from campaign.storage import files, store_of

Lines = Callable[[str], Iterable[bytes]]


def restore(archive: Archive, config: Config) -> None:
    """Everything of the archive, or nothing. Raises Refused when the place is not empty or anything is not equal."""
    manifest = archive.manifest
    _require_known(manifest.revision)
    _require_empty(config)
    keys = {name: archive.member(name).read() for name in manifest.keys}
    chain.use_key(keys["audit.key"])
    with ExitStack() as undo:
        config.data.mkdir(parents=True, exist_ok=True)
        with filling(config.database_url, undo) as connection:
            build(connection, manifest.revision, manifest.tables, archive.lines)
            _put_files(archive, config, undo, unwanted(connection, config))
            _write_keys(keys, config.data, undo)
        undo.pop_all()  # it is committed: from here on it stays


def _require_known(revision: str) -> None:
    known = {script.revision for script in ScriptDirectory(str(folder("migrations"))).walk_revisions()}
    if revision not in known:
        raise Refused(f"It was made by a newer version of this program ({revision}); install that one first.")


def _require_empty(config: Config) -> None:
    """The database is looked at where it is filled, in the same transaction."""
    for name in KEYS:
        if (config.data / name).exists():
            raise Refused(f"{config.data / name} is there already; restore works only into an empty place.")
    if next(iter(store_of(config).keys()), None) is not None:
        raise Refused("There are stored files already; restore works only into an empty place.")


@contextmanager
def filling(url: str, undo: ExitStack) -> Iterator[Connection]:
    """One transaction in a database without tables; a file that is made for it goes again when it fails."""
    file = Path(make_url(url).database or "") if url.startswith("sqlite") else None
    if file and not file.exists():
        undo.callback(_remove, [file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))])
    engine = db.make_engine(url)
    undo.callback(engine.dispose)
    with engine.begin() as connection:
        db.one_at_a_time(connection)
        if engine.dialect.name == "postgresql":  # while files are copied nothing is asked of it, however long
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        if not all(rows.is_of_the_queue(name) for name in inspect(connection).get_table_names()):
            raise Refused("There are tables in this database already; restore works only into an empty one.")
        yield connection
    engine.dispose()


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def build(connection: Connection, revision: str, sums: dict[str, Sum], lines: Lines) -> None:
    """Tables as of that revision, the rows, proved equal to their sums, brought to today's form, the record proved."""
    upgrade(connection, revision)
    tables = rows.tables(connection)
    if set(tables) != set(sums):
        raise Refused(f"Its tables are not those of revision {revision}.")
    with rows.unordered(connection, tables.values()):
        for name, table in tables.items():
            rows.fill(connection, table, lines(name))
    rows.set_counters(connection, tables.values())
    for name, table in tables.items():
        if rows.measure(rows.lines(connection, table)) != sums[name]:
            raise Refused(f"The rows of {name} did not arrive as they were.")
    upgrade(connection)
    with Session(connection) as session:
        if damages := chain.verify(session):
            raise Refused(f"The record is damaged at entry {damages[0].n}: {damages[0].what}.")


def unwanted(connection: Connection, config: Config) -> set[str]:
    """What was destroyed after this backup was taken: the list of seals in the folder knows it, its rows do not. What
    they know was left out of it, or is used anew."""
    known = connection.scalars(select(Seal.removed).where(Seal.state == SealState.done))
    return listed(config).difference(*known)


def _put_files(archive: Archive, config: Config, undo: ExitStack, unwanted: set[str]) -> None:
    store = store_of(config)
    for key in archive.manifest.files.keys() - unwanted:
        undo.callback(store.delete, key)
        with archive.member(file_member(key)) as file:
            if store.put(file) != key:
                raise Refused(f"The file {key} did not arrive as it was.")


def _write_keys(keys: dict[str, bytes], place: Path, undo: ExitStack) -> None:
    """Readable by their owner only, and on the disk before the rows are."""
    for name, key in keys.items():
        handle = os.open(place / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        undo.callback(_remove, [place / name])
        with os.fdopen(handle, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
    files.sync_folder(place)
