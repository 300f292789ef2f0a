"""Spans of days, put together."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from campaign.rights.dates import ENDLESS, two_years_after, unbroken_until

DAY = date(2026, 11, 24)
numbers = st.integers(min_value=-20, max_value=20)


def at(n: int) -> date:
    return DAY + timedelta(days=n)


@given(st.lists(st.tuples(numbers, numbers), max_size=6))
def test_every_day_up_to_it_is_covered_and_the_next_is_not(pairs: list[tuple[int, int]]) -> None:
    spans = [(at(min(pair)), at(max(pair))) for pair in pairs]
    covered = {first + timedelta(days=n) for first, last in spans for n in range((last - first).days + 1)}
    last = unbroken_until(spans, DAY)
    if last is None:
        assert DAY not in covered
        return
    assert {DAY + timedelta(days=n) for n in range((last - DAY).days + 1)} <= covered
    assert last + timedelta(days=1) not in covered


def test_what_has_no_end() -> None:
    assert unbroken_until([(DAY, ENDLESS), (DAY, at(3))], at(400)) == ENDLESS
    assert unbroken_until([(at(1), ENDLESS)], DAY) is None


def test_two_years() -> None:
    assert two_years_after(date(2026, 2, 28)) == date(2028, 2, 28)
    assert two_years_after(date(2028, 2, 29)) == date(2030, 3, 1)
