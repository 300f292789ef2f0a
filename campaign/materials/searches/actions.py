"""Keeping a search, naming it anew, removing it and putting it back; always the own."""

from collections.abc import Mapping
from datetime import datetime

from campaign.accounts.models import User
from campaign.db import lock_row, session
from campaign.errors import Overtaken, Refused
from campaign.i18n import _
from campaign.materials.searches.models import LONGEST_QUERY, MOST, SavedSearch, removed_of, searches_of


def keep(name: str, query: str, by: User, at: datetime) -> SavedSearch:
    """`query` holds what the list knows, and nothing else; one that asks for nothing is the list itself."""
    if not query:
        raise Refused(_("Choose words or filters in the list first; then there is something to save."))
    if len(query) > LONGEST_QUERY:
        raise Refused(_("This search is too long to be saved. Use fewer words."))
    lock_row(by)
    kept = list(session.scalars(searches_of(by)))
    _refuse_one_more(kept)
    _refuse_same([*(one.name for one in kept), name])
    _free(name, by)
    search = SavedSearch(user_id=by.id, name=name, name_key=key_of(name), query=query, created_at=at)
    session.add(search)
    session.flush()
    return search


def rename(names: Mapping[int, str], by: User) -> int:
    """The names of several at once, so that two can be exchanged; how many changed."""
    lock_row(by)
    kept = list(session.scalars(searches_of(by)))
    _refuse_same([names.get(one.id, one.name) for one in kept])
    changed = [one for one in kept if names.get(one.id, one.name) != one.name]
    for one in changed:
        _free(names[one.id], by)
        one.name_key = f"{one.id}\n"  # no name ends so: it is out of the others' way
    session.flush()
    for one in changed:
        one.name, one.name_key = names[one.id], key_of(names[one.id])
    session.flush()
    return len(changed)


def remove(number: int, by: User, at: datetime) -> SavedSearch:
    """It can be put back until the next one is removed."""
    lock_row(by)
    search = _own(number, by)
    for before in session.scalars(removed_of(by)):
        session.delete(before)
    search.removed_at = at
    session.flush()
    return search


def put_back(number: int, by: User) -> SavedSearch:
    lock_row(by)
    search = _own(number, by, is_removed=True)
    _refuse_one_more(list(session.scalars(searches_of(by))))
    search.removed_at = None
    session.flush()
    return search


def key_of(name: str) -> str:
    return name.casefold()


def _own(number: int, by: User, is_removed: bool = False) -> SavedSearch:
    search = session.get(SavedSearch, number) if 0 < number < 2**63 else None
    if search is None or search.user_id != by.id or (search.removed_at is not None) != is_removed:
        raise Overtaken(_("This saved search is not there any more."))
    return search


def _free(name: str, by: User) -> None:
    """A removed one does not keep its name from a new one."""
    for removed in session.scalars(removed_of(by).where(SavedSearch.name_key == key_of(name))):
        session.delete(removed)
    session.flush()


def _refuse_one_more(kept: list[SavedSearch]) -> None:
    if len(kept) >= MOST:
        raise Refused(_("You have %(most)s saved searches. Remove one that you no longer need.", most=MOST))


def _refuse_same(names: list[str]) -> None:
    if len({key_of(name) for name in names}) < len(names):
        raise Refused(_("You already have a search with this name."))
