"""Whether a text fits for many regions, without laying it out for each: between the regions of one country only names
differ, so what fits with the longest of them fits with all."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import cast

from campaign.flyers.formats import Format
from campaign.flyers.press import findings
from campaign.paper.errors import Finding
from campaign.paper.sheet import Sheet
from campaign.paper.typeset import TEXT, width_mm

CODE = 8  # characters of a sheet's code at the end of its address
Found = dict[str, tuple[Finding, ...]]


def misfits(sheets: Sequence[Sheet], form: Format) -> Found:
    """What does not fit, for each region's key; the sheets are one text in one country. One layout for those with a
    twin city and one for those without; more only where a text fits with some names and not with others."""
    widest = sorted(sheets, key=lambda sheet: sum(map(_width, _names(sheet))))
    groups = [[sheet for sheet in widest if bool(sheet["places"]["far"]) is has_twin] for has_twin in (False, True)]
    return _of(groups[0], form) | _of(groups[1], form)


def _of(sheets: Sequence[Sheet], form: Format) -> Found:
    """Said of all at once where the narrowest names and the widest have their faults in the same slots."""
    if not sheets:
        return {}
    worst = _found(_extreme(sheets, widest=True), form)
    if len(sheets) == 1 or _slots(worst) == _slots(_found(_extreme(sheets, widest=False), form) if worst else ()):
        return dict.fromkeys((sheet["territory"]["key"] for sheet in sheets), worst)
    half = len(sheets) // 2
    return _of(sheets[:half], form) | _of(sheets[half:], form)


def _names(sheet: Sheet) -> tuple[str, str, str]:
    return sheet["places"]["near"], sheet["places"]["far"], sheet["territory"]["name"]


def _extreme(sheets: Sequence[Sheet], widest: bool) -> Sheet:
    """One sheet with the widest of all names, or the narrowest, and letters of that width as its code."""
    choose = max if widest else min
    near, far, name = (choose(names, key=_width) for names in zip(*map(_names, sheets), strict=True))
    territory = {"key": sheets[0]["territory"]["key"], "name": name}
    address = sheets[0]["address"][:-CODE] + ("W" if widest else "1") * CODE
    return cast(Sheet, {**sheets[0], "places": {"near": near, "far": far}, "territory": territory, "address": address})


def _width(text: str) -> float:
    return width_mm(text, TEXT, 10)


def _slots(found: Iterable[Finding]) -> set[tuple[str, str, str]]:
    return {(finding.kind, finding.slot, finding.language) for finding in found}


def _found(sheet: Sheet, form: Format) -> tuple[Finding, ...]:
    return _measured(json.dumps(sheet, sort_keys=True), Format(form.layout, form.size))


@lru_cache(256)
def _measured(sheet: str, form: Format) -> tuple[Finding, ...]:
    """Kept: the page, its table and its button ask the same within a minute."""
    return tuple(findings(json.loads(sheet), form))
