"""Sentences on what was found in a PDF, and what to do about each."""

from collections.abc import Callable
from typing import Any

from campaign.i18n import _, number

SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "no_measure": lambda one: _("The size of a page cannot be read."),
    "fonts": lambda one: (
        _("Fonts that are not in the file: %(names)s.", names=", ".join(one["names"]))
        if one
        else _("All its fonts are in the file.")
    ),
    "few_pixels": lambda one: _("A picture is too coarse at its printed size: %(dpi)s dpi.", dpi=number(one["amount"])),
    "low_pixels": lambda one: _(
        "A picture is somewhat coarse at its printed size: %(dpi)s dpi.", dpi=number(one["amount"])
    ),
    "words_outside": lambda one: _("Words stand in the outer 5 mm, which office printers cut."),
    "outside": lambda one: _("Something reaches into the outer 5 mm, which office printers leave white."),
    "unread": lambda one: _("A page could not be looked at."),
    "too_much": lambda one: _("A page uses so many things that not all of them were looked at."),
    "rgb": lambda one: _("It has colours of screens (RGB)."),
    "lab": lambda one: _("It has colours that few programs for print know (Lab)."),
    "spot": lambda one: _("It has special inks: %(names)s.", names=", ".join(one["names"])),
    "transparency": lambda one: _("Some parts are see-through.") if one else _("Nothing in it is see-through."),
    "no_tags": lambda one: _("It has no tags: a screen reader cannot tell a heading from a list."),
    "no_language": lambda one: _("It does not say in which language it is."),
    "no_title": lambda one: _("It has no title of its own."),
    "no_trim": lambda one: _("Colour runs to the edge, and the file does not say where it is cut (TrimBox)."),
    "no_bleed": lambda one: _("Colour runs to the edge, and there is no bleed of 3 mm around it."),
    "bleed": lambda one: _("It says where it is cut and has bleed around it."),
    "bleed_needless": lambda one: _("It has no bleed and needs none: nothing runs to the edge."),
    "pixels": lambda one: _("No picture is too coarse at its printed size."),
    "margin": lambda one: _("Nothing stands in the outer 5 mm, which office printers cut."),
    "tags": lambda one: _("It has tags for screen readers."),
    "language": lambda one: _("It says in which language it is."),
    "title": lambda one: _("It has a title."),
}
REMEDIES: dict[str, Callable[[], str]] = {
    "no_measure": lambda: _("Export the PDF again from the program that made it."),
    "fonts": lambda: _(
        "Export it again with all fonts embedded (in an office program: as PDF/A); else another printer puts other"
        " letters in their place."
    ),
    "few_pixels": lambda: _("Put in the picture with more pixels, or print it smaller: below 150 dpi it is blurred."),
    "low_pixels": lambda: _("Look at a printed copy. With 200 dpi or more it is sharp."),
    "words_outside": lambda: _("Move the words 6 mm away from the edge, or print it with “fit to page”."),
    "outside": lambda: _("Accept a white rim, print it with “fit to page”, or have a print shop print and cut it."),
    "unread": lambda: _("Look at a printed copy of it, or export the PDF again."),
    "too_much": lambda: _("Look at a printed copy before many are printed."),
    "rgb": lambda: _("An office printer takes them. For a print shop, export it in CMYK and ask for a proof."),
    "lab": lambda: _("Export it in CMYK, and ask for a proof."),
    "spot": lambda: _(
        "Each is a plate of its own and costs more: make them CMYK unless the print shop agreed to them."
    ),
    "transparency": lambda: _("Old printers show boxes there. If a proof has them, export it as PDF/X-1a."),
    "no_tags": lambda: _("Export it as a tagged (accessible) PDF. Paper needs none; who reads it on a screen does."),
    "no_language": lambda: _("Set the language in the program that made it, and export it again."),
    "no_title": lambda: _("Write a title in the properties of the document, and export it again."),
    "no_trim": lambda: _("For a print shop, export it with 3.2 mm (1/8 in) of bleed and its TrimBox."),
    "no_bleed": lambda: _("For a print shop, export it again with 3.2 mm (1/8 in) of bleed."),
    "size": lambda: _("Set it anew on a usual size, or print it scaled onto the next larger one."),
    "sizes": lambda: _("Split the file by size: a printer takes one paper at a time."),
}
