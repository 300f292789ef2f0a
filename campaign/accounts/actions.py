"""Signing in and out, and making people; passwords are kept as Argon2id hashes and never leave this file."""

import hashlib
import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select, update

from campaign import db
from campaign.accounts import throttling
from campaign.accounts.models import (
    ABSOLUTE_HOURS,
    IDLE_MINUTES,
    Role,
    SignIn,
    User,
    UserRole,
    sign_in_by_hash,
    user_by_email,
)
from campaign.accounts.throttling import Door
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.i18n import _
from campaign.partners.models import Organization

hasher = PasswordHasher()  # Argon2id, 64 MiB, 3 passes
_NOBODY = hasher.hash(secrets.token_urlsafe(16))  # so that an unknown address costs the same time


def sign_in(email: str, password: str, at: datetime, door: Door | None = None) -> tuple[User, str]:
    """Check the password and open a session; returns the person and the random id for the cookie.

    Without a door (at the operator's terminal) nothing is counted.
    """
    counters = door.counters(email) if door else {}
    with throttling.turn(counters, at):
        user = _proved(email, password)
    if counters:
        throttling.forgive(counters)
    proved = user.password_hash
    db.writing()
    db.lock_row(user)
    if not user.is_live or user.password_hash != proved:  # changed in this very second
        raise Refused(_wrong())
    token = secrets.token_urlsafe(32)
    session.add(SignIn(token_hash=_digest(token), user_id=user.id, created_at=at, last_used_at=at))
    return user, token


def _proved(email: str, password: str) -> User:
    """The person with this address and password; while the hash is made nobody waits for the database."""
    db.read_only()
    user = session.scalar(user_by_email(email))
    right = _matches(user.password_hash if user else _NOBODY, password)
    if user is None or not right or not user.is_live:
        raise Refused(_wrong())
    return user


def _wrong() -> str:
    return _("The address or the password is not right. Nothing else was changed.")


def sign_out(token: str, at: datetime) -> None:
    found = session.scalar(sign_in_by_hash(_digest(token)))
    if found:
        found.ended_at = at


def user_of(token: str, at: datetime) -> User | None:
    """The person behind a cookie, while the session lives: 2 hours idle, 12 hours in all."""
    found = session.scalar(sign_in_by_hash(_digest(token)))
    if found is None or not found.user.is_live:
        return None
    if at - found.created_at > timedelta(hours=ABSOLUTE_HOURS) or at - found.last_used_at > timedelta(
        minutes=IDLE_MINUTES
    ):
        return None
    if at - found.last_used_at > timedelta(minutes=1):
        db.note(update(SignIn).where(SignIn.id == found.id).values(last_used_at=at))
    return found.user


def create_user(
    email: str,
    name: str,
    side: Side | None,
    roles: set[Role],
    organization: Organization,
    password: str,
    *,
    language: str,
    zone: str,
    post: str = "",
    sort_name: str = "",
) -> User:
    """Make a person; deciding roles need a side, and one person never decides for two."""
    if side is None and roles - {Role.secretariat, Role.observer}:
        raise Refused(_("This role needs a side: US or MX."))
    if len(password) < 10:
        raise Refused(_("A password needs at least 10 characters."))
    if session.scalar(user_by_email(email)):
        raise Refused(_("There is already an account with this address."))
    user = User(
        email=_address(email),
        name=name,
        sort_name=sort_name or _sort_name(name),
        post=post,
        organization=organization,
        side=side,
        language=language,
        zone=zone,
        password_hash=hasher.hash(password),
        is_live=True,
        role_rows=[UserRole(role=role) for role in sorted(roles, key=lambda role: role.value)],
    )
    session.add(user)
    session.flush()
    return user


def set_password(user: User, password: str, at: datetime) -> None:
    """A new password ends every session of that person."""
    if len(password) < 10:
        raise Refused(_("A password needs at least 10 characters."))
    user.password_hash = hasher.hash(password)
    for found in session.scalars(select(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))):
        found.ended_at = at


def _matches(stored: str, password: str) -> bool:
    try:
        return hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _address(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError:
        raise Refused(_("This is not an e-mail address: %(email)s", email=email)) from None


def _sort_name(name: str) -> str:
    """Last word first; a name with two surnames gives its own sorting name at sign-up."""
    words = name.split()
    return " ".join([words[-1], *words[:-1]]) if len(words) > 1 else name
