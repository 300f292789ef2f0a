"""Whether a partner finds room on a sheet: some layouts never have any, others only beside a short text."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import cast

from campaign.errors import Refused
from campaign.flyers.formats import Format
from campaign.flyers.press import describe, findings
from campaign.flyers.strips import Strip
from campaign.i18n import _
from campaign.paper.errors import Finding
from campaign.paper.layouts import LAYOUTS
from campaign.paper.render import pages
from campaign.paper.sheet import Contact, Mark, Sheet

SHORTEST = Strip(Contact(name="A", lines=["A"]), Mark(mark="", name="A"), "")
"""What finds no room with this one finds none with any."""


def has_room(form: Format) -> bool:
    """Whether the layout has a slot for a local contact at all."""
    return any(slot.name == "contact" for slot in LAYOUTS[form.layout].slots)


def with_strip(sheet: Sheet, strip: Strip) -> Sheet:
    """The plain sheet with a partner on it; its address is the caller's matter."""
    return cast(Sheet, {**sheet, "contact": strip.contact, "strip": [*sheet["strip"], strip.mark]})


def forms_with_room(sheet: Sheet, forms: Iterable[Format]) -> list[Format]:
    """Those in which this plain sheet has room for a partner beside its text."""
    probe = json.dumps(with_strip(sheet, SHORTEST), sort_keys=True)
    return [form for form in forms if has_room(form) and _stands(probe, Format(form.layout, form.size))]


@lru_cache(256)
def _stands(sheet: str, form: Format) -> bool:
    """Kept: the page, its table and its button ask the same within a minute."""
    return not any(finding.kind == "partner" for finding in misfits(json.loads(sheet), form))


def misfits(sheet: Sheet, form: Format) -> list[Finding]:
    """What does not fit, and of a sheet with a partner whether that stands on it: a layout that leaves contact and
    strip out for want of room says nothing itself."""
    found = findings(sheet, form)
    if sheet["contact"] is None or any(finding.kind == "points" for finding in found):
        return found
    slots = {block.slot for page in pages(form.layout, sheet, form.size) for block in page.blocks}
    is_whole = "contact" in slots and f"strip-{len(sheet['strip'])}" in slots
    return found if is_whole else [Finding("partner", "contact")]


def check_room(sheet: Sheet, form: Format) -> None:
    """Refused where the partner does not stand whole on the sheet: what was cleared is not shortened for a long
    address."""
    found = misfits(sheet, form)
    if lacking := [finding for finding in found if finding.kind == "partner"]:
        raise Refused(describe(lacking[0]))
    if found:
        raise Refused(
            _(
                "The name and the address of this place are too long for this layout. Choose another layout, or "
                "shorten the address and the hours of the place."
            )
        )
