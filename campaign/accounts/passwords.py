"""What a good password is: long, and not to be guessed by somebody who knows us; it asks for no kinds of characters.

The words of the campaign, of the border and of the person count as known: "Fentanilo2026" is no password here.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError
from zxcvbn import zxcvbn

from campaign.accounts.weak import KEYBOARD, WORDS
from campaign.db import plain
from campaign.errors import Refused
from campaign.i18n import _
from campaign.regions.data import rows

SHORTEST, LONGEST = 12, 200
READ = 72  # so many characters are weighed: what is long beyond them is no weaker, only slower to weigh
GOOD = 3  # of zxcvbn's 0 to 4: a hundred million guesses
ENOUGH = 9.0  # of our own measure, powers of ten: it knows our words in any spelling
WORD, LETTER, DIGIT, YEAR, SIGNS = 2.5, 0.9, 0.7, 1.5, 1.0  # what one of each costs whoever guesses
LEET = [str.maketrans(f"0134578@$!{one}", f"oieastbasi{letter}") for one, letter in (("1", "i"), ("1", "l"))]
ENDING = re.compile(r"[\W_]*(19|20)\d\d[\W_]*$|[\W\d_]+$")
NAMES = {"regions.csv": ("name", "state_name"), "sister_cities.csv": ("us_city", "mx_city")}


def check(password: str, *words: str) -> None:
    """Refuse a password that is short or easily guessed; `words` are the person's own: name, address, organization."""
    length = len(password)
    if length < SHORTEST:
        raise Refused(
            _(
                "A password needs at least %(least)s characters; this has %(found)s. Three or four words that do not "
                "belong together are long and easy to keep in mind.",
                least=SHORTEST,
                found=length,
            )
        )
    if length > LONGEST:
        raise Refused(_("A password may have at most %(most)s characters.", most=LONGEST))
    if _is_guessed(plain(password)[:READ], words):
        raise Refused(
            _(
                "This password would be guessed: it is made of names, dates, keys in a row or words that people who "
                "know you or this campaign try first. Put three or four words together that have nothing to do with "
                "either."
            )
        )


class Good:
    """The same as a rule of a form's field, so that it is said beside whatever else the form finds; the form's `known`
    are the person's own words."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.errors:
            return
        try:
            check(field.data or "", *form.known)
        except Refused as refused:
            raise ValidationError(refused.message) from None


def folded(password: str) -> str:
    """The same letters have the same spelling on every keyboard."""
    return unicodedata.normalize("NFC", password)


def _is_guessed(password: str, words: tuple[str, ...]) -> bool:
    """Weighed without accents and case, as whoever guesses tries them anyway."""
    known = _known() | _pieces(words)
    if min(_cost(spelling, ending, known) for spelling, ending in _spellings(password)) < ENOUGH:
        return True
    weighed: dict[str, Any] = zxcvbn(password, user_inputs=sorted(known))
    return int(weighed["score"]) < GOOD


def _spellings(password: str) -> Iterator[tuple[str, str]]:
    """The password as it stands and with its digits read as letters, each with and without what hangs on its end."""
    cut = {len(password), *(found.start() for found in ENDING.finditer(password))}
    for core, ending in ((password[:at], password[at:]) for at in cut):
        yield core, ending
        yield from ((core.translate(letters), ending) for letters in LEET)


def _cost(core: str, ending: str, known: frozenset[str]) -> float:
    """Powers of ten of guesses, if every known word is tried first; the same word again costs nothing."""
    letters, at, seen = 0, 0, set()
    text = re.sub(r"[\W\d_]", "", core)
    while at < len(text):
        word = next((text[at : at + n] for n in range(20, 2, -1) if text[at : at + n] in known), "")
        seen.add(word)
        letters, at = letters + (not word), at + (len(word) or 1)
    figures = re.sub(r"[^0-9]", "", core + ending)
    is_dated = re.search(r"(19|20)\d\d", figures) is not None
    digits = YEAR + DIGIT * (len(figures) - 4) if is_dated else DIGIT * len(figures)
    has_signs = re.search(r"[\W_]", core + ending) is not None
    return WORD * len(seen - {""}) + LETTER * letters + digits + SIGNS * has_signs


@cache
def _known() -> frozenset[str]:
    """Our words and the names of places, as one word and in pieces."""
    return _pieces((*WORDS, *KEYBOARD, *_places()))


def _places() -> list[str]:
    return [row[column] for file, columns in NAMES.items() for row in rows(file) for column in columns if row[column]]


def _pieces(words: tuple[str, ...]) -> frozenset[str]:
    """ "Ciudad Juárez" is "ciudad", "juarez" and "ciudadjuarez"; an address is taken apart too."""
    found: set[str] = set()
    for word in words:
        parts = re.findall(r"[a-z0-9ñ]+", plain(word))
        found.update(part for part in (*parts, "".join(parts)) if len(part) > 2)
    return frozenset(found)
