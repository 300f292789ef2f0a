"""Sessions: how long each one lives, on which device it is, and what ends it; a cookie holds only a random id."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update

from campaign import db
from campaign.accounts.models import Role, SignIn, User, sign_in_by_hash
from campaign.db import session
from campaign.errors import Refused
from campaign.i18n import _

WATCHFUL = frozenset({Role.administrator, Role.planner, Role.reviewer, Role.signatory})  # who decides or administers
AT_HOME = frozenset({Role.partner, Role.printer})  # who may stay signed in on a device
IDLE_WATCHFUL, IDLE = timedelta(minutes=30), timedelta(hours=2)
ABSOLUTE, LONG = timedelta(hours=12), timedelta(days=30)
FRESH = timedelta(minutes=15)  # so long a proof counts for what is sensitive


def begin(user: User, at: datetime, device: str = "", is_long: bool = False) -> str:
    """Open a session for whoever just proved to be this person; returns the random id for the cookie."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_hash=digest(token),
            user_id=user.id,
            created_at=at,
            last_used_at=at,
            proved_at=at,
            device=device,
            is_long=is_long and may_stay(user),
        )
    )
    return token


def behind(token: str) -> SignIn | None:
    """What a cookie opened, whether or not it lives still; None once it was ended."""
    return session.scalars(sign_in_by_hash(), {"token_hash": digest(token)}).unique().one_or_none()


def had_one(user: User) -> bool:
    """Whether this person ever signed in; the newest session is never cleared away."""
    return session.scalar(select(SignIn.id).where(SignIn.user_id == user.id).limit(1)) is not None


def find(token: str, at: datetime) -> SignIn | None:
    """The session behind a cookie while it lives; its use is noted once a minute."""
    found = behind(token)
    if found is None or not found.user.is_live or not lives(found, at):
        return None
    if at - found.last_used_at > timedelta(minutes=1):
        db.note(update(SignIn).where(SignIn.id == found.id).values(last_used_at=at))
    return found


def lives(found: SignIn, at: datetime) -> bool:
    """A role given or taken meanwhile counts at once."""
    if found.ended_at is not None:
        return False
    if found.is_long and may_stay(found.user):
        return at - found.created_at <= LONG
    idle = IDLE_WATCHFUL if found.user.roles & WATCHFUL else IDLE
    return at - found.created_at <= ABSOLUTE and at - found.last_used_at <= idle


def may_stay(user: User) -> bool:
    """Only whoever neither decides nor administers."""
    return bool(user.roles) and user.roles <= AT_HOME


def is_fresh(found: SignIn, at: datetime) -> bool:
    """The person proved to be there a short while ago."""
    return found.proved_at is not None and timedelta(0) <= at - found.proved_at <= FRESH


def prove(found: SignIn, at: datetime) -> None:
    """Note the proof at once, whatever becomes of the act that it was given for."""
    db.aside(update(SignIn).where(SignIn.id == found.id).values(proved_at=at))


def open_ones(user: User) -> Select[SignIn]:
    """Those that nobody has ended, the newest first; whether they still live is asked of each."""
    mine = (SignIn.user_id == user.id, SignIn.ended_at.is_(None))
    return select(SignIn).where(*mine).order_by(SignIn.last_used_at.desc(), SignIn.id.desc())


def alive(user: User, at: datetime) -> list[SignIn]:
    return [found for found in session.scalars(open_ones(user)) if lives(found, at)]


def end(found: SignIn, by: User, at: datetime) -> None:
    """A person ends a session of the own, wherever it is."""
    if found.user_id != by.id:
        raise Refused(_("This session is not yours."))
    found.ended_at = at


def end_all(user: User, at: datetime, but: SignIn | None = None) -> int:
    """End every session of a person, except perhaps the one in hand; how many those were."""
    ended = [found for found in session.scalars(open_ones(user)) if but is None or found.id != but.id]
    for found in ended:
        found.ended_at = at
    return len(ended)


def digest(token: str) -> str:
    """Of a secret that a cookie or a link holds: only this is stored. Whatever an address bar holds has one."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> str:
    """ "Firefox, Windows": as much as a person needs to know the own device; names only, whatever a browser claims."""
    found = [next((name for mark, name in known if mark in agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found))
