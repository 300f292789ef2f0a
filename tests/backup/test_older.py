"""A backup of an older program comes back in the form of that time, is proved, and is then brought to today's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from campaign import db
from campaign.audit import chain
from campaign.audit.models import Head
from campaign.backup import archive
from campaign.backup.restore import restore
from campaign.backup.take import revision, snapshot, take
from campaign.clock import now
from campaign.config import Config
from campaign.db import Act, session
from campaign.health.checks import newest_revision
from campaign.migrate import upgrade
from tests.backup.conftest import ENGINES, Place, sums

pytestmark = pytest.mark.database
OLD_ORGANIZATION = "INSERT INTO organizations (name, kind, country) VALUES ('Cruz Roja', 'association', 'MX')"
OLD_JOB = """INSERT INTO jobs (kind, payload, state, priority, run_at, attempts, token, done, total, error_en, error_es,
asked_at) VALUES ('mail.deliver', '{"letter": 1}', 'done', 0, :at, 1, '', 1, 1, '', '', :at)"""


@pytest.fixture
def old(engine: Engine, place: Place) -> Iterator[Config]:
    """An installation as it was at 0002_house, with an act in its record and a job of that time."""
    config = place()
    config.data.mkdir()
    chain.use_key(config.audit_key)
    own = db.make_engine(config.database_url)
    with own.begin() as connection:
        upgrade(connection, "0002_house")
        connection.execute(text(OLD_JOB), {"at": "2026-11-02 15:00:00.000000"})
        _record_an_act(connection)
    db.bind(own)
    session.remove()
    yield config
    session.remove()
    own.dispose()
    db.bind(engine)


def _record_an_act(connection: Connection) -> None:
    """As a program of that time did it: the columns of today are not there yet."""
    connection.execute(text(OLD_ORGANIZATION))
    head = Head(id=1, count=0, hash=chain.START, hmac="", installation="0123456789abcdef")
    entry = chain.chained(head, Act(None, None, "test", now()))
    newer = {"reach"}
    for row in (entry, head):
        columns = [column for column in type(row).__mapper__.columns.keys() if column not in newer]  # noqa: SIM118
        table = sa.table(type(row).__tablename__, *(sa.column(name) for name in columns))
        connection.execute(sa.insert(table).values({name: getattr(row, name) for name in columns}))


@pytest.mark.parametrize("kind", ENGINES)
def test_it_is_restored_and_upgraded(old: Config, place: Place, kind: str, tmp_path: Path) -> None:
    manifest = take(old, tmp_path / "old.tar", now())
    assert (manifest.revision, manifest.tables["jobs"].rows) == ("0002_house", 1)
    assert "note" not in manifest.columns["jobs"]
    there = place(kind)
    with archive.reading(tmp_path / "old.tar") as found:
        restore(found, there)
    with snapshot(there) as connection:
        assert revision(connection) == newest_revision()
        assert connection.execute(text("SELECT kind, note FROM jobs")).all() == [("mail.deliver", "")]
        assert connection.execute(text("SELECT name, state FROM organizations")).all() == [("Cruz Roja", "open")]
        with Session(connection) as found:
            assert chain.verify(found) == []
    after = sums(there)
    assert {name: after[name].rows for name in manifest.tables} == {n: one.rows for n, one in manifest.tables.items()}
