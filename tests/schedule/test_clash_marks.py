"""What is in the way is marked on each date of the grid, by shape and in words, and can be asked for alone."""

from collections.abc import Callable
from datetime import date, time

import pytest

from campaign.db import Side, session
from campaign.schedule.clash_marks import clashes_among
from campaign.schedule.conflicts import Severity
from campaign.schedule.models import When, occurrences_of
from campaign.schedule.periods.models import PeriodKind
from campaign.schedule.writing import Spot
from tests.browser import Browser
from tests.schedule.samples import enter, enter_period, plan, record
from tests.world import EL_PASO, World

ClientOf = Callable[..., Browser]
DAY = date(2026, 12, 9)
VIEWS = ["month", "week", "agenda", "lanes", "lanes&span=month"]


def clashing(world: World) -> None:
    """A day with a clash of one person at two places, a blackout, and something in nobody's way."""
    spots = {Side.US: Spot(EL_PASO, person_id=world.user("planner.us").id)}
    for name in ("Fair", "Class"):
        enter(world, "planner.us", plan(name, Side.US, on=DAY, spots=spots))
    enter(world, "planner.us", plan("Quiet", Side.US, on=DAY))
    what = record("MX-08", PeriodKind.blackout, starts_on=DAY, ends_on=DAY)
    enter_period(world, Side.MX, what)
    enter(world, "planner.mx", plan("Escuelas", Side.MX, on=DAY))


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_marks_what_clashes(client_of: ClientOf, world: World, view: str) -> None:
    clashing(world)
    page = client_of("planner.us", "en").get(f"/schedule/?view={view}&on={DAY}", most_queries=12)
    if view == "lanes&span=month":
        assert "Wednesday 9 December 2026: Clash: 3" in page.text
        assert "Wednesday 9 December 2026: Not to be confirmed: 1" in page.text
        return
    for words in ("Clash: US Fair", "Clash: US Class", "Not to be confirmed: MX Escuelas"):
        assert words in page.text
    assert ": US Quiet" not in page.text
    assert "#warning" in page.html
    assert "#report" in page.html


def test_the_words_are_spanish_too(client_of: ClientOf, world: World) -> None:
    clashing(world)
    page = client_of("planner.mx", "es").get(f"/schedule/?on={DAY}")
    assert "Conflicto: US Fair" in page.text


@pytest.mark.parametrize("view", VIEWS)
def test_only_what_clashes(client_of: ClientOf, world: World, view: str) -> None:
    clashing(world)
    browser = client_of("planner.us", "en")
    page = browser.get(f"/schedule/?view={view}&on={DAY}&clashes=1", most_queries=12)
    assert "Quiet" not in page.text
    assert ("Clash: 2" if view == "lanes&span=month" else "Clash: US Class") in page.text
    kept = [link for link in page.links if link.startswith("/schedule/?") and "clashes=1" in link]
    assert len(kept) > 5


def test_a_clash_that_a_day_has_no_room_for_is_said_at_more(client_of: ClientOf, world: World) -> None:
    for number in range(7):
        enter(world, "planner.us", plan(f"Fair {number}", Side.US, on=DAY, when=When(DAY, DAY)))
    clashing(world)
    assert "Not to be confirmed: 7 more" in client_of("planner.us", "en").get(f"/schedule/?on={DAY}").text


def test_the_opened_date_leads_to_what_is_in_the_way(client_of: ClientOf, world: World) -> None:
    clashing(world)
    spots = {Side.US: Spot(EL_PASO, person_id=world.user("planner.us").id)}
    when = When(DAY, DAY, time(11), time(13))
    talk = enter(world, "planner.us", plan("Talk", Side.US, on=DAY, spots=spots, when=when))
    one = session.scalars(occurrences_of(talk.id)).one().id
    page = client_of("planner.us", "en").get(f"/schedule/?on={DAY}&chosen={one}", most_queries=12)
    assert f"/schedule/{talk.id}#clashes" in page.links
    assert 'id="clashes"' in client_of("planner.us", "en").get(f"/schedule/{talk.id}").html


def test_of_three_that_meet_in_turn_each_is_marked_once(world: World) -> None:
    """A long one that two short ones fall into, which do not meet each other; a fourth only touches it."""
    spots = {Side.US: Spot(EL_PASO, person_id=world.user("planner.us").id)}
    hours = {"Long": (8, 14), "Early": (9, 10), "Late": (12, 13), "After": (14, 15)}
    ids = {}
    for name, (begin, end) in hours.items():
        when = When(DAY, DAY, time(begin), time(end))
        activity = enter(world, "planner.us", plan(name, Side.US, on=DAY, spots=spots, when=when))
        ids[session.scalars(occurrences_of(activity.id)).one().id] = name
    marked = clashes_among(set(ids), DAY, DAY)
    assert {ids[id] for id in marked} == {"Long", "Early", "Late"}
    assert set(marked.values()) == {Severity.clash}
