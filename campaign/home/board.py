"""Whose turn it is: everything that waits for the reader, for the other country, or for others of the own side.

One question to the database for what a page shows and one for all its figures, however many kinds of things wait. It
tells nothing that the lists and pages of each feature would not show this reader, and it decides nothing.
"""

import enum
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from campaign.accounts.models import User
from campaign.campaigns.models import day_of
from campaign.clock import now
from campaign.db import session
from campaign.paging import COUNTED


class Turn(enum.Enum):
    """For whom it waits: the reader, the other country, or somebody else of the own side (a partner, a signatory)."""

    mine = "mine"
    theirs = "theirs"
    others = "others"


class Kind(enum.Enum):
    """What it is that waits; in this order they are offered as filters."""

    versions = "versions"
    steps = "steps"
    facts = "facts"
    changes = "changes"
    drafts = "drafts"
    tracks = "tracks"
    tasks = "tasks"
    deliveries = "deliveries"
    comments = "comments"
    documents = "documents"
    stock = "stock"
    holds = "holds"
    reports = "reports"
    activities = "activities"


@dataclass(frozen=True, eq=False)
class Waiting:
    """One list of things that wait: each row's number, since when it waits, and by when it was due, if it has a date.

    `campaign` is the column that says to which campaign a row belongs; None where none of them belongs to one.
    """

    kind: Kind
    turn: Turn
    query: Select[Any]
    id: Any
    since: Any
    due: Any = None
    campaign: Any = None

    def of_campaign(self) -> "Waiting":
        """Only what belongs to the campaign that is bound when it is asked."""
        query = self.query.where(self.campaign == bindparam("campaign", type_=Integer))
        return Waiting(self.kind, self.turn, query, self.id, self.since, self.due, self.campaign)

    def numbered(self, place: int) -> Select[Any]:
        """As one part of a list of many kinds: `place` says of which."""
        due: ColumnElement[Any] = cast(null(), Date) if self.due is None else self.due
        columns = (
            literal_column(str(place), Integer).label("place"),
            self.id.label("id"),
            self.since.label("since"),
            due.label("due"),
        )
        return self.query.with_only_columns(*columns, maintain_column_froms=True).order_by(None)

    def first(self, place: int) -> Select[Any]:
        """The same, only so many rows that wait longest (`upto`)."""
        return self.numbered(place).order_by("since", "id").limit(bindparam("upto", type_=Integer))


class Found(NamedTuple):
    """A row of the board before anything of it is read."""

    kind: Kind
    turn: Turn
    id: int
    since: datetime
    due: date | None


@dataclass(frozen=True)
class Board:
    """What waits around one reader, and what is bound into its questions."""

    lists: tuple[Waiting, ...]
    bound: dict[str, Any]

    def counts(self) -> dict[tuple[Turn, Kind], int]:
        """How many there are of each, as far as anybody counts; one more stands for more than that."""
        found = dict.fromkeys(((turn, kind) for turn in Turn for kind in Kind), 0)
        if self.lists:
            for one, count in zip(self.lists, session.execute(_counts_of(self.lists), self.bound).one(), strict=True):
                found[one.turn, one.kind] = min(found[one.turn, one.kind] + count, COUNTED + 1)
        return found

    def rows(self, turn: Turn, kinds: Collection[Kind], most: int, start: int = 0) -> list[Found]:
        """What waits for them, of these kinds (of all where none is named), what waits longest first."""
        lists = self._chosen(turn, kinds)
        if not lists:
            return []
        bound = {**self.bound, "most": most, "start": start, "upto": start + most}
        found = session.execute(_rows_of(lists), bound)
        return [Found(lists[place].kind, turn, id, since, due) for place, id, since, due in found]

    def news(self, turn: Turn) -> tuple[datetime | None, date | None]:
        """When the newest of them began to wait, and the earliest date by which one was due."""
        lists = self._chosen(turn, ())
        if not lists:
            return None, None
        newest, due = session.execute(_news_of(lists), self.bound).one()
        return newest, due

    def _chosen(self, turn: Turn, kinds: Collection[Kind]) -> tuple[Waiting, ...]:
        return tuple(one for one in self.lists if one.turn is turn and (not kinds or one.kind in kinds))


def board_of(lists: Sequence[Waiting], reader: User, on: date, campaign_id: int = 0) -> Board:
    """These lists for this reader on this day, of one campaign where it is named."""
    seat_day = day_of(reader.side, now()) if reader.side else on
    bound: dict[str, Any] = {"me": reader.id, "author": f"% {reader.id},%", "today": on, "seat_day": seat_day}
    if not campaign_id:
        return Board(tuple(lists), bound)
    return Board(_of_a_campaign(tuple(lists)), {**bound, "campaign": campaign_id})


@lru_cache(256)
def _of_a_campaign(lists: tuple[Waiting, ...]) -> tuple[Waiting, ...]:
    return tuple(one.of_campaign() for one in lists if one.campaign is not None)


@lru_cache(256)
def _counts_of(lists: tuple[Waiting, ...]) -> Select[*tuple[int, ...]]:
    return select(*(_count_of(one).scalar_subquery().label(f"n{place}") for place, one in enumerate(lists)))


def _count_of(one: Waiting) -> Select[int]:
    some: Select[Any] = one.query.with_only_columns(literal_column("1"), maintain_column_froms=True).order_by(None)
    return select(func.count()).select_from(some.limit(COUNTED + 1).subquery())


@lru_cache(256)
def _rows_of(lists: tuple[Waiting, ...]) -> Select[int, int, datetime, date | None]:
    """Of each list only as many as the page can need, so that a long one costs no more than a short one."""
    found = _together(one.first(place) for place, one in enumerate(lists))
    in_turn = select(found).order_by(found.c.since, found.c.place, found.c.id)
    return in_turn.limit(bindparam("most", type_=Integer)).offset(bindparam("start", type_=Integer))


@lru_cache(256)
def _news_of(lists: tuple[Waiting, ...]) -> Select[datetime | None, date | None]:
    found = _together(one.numbered(place) for place, one in enumerate(lists))
    return select(func.max(found.c.since), func.min(found.c.due))


def _together(parts: Iterable[Select[Any]]) -> Any:
    """One below the other; each in brackets of its own, because it has an order and an end of its own."""
    return union_all(*(select(part.subquery()) for part in parts)).subquery()
