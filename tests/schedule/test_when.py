"""Wall clocks on both sides of the border, by a table worked out by hand from the laws of both countries.

United States: daylight saving from the second Sunday of March to the first of November (8 March and 1 November 2026,
14 March and 7 November 2027); none in Arizona. Mexico: none since 2022, but in the border municipios named by law,
which follow the United States (DOF, 28 October 2022).
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from campaign.errors import Refused
from campaign.i18n import language
from campaign.schedule.models import When
from campaign.schedule.when import MOST, check, city, days, instant, instants

# Hours behind UTC in winter and in summer.
ZONES = {
    "America/Tijuana": (8, 7),
    "America/Los_Angeles": (8, 7),  # San Diego
    "America/Hermosillo": (7, 7),
    "America/Phoenix": (7, 7),
    "America/Ciudad_Juarez": (7, 6),
    "America/Denver": (7, 6),  # El Paso
    "America/Chihuahua": (6, 6),
    "America/Ojinaga": (6, 5),
    "America/Monterrey": (6, 6),
    "America/Matamoros": (6, 5),
    "America/Chicago": (6, 5),  # Laredo
}
SUMMER = ((date(2026, 3, 8), date(2026, 11, 1)), (date(2027, 3, 14), date(2027, 11, 7)))
DAYS = [day + timedelta(days=shift) for change in SUMMER for day in change for shift in (-1, 0, 1)]


@pytest.mark.parametrize("zone", ZONES)
def test_ten_in_the_morning_before_on_and_after_each_change(zone: str) -> None:
    winter, summer = ZONES[zone]
    for day in DAYS:
        is_summer = any(first <= day < last for first, last in SUMMER)
        behind = summer if is_summer else winter
        assert instant(day, time(10), zone) == datetime(day.year, day.month, day.day, 10 + behind, tzinfo=UTC), day


@pytest.mark.parametrize("zone", [zone for zone, (winter, summer) in ZONES.items() if winter != summer])
def test_an_hour_that_is_not_there_and_one_that_comes_twice_are_refused(zone: str) -> None:
    for first, last in SUMMER:
        with pytest.raises(Refused, match="does not exist"):
            instant(first, time(2, 30), zone)
        with pytest.raises(Refused, match="comes twice"):
            instant(last, time(1, 30), zone)


@pytest.mark.parametrize("zone", ["America/Hermosillo", "America/Phoenix", "America/Monterrey", "America/Chihuahua"])
def test_where_no_clock_changes_every_hour_is_there_once(zone: str) -> None:
    for change in SUMMER:
        for day in change:
            assert instant(day, time(2, 30), zone) - instant(day, time(1, 30), zone) == timedelta(hours=1)


def test_whole_days_go_from_midnight_to_midnight_also_when_the_day_has_25_hours() -> None:
    begin, end = instants(When(date(2026, 11, 1), date(2026, 11, 1)), "America/Ciudad_Juarez")
    assert end - begin == timedelta(hours=25)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=TU;COUNT=3", ["2026-12-01", "2026-12-08", "2026-12-15"]),
        ("FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270331", ["2026-12-08", "2027-01-12", "2027-02-09", "2027-03-09"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", ["2026-12-31", "2027-01-31"]),
        ("FREQ=DAILY;INTERVAL=2;UNTIL=20261205", ["2026-12-01", "2026-12-03", "2026-12-05"]),
    ],
)
def test_rules(rule: str, expected: list[str]) -> None:
    assert [day.isoformat() for day in days(rule, date(2026, 12, 1), date(2027, 3, 31))] == expected


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "when the series ends"),
        ("FREQ=DAILY;COUNT=10000", f"at most {MOST}"),
        ("FREQ=SECONDLY;COUNT=5", "cannot be read"),
        ("FREQ=DAILY;COUNT=5;UNTIL=20270101", "cannot be read"),
        ("FREQ=MONTHLY;BYDAY=5MO;COUNT=30", "last day of the track"),
        ("COUNT=3", "cannot be read"),
        ("x" * 300_000, "cannot be read"),
        ("FREQ=DAILY;UNTIL=20261399", "cannot be read"),
    ],
)
def test_rules_that_are_refused(rule: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        days(rule, date(2026, 12, 1), date(2028, 3, 31))


def test_an_end_before_its_start() -> None:
    day = date(2026, 12, 1)
    backwards = When(day, day - timedelta(days=1))
    for when in (backwards, When(day, day, time(10), time(10)), When(day, day, time(10), time(9))):
        with pytest.raises(Refused, match="after the start"):
            check(when)


def test_a_city_is_named_in_the_readers_language() -> None:
    named = {"America/Mexico_City": "Ciudad de México", "America/New_York": "Washington", "America/Phoenix": "Phoenix"}
    with language("es"):
        assert {zone: city(zone) for zone in named} == named
        assert city("America/Los_Angeles") == "Los Ángeles"
    assert city("America/Ciudad_Juarez") == "Ciudad Juárez"
