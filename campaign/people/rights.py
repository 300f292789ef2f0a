"""Giving and taking rights within one side; nobody changes the own, and no one person makes or unmakes a signatory.

Whatever is done here acts on the person's next request: rules read the roles anew each time.
"""

from datetime import datetime

from campaign.accounts import actions as accounts
from campaign.accounts.models import Role, User, UserRole
from campaign.accounts.notices import OFFICIALS, tell_side
from campaign.db import Side, lock_row, session
from campaign.errors import Difference, NotAllowed, Overtaken, Refused, Stale
from campaign.i18n import _
from campaign.mail.kinds import NoticeKind
from campaign.people import letters, words
from campaign.people.actions import BY_ADMINISTRATORS, compatible
from campaign.people.directory import living
from campaign.people.models import (
    DECIDING,
    VALID,
    Decider,
    RequestState,
    RoleRequest,
    open_invitations_by,
    open_request,
    open_requests_around,
)
from campaign.permissions import (
    change_rights,
    confirm_role_request,
    deactivate_person,
    decline_role_request,
)


def set_roles(person: User, roles: frozenset[Role], is_coordinator: bool, opened: int, by: User, at: datetime) -> None:
    """All the roles a person has from now on, but for the signatory's, which stays as it is."""
    side = _side_of(person, change_rights(by, person))
    lock_side(side, person)
    if opened != person.row_version:
        theirs, yours = words.role_list(person.roles), words.role_list(roles | (person.roles & {Role.signatory}))
        raise Stale(
            _("Someone else changed this text. Yours is safe below; compare and choose."),
            [Difference("roles", _("Roles"), theirs, yours)],
            person.row_version,
        )
    if not roles <= BY_ADMINISTRATORS:
        raise NotAllowed(_("The role of signatory is given and taken by two people."))
    wanted = roles | (person.roles & {Role.signatory})
    compatible(wanted)
    _may_decide(person, wanted)
    if Role.administrator in person.roles - wanted:
        keep_an_administrator(person, side)
    lost = person.roles - wanted
    _give(person, wanted)
    person.is_coordinator = is_coordinator and Role.partner in wanted
    if lost:
        void_open(person, at)
    letters.rights_changed(person, wanted, by, at)


def _side_of(person: User, is_allowed: bool) -> Side:
    if not is_allowed or person.side is None:
        raise NotAllowed(_("Only administrators of the person's own side change this, and nobody the own rights."))
    return person.side


def lock_side(side: Side, person: User) -> None:
    """One change of rights of a side after the other: what is counted here stays true until the commit."""
    session.scalars(living(side, Role.administrator).with_for_update(of=User, key_share=True)).all()
    lock_row(person)


def keep_an_administrator(person: User, side: Side) -> None:
    """A side without an administrator could let nobody in any more."""
    if all(one.id == person.id for one in session.scalars(living(side, Role.administrator))):
        raise Refused(_("%(name)s is the last administrator of this side. Make a second one first.", name=person.name))


def _may_decide(person: User, roles: frozenset[Role]) -> None:
    """Nobody ever decides for both countries."""
    decider = session.get(Decider, person.id)
    if roles & DECIDING and decider is not None and decider.side is not person.side:
        raise Refused(_("%(name)s once decided for the other country, and so never for this one.", name=person.name))


def _give(person: User, roles: frozenset[Role]) -> None:
    """Whoever loses a deciding role is remembered as one who had it."""
    if person.side is not None and (person.roles - roles) & DECIDING and session.get(Decider, person.id) is None:
        session.add(Decider(user_id=person.id, side=person.side))
    kept = [row for row in person.role_rows if row.role in roles]
    person.role_rows = kept + [UserRole(role=role) for role in Role if role in roles - person.roles]
    person.row_version += 1
    session.flush()


def void_open(person: User, at: datetime) -> None:
    """What this person offered to others, and what was asked by or about this person, is worth nothing any more."""
    for invitation in session.scalars(open_invitations_by(person.id)):
        invitation.revoked_at = at
    for asked in session.scalars(open_requests_around(person.id)):
        asked.state, asked.decided_at = RequestState.void, at


# The role of signatory: one asks, a second confirms


def ask(person: User, by: User, at: datetime) -> RoleRequest:
    """Ask a second person to give the role of signatory, or to take it from who has it; within 7 days."""
    side = _side_of(person, change_rights(by, person))
    lock_row(person)
    is_given = not person.is_signatory
    if is_given:
        _may_sign(person)
    for older in session.scalars(open_request(person.id)):
        if older.is_open(at):
            raise Overtaken(_("This was asked already; a second person of your side has to confirm it."))
        older.state = RequestState.void
    session.flush()
    asked = RoleRequest(
        user=person,
        side=side,
        is_given=is_given,
        asked_by_id=by.id,
        asked_at=at,
        expires_at=at + VALID,
    )
    session.add(asked)
    session.flush()
    tell_side(
        side,
        lambda: words.asked(is_given, person.name),
        lambda: words.asked_text(is_given, person.name, by.name),
        f"/people/requests/{asked.id}",
        at,
        (Role.administrator, Role.signatory),
        kind=NoticeKind.people,
    )
    return asked


def _may_sign(person: User) -> None:
    if not person.is_live:
        raise Refused(_("The account of %(name)s is deactivated.", name=person.name))
    compatible(person.roles | {Role.signatory})
    _may_decide(person, frozenset({Role.signatory}))


def confirm(asked: RoleRequest, by: User, at: datetime) -> None:
    """The second person's yes: it acts at once, and the other side is told in the same transaction."""
    if not confirm_role_request(by, asked):
        raise NotAllowed(_("A second person of that side confirms it: neither who asked nor who gets the role."))
    _lock_open(asked, at)
    person, side = asked.user, asked.side
    lock_row(person)
    if not change_rights(asked.asked_by, person):
        raise Refused(_("Who asked for it may not do so any more. Let another administrator ask."))
    if asked.is_given:
        _may_sign(person)
    wanted = person.roles | {Role.signatory} if asked.is_given else person.roles - {Role.signatory}
    _give(person, wanted)
    asked.state, asked.decided_by_id, asked.decided_at = RequestState.confirmed, by.id, at
    letters.rights_changed(person, wanted, by, at)
    tell_of_signatory(person, side, asked.is_given, at)


def tell_of_signatory(person: User, side: Side, is_given: bool, at: datetime) -> None:
    """The other side always knows who decides for this one, and learns nothing else of its people."""
    tell_side(
        side.opposite,
        lambda: words.signatory_changed(is_given, person.name, side),
        lambda: words.signatory_changed_text(is_given, person.name, person.post, side),
        "/",
        at,
        (Role.administrator, *OFFICIALS),
        kind=NoticeKind.account,
    )


def tell_of_first(person: User, side: Side, role: Role, at: datetime) -> None:
    """The operator made the first of a side; the other side hears of it and knows whom to ask if it should not be."""
    tell_side(
        side.opposite,
        lambda: words.first(role, person.name, side),
        words.first_text,
        "/",
        at,
        (Role.administrator, *OFFICIALS),
        kind=NoticeKind.account,
    )


def decline(asked: RoleRequest, by: User, at: datetime) -> None:
    """A no, or who asked takes it back; nothing changes."""
    if not decline_role_request(by, asked):
        raise NotAllowed(_("Administrators and signatories of that side decide on it, and nobody on the own role."))
    _lock_open(asked, at)
    asked.decided_by_id, asked.decided_at = by.id, at
    asked.state = RequestState.void if by.id == asked.asked_by_id else RequestState.declined


def _lock_open(asked: RoleRequest, at: datetime) -> None:
    lock_row(asked)
    if asked.state is not RequestState.open:
        raise Overtaken(_("This request was decided already; nothing was changed."))
    if not asked.is_open(at):
        raise Refused(_("This request is older than 7 days. Let an administrator ask anew."))


# Leaving a post


def deactivate(person: User, by: User, at: datetime) -> None:
    """From the next request on this person is nobody here; open work stays in its lists, clearances stand."""
    if not deactivate_person(by, person) or person.side is None:
        raise NotAllowed(_("Only administrators of the person's own side, or the own coordinator, do this."))
    lock_side(person.side, person)
    if not person.is_live:
        raise Overtaken(_("This account is deactivated already."))
    if person.is_administrator:
        keep_an_administrator(person, person.side)
    person.is_live = False
    person.row_version += 1
    accounts.end_all_sessions(person, at)
    void_open(person, at)
    letters.deactivated(person, by, at)
    if person.is_signatory:
        tell_of_signatory(person, person.side, False, at)


def reactivate(person: User, by: User, at: datetime) -> None:
    """The account as it was, with its roles; sessions and invitations stay ended."""
    if not deactivate_person(by, person) or person.side is None:
        raise NotAllowed(_("Only administrators of the person's own side, or the own coordinator, do this."))
    lock_row(person)
    if person.is_live:
        raise Overtaken(_("This account is active already."))
    person.is_live = True
    person.row_version += 1
    letters.reactivated(person, by, at)
    if person.is_signatory:
        tell_of_signatory(person, person.side, True, at)
