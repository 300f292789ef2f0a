"""How many syllables a word has: English by rules of thumb, Spanish by the rules of its spelling."""

import re
from functools import lru_cache

_EN_VOWELS = re.compile(r"[aeiouy]+")
# Written and not spoken: the e of "files", "called", "phone", but not of "boxes", "wanted", "little".
_EN_SILENT = re.compile(r"(?:(?<![aeiouycsxzg])(?<!sh)(?<!ch)es|(?<![aeiouydt])ed|(?<![aeiouyl])e|(?<=[aeiouy]l)e)$")
_EN_APART = re.compile(r"i(?:a(?!l)|o(?!n|us)|u)|(?<!p)eo(?!n|us)|ea(?=te)|ua(?!l|r)|[yo]ing$|[^aeiouy]ie(?:r|st|t)$")
_ES_VOWELS = re.compile(r"[aeiouáéíóúü]+")
_ES_SILENT_U = re.compile(r"(?<=q)u(?=[eiéí])|(?<=g)u(?=[eiéí])")
_ES_FINAL_Y = re.compile(r"y$|y(?![aeiouáéíóú])")


@lru_cache(4096)
def english(word: str) -> int:
    """Of a word in small letters, without an apostrophe; never fewer than one."""
    spoken = _EN_SILENT.sub("", word) if len(word) > 3 else word
    return max(1, len(_EN_VOWELS.findall(spoken)) + len(_EN_APART.findall(spoken)))


@lru_cache(4096)
def spanish(word: str) -> int:
    """Of a word in small letters; never fewer than one."""
    spoken = _ES_FINAL_Y.sub("i", _ES_SILENT_U.sub("", word))
    return max(1, sum(_nuclei(group) for group in _ES_VOWELS.findall(spoken)))


def _nuclei(vowels: str) -> int:
    """A weak vowel without an accent leans on its neighbour; of two weak ones, the first leans on the second."""
    strong = sum(vowel not in "iuü" for vowel in vowels)
    return strong or 1
