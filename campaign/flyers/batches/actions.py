"""Asking for exactly the sheets of a table that can be printed."""

from collections.abc import Sequence
from datetime import datetime

from campaign.accounts.models import User
from campaign.errors import Refused
from campaign.flyers.batches.spots import Spot
from campaign.flyers.batches.table import TO_PRINT, Row
from campaign.flyers.formats import Format, usual
from campaign.flyers.room import has_room
from campaign.i18n import _
from campaign.jobs import actions as jobs
from campaign.jobs.models import Job
from campaign.materials.models import Material


def parts_of(rows: Sequence[Row]) -> list[str]:
    """What is ready goes along: it is not drawn a second time, and the archive is whole."""
    return [row.spot.part(cell.form) for row in rows for cell in row.there if cell.state in TO_PRINT]


def all_parts(spots: Sequence[Spot], forms: Sequence[Format], material: Material) -> list[str]:
    """Each in each format, fitting or not; a partner only where the layout has a place for it. No formats: the usual
    one."""
    return [
        spot.part(form)
        for spot in spots
        for form in (forms or (None,))
        if spot.place is None or has_room(form or usual(material.layouts))
    ]


def ask_what_fits(material: Material, parts: Sequence[str], by: User, at: datetime) -> Job:
    """A batch of those parts; what cannot be printed is not even asked for. What is no longer so when the worker comes
    to it fails there, with its reason."""
    if not parts:
        raise Refused(_("Nothing in this choice can be printed now. The table says why."))
    return jobs.ask("flyers.batch", {"material": material.id}, at=at, by=by, parts=parts)
