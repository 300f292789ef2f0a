"""What a person is written when somebody else changed a right or the state of the account."""

from collections.abc import Callable
from datetime import datetime

from campaign.accounts import actions as accounts
from campaign.accounts.models import Role, User, country_phrase
from campaign.db import Side
from campaign.i18n import _
from campaign.mail.kinds import Because, NoticeKind
from campaign.people import words


def write(person: User, subject: Callable[[], str], text: Callable[[], str], at: datetime, path: str = "/") -> None:
    """One letter in the transaction of the act itself."""
    accounts.tell(person, subject, text, at, path, kind=NoticeKind.account, because=Because.own)


def rights_changed(person: User, roles: frozenset[Role], by: User, at: datetime) -> None:
    write(
        person,
        lambda: _("Your roles were changed"),
        lambda: _("%(by)s changed your roles. You now have: %(roles)s.", by=by.name, roles=words.role_list(roles)),
        at,
    )


def deactivated(person: User, by: User, at: datetime) -> None:
    write(
        person,
        lambda: _("Your account was deactivated"),
        lambda: _(
            "%(by)s deactivated your account. You cannot sign in any more; what you did before stands under your name.",
            by=by.name,
        ),
        at,
    )


def reactivated(person: User, by: User, at: datetime) -> None:
    write(
        person,
        lambda: _("Your account is active again"),
        lambda: _("%(by)s activated your account again. You can sign in with your password.", by=by.name),
        at,
    )


def edited(person: User, by: User, at: datetime) -> None:
    write(
        person,
        lambda: _("Your name, post or organization was changed"),
        lambda: _("%(by)s changed how you are listed. If that is wrong, tell the administrators.", by=by.name),
        at,
    )


def released(person: User, to: Side, at: datetime) -> None:
    write(
        person,
        lambda: _("You were released to %(country)s", country=country_phrase(to)),
        lambda: _(
            "All your roles and sessions ended. You can sign in again when an administrator of %(country)s has "
            "admitted you.",
            country=country_phrase(to),
        ),
        at,
    )


def admitted(person: User, side: Side, at: datetime) -> None:
    write(
        person,
        lambda: _("You now belong to the side of %(country)s", country=country_phrase(side)),
        lambda: _("You can sign in with your password. An administrator of your side gives you your roles."),
        at,
    )


def factors_taken(person: User, by: User, at: datetime) -> None:
    write(
        person,
        lambda: _("Your second factor was removed"),
        lambda: _(
            "%(by)s removed your app for codes, your passkeys and your recovery codes, because you lost them, and "
            "ended every session. Sign in with your password and set up a new one. If you did not ask for it, change "
            "your password at once and tell the other administrators of your side.",
            by=by.name,
        ),
        at,
        "/accounts/",
    )
