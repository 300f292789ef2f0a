"""Planning: an activity of one side and of both, a series, its dates one by one, and what each change asks anew."""

from dataclasses import replace
from datetime import date, time

import pytest

from campaign.clock import now
from campaign.db import Bilingual, Side, session
from campaign.errors import NotAllowed, Refused, Stale
from campaign.schedule import actions
from campaign.schedule.models import ActivityState, When, occurrences_of
from campaign.schedule.writing import Spot
from tests.conftest import ActingAs
from tests.mail.told import notices_to
from tests.schedule.samples import plan
from tests.world import EL_PASO, JUAREZ, NOW, World


def test_a_joint_one_needs_the_word_of_both(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us") as planner:
        fair = actions.create(world.running, plan("Fair", *Side), planner, now())
        assert (fair.state, fair.confirmed_us_at is None) == (ActivityState.planned, False)
    with acting_as("planner.mx") as planner:
        actions.confirm(fair, planner, now())
        assert fair.state is ActivityState.confirmed
        moved = When(date(2026, 11, 29), date(2026, 11, 29), time(9), time(11))
        actions.move(session.scalars(occurrences_of(fair.id)).one(), moved, planner, now())
        assert (fair.state, fair.confirmed_us_at) == (ActivityState.planned, None)
    assert "Changed, please confirm anew: Fair" in [one.subject.en for one in session.scalars(notices_to(Side.US, NOW))]


@pytest.mark.parametrize(
    ("values", "is_asked"),
    [
        ({"details": Bilingual("Bring your medicines.", "")}, True),
        ({"is_public": False}, True),
        ({"needs": {}}, False),
    ],
)
def test_what_is_released_of_a_joint_one_is_never_changed_by_one_side_alone(
    world: World, acting_as: ActingAs, values: dict[str, object], is_asked: bool
) -> None:
    with acting_as("planner.us") as planner:
        fair = actions.create(world.running, plan("Fair", *Side), planner, now())
    with acting_as("planner.mx") as planner:
        actions.confirm(fair, planner, now())
    with acting_as("planner.us") as planner:
        actions.edit(fair, replace(plan("Fair", *Side), **values), fair.row_version, planner, now())  # type: ignore[arg-type]
        assert (fair.confirmed_mx_at is None, fair.confirmed_us_at is None) == (is_asked, False)


def test_the_wall_is_kept_over_the_change_of_clocks(world: World, acting_as: ActingAs) -> None:
    """Ciudad Juárez and El Paso change on 14 March 2027: 10:00 stays 10:00, and is an hour earlier in UTC."""
    with acting_as("planner.mx") as planner:
        what = plan("Weekly", Side.MX, on=date(2027, 3, 7), rule="FREQ=WEEKLY;COUNT=3")
        series = actions.create(world.running, what, planner, now())
        found = session.scalars(occurrences_of(series.id)).all()
    assert [(one.starts_on.day, one.starts_at.hour) for one in found] == [(7, 17), (14, 16), (21, 16)]


def test_this_following_and_all(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us") as planner:
        what = plan("Class", Side.US, on=date(2026, 12, 1), rule="FREQ=WEEKLY;COUNT=4")
        series = actions.create(world.running, what, planner, now())
        first, second, third, fourth = session.scalars(occurrences_of(series.id)).all()
        actions.move(second, When(date(2026, 12, 9), date(2026, 12, 9), time(15), time(16)), planner, now())
        actions.cancel_one(fourth, "School holidays", planner, now())
        later = plan("Class, afternoons", Side.US, on=date(2026, 12, 15), rule="FREQ=WEEKLY;COUNT=2")
        split = actions.edit_following(third, later, series.row_version, planner, now())
        left = session.scalars(occurrences_of(series.id)).all()
        assert [one.starts_on.day for one in left] == [1, 9, 22]  # the cancelled one stays, said to be cancelled
        assert split.follows_id == series.id
        assert [one.starts_on.day for one in session.scalars(occurrences_of(split.id))] == [15, 22]
        assert first.starts_time == time(10)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"on": date(2026, 11, 1)}, "outside the track of the United States"),
        ({"on": date(2027, 4, 1)}, "outside the track of the United States"),
        ({"spots": {Side.US: Spot(region_key=JUAREZ)}}, "lies in the other country"),
        ({"title": Bilingual(" ", "")}, "a title in one language"),
        ({"spots": {Side.US: Spot(region_key="US-99999")}}, "no region US-99999"),
    ],
)
def test_what_is_refused(world: World, acting_as: ActingAs, values: dict[str, object], words: str) -> None:
    with acting_as("planner.us") as planner, pytest.raises(Refused, match=words):
        actions.create(world.running, plan("Fair", Side.US, **values), planner, now())  # type: ignore[arg-type]


def test_nobody_plans_the_other_countrys_own(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us") as planner, pytest.raises(NotAllowed):
        actions.create(world.running, plan("Fair", Side.MX), planner, now())


def test_a_stale_change_is_not_made(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us") as planner:
        fair = actions.create(world.running, plan("Fair", Side.US), planner, now())
        opened = fair.row_version
        actions.edit(fair, plan("Fair in the park", Side.US), opened, planner, now())
        with pytest.raises(Stale) as refused:
            actions.edit(fair, plan("Fair in the hall", Side.US), opened, planner, now())
    rows = [(row.name, row.theirs, row.yours) for row in refused.value.differences]
    assert rows == [(f"title_{code}", "Fair in the park", "Fair in the hall") for code in ("en", "es")]
    assert fair.title_en == "Fair in the park"
    assert fair.region_us_key == EL_PASO
