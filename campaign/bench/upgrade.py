"""How long a database of many rows takes from the first form to the newest, and back."""

import time
from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine

from campaign import migrate
from campaign.backup.rows import tables
from campaign.bench import crowd
from campaign.config import Config
from campaign.db import close_database, session

FIRST = "0001_spine"
ROWS = 10_000
ROWS_OF_A_FLYER = 3  # itself, its text, its version; at times a sheet


def measure(config: Config, count: int | None) -> dict[str, object]:
    """Fill, go down to the first form and up again, each in one transaction as `migrate` does."""
    crowd.add(crowd.PLANS, 0, 200)
    crowd.add(crowd.FLYERS, 0, (count or ROWS) // ROWS_OF_A_FLYER)
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    close_database()
    with engine.connect() as connection:
        rows = {name: connection.scalar(select(func.count()).select_from(t)) for name, t in tables(connection).items()}
    figures: dict[str, object] = {"rows": sum(n or 0 for n in rows.values())}
    figures["down_s"] = _timed(engine, lambda connection: migrate.downgrade(connection, FIRST))
    figures["up_s"] = _timed(engine, migrate.upgrade)
    return figures


def _timed(engine: Engine, act: Callable[[Connection], None]) -> float:
    begun = time.monotonic()
    with engine.begin() as connection:
        act(connection)
    return round(time.monotonic() - begun, 2)
