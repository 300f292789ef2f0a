"""The agenda names what the days themselves bring, also where nothing is planned; a day with nothing is left out."""

from collections.abc import Callable
from datetime import date

import pytest

from campaign.db import Side
from campaign.schedule.periods.models import PeriodKind
from tests.browser import Browser
from tests.schedule.samples import enter, enter_period, plan, record
from tests.world import EL_PASO, World

ClientOf = Callable[..., Browser]
AGENDA = "/schedule/?view=agenda&on="


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Wednesday 11 November 2026 US Veterans Day Monday 16 November 2026 MX Revolution Day"),
        (
            "es",
            "US Día de los Veteranos Lunes 16 de noviembre de 2026 MX Día de la Revolución",
        ),
    ],
)
def test_a_holiday_without_an_activity(client_of: ClientOf, world: World, language: str, words: str) -> None:
    enter(world, "planner.us", plan("Fair", *Side))
    page = client_of("planner.us", language).get(AGENDA + "2026-11-08", most_queries=12)
    assert words in page.text
    assert "Fair" in page.text
    assert not any(words in page.text for words in ("12 November", "12 de noviembre"))


def test_the_night_of_the_change_and_what_begins(client_of: ClientOf, world: World) -> None:
    enter(world, "planner.us", plan("Fair", *Side))
    enter_period(world, Side.US, record(EL_PASO, starts_on=date(2027, 3, 8), ends_on=date(2027, 3, 12)))
    term = record(EL_PASO, PeriodKind.school_term, starts_on=date(2027, 1, 5), ends_on=date(2027, 5, 28))
    enter_period(world, Side.US, term)
    blackout = record("MX-08", PeriodKind.blackout, starts_on=date(2027, 2, 20), ends_on=date(2027, 3, 30))
    enter_period(world, Side.MX, blackout)
    page = client_of("planner.us", "en").get(AGENDA + "2027-03-01", most_queries=12)
    said = page.text.replace("\xa0", " ")
    assert "Nothing is planned in these days" in said
    assert "Monday 1 March 2027 MX Electoral blackout in Chihuahua: Winter, until 30 Mar 2027" in said
    begun = "Monday 8 March 2027 US School holidays in El Paso County, Texas: Winter, until 12 Mar 2027"
    assert f"{begun} Sunday 14 March 2027 US MX Clocks go forward" in said
    assert "School term" not in said  # it began before


def test_only_what_clashes_leaves_bare_days_out(client_of: ClientOf, world: World) -> None:
    enter(world, "planner.us", plan("Fair", *Side))
    assert "Thanksgiving" not in client_of("planner.us", "en").get(AGENDA + "2026-11-24&clashes=1").text
