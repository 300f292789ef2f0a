"""Asking for an export, and letting go of the file a week later."""

from datetime import datetime

from campaign.accounts.models import User
from campaign.db import Side, session
from campaign.errors import NotAllowed, Refused
from campaign.exports.making import TABLES
from campaign.exports.models import Export, exports_of, too_old
from campaign.i18n import _
from campaign.jobs import actions as jobs
from campaign.jobs.models import Job
from campaign.permissions import export_side


def ask(by: User, at: datetime) -> Export:
    """Of the own side only; one at a time, because each reads everything."""
    if not export_side(by) or by.side is None:
        raise NotAllowed(_("Only administrators of a side take its data along."))
    last = session.scalars(exports_of(by.side)).first()
    running = session.get(Job, last.job_id) if last and last.job_id else None
    if running is not None and not running.state.has_ended:
        raise Refused(_("An export of your side is being made at this moment. Wait until it has ended."))
    export = Export(side=by.side, asked_by=by, asked_at=at)
    session.add(export)
    session.flush()
    export.job_id = jobs.ask("exports.make", {"export": export.id}, at=at, by=by, parts=TABLES).id
    return export


def note(side: Side, at: datetime) -> Export:
    """The operator takes a side's data along by a command: that stands on record like any other export."""
    export = Export(side=side, asked_at=at, made_at=at)
    session.add(export)
    return export


def forget(at: datetime) -> list[str]:
    """The files of exports that were kept long enough; each key is nobody's from now on."""
    keys = []
    for export in session.scalars(too_old(at)):
        keys.append(str(export.sha256))
        export.sha256, export.forgotten_at = None, at
    return keys
