"""What hangs, is unknown or makes no sense ends with a reason in both languages; nothing stands still for ever."""

import os
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy.exc import OperationalError

from campaign import clock, db
from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, session
from campaign.flyers import jobs as flyers
from campaign.jobs import work as working
from campaign.jobs.models import Job, JobState, PartState
from campaign.jobs.work import LEASE, MOST_TRIES, Lost, Work
from campaign.mail.jobs import deliver
from campaign.paper import press as pressing
from campaign.paper.errors import LimitReached
from campaign.paper.press import NO_PICTURES, Press
from campaign.storage import store_of
from tests import s3
from tests.jobs import acts
from tests.world import EL_PASO, JUAREZ, World

pytestmark = pytest.mark.database
PAGE = "<!doctype html><html lang=es-MX><title>t</title><p>Llama al 911.</p></html>"


def test_a_kind_that_nobody_knows_ends_at_once(own_config: Config) -> None:
    job = acts.do(acts.ask("flyers.sing"), {"count": acts.all_parts}, own_config)
    assert (job.state, job.attempts) == (JobState.failed, 1)
    assert job.error.en.startswith("This program does not know this kind of work.")
    assert job.error.is_complete


@pytest.mark.parametrize("payload", [{}, {"notice": "1"}, {"notice": None}, {"notice": True}, [1], "notice", 1, None])
def test_a_payload_of_another_shape_ends_at_once(own_config: Config, payload: object) -> None:
    """ASVS V1.5.2."""
    job_id = acts.ask("mail.deliver")
    with acting(None, None, "test", now()):
        session.get_one(Job, job_id).payload = payload  # type: ignore[assignment]
        session.commit()
    job = acts.do(job_id, {"mail.deliver": deliver}, own_config)
    assert (job.state, job.attempts) == (JobState.failed, 1)
    assert job.error.en.startswith("What this work is about was not written down")
    assert job.error.is_complete


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "BEAT_SECONDS", 0.02)
    monkeypatch.setattr(working, "LONGEST_STEP", timedelta(seconds=0.1))


def test_work_that_stands_still_is_given_up_and_ends_after_three_tries(own_config: Config, impatient: None) -> None:
    woken, late = threading.Event(), []

    def hangs(work: Work, config: Config) -> None:
        woken.wait(60)
        try:
            work.hold()
        except Lost:
            late.append(work.token)

    job_id, at = acts.ask(), now()
    for tries in range(1, MOST_TRIES + 1):
        with clock.at(at):
            job = acts.do(job_id, {"count": hangs}, own_config)
        assert job.attempts == tries
        assert job.state is (JobState.queued if tries < MOST_TRIES else JobState.failed)
        at += timedelta(minutes=5)
    assert job.error.en.startswith("It was begun 3 times and stood still each time for more than")
    assert job.error.is_complete
    woken.set()  # whoever wakes up now has lost the lease and changes nothing
    for thread in threading.enumerate():
        if thread.name == f"job-{job_id}":
            thread.join(30)
    assert len(late) == MOST_TRIES
    assert acts.look(job_id).state is JobState.failed


def test_signs_of_life_keep_work_that_is_long(own_config: Config, impatient: None) -> None:
    def long(work: Work, config: Config) -> None:
        for n in range(20):
            work.begin(str(n)) if n % 2 else work.live()
            threading.Event().wait(0.02)

    job = acts.do(acts.ask(), {"count": long}, own_config)
    assert (job.state, job.note) == (JobState.done, "")


def test_a_database_that_is_away_for_one_beat_ends_nothing(own_config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "BEAT_SECONDS", 0.02)
    beats: list[int] = []
    aside = db.aside

    def away_at_first(statement: object) -> None:
        beats.append(1)
        if len(beats) < 3:
            raise OperationalError("UPDATE jobs", {}, Exception("database is locked"))
        aside(statement)  # type: ignore[arg-type]

    monkeypatch.setattr(db, "aside", away_at_first)

    def long(work: Work, config: Config) -> None:
        while len(beats) < 5:
            threading.Event().wait(0.02)

    assert acts.do(acts.ask(), {"count": long}, own_config).state is JobState.done


def test_the_part_in_hand_and_the_result_stand_in_the_row(own_config: Config) -> None:
    job_id, seen = acts.ask(parts=["a", "b"]), []

    def noted(work: Work, config: Config) -> dict[str, int]:
        keys = [part.key for part in work.waiting()]
        for key in keys:
            session.rollback()
            work.begin(key)
            with db.apart(deferred=True) as connection:
                seen.append(connection.exec_driver_sql(f"SELECT note FROM jobs WHERE id = {work.id}").scalar_one())
            work.part_done(key)
            session.commit()
        return {"pages": 2}

    job = acts.do(job_id, {"count": noted}, own_config)
    assert seen == ["a", "b"]
    assert (job.note, job.result) == ("", {"done": 2, "failed": 0, "pages": 2})


# The child that prints


def stopped(press: Press) -> None:
    """It hangs without using any CPU."""
    os.kill(press.pid or 0, signal.SIGSTOP)


def killed(press: Press) -> None:
    os.kill(press.pid or 0, signal.SIGKILL)


@pytest.mark.parametrize(("harm", "limit"), [(stopped, "wall"), (killed, "cpu")])
def test_a_child_that_hangs_or_falls_ends_and_the_next_page_gets_a_new_one(
    monkeypatch: pytest.MonkeyPatch, harm: Callable[[Press], None], limit: str
) -> None:
    with Press() as press:
        first = press(PAGE)
        old = press.pid
        harm(press)
        with monkeypatch.context() as patch:
            patch.setattr(pressing, "WALL_SECONDS", 1)
            with pytest.raises(LimitReached) as reached:
                press(PAGE)
        assert reached.value.limit == limit
        assert press(PAGE) == first
        assert press.pid != old


def test_a_page_whose_child_falls_is_a_part_that_failed_and_the_others_go_on(
    own_config: Config, built_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    (own_config.data / "made").unlink()  # nothing is made before

    class FallsAtFirst(Press):
        def __call__(self, html: str, pictures: Mapping[str, bytes] = NO_PICTURES) -> bytes:
            calls.append(1)
            if len(calls) <= 2:  # what is refused is asked a second time, in Spanish
                super().__call__(PAGE)
                killed(self)
            return super().__call__(html, pictures)

    monkeypatch.setattr(flyers, "Press", FallsAtFirst)
    job_id = acts.ask("flyers.batch", parts=[EL_PASO, JUAREZ], material=built_world.in_force_id)
    job = acts.do(job_id, {"flyers.batch": flyers.render_batch}, own_config)
    assert job.state is JobState.failed
    assert acts.states(job_id) == {EL_PASO: PartState.failed, JUAREZ: PartState.done}
    assert acts.part(job_id, EL_PASO).error_en.startswith("The page could not be made.")
    assert acts.part(job_id, EL_PASO).error_es.startswith("No se pudo formar la página")
    assert job.result == {"done": 1, "failed": 1}


def test_a_lease_that_ran_out_is_found_although_its_number_was_sent_a_moment_ago(own_config: Config) -> None:
    job_id = acts.ask()
    assert working.lost(now()) == [(job_id, 0)]
    assert working.claim(job_id) is not None
    with clock.at(now() + LEASE + timedelta(seconds=1)):
        assert working.lost(now()) == [(job_id, 0)]
        assert working.lost(now()) == []


def test_a_store_that_is_gone_costs_no_try(own_config: Config) -> None:
    """However long it is away, the work waits; when it is back it is done."""
    with s3.server() as server:
        config = replace(own_config, store_url=server.bucket())

        def keep(work: Work, config: Config) -> None:
            store_of(config).put(BytesIO(b"a sheet"))

        server.stop()
        job_id, at = acts.ask(), now()
        for n in range(1, MOST_TRIES + 2):
            with clock.at(at + timedelta(minutes=n)):
                job = acts.do(job_id, {"count": keep}, config)
            assert (job.state, job.attempts) == (JobState.queued, 0)
        server.start()
        with clock.at(at + timedelta(minutes=9)):
            assert acts.do(job_id, {"count": keep}, config).state is JobState.done
