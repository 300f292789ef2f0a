"""Stored files are read in turn: never the same ones while others wait, damage first, nothing of what is gone."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from campaign import clock
from campaign.config import Config
from campaign.db import acting, session
from campaign.health import verifying
from campaign.jobs.models import JobState
from campaign.jobs.work import Result, Work
from campaign.storage import store_of
from campaign.storage.models import Verification
from tests.jobs import acts
from tests.world import NOW

DAY = timedelta(days=1)


@pytest.fixture
def keys(own_config: Config, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Seven files, of which one is read a day at least."""
    monkeypatch.setattr(verifying, "AT_LEAST", 3)
    monkeypatch.setattr(verifying, "AT_ONCE", 2)
    yield sorted(store_of(own_config).put(BytesIO(f"file {n}".encode())) for n in range(7))
    session.remove()


def day(config: Config, keys: list[str], n: int) -> list[str]:
    """What the check of that day hands out as damaged."""
    found: list[str] = []

    def check(work: Work, config: Config) -> Result:
        found.extend(verifying.damaged(verifying.next_files(keys), work, config))
        verifying.forget_others(keys, work)
        return None

    with clock.at(NOW + n * DAY):
        job = acts.do(acts.ask("health.check"), {"health.check": check}, config)
    assert job.state is JobState.done
    return found


def remembered() -> dict[str, int]:
    """Key → on which day it was last whole."""
    return {row.key: (row.verified_at - NOW).days for row in session.scalars(select(Verification))}


def test_every_file_has_its_turn(own_config: Config, keys: list[str]) -> None:
    for n, expected in enumerate([{0: 3}, {0: 3, 1: 3}, {0: 1, 1: 3, 2: 3}]):
        assert day(own_config, keys, n) == []
        days = list(remembered().values())
        assert {one: days.count(one) for one in set(days)} == expected


def test_a_part_of_many_is_read_each_day(own_config: Config) -> None:
    many = [f"{n:064x}" for n in range(28 * verifying.AT_LEAST + 1)]
    assert len(verifying.next_files(many)) == verifying.AT_LEAST + 1


def test_what_is_damaged_stays_first_in_line(own_config: Config, keys: list[str]) -> None:
    (path,) = own_config.data.glob(f"files/*/{keys[0]}")
    path.chmod(0o600)
    path.write_bytes(b"something else")
    for n in range(4):
        assert day(own_config, keys, n) == [keys[0]]
    assert set(remembered()) == set(keys[1:])


def test_nothing_is_remembered_of_a_file_that_is_gone(own_config: Config, keys: list[str]) -> None:
    with acting(None, None, "test", NOW):
        session.add(Verification(key="0" * 64, verified_at=NOW))
        session.commit()
    day(own_config, keys, 0)
    assert "0" * 64 not in remembered()
