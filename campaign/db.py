"""The only way to the database: engine, session, base class, column types, and the bracket that every write stands
in.
"""

import enum
import sqlite3
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import wraps
from typing import Any, ClassVar, Protocol, TypeVar, cast

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    Enum,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    event,
)
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session, sessionmaker
from sqlalchemy.sql import Executable
from sqlalchemy.types import TypeDecorator


def _checked_column(constraint: CheckConstraint, table: Table) -> str:
    """Two columns of one enum each bring a CHECK; the column tells them apart, or PostgreSQL refuses the second."""
    is_of_enum = getattr(constraint, "_type_bound", False)
    return f"{next(iter(constraint.columns)).name}_" if is_of_enum else ""


NAMES = {
    "checked": _checked_column,
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(checked)s%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Side(enum.Enum):
    """The people of one country. Never a default, never "the other one"."""

    US = "US"
    MX = "MX"

    @property
    def opposite(self) -> "Side":
        return Side.MX if self is Side.US else Side.US


class Territory(enum.Enum):
    """Where something is valid: in one country or in both."""

    US = "US"
    MX = "MX"
    BOTH = "BOTH"

    @property
    def sides(self) -> tuple[Side, ...]:
        return tuple(Side) if self is Territory.BOTH else (Side(self.value),)

    def covers(self, side: Side) -> bool:
        return side in self.sides


@dataclass(frozen=True)
class Bilingual:
    """One text in both languages; a draft holds an empty string on the side that is not written yet."""

    en: str
    es: str

    def of(self, language: str) -> str:
        return self.es if language == "es" else self.en

    def twin(self, language: str) -> str:
        return self.en if language == "es" else self.es

    @property
    def is_complete(self) -> bool:
        return bool(self.en.strip() and self.es.strip())


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Naive values are refused: a time without its zone is a mistake here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Tables; every one is audited unless it says otherwise by name."""

    metadata = MetaData(naming_convention=cast(Any, NAMES))
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        int: BigInteger().with_variant(Integer(), "sqlite"),
        str: Text,
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=40,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }
    # Columns whose change alone leaves no audit entry, and columns whose values never enter one.
    unaudited: ClassVar[frozenset[str] | None] = frozenset()
    secret: ClassVar[frozenset[str]] = frozenset()
    # Columns that are put together from others, for searching: they enter no entry, and no copy of the data.
    derived: ClassVar[frozenset[str]] = frozenset()


PATIENCE = 15_000  # milliseconds that a writer waits for another one (SQLite)
TURN = 0.004  # seconds after which it asks again
T = TypeVar("T", bound=Base)
factory = sessionmaker(autoflush=True, expire_on_commit=False)
session: scoped_session[Session] = scoped_session(factory)


def make_engine(url: str) -> Engine:
    """The engine factory: SQLite with WAL, FULL and BEGIN IMMEDIATE for writers; PostgreSQL with connections that are
    tried before use, so that a server that was away needs no restart of ours. Errors never show what was bound."""
    engine = create_engine(url, hide_parameters=True, **_pool(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _pool(url: str) -> dict[str, Any]:
    """For PostgreSQL: how many connections one process keeps, and how long it waits for one, for a lock, for an
    answer of the network (seconds)."""
    if not url.startswith("postgresql"):
        return {}
    waits = f"-c lock_timeout={PATIENCE} -c idle_in_transaction_session_timeout=600000"
    return {
        "pool_pre_ping": True,
        "pool_size": 10,
        "max_overflow": 10,
        "pool_timeout": 15,
        "connect_args": {"connect_timeout": 5, "application_name": "campaign", "options": waits},
    }


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN loses concurrent increments
    connection.create_function("plain", 1, plain, deterministic=True)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={PATIENCE}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """SQLite's own wait for the write lock sleeps longer each time, so that whoever has waited most asks least often:
    of those who wrote at once, some waited for seconds. Here all ask equally often."""
    if connection.get_execution_options().get("deferred"):
        connection.exec_driver_sql("BEGIN")
        return
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    patience = driver.execute("PRAGMA busy_timeout").fetchone()[0]
    driver.execute("PRAGMA busy_timeout=0")
    try:
        _wait_for_the_lock(driver, patience / 1000)
        if not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # to say what stands in the way
    finally:
        driver.execute(f"PRAGMA busy_timeout={patience}")


def _wait_for_the_lock(driver: sqlite3.Connection, seconds: float) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                return
        time.sleep(TURN)


def bind(engine: Engine | Connection) -> None:
    factory.configure(bind=engine)
    session.remove()


def close_database() -> None:
    """Let go of every connection: a process that is about to fork must hand none of them to its children."""
    session.remove()
    bound = factory.kw["bind"]
    if isinstance(bound, Engine):
        bound.dispose()


def one_at_a_time(connection: Connection) -> None:
    """From here to the end of this transaction, of all processes that come here only this one goes on (PostgreSQL);
    on SQLite whoever writes is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(20250903)")


def read_only() -> None:
    """From here on this session begins without the write lock: no reader waits for a writer."""
    bound = session.get_bind()
    if isinstance(bound, Engine):
        session().bind = bound.execution_options(deferred=True)


def writing() -> None:
    """From here on this session begins with the write lock; what it has loaded stays loaded."""
    session.commit()
    session().bind = factory.kw["bind"]


@contextmanager
def unlocked() -> Iterator[None]:
    """Long work before an action changes anything: others may write meanwhile, and what was read is read anew after."""
    session.commit()
    read_only()
    yield
    session.expire_all()
    writing()


@contextmanager
def apart(deferred: bool = False, patience: int = PATIENCE) -> Iterator[Connection]:
    """A short transaction beside the session's: what it writes stays, however the request ends.

    `patience` is how many milliseconds it waits for another writer (SQLite)."""
    bound = session.get_bind()
    if isinstance(bound, Connection):
        with bound.begin_nested():
            yield bound
        return
    with bound.execution_options(deferred=deferred).connect() as connection:
        _wait_at_most(connection, patience)
        try:
            with connection.begin():
                yield connection
        finally:
            _wait_at_most(connection, PATIENCE)


def _wait_at_most(connection: Connection, milliseconds: int) -> None:
    if connection.dialect.name == "sqlite":
        cast(Any, connection.connection.driver_connection).execute(f"PRAGMA busy_timeout={milliseconds}")


def aside(statement: Executable) -> None:
    """Run one small statement in a transaction of its own: never part of an action."""
    with apart() as connection:
        connection.execute(statement)


def note(statement: Executable) -> None:
    """Write down what no page is worth waiting for or failing on (a session's last use): a database that is locked
    or cannot be written can still be read."""
    with suppress(OperationalError, InternalError), apart(patience=500) as connection:
        connection.execute(statement)


def lock_row(row: Base) -> None:
    """Read a row anew and keep it until the commit, so that two people decide or save one after the other.

    PostgreSQL locks the row, but not its key: whoever writes a row that points here never waits. On SQLite the writer
    holds the whole file anyway.
    """
    session.refresh(row, with_for_update={"of": type(row), "key_share": True})


def plain(text: str | None) -> str:
    """Text without accents and case, for search: "Ciudad Juárez" is found by "juarez"."""
    spread = unicodedata.normalize("NFKD", (text or "").casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def order_key(text: str) -> str:
    """As a list sorts: ñ is a letter of its own, after n and before o; every other accent is left out."""
    return "nz".join(plain(part) for part in text.casefold().split("ñ"))


class Reader(Protocol):
    """As far as it decides what a person sees in a list."""

    @property
    def roles(self) -> frozenset[Any]: ...
    @property
    def side(self) -> Side | None: ...
    @property
    def organization_id(self) -> int: ...


ALIKE = 256  # kinds of readers whose statements are kept
R = TypeVar("R", bound=Reader)
Q = TypeVar("Q")


def built_for_alike(build: Callable[[R], Q]) -> Callable[[R], Q]:
    """What a person may see is asked with the same statement by everybody of the same roles, side and organization;
    `build` reads nothing else of a person. Building one and telling that it is the same costs more than running it."""
    known: dict[tuple[object, ...], Q] = {}

    @wraps(build)
    def built(reader: R) -> Q:
        alike = reader.roles, reader.side, reader.organization_id
        found = known.get(alike)
        if found is None:
            if len(known) >= ALIKE:
                known.clear()
            found = known[alike] = build(reader)
        return found

    return built


class Actor(Protocol):
    """Whoever acts: a person of one side, or none (the operator, the system)."""

    id: int
    side: Side | None


@dataclass
class Act:
    """What is being done, by whom, for which side, when; the audit gathers the changed rows into it."""

    user_id: int | None
    side: Side | None
    action: str
    at: datetime
    changes: list[dict[str, Any]] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)  # the changed rows themselves: they tell whose they are


def begin_act(user: Actor | None, side: Side | None, action: str, at: datetime) -> Act:
    act = Act(user.id if user else None, side, action, at)
    session().info["act"] = act
    return act


def end_act() -> None:
    session().info.pop("act", None)


@contextmanager
def acting(user: Actor | None, side: Side | None, action: str, at: datetime) -> Iterator[Act]:
    """Every write stands in this bracket: one audit entry per committed action, none outside (law 14)."""
    before = session().info.get("act")
    try:
        yield begin_act(user, side, action, at)
    finally:
        session().info["act"] = before
