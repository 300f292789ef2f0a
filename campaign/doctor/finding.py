"""What a check says, and what it looks at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from campaign.config import Config


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, `ok`, `warning` or `FAILED`, and what is so."""

    check: str
    state: str
    text: str


@dataclass(frozen=True)
class Patient:
    """The installation that is looked at."""

    config: Config
    engine: Engine
    is_whole: bool  # every stored file is read, not a sample
    is_mended: bool = False  # what nothing needs any more is removed

    @property
    def has_database(self) -> bool:
        """An SQLite file that is not there would be made by looking for it."""
        name = self.engine.url.database
        return self.engine.dialect.name != "sqlite" or (name is not None and Path(name).is_file())

    def session(self) -> Session:
        """One that only reads; nothing waits for it."""
        return Session(self.engine.execution_options(deferred=True))


Check = Callable[[Patient], Iterator[Finding]]


def ok(check: str, text: str) -> Finding:
    return Finding(check, "ok", text)


def warning(check: str, text: str) -> Finding:
    return Finding(check, "warning", text)


def failed(check: str, text: str) -> Finding:
    return Finding(check, "FAILED", text)


def judged(check: str, is_well: bool, well: str, ill: str = "") -> Finding:
    """`ok` with the first sentence, or `FAILED` with the second (the same, where it says enough)."""
    return ok(check, well) if is_well else failed(check, ill or well)
