"""Long lists: how many rows there are as far as anybody counts, and the page of them that the address asks for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar, cast

from flask import g, request, url_for
from sqlalchemy import Integer, Select, bindparam, func, literal_column, select

from campaign import i18n
from campaign.db import session

T = TypeVar("T")

COUNTED = 1_000  # so many rows a list counts and pages through; whatever lies further on, words and filters find


def counted(query: Select[Any]) -> int:
    """How many rows there are; one more than are counted means: more than that."""
    return session.scalar(_count_of(query)) or 0


def counted_together(*queries: Select[Any]) -> Sequence[int]:
    """The same for several lists, in one question to the database."""
    return session.execute(select(*(_count_of(query).scalar_subquery() for query in queries))).one()


@lru_cache(256)
def _count_of(query: Select[Any]) -> Select[int]:
    some: Select[Any] = query.with_only_columns(literal_column("1"), maintain_column_froms=True).order_by(None)
    return select(func.count()).select_from(some.limit(COUNTED + 1).subquery())


@lru_cache(256)
def _part_of(query: Select[Any]) -> Select[Any]:
    """So many rows (`most`) of it from one on (`start`)."""
    return query.limit(bindparam("most", type_=Integer)).offset(bindparam("start", type_=Integer))


def rows_of(query: Select[Any], most: int, start: int = 0) -> Sequence[Any]:
    return session.scalars(_part_of(query), {"most": most, "start": start}).unique().all()


def first_of(query: Select[Any], most: int) -> tuple[Sequence[Any], int]:
    """The first rows of a list, and how many it has; who sees all of it need not count."""
    items = rows_of(query, most)
    return items, len(items) if len(items) < most else counted(query)


def amount(count: int) -> str:
    """A number that was counted, in words where it stands for more than were counted."""
    if count <= COUNTED:
        return i18n.number(count)
    return i18n._("more than %(number)s", number=i18n.number(COUNTED))


def figures(counts: Iterable[Any], choices: Iterable[T]) -> dict[T, int | None]:
    """How many rows each choice of a filter would show; nothing but the choices when more were found than are
    counted."""
    found: dict[T, int | None] = dict(counts)
    is_cut = sum(count or 0 for count in found.values()) > COUNTED
    return dict.fromkeys(choices) if is_cut else found


@dataclass(frozen=True)
class Page:
    """One page of a list; the address bar carries the whole state. `is_cut`: there are more rows than were counted."""

    items: Sequence[Any]
    number: int
    size: int
    total: int
    is_cut: bool

    @property
    def counted(self) -> int:
        """As `counted` says it: one more than are counted stands for more than that."""
        return self.total + self.is_cut

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    def url(self, number: int) -> str:
        named = {**(request.view_args or {}), **g.get("named", {})}  # the gate has put the thing itself in its place
        arguments = {**request.args.to_dict(flat=False), **named, "page": number}
        return url_for(cast(str, request.endpoint), **arguments)


def paged(query: Select[Any], size: int = 25, found: int | None = None) -> Page:
    """The page that the address asks for. `found`: how many rows there are, where that was asked for already."""
    found = counted(query) if found is None else found
    return page_of(found, size, lambda most, start: rows_of(query, most, start))


def page_of(found: int, size: int, read: Callable[[int, int], Sequence[Any]]) -> Page:
    """The same of a list that is read in a way of its own: so many rows, from one on. A number that makes no sense is
    the first page, one too high the last."""
    total = min(found, COUNTED)
    raw = request.args.get("page", "1")
    number = min(max(int(raw) if raw.isdecimal() and len(raw) < 9 else 1, 1), max(1, -(-total // size)))
    return Page(read(size, (number - 1) * size), number, size, total, found > COUNTED)
