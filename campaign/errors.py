"""What the product says when it does not do what was asked;
every message is a sentence for the person at the screen.
"""

from dataclasses import dataclass
from datetime import datetime


class Refused(Exception):
    """An action will not be done; its text says why and what to do instead. Nothing was changed."""

    @property
    def message(self) -> str:
        return str(self.args[0])


class NotAllowed(Refused):
    """A law forbids this person this act, whatever the screen offered: answered with 403."""


class Later(Refused):
    """Not now, but from this instant on: answered with 429 (too many tries) or 503 (too busy) and `Retry-After`."""

    def __init__(self, message: str, until: datetime, code: int) -> None:
        super().__init__(message)
        self.until = until
        self.code = code


class Overtaken(Refused):
    """Somebody else decided the same thing first: answered with 409, and what was typed stays on the screen."""


@dataclass(frozen=True)
class Difference:
    """One field of a stale form: the text that is stored now and the text that was sent."""

    name: str
    label: str
    theirs: str
    yours: str


class Stale(Refused):
    """The thing changed after the form was opened: answered with 409 and both texts (law 17)."""

    def __init__(self, message: str, differences: list[Difference], version: int) -> None:
        super().__init__(message)
        self.differences = differences
        self.version = version
