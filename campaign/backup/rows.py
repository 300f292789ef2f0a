"""Rows in one logical form, the same from either engine: a JSON line each, in the order of the primary key.

Tables are read as the database itself describes them, never from the models: a copy may be older than the program.
"""

import base64
import hashlib
import json
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    cast,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SAWarning
from sqlalchemy.types import UserDefinedType

from campaign.errors import Refused

BATCH = 1000  # rows that are in memory at once


class Verbatim(UserDefinedType[str]):
    """JSON as the text that is stored, spaces and all: whoever parses and writes it anew may change it."""

    cache_ok = True

    def get_col_spec(self, **kw: Any) -> str:
        return "JSON"

    def column_expression(self, colexpr: ColumnElement[Any]) -> ColumnElement[str]:
        return cast(colexpr, Text)


@dataclass(frozen=True)
class Sum:
    """How many rows a table has, and the SHA-256 of all its lines."""

    rows: int
    sha256: str


def tables(connection: Connection) -> dict[str, Table]:
    """Every table by its name, but Alembic's own and those that the database fills by itself (words to search)."""
    found = MetaData()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # about indexes that it cannot describe: rows need none
        found.reflect(connection, only=_names(connection))
    for table in found.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type = Verbatim()
    return dict(sorted(found.tables.items()))


def _names(connection: Connection) -> list[str]:
    if connection.dialect.name == "sqlite":
        listed = text("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        names = [name for name in connection.scalars(listed) if not name.startswith("sqlite_")]
    else:
        names = inspect(connection).get_table_names()
    return [name for name in names if name != "alembic_version" and not is_of_the_queue(name)]


def is_of_the_queue(table: str) -> bool:
    """A queue on PostgreSQL may have its tables in our database; the numbers in it are asked for anew, never kept."""
    return table.startswith("huey_")


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Each row as a JSON object in one line of UTF-8; instants in UTC with microseconds, bytes in base64."""
    columns = sorted(table.columns, key=lambda column: column.name)
    names = [column.name for column in columns]
    rows = select(*columns).order_by(*(_as_bytes(column, connection) for column in table.primary_key))
    for row in connection.execute(rows, execution_options={"yield_per": BATCH}):
        values = dict(zip(names, row, strict=True))
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=_plain).encode() + b"\n"


def _as_bytes(column: Column[Any], connection: Connection) -> ColumnElement[Any]:
    """Text is sorted by its bytes, as SQLite does, whatever the language of the database."""
    is_text = isinstance(column.type, String) and connection.dialect.name == "postgresql"
    return column.collate("C") if is_text else column


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        instant = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return instant.isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"there is no logical form for {type(value).__name__}")


def measure(lines: Iterable[bytes]) -> Sum:
    rows, sha256 = 0, hashlib.sha256()
    for line in lines:
        rows += 1
        sha256.update(line)
    return Sum(rows, sha256.hexdigest())


def fill(connection: Connection, table: Table, lines: Iterable[bytes]) -> None:
    """Insert these lines; whether all of it arrived is for `measure` to say."""
    parsers = {column.name: parse for column in table.columns if (parse := _parser(column))}
    coming = iter(lines)
    while batch := [_row(line, parsers, table.name) for line in islice(coming, BATCH)]:
        connection.execute(insert(table), batch)


def _parser(column: Column[Any]) -> Callable[[str], Any] | None:
    kinds: dict[Any, Callable[[str], Any]] = {
        DateTime: datetime.fromisoformat,
        Date: date.fromisoformat,
        LargeBinary: base64.b64decode,
    }
    return next((parse for kind, parse in kinds.items() if isinstance(column.type, kind)), None)


def _row(line: bytes, parsers: dict[str, Callable[[str], Any]], table: str) -> dict[str, Any]:
    try:
        row: dict[str, Any] = json.loads(line)
        return {
            name: parsers[name](value) if value is not None and name in parsers else value
            for name, value in row.items()
        }
    except (ValueError, TypeError, AttributeError):
        raise Refused(f"A row of {table} cannot be read.") from None


@contextmanager
def unordered(connection: Connection, tables: Iterable[Table]) -> Iterator[None]:
    """Here a row may come before the row that it points to; at the end every one of them must be there."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        yield
        if lost := connection.execute(text("PRAGMA foreign_key_check")).first():
            raise Refused(f"A row of {lost[0]} points to a row of {lost[2]} that is not there.")
        return
    keys = [(table.name, key.name) for table in tables for key in table.foreign_key_constraints]
    _alter(connection, keys, "DEFERRABLE INITIALLY DEFERRED")
    yield
    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    _alter(connection, keys, "NOT DEFERRABLE")


def _alter(connection: Connection, keys: Iterable[tuple[str, Any]], how: str) -> None:
    for table, key in keys:
        connection.execute(text(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{key}" {how}'))


def set_counters(connection: Connection, tables: Iterable[Table]) -> None:
    """PostgreSQL goes on numbering where the filled-in rows end; SQLite does so by itself."""
    if connection.dialect.name == "sqlite":
        return
    numbered = [column for table in tables for column in table.primary_key if isinstance(column.type, Integer)]
    for column in numbered:
        counter = connection.scalar(select(func.pg_get_serial_sequence(column.table.name, column.name)))
        newest = connection.scalar(select(func.max(column)))
        if counter and newest:
            connection.execute(select(func.setval(counter, newest)))
