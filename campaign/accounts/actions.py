"""Signing in and out, making people, and what changes an account; passwords are kept as Argon2id hashes and never
leave this file."""

import secrets
from collections.abc import Callable
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from campaign import db
from campaign.accounts import factors, passwords, sessions, throttling
from campaign.accounts.factors import codes
from campaign.accounts.models import Role, SignIn, User, UserRole, user_by_email
from campaign.accounts.switches import ways_of
from campaign.accounts.throttling import Door
from campaign.db import Side, session
from campaign.errors import Later, Refused
from campaign.i18n import _, fmt_datetime
from campaign.mail import actions as mail
from campaign.mail.addresses import address
from campaign.mail.kinds import Because, NoticeKind, Way
from campaign.partners.models import Organization

hasher = PasswordHasher()  # Argon2id, 64 MiB, 3 passes
SHORTEST = 10  # of what an operator chooses; what a person chooses is asked more of (passwords.py)
_NOBODY = hasher.hash(secrets.token_urlsafe(16))  # so that an unknown address costs the same time


def sign_in(
    email: str, password: str, at: datetime, door: Door | None = None, device: str = "", is_long: bool = False
) -> tuple[User, str]:
    """Check the password and open a session; returns the person and the random id for the cookie.

    Who has a second factor gets no id yet ('') but with it, from `finish`. Without a door (at the operator's terminal)
    nothing is counted.
    """
    user = prove_password(email, password, at, door)
    proved = user.password_hash
    db.writing()
    db.lock_row(user)
    if not user.is_live or user.password_hash != proved:  # changed in this very second
        raise Refused(_wrong())
    return user, "" if factors.has_one(user) else _open(user, at, device, is_long, door)


def finish(user: User, at: datetime, device: str, is_long: bool, door: Door) -> str:
    """Open the session of somebody whose every factor was proved in this request."""
    db.writing()
    db.lock_row(user)
    if not user.is_live:
        raise Refused(_wrong())
    return _open(user, at, device, is_long, door)


def _open(user: User, at: datetime, device: str, is_long: bool, door: Door | None) -> str:
    """A session; the owner is told of one in a browser that is new to the account, but not of the very first."""
    if door is not None and not door.number(user.email) and sessions.had_one(user):
        tell_owner(
            user, lambda: _("A sign-in to your account in a new browser"), lambda: _of_browser(user, device, at), at
        )
    return sessions.begin(user, at, device, is_long)


def _of_browser(user: User, device: str, at: datetime) -> str:
    return _(
        "Somebody signed in to your account in a browser in which it was not used before: %(device)s, %(when)s in your "
        "time zone. If it was you, you need do nothing. If not, end that session on the page of your account and "
        "change your password at once.",
        device=device or _("a device that does not say what it is"),
        when=fmt_datetime(at, user.zone),
    )


def prove_password(email: str, password: str, at: datetime, door: Door | None = None) -> User:
    """The person with this address and password; every try is counted before it is judged."""
    counters = door.counters(email) if door else {}
    with throttling.turn(counters, at):
        user = _proved(email, password)
    if counters:
        throttling.forgive(counters)
    return user


def prove_again(user: User, password: str, at: datetime, door: Door) -> None:
    """The password of somebody who is signed in: no address was typed that could be wrong."""
    try:
        prove_password(user.email, password, at, door)
    except Later:
        raise
    except Refused:
        raise Refused(_("This password is not right. Nothing was changed.")) from None


def prove_code(user: User, code: str, at: datetime, door: Door) -> str:
    """Spend a code of the person's app or paper; tries count on a counter of their own. Which kind it was."""
    counters = door.counters(user.email, "code")
    with throttling.turn(counters, at):
        kind = codes.spend(user, code, at, door.secret)
    if not kind:
        raise Refused(_("This code is not right, or it was used before. A new one appears every 30 seconds."))
    throttling.forgive(counters)
    return kind


def _proved(email: str, password: str) -> User:
    """The person with this address and password; while the hash is made nobody waits for the database."""
    db.read_only()
    user = session.scalar(user_by_email(email))
    right = matches(user.password_hash if user else _NOBODY, password)
    if user is None or not right or not user.is_live:
        raise Refused(_wrong())
    return user


def _wrong() -> str:
    return _("The address or the password is not right. Nothing else was changed.")


def sign_out(token: str, at: datetime) -> None:
    found = sessions.behind(token)
    if found:
        found.ended_at = at


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
    """Make a person; deciding roles need a side, and one person never decides for two.

    The password may be an operator's (a demo); one that a person chose goes through `passwords.check` first.
    """
    if side is None and roles - {Role.secretariat, Role.observer}:
        raise Refused(_("This role needs a side: US or MX."))
    if len(password) < SHORTEST:
        raise Refused(_("A password needs at least 10 characters."))
    if session.scalar(user_by_email(email)):
        raise Refused(_("There is already an account with this address."))
    user = User(
        email=address(email),
        name=name,
        sort_name=sort_name or surname_first(name),
        post=post,
        organization=organization,
        side=side,
        language=language,
        zone=zone,
        password_hash=hashed(password),
        is_live=True,
        role_rows=[UserRole(role=role) for role in sorted(roles, key=lambda role: role.value)],
    )
    session.add(user)
    session.flush()
    return user


def set_password(user: User, password: str, at: datetime, but: SignIn | None = None) -> None:
    """A new password ends every session of that person, except perhaps the one in which it was chosen."""
    check_password(user, password)
    user.password_hash = hashed(password)
    end_all_sessions(user, at, but)


def check_password(user: User, password: str) -> None:
    """Refuse what is short, or guessed by somebody who knows this person."""
    passwords.check(password, *user.own_words)


def end_all_sessions(user: User, at: datetime, but: SignIn | None = None) -> int:
    """Nobody is signed in as this person any more, from the next request on; how many sessions those were."""
    return sessions.end_all(user, at, but)


def tell(
    user: User,
    subject: Callable[[], str],
    text: Callable[[], str],
    at: datetime,
    path: str = "/accounts/",
    *,
    kind: NoticeKind,
    because: Because,
) -> None:
    """A notice to one person, in the transaction of the act itself: of the own account, its rights or its organization,
    so that whoever did not make the change learns of it; or of what is hers to do."""
    way = ways_of(kind, [user.id]).get(user.id, Way.at_once)
    mail.tell_one(mail.Addressee(user.id, user.email, user.language, because, way), subject, text, path, at, kind)


def tell_owner(user: User, subject: Callable[[], str], text: Callable[[], str], at: datetime) -> None:
    """Of what was done with the own account: nobody can switch these off."""
    tell(user, subject, text, at, kind=NoticeKind.account, because=Because.own)


def hashed(password: str) -> str:
    return throttling.behind(hasher.hash, passwords.folded(password))


def matches(stored: str, password: str) -> bool:
    """Whether this is the password of that hash; costs 0.2 s, so that tries are counted first."""
    try:
        return throttling.behind(hasher.verify, stored, passwords.folded(password))
    except (VerificationError, InvalidHashError):
        return False


def surname_first(name: str) -> str:
    """Last word first; a name with two surnames gives its own sorting name at sign-up."""
    words = name.split()
    return " ".join([words[-1], *words[:-1]]) if len(words) > 1 else name
