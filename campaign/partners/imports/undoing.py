"""Undoing an import: what it made goes, as long as nobody touched it and nothing hangs on it; the rest is named."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select

from campaign.accounts.models import User
from campaign.db import Base, Bilingual, lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _, both
from campaign.jobs.models import Job
from campaign.partners.imports.models import Import, ImportedRow, ImportKind, ImportState, Outcome, outcomes
from campaign.partners.models import Organization
from campaign.partners.places.models import Place
from campaign.people.models import Invitation, InvitationState
from campaign.permissions import change_import

MADE: dict[ImportKind, type[Base]] = {
    ImportKind.organizations: Organization,
    ImportKind.places: Place,
    ImportKind.people: Invitation,
}


def undo(one: Import, by: User, at: datetime) -> int:
    """Take back what this table made; how many rows had to stay. Each of those says why."""
    if not change_import(by, one):
        raise NotAllowed(_("Planners bring in the partners of their own side."))
    lock_row(one)
    if one.state is not ImportState.started:
        raise Overtaken(_("There is nothing to undo: this table was not brought in, or it was undone already."))
    job = session.get(Job, one.job_id) if one.job_id else None
    if job is not None and not job.state.has_ended:
        raise Refused(_("This is still being worked on. Stop the work first, or wait until it has ended."))
    rows = session.scalars(outcomes(one.id, Outcome.made)).all()
    made = _things(MADE[one.kind], rows)
    _take_back(one, rows, made, at)
    one.state, one.undone_at = ImportState.undone, at
    session.flush()
    return sum(row.outcome is Outcome.kept for row in rows)


def _things(kind: type[Base], rows: Iterable[ImportedRow]) -> dict[int, Any]:
    key = next(iter(inspect(kind).primary_key))
    found: list[Any] = list(session.scalars(select(kind).where(key.in_([row.made_id for row in rows]))))
    return {thing.id: thing for thing in found}


def _take_back(one: Import, rows: Iterable[ImportedRow], made: dict[int, Any], at: datetime) -> None:
    """An invitation is revoked and stays on record; anything else goes. Parts of an organization that goes too do not
    hold it back."""
    is_invitations = one.kind is ImportKind.people
    untouched = {
        row.made_id
        for row in rows
        if row.made_id in made and getattr(made[row.made_id], "row_version", 1) == row.made_version
    }
    needed = set() if is_invitations else _needed(MADE[one.kind], untouched)
    for row in rows:
        thing = made.get(row.made_id or 0)
        reason = _kept(thing, row.made_id in untouched, row.made_id in needed, at)
        if reason is not None:
            row.outcome, row.note = Outcome.kept, reason
        elif is_invitations:
            row.outcome, thing.revoked_at = Outcome.undone, at  # type: ignore[union-attr]
        else:
            session.delete(thing)
            row.outcome = Outcome.undone


def _kept(thing: Any, is_untouched: bool, is_needed: bool, at: datetime) -> Bilingual | None:
    """Why it stays."""
    if thing is None:
        return both(lambda: _("It is not there any more."))
    if isinstance(thing, Invitation) and thing.state(at) is InvitationState.used:
        return both(lambda: _("The person has joined already."))
    if isinstance(thing, Invitation) and thing.state(at) is InvitationState.revoked:
        return both(lambda: _("The invitation was revoked already."))
    if not is_untouched:
        return both(lambda: _("Somebody has changed it since."))
    return both(lambda: _("Something else hangs on it by now.")) if is_needed else None


def _needed(kind: type[Base], ids: set[Any]) -> set[int]:
    """Those to which a row of any table points that does not go with them. Whatever table is added later is asked too,
    because the foreign keys themselves are read."""
    own = kind.__table__
    found: set[int] = set()
    for table in Base.metadata.tables.values():
        columns = [key.parent for key in table.foreign_keys if key.column.table is own]
        for column in columns:
            query = select(column).where(column.in_(ids)).distinct()
            if table is own:
                query = query.where(own.c.id.not_in(ids))
            found |= set(session.scalars(query))
    return found
