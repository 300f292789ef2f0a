"""Layouts, papers and looks in words; a paper is said with its name on both sides of the border and its millimetres."""

from campaign.flyers.formats import Format
from campaign.i18n import _
from campaign.paper.layouts import Size


def layout_words(name: str) -> str:
    return {
        "letter-side-by-side": _("Side by side"),
        "letter-back-to-back": _("Back to back"),
        "letter-stacked": _("One above the other"),
        "letter-large-print": _("Large print"),
        "letter-trifold": _("Trifold"),
        "half-letter": _("Half letter"),
        "tabloid-poster": _("Poster"),
        "rack-card": _("Rack card"),
        "wallet-card": _("Wallet card"),
        "picture-card": _("Card of pictograms"),
    }[name]


def size_words(size: Size) -> str:
    """ "letter, 216 × 279 mm"; both countries' names are on their screens by gettext."""
    names = {
        "letter": _("letter"),
        "legal": _("US legal"),
        "oficio": _("Mexican oficio"),
        "half-letter": _("half letter"),
        "tabloid": _("tabloid"),
        "poster-18x24": _("18 × 24 in"),
        "poster-600x900": _("60 × 90 cm"),
        "rack-card": _("rack card"),
        "wallet-card": _("business card"),
    }
    return f"{names[size.name]}, {size.width_mm:.0f} × {size.height_mm:.0f} mm"


def look_words(look: str) -> str:
    return {"colour": _("In colour"), "ink": _("In one black, with little ink")}[look]


def format_words(form: Format) -> str:
    """ "Trifold · letter, 279 × 216 mm", and the look where it is not the usual one."""
    parts = [layout_words(form.layout), size_words(form.paper)]
    return " · ".join(parts + [look_words(form.look)] * (form.look != "colour"))
