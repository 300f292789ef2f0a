"""Migrations make exactly the tables that the models describe, on both databases, and go down and up again.

Alembic's own comparison does not see CHECK constraints, triggers and functions; the text of the DDL shows them all.
"""

import re
from collections.abc import Iterator

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection

from campaign.config import Config, folder
from campaign.db import Base, make_engine
from campaign.migrate import alembic_config, downgrade, upgrade
from tests import postgres
from tests.conftest import on_postgresql

pytestmark = pytest.mark.database


@pytest.fixture
def empty(config: Config) -> Iterator[Connection]:
    """A connection to an empty database; nothing of it is kept."""
    if on_postgresql():
        with postgres.database_on(config.database_url) as url, make_engine(url).connect() as connection:
            yield connection
            connection.rollback()
            connection.engine.dispose()
    else:
        with make_engine("sqlite://").connect() as connection:
            yield connection


@pytest.fixture
def scripts(empty: Connection) -> ScriptDirectory:
    return ScriptDirectory.from_config(alembic_config(empty))


def test_there_is_one_head_and_one_line(scripts: ScriptDirectory) -> None:
    revisions = list(scripts.walk_revisions())
    assert len(scripts.get_heads()) == 1
    assert all(not isinstance(revision.down_revision, tuple) for revision in revisions)


def test_a_file_is_named_after_its_revision_and_says_what_it_does(scripts: ScriptDirectory) -> None:
    revisions = list(scripts.walk_revisions())[::-1]
    files = sorted(path.stem for path in (folder("migrations") / "versions").glob("*.py"))
    assert [revision.revision for revision in revisions] == files
    assert [name[:5] for name in files] == [f"{n:04d}_" for n in range(1, len(files) + 1)]
    assert all(revision.doc for revision in revisions)


def test_all_upgrades_make_what_the_models_describe(empty: Connection) -> None:
    upgrade(empty)
    migrated = ddl(empty)
    downgrade(empty, "base")
    Base.metadata.create_all(empty)
    assert sorted(migrated ^ ddl(empty)) == []


def test_up_down_up(empty: Connection) -> None:
    upgrade(empty)
    first = ddl(empty)
    downgrade(empty, "base")
    assert ddl(empty) == set()
    upgrade(empty)
    assert ddl(empty) == first
    assert len(first) > 100


def test_an_upgrade_that_is_done_does_nothing(empty: Connection) -> None:
    upgrade(empty)
    first = ddl(empty)
    upgrade(empty)
    assert ddl(empty) == first


def ddl(connection: Connection) -> set[str]:
    """Every table, column, constraint, index, trigger and function, one line each."""
    if connection.dialect.name == "sqlite":
        return _of_sqlite(connection)
    found = {line for query in POSTGRESQL for line in connection.execute(text(query)).scalars()}
    return {" ".join(line.split()) for line in found}


def _of_sqlite(connection: Connection) -> set[str]:
    rows = connection.execute(text("SELECT type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")).all()
    return {
        line
        for kind, table, sql in rows
        if table != "alembic_version"
        for line in (_of_table(table, sql) if kind == "table" else [" ".join(sql.split())])
    }


def _of_table(table: str, sql: str) -> list[str]:
    """Columns with their place, constraints without: their order in the text means nothing."""
    _head, _open, body = " ".join(sql.split()).partition("(")
    parts = [line for part in _split(body.rpartition(")")[0]) for line in _apart(part)]
    columns = [part for part in parts if not re.match(r"(CONSTRAINT|PRIMARY|FOREIGN|UNIQUE|CHECK)\b", part)]
    return [f"{table}: {columns.index(part) if part in columns else ''} {part}" for part in parts]


def _apart(part: str) -> list[str]:
    """A constraint that was added with its column, as it stands when the table is made at once."""
    column, beside, constraint = part.partition(" CONSTRAINT ")
    if not beside:
        return [part]
    name, _space, rule = constraint.partition(" ")
    key = f"FOREIGN KEY({column.split()[0]}) " if rule.startswith("REFERENCES") else ""
    return [column, f"CONSTRAINT {name} {key}{rule}"]


def _split(body: str) -> list[str]:
    """At the commas that stand in no bracket."""
    parts, depth = [""], 0
    for letter in body:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


POSTGRESQL = (
    """SELECT format('%s: %s %s %s %s %s', table_name, ordinal_position, column_name, data_type,
              character_maximum_length, is_nullable) || coalesce(' default ' || column_default, '')
       FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'""",
    """SELECT format('%s: %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
       AND conrelid::regclass::text <> 'alembic_version'""",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'",
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT format('sequence %s', relname) FROM pg_class WHERE relkind = 'S'",
)
