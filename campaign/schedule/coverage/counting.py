"""The four counts of every region and what is missing where: the same questions and words for both sides."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, zip_longest
from typing import Any

from flask import url_for

from campaign.accounts.models import User
from campaign.db import Side, session
from campaign.regions.models import Level, Region
from campaign.schedule.coverage import models

MEASURES = ("planned", "cleared", "printed", "held")
GAPS = ("no_es", "no_en", "no_activity", "nothing_cleared")
SORTS = ("name", "people", *MEASURES)


@dataclass(frozen=True)
class Asked:
    """All of it stands in the address."""

    what: str = "planned"
    campaign: int = 0
    side: str = ""
    first: date | None = None
    last: date | None = None
    gap: str = ""
    sort: str = "name"
    zoom: str = "border"

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "Asked":
        """What cannot be read asks for nothing."""

        def one_of(name: str, known: Sequence[str], usual: str) -> str:
            value = arguments.get(name, "")
            return value if value in known else usual

        number = arguments.get("campaign", "")
        return cls(
            what=one_of("what", MEASURES, "planned"),
            campaign=int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else 0,
            side=one_of("side", ("US", "MX"), ""),
            first=_day(arguments.get("first", "")),
            last=_day(arguments.get("last", "")),
            gap=one_of("gap", GAPS, ""),
            sort=one_of("sort", SORTS, "name"),
            zoom=one_of("zoom", ("border", "states"), "border"),
        )

    def values(self, **changes: Any) -> dict[str, Any]:
        """What stands in the address, without what is usual."""
        wanted, usual = replace(self, **changes), Asked()
        found = {name: getattr(wanted, name) for name in self.__dataclass_fields__}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in found.items()
            if value != getattr(usual, name)
        }

    def url(self, anchor: str | None = None, **changes: Any) -> str:
        return url_for("schedule.coverage", **self.values(**changes), _anchor=anchor)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass
class Cover:
    """One region. `campaign` is the newest that it is a target of, 0 where none is."""

    region: Region
    campaign: int = 0
    planned: int = 0
    cleared: int = 0
    paper_en: int = 0
    paper_es: int = 0
    printed: int = 0
    held: int = 0
    people: int = 0
    copies: int = 0
    hidden: int = 0  # small groups of the other side that are not among the people
    gaps: list[str] = field(default_factory=list)
    is_used: bool = False  # a target, or something is planned, printed or held by its own name

    def amount(self, what: str) -> int:
        found: int = getattr(self, what)
        return found

    def add(self, other: "Cover") -> None:
        for name in ("planned", "printed", "held", "people", "copies", "hidden"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def collect(asked: Asked, user: User) -> dict[str, Cover]:
    """Every region, in one alphabet. The line of a state holds what lies in it too; what is cleared for a state is
    cleared in all that lies in it."""
    found = {one.key: Cover(one) for one in session.scalars(models.known_regions())}
    for key, campaign in session.execute(models.targets(user, asked.campaign)):
        found[key].campaign = campaign
    for key, count in session.execute(models.planned(user, asked.campaign, asked.first, asked.last)):
        found[key].planned = count
    for key, *counts in session.execute(models.cleared(asked.campaign)):
        found[key].cleared, found[key].paper_en, found[key].paper_es = counts
    for key, count in session.execute(models.printed(user, asked.campaign)):
        found[key].printed = count
    for key, *counts in session.execute(models.held(user, asked.campaign, asked.first, asked.last)):
        found[key].held, found[key].people, found[key].copies, found[key].hidden = counts
    for one in found.values():
        one.is_used = bool(one.campaign or one.planned or one.printed or one.held)
    _with_states(found)
    for one in found.values():
        one.gaps = gaps_of(one)
    return found


def of_side(found: Mapping[str, Cover], asked: Asked) -> list[Cover]:
    """What the figures, the gaps and the table are about; the map shows both sides always."""
    return [one for one in found.values() if asked.side in ("", one.region.country.value)]


def _with_states(found: Mapping[str, Cover]) -> None:
    states = {key: replace(one) for key, one in found.items() if one.region.level is Level.state}
    for key, one in found.items():
        if key not in states and (state := states.get(key[:5])):
            found[key[:5]].add(one)
            one.cleared += state.cleared
            one.paper_en += state.paper_en
            one.paper_es += state.paper_es


def gaps_of(one: Cover) -> list[str]:
    """Only of regions that a campaign is for: elsewhere nothing is missing."""
    if not one.campaign:
        return []
    has_paper = one.paper_en or one.paper_es
    is_so = {
        "no_es": not one.paper_es,
        "no_en": not one.paper_en,
        "no_activity": bool(has_paper) and not one.planned,
        "nothing_cleared": bool(one.planned) and not one.cleared,
    }
    return [name for name in GAPS if is_so[name]]


def rows(found: Iterable[Cover], asked: Asked, order: Sequence[Side]) -> list[Cover]:
    """What the table lists: each side's own list in the order that is asked for, one of each in turn, the reader's
    first, so that no order ranks the countries."""
    listed = [one for one in found if (asked.gap in one.gaps if asked.gap else one.is_used)]
    return alternating(sorted(listed, key=_sort_key(asked.sort)), order)


def _sort_key(sort: str) -> Callable[[Cover], Any]:
    if sort == "name":
        return lambda one: one.region.order_key
    if sort == "people":
        return lambda one: (-(one.region.population or 0), one.region.order_key)
    return lambda one: (-one.amount(sort), one.region.order_key)


def alternating(found: Sequence[Cover], order: Sequence[Side]) -> list[Cover]:
    sides = ([one for one in found if one.region.country is side] for side in order)
    return list(_present(chain.from_iterable(zip_longest(*sides))))


def _present(found: Iterable[Cover | None]) -> Iterator[Cover]:
    return (one for one in found if one is not None)


@dataclass(frozen=True)
class Sum:
    """One side in a few figures: its target regions, and how many of them have each thing."""

    side: Side
    regions: int
    having: Mapping[str, int]


def sums(found: Iterable[Cover], order: Sequence[Side]) -> list[Sum]:
    targets = [one for one in found if one.campaign]
    by_side = {side: [one for one in targets if one.region.country is side] for side in order}
    return [
        Sum(side, len(own), {what: sum(one.amount(what) > 0 for one in own) for what in MEASURES})
        for side, own in by_side.items()
    ]
