"""The words on the screen, from the catalogue that the screens use: one journey is told in both languages."""

import re
from functools import cache

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from campaign.config import PACKAGE

Pair = tuple[str, str]  # English, Spanish


@cache
def _spanish() -> Catalog:
    with (PACKAGE / "translations" / "es" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file)


class Words:
    """`say("Send for clearance")`: the sentence as this reader sees it."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, sentence: str, **values: object) -> str:
        written = self._written(sentence)
        return written % values if values else written

    def pattern(self, sentence: str) -> re.Pattern[str]:
        """The sentence with anything in its gaps."""
        pieces = re.split(r"%\(\w+\)[sd]", self._written(sentence))
        return re.compile(".+".join(re.escape(piece) for piece in pieces))

    def _written(self, sentence: str) -> str:
        message = _spanish().get(sentence)
        assert message is not None, f"the screens do not say “{sentence}”"
        if self.language == "en":
            return sentence
        found = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
        assert found, f"no Spanish for “{sentence}”"
        return found

    def of(self, pair: Pair) -> str:
        """This reader's text of (English, Spanish)."""
        return pair[self.language == "es"]
