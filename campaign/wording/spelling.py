"""Words that the dictionary of their language does not know: a slip of the pen, or a name. Nothing is asked of them.

The dictionaries are those of simplemma: inflected forms of English and Spanish, with nothing to fetch. What campaigns
say and no dictionary knows stands in `data/words.csv`.
"""

import re
import string
from collections.abc import Iterator
from functools import cache, lru_cache

from simplemma.strategies.clitic_decomposition import CliticDecompositionStrategy
from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory
from simplemma.strategies.dictionary_lookup import DictionaryLookupStrategy

from campaign.i18n import _
from campaign.wording.finding import Finding, Language
from campaign.wording.tables import rows
from campaign.wording.terms import is_name

_QUOTED = re.compile(r"“[^”]{0,400}”|«[^»]{0,400}»|\"[^\"]{0,400}\"")  # what somebody else said
_TOKEN = re.compile(r"\S+")
_NO_WORD = re.compile(r"[@\d{}%]|\.\w")  # addresses, placeholders, numbers
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ACCENTS = {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "úü", "n": "ñ", "á": "a", "é": "e", "í": "i", "ó": "o"}
_ACCENTS |= {"ú": "uü", "ü": "uú", "ñ": "n"}
MOST, LONGEST, GUESSES = 5, 30, 2  # words of one text that are named; letters of a word that is guessed at; guesses


def findings(en: str, es: str) -> Iterator[Finding]:
    yield from _unknown(en, "en")
    yield from _unknown(es, "es")


def _unknown(text: str, language: Language) -> Iterator[Finding]:
    """The first ones, each once."""
    plain = _TOKEN.sub(lambda one: _blank(one) if _NO_WORD.search(one[0]) else one[0], _QUOTED.sub(_blank, text))
    found: dict[str, str] = {}
    for word in _WORD.finditer(plain):
        small = word[0].lower().replace("’", "'")
        if _is_asked(text, word) and small not in found and not is_known(small, language):
            found[small] = word[0]
            if len(found) == MOST:
                break
    for small, words in found.items():
        yield Finding("spelling", language, words, _remedy(guesses(small, language)))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _is_asked(text: str, word: re.Match[str]) -> bool:
    """Names and letters that stand for something (FDA, FindTreatment) are in no dictionary."""
    is_camel = any(letter.isupper() for letter in word[0][1:])
    return len(word[0]) > 1 and not is_camel and not is_name(text, word.start(), word[0])


def _remedy(meant: list[str]) -> str:
    if meant:
        return _("The dictionary does not know this word. Did you mean “%(words)s”?", words=_("”, “").join(meant))
    return _("The dictionary does not know this word: check its spelling, unless it is a name.")


@lru_cache(20_000)
def is_known(word: str, language: Language) -> bool:
    """In small letters. With pronouns at its end too: acuéstala, mézclalas, don't."""
    dictionary, clitics = _dictionaries()
    return (
        word in _own()[language]
        or word in dictionary.get_dictionary(language)
        or clitics.get_lemma(word, language) is not None
    )


@lru_cache(1_000)
def guesses(word: str, language: Language) -> list[str]:
    """Known words one slip away, those of the likeliest kind of slip alone."""
    kinds = _slips(word) if len(word) <= LONGEST else []
    found = ([one for one in dict.fromkeys(slips) if is_known(one, language)] for slips in kinds)
    return next(filter(None, found), [])[:GUESSES]


def _slips(word: str) -> Iterator[Iterator[str]]:
    """By kind: an accent, two letters exchanged, one too many, one that is wrong, one that is missing."""
    parts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    yield (left + letter + right[1:] for left, right in parts for letter in _ACCENTS.get(right[:1], ""))
    yield (left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1)
    yield (left + right[1:] for left, right in parts if right)
    yield (left + letter + right[1:] for left, right in parts if right for letter in string.ascii_lowercase)
    yield (left + letter + right for left, right in parts for letter in string.ascii_lowercase)


@cache
def _dictionaries() -> tuple[StreamDictionaryFactory, CliticDecompositionStrategy]:
    """Read once for a process, when the first text is looked at."""
    factory = StreamDictionaryFactory()
    return factory, CliticDecompositionStrategy(DictionaryLookupStrategy(factory))


@cache
def _own() -> dict[str, frozenset[str]]:
    return {code: frozenset(row["word"] for row in rows("words") if row["language"] == code) for code in ("en", "es")}
