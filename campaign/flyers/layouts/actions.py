"""Offering a flyer in layouts: a change of its working text, because a version freezes what it offers (law 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from campaign.accounts.models import User
from campaign.config import Config
from campaign.db import lock_row
from campaign.errors import Overtaken, Refused
from campaign.flyers.actions import draft_sheet
from campaign.flyers.formats import Format, layouts
from campaign.flyers.press import describe, findings
from campaign.i18n import _
from campaign.materials.actions import touch
from campaign.materials.models import Material
from campaign.paper.layouts import LAYOUTS, Layout
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
    return [_trial(layout, material, regions, config, at) for layout in LAYOUTS.values()]


def _trial(layout: Layout, material: Material, regions: Sequence[Region], config: Config, at: datetime) -> Trial:
    said: dict[str, None] = {}
    for size in layout.sizes:
        form = Format(layout.name, size.name)
        for region in regions:
            found = findings(draft_sheet(material, region, form, config, at), form)
            said.update(dict.fromkeys(describe(finding) for finding in found))
    return Trial(layout, Format(layout.name, layout.sizes[0].name), layout.name in material.layouts, list(said))


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
