"""The second factor: codes of an app, recovery codes on paper, passkeys; who needs one, and who has one."""

from sqlalchemy import select

from campaign.accounts.factors.models import Passkey, codes_of, passkeys_of
from campaign.accounts.models import Role, User
from campaign.db import session

DEMANDED = frozenset({Role.administrator, Role.reviewer, Role.signatory})  # who decides or administers


def has_passkey(user: User) -> bool:
    return session.scalar(select(Passkey.id).where(Passkey.user_id == user.id).limit(1)) is not None


def has_one(user: User) -> bool:
    return bool(user.totp_secret) or has_passkey(user)


def is_owed_by(user: User) -> bool:
    """Needed, and not there."""
    return bool(user.roles & DEMANDED) and not has_one(user)


def take_all(user: User) -> None:
    """App, passkeys and recovery codes open nothing any more."""
    user.totp_secret, user.totp_step = None, None
    for kept in (*session.scalars(passkeys_of(user)), *session.scalars(codes_of(user))):
        session.delete(kept)
