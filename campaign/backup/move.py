"""Move: a whole SQLite installation into an empty PostgreSQL, proved equal; the old one is kept, and closed."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from sqlalchemy import text
from sqlalchemy.engine import Connection

from campaign import db
from campaign.audit import chain
from campaign.backup import rows
from campaign.backup.restore import build, filling
from campaign.backup.rows import Sum
from campaign.backup.take import audit_key, destroyed, require_database, revision, spooled, stored_keys
from campaign.config import Config
from campaign.storage import store_of, verify

# Every act writes an entry: whoever still has the old database open can acknowledge nothing more.
CLOSE = """CREATE TRIGGER moved_away BEFORE INSERT ON audit_entries
BEGIN SELECT RAISE(ABORT, 'this installation was moved to another database'); END"""


def move(config: Config, url: str, store_url: str | None = None) -> dict[str, Sum]:
    """Copy every row to `url`, and every file when another store is named. Nobody writes meanwhile."""
    with _locked(config) as old:
        chain.use_key(audit_key(config))
        tables = rows.tables(old)
        sums = {name: rows.measure(rows.lines(old, table)) for name, table in tables.items()}
        with ExitStack() as undo:
            with filling(url, undo) as new:
                build(new, revision(old), sums, lambda name: rows.lines(old, tables[name]))
                if store_url is not None:
                    keys = stored_keys(old, tables) - destroyed(old, tables, config, store_of(config))
                    _copy_files(keys, config, replace(config, store_url=store_url), undo)
            undo.pop_all()
        old.execute(text(CLOSE))
    return sums


@contextmanager
def _locked(config: Config) -> Iterator[Connection]:
    """The old database with its write lock."""
    require_database(config)
    engine = db.make_engine(config.database_url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _copy_files(keys: set[str], old: Config, new: Config, undo: ExitStack) -> None:
    """Every file that a row names; one that lies in the new store already is read, not trusted."""
    here, there = store_of(old), store_of(new)
    for key in sorted(keys):
        if not there.exists(key):
            undo.callback(there.delete, key)
            with spooled(here, key) as file:
                there.put(file)
        verify(there, key)
