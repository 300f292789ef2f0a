"""A new password by mail: a link that works once, for 30 minutes; whether there is an account shows nowhere.

The request writes the same rows for every address; the letter, if any, is written by a job.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from campaign import db
from campaign.accounts import actions, sessions, throttling
from campaign.accounts.models import User, user_by_email
from campaign.accounts.throttling import Door
from campaign.clock import now
from campaign.config import Config
from campaign.db import Base, acting, session
from campaign.errors import Refused
from campaign.i18n import _, both
from campaign.jobs import actions as jobs
from campaign.jobs.work import Failed, Result, Work
from campaign.mail import actions as mail

VALID = timedelta(minutes=30)


class PasswordReset(Base):
    """One request. The address goes once the letter is written; of the link only its hash is kept."""

    __tablename__ = "password_resets"
    secret = frozenset({"address", "token_hash"})

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[str | None] = mapped_column(index=True, unique=True)
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


def by_token(token: str) -> Select[PasswordReset]:
    return select(PasswordReset).where(PasswordReset.token_hash == sessions.digest(token))


def knock(email: str, at: datetime, door: Door) -> None:
    """Count a request, so that nobody's mailbox is filled by strangers. Raises Later, for any address alike."""
    counters = door.counters(email, "reset")
    throttling.refuse_blocked(counters, at)
    throttling.count(counters, at)


def ask(email: str, at: datetime) -> PasswordReset:
    """Note the request and have it answered; nothing here depends on whether there is such an account."""
    reset = PasswordReset(address=email.strip().lower(), asked_at=at)
    session.add(reset)
    session.flush()
    jobs.ask("accounts.reset", {"reset": reset.id}, at=at, priority=jobs.URGENT)
    return reset


def answer(work: Work, config: Config) -> Result:
    """Write the letter with the link, if the address is somebody's; the address itself goes in any case."""
    db.read_only()
    reset = session.get(PasswordReset, work.number("reset"))
    if reset is None:
        raise Failed(both(lambda: _("What this work is about is not there any more.")))
    db.writing()
    user = session.scalar(user_by_email(reset.address)) if reset.address else None
    with acting(None, None, work.kind, now()):
        if user is not None and user.is_live:
            _write(reset, user, now())
        reset.address = ""
        work.hold()
        session.commit()
    return {"reset": reset.id}


def _write(reset: PasswordReset, user: User, at: datetime) -> None:
    token = secrets.token_urlsafe(32)
    reset.user_id, reset.token_hash, reset.made_at = user.id, sessions.digest(token), at
    mail.write_to(
        user,
        user.email,
        user.language,
        lambda: _("A new password for your account"),
        lambda: _(
            "Somebody, probably you, asked for a new password. The link below works once, for 30 minutes. If it was "
            "not you, do nothing: your password stays as it is."
        ),
        f"/accounts/reset/{token}",
        at,
    )


def owner(token: str, at: datetime) -> User | None:
    """Whose link this is, while it works."""
    reset = session.scalar(by_token(token))
    return session.get(User, reset.user_id) if reset is not None and _usable(reset, at) else None


def _usable(reset: PasswordReset | None, at: datetime) -> bool:
    if reset is None or reset.used_at is not None or reset.made_at is None or reset.user_id is None:
        return False
    return timedelta(0) <= at - reset.made_at <= VALID


def redeem(token: str, password: str, at: datetime) -> User:
    """Set the password that the person chose; every session ends, and so does every other link of this person.

    Of many that redeem at the same moment the row lets one through.
    """
    reset = session.scalar(by_token(token))
    if reset is None or not _usable(reset, at):
        raise Refused(closed())
    db.lock_row(reset)
    if not _usable(reset, at):
        raise Refused(closed())
    user = session.get_one(User, reset.user_id)
    if not user.is_live:
        raise Refused(closed())
    actions.set_password(user, password, at)
    for other in session.scalars(select(PasswordReset).where(PasswordReset.user_id == user.id)):
        other.used_at = other.used_at or at
    actions.tell_owner(user, lambda: _("Your password was changed"), _changed, at)
    return user


def closed() -> str:
    return _("This link does not work any more: it was used, or it is older than 30 minutes. Ask for a new one.")


def _changed() -> str:
    return _(
        "Your password was changed with a link that we sent you, and every session was ended. If it was not you, ask "
        "for a new password at once and tell your administrator."
    )
