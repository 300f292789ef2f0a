"""Offering a flyer in layouts: a change of its working text, because a version freezes what it offers (law 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from campaign.accounts.models import User
from campaign.config import Config
from campaign.db import lock_row
from campaign.errors import Overtaken, Refused
from campaign.flyers.actions import draft_sheet
from campaign.flyers.formats import Format, layouts, of_draft
from campaign.flyers.press import describe, findings
from campaign.i18n import _
from campaign.materials.actions import touch
from campaign.materials.models import Material
from campaign.paper.layouts import LAYOUTS, Layout
from campaign.paper.sheet import Sheet
from campaign.regions.models import Region


@dataclass(frozen=True)
class Trial:
    """The working text in one layout; `faults` are sentences, none when it fits on every paper in both countries."""

    layout: Layout
    form: Format
    is_offered: bool
    faults: list[str]


def trials(material: Material, regions: Sequence[Region], config: Config, at: datetime) -> list[Trial]:
    """Every layout, in milliseconds: nothing is rendered."""
    sheets = [draft_sheet(material, region, of_draft(material), config, at) for region in regions]
    return [_trial(layout, material, sheets) for layout in LAYOUTS.values()]


def _trial(layout: Layout, material: Material, sheets: list[Sheet]) -> Trial:
    forms = [Format(layout.name, size.name) for size in layout.sizes]
    found = [describe(finding) for form in forms for sheet in sheets for finding in findings(sheet, form)]
    return Trial(layout, forms[0], layout.name in material.layouts, list(dict.fromkeys(found)))


def offer(material: Material, names: Sequence[str], opened: int, by: User) -> None:
    """At least one; the same again is no change. Refused when somebody else changed the flyer meanwhile."""
    lock_row(material)
    wanted = [layout.name for layout in layouts(names)]
    if not wanted:
        raise Refused(_("Choose at least one layout."))
    if opened != material.row_version:
        raise Overtaken(_("Someone else changed this flyer meanwhile. Look at it once more and choose again."))
    if wanted != [layout.name for layout in layouts(material.layouts)]:
        material.layouts = wanted
        touch(material, by)
