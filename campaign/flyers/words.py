"""Layouts, papers and looks in words, those of the record; a paper is said with its millimetres."""

from campaign.audit.values import VALUES
from campaign.flyers.formats import Format
from campaign.paper.layouts import Size


def layout_words(name: str) -> str:
    return str(VALUES["layout"][name])


def size_words(size: Size) -> str:
    """ "letter, 216 × 279 mm" """
    return f"{VALUES['editions.size'][size.name]}, {size.width_mm:.0f} × {size.height_mm:.0f} mm"


def look_words(look: str) -> str:
    return str(VALUES["look"][look])


def format_words(form: Format) -> str:
    """ "Trifold · letter, 279 × 216 mm", and the look where it is not the usual one."""
    parts = [layout_words(form.layout), size_words(form.paper)]
    return " · ".join(parts + [look_words(form.look)] * (form.look != "colour"))
