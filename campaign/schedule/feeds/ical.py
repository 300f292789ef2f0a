"""The text of a feed (RFC 5545): wall times with their zone, never UTC; whole days as dates; cancelled things stay.

Escaping is the library's; the text of an item that was released never changes, so it is kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from icalendar import vText
from sqlalchemy import Select

from campaign import i18n
from campaign.audit.values import VALUES
from campaign.db import Bilingual, Side, session
from campaign.i18n import _
from campaign.schedule.feeds.zones import vtimezone
from campaign.schedule.models import Activity, ActivityState, ActivityType, When
from campaign.schedule.releases.content import Content, Shown, Spot, read
from campaign.schedule.releases.models import Release, ReleaseItem
from campaign.schedule.when import zone

PRODUCT = "-//Campaign//Schedule//EN"
WIDTH = 75  # octets of one line
FRESH = "PT4H"  # how often a calendar is asked to look again
STATUS = {
    ActivityState.planned: "TENTATIVE",
    ActivityState.confirmed: "CONFIRMED",
    ActivityState.held: "CONFIRMED",
    ActivityState.cancelled: "CANCELLED",
}


class Line(NamedTuple):
    """Of a released item what its events are made of."""

    activity_id: int
    uid: str
    sequence: int
    released_at: datetime
    content: str


@dataclass(frozen=True)
class Reader:
    """For whom it is written: one language, or both where nobody is named; and which side comes first."""

    languages: tuple[str, ...]
    order: tuple[Side, Side]
    base_url: str


def lines_of(items: Select[ReleaseItem]) -> list[Line]:
    query = items.join(Activity, Activity.id == ReleaseItem.activity_id).with_only_columns(
        ReleaseItem.activity_id, Activity.uid, ReleaseItem.sequence, Release.released_at, ReleaseItem.content
    )
    return [Line(*row) for row in session.execute(query)]


def calendar(name: str, lines: Iterable[Line], reader: Reader) -> str:
    """The whole text, with each zone that a wall time in it names."""
    lines = list(lines)
    zones = sorted({found.zone for line in lines if not (found := read(line.content)).first.is_all_day or found.own})
    head = [
        "BEGIN:VCALENDAR",
        f"PRODID:{PRODUCT}",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        _text("NAME", name),
        _text("X-WR-CALNAME", name),
        f"REFRESH-INTERVAL;VALUE=DURATION:{FRESH}",
        f"X-PUBLISHED-TTL:{FRESH}",
    ]
    events = [events_of(line, reader) for line in lines]
    return "".join([_joined(head), *map(vtimezone, zones), *events, "END:VCALENDAR\r\n"])


@lru_cache(4096)
def events_of(line: Line, reader: Reader) -> str:
    """One event, and one more for each date of a series that has hours of its own."""
    content = read(line.content)
    shared = _shared(line, content, reader)
    first = ["BEGIN:VEVENT", *shared, *_times(content.first, content.zone), *_series(content), "END:VEVENT"]
    moved = [one for one in content.dates() if one.on in content.own and not one.is_cancelled]
    if not content.rule:
        return _joined(first)
    return _joined([*first, *(row for one in moved for row in _own(one, shared, content))])


def _own(one: Shown, shared: list[str], content: Content) -> list[str]:
    named = _moments("RECURRENCE-ID", [one.on], content)
    return ["BEGIN:VEVENT", *shared, named, *_times(one.when, content.zone), "END:VEVENT"]


def _shared(line: Line, content: Content, reader: Reader) -> list[str]:
    at = f"{line.released_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    address = f"{reader.base_url}/schedule/{line.activity_id}"
    return [
        f"UID:{line.uid}",
        f"DTSTAMP:{at}",
        f"LAST-MODIFIED:{at}",
        f"SEQUENCE:{line.sequence}",
        f"STATUS:{STATUS[content.state]}",
        _text("SUMMARY", " / ".join(_titles(content.title, reader.languages))),
        *([_text("LOCATION", where)] if (where := _where(content, reader)) else []),
        _text("DESCRIPTION", "\n\n".join(_described(content, reader, address))),
        _text("CATEGORIES", _kind(content.type, False, reader.languages[0])),
        f"URL:{address}",
        *(["TRANSP:TRANSPARENT"] if content.first.is_all_day else []),
    ]


def _titles(words: Bilingual, languages: tuple[str, ...]) -> list[str]:
    """In these languages, or in the one that there is; never the same twice."""
    found = [words.of(one) or words.twin(one) for one in languages]
    return list(dict.fromkeys(one for one in found if one))


def _where(content: Content, reader: Reader) -> str:
    return " · ".join(spot.where for spot in content.spots_for(list(reader.order)) if spot.where)


def _described(content: Content, reader: Reader, address: str) -> Iterator[str]:
    yield from (_kind(content.type, content.is_joint, language) for language in reader.languages)
    hosts = [_host(spot) for spot in content.spots_for(list(reader.order)) if spot.host]
    yield from hosts
    yield from _titles(content.details, reader.languages)
    yield address


def _host(spot: Spot) -> str:
    return f"{spot.host} ({spot.region})" if spot.region else spot.host


@lru_cache(64)
def _kind(type: ActivityType, is_joint: bool, language: str) -> str:
    with i18n.language(language):
        words = str(VALUES["activities.type"][type.value])
        joint = _("Joint activity of both countries")
        return f"{words} · {joint}" if is_joint else words


def _times(when: When, name: str) -> list[str]:
    if when.starts_time is None or when.ends_time is None:
        after = when.ends_on + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{when.starts_on:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    begin, end = _wall(when.starts_on, when.starts_time), _wall(when.ends_on, when.ends_time)
    return [f"DTSTART;TZID={name}:{begin}", f"DTEND;TZID={name}:{end}"]


def _wall(on: date, at: time) -> str:
    return f"{on:%Y%m%d}T{at:%H%M%S}"


def _series(content: Content) -> list[str]:
    if not content.rule:
        return []
    rows = [f"RRULE:{_rule(content)}"]
    rows += [_moments("EXDATE", sorted(content.out), content)] if content.out else []
    return rows + ([_moments("RDATE", sorted(content.extra), content)] if content.extra else [])


def _moments(name: str, days: list[date], content: Content) -> str:
    """The days that name dates of a series, as its first date is written."""
    at = content.first.starts_time
    if at is None:
        return f"{name};VALUE=DATE:{','.join(f'{on:%Y%m%d}' for on in days)}"
    return f"{name};TZID={content.zone}:{','.join(_wall(on, at) for on in days)}"


def _rule(content: Content) -> str:
    """UNTIL is a day here and, where there are hours, the last instant of that day in UTC there."""
    parts = dict(part.split("=", 1) for part in content.rule.split(";"))
    if "UNTIL" in parts and not content.first.is_all_day:
        until = datetime.strptime(parts["UNTIL"], "%Y%m%d").replace(hour=23, minute=59, second=59)
        parts["UNTIL"] = f"{until.replace(tzinfo=zone(content.zone)).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _text(name: str, words: str) -> str:
    """What people wrote, escaped; a control character would end a line in the middle."""
    lines = words.replace("\r\n", "\n")
    kept = "".join(one if one == "\n" or one.isprintable() else " " if one.isspace() else "" for one in lines)
    written: Any = vText(kept).to_ical()
    return f"{name}:{written.decode()}"


def _joined(rows: Iterable[str]) -> str:
    """Lines of 75 octets at most."""
    return "".join(f"{_folded(row)}\r\n" for row in rows)


def _folded(row: str) -> str:
    """No letter of more than one octet is cut in two."""
    if len(row) <= WIDTH and row.isascii():
        return row
    kept, room = [], WIDTH
    for letter in row:
        size = len(letter.encode())
        if size > room:
            kept.append("\r\n ")
            room = WIDTH - 1
        kept.append(letter)
        room -= size
    return "".join(kept)
