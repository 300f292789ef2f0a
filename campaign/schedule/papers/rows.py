"""What a printed schedule says of each date, in both languages at once: read from the last release, never from rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from campaign.db import Bilingual, Side
from campaign.i18n import LOCALES, _, both, current, fmt_date, language
from campaign.paper.sheet import Language
from campaign.schedule.models import When
from campaign.schedule.releases import words
from campaign.schedule.releases.content import Content, Shown
from campaign.schedule.releases.words import Clock

Order = tuple[Language, Language]
ORDERS: dict[str, Order] = {"en": ("en", "es"), "es": ("es", "en")}
SIDES: dict[Language, list[Side]] = {"en": [Side.US, Side.MX], "es": [Side.MX, Side.US]}


@dataclass(frozen=True)
class Row:
    """One date. `hours` has the walls in the order of the languages; all day has none and no place."""

    on: date
    number: str
    day: Bilingual
    short: Bilingual
    title: Bilingual
    kind: Bilingual
    state: Bilingual
    hours: list[Clock]
    where: list[tuple[str, str]]  # place, host
    is_cancelled: bool

    @property
    def month(self) -> date:
        return self.on.replace(day=1)

    def titles(self, order: Order) -> list[tuple[Language, str]]:
        """In the languages that there are; the same words stand once."""
        found = {name: self.title.of(name) for name in order if self.title.of(name)}
        return list({text: (name, text) for name, text in reversed(found.items())}.values())[::-1]


def rows_of(dates: Iterable[tuple[Content, Shown]], order: Order) -> list[Row]:
    """By day and hour."""
    found = sorted(dates, key=lambda one: (one[1].when.starts_on, f"{one[1].when.starts_time or ''}", one[0].title.en))
    return [_row(content, shown, order) for content, shown in found]


def _row(content: Content, shown: Shown, order: Order) -> Row:
    when, sides = shown.when, SIDES[order[0]]
    spots = content.spots_for(sides)
    return Row(
        on=when.starts_on,
        number=_number(when),
        day=both(lambda: _day(when)),
        short=both(lambda: _short(when)),
        title=content.title,
        kind=both(lambda: words.type_of(content.type)),
        state=both(lambda: _state(shown)),
        hours=[] if when.is_all_day else words.clocks(content, when, sides),
        where=[(spot.where, spot.host) for spot in spots],
        is_cancelled=shown.is_cancelled,
    )


def _number(when: When) -> str:
    first, last = when.starts_on, when.ends_on
    return f"{first.day}" if first == last else f"{first.day}–{last.day}"


def _day(when: When) -> str:
    """The day of the week; of several days which ones, with their months where they differ."""
    first, last = when.starts_on, when.ends_on
    if first == last:
        return weekday(first)
    if (first.year, first.month) != (last.year, last.month):
        return _short(when)
    return " – ".join(format_date(on, "EEE", locale=LOCALES[current()]).replace(".", "") for on in (first, last))


def _short(when: When) -> str:
    first, last = when.starts_on, when.ends_on
    return short_day(first) if first == last else f"{short_day(first)} – {short_day(last)}"


def weekday(on: date) -> str:
    return format_date(on, "EEEE", locale=LOCALES[current()])


def short_day(on: date) -> str:
    """ "Sat 28 Nov" / "sáb 28 nov" """
    return format_date(on, "EEE d MMM", locale=LOCALES[current()]).replace(".", "").replace(",", "")


def _state(shown: Shown) -> str:
    if shown.is_cancelled:
        return _("Called off")
    if not shown.is_moved:
        return ""
    return _("Moved from %(date)s", date=fmt_date(shown.on)) if shown.on != shown.when.starts_on else _("Moved")


def period_words(rows: Sequence[Row], code: Language) -> str:
    """One month, or from which to which."""
    first, last = rows[0].month, rows[-1].month
    if first == last:
        return words.month_of(first, code)
    begin = format_date(first, "MMMM", locale=LOCALES[code]) if first.year == last.year else words.month_of(first, code)
    return f"{begin} – {words.month_of(last, code)}"


def date_words(on: date, code: Language) -> str:
    with language(code):
        return fmt_date(on)
