"""Change of side: the one side lets a person go, the other admits; in between the person is nobody's.

It never moves whoever decided for a country: the record names that person for that side for ever.
"""

from datetime import datetime

from sqlalchemy import Column, ForeignKeyConstraint, select

from campaign.accounts import actions as accounts
from campaign.accounts.models import Role, User
from campaign.accounts.notices import tell_side
from campaign.db import Base, lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _
from campaign.mail.kinds import NoticeKind
from campaign.partners.models import Organization
from campaign.people import letters, words
from campaign.people.actions import belongs
from campaign.people.models import DECIDING, Transfer
from campaign.people.rights import keep_an_administrator, lock_side, void_open
from campaign.permissions import admit_person, release_person, take_back_person


def release(person: User, by: User, at: datetime) -> Transfer:
    """Let a person go to the other country's side: every role, session and invitation ends now."""
    side = person.side
    if not release_person(by, person) or side is None:
        raise NotAllowed(_("Only administrators of the person's own side let a person go, and nobody lets go the own."))
    lock_side(side, person)
    if person.roles & DECIDING or is_bound(person):
        raise Refused(
            _(
                "%(name)s decided for this country, or could have; the record keeps that for ever, so this account "
                "stays on its side. Deactivate it; a new account needs another address.",
                name=person.name,
            )
        )
    if person.is_administrator:
        keep_an_administrator(person, side)
    accounts.end_all_sessions(person, at)
    void_open(person, at)
    person.role_rows, person.is_coordinator = [], False
    transfer = Transfer(user=person, from_side=side, to_side=side.opposite, released_by_id=by.id, released_at=at)
    session.add(transfer)
    person.side, person.is_live = None, False
    person.row_version += 1
    session.flush()
    letters.released(person, side.opposite, at)
    tell_side(
        side.opposite,
        lambda: words.released(person.name),
        lambda: words.released_text(person.name, side),
        f"/people/transfers/{transfer.id}",
        at,
        (Role.administrator,),
        kind=NoticeKind.people,
    )
    return transfer


def is_bound(person: User) -> bool:
    """Whether a row that may never change names this person together with the side: a clearance, a hold, a right given
    to somebody. Asked of every table whose key points to a person of a side.
    """
    keys = (key for table in Base.metadata.sorted_tables for key in table.foreign_key_constraints)
    columns = [column for key in keys if (column := _person_of_side(key)) is not None]
    return any(session.scalar(select(column).where(column == person.id).limit(1)) for column in columns)


def _person_of_side(key: ForeignKeyConstraint) -> Column[int] | None:
    """The column that holds the person, where a key points to a person together with the side."""
    named = {one.column.name: one.parent for one in key.elements if one.column.table is User.__table__}
    return named.get("id") if "side" in named else None


def admit(transfer: Transfer, organization: Organization, by: User, at: datetime) -> User:
    """Take the person in, without any role; roles are given on the person's page as to anybody."""
    if not admit_person(by, transfer):
        raise NotAllowed(_("Only administrators of the receiving side admit a person."))
    person = _lock_open(transfer)
    belongs(organization, transfer.to_side)
    transfer.admitted_at, transfer.admitted_by_id = at, by.id
    person.side, person.organization, person.is_live = transfer.to_side, organization, True
    person.row_version += 1
    letters.admitted(person, transfer.to_side, at)
    return person


def take_back(transfer: Transfer, by: User, at: datetime) -> User:
    """The side that let the person go has the person back, without any role, as long as nobody admitted."""
    if not take_back_person(by, transfer):
        raise NotAllowed(_("Only administrators of the side that let the person go take the person back."))
    person = _lock_open(transfer)
    transfer.taken_back_at = at
    person.side, person.is_live = transfer.from_side, True
    person.row_version += 1
    letters.admitted(person, transfer.from_side, at)
    return person


def _lock_open(transfer: Transfer) -> User:
    lock_row(transfer)
    if not transfer.is_open:
        raise Overtaken(_("This change of side has ended already; nothing was changed."))
    lock_row(transfer.user)
    return transfer.user
