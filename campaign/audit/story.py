"""Entries as a person reads them: which fields of which thing changed, from what to what; secrets stay unsaid."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Date, inspect, select

from campaign import i18n
from campaign.audit.acts import ACTS
from campaign.audit.belonging import KINDS, QUIET
from campaign.audit.columns import COLUMNS
from campaign.audit.models import Entry, Thing
from campaign.audit.values import VALUES
from campaign.audit.words import PLAIN, TABLES, UNSAID, VERBS
from campaign.db import Base, Side, UtcDateTime, session
from campaign.i18n import _

MOST_LINES = 40  # of one entry on one page
CAPITALS = {Side.US: ("America/New_York", "Washington"), Side.MX: ("America/Mexico_City", "Mexico City")}
Change = dict[str, Any]
Names = dict[tuple[str, Any], str]


@dataclass(frozen=True)
class Line:
    """One changed thing: what it is, what was done to it, and each field with its words before and after."""

    what: str
    name: str
    kind: str  # insert, update, delete
    verb: str  # the same in words
    fields: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Story:
    """One entry in words; `about` names the things that have a history of their own."""

    entry: Entry
    act: str
    about: list[tuple[Thing, str]]
    lines: list[Line]
    more: int  # lines that are not shown


def tell(
    entries: Sequence[Entry], order: Sequence[Side], only: Iterable[Thing] = (), most: int | None = MOST_LINES
) -> list[Story]:
    """Each entry as a story; with `only`, what it did to these things and their parts and nothing else."""
    chosen = set(only)
    read = [(entry, _shown(json.loads(entry.changes), chosen)) for entry in entries]
    writer = _Writer(_names(change for _entry, changes in read for change in changes[:most]), order)
    return [_story(entry, changes[:most], len(changes), writer) for entry, changes in read]


def name_of(row: Base) -> str:
    """What a thing that has a history is called."""
    return NAMES[row.__tablename__](row)


def act_words(action: str) -> str:
    return str(ACTS.get(action, action))


def clocks(moment: datetime, order: Sequence[Side]) -> str:
    """23 Nov 2026 · 09:18 Washington · 08:18 Mexico City: the reader's side first."""
    (zone, place), (other_zone, other_place) = (CAPITALS[side] for side in order)
    here = f"{i18n.fmt_datetime(moment, zone)} {_(place)}"
    return f"{here} · {i18n.fmt_time(moment, other_zone)} {_(other_place)}"


def _shown(changes: list[Change], chosen: set[Thing]) -> list[Change]:
    """Without letters and jobs; entries of older programs do not say what their rows are parts of, and are whole."""
    said = _merged(change for change in changes if change["table"] not in QUIET)
    return [change for change in said if not chosen or "of" not in change or chosen & _things(change)]


def _merged(changes: Iterable[Change]) -> list[Change]:
    """What one act did to one row in several steps, as one change; steps that led back are none."""
    found: dict[tuple[str, str], Change] = {}
    for change in changes:
        place = change["table"], str(change["key"])
        first = found.get(place)
        if first is None:
            found[place] = change
            continue
        is_new, is_gone = first["verb"] == "insert", change["verb"] == "delete"
        before = {} if is_new else {**change["before"], **first["before"]}
        after = {} if is_gone else {**first["after"], **change["after"]}
        found[place] = {**change, "verb": first["verb"] if is_new else change["verb"], "before": before, "after": after}
    return [change for change in found.values() if change["verb"] != "update" or _differs(change)]


def _differs(change: Change) -> bool:
    """Of a secret only that it was changed is known."""
    return change["before"] != change["after"] or "hidden" in change["after"].values()


def _things(change: Change) -> set[Thing]:
    return {(kind, key) for kind, key in change.get("of", [])}


def _story(entry: Entry, changes: list[Change], total: int, writer: "_Writer") -> Story:
    things = dict.fromkeys((change["table"], change["key"][0]) for change in changes if change["table"] in KINDS)
    about = [(thing, writer.name(*thing)) for thing in things]
    lines = [writer.line(change) for change in changes if writer.says_something(change)]
    return Story(entry, act_words(entry.action), about, lines, total - len(changes))


class _Writer:
    """Turns rows and values into words; the names of what they point to were looked up before, all at once."""

    def __init__(self, names: Names, order: Sequence[Side]) -> None:
        self.names = names
        self.order = order

    def name(self, table: str, key: Any) -> str:
        return self.names.get((table, key), str(key))

    def line(self, change: Change) -> Line:
        table = change["table"]
        what = str(TABLES.get(table, table))
        is_named = table in NAMES and len(change["key"]) == 1
        name = self.name(table, change["key"][0]) if is_named else ""
        fields = [] if table in PLAIN else list(self.fields(change))
        return Line(what, name, change["verb"], str(VERBS[change["verb"]]), fields)

    def says_something(self, change: Change) -> bool:
        """A change of which no column is told, such as its counter alone, is nothing to a reader."""
        return change["verb"] != "update" or change["table"] in PLAIN or any(self.fields(change))

    def fields(self, change: Change) -> Iterator[tuple[str, str, str]]:
        before, after = change["before"], change["after"]
        for column in {**before, **after}:
            words = self.value(change["table"], column, before.get(column))
            new = self.value(change["table"], column, after.get(column))
            is_kept = before.get(column) == after.get(column) != "hidden"  # led back, or two empty sides
            is_default = change["verb"] == "insert" and (after.get(column) is False or after.get(column) == "hidden")
            if column not in UNSAID and (words or new) and not is_kept and not is_default:
                yield column_words(change["table"], column), words, new

    def value(self, table: str, column: str, raw: Any) -> str:
        """The words of one value; '' for nothing."""
        kind, target = _column(table, column)
        words = VALUES.get(f"{table}.{column}") or VALUES.get(column)
        if raw is None or raw == "":
            return ""
        if raw == "hidden" and column in _secrets(table):
            return _("not shown")
        if isinstance(raw, bool):
            return _("Yes") if raw else _("No")
        if words and str(raw) in words:
            return str(words[str(raw)])
        if target in NAMES:
            return self.name(target, raw)
        if kind is date:
            return i18n.fmt_date(date.fromisoformat(raw))
        if kind is datetime:
            return clocks(datetime.fromisoformat(raw), self.order)
        if isinstance(raw, dict):  # what a page of its own shows in words is no line of a history
            raw = {name: part for name, part in raw.items() if name != "preflight"}
        return i18n.number(raw) if isinstance(raw, int) else str(raw)


def column_words(table: str, column: str) -> str:
    return str(COLUMNS.get(f"{table}.{column}") or COLUMNS.get(column) or column)


@cache
def _column(table: str, column: str) -> tuple[type, str]:
    """What a column holds, as far as it matters here, and the table it points to; one that is gone says nothing."""
    known = Base.metadata.tables.get(table)
    found = known.columns.get(column) if known is not None else None
    if found is None:
        return str, ""
    target = next((key.column.table.name for key in found.foreign_keys if key.column.primary_key), "")
    kind = date if isinstance(found.type, Date) else datetime if isinstance(found.type, UtcDateTime) else str
    return kind, "users" if column.endswith("by_id") else target


@cache
def _secrets(table: str) -> frozenset[str]:
    return frozenset().union(*(kind.secret for name, kind in _kinds().items() if name == table))


@cache
def _kinds() -> dict[str, type[Base]]:
    return {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]


def _title(row: Any) -> str:
    language = i18n.current()
    return str(row.title.of(language) or row.title.twin(language))


def _version(row: Any, name: str) -> str:
    return f"{name} · " + _("version %(n)s", n=row.n)


def _held(hold: Any) -> str:
    return str(hold.material.code if hold.material else hold.edition.code if hold.edition else hold.fact.key)


# What a thing is called in a sentence.
NAMES: dict[str, Callable[[Any], str]] = {
    "campaigns": _title,
    "tracks": lambda track: f"{_title(track.campaign)} · {track.side.value}",
    "materials": lambda material: f"{material.code} · {_title(material)}",
    "versions": lambda version: _version(version, version.material.code),
    "facts": lambda fact: str(fact.key),
    "fact_versions": lambda version: _version(version, version.fact.key),
    "editions": lambda edition: f"{edition.code} · {edition.region.full_name}",
    "holds": _held,
    "activities": lambda activity: f"{activity.code} · {_title(activity)}",
    "periods": lambda period: f"{period.region.full_name} · {_title(period)}",
    "deputies": lambda deputy: f"{deputy.user.name} → {deputy.named_by.name}",
    "organizations": lambda organization: str(organization.name),
    "places": lambda place: str(place.name),
    "users": lambda user: str(user.name),
    "regions": lambda region: str(region.full_name),
}


def _names(read: Iterable[Change]) -> Names:
    """One query for each kind of thing that these changes name or point to."""
    changes = list(read)
    wanted: dict[str, set[Any]] = {}
    for change in changes:
        if change["table"] in NAMES:
            wanted.setdefault(change["table"], set()).add(change["key"][0])
        for values in (change["before"], change["after"]):
            for column, raw in values.items():
                target = _column(change["table"], column)[1]
                if target in NAMES and raw is not None and column not in UNSAID:
                    wanted.setdefault(target, set()).add(raw)
    found = {(table, key): name for table, keys in wanted.items() for key, name in _named(table, keys)}
    return {**_last_names(changes), **found}


def _last_names(changes: Iterable[Change]) -> Names:
    """What things were called that are there no more, from what the record itself says of them."""
    said = ((change, {**change["before"], **change["after"]}.get("name")) for change in changes)
    return {(change["table"], change["key"][0]): name for change, name in said if name and change["table"] in NAMES}


def _named(table: str, keys: set[Any]) -> Iterator[tuple[Any, str]]:
    kind = _kinds()[table]
    (primary,) = inspect(kind).primary_key
    for row in session.scalars(select(kind).where(primary.in_(keys))).unique():
        yield getattr(row, primary.name), NAMES[table](row)
