"""How easily a text reads: Flesch-Kincaid grade for English, INFLESZ for Spanish (product §6: plain language)."""

import re
from collections.abc import Iterator

from campaign.i18n import _, number
from campaign.wording import syllables
from campaign.wording.finding import Finding

_SENTENCE = re.compile(r"[.!?…:]+(?=\s|$|[\"”»)])|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ADDRESS = re.compile(r"\S+@\S+|(?:https?://)?\S+\.(?:gov|mx|org|com|net)\S*", re.IGNORECASE)
EASY_GRADE, EASY_INFLESZ = 8.0, 65.0
FEWEST = 15  # words: fewer say too little about how a text reads


def grade(text: str) -> float:
    """Flesch-Kincaid: the school year in which an English text is read with ease."""
    sentences, words = _counted(text)
    spoken = sum(syllables.english(word.replace("'", "").replace("’", "")) for word in words)
    return round(0.39 * len(words) / sentences + 11.8 * spoken / len(words) - 15.59, 1) if words else 0.0


def inflesz(text: str) -> float:
    """Szigriszt-Pazos: 100 is very easy, below 65 is hard for many readers of Spanish."""
    sentences, words = _counted(text)
    spoken = sum(syllables.spanish(word) for word in words)
    return round(206.835 - 62.3 * spoken / len(words) - len(words) / sentences, 1) if words else 100.0


def words_in(text: str) -> list[str]:
    """Words in small letters; numbers and addresses are read in every language and count for none."""
    return _WORD.findall(_ADDRESS.sub(" ", text).lower())


def _counted(text: str) -> tuple[int, list[str]]:
    parts = [part for part in _SENTENCE.split(_ADDRESS.sub(" ", text)) if _WORD.search(part)]
    return max(1, len(parts)), words_in(text)


def findings(en: str, es: str) -> Iterator[Finding]:
    """Neither language may be harder than plain language is (product §6)."""
    if len(words_in(en)) >= FEWEST and (found := grade(en)) > EASY_GRADE:
        remedy = _(
            "This reads like school year %(found)s; year %(most)s is the most. Shorter sentences and words help.",
            found=number(found),
            most=number(EASY_GRADE),
        )
        yield Finding("reading", "en", _hardest(en), remedy)
    if len(words_in(es)) >= FEWEST and (found := inflesz(es)) < EASY_INFLESZ:
        remedy = _(
            "INFLESZ %(found)s; at least %(least)s reads easily. Shorter sentences and words help.",
            found=number(found),
            least=number(EASY_INFLESZ),
        )
        yield Finding("reading", "es", _hardest(es), remedy)


def _hardest(text: str) -> str:
    """The longest sentence: where to begin."""
    return max((part.strip() for part in _SENTENCE.split(text)), key=lambda part: len(words_in(part)), default="")
