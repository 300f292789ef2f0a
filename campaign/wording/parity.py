"""Both languages give the same numbers, telephones, doses, hours, links and placeholders; all else may differ."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from campaign.i18n import _
from campaign.wording.finding import Finding, Language
from campaign.wording.tables import rows

_LINK = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*\.(?:gov|mx|org|com|net)\b\S*", re.I
)
_PLACE = re.compile(r"\{\w+\}|%\(\w+\)[sd]")
_PHONE = re.compile(
    r"(?<![\d.,])(?:\+?\d{1,3}[\s\-.]?)?(?:\(\d{2,3}\)|\d{2,4})(?:[\s\-.]\d{2,4}){2,3}(?![\d])|(?<!\d)\d{10,13}(?!\d)"
)
_HOUR = re.compile(
    r"(?<![\d:])(?P<h>\d{1,2})(?::(?P<m>\d{2}))?\s*(?P<half>[ap])\.?\s?m\b\.?|(?<![\d:])(?P<h24>\d{1,2}):(?P<m24>\d{2})(?![\d:])",
    re.I,
)
_UNITS = {
    "mg": ("mg", "milligram", "milligrams", "miligramo", "miligramos"),
    "mcg": ("mcg", "µg", "μg", "microgram", "micrograms", "microgramo", "microgramos"),
    "g": ("g", "gram", "grams", "gramo", "gramos"),
    "ml": ("ml", "milliliter", "milliliters", "mililitro", "mililitros"),
    "%": ("%", "percent", "por ciento"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_FIGURE = r"\d+(?:[,\s\u202f\u00a0]\d{3})*(?:\.\d+)?"
_DOSE = re.compile(
    rf"(?<![\d.,])({_FIGURE})[\s\u00a0]?({'|'.join(sorted(_UNIT_OF, key=len, reverse=True))})(?!\w)", re.I
)
_NUMBER = re.compile(rf"(?<![\d.,])({_FIGURE})")


@dataclass(frozen=True)
class _Part:
    """One kind of thing that both must give: how it stands there, what makes two of them the same, what to say else."""

    pattern: re.Pattern[str]
    key: Callable[[re.Match[str]], str]
    remedy: Callable[[str], str]


def findings(en: str, es: str) -> Iterator[Finding]:
    """What stands on one side only, with the words of that side; all hard: a wrong digit reaches nobody."""
    texts: dict[Language, str] = {"en": en, "es": es}
    for part in _parts():
        found = {language: _taken(part, texts, language) for language in texts}
        yield from _missing(part, found["en"], found["es"], "en", texts["es"], "es")
        yield from _missing(part, found["es"], found["en"], "es", texts["en"], "en")


def _parts() -> tuple[_Part, ...]:
    return (
        _Part(_PLACE, lambda found: found[0], _placeholder),
        _Part(_LINK, _site, _link),
        _Part(_HOUR, _hour, _same_hour),
        _Part(_PHONE, _dialled, _phone),
        _Part(_DOSE, lambda found: f"{_plain(found[1])} {_UNIT_OF[found[2].lower()]}", _dose),
        _Part(_NUMBER, lambda found: _plain(found[1]), _number),
    )


def _taken(part: _Part, texts: dict[Language, str], language: Language) -> list[tuple[str, str]]:
    matches = list(part.pattern.finditer(texts[language]))
    texts[language] = part.pattern.sub(" ", texts[language])
    return [(part.key(found), found[0].strip()) for found in matches]


def _missing(
    part: _Part,
    here: list[tuple[str, str]],
    there: list[tuple[str, str]],
    language: Language,
    rest: str,
    other: Language,
) -> Iterator[Finding]:
    """A number may be spelled out on the other side; said twice here and once there is no fault."""
    known = {key for key, _words in there}
    for key, words in dict(here).items():
        if key not in known and key not in _spelled(rest, other):
            yield Finding("parity", language, words, part.remedy(words), is_hard=True)


def _spelled(text: str, language: Language) -> set[str]:
    return {number for word in re.findall(r"\w+", text.lower()) if (number := _numbers()[language].get(word))}


@cache
def _numbers() -> dict[str, dict[str, str]]:
    """Language → word → number."""
    found: dict[str, dict[str, str]] = {"en": {}, "es": {}}
    for row in rows("numbers"):
        found[row["language"]][row["word"]] = row["number"]
    return found


def _plain(figure: str) -> str:
    """1,000 and 1 000 are 1000, as both countries write them; 2.50 is 2.5."""
    bare = re.sub(r"[,\s\u202f\u00a0]", "", figure)
    return bare.rstrip("0").rstrip(".") if "." in bare else bare.lstrip("0") or "0"


def _dialled(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return (
        digits[1:]
        if len(digits) == 11 and digits[0] == "1"
        else digits[2:]
        if len(digits) == 12 and digits[:2] == "52"
        else digits
    )


def _hour(found: re.Match[str]) -> str:
    """9 a.m., 9:00 a. m. and 9:00 are one hour, 5 p.m. and 17:00 another."""
    if found["h24"]:
        return f"{int(found['h24'])}:{found['m24']}"
    hour = int(found["h"]) % 12 + (12 if found["half"].lower() == "p" else 0)
    return f"{hour}:{found['m'] or '00'}"


def _site(found: re.Match[str]) -> str:
    """The same site: what comes after its name may lead to the page of that language."""
    address = found[0].lower().rstrip(".,;:)”\"'")
    return address if "@" in address else re.sub(r"^(?:https?://)?(?:www\.)?", "", address).partition("/")[0]


def _placeholder(words: str) -> str:
    return _("%(words)s stands in this language only. Put it into the other one, as it is.", words=words)


def _link(words: str) -> str:
    return _("The address %(words)s stands in this language only.", words=words)


def _same_hour(words: str) -> str:
    return _("The hour %(words)s stands in this language only.", words=words)


def _phone(words: str) -> str:
    return _("The telephone number %(words)s stands in this language only. Compare it digit by digit.", words=words)


def _dose(words: str) -> str:
    return _("%(words)s stands in this language only. Compare number and unit.", words=words)


def _number(words: str) -> str:
    return _("The number %(words)s stands in this language only.", words=words)
