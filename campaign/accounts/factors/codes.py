"""Six figures of an app (TOTP, RFC 6238) and recovery codes: made, shown once, and each spent once and for all.

A code is spent in a transaction of its own, so that of many tries at the same moment one is right.
"""

import hashlib
import hmac
import re
import secrets
from datetime import datetime

import pyotp
import segno
from sqlalchemy import Table, or_, update
from sqlalchemy.sql import Executable

from campaign import db
from campaign.accounts.factors import sealing
from campaign.accounts.factors.models import RecoveryCode, codes_of
from campaign.accounts.models import User
from campaign.db import session

ISSUER = "Campaña · Campaign"
STEP = 30  # seconds that a code of an app is shown
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: nothing in it is read for something else
READ_AS = str.maketrans("ILO", "110")
SECRET = re.compile(r"[A-Z2-7]{32}")
COUNT, LENGTH = 10, 16  # 80 bits each: too many to try, so a plain hash keeps them


def new_secret() -> str:
    return pyotp.random_base32()


def address(user: User, secret: str) -> str:
    """What an app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)


def picture(user: User, secret: str) -> str:
    """The address as a QR code, to stand in a page: a `data:` address."""
    return segno.make(address(user, secret), error="m").svg_data_uri(scale=4, border=4)


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The step that this code belongs to: now, just before or just after; None when it is another one."""
    now = int(at.timestamp()) // STEP
    app = pyotp.TOTP(secret)
    found = [step for step in (now, now - 1, now + 1) if hmac.compare_digest(app.generate_otp(step), code)]
    return found[0] if found else None


def cleaned(typed: str) -> str:
    """As people type codes: with spaces, hyphens and small letters."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper())[:LENGTH]


def spend(user: User, typed: str, at: datetime, key: bytes) -> str:
    """Which kind of code this was: "app" or "recovery"; '' when it proves nothing."""
    code = cleaned(typed)
    if len(code) == 6 and code.isdecimal():
        return "app" if _spend_step(user, code, at, key) else ""
    return "recovery" if len(code) == LENGTH and _spend_recovery(user, code, at) else ""


def _spend_step(user: User, code: str, at: datetime, key: bytes) -> bool:
    secret = sealing.opened(user, key)
    step = step_of(secret, code, at) if secret else None
    if secret is None or step is None:
        return False
    users: Table = User.__table__  # type: ignore[assignment]
    is_newer = or_(users.c.totp_step.is_(None), users.c.totp_step < step)
    mine = update(users).where(users.c.id == user.id, is_newer, users.c.totp_secret == user.totp_secret)
    return _is_one(mine.values(totp_step=step, totp_secret=sealing.sealed(user, secret, key)))


def _spend_recovery(user: User, code: str, at: datetime) -> bool:
    codes: Table = RecoveryCode.__table__  # type: ignore[assignment]
    mine = (codes.c.user_id == user.id, codes.c.code_hash == _hash(code), codes.c.used_at.is_(None))
    return _is_one(update(codes).where(*mine).values(used_at=at))


def _is_one(statement: Executable) -> bool:
    with db.apart() as connection:
        return connection.execute(statement).rowcount == 1


def new_recovery_codes(user: User, at: datetime) -> list[str]:
    """Ten new ones; the old ones open nothing any more. They are shown now and never again."""
    for old in session.scalars(codes_of(user)):
        session.delete(old)
    made = ["".join(secrets.choice(ALPHABET) for _letter in range(LENGTH)) for _code in range(COUNT)]
    session.add_all(RecoveryCode(user_id=user.id, code_hash=_hash(code), made_at=at) for code in made)
    return ["-".join(code[n : n + 4] for n in range(0, LENGTH, 4)) for code in made]


def _hash(code: str) -> str:
    return hashlib.sha256(code.translate(READ_AS).encode()).hexdigest()
