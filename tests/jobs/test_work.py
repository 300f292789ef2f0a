"""The row is the truth: claimed once, kept by its heartbeat, ended whatever happens, and never worked on by two."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta
from queue import Queue

import pytest
from sqlalchemy import update

from campaign import clock, db
from campaign.audit.models import Entry
from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, session
from campaign.errors import Refused
from campaign.i18n import _
from campaign.jobs import work as working
from campaign.jobs.models import Job, JobState, PartState
from campaign.jobs.work import LEASE, MOST_TRIES, Failed, Lost, Work, attempt, claim, lost, perform
from tests.jobs import acts

pytestmark = pytest.mark.database


def nothing(work: Work, config: Config) -> None:
    """A doer with nothing to do."""


def test_a_job_is_done_once(own_config: Config) -> None:
    done: list[int] = []
    doers = {"count": lambda work, config: done.append(work.id)}
    job_id = acts.ask()
    assert acts.do(job_id, doers, own_config).state is JobState.done
    assert acts.do(job_id, doers, own_config).state is JobState.done
    assert done == [job_id]
    job = acts.look(job_id)
    assert (job.done, job.total, job.ended_at, job.token) == (1, 1, now(), "")


def test_of_many_workers_one_gets_it(own_config: Config) -> None:
    done: list[int] = []
    job_id = acts.ask()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _n: perform(job_id, {"count": lambda w, c: done.append(w.id)}, own_config), range(8)))
    assert done == [job_id]


def test_it_is_not_begun_before_its_time(own_config: Config) -> None:
    job_id = acts.ask()
    with clock.at(now() - timedelta(seconds=1)):
        assert claim(job_id) is None


def test_what_was_asked_in_a_transaction_that_failed_was_never_asked(own_config: Config) -> None:
    from campaign.jobs import actions

    with db.acting(None, None, "test", now()):
        job = actions.ask("count", {}, at=now())
        session.rollback()
    session.remove()
    assert session.get(Job, job.id) is None
    assert "asked" not in session().info


def test_a_worker_that_is_gone_loses_its_lease_to_the_next(own_config: Config) -> None:
    job_id = acts.ask(parts=["a", "b"])
    first = claim(job_id)
    assert first is not None
    first.part_done("a")
    session.commit()
    assert claim(job_id) is None  # the lease stands
    with clock.at(now() + LEASE + timedelta(seconds=1)):
        assert lost(now()) == [(job_id, 0)]
        assert acts.do(job_id, {"count": acts.all_parts}, own_config).state is JobState.done
        with pytest.raises(Lost):  # the first one wakes up again: it changes nothing any more
            first.part_done("b")
    assert acts.look(job_id).done == 2


def test_the_heartbeat_keeps_a_long_step(own_config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "BEAT_SECONDS", 0.01)
    job_id = acts.ask()
    later = now() + timedelta(minutes=5)

    def slow(work: Work, config: Config) -> None:
        with clock.at(later):
            assert threading.Event().wait(0.3) is False

    monkeypatch.setattr(working, "now", lambda: later)  # the heartbeat's thread has a clock of its own
    assert acts.do(job_id, {"count": slow}, own_config).state is JobState.done


def test_a_cancelled_job_stops_at_its_next_part(own_config: Config) -> None:
    job_id = acts.ask(parts=["a", "b", "c"])

    def cancelled_midway(work: Work, config: Config) -> None:
        work.part_done("a")
        session.commit()
        db.aside(update(Job).where(Job.id == work.id).values(state=JobState.cancelled, token="", lease_until=None))
        work.part_done("b")
        session.commit()

    assert acts.do(job_id, {"count": cancelled_midway}, own_config).state is JobState.cancelled
    waiting = PartState.waiting
    assert acts.states(job_id) == {"a": PartState.done, "b": waiting, "c": waiting}


def test_what_breaks_is_tried_again_and_in_the_end_says_so_in_both_languages(own_config: Config) -> None:
    job_id = acts.ask()

    def broken(work: Work, config: Config) -> None:
        raise ZeroDivisionError

    for tries in range(1, MOST_TRIES):
        assert acts.do(job_id, {"count": broken}, own_config).state is JobState.queued
        assert acts.look(job_id).attempts == tries
        with clock.at(now() + timedelta(seconds=1)):
            assert claim(job_id) is None  # not at once
        with db.factory() as other, db.acting(None, None, "test", now()):
            other.execute(update(Job).where(Job.id == job_id).values(run_at=now()))
            other.commit()
    job = acts.do(job_id, {"count": broken}, own_config)
    assert job.state is JobState.failed
    assert job.error == Bilingual(
        "It was begun 3 times and broke each time. The cause stands in the log.",
        "Se intentó 3 veces y falló cada vez. La causa está en el registro.",
    )


def test_a_worker_that_dies_each_time_is_not_followed_for_ever(own_config: Config) -> None:
    job_id = acts.ask()
    at = now()
    for _n in range(MOST_TRIES):
        with clock.at(at):
            assert claim(job_id) is not None
        at += LEASE + timedelta(seconds=1)
    with clock.at(at):
        assert claim(job_id) is None
    assert acts.look(job_id).state is JobState.failed


def test_the_last_try_is_made_alone(own_config: Config) -> None:
    """Who dies with its worker may only have stood beside the killer: the last try decides, so nobody stands there."""
    unlucky, neighbour, newcomer = acts.ask("unlucky"), acts.ask("slow"), acts.ask("slow")
    at = now()
    for _n in range(MOST_TRIES - 1):
        with clock.at(at):
            assert claim(unlucky) is not None
        at += LEASE + timedelta(seconds=1)
    session.remove()
    begun: Queue[int] = Queue()
    go_on = {job_id: threading.Event() for job_id in (unlucky, neighbour, newcomer)}

    def wait_for_it(work: Work, config: Config) -> None:
        begun.put(work.id)
        assert go_on[work.id].wait(20)

    def work_on(job_id: int) -> None:
        with clock.at(at):
            perform(job_id, {"unlucky": wait_for_it, "slow": wait_for_it}, own_config)

    hands = [threading.Thread(target=copy_context().run, args=(work_on, job_id)) for job_id in go_on]
    hands[1].start()
    assert begun.get(timeout=20) == neighbour
    for hand in (hands[0], hands[2]):
        hand.start()
        hand.join(0.5)
        assert begun.empty()  # neither beside the one that was there, nor before the one that waits to be alone
    go_on[neighbour].set()
    assert begun.get(timeout=20) == unlucky
    hands[2].join(0.5)
    assert begun.empty()
    go_on[unlucky].set()
    assert begun.get(timeout=20) == newcomer
    go_on[newcomer].set()
    for hand in hands:
        hand.join(20)
    assert {acts.look(job_id).state for job_id in go_on} == {JobState.done}


def test_progress_forgives_earlier_tries(own_config: Config) -> None:
    job_id = acts.ask(parts=[str(n) for n in range(MOST_TRIES + 2)])
    at = now()
    for n in range(MOST_TRIES + 1):
        with clock.at(at):
            taken = claim(job_id)
            assert taken is not None
            taken.part_done(str(n))
            session.commit()
        at += LEASE + timedelta(seconds=1)
    with clock.at(at):
        assert acts.do(job_id, {"count": acts.all_parts}, own_config).state is JobState.done


def test_a_part_that_fails_does_not_stop_the_others(own_config: Config) -> None:
    job_id = acts.ask(parts=["a", "b", "c"])
    reason = Bilingual("The point is too long.", "El punto es demasiado largo.")

    def one_fails(work: Work, config: Config) -> None:
        for part in work.waiting():
            if part.key == "b":
                work.part_failed("b", reason)
            else:
                work.part_done(part.key)
            session.commit()

    job = acts.do(job_id, {"count": one_fails}, own_config)
    assert (job.state, job.done, job.total) == (JobState.failed, 2, 3)
    assert job.error.en == "1 of 3 could not be made; the reason stands beside each."
    assert acts.part(job_id, "b").error == reason


def test_a_failure_that_trying_again_would_not_mend_ends_it(own_config: Config) -> None:
    job_id = acts.ask()

    def gone(work: Work, config: Config) -> None:
        raise Failed(Bilingual("It is gone.", "Ya no existe."))

    job = acts.do(job_id, {"count": gone}, own_config)
    assert (job.state, job.error.es, job.attempts) == (JobState.failed, "Ya no existe.", 1)


def test_what_is_refused_says_why_in_both_languages(own_config: Config) -> None:
    def act() -> None:
        raise Refused(_("There is no region to print for in that choice."))

    with pytest.raises(Failed) as failed:
        attempt(act)
    assert failed.value.reason == Bilingual(
        "There is no region to print for in that choice.", "No hay ninguna región para imprimir en esa opción."
    )


def test_the_sweep_finds_what_was_never_sent_or_lost_on_the_way(own_config: Config) -> None:
    job_id = acts.ask()
    assert lost(now()) == [(job_id, 0)]  # committed, never sent
    assert lost(now()) == []  # sent a moment ago
    with clock.at(now() + working.LOST_AFTER + timedelta(seconds=1)):
        assert lost(now()) == [(job_id, 0)]
    acts.do(job_id, {"count": nothing}, own_config)
    with clock.at(now() + timedelta(days=1)):
        assert lost(now()) == []


def test_the_book_keeping_of_a_worker_leaves_no_audit_entry(own_config: Config) -> None:
    job_id = acts.ask(parts=["a"])
    before = session.query(Entry).count()
    acts.do(job_id, {"count": acts.all_parts}, own_config)
    assert session.query(Entry).count() == before
