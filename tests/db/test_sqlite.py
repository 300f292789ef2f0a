"""SQLite as the product opens it: no write is lost between threads, and every connection keeps the same promises."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from campaign.db import make_engine

THREADS, TIMES = 6, 100


@pytest.fixture
def file_engine(tmp_path: Path) -> Engine:
    engine = make_engine(f"sqlite:///{tmp_path / 'counter.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE counter (id INTEGER PRIMARY KEY, value INTEGER NOT NULL)"))
        connection.execute(text("CREATE TABLE child (parent INTEGER NOT NULL REFERENCES counter (id))"))
        connection.execute(text("INSERT INTO counter VALUES (1, 0)"))
    return engine


def increment(engine: Engine) -> None:
    """Read, then write what follows from what was read: the pattern that the driver's own BEGIN loses."""
    for _turn in range(TIMES):
        with engine.begin() as connection:
            value = connection.execute(text("SELECT value FROM counter")).scalar_one()
            connection.execute(text("UPDATE counter SET value = :value"), {"value": value + 1})


def test_no_increment_of_six_threads_is_lost(file_engine: Engine) -> None:
    with ThreadPoolExecutor(THREADS) as threads:
        for done in [threads.submit(increment, file_engine) for _ in range(THREADS)]:
            done.result()
    with file_engine.connect() as connection:
        assert connection.execute(text("SELECT value FROM counter")).scalar_one() == THREADS * TIMES


def test_every_connection_of_the_pool_keeps_its_promises(file_engine: Engine) -> None:
    connections = [file_engine.connect().execution_options(deferred=True) for _ in range(5)]
    try:
        found = [
            tuple(connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in PROMISES)
            for connection in connections
        ]
    finally:
        for connection in connections:
            connection.close()
    assert found == [tuple(PROMISES.values())] * 5


PROMISES = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15000}


def test_a_reader_does_not_wait_for_a_writer(file_engine: Engine) -> None:
    with file_engine.begin() as writer:
        writer.execute(text("UPDATE counter SET value = 9"))
        with file_engine.connect().execution_options(deferred=True) as reader:
            assert reader.execute(text("SELECT value FROM counter")).scalar_one() == 0


def test_a_second_writer_waits_and_is_told(file_engine: Engine) -> None:
    with file_engine.begin() as writer, file_engine.connect().execution_options(deferred=True) as other:
        writer.execute(text("UPDATE counter SET value = 9"))
        other.execute(text("PRAGMA busy_timeout = 10"))
        with pytest.raises(OperationalError, match="locked"):
            other.execute(text("UPDATE counter SET value = 10"))


def test_foreign_keys_hold(file_engine: Engine) -> None:
    with pytest.raises(IntegrityError), file_engine.begin() as connection:
        connection.execute(text("INSERT INTO child VALUES (7)"))


def test_search_without_accents_is_the_same_in_sql_and_in_python(file_engine: Engine) -> None:
    with file_engine.connect() as connection:
        assert connection.execute(text("SELECT plain('Ciudad Juárez, ÑANDÚ')")).scalar_one() == "ciudad juarez, nandu"
