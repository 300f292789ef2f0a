"""Names as they are compared: accents, case, punctuation, legal forms and look-alike letters aside. The name itself
stands as its owner writes it and is never changed here.
"""

import re
import unicodedata
from difflib import SequenceMatcher

from campaign.db import plain

# Longest first: "asociación civil" is gone before "civil" could stay behind.
LEGAL_FORMS = (
    "asociacion de beneficencia privada",
    "institucion de asistencia privada",
    "sociedad anonima de capital variable",
    "asociacion civil",
    "sociedad civil",
    "s de r l de c v",
    "s a de c v",
    "incorporated",
    "corporation",
    "sa de cv",
    "l l c",
    "i a p",
    "a b p",
    "corp",
    "llc",
    "iap",
    "abp",
    "inc",
    "ltd",
    "a c",
    "s c",
    "ac",
    "sc",
)
_AT_THE_END = re.compile(rf"(?: (?:{'|'.join(LEGAL_FORMS)}))+$")
# Letters of other alphabets that a reader takes for Latin ones, capitals and small ones.
_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХԌԛԝавеѕіјкмнорстухԁһӏъьҮүΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχıℓ",
    "ABESIJKMHOPCTYXGqwabesijkmhopctyxdhlbbYyABEZHIKMNOPTYXaiKvoptyxil",
)
CLOSE = 0.85  # of two names, how much must be the same to be shown as alike


def fold(name: str) -> str:
    """ "Puentes de Salud, A. C." and "PUENTES DE SALUD Asociación Civil" are both "puentes de salud"."""
    seen = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cf", "Cc"))
    words = " ".join(re.findall(r"[^\W_]+", plain(seen.translate(_LOOK_ALIKES).replace("&", " y "))))
    return _AT_THE_END.sub("", words) or words


def is_disguised(name: str) -> bool:
    """Whether a word mixes Latin letters with look-alikes of another alphabet; one written wholly in another is not."""
    return any(_is_mixed(word) for word in name.split())


def _is_mixed(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return any(letter.translate(_LOOK_ALIKES) != letter for letter in letters) and any(
        unicodedata.name(letter, "").startswith("LATIN") for letter in letters
    )


def are_alike(one: str, other: str) -> bool:
    """Of two folded names: nearly the same letters, or all the words of one in the other."""
    words, others = set(one.split()), set(other.split())
    is_part = min(len(words), len(others)) > 1 and (words <= others or others <= words)
    return is_part or SequenceMatcher(None, one, other).ratio() >= CLOSE
