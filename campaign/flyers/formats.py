"""A format: in which layout, on which paper and in which look a flyer is printed.

Which layouts a version offers is frozen with its text (law 3): a country clears what it has seen laid out. Paper and
look are print staff's choice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from campaign.errors import Refused
from campaign.i18n import _
from campaign.materials.models import Material, Version
from campaign.paper.layouts import LAYOUTS, LOOKS, Layout, Size


@dataclass(frozen=True)
class Format:
    layout: str
    size: str
    look: str = "colour"

    @property
    def key(self) -> str:
        """ "letter-trifold.letter.ink", as forms, addresses and parts of a batch write it."""
        return f"{self.layout}.{self.size}.{self.look}"

    @property
    def label(self) -> str:
        """In a manifest: the layout alone where paper and look are the usual ones."""
        return self.layout if self == usual([self.layout]) else self.key

    @property
    def paper(self) -> Size:
        return LAYOUTS[self.layout].size(self.size)


def usual(names: Iterable[str]) -> Format:
    """The first offered layout on its first paper, in colour: what pictures show and what is prepared unasked."""
    layout = layouts(names)[0]
    return Format(layout.name, layout.sizes[0].name)


def layouts(names: Iterable[str]) -> list[Layout]:
    """In the order in which layouts are always shown."""
    wanted = set(names)
    return [layout for layout in LAYOUTS.values() if layout.name in wanted]


def offered(version: Version) -> list[str]:
    """The layouts with which it was cleared; one whose geometry was changed since needs a new clearance (law 3)."""
    frozen = cleared(version)
    return [layout.name for layout in layouts(frozen) if layout.number == frozen[layout.name]]


def cleared(version: Version) -> dict[str, int]:
    """The layouts that were frozen with it, each with its number of then."""
    found: dict[str, int] = json.loads(version.content)["layouts"]
    return found


def other_formats(version: Version) -> list[Format]:
    """What a version is offered in beside the layout that its pictures show, each on its first paper."""
    return [Format(layout.name, layout.sizes[0].name) for layout in layouts(offered(version))[1:]]


def pages_in(form: Format) -> int:
    return LAYOUTS[form.layout].pages


def papers(names: Iterable[str]) -> list[Format]:
    """Every offered layout on each of its sizes, in colour."""
    return [Format(layout.name, size.name) for layout in layouts(names) for size in layout.sizes]


def layouts_of(forms: Iterable[Format], but: Iterable[Format] = ()) -> list[str]:
    """Their layouts, each once, without those of others."""
    others = {form.layout for form in but}
    return list(dict.fromkeys(form.layout for form in forms if form.layout not in others))


def format_of(key: str) -> Format | None:
    """None for what is no format of ours."""
    found = Format(*parts) if len(parts := key.split(".")) == 3 else None
    known = LAYOUTS.get(found.layout) if found else None
    is_known = known and found and found.look in LOOKS and found.size in [size.name for size in known.sizes]
    return found if is_known else None


def chosen(key: str, names: Iterable[str]) -> Format:
    """What was asked for, or without a word the usual one. Refused when it is not offered."""
    names = list(names)
    if not names:
        raise Refused(_("Its layouts have changed since it was cleared; a new version must be cleared first."))
    found = format_of(key) if key else usual(names)
    if found is None or found.layout not in names:
        raise Refused(_("This flyer is not offered in that layout. Choose one from the list."))
    return found


def of_draft(material: Material, key: str = "") -> Format:
    """Of the working text: any layout may be looked at, offered or not."""
    return (format_of(key) if key else None) or usual(material.layouts)


def part_key(region: str, form: Format | None, place_id: int | None = None) -> str:
    """A part of a batch: one region in one format, or without a word in the usual one; with the number of the place
    whose partner stands on it."""
    if place_id is not None:
        return f"{region} {form.key if form else '-'} {place_id}"
    return f"{region} {form.key}" if form else region


def of_part(key: str, material: Material) -> tuple[str, Format, int | None]:
    """Region, format and place of a part."""
    region, form = [*key.split(" "), ""][:2]
    return region, format_of(form) or usual(material.layouts), place_of_part(key)


def place_of_part(key: str) -> int | None:
    """The number of the place, where the part names one."""
    parts = key.split(" ")
    is_number = len(parts) == 3 and parts[2].isascii() and parts[2].isdecimal() and len(parts[2]) < 10
    return int(parts[2]) if is_number else None
