"""From the commit to the work, through the real carrier; what it loses is swept up."""

import time
from collections.abc import Callable, Iterator

import pytest

from campaign.config import Config
from campaign.db import session
from campaign.jobs import carrier, work
from campaign.jobs.carrier import Carrier
from campaign.jobs.models import Job, JobState
from campaign.jobs.work import Work
from tests.jobs import acts

DONE: list[int] = []


def count(work: Work, config: Config) -> None:
    DONE.append(work.id)


@pytest.fixture
def carried(own_config: Config) -> Iterator[Carrier]:
    """A carrier over the test's own folder; afterwards nothing is sent any more."""
    DONE.clear()
    yield carrier.install(own_config, {"count": count})
    carrier.close()


def until(what: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def test_what_is_committed_is_done_and_what_is_rolled_back_is_not(carried: Carrier) -> None:
    crew = carried.work(2)
    crew.start()
    try:
        numbers = [acts.ask() for _n in range(5)]
        until(lambda: sorted(DONE) == numbers)
        until(lambda: all(acts.look(number).state is JobState.done for number in numbers))
    finally:
        crew.stop()


def test_what_was_never_handed_over_is_swept_up(own_config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    number = acts.ask()  # no carrier is open: as if the process had died between commit and sending
    monkeypatch.setattr(work, "LOST_AFTER", work.LOST_AFTER * 0)
    DONE.clear()
    crew = carrier.install(own_config, {"count": count}).work(1)
    crew.start()
    try:
        until(lambda: [number] == DONE)
    finally:
        crew.stop()
        carrier.close()


def test_a_carrier_that_cannot_carry_does_not_undo_the_act(carried: Carrier) -> None:
    carried._huey.storage.close()
    carried._huey.storage.filename = "/nowhere/queue.sqlite"
    number = acts.ask()
    assert session.get_one(Job, number).state is JobState.queued
