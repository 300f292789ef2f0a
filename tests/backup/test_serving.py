"""A backup while others write: one instant of the whole, and nobody waits for it."""

import os
from pathlib import Path

import pytest

from campaign.backup import archive
from campaign.backup.archive import Manifest
from campaign.backup.restore import restore
from campaign.backup.take import take
from campaign.clock import now
from campaign.config import Config
from campaign.db import session
from tests.backup.conftest import Place, sums
from tests.backup.writing import Writer
from tests.world import World

pytestmark = pytest.mark.database
ROUNDS = 20 if "CAMPAIGN_TEST_FULL" in os.environ else 2


@pytest.mark.long
def test_each_backup_is_one_instant_and_the_writers_go_on(
    full: Config, built_world: World, place: Place, tmp_path: Path
) -> None:
    """Restoring proves the record and every reference; the archive lies between what was kept before and after it."""
    session.remove()
    writers = [Writer(built_world.users[who]) for who in ("planner.us", "planner.mx")]
    taken = [(*_taken(full, writers, tmp_path / f"{n}.tar"), tmp_path / f"{n}.tar") for n in range(ROUNDS)]
    for writer in writers:
        writer.stop()
    assert [writer.refused for writer in writers] == ["", ""]
    for kept, manifest, path in taken:
        there = place()
        with archive.reading(path) as found:
            restore(found, there)
            campaigns = b"".join(found.lines("campaigns"))
        assert sums(there) == manifest.tables
        assert all(f'"id":{key},'.encode() in campaigns for key in kept)
        assert manifest.head is not None
        assert manifest.head["count"] == manifest.tables["audit_entries"].rows
        assert manifest.tables["campaigns"].rows < sums(full)["campaigns"].rows


def _taken(config: Config, writers: list[Writer], path: Path) -> tuple[list[int], Manifest]:
    """What was acknowledged before the backup, and the backup; each writer goes on before and after."""
    for writer in writers:
        writer.go_on()
    kept = [key for writer in writers for key in writer.kept]
    manifest = take(config, path, now())
    for writer in writers:
        writer.go_on()
    return kept, manifest
