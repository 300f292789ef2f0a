"""Layouts, papers and looks in words, those of the record; a paper is said with its millimetres."""

from campaign.audit.values import VALUES
from campaign.flyers.formats import Format
from campaign.i18n import _
from campaign.paper.guides import CARD_SAFE, OFFICE_SAFE, UNPRINTED, Kind, kinds_in
from campaign.paper.layouts import Size
from campaign.paper.overlay import COLOURS, PATTERNS


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


def legend(names: list[str]) -> list[tuple[str, str, str, str]]:
    """Of the lines over pictures of these layouts: kind, strokes and gaps, colour, and what it is in words."""
    return [(kind, " ".join(map(str, PATTERNS[kind])), COLOURS[kind], _guide_words(kind)) for kind in kinds_in(names)]


def _guide_words(kind: Kind) -> str:
    return {
        "cut": _("Unbroken line: the edge of the paper, where it is cut."),
        "safe": _(
            "Dashes: words stay inside, %(office)s mm from the edge, on cards %(card)s mm.",
            office=f"{OFFICE_SAFE:g}",
            card=f"{CARD_SAFE:g}",
        ),
        "white": _(
            "Dots and a tint: the outer %(mm)s mm. Most office printers and copiers leave it white.",
            mm=f"{UNPRINTED:g}",
        ),
        "fold": _("Dash and dot: it is folded here."),
    }[kind]


def view_words(view: str) -> str:
    """How the pictures of pages are looked at."""
    return {"print": _("As printed"), "lines": _("With lines"), "grey": _("In grey")}[view]
