"""A copy of the world's database for one test, on either engine: there a commit is a commit, and many may connect."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import text
from sqlalchemy.engine import Engine

from campaign.config import Config
from campaign.db import session


@contextmanager
def copy_of(engine: Engine, config: Config, folder: Path) -> Iterator[str]:
    """The address of the copy; it is gone afterwards."""
    session.remove()
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(deferred=True) as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        shutil.copy(config.data / "campaign.sqlite", folder)
        yield f"sqlite:///{folder / 'campaign.sqlite'}"
        return
    name = f"copy_{uuid4().hex[:12]}"
    engine.dispose()  # a template must be in nobody's hands
    _run(engine, f"CREATE DATABASE {name} TEMPLATE {engine.url.database}")
    try:
        yield engine.url.set(database=name).render_as_string(hide_password=False)
    finally:
        _run(engine, f"DROP DATABASE {name} WITH (FORCE)")


def _run(engine: Engine, statement: str) -> None:
    url = engine.url.set(drivername="postgresql", database="postgres")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(statement)
