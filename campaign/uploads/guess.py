"""What a file's name says by itself: a title, its language, which other file is the same in the other language.

Guesses only: whoever sends it may correct each, and nothing is refused for its name.
"""

import re
from collections.abc import Sequence

from campaign.db import plain
from campaign.intake.limits import MP4, PDF, PICTURES, SVG
from campaign.materials.files.models import FileLanguage
from campaign.materials.models import MaterialType
from campaign.uploads.data import LONGEST_TITLE

CODES = {"en": FileLanguage.en, "eng": FileLanguage.en, "es": FileLanguage.es, "esp": FileLanguage.es}
CODES |= {"spa": FileLanguage.es, "enes": FileLanguage.both, "esen": FileLanguage.both}
NAMES = {"ingles": FileLanguage.en, "english": FileLanguage.en, "espanol": FileLanguage.es}
NAMES |= {"spanish": FileLanguage.es, "bilingual": FileLanguage.both, "bilingue": FileLanguage.both}
BREAKS = re.compile(r"[\s_\-.,()\[\]+]+")
LATER = re.compile(r"final|copy|copia|v?\d{1,2}")  # behind a language: says nothing of which text it is
TYPES = {MP4: MaterialType.video, PDF: MaterialType.leaflet}


def stem_of(name: str) -> str:
    """Without its ending."""
    stem, _dot, ending = name.rpartition(".")
    return stem if stem and len(ending) <= 5 else name


def _words(name: str) -> list[str]:
    return [word for word in BREAKS.split(stem_of(name)) if word]


def language_of(name: str) -> FileLanguage:
    """`poster_ES.pdf` is Spanish; two languages named are both, none named is none guessed."""
    found = {language for language in _languages(_words(name)) if language}
    return found.pop() if len(found) == 1 else FileLanguage.both if found else FileLanguage.none


def _languages(words: list[str]) -> list[FileLanguage | None]:
    """Which language each word names. "en" is a word of Spanish: such a code counts at the end, or in capitals at the
    beginning, of several words."""
    found = [NAMES.get(plain(word)) for word in words]
    if len(words) < 2:
        return found
    last = max((n for n, word in enumerate(words) if not LATER.fullmatch(plain(word))), default=0)
    while last >= 0 and (code := CODES.get(plain(words[last]))):
        found[last], last = code, last - 1
    if words[0].isupper():
        found[0] = found[0] or CODES.get(plain(words[0]))
    return found


def _bare(name: str) -> list[str]:
    """Its words without those that name a language, unless none would be left."""
    words = _words(name)
    return [word for word, language in zip(words, _languages(words), strict=True) if not language] or words


def title_of(name: str) -> str:
    """Words of the name without its ending and its language: `medicinas-en-casa_ES.pdf` is "Medicinas en casa"."""
    title = " ".join(_bare(name)) or stem_of(name)
    return (title[:1].upper() + title[1:])[:LONGEST_TITLE].strip() or name[:LONGEST_TITLE]


def _same(name: str) -> tuple[str, ...]:
    """What two names share that differ only in their language."""
    return tuple(word for one in _bare(name) if (word := plain(one)) and not LATER.fullmatch(word))


def is_pair(one: str, other: str) -> bool:
    """Whether the names say that these are the same thing, once in English and once in Spanish."""
    languages = {language_of(one), language_of(other)}
    return languages == {FileLanguage.en, FileLanguage.es} and bool(_same(one)) and _same(one) == _same(other)


def pairs(names: Sequence[str]) -> list[tuple[int, int]]:
    """Places of names that belong together, each at most once, the earlier one first."""
    found: list[tuple[int, int]] = []
    taken: set[int] = set()
    for n, name in enumerate(names):
        mate = next((k for k in range(n) if k not in taken and is_pair(names[k], name)), None)
        if mate is not None:
            found.append((mate, n))
            taken |= {mate, n}
    return found


def kind_of(kind: str, pages: int) -> MaterialType:
    """What a file of this type most likely is; an official says what it is indeed."""
    if kind in PICTURES or kind == SVG:
        return MaterialType.image
    if kind == PDF and pages == 1:
        return MaterialType.poster
    if kind.startswith("audio/"):
        return MaterialType.audio
    return TYPES.get(kind, MaterialType.toolkit)
