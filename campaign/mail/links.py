"""Links in letters that stop letters and open nothing else: whose, since which day, and a seal over both."""

import hmac
from datetime import date, datetime
from hashlib import sha256

from campaign.mail.kinds import NoticeKind

SEAL = 32  # letters of it in the link


def made(what: str, number: int, day: date, key: bytes) -> str:
    """What a link ends in: it stops `what` of this person."""
    return f"{number}-{day:%Y%m%d}-{_seal(what, number, day, key)}"


def opened(what: str, token: str, key: bytes) -> tuple[int, date] | None:
    """Whose it is and of which day; None where it was not made here, or for something else."""
    number, day, seal = (*token.split("-"), "", "", "")[:3]
    if not (_is_number(number) and _is_number(day)) or token.count("-") != 2:
        return None
    try:
        written = datetime.strptime(day, "%Y%m%d").date()
    except ValueError:
        return None
    is_ours = hmac.compare_digest(seal.encode(), _seal(what, int(number), written, key).encode())
    return (int(number), written) if is_ours else None


def of_kind(kind: NoticeKind) -> str:
    return f"notices of {kind.value}"


def stops(kind: NoticeKind, number: int, day: date, key: bytes) -> str:
    """Where a letter leads whoever wants no more of its kind."""
    return f"/accounts/notices/off/{kind.value}/{made(of_kind(kind), number, day, key)}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _seal(what: str, number: int, day: date, key: bytes) -> str:
    return hmac.new(key, f"{what}:{number}:{day.isoformat()}".encode(), sha256).hexdigest()[:SEAL]
