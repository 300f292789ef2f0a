"""What people change of their own account; whatever opens it is told to them by mail, and ends their other sessions."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from campaign.accounts import actions, factors, sessions
from campaign.accounts.factors import codes, passkeys, sealing
from campaign.accounts.factors.models import Passkey, codes_of
from campaign.accounts.factors.passkeys import Challenge
from campaign.accounts.models import SignIn, User, user_by_subject
from campaign.config import Config
from campaign.db import lock_row, session
from campaign.errors import Difference, Refused, Stale
from campaign.i18n import _, _l
from campaign.regions.words import ZONES as REGIONS

ZONES = {
    "America/New_York": _l("Eastern time, Washington"),
    "America/Mexico_City": _l("Central zone of Mexico, Mexico City"),
    **REGIONS,
    "UTC": _l("Universal time (UTC)"),
}
LABELS = {
    "name": _l("Name"),
    "sort_name": _l("Name for sorting"),
    "post": _l("Post"),
    "language": _l("Language of letters to you"),
    "zone": _l("Time zone"),
}


@dataclass(frozen=True)
class Profile:
    """What a person says of oneself; organization, side and roles are others' to say."""

    name: str
    sort_name: str
    post: str
    language: str
    zone: str


def change_profile(user: User, profile: Profile, opened: int) -> None:
    lock_row(user)
    if user.row_version != opened:
        theirs = {name: str(getattr(user, name)) for name in LABELS}
        yours = asdict(profile)
        rows = [Difference(name, str(LABELS[name]), theirs[name], yours[name]) for name in LABELS]
        changed = [row for row in rows if row.theirs != row.yours]
        words = _("Someone else changed this text. Yours is safe below; compare and choose.")
        raise Stale(words, changed, user.row_version)
    for name, value in asdict(profile).items():
        setattr(user, name, value)
    user.row_version += 1


def change_password(user: User, password: str, here: SignIn, at: datetime) -> None:
    """Every session but the one in hand ends."""
    lock_row(user)
    actions.set_password(user, password, at, here)
    _tell(user, lambda: _("Your password was changed"), at)


def end_session(user: User, number: int, at: datetime) -> None:
    found = session.scalar(select(SignIn).where(SignIn.id == number, SignIn.user_id == user.id))
    if found is None or not sessions.lives(found, at):
        raise Refused(_("That session has already ended."))
    sessions.end(found, user, at)


def use_app(user: User, secret: str, code: str, config: Config, here: SignIn, at: datetime) -> None:
    """From now on the codes of this app are asked for; the first one proves that it holds the secret."""
    if not codes.SECRET.fullmatch(secret):
        raise Refused(_("This page is too old. Open it again and read the picture anew."))
    step = codes.step_of(secret, codes.cleaned(code), at)
    if step is None:
        raise Refused(_("This code is not right. Look whether the clock of the device is, and write the next code."))
    lock_row(user)
    user.totp_secret, user.totp_step = sealing.sealed(user, secret, config.secret_key), step
    _changed(user, lambda: _("An app for codes was set up for your account"), here, at)


def leave_app(user: User, here: SignIn, at: datetime) -> None:
    """The codes of the app count no more; whoever must have a second factor keeps one."""
    lock_row(user)
    if user.totp_secret is None:
        raise Refused(_("No app is set up."))
    _keeps_one(user, factors.has_passkey(user))
    user.totp_secret, user.totp_step = None, None
    _changed(user, lambda: _("The app for codes was removed from your account"), here, at)


def renew_codes(user: User, here: SignIn, at: datetime) -> list[str]:
    """Ten new recovery codes, shown once; only for who has a second factor that could be lost."""
    lock_row(user)
    if not factors.has_one(user):
        raise Refused(_("Set up an app for codes or a passkey first: these codes are for the day when it is lost."))
    made = codes.new_recovery_codes(user, at)
    _changed(user, lambda: _("New recovery codes were made for your account"), here, at)
    return made


def add_passkey(
    user: User, name: str, answer: str, challenge: Challenge | None, config: Config, here: SignIn, at: datetime
) -> Passkey:
    lock_row(user)
    key = passkeys.add(user, name, answer, challenge, config, at)
    _changed(user, lambda: _("A passkey was added to your account"), here, at)
    return key


def remove_passkey(user: User, number: int, here: SignIn, at: datetime) -> None:
    lock_row(user)
    is_another = len(session.scalars(select(Passkey.id).where(Passkey.user_id == user.id)).all()) > 1
    _keeps_one(user, is_another or user.totp_secret is not None)
    passkeys.remove(user, number)
    _changed(user, lambda: _("A passkey was removed from your account"), here, at)


def bind_agency(user: User, subject: str | None, here: SignIn, at: datetime) -> None:
    """From now on the agency's own sign-in opens this account; one sign-in there opens one account here."""
    if not subject:
        raise Refused(_("That sign-in was too long ago. Begin again."))
    lock_row(user)
    owner = session.scalar(user_by_subject(subject))
    if owner is not None and owner.id != user.id:
        raise Refused(_("That sign-in opens another account here; one opens one only."))
    user.subject = subject
    _changed(user, lambda: _("Your account was bound to the sign-in of your agency"), here, at)


def unbind_agency(user: User, here: SignIn, at: datetime) -> None:
    lock_row(user)
    if user.subject is None:
        raise Refused(_("Your account is not bound to any agency."))
    user.subject = None
    _changed(user, lambda: _("Your account is not bound to the sign-in of your agency any more"), here, at)


def _keeps_one(user: User, is_left: bool) -> None:
    """Without any second factor, recovery codes open nothing either."""
    if not is_left and user.roles & factors.DEMANDED:
        raise Refused(_("Your role needs a second factor: set up another one first."))
    if not is_left:
        for code in session.scalars(codes_of(user)):
            session.delete(code)


def _changed(user: User, subject: Callable[[], str], here: SignIn, at: datetime) -> None:
    actions.end_all_sessions(user, at, here)
    _tell(user, subject, at)


def _tell(user: User, subject: Callable[[], str], at: datetime) -> None:
    def words() -> str:
        return _(
            "This was done from your account, and every other session was ended. If it was not you, ask for a new "
            "password at once and tell your administrator."
        )

    actions.tell_owner(user, subject, lambda: f"{subject()}. {words()}", at)
