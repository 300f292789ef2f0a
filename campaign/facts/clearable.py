"""What two countries clear: a frozen thing with a fingerprint, and how far each country's key has travelled."""

import enum
import hashlib
import json
import unicodedata
from datetime import date

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from campaign.db import Side, Territory


class KeyState(enum.Enum):
    """One country's key: where its clearance of one fingerprint stands."""

    not_needed = "not_needed"
    not_started = "not_started"
    in_review = "in_review"
    changes_requested = "changes_requested"
    refused = "refused"
    cleared = "cleared"
    expired = "expired"
    revoked = "revoked"


class Clearable:
    """Kept by the clearance action, so that rules and lists need only read columns."""

    fingerprint: Mapped[str]
    us_key: Mapped[KeyState]
    mx_key: Mapped[KeyState]
    author_ids: Mapped[list[int]] = mapped_column(JSON)
    review_by: Mapped[date | None]

    def key(self, side: Side) -> KeyState:
        return self.us_key if side is Side.US else self.mx_key

    def turn_key(self, side: Side, state: KeyState) -> None:
        if side is Side.US:
            self.us_key = state
        else:
            self.mx_key = state

    @property
    def needed(self) -> tuple[Side, ...]:
        """The countries whose clearance this thing needs."""
        return tuple(side for side in Side if self.key(side) is not KeyState.not_needed)

    @property
    def is_cleared_by_all(self) -> bool:
        return all(self.key(side) is KeyState.cleared for side in self.needed)


def start_of(territory: Territory, side: Side) -> KeyState:
    """Where a country's key begins: only the countries of the territory have one."""
    return KeyState.not_started if territory.covers(side) else KeyState.not_needed


def freeze(content: dict[str, object]) -> tuple[str, str]:
    """Canonical JSON of the content and its SHA-256 in hex: NFC, sorted keys, no spaces (contract §4)."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    text = unicodedata.normalize("NFC", text)
    return text, hashlib.sha256(text.encode()).hexdigest()
