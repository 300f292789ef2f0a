"""Whether a text fits for many regions, without laying it out for each: between the regions of one country only names
differ, with partners their names and addresses too, so what fits with the longest of them fits with all."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar, cast

from campaign.flyers.formats import Format
from campaign.flyers.room import misfits as of_sheet
from campaign.paper.errors import Finding
from campaign.paper.sheet import Sheet
from campaign.paper.typeset import TEXT, width_mm

CODE = 8  # characters of a sheet's code at the end of its address
K = TypeVar("K")
Findings = tuple[Finding, ...]


def misfits(sheets: Mapping[K, Sheet], form: Format) -> dict[K, Findings]:
    """What does not fit, under the key of each; the sheets are one text in one country. One layout for those with a
    twin city and one for those without, and again for those with a partner by the lines of its address; more only where
    a text fits with some names and not with others."""
    widest = sorted(sheets.items(), key=lambda one: sum(map(_width, _names(one[1]))))
    groups: dict[tuple[bool, int], list[tuple[K, Sheet]]] = {}
    for key, sheet in widest:
        groups.setdefault((bool(sheet["places"]["far"]), len(_partner(sheet))), []).append((key, sheet))
    return {key: found for group in groups.values() for key, found in _of(group, form)}


def _of(sheets: Sequence[tuple[K, Sheet]], form: Format) -> Iterator[tuple[K, Findings]]:
    """Said of all at once where the narrowest names and the widest have their faults in the same slots."""
    bare = [sheet for _key, sheet in sheets]
    worst = _found(_extreme(bare, widest=True), form)
    if len(bare) == 1 or _slots(worst) == _slots(_found(_extreme(bare, widest=False), form) if worst else ()):
        yield from ((key, worst) for key, _sheet in sheets)
        return
    half = len(sheets) // 2
    yield from _of(sheets[:half], form)
    yield from _of(sheets[half:], form)


def _names(sheet: Sheet) -> tuple[str, ...]:
    return sheet["places"]["near"], sheet["places"]["far"], sheet["territory"]["name"], *_partner(sheet)


def _partner(sheet: Sheet) -> tuple[str, ...]:
    """The name on the strip, that of the place, and its lines; nothing on a plain sheet."""
    contact = sheet["contact"]
    return (sheet["strip"][-1]["name"], contact["name"], *contact["lines"]) if contact else ()


def _extreme(sheets: Sequence[Sheet], widest: bool) -> Sheet:
    """One sheet with the widest of all names, or the narrowest, and letters of that width as its code."""
    choose, first = max if widest else min, sheets[0]
    near, far, name, *partner = (choose(names, key=_width) for names in zip(*map(_names, sheets), strict=True))
    made = {
        **first,
        "places": {"near": near, "far": far},
        "territory": {"key": first["territory"]["key"], "name": name},
        "address": first["address"][:-CODE] + ("W" if widest else "1") * CODE,
    }
    if partner:
        made["strip"] = [*first["strip"][:-1], {**first["strip"][-1], "name": partner[0]}]
        made["contact"] = {"name": partner[1], "lines": partner[2:]}
    return cast(Sheet, made)


def _width(text: str) -> float:
    return width_mm(text, TEXT, 10)


def _slots(found: Iterable[Finding]) -> set[tuple[str, str, str]]:
    return {(finding.kind, finding.slot, finding.language) for finding in found}


def _found(sheet: Sheet, form: Format) -> Findings:
    return _measured(json.dumps(sheet, sort_keys=True), Format(form.layout, form.size))


@lru_cache(256)
def _measured(sheet: str, form: Format) -> Findings:
    """Kept: the page, its table and its button ask the same within a minute."""
    return tuple(of_sheet(json.loads(sheet), form))
