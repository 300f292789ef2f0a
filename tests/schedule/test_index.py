"""The schedule as month, week, agenda and lanes: everything stands in the address, and what it shows in words."""

from collections.abc import Callable
from datetime import date

import pytest

from campaign.db import Side, session
from campaign.schedule.daynotes import notes_between
from campaign.schedule.models import ActivityType, When, occurrences_of
from campaign.schedule.writing import Spot
from tests.browser import Browser
from tests.schedule.samples import enter, plan
from tests.world import EL_PASO, JUAREZ, World

ClientOf = Callable[..., Browser]
MONTH = "/schedule/?view=month&on=2026-11-28"
CHIHUAHUA = "MX-08019"


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_month_shows_both_sides_and_each_local_time(client_of: ClientOf, world: World, language: str) -> None:
    enter(world, "planner.us", plan("Fair", *Side))
    enter(world, "planner.mx", plan("Escuelas", Side.MX))
    spots = {Side.US: Spot(region_key=EL_PASO), Side.MX: Spot(region_key=CHIHUAHUA)}
    enter(world, "planner.us", plan("Class", *Side, spots=spots))
    page = client_of("planner.us", language).get(MONTH)
    assert page.h1 == {"en": "November 2026", "es": "Noviembre de 2026"}[language]
    both = {"en": "Fair 10:00 both cities", "es": "Fair 10:00 ambas ciudades"}[language]
    for words in (both, "MX Escuelas 10:00 Ciudad Juárez", "Class 10:00 El Paso 11:00 Chihuahua"):
        assert words in page.text


@pytest.mark.parametrize("view", ["month", "week", "agenda", "lanes", "lanes&span=month"])
def test_every_view_keeps_what_the_address_asks(client_of: ClientOf, world: World, view: str) -> None:
    enter(world, "planner.us", plan("Fair", *Side))
    enter(world, "planner.mx", plan("Escuelas", Side.MX, on=date(2026, 11, 27)))
    browser = client_of("planner.mx", "en")
    page = browser.get(f"/schedule/?view={view}&on=2026-11-28&side=joint&kind=health_fair", most_queries=12)
    assert "Escuelas" not in page.text
    assert "Ciudad Juárez" in page.text if view.startswith("lanes") else "Fair" in page.text
    kept = [link for link in page.links if link.startswith("/schedule/?") and "kind=health_fair" in link]
    assert len([link for link in kept if "side=joint" in link]) > 5


def test_filters_narrow(client_of: ClientOf, world: World) -> None:
    enter(world, "planner.us", plan("Ours", Side.US))
    enter(world, "planner.mx", plan("Theirs", Side.MX))
    browser = client_of("planner.us", "en")
    for query, seen in {
        "pair=SC07": "",
        f"region={EL_PASO}": "Ours",
        f"region={JUAREZ}": "Theirs",
        "side=MX": "Theirs",
        "mine=1": "Ours",
        f"campaign={world.running_id}": "Ours Theirs",
        "campaign=999": "",
        "kind=media": "",
    }.items():
        page = browser.get(f"{MONTH}&{query}")
        assert [name for name in ("Ours", "Theirs") if f"{name} 10:00" in page.text] == seen.split(), query


def test_one_date_is_opened_beside_the_days(client_of: ClientOf, world: World) -> None:
    fair = enter(world, "planner.us", plan("Fair", *Side))
    one = session.scalars(occurrences_of(fair.id)).one().id
    page = client_of("planner.mx", "en").get(f"{MONTH}&chosen={one}", most_queries=12)
    assert "Waits for Mexico" in page.text
    assert "MX Ciudad Juárez Mountain standard time, to 12:00" in page.text
    assert "US El Paso the same clock all year" in page.text
    assert f"/schedule/dates/{one}/move" in page.links


def test_nobody_is_shown_beside_what_they_may_not_see(client_of: ClientOf, world: World) -> None:
    fair = enter(world, "planner.us", plan("Fair", *Side))
    one = session.scalars(occurrences_of(fair.id)).one().id
    assert "Fair" not in client_of("partner-a.mx").get(f"{MONTH}&chosen={one}").text


@pytest.mark.parametrize(
    "query",
    [
        "view=year&on=yesterday&campaign=x&region=%00&pair=zz&kind=none&side=XX&chosen=-1",
        f"on=9999-12-31&campaign={'9' * 40}&chosen={'9' * 17}",
        f"on={'1' * 3000}&region={'%25' * 900}&kind=%F0%9F%98%80",
        "on=0001-01-01&view=lanes&span=century&campaign=%C2%B2",
        "view=agenda&on=2099-12-31",
        "view=month&on=2000-01-01",
    ],
)
def test_an_address_that_cannot_be_read_asks_for_nothing(client_of: ClientOf, world: World, query: str) -> None:
    client_of("planner.us").get(f"/schedule/?{query}")


def test_a_full_day_says_how_many_more_it_holds(client_of: ClientOf, world: World) -> None:
    for number in range(9):
        enter(world, "planner.us", plan(f"Fair {number}", Side.US))
    page = client_of("planner.us", "en").get(MONTH)
    assert "Fair 3" in page.text
    assert "5 more" in page.text
    assert "Fair 4" not in page.text


def test_what_lasts_days_stands_in_each_and_never_shifts(client_of: ClientOf, world: World) -> None:
    days = When(date(2026, 11, 27), date(2026, 11, 29))
    enter(world, "planner.us", plan("Week of health", *Side, when=days))
    for who in ("planner.us", "planner.mx"):
        page = client_of(who, "en").get(MONTH)
        assert page.text.count("Week of health until Sun 29 Nov") == 3


def test_a_deadline_says_so(client_of: ClientOf, world: World) -> None:
    when = When(date(2026, 11, 20), date(2026, 11, 20))
    enter(world, "planner.us", plan("figures", *Side, when=when, type=ActivityType.deadline))
    assert "Due: figures" in client_of("planner.us", "en").get(MONTH).text


def test_the_night_of_the_change_is_said(client_of: ClientOf, world: World) -> None:
    enter(world, "planner.us", plan("Fair", *Side))
    page = client_of("planner.us", "en").get("/schedule/?on=2026-11-01")
    assert "US MX Clocks go back 1 h along the border" in page.text
    (note,) = (one for one in notes_between(date(2027, 3, 1), date(2027, 3, 31), []) if one.kind == "clock")
    assert (note.on.day, note.words) == (14, "Clocks go forward 1 h along the border, except Arizona and Sonora")


def test_a_holiday_stands_on_its_day_with_its_country(client_of: ClientOf, world: World) -> None:
    enter(world, "planner.us", plan("Fair", *Side))
    page = client_of("planner.mx", "es").get("/schedule/?on=2026-11-01")
    assert "US Día de Acción de Gracias" in page.text
    assert "MX Día de la Revolución" in page.text


def test_an_hour_is_the_same_on_the_wall_before_and_after(client_of: ClientOf, world: World) -> None:
    """Monterrey does not change its clock; McAllen does: one hour apart in summer, none in winter."""
    spots = {Side.US: Spot(region_key="US-48215"), Side.MX: Spot(region_key="MX-19039")}
    what = plan("Call", *Side, on=date(2027, 3, 13), spots=spots, rule="FREQ=DAILY;COUNT=3")
    enter(world, "planner.us", what)
    page = client_of("planner.us", "en").get("/schedule/?on=2027-03-13")
    assert page.text.count("10:00 both cities") == 1
    assert page.text.count("09:00 Monterrey") == 2


def test_reports_feeds_and_records_are_one_step_away(client_of: ClientOf, world: World) -> None:
    for who in ("planner.us", "partner-a.mx", "secretariat"):
        page = client_of(who).get(MONTH)
        assert {"/schedule/reports", "/schedule/feeds", "/schedule/periods"} <= set(page.links), who


def test_lanes_name_the_day_of_each_cell_and_mark_the_empty_ones(client_of: ClientOf, world: World) -> None:
    """A phone shows a region as a card: its days one below the other, without the empty ones."""
    enter(world, "planner.us", plan("Fair", Side.US))
    page = client_of("planner.us", "en").get("/schedule/?view=lanes&on=2026-11-28")
    cells = [(cell.get("data-day-name"), cell.get("class")) for cell in page.all("td")]
    assert ("Sat 28 Nov", None) in cells
    assert [name for name, look in cells if look == "is-bare"] == [
        f"{day} Nov" for day in ("Sun 22", "Mon 23", "Tue 24", "Wed 25", "Thu 26", "Fri 27")
    ]
