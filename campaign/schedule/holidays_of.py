"""Public holidays of both countries and of their ten border states, computed from the `holidays` package; no table.

The package knows Mexico's days of rest by federal law and none of a state or municipio of Mexico: what holds there is
entered as a period of kind holiday. It names American days in English only; the Spanish stands in data/.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from holidays.utils import country_holidays

from campaign.db import Bilingual, Side

STATES = {"US-04": "AZ", "US-06": "CA", "US-35": "NM", "US-48": "TX"}  # as the package names them; Mexico's it lacks
FIRST, LAST = 2000, 2100  # years that it is asked for
_OBSERVED = " (observed)"


@dataclass(frozen=True)
class Holiday:
    """One day; `state` is the key of a region, '' for the whole country. `is_observed`: the day off for a holiday that
    falls on a weekend, which itself is another Holiday."""

    on: date
    side: Side
    state: str
    name: Bilingual
    is_observed: bool


def holidays_between(first: date, last: date, sides: Iterable[Side], states: Iterable[str]) -> list[Holiday]:
    """Of these countries as a whole and of these states (`US-48`), by day; both days are included."""
    years = range(max(first.year, FIRST), min(last.year, LAST) + 1)
    wanted = [*((side, "") for side in sides), *((Side(state[:2]), state) for state in states)]
    found = [one for side, state in wanted for year in years for one in in_year(year, side, state)]
    return sorted((one for one in found if first <= one.on <= last), key=_order)


@cache
def in_year(year: int, side: Side, state: str = "") -> tuple[Holiday, ...]:
    """What a country as a whole, or a state beyond that, has in one year. Where both name one day alike it is said
    once, of the country."""
    if not state:
        return tuple(sorted(_known(year, side, ""), key=_order))
    federal = {(one.on, one.name) for one in in_year(year, side)}
    return tuple(one for one in sorted(_known(year, side, state), key=_order) if (one.on, one.name) not in federal)


def _known(year: int, side: Side, state: str) -> list[Holiday]:
    if side is Side.MX:
        return [] if state else _mexican(year)
    if state and state not in STATES:
        return []
    named = country_holidays("US", years=year, subdiv=STATES.get(state), language="en_US")
    return [_american(on, name, state) for on in named for name in named.get_list(on)]


def _american(on: date, name: str, state: str) -> Holiday:
    english = name.removesuffix(_OBSERVED)
    return Holiday(on, Side.US, state, Bilingual(english, spanish().get(english, english)), name != english)


def _mexican(year: int) -> list[Holiday]:
    """By the Ley Federal del Trabajo, art. 74; it moves three of them to a Monday and has no day off instead of a
    weekend."""
    english, own = (country_holidays("MX", years=year, language=code) for code in ("en_US", "es"))
    return [
        Holiday(on, Side.MX, "", Bilingual(*names), False)
        for on in own
        for names in zip(english.get_list(on), own.get_list(on), strict=True)
    ]


@cache
def spanish() -> dict[str, str]:
    """What an American holiday is called in Spanish; a name that is not there yet stays as it is, and a test fails."""
    with (Path(__file__).parent / "data" / "us_holidays.csv").open(encoding="utf-8", newline="") as file:
        return {row["en"]: row["es"] for row in csv.DictReader(file)}


def _order(one: Holiday) -> tuple[date, str, str, str]:
    return one.on, one.side.value, one.state, one.name.en
