"""Choosing how notices come by mail, on an own page or by the link in a letter; the inbox keeps them all."""

from collections.abc import Mapping
from datetime import datetime

from campaign.accounts import actions
from campaign.accounts.digest import StopLink, choose_digest, gets_digest
from campaign.accounts.models import NoticeSwitch, User
from campaign.accounts.switches import chosen
from campaign.db import lock_row, session
from campaign.errors import Difference, Refused, Stale
from campaign.i18n import _
from campaign.mail.kinds import WAYS, Because, NoticeKind, Way
from campaign.permissions import read_board


def choose(user: User, wanted: Mapping[NoticeKind, Way], opened: int) -> bool:
    """For oneself, from now on; whether the digest was switched on with it, because a kind was put into it."""
    lock_row(user)
    before = chosen(user)
    if user.row_version != opened:
        words = _("You changed these settings in another window. Your choice is safe below; compare and choose.")
        raise Stale(words, _differences(before, wanted), user.row_version)
    for kind, way in wanted.items():
        if way is not before[kind]:  # what stood when the person had another role hinders no other choice
            _check(user, kind, way)
    for kind, way in wanted.items():
        _switch(user, kind, way)
    user.row_version += 1
    begins = any(way is Way.digest and before[kind] is not way for kind, way in wanted.items())
    is_needed = begins and not gets_digest(user)
    if is_needed:
        choose_digest(user, True)
    return is_needed


def _differences(before: Mapping[NoticeKind, Way], wanted: Mapping[NoticeKind, Way]) -> list[Difference]:
    return [
        Difference(f"kind_{kind.value}", kind.words, str(WAYS[before[kind]]), str(WAYS[way]))
        for kind, way in wanted.items()
        if before[kind] is not way
    ]


def _check(user: User, kind: NoticeKind, way: Way) -> None:
    if kind.is_fixed and way is not Way.at_once:
        raise Refused(_("%(kind)s: these letters are law or safety and cannot be switched off.", kind=kind.words))
    if way is Way.digest and not read_board(user):
        raise Refused(_("Only people for whom something waits here get the daily digest."))


def _switch(user: User, kind: NoticeKind, way: Way) -> None:
    """A row only for what is not as it always was."""
    row = session.get(NoticeSwitch, (user.id, kind))
    if row is not None and way is Way.at_once:
        session.delete(row)
    elif row is not None:
        row.way = way
    elif way is not Way.at_once:
        session.add(NoticeSwitch(user_id=user.id, kind=kind, way=way))


def stop_kind(link: StopLink, kind: NoticeKind, at: datetime) -> None:
    """By the link in a letter, without a sign-in: whoever did not press it learns of it."""
    person = link.person
    lock_row(person)
    _check(person, kind, Way.off)
    _switch(person, kind, Way.off)
    person.row_version += 1
    actions.tell(
        person,
        lambda: _("Letters were switched off: %(kind)s", kind=kind.words),
        _stopped_text,
        at,
        "/accounts/notices",
        kind=NoticeKind.account,
        because=Because.own,
    )


def _stopped_text() -> str:
    return _(
        "Somebody used the link at the end of one of these letters. Your inbox still shows what they would have said. "
        "If it was not you, switch them on again on the page of your account."
    )
