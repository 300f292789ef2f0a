"""From the commit to the work, through each real queue; what it loses is swept up, and when it is gone nobody waits."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from campaign.config import BadSetting, Config
from campaign.db import session
from campaign.jobs import carrier, queues, work
from campaign.jobs.actions import URGENT
from campaign.jobs.carrier import Carrier
from campaign.jobs.models import Job, JobState
from campaign.jobs.work import Work
from tests.jobs import acts
from tests.jobs.brokers import Broker

DONE: list[int] = []


def count(work: Work, config: Config) -> None:
    DONE.append(work.id)


@pytest.fixture
def carried(own_config: Config, broker: Broker) -> Iterator[Carrier]:
    """A carrier over that queue; afterwards nothing is sent any more."""
    DONE.clear()
    yield carrier.install(replace(own_config, queue_url=broker.url), {"count": count})
    carrier.close()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sweep is not waited for."""
    monkeypatch.setattr(carrier, "SWEEP_SECONDS", 0.2)
    monkeypatch.setattr(carrier, "LOST_AFTER", work.LOST_AFTER * 0)


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


def test_the_urgent_are_brought_first(carried: Carrier) -> None:
    ordinary = [acts.ask() for _n in range(3)]
    urgent = acts.ask(priority=URGENT)
    until(lambda: carried.waiting() == 4)
    crew = carried.work(1)
    crew.start()
    try:
        until(lambda: len(DONE) == 4)
        assert [urgent, *ordinary] == DONE
    finally:
        crew.stop()


def test_what_was_never_handed_over_is_swept_up(own_config: Config, quick: None) -> None:
    number = acts.ask()  # no carrier is open: as if the process had died between commit and sending
    DONE.clear()
    crew = carrier.install(own_config, {"count": count}).work(1)
    crew.start()
    try:
        until(lambda: number in DONE)
    finally:
        crew.stop()
        carrier.close()


def test_while_the_queue_is_gone_the_crew_works_by_hand_and_when_it_is_back_goes_on(
    carried: Carrier, broker: Broker, quick: None
) -> None:
    if broker.is_file:
        pytest.skip("a file does not go away")
    crew = carried.work(1)
    crew.start()
    try:
        for _times in range(2):
            broker.stop()
            gone = acts.ask()
            until(lambda gone=gone: gone in DONE)  # type: ignore[misc]
            broker.start()
            until(lambda: carried.waiting() is not None)
            back = acts.ask()
            until(lambda back=back: back in DONE)  # type: ignore[misc]
    finally:
        crew.stop()
    assert len(DONE) == len(set(DONE))


def test_a_queue_that_is_gone_undoes_nothing_and_is_named_without_its_password(
    own_config: Config, broker: Broker
) -> None:
    if broker.is_file:
        pytest.skip("a file does not go away")
    config = replace(own_config, queue_url=broker.url.replace("://", "://somebody:s3cret@", 1))
    broker.stop()
    DONE.clear()
    carrier.install(config, {"count": count})
    try:
        number = acts.ask()
        assert session.get_one(Job, number).state is JobState.queued
    finally:
        carrier.close()
    said = queues.silence(config)
    assert said
    assert "s3cret" not in said


def test_numbers_in_a_long_queue_are_not_sent_again_at_once(carried: Carrier, quick: None) -> None:
    for _n in range(3):
        acts.ask()
    until(lambda: carried.waiting() == 3)
    crew = carried.work(1)
    crew._sweep_once()  # never sent, as far as the rows know
    until(lambda: carried.waiting() == 6)
    crew._sweep_once()
    assert carried.waiting() == 6


@pytest.mark.parametrize(
    "url", ["amqp://localhost", "redis://localhost:port/0", "redis://u:s3cret@[::1", "memory://", "redis"]
)
def test_an_address_that_is_none_is_refused_and_not_repeated(own_config: Config, url: str) -> None:
    with pytest.raises(BadSetting, match=r"CAMPAIGN_QUEUE_URL") as refused:
        queues.queue_of(replace(own_config, queue_url=url))
    assert "s3cret" not in str(refused.value)


def test_a_queue_file_that_is_broken_is_named_with_its_remedy(own_config: Config) -> None:
    (own_config.data / "queue.sqlite").write_bytes(b"not a database, and longer than its head would be" * 20)
    with pytest.raises(BadSetting, match="it may be deleted"):
        queues.queue_of(own_config)
    assert queues.silence(own_config)


def test_asking_makes_no_file(own_config: Config) -> None:
    assert queues.silence(own_config) == ""
    assert not (own_config.data / "queue.sqlite").exists()
