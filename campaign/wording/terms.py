"""Words never used of people (shared glossary), and terms that have one name in the other language."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple, cast

from campaign.i18n import _
from campaign.wording.finding import Finding, Language
from campaign.wording.tables import rows

_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"")


class Forbidden(NamedTuple):
    """`forms` over letters without accents, of all numbers and genders; what to say instead, in its own language."""

    language: Language
    forms: re.Pattern[str]
    instead: str
    is_hard: bool


def findings(en: str, es: str) -> Iterator[Finding]:
    for word in forbidden():
        yield from _said(word, en if word.language == "en" else es)


def _said(word: Forbidden, text: str) -> Iterator[Finding]:
    """A form in a quotation, or in the name of a law or an agency, may be right for a reason: there it is soft."""
    for found in word.forms.finditer(bare(text)):
        words = text[found.start() : found.end()]
        is_quoted = any(quote.start() < found.start() < quote.end() for quote in _QUOTED.finditer(text))
        is_cited = is_quoted or is_name(text, found.start(), words)
        remedy = _("Write “%(instead)s” instead: this word judges people.", instead=word.instead)
        yield Finding("glossary", word.language, words, remedy, word.is_hard and not is_cited)


def is_name(text: str, start: int, words: str) -> bool:
    """With a capital in the middle of a sentence it belongs to a name."""
    before = text[:start].rstrip()
    return words[:1].isupper() and not words.isupper() and bool(before) and before[-1] not in ".!?:¿¡\n"


def named_otherwise(en: str, es: str) -> Iterator[Finding]:
    """A term of the glossary on one side whose name is not on the other; a free adaptation may do without it."""
    plain_en, plain_es = bare(en), bare(es)
    for english, spanish, name_en, name_es in terms():
        if (found := english.search(plain_en)) and not spanish.search(plain_es):
            yield Finding("glossary", "es", en[found.start() : found.end()], _in_spanish(name_es))
        elif (found := spanish.search(plain_es)) and not english.search(plain_en):
            yield Finding("glossary", "en", es[found.start() : found.end()], _in_english(name_en))


def _in_spanish(name: str) -> str:
    return _("The glossary calls this “%(name)s” in Spanish.", name=name)


def _in_english(name: str) -> str:
    return _("The glossary calls this “%(name)s” in English.", name=name)


@cache
def forbidden() -> tuple[Forbidden, ...]:
    return tuple(
        Forbidden(
            cast(Language, row["language"]),
            re.compile(rf"(?<![\w-])(?:{row['forms']})(?![\w-])"),
            row["instead"],
            row["severity"] == "hard",
        )
        for row in rows("forbidden")
    )


@cache
def terms() -> tuple[tuple[re.Pattern[str], re.Pattern[str], str, str], ...]:
    """Pattern and name in each language."""
    return tuple(
        (re.compile(rf"\b(?:{row['en']})\b"), re.compile(rf"\b(?:{row['es']})\b"), row["name_en"], row["name_es"])
        for row in rows("terms")
    )


@lru_cache(256)  # every list of words asks anew for the same text
def bare(text: str) -> str:
    """Small letters without accents, each in its old place."""
    return "".join(map(_without_accent, unicodedata.normalize("NFC", text).lower()))


@cache
def _without_accent(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]
