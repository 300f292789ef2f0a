"""What a person was told, as the inbox and the digest say it: by day with its age, or by kind with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from campaign.accounts.models import User
from campaign.i18n import _, _n, current, fmt_date
from campaign.mail.kinds import NoticeKind, reason
from campaign.mail.models import InboxLine

NAMED = 8  # of one kind in a letter


@dataclass(frozen=True)
class Day:
    """The lines of one day by the reader's own calendar."""

    day: date
    age: str
    lines: Sequence[InboxLine]


def by_day(lines: Sequence[InboxLine], reader: User, at: datetime) -> list[Day]:
    """In the same order, newest first."""
    found: dict[date, list[InboxLine]] = {}
    for line in lines:
        found.setdefault(reader.day(line.written_at), []).append(line)
    return [Day(day, age(day, reader.day(at)), some) for day, some in found.items()]


def age(day: date, today: date) -> str:
    days = (today - day).days
    if days <= 0:
        return _("Today")
    return _("Yesterday") if days == 1 else _n("%(num)d day ago", "%(num)d days ago", days)


def digest_words(lines: Sequence[InboxLine], reader: User, base: str) -> list[str]:
    """One paragraph for each kind, in their order, each with the reasons why this reader gets it."""
    return [_of_kind(kind, some, reader, base) for kind in NoticeKind if (some := [x for x in lines if x.kind is kind])]


def _of_kind(kind: NoticeKind, lines: Sequence[InboxLine], reader: User, base: str) -> str:
    reasons = dict.fromkeys(reason(kind, line.because) for line in lines)
    said = [_line(line, reader, base) for line in lines[:NAMED]]
    if (more := len(lines) - NAMED) > 0:
        where = f"{base}/inbox?kind={kind.value}"
        said.append(_n("and one more", "and %(num)d more", more) + f": {where}")
    return "\n".join([kind.words, *reasons, *said])


def _line(line: InboxLine, reader: User, base: str) -> str:
    day = fmt_date(reader.day(line.written_at))
    return f"- {day}: {line.said.subject.of(current())}\n  {base}{line.path}"
