"""A campaign planned again: what comes along on its new days, and what never does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from time import process_time

import pytest
from sqlalchemy import select

from campaign.campaigns.models import Campaign, Track, TrackState, region_keys, tracks_of
from campaign.campaigns.tasks import actions as tasks
from campaign.campaigns.tasks.actions import Line
from campaign.campaigns.tasks.models import Task
from campaign.clock import now
from campaign.db import Bilingual, Side, acting, session
from campaign.errors import Refused
from campaign.materials.models import Material
from campaign.schedule import actions
from campaign.schedule.again import actions as again
from campaign.schedule.models import Activity, ActivityState, Need, When, occurrences_of
from tests.browser import Browser
from tests.schedule import samples
from tests.schedule.samples import DAY, enter, plan
from tests.world import World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
WEEKS = timedelta(weeks=53)
EVERY_WEEK = "FREQ=WEEKLY;BYDAY=SA;UNTIL=20261212"


def copy(world: World, who: str = "planner.us", shift: timedelta = WEEKS) -> Campaign:
    user = world.user(who)
    with acting(user, user.side, "schedule.again", now()):
        made = again.plan_again(world.running, Bilingual("Again", "Otra vez"), shift, user, now())
        session.commit()
    return made.campaign


def activities(campaign: Campaign) -> dict[str, Activity]:
    found = session.scalars(select(Activity).where(Activity.campaign_id == campaign.id))
    return {one.title_en: one for one in found}


def track(campaign: Campaign, side: Side) -> Track:
    return next(one for one in session.scalars(tracks_of(campaign.id)) if one.side is side)


def test_the_brief_and_the_own_half_come_along_and_nothing_agreed(world: World) -> None:
    old, new = world.running, copy(world)
    assert (new.aim, new.audience, new.message, new.kind) == (old.aim, old.audience, old.message, old.kind)
    assert (new.title, new.side, new.is_shared) == (Bilingual("Again", "Otra vez"), Side.US, False)
    assert set(session.scalars(region_keys(new.id))) == set(session.scalars(region_keys(old.id)))
    ours, before = track(new, Side.US), track(old, Side.US)
    assert before.starts_on
    assert before.ends_on
    assert before.budget, "the test is of something"
    assert (ours.starts_on, ours.ends_on) == (before.starts_on + WEEKS, before.ends_on + WEEKS)
    assert (ours.lead_id, ours.state, ours.budget) == (before.lead_id, TrackState.draft, None)
    assert ours.agreed_at is None
    theirs = track(new, Side.MX)
    assert (theirs.starts_on, theirs.lead_id, theirs.state) == (None, None, TrackState.draft), "its own to write"
    assert not session.scalars(select(Material).where(Material.campaign_id == new.id)).all()


def test_activities_come_planned_and_the_other_sides_own_stay(world: World) -> None:
    for side in Side:
        enter(world, f"planner.{side.value.lower()}", plan(f"own_{side.value}", side))
    enter(world, "planner.mx", plan("joint", *Side))
    enter(world, "partner-a.us", plan("partners", Side.US))
    material = world.version("in_force").material_id
    wanted = enter(world, "planner.us", plan("wanted", Side.US, needs={(Side.US, material): 500}))
    assert wanted.state is ActivityState.confirmed
    found = activities(copy(world))
    assert set(found) == {"own_US", "joint", "partners", "wanted"}
    for one in found.values():
        assert one.starts_on == DAY + WEEKS
        assert (one.state, one.confirmed_us_at, one.confirmed_mx_at) == (ActivityState.planned, None, None)
        assert one.starts_time == time(10)
    assert found["joint"].side is Side.MX, "its hours stay on the wall for which they were written"
    assert not session.scalars(select(Need).where(Need.activity_id == found["wanted"].id)).all()


def test_a_series_comes_as_it_was_planned_and_nothing_that_was_cancelled(world: World) -> None:
    series = enter(world, "planner.us", plan("series", Side.US, rule=EVERY_WEEK))
    gone = enter(world, "planner.us", plan("gone", Side.US))
    user = world.user("planner.us")
    with acting(user, Side.US, "schedule.cancel", now()):
        first, second, third = session.scalars(occurrences_of(series.id)).all()
        actions.cancel_one(second, "Rain", user, now())
        actions.move(third, replace(third.when, starts_time=time(8)), user, now())
        actions.cancel(session.get_one(Activity, gone.id), "No room", user, now())
        session.commit()
    found = activities(copy(world))
    assert set(found) == {"series"}
    assert "UNTIL=20271218" in found["series"].rule
    days = [one.when for one in session.scalars(occurrences_of(found["series"].id))]
    assert [one.starts_on for one in days] == [DAY + WEEKS + timedelta(weeks=n) for n in range(3)]
    assert {one.starts_time for one in days} == {time(10)}
    assert first.on == DAY


def test_by_days_a_weekly_series_goes_to_the_next_day_of_the_week(world: World) -> None:
    enter(world, "planner.us", plan("series", Side.US, rule=EVERY_WEEK))
    found = activities(copy(world, shift=WEEKS + timedelta(days=1)))
    assert "BYDAY=SU" in found["series"].rule


def test_tasks_of_the_own_side_come_open_and_move_too(world: World) -> None:
    for side in Side:
        user = world.user(f"planner.{side.value.lower()}")
        with acting(user, side, "campaigns.new_task", now()):
            line = Line(Bilingual(f"Task {side.value}", ""), date(2026, 12, 1), is_milestone=True, owner_id=user.id)
            made = tasks.add(world.track(side, "running"), line, user, now())
            tasks.finish(made, user, now())
            session.commit()
    new = copy(world)
    found = session.scalars(select(Task).where(Task.campaign_id == new.id)).all()
    assert [(one.title_en, one.due_on, one.done_at, one.is_milestone) for one in found] == [
        ("Task US", date(2026, 12, 1) + WEEKS, None, True)
    ]


@pytest.mark.parametrize(
    ("days", "keeps", "moved"),
    [(365, False, 365), (365, True, 364), (367, True, 364), (368, True, 371), (-3, True, 0), (-4, True, -7)],
)
def test_whole_weeks_are_the_nearest_ones(days: int, keeps: bool, moved: int) -> None:
    first = date(2026, 11, 28)
    assert again.shift_to(first, first + timedelta(days=days), keeps) == timedelta(days=moved)
    assert again.shift_to(None, first, keeps) == timedelta()


@pytest.mark.parametrize(
    ("who", "language", "label"), [("planner.us", "en", "Again"), ("planner.mx", "es", "Otra vez")]
)
def test_from_the_page_of_the_campaign(client_of: ClientOf, world: World, who: str, language: str, label: str) -> None:
    side = world.user(who).side
    assert side
    enter(world, who, plan("own", side))
    browser = client_of(who, language)
    assert f"/schedule/again/{world.running.id}" in browser.get(f"/campaigns/{world.running.id}").links
    page = browser.get(f"/schedule/again/{world.running.id}")
    first = again.first_day(world.running, side)
    assert first
    assert page.form().filled({})["first_on"] == [str(first + timedelta(weeks=52))]
    browser.send(title_en="Again", title_es="Otra vez")
    assert browser.follow().h1 == label
    new = session.scalars(select(Campaign).order_by(Campaign.id.desc())).first()
    assert new
    assert set(activities(new)) == {"own"}
    assert new.side is side


def test_what_cannot_come_is_named_before_it_is_left_out(client_of: ClientOf, world: World) -> None:
    """02:30 does not exist in El Paso on the Sunday on which the clocks go forward."""
    night = When(DAY, DAY, time(2, 30), time(4))
    enter(world, "planner.us", plan("night", Side.US, when=night))
    enter(world, "planner.us", plan("day", Side.US))
    first = again.first_day(world.running, Side.US)
    assert first
    before = len(session.scalars(select(Campaign)).all())
    browser = client_of("planner.us", "en")
    browser.get(f"/schedule/again/{world.running.id}")
    on = first + (date(2027, 3, 14) - DAY)
    page = browser.send(status=422, title_en="Again", first_on=str(on), keeps_weekdays=None)
    assert "does not exist at the place" in page.text  # and not in Denver, whose name the clock has
    assert "night" in page.text
    assert page.form().filled({})["title_en"] == ["Again"]
    assert len(session.scalars(select(Campaign)).all()) == before, "nothing was begun"
    browser.send(title_en="Again", first_on=str(on), keeps_weekdays=None)
    new = session.scalars(select(Campaign).order_by(Campaign.id.desc())).first()
    assert new
    assert set(activities(new)) == {"day"}


def test_another_one_that_cannot_come_is_named_anew(client_of: ClientOf, world: World) -> None:
    """One stays behind either way, but on other days it is another one."""
    for on in (DAY, DAY + timedelta(days=1)):
        enter(world, "planner.us", plan(f"night of {on.day}", Side.US, when=When(on, on, time(2, 30), time(4))))
    first = again.first_day(world.running, Side.US)
    assert first
    browser = client_of("planner.us", "en")
    browser.get(f"/schedule/again/{world.running.id}")
    on = first + (date(2027, 3, 14) - DAY)
    for day, named in ((on, "night of 28"), (on - timedelta(days=1), "night of 29")):
        page = browser.send(status=422, title_en="Again", first_on=str(day), keeps_weekdays=None)
        assert named in page.text
    browser.send(title_en="Again", first_on=str(day), keeps_weekdays=None)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"first_on": "1990-01-01"}, "Choose a day from today on"),
        ({"first_on": "9999-12-31"}, "Choose a day from today on"),
        ({"first_on": "soon"}, "Write the date as year-month-day"),
        ({"first_on": ""}, "Write the new first day."),
        ({"title_en": "", "title_es": ""}, "Write the title, in one language at least."),
        ({"title_en": "a " * 150_000}, "At most 120 characters"),
    ],
)
def test_what_cannot_be_is_said(client_of: ClientOf, world: World, typed: dict[str, str], says: str) -> None:
    browser = client_of("planner.us", "en")
    browser.get(f"/schedule/again/{world.running.id}")
    assert says in browser.send(status=422, **typed).text


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("planner.us", "plan", 404),
        ("planner.mx", "national_us", 404),
        ("planner.us", "national_us", 200),
        ("signatory.us", "running", 403),
        ("partner-a.us", "running", 404),
    ],
)
def test_only_a_planner_who_sees_it(client_of: ClientOf, world: World, who: str, name: str, status: int) -> None:
    number = world.running.id if name == "running" else getattr(world, f"{name}_id")
    client_of(who, "en").get(f"/schedule/again/{number}", status=status)


def test_fifty_activities_come_in_bounded_time(world: World) -> None:
    for n in range(50):
        enter(world, "planner.us", plan(f"fair {n}", *Side, rule=EVERY_WEEK if n % 5 == 0 else ""))
    begun = process_time()
    new = copy(world)
    spent = process_time() - begun
    assert len(activities(new)) == 50
    assert spent < 5, f"{spent:.2f} s"


def test_too_many_dates_are_not_planned_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "MOST_DATES", 2)
    samples.enter(world, "planner.us", plan("series", Side.US, rule=EVERY_WEEK))
    with pytest.raises(Refused, match="at most 2 are planned again at once"):
        copy(world)
