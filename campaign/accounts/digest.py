"""Who gets the daily digest by mail, and the link in it that stops it; what it says is the business of home."""

import hmac
from hashlib import sha256

from campaign.accounts.models import User
from campaign.db import lock_row, session

SEAL = 32  # letters of it in the link


def gets_digest(user: User) -> bool:
    """What the person chose; who chose nothing gets it who decides or plans, and who looks after a partner."""
    if user.wants_digest is not None:
        return user.wants_digest
    is_official = user.is_planner or user.is_reviewer or user.is_signatory
    return user.side is not None and (is_official or (user.is_partner and user.is_coordinator))


def choose_digest(user: User, is_wanted: bool) -> None:
    """On or off, for oneself; from the next morning on."""
    lock_row(user)
    user.wants_digest = is_wanted


def digest_token(user: User, key: bytes) -> str:
    """What the link in a digest ends in: it stops this person's digest and opens nothing else."""
    return f"{user.id}-{_seal(user.id, key)}"


def digest_owner(token: str, key: bytes) -> User | None:
    """Whose digest it stops; None where the link was not made here."""
    number, _dash, seal = token.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    is_ours = hmac.compare_digest(seal.encode(), _seal(int(number), key).encode())
    return session.get(User, int(number)) if is_ours else None


def _seal(number: int, key: bytes) -> str:
    return hmac.new(key, f"daily digest:{number}".encode(), sha256).hexdigest()[:SEAL]
