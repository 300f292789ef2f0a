"""New versions whose only difference are the names on the sheet; each country clears them, as one act if it likes."""

from collections.abc import Sequence
from datetime import datetime

from campaign.accounts.models import User
from campaign.config import Config
from campaign.db import Side, lock_row, session
from campaign.errors import NotAllowed, Refused
from campaign.flyers import actions as flyers
from campaign.flyers.marks.finding import renewable
from campaign.i18n import _
from campaign.jobs import actions as jobs
from campaign.jobs.models import Job
from campaign.materials.actions import touch
from campaign.materials.models import Material, Version
from campaign.permissions import renew_marks
from campaign.regions.models import Region


def ask(ids: Sequence[int], by: User, at: datetime) -> Job:
    """Ask for them, one part for each flyer; what cannot be sent does not stop the others."""
    if by.side is None or not renew_marks(by):
        raise NotAllowed(_("Planners of a side send its flyers with new names."))
    found = renewable(by.side, ids)
    if not found:
        raise Refused(_("Choose at least one flyer whose names have changed."))
    codes = [one.version.material.code for one in found]
    return jobs.ask("flyers.marks", {}, at=at, by=by, parts=codes)


def renew(material: Material, regions: dict[Side, Region], config: Config, by: User, at: datetime) -> Version:
    """Send what is in force with the names as they are now. A draft that is open says other things too: it is not sent
    behind its writers' backs."""
    lock_row(material)
    if material.has_draft:
        raise Refused(_("A draft of it is open. Send that one: it carries the new names."))
    if not renewable(material.side, [material.id]):
        raise Refused(_("Its names have not changed."))
    touch(material, by)
    session.flush()
    return flyers.submit(material, regions, config, by, at)
