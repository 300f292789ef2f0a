"""English and Mexican Spanish: which one the reader gets, and how dates and numbers are written in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, force_locale
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from campaign.config import PACKAGE
from campaign.db import Bilingual

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")
# es_MX with an underscore: a hyphen makes Flask-Babel answer 500; plain `es` writes numbers as in Spain.
LOCALES: dict[str, str] = {"en": "en_US", "es": "es_MX"}

babel = Babel()
# What is written in this language whoever reads: notices and public pages speak both, and a worker has no reader.
_chosen: ContextVar[Language | None] = ContextVar("chosen_language", default=None)
_read: ContextVar[Language | None] = ContextVar("readers_language", default=None)  # of the page in hand


def _(text: str, **values: object) -> str:
    """The sentence in the reader's language."""
    said = _catalogue(current()).gettext(text)
    return said % values if values else said


def _n(one: str, many: str, num: int) -> str:
    """The sentence for one or for many; `%(num)d` stands for the count."""
    return _catalogue(current()).ngettext(one, many, num) % {"num": num}


def _l(text: str) -> Any:
    """For what is written before a reader is known: labels, tables of words."""
    return LazyString(_, text)


@cache
def _catalogue(code: Language) -> NullTranslations:
    return Translations.load(str(PACKAGE / "translations"), [code])


def install(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(PACKAGE / "translations")
    app.config["BABEL_DEFAULT_LOCALE"] = LOCALES["en"]
    babel.init_app(app, locale_selector=lambda: LOCALES[current()])
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _catalogue(current()).gettext(text),
        ngettext=lambda one, many, num: _catalogue(current()).ngettext(one, many, num),
        newstyle=True,
    )
    # A page has some 300 strings: Jinja's own way to each goes through three calls that look up their context.
    app.jinja_env.globals["_"] = _on_page


def _on_page(text: str, **values: object) -> Markup:
    """The sentence for a template: what is put into it is escaped, the sentence itself is ours."""
    return Markup(_catalogue(current()).gettext(text)) % values if values else _as_it_is(current(), text)


@lru_cache(4096)
def _as_it_is(code: Language, text: str) -> Markup:
    """A sentence into which nothing is put; a catalogue writes a percent sign twice."""
    return Markup(_catalogue(code).gettext(text).replace("%%", "%"))


def _wanted() -> Language:
    """The reader's choice (cookie), else the language of the account, else what the browser asks for."""
    if not has_request_context():
        return "en"
    user = getattr(g, "user", None)
    chosen = request.cookies.get("__Host-language") or request.cookies.get("language")  # the first over https
    for choice in (chosen, getattr(user, "language", None)):
        if choice in LANGUAGES:
            return choice
    for tag in request.accept_languages.values():  # best first; best_match would take es over en-US
        if (primary := tag.partition("-")[0].lower()) in LANGUAGES:
            return primary
    return "en"


def current() -> Language:
    """The language of the page being written; a page asks some 300 times, and who reads it is found out once."""
    if found := _chosen.get() or _read.get():
        return found
    if not has_request_context():
        return "en"
    found = _wanted()
    _read.set(found)
    return found


def forget_reader() -> None:
    """Between two requests of one thread: the next reader is asked anew."""
    _read.set(None)


@contextmanager
def language(code: str) -> Iterator[None]:
    """Write in this language whatever the screen's is: documents and public pages speak both (law 19)."""
    token = _chosen.set("es" if code == "es" else "en")
    try:
        with force_locale(LOCALES[code]):
            yield
    finally:
        _chosen.reset(token)


def both(words: Callable[[], str]) -> Bilingual:
    """The same sentence in both languages: it is asked for once in each."""
    said = {}
    for code in LANGUAGES:
        with language(code):
            said[code] = words()
    return Bilingual(**said)


def _locale() -> Locale:
    return _locales()[current()]


@cache
def _locales() -> dict[Language, Locale]:
    return {code: Locale.parse(LOCALES[code]) for code in LANGUAGES}


def fmt_date(day: date | None) -> str:
    """23 Nov 2026 / 23 nov 2026, with no-break spaces: a date never breaks over lines."""
    return "" if day is None else _short_date(current(), day)


@lru_cache(1024)
def _short_date(code: Language, day: date) -> str:
    return format_date(day, "d MMM y", locale=_locales()[code]).replace(" ", "\N{NO-BREAK SPACE}").replace(".", "")


def fmt_day(moment: datetime, zone: str = "UTC") -> str:
    """Monday 23 November 2026 / Lunes 23 de noviembre de 2026: the day on the wall of the zone."""
    pattern = "EEEE d 'de' MMMM 'de' y" if current() == "es" else "EEEE d MMMM y"
    words = format_date(moment.astimezone(ZoneInfo(zone)).date(), pattern, locale=_locale())
    return words[:1].upper() + words[1:]


def fmt_time(moment: datetime, zone: str) -> str:
    """14:05 on the wall clock of the zone; the caller writes the place after it."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def fmt_datetime(moment: datetime | None, zone: str) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{fmt_date(local.date())} · {fmt_time(moment, zone)}"


def fmt_on(moment: datetime, zone: str) -> str:
    """The day that it is there at that moment."""
    return fmt_date(moment.astimezone(ZoneInfo(zone)).date())


def number(value: int | float | None) -> str:
    return "" if value is None else _written(current(), value)


@lru_cache(4096, typed=True)
def _written(code: Language, value: int | float) -> str:
    return format_decimal(value, locale=_locales()[code])


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
    "forget_reader",
    "install",
    "language",
    "number",
]
