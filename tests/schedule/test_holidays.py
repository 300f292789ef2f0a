"""Holidays of both countries and of the border states, against days worked out by hand from the laws of both.

United States: 5 U.S.C. 6103; what falls on a Saturday is observed on the Friday before, on a Sunday on the Monday
after. Mexico: Ley Federal del Trabajo, art. 74: the first Monday of February, the third of March and of November.
"""

from datetime import date

import pytest

from campaign.db import Side
from campaign.schedule.holidays_of import STATES, Holiday, holidays_between, in_year, spanish


def of(year: int, side: Side, state: str = "") -> dict[str, Holiday]:
    """By day and English name."""
    return {f"{one.on:%m-%d} {one.name.en}": one for one in in_year(year, side, state)}


MEXICO = {
    2026: ["01-01", "02-02", "03-16", "05-01", "09-16", "11-16", "12-25"],
    2027: ["01-01", "02-01", "03-15", "05-01", "09-16", "11-15", "12-25"],
}
FEDERAL = {
    2026: "01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25",
    2027: "01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31",
}


@pytest.mark.parametrize("year", MEXICO)
def test_mexico_has_seven_days_of_rest_and_three_of_them_are_mondays(year: int) -> None:
    found = in_year(year, Side.MX)
    assert [f"{one.on:%m-%d}" for one in found] == MEXICO[year]
    assert not any(one.is_observed for one in found)
    assert of(year, Side.MX)[f"{MEXICO[year][5]} Revolution Day"].name.es == "Día de la Revolución"


@pytest.mark.parametrize("year", FEDERAL)
def test_the_federal_holidays_of_the_united_states(year: int) -> None:
    assert " ".join(f"{one.on:%m-%d}" for one in in_year(year, Side.US)) == FEDERAL[year]


def test_what_falls_on_a_weekend_is_observed_on_a_weekday() -> None:
    both = {2026: ("07-03", "07-04"), 2027: ("07-05", "07-04")}
    for year, (off, own) in both.items():
        found = of(year, Side.US)
        assert [found[f"{day} Independence Day"].is_observed for day in (off, own)] == [True, False]
        assert found[f"{off} Independence Day"].name.es == "Día de la Independencia"
    veterans = of(2026, Side.US)["11-11 Veterans Day"]
    assert (veterans.on.strftime("%A"), veterans.is_observed) == ("Wednesday", False)


@pytest.mark.parametrize(
    ("state", "day", "english"),
    [
        ("US-48", "03-02", "Texas Independence Day"),
        ("US-48", "08-27", "Lyndon Baines Johnson Day"),
        ("US-06", "03-31", "Cesar Chavez Day"),
        ("US-35", "11-27", "Presidents' Day"),  # New Mexico keeps it on the day after Thanksgiving
        ("US-35", "10-12", "Indigenous Peoples' Day"),
    ],
)
def test_a_state_has_what_the_country_does_not(state: str, day: str, english: str) -> None:
    assert f"{day} {english}" in of(2026, Side.US, state)
    assert "12-25 Christmas Day" not in of(2026, Side.US, state), "said of the whole country already"


def test_every_name_is_there_in_spanish_and_none_is_left_over() -> None:
    found = {
        one.name.en for year in range(2020, 2041) for state in ("", *STATES) for one in in_year(year, Side.US, state)
    }
    assert found - spanish().keys() == set(), "the package has a new name: write its Spanish in data/us_holidays.csv"
    assert spanish().keys() - found == set()


def test_some_days_of_both_countries_and_of_one_state() -> None:
    found = holidays_between(date(2026, 11, 11), date(2026, 11, 27), Side, ["US-06", "MX-08", "US-99"])
    assert [(one.on.day, one.side.value, one.state) for one in found] == [
        (11, "US", ""),
        (16, "MX", ""),
        (26, "US", ""),
        (27, "US", "US-06"),
    ]
    assert holidays_between(date(1, 1, 1), date(1, 12, 31), Side, []) == []
    assert holidays_between(date(9999, 1, 1), date(9999, 12, 31), Side, []) == []
