"""What is over stays as it was, whatever is changed of its series afterwards; only dates to come follow."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from campaign import clock
from campaign.clock import now
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.schedule import actions
from campaign.schedule.models import Activity, ActivityState, Occurrence, When, occurrences_of
from campaign.schedule.releases.content import frozen, read
from campaign.schedule.reports import actions as reports
from campaign.schedule.reports.actions import Said
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.schedule.samples import enter, plan
from tests.world import World

ClientOf = Callable[..., Browser]
TUESDAY = date(2026, 12, 1)
LATER = datetime(2026, 12, 9, 4, tzinfo=UTC)  # Tuesday 8 December, 21:00 in El Paso: two of the five are over
SERIES = plan("Class", Side.US, on=TUESDAY, rule="FREQ=WEEKLY;BYDAY=TU;COUNT=5")


def rows(activity: Activity) -> list[tuple[date, date, time | None, datetime]]:
    return [(one.on, one.starts_on, one.starts_time, one.starts_at) for one in stored(activity)]


def stored(activity: Activity) -> list[Occurrence]:
    return list(session.scalars(occurrences_of(activity.id)))


def days(activity: Activity) -> list[tuple[int, int]]:
    return [(one.starts_on.day, one.starts_time.hour if one.starts_time else 0) for one in stored(activity)]


def test_all_dates_change_from_now_on(world: World, acting_as: ActingAs) -> None:
    series = enter(world, "planner.us", SERIES)
    before = rows(series)[:2]
    with acting_as("planner.us") as planner:
        later = replace(SERIES, when=When(TUESDAY, TUESDAY, time(15), time(17)))
        actions.edit(series, later, series.row_version, planner, LATER)
        assert rows(series)[:2] == before
        assert days(series) == [(1, 10), (8, 10), (15, 15), (22, 15), (29, 15)]
        daily = replace(SERIES, rule="FREQ=DAILY;UNTIL=20261211")
        actions.edit(series, daily, series.row_version, planner, LATER)
        assert rows(series)[:2] == before
        assert [day for day, _hour in days(series)] == [1, 8, 9, 10, 11]


@pytest.mark.parametrize("shift", [-6, -1, 0, 1, 6])
@pytest.mark.parametrize("hour", [7, 20])
def test_moving_all_leaves_what_is_over_and_makes_nothing_twice(
    world: World, acting_as: ActingAs, shift: int, hour: int
) -> None:
    series = enter(world, "planner.us", SERIES)
    before = rows(series)[:2]
    third = stored(series)[2]
    with acting_as("planner.us") as planner:
        to = date(2026, 12, 15) + timedelta(days=shift)
        when = When(to, to, time(hour), time(hour + 1))
        actions.move_series(third, when, True, series.row_version, planner, LATER)
        assert rows(series)[:2] == before
        found = [(day, at) for _on, day, at, _instant in rows(series)[2:]]
        assert found == [(to + timedelta(weeks=week), time(hour)) for week in range(3)]
        shown = read(frozen(series, stored(series)) or "")
        listed = sorted((one.when.starts_on, one.when.starts_time) for one in shown.dates() if not one.is_cancelled)
        assert listed == sorted((one.starts_on, one.starts_time) for one in stored(series))


def test_a_single_date_that_is_over_can_be_corrected(world: World, acting_as: ActingAs) -> None:
    once = plan("Fair", Side.US, on=TUESDAY)
    fair = enter(world, "planner.us", once)
    earlier = replace(once, when=When(TUESDAY, TUESDAY, time(9), time(11)))
    with acting_as("planner.us") as planner:
        actions.edit(fair, earlier, fair.row_version, planner, LATER)
        assert days(fair) == [(1, 9)]


def test_a_series_may_be_entered_when_some_of_it_is_over(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us") as planner:
        series = actions.create(world.running, SERIES, planner, LATER)
        assert len(stored(series)) == 5


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Only dates to come change."), ("es", "Solo cambian las fechas por venir.")],
)
def test_the_page_says_so(client_of: ClientOf, world: World, language: str, words: str) -> None:
    series = enter(world, "planner.us", SERIES)
    with clock.at(LATER):
        browser = client_of("planner.us", language)
        assert words in browser.get(f"/schedule/{series.id}/edit").text
        page = browser.send(status=200, do="preview", starts_time="15:00", ends_time="16:00")
        preview = page.html[
            page.html.index('id="preview"') : page.html.index("</section>", page.html.index('id="preview"'))
        ]
        assert preview.count("<li>") == 4  # with the one of today, which is over but not yesterday's
        browser.send(do="save")
    assert [hour for _day, hour in days(session.get_one(Activity, series.id))] == [10, 10, 15, 15, 15]
    assert now() < LATER


def test_calling_off_all_leaves_what_is_over_to_its_report(world: World, acting_as: ActingAs) -> None:
    series = enter(world, "planner.us", SERIES)
    planned, off = ActivityState.confirmed, ActivityState.cancelled
    with acting_as("planner.us") as planner:
        actions.cancel(series, "No room", planner, LATER)
        assert [one.state for one in stored(series)] == [planned, planned, off, off, off]
        assert (series.state, series.reason) == (planned, ""), "two reports are owed"
        for one, took_place in zip(stored(series)[:2], (True, False), strict=True):
            said = Said(one.on, "Park", took_place=took_place, reason="" if took_place else "Storm")
            reports.file(one, said, 0, planner, LATER)
        assert series.state is ActivityState.held


def test_what_was_held_stays_held_when_the_rest_is_called_off(world: World, acting_as: ActingAs) -> None:
    series = enter(world, "planner.us", SERIES)
    with acting_as("planner.us") as planner:
        for one in stored(series)[:2]:
            reports.file(one, Said(one.on, "Park"), 0, planner, LATER)
        actions.cancel(series, "No room", planner, LATER)
        assert series.state is ActivityState.held
        assert read(frozen(series, stored(series)) or "").out == {one.on for one in stored(series)[2:]}


def test_what_is_over_is_not_called_off(world: World, acting_as: ActingAs) -> None:
    """One side alone would take the report on its half from the other."""
    series = enter(world, "planner.us", SERIES)
    fair = enter(world, "planner.us", plan("Fair", *Side, on=TUESDAY))
    with acting_as("planner.us") as planner:
        with pytest.raises(Refused, match="It is over"):
            actions.cancel(fair, "Rain", planner, LATER)
        with pytest.raises(Refused, match="It is over"):
            actions.cancel_one(stored(series)[1], "Rain", planner, LATER)
        actions.cancel_following(stored(series)[1], "No room", planner, LATER)
        assert [one.state for one in stored(series)][:3] == [*2 * [ActivityState.confirmed], ActivityState.cancelled]
