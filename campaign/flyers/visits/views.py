"""How often the sheets of the own country are read, as a table."""

from collections.abc import Iterator
from typing import Any

from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.db import session
from campaign.flyers.blueprint import flyers
from campaign.flyers.visits.models import sheets_of
from campaign.flyers.visits.reading import since
from campaign.flyers.words import format_words
from campaign.i18n import _, current
from campaign.permissions import read_visits
from campaign.web import me, order, table


@flyers.get("/visits.csv", allow=read_visits)
def visits() -> Response:
    """One line for each sheet of the own country, read or not."""
    header = (
        _("Code on the sheet"),
        _("Flyer"),
        _("Title"),
        _("Version"),
        _("Region"),
        _("Name of the region"),
        _("Layout and paper"),
        _("Prepared on"),
        _("By its code"),
        _("Typed"),
        _("In the last 30 days"),
    )
    return table("visits.csv", header, _lines())


def _lines() -> Iterator[tuple[Any, ...]]:
    for edition, *figures in session.execute(sheets_of(order(me())[0], since(now().date()))).unique():
        material = edition.version.material
        yield (
            edition.code,
            material.code,
            material.title.of(current()) or material.title.twin(current()),
            edition.version.n,
            edition.region_key,
            edition.region.full_name,
            format_words(edition.format),
            edition.made_at.date().isoformat(),
            *(int(figure) for figure in figures),
        )
