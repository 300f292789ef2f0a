"""A backup of an older program comes back in the form of that time, is proved, and is then brought to today's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from campaign import db
from campaign.audit import chain
from campaign.backup import archive
from campaign.backup.restore import restore
from campaign.backup.take import revision, snapshot, take
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.health.checks import newest_revision
from campaign.migrate import upgrade
from campaign.partners.models import Organization, OrganizationKind
from tests.backup.conftest import ENGINES, Place, sums

pytestmark = pytest.mark.database
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
    db.bind(own)
    with acting(None, None, "test", now()):
        session.add(Organization(name="Cruz Roja", kind=OrganizationKind.association, country=Side.MX))
        session.commit()
    session.remove()
    yield config
    session.remove()
    own.dispose()
    db.bind(engine)


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
    after = sums(there)
    assert after["audit_entries"] == manifest.tables["audit_entries"]
    assert after["organizations"] == manifest.tables["organizations"]
    assert (after["jobs"].rows, after["jobs"] == manifest.tables["jobs"]) == (1, False)
