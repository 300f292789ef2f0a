"""English and Mexican Spanish: which one the reader gets, and how dates and numbers are written in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, gettext, lazy_gettext, ngettext

from campaign.config import PACKAGE

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")
# es_MX with an underscore: a hyphen makes Flask-Babel answer 500; plain `es` writes numbers as in Spain.
LOCALES: dict[str, str] = {"en": "en_US", "es": "es_MX"}

_l = lazy_gettext  # for what is written before a reader is known: labels, tables of words
babel = Babel()


def _(text: str, **values: object) -> str:
    """The sentence in the reader's language."""
    return str(gettext(text, **values))


def _n(one: str, many: str, num: int) -> str:
    """The sentence for one or for many; `%(num)d` stands for the count."""
    return str(ngettext(one, many, num))


def install(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(PACKAGE / "translations")
    app.config["BABEL_DEFAULT_LOCALE"] = LOCALES["en"]
    babel.init_app(app, locale_selector=lambda: LOCALES[_wanted()])


def _wanted() -> Language:
    """The reader's choice (cookie), else the language of the account, else what the browser asks for."""
    if not has_request_context():
        return "en"
    user = getattr(g, "user", None)
    for choice in (request.cookies.get("language"), getattr(user, "language", None)):
        if choice in LANGUAGES:
            return choice
    for tag in request.accept_languages.values():  # best first; best_match would take es over en-US
        if (primary := tag.partition("-")[0].lower()) in LANGUAGES:
            return primary
    return "en"


def current() -> Language:
    """The language of the page being written."""
    locale = get_locale()
    return "es" if locale and locale.language == "es" else "en"


@contextmanager
def language(code: str) -> Iterator[None]:
    """Write in this language whatever the screen's is: documents and public pages speak both (law 19)."""
    with force_locale(LOCALES[code]):
        yield


def _locale() -> Locale:
    return Locale.parse(LOCALES[current()])


def fmt_date(day: date | None) -> str:
    """23 Nov 2026 / 23 nov 2026, with no-break spaces: a date never breaks over lines."""
    if day is None:
        return ""
    return format_date(day, "d MMM y", locale=_locale()).replace(" ", "\N{NO-BREAK SPACE}").replace(".", "")


def fmt_day(moment: datetime, zone: str = "UTC") -> str:
    """Monday 23 November 2026 / Lunes 23 de noviembre de 2026: the day on the wall of the zone."""
    pattern = "EEEE d 'de' MMMM 'de' y" if current() == "es" else "EEEE d MMMM y"
    words = format_date(moment.astimezone(ZoneInfo(zone)).date(), pattern, locale=_locale())
    return words[:1].upper() + words[1:]


def fmt_time(moment: datetime, zone: str) -> str:
    """14:05 on the wall clock of the zone; the caller writes the place after it."""
    return format_datetime(moment.astimezone(ZoneInfo(zone)), "HH:mm", locale=_locale())


def fmt_datetime(moment: datetime | None, zone: str) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{fmt_date(local.date())} · {fmt_time(moment, zone)}"


def number(value: int | float | None) -> str:
    return "" if value is None else format_decimal(value, locale=_locale())


__all__ = [
    "LANGUAGES",
    "LOCALES",
    "Language",
    "_",
    "_l",
    "_n",
    "current",
    "fmt_date",
    "fmt_datetime",
    "fmt_day",
    "fmt_time",
    "install",
    "language",
    "number",
]
