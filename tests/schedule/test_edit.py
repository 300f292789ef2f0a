"""Changing what is planned: two at once lose nothing, a series asks how far, and each half stays its own side's."""

from collections.abc import Callable
from datetime import date, time

import pytest
from sqlalchemy import select

from campaign.db import Side, session
from campaign.schedule.models import Activity, ActivityState, occurrences_of
from campaign.schedule.writing import Spot
from tests.browser import Browser
from tests.schedule.samples import enter, plan
from tests.world import EL_PASO, JUAREZ, World

ClientOf = Callable[..., Browser]


def dates(activity_id: int) -> list[tuple[int, time | None]]:
    found = session.scalars(occurrences_of(activity_id))
    return [(one.starts_on.day, one.starts_time) for one in found if one.state is not ActivityState.cancelled]


def series(world: World) -> tuple[int, list[int]]:
    """Four Tuesdays of December, joint."""
    what = plan("Class", *Side, on=date(2026, 12, 1), rule="FREQ=WEEKLY;BYDAY=TU;COUNT=4")
    activity = enter(world, "planner.us", what)
    return activity.id, [one.id for one in session.scalars(occurrences_of(activity.id))]


def test_a_stale_form_shows_both_texts_and_loses_neither(client_of: ClientOf, world: World) -> None:
    fair = enter(world, "planner.us", plan("Fair", *Side)).id
    first, second = client_of("planner.us", "en"), client_of("planner.mx", "en")
    first.get(f"/schedule/{fair}/edit")
    second.get(f"/schedule/{fair}/edit")
    second.send(title_es="Feria en el parque", starts_time="09:30")
    page = first.send(status=409, title_es="Feria en la plaza", venue="Gate 2")
    for words in ("Feria en el parque", "Feria en la plaza", "Gate 2", "28 Nov 2026, 09:30 to 28 Nov 2026"):
        assert words in page.text.replace("\xa0", " ") or words.endswith("28 Nov 2026")
    first.send()
    kept = session.get_one(Activity, fair)
    assert (kept.title_es, kept.venue_us, kept.starts_time) == ("Feria en la plaza", "Gate 2", time(10))


def test_the_other_half_keeps_what_its_own_side_entered(client_of: ClientOf, world: World) -> None:
    host = world.organizations["clinic.us"]
    spots = {Side.US: Spot(EL_PASO, host_id=host, venue="Gate 2"), Side.MX: Spot(JUAREZ)}
    fair = enter(world, "planner.us", plan("Fair", *Side, spots=spots)).id
    browser = client_of("planner.mx", "en")
    browser.get(f"/schedule/{fair}/edit")
    browser.send(venue="Puente Libre", title_en="Fair at the bridge")
    kept = session.get_one(Activity, fair)
    assert (kept.side, kept.host_us_id, kept.venue_us, kept.venue_mx) == (Side.US, host, "Gate 2", "Puente Libre")
    assert (kept.confirmed_us_at, kept.confirmed_mx_at is None) == (None, False)


@pytest.mark.parametrize(
    ("reach", "left", "split"),
    [
        ("this", [(1, time(10)), (9, time(15)), (15, time(10)), (22, time(10))], []),
        ("following", [(1, time(10))], [(9, time(15)), (16, time(15)), (23, time(15))]),
        ("all", [(2, time(15)), (9, time(15)), (16, time(15)), (23, time(15))], []),
    ],
)
def test_moving_asks_this_following_or_all(
    client_of: ClientOf, world: World, reach: str, left: list[object], split: list[object]
) -> None:
    activity, ids = series(world)
    browser = client_of("planner.us", "en")
    browser.get(f"/schedule/dates/{ids[1]}/move")
    browser.send(status=422)  # nothing is chosen beforehand
    browser.send(reach=reach, starts_on="2026-12-09", starts_time="15:00", ends_time="16:00")
    location = int(browser.follow().response.request.path.rpartition("/")[2])
    assert dates(activity) == left
    follower = session.scalars(select(Activity).where(Activity.follows_id == activity)).one_or_none()
    assert (dates(follower.id) if follower else []) == split
    assert location == activity


def test_changing_from_a_date_on(client_of: ClientOf, world: World) -> None:
    activity, ids = series(world)
    browser = client_of("planner.mx", "en")
    browser.get(f"/schedule/dates/{ids[2]}/edit")
    browser.send(title_en="Class, second part")
    browser.follow()
    assert dates(activity) == [(1, time(10)), (8, time(10))]
    assert browser.page
    follower = session.get_one(Activity, int(browser.page.response.request.path.rpartition("/")[2]))
    assert (follower.follows_id, follower.side, follower.title_en) == (activity, Side.US, "Class, second part")
    assert dates(follower.id) == [(15, time(10)), (22, time(10))]


@pytest.mark.parametrize(("reach", "left"), [("this", [1, 15, 22]), ("following", [1]), ("all", [])])
def test_cancelling_asks_too_and_wants_a_reason(client_of: ClientOf, world: World, reach: str, left: list[int]) -> None:
    activity, ids = series(world)
    browser = client_of("planner.us", "en")
    browser.get(f"/schedule/dates/{ids[1]}/cancel")
    page = browser.send(status=422, reach=reach)
    assert "Write the reason" in page.text
    browser.send(reason="The room is closed")
    assert [day for day, _hour in dates(activity)] == left
    assert "The room is closed" in browser.follow().text


def test_a_date_that_was_moved_meanwhile(client_of: ClientOf, world: World) -> None:
    fair = enter(world, "planner.us", plan("Fair", *Side)).id
    one = session.scalars(occurrences_of(fair)).one().id
    first, second = client_of("planner.us", "en"), client_of("planner.mx", "en")
    first.get(f"/schedule/dates/{one}/move")
    second.get(f"/schedule/dates/{one}/move")
    second.send(starts_on="2026-11-29")
    page = first.send(status=409, starts_on="2026-11-30")
    assert "29 Nov 2026" in page.text.replace("\xa0", " ")
    first.send()
    assert dates(fair) == [(30, time(10))]


def test_out_of_its_track_nothing_is_moved(client_of: ClientOf, world: World) -> None:
    fair = enter(world, "planner.us", plan("Fair", *Side)).id
    one = session.scalars(occurrences_of(fair)).one().id
    browser = client_of("planner.mx", "en")
    browser.get(f"/schedule/dates/{one}/move")
    page = browser.send(status=422, starts_on="2027-06-01")
    assert "lies outside the track" in page.text
    assert 'value="2027-06-01"' in page.html


def test_what_was_cancelled_meanwhile_keeps_what_was_typed(client_of: ClientOf, world: World) -> None:
    fair = enter(world, "planner.us", plan("Fair", *Side)).id
    one = session.scalars(occurrences_of(fair)).one().id
    first, second = client_of("planner.us", "en"), client_of("planner.mx", "en")
    first.get(f"/schedule/{fair}/edit")
    second.get(f"/schedule/dates/{one}/cancel")
    second.send(reason="Rain")
    page = first.send(status=409, venue="Gate 2")
    assert "It was held or cancelled meanwhile." in page.text
    assert 'value="Gate 2"' in page.html


@pytest.mark.parametrize(("reach", "left"), [("this", [2, 15, 22]), ("following", [2]), ("all", [])])
def test_what_was_changed_meanwhile_is_not_called_off_unseen(
    client_of: ClientOf, world: World, reach: str, left: list[int]
) -> None:
    activity, ids = series(world)
    first, second = client_of("planner.us", "en"), client_of("planner.mx", "en")
    first.get(f"/schedule/dates/{ids[1]}/cancel")
    second.get(f"/schedule/dates/{ids[0]}/move")
    second.send(reach="this", starts_on="2026-12-02")
    page = first.send(status=409, reach=reach, reason="The room is closed")
    assert "Called off" in page.text
    assert "The room is closed" in page.text
    assert [day for day, _hour in dates(activity)] == [2, 8, 15, 22]
    first.send()
    assert [day for day, _hour in dates(activity)] == left


def test_one_that_happens_once_is_not_called_off_unseen(client_of: ClientOf, world: World) -> None:
    fair = enter(world, "planner.us", plan("Fair", *Side)).id
    one = session.scalars(occurrences_of(fair)).one().id
    first, second = client_of("planner.us", "en"), client_of("planner.mx", "en")
    first.get(f"/schedule/dates/{one}/cancel")
    second.get(f"/schedule/dates/{one}/move")
    second.send(starts_on="2026-11-29")
    page = first.send(status=409, reason="Rain")
    assert "29 Nov 2026, 10:00 to 12:00" in page.text.replace("\xa0", " ")
    assert "Rain" in page.text


@pytest.mark.parametrize("act", ["edit", "copy"])
def test_the_other_countrys_own_is_its_own(client_of: ClientOf, world: World, act: str) -> None:
    theirs = enter(world, "planner.mx", plan("Escuelas", Side.MX)).id
    client_of("planner.us").get(f"/schedule/{theirs}/{act}", status=403)


def test_a_copy_is_the_same_on_another_date(client_of: ClientOf, world: World) -> None:
    activity, _ids = series(world)
    browser = client_of("planner.mx", "en")
    browser.get(f"/schedule/{activity}/copy")
    browser.send(status=422)
    browser.send(starts_on="2027-01-12")
    made = session.get_one(Activity, int(browser.follow().response.request.path.rpartition("/")[2]))
    assert (made.id != activity, made.rule, made.side, made.title_en) == (True, "", Side.US, "Class")
    assert dates(made.id) == [(12, time(10))]
