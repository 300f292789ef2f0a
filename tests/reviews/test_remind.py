"""Reminders of steps: on the day and once when late, to whom it concerns, and never twice."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from campaign import clock
from campaign.app import JOBS
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.jobs.models import JobState
from campaign.mail.models import Notice, PersonalLetter
from campaign.materials.models import Version
from campaign.reviews.models import Reminder, Stage
from campaign.reviews.routes.actions import Stop
from tests.jobs import acts as work
from tests.materials import acts
from tests.materials.acts import flyer
from tests.reviews.routes import EXPERT, make_route, pass_step, plan, send, steps, take
from tests.world import World

pytestmark = pytest.mark.database
DAYS = 7  # from Tuesday 24 November to Tuesday 1 December: five working days


@pytest.fixture
def version(own_config: Config, built_world: World) -> Version:
    """A flyer whose first step is due on 1 December."""
    make_route(built_world, "us", plan(comes_first=False))
    return send(built_world, flyer(built_world))


def run(config: Config, days: int) -> int:
    """The daily work so many days later; how many reminders went out."""
    with clock.at(now() + timedelta(days=days)):
        job = work.do(work.ask("reviews.remind"), JOBS, config)
    assert job.state is JobState.done
    assert job.result is not None
    assert job.note == "", "administrators of both sides see this work (law 7)"
    return int(job.result["reminders"])


def letters(words: str) -> list[str]:
    return list(session.scalars(select(PersonalLetter.address).where(PersonalLetter.subject_en.contains(words))))


def test_what_nobody_can_take_is_told_to_the_planners(world: World) -> None:
    """Whoever it is for wrote the text: a planner lets others take it, before the day on which it is late."""
    make_route(world, "us", plan((Stop(1, EXPERT, 5, False, (world.users["reviewer.us"],)),)))
    material = flyer(world)
    acts.write(world, "reviewer.us", material, "Mine.", "Mío.")
    send(world, material)
    told = select(Notice.text_en).where(Notice.to_side == Side.US, Notice.subject_en.contains("A review waits"))
    assert len(session.scalars(told).all()) == 1


def test_on_the_day_and_once_when_late(own_config: Config, version: Version) -> None:
    assert [run(own_config, days) for days in (DAYS - 1, DAYS, DAYS, DAYS + 1, DAYS + 1, DAYS + 9)] == [
        0,
        1,
        0,
        1,
        0,
        0,
    ]
    both = ["deputy.us@example.org", "reviewer.us@example.org"]
    assert sorted(letters("is due today")) == both
    assert sorted(letters("is overdue")) == both
    told = session.scalars(select(Notice).where(Notice.subject_en.contains("is overdue"))).all()
    assert [one.to_side for one in told] == [Side.US]
    assert "vencida" in told[0].subject_es
    kept = session.scalars(select(Reminder.stage).order_by(Reminder.told_at)).all()
    assert kept == [Stage.due, Stage.overdue]


def test_after_days_without_work_it_is_only_late(own_config: Config, version: Version) -> None:
    assert run(own_config, DAYS + 3) == 1
    assert (len(letters("is due today")), len(letters("is overdue"))) == (0, 2)


def test_whoever_is_on_it_is_reminded_alone(own_config: Config, built_world: World, version: Version) -> None:
    take(built_world, steps(version)[0])
    assert run(own_config, DAYS) == 1
    assert letters("is due today") == ["reviewer.us@example.org"]


def test_what_has_ended_or_was_decided_is_not_reminded_of(
    own_config: Config, built_world: World, version: Version
) -> None:
    pass_step(built_world, steps(version)[0])
    assert run(own_config, 2) == 0
    acts.clear(built_world, version, "signatory.us")
    assert run(own_config, 30) == 0


def test_twice_is_refused_by_the_key(own_config: Config, built_world: World, version: Version) -> None:
    assert run(own_config, DAYS) == 1
    (first, *_rest) = steps(version)
    with acting(None, None, "test", now()):
        session.add(Reminder(step_id=first.id, stage=Stage.due, told_at=now()))
        with pytest.raises(DBAPIError):
            session.flush()
    session.rollback()
