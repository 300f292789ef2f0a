"""English and Mexican Spanish: which one the reader gets, and how dates and numbers are written in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_app_context, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, gettext, ngettext
from flask_babel.speaklater import LazyString

from campaign.config import PACKAGE
from campaign.db import Bilingual

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")
# es_MX with an underscore: a hyphen makes Flask-Babel answer 500; plain `es` writes numbers as in Spain.
LOCALES: dict[str, str] = {"en": "en_US", "es": "es_MX"}

babel = Babel()
# Outside the application (worker, commands, tests of an action) there is no reader, but notices speak both languages.
_outside: ContextVar[Language] = ContextVar("language_outside", default="en")


def _(text: str, **values: object) -> str:
    """The sentence in the reader's language."""
    if has_app_context():
        return str(gettext(text, **values))
    said = _catalogue(_outside.get()).gettext(text)
    return said % values if values else said


def _n(one: str, many: str, num: int) -> str:
    """The sentence for one or for many; `%(num)d` stands for the count."""
    if has_app_context():
        return str(ngettext(one, many, num))
    return _catalogue(_outside.get()).ngettext(one, many, num) % {"num": num}


def _l(text: str) -> Any:
    """For what is written before a reader is known: labels, tables of words."""
    return LazyString(_, text)


@cache
def _catalogue(code: Language) -> NullTranslations:
    return Translations.load(str(PACKAGE / "translations"), [code])


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
    if not has_app_context():
        return _outside.get()
    locale = get_locale()
    return "es" if locale and locale.language == "es" else "en"


@contextmanager
def language(code: str) -> Iterator[None]:
    """Write in this language whatever the screen's is: documents and public pages speak both (law 19)."""
    token = _outside.set("es" if code == "es" else "en")
    try:
        with force_locale(LOCALES[code]):
            yield
    finally:
        _outside.reset(token)


def both(words: Callable[[], str]) -> Bilingual:
    """The same sentence in both languages: it is asked for once in each."""
    said = {}
    for code in LANGUAGES:
        with language(code):
            said[code] = words()
    return Bilingual(**said)


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


def fmt_on(moment: datetime, zone: str) -> str:
    """The day that it is there at that moment."""
    return fmt_date(moment.astimezone(ZoneInfo(zone)).date())


def number(value: int | float | None) -> str:
    return "" if value is None else format_decimal(value, locale=_locale())


__all__ = [
    "LANGUAGES",
    "LOCALES",
    "Language",
    "_",
    "_l",
    "_n",
    "both",
    "current",
    "fmt_date",
    "fmt_datetime",
    "fmt_day",
    "fmt_on",
    "fmt_time",
    "install",
    "language",
    "number",
]
