"""People, their roles and their sessions; a person belongs to one organization and decides for one side at most."""

import enum
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Select, UniqueConstraint, bindparam, false, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from campaign.db import Base, Side
from campaign.i18n import _l
from campaign.mail.kinds import NoticeKind, Way
from campaign.partners.models import Organization


class Role(enum.Enum):
    """What a person does for the side; what each may do stands in permissions.py."""

    administrator = "administrator"
    planner = "planner"
    reviewer = "reviewer"
    signatory = "signatory"
    partner = "partner"
    printer = "printer"
    secretariat = "secretariat"
    observer = "observer"


ROLE_WORDS = {
    Role.administrator: _l("Administrator"),
    Role.planner: _l("Planner"),
    Role.reviewer: _l("Reviewer"),
    Role.signatory: _l("Signatory"),
    Role.partner: _l("Partner"),
    Role.printer: _l("Print staff"),
    Role.secretariat: _l("Secretariat"),
    Role.observer: _l("Observer"),
}
SIDE_WORDS = {Side.US: _l("United States"), Side.MX: _l("Mexico")}
SIDE_PHRASES = {Side.US: _l("the United States"), Side.MX: _l("Mexico")}


class UserRole(Base):
    """One role of one person."""

    __tablename__ = "user_roles"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)


def _has(role: Role) -> property:
    """Asked a hundred times for each page: no set is made for it, nor a generator."""

    def has(self: "User") -> bool:
        for row in self.role_rows:  # noqa: SIM110
            if row.role is role:
                return True
        return False

    return property(has)


class User(Base):
    """A person. Names stand as written; `sort_name` orders them, because two surnames and one do not sort alike."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("id", "side"),  # a clearance points here with its country: law 1 in the database
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("language IN ('en', 'es')", name="language"),
    )
    secret = frozenset({"password_hash", "totp_secret", "totp_step"})

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sort_name: Mapped[str]
    post: Mapped[str]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    side: Mapped[Side | None]
    language: Mapped[str]
    zone: Mapped[str]
    password_hash: Mapped[str]
    is_live: Mapped[bool] = mapped_column(default=True)
    row_version: Mapped[int] = mapped_column(default=1, server_default="1")
    is_coordinator: Mapped[bool] = mapped_column(default=False, server_default=false())  # a partner's own
    totp_secret: Mapped[str | None]  # sealed; set once a code made with it was proved
    totp_step: Mapped[int | None]  # the last one used: no code is taken twice
    subject: Mapped[str | None] = mapped_column(index=True, unique=True)  # at the sign-in of the person's own agency
    wants_digest: Mapped[bool | None]  # what the person chose; None: as the roles have it (digest.py)

    organization: Mapped[Organization] = relationship(lazy="joined")
    role_rows: Mapped[list[UserRole]] = relationship(cascade="all, delete-orphan")

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.is_live

    def get_id(self) -> str:
        return str(self.id)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(row.role for row in self.role_rows)

    is_administrator = _has(Role.administrator)
    is_planner = _has(Role.planner)
    is_reviewer = _has(Role.reviewer)
    is_signatory = _has(Role.signatory)
    is_partner = _has(Role.partner)
    is_printer = _has(Role.printer)
    is_secretariat = _has(Role.secretariat)
    is_observer = _has(Role.observer)

    def day(self, moment: datetime) -> date:
        """Which day it is then by the person's own calendar."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    @property
    def own_words(self) -> tuple[str, ...]:
        """What somebody who knows this person would try first as a password."""
        return self.name, self.email, self.organization.name

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word[:1].isupper()]
        return "".join(word[0] for word in words[:2])

    @property
    def role_words(self) -> str:
        """ "Signatory, United States": the roles in the reader's language, then the side."""
        words = [str(ROLE_WORDS[role]) for role in Role if role in self.roles]
        if self.side:
            words.append(str(SIDE_WORDS[self.side]))
        return ", ".join(words)


class NoticeSwitch(Base):
    """How one person wants the notices of one kind by mail; without a row they come at once. What is law or safety has
    no switch: the database itself takes none."""

    __tablename__ = "notice_switches"
    __table_args__ = (CheckConstraint("kind NOT IN ('holds', 'account', 'installation')", name="fixed"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    kind: Mapped[NoticeKind] = mapped_column(primary_key=True)
    way: Mapped[Way]


class SignIn(Base):
    """One browser in which a person is signed in; the cookie holds a random id, this row only its hash."""

    __tablename__ = "sessions"
    unaudited = frozenset({"last_used_at", "proved_at"})
    secret = frozenset({"token_hash"})

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    proved_at: Mapped[datetime | None]  # when the person last proved to be there: password, code or passkey
    is_long: Mapped[bool] = mapped_column(default=False, server_default=false())  # "stay signed in on this device"
    device: Mapped[str] = mapped_column(default="", server_default="")  # "Firefox, Windows": for the person to know it

    user: Mapped[User] = relationship(lazy="joined")


class SignInFailure(Base):
    """Tries at the sign-in that have not proved right: one row for an account, a known browser or a network.

    `key` is a keyed hash: no address, of a person or of a machine, is stored. The rules stand in throttling.py.
    """

    __tablename__ = "sign_in_failures"
    __table_args__ = (CheckConstraint("failures >= 0", name="failures"),)
    unaudited = None

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
    blocked_until: Mapped[datetime | None]


def user_by_email(email: str) -> Select[User]:
    return select(User).where(User.email == email.strip().lower())


def user_by_subject(subject: str) -> Select[User]:
    return select(User).where(User.subject == subject)


def anybody() -> Select[int]:
    """One person, if there are any: a new installation has none."""
    return select(User.id).limit(1)


@cache
def sign_in_by_hash() -> Select[SignIn]:
    """`token_hash` is bound when it is asked: with the person, her organization and her roles in one question. Every
    page asks it, so that it is built once."""
    whole = joinedload(SignIn.user).joinedload(User.role_rows)
    is_it = SignIn.token_hash == bindparam("token_hash")
    return select(SignIn).where(is_it, SignIn.ended_at.is_(None)).options(whole)


def country_name(side: Side) -> str:
    """The name that stands alone: in a heading, a list, a key."""
    return str(SIDE_WORDS[side])


def country_phrase(side: Side) -> str:
    """The name inside a sentence: "the United States"."""
    return str(SIDE_PHRASES[side])
