"""Upgrades of a database that holds data: every row is carried both ways, and a kill leaves the old form or the new."""

import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from campaign.backup.rows import tables
from campaign.campaigns.models import Campaign
from campaign.config import Config
from campaign.db import make_engine, session
from campaign.migrate import downgrade, upgrade
from tests.house.test_migrations import ddl
from tests.tiers import histories

pytestmark = pytest.mark.database

FIRST, HEAD = "0001_spine", "head"
KILLS = histories(20, 3)  # moments at which an upgrade is killed
# Says when it begins, so that the kill falls into the upgrade and not into the imports before it.
UPGRADE = """
import sys
from campaign.db import make_engine
from campaign.migrate import upgrade
engine = make_engine(sys.argv[1])
with engine.begin() as connection:
    print("begins", flush=True)
    upgrade(connection)
print("done", flush=True)
"""

Rows = dict[str, list[dict[str, object]]]


@pytest.fixture
def engine_of_a_copy(own_config: Config) -> Iterator[Engine]:
    """The whole world: decisions, editions, record, in a database of this test's own."""
    session.remove()
    made = make_engine(own_config.database_url)
    yield made
    made.dispose()


def rows(connection: Connection) -> Rows:
    """Every row of every table, as the database holds it now."""
    return {
        name: [dict(row._mapping) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
        for name, table in tables(connection).items()
    }


def form(connection: Connection) -> str:
    """All of the DDL but the places of columns: PostgreSQL never gives a dropped one's place away again."""
    return "\n".join(sorted(re.sub(r"^(\w+): \d+ ", r"\1: ", line) for line in ddl(connection)))


def common(before: Rows, after: Rows) -> tuple[Rows, Rows]:
    """Both, without tables and columns that only one form has."""
    shared = before.keys() & after.keys()

    def cut(one: Rows, other: Rows) -> Rows:
        return {
            name: [{key: value for key, value in row.items() if key in other[name][0]} for row in one[name]]
            for name in shared
            if one[name] and other[name]
        }

    return cut(before, after), cut(after, before)


def test_every_row_is_carried_down_and_up_again(engine_of_a_copy: Engine) -> None:
    """Down to the first form and back: what both forms have is the same row for row, and nothing of it went."""
    with engine_of_a_copy.begin() as connection:
        whole = rows(connection)
        downgrade(connection, FIRST)
        old = rows(connection)
        upgrade(connection)
        new = rows(connection)
    assert {"clearances", "audit_entries", "versions", "editions"} <= old.keys()
    assert all(len(old[name]) == len(whole[name]) for name in old)
    for there, here in (common(whole, old), common(old, new)):
        assert there == here
        assert len(there) > 15


def test_what_was_shared_before_has_the_nearest_known_day(engine_of_a_copy: Engine) -> None:
    """0022: the first step of whoever began it; what only one side sees has none."""
    with engine_of_a_copy.begin() as connection:
        downgrade(connection, "0021_forks")
        upgrade(connection)
        campaigns = select(Campaign.title_en, Campaign.is_shared, Campaign.shared_at)
        found = {title: (shared, at) for title, shared, at in connection.execute(campaigns)}
    assert all((at is not None) is shared for shared, at in found.values())
    assert found["Naloxone at every bridge"] == (True, datetime(2026, 11, 13, 17, tzinfo=UTC))
    assert found["Winter school visits"] == (False, None)


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_kill_leaves_the_old_form_or_the_new(engine_of_a_copy: Engine, seed: int) -> None:
    """kill -9 at any moment of an upgrade: afterwards the same command ends it."""
    with engine_of_a_copy.begin() as connection:
        new = form(connection)
        downgrade(connection, FIRST)
        old, kept = form(connection), rows(connection)
    engine_of_a_copy.dispose()
    child = subprocess.Popen(
        [sys.executable, "-c", UPGRADE, engine_of_a_copy.url.render_as_string(hide_password=False)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout
    assert child.stdout.readline() == "begins\n"
    time.sleep(random.Random(seed).uniform(0, 0.5))
    child.send_signal(signal.SIGKILL)
    is_done = "done" in child.communicate()[0]
    with engine_of_a_copy.begin() as connection:
        found = form(connection)
        assert found == new or (found == old and not is_done)
        upgrade(connection)
        assert form(connection) == new
        there, here = common(kept, rows(connection))
        assert there == here
