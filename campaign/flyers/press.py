"""Makes the PDF of a sheet once and keeps it under the hash of the sheet; what does not fit is said, never cut."""

import hashlib
from collections.abc import Callable
from importlib.metadata import version as package_version
from pathlib import Path

from campaign.config import Config
from campaign.errors import Refused
from campaign.flyers.formats import Format
from campaign.i18n import _, number
from campaign.paper.check import check
from campaign.paper.errors import Finding, PaperError
from campaign.paper.fit import misfits
from campaign.paper.guides import Guide, guides
from campaign.paper.layouts import LAYOUTS, PICTURE
from campaign.paper.press import press as print_page
from campaign.paper.preview import preview
from campaign.paper.render import compile, pages
from campaign.paper.sheet import Sheet
from campaign.storage import files, store_of

Printer = Callable[..., bytes]  # HTML, pictures by their hash → PDF: a child for this page, or one that a batch keeps
RENDERER = f"weasyprint {package_version('weasyprint')}"
SHOP = ("rgb", "profile", "ink", "box", "cell", "sides", "size")  # findings of files beyond the page itself


class NotPrintable(Refused):
    """The sheet does not come out right on paper; the message says in which slot, which words and by how much."""


def press(sheet: Sheet, config: Config, form: Format, printer: Printer = print_page) -> bytes:
    """The PDF of a sheet. Same sheet, same bytes: so an old one may be served from the folder of made ones. Raises
    NotPrintable; FileNotFoundError or Damaged where the picture's bytes are not what was cleared."""
    try:
        html = compile(form.layout, sheet, form.size, form.look)
        kept = config.data / "made" / f"{_name(html, form.layout)}.pdf"
        if not kept.is_file():
            files.write(kept, _printed(html, sheet, form.layout, pictures_of(sheet, config), printer))
    except PaperError as error:
        raise NotPrintable(said(error.findings)) from error
    return kept.read_bytes()


def pictures_of(sheet: Sheet, config: Config) -> dict[str, bytes]:
    """Their bytes, checked by the store; the child that prints reaches no store."""
    found = [sheet["picture"], *(mark.get("picture") for mark in sheet["strip"])]
    return {picture["sha256"]: store_of(config).read(picture["sha256"]) for picture in found if picture}


def _printed(html: str, sheet: Sheet, layout: str, pictures: dict[str, bytes], printer: Printer) -> bytes:
    """The page, looked at once more before it may be handed out: fonts, tags, languages, helplines, footer."""
    pdf = printer(html, pictures=pictures)
    if not sheet["draft"] and (findings := check(pdf, sheet, layout)):
        raise PaperError("the finished page is not right", findings)
    return pdf


def findings(sheet: Sheet, form: Format) -> list[Finding]:
    """What does not fit in this layout, found without rendering: in milliseconds, so that many can be asked."""
    layout = LAYOUTS[form.layout]
    if len(sheet["points"]) > layout.most_points:
        return [Finding("points", words=str(len(sheet["points"])), needed=str(layout.most_points))]
    try:
        return misfits(pages(form.layout, sheet, form.size))
    except PaperError as error:
        return error.findings


def picture(pdf: bytes, cache: Path, width: int, page: int, form: Format, view: str = "print") -> bytes:
    """A WebP of a page of the very PDF, kept beside it; in the view `lines` with the guides of its format."""
    drawn = guides(form.layout, form.size, page) if view == "lines" else []
    marks = [str(page)] * bool(page) + [view] * (view != "print") + [_short_hash(drawn)] * bool(drawn)
    kept = cache / f"{'-'.join([hashlib.sha256(pdf).hexdigest(), str(width), *marks])}.webp"
    if not kept.is_file():
        files.write(kept, preview(pdf, page, width, drawn, is_grey=view == "grey"))
    return kept.read_bytes()


def _short_hash(drawn: list[Guide]) -> str:
    return hashlib.sha256(repr(drawn).encode()).hexdigest()[:8]


def _name(html: str, layout: str) -> str:
    return hashlib.sha256(f"{RENDERER} {LAYOUTS[layout].number} {html}".encode()).hexdigest()


def _broken() -> str:
    return _("The page could not be made. Nothing was changed; try again, and tell your administrator if it stays.")


def said(findings: list[Finding]) -> str:
    return " ".join(describe(finding) for finding in findings) or _broken()


def describe(finding: Finding) -> str:
    """One finding of the renderer as a sentence for the writer."""
    where = where_words(finding)
    if finding.kind in ("width", "height"):
        return _(
            "%(where)s does not fit: “%(words)s” is %(mm)s mm too long. Shorten it.",
            where=where,
            words=finding.words,
            mm=f"{finding.over_mm:.1f}",
        )
    if finding.kind == "length":
        return _(
            "%(where)s has %(found)s characters; on paper there is room for %(needed)s at most. Shorten it.",
            where=where,
            found=finding.words,
            needed=finding.needed,
        )
    if finding.kind == "words":
        return _(
            "%(where)s has %(found)s words; on paper there is room for %(needed)s at most. Shorten it.",
            where=where,
            found=finding.words,
            needed=finding.needed,
        )
    if finding.kind == "points":
        return _(
            "This layout has room for %(needed)s points; the text has %(found)s.",
            needed=finding.needed,
            found=finding.words,
        )
    if finding.kind == "partner":
        return _("In this layout there is no room for the partner beside the text. Choose another layout.")
    if finding.kind == "room":
        return _("The picture has %(mm)s mm too little room. Shorten the text.", mm=f"{finding.over_mm:.1f}")
    if finding.kind == "unreadable":
        return _("The picture cannot be read. Choose another one.")
    if finding.kind == "pixels":
        return _(
            "The picture has %(found)s pixels; on paper it needs at least %(needed)s (%(dpi)s dots per inch).",
            found=finding.words,
            needed=finding.needed,
            dpi=PICTURE.dpi,
        )
    if finding.kind in ("glyph", "character"):
        return _("%(where)s: the character “%(words)s” cannot be printed.", where=where, words=finding.words)
    if finding.kind in SHOP:
        return _of_shop(finding)
    if finding.kind == "page":
        return _("The text needs more than one page. Shorten it.")
    return f"{_broken()} ({finding.kind})"


def where_words(finding: Finding) -> str:
    """ "Point 2 · Spanish" """
    slot = slot_words(finding.slot)
    language = {"en-US": _("English"), "es-MX": _("Spanish")}.get(finding.language, "")
    return f"{slot} · {language}" if language else slot


def _of_shop(finding: Finding) -> str:
    """What stops a file for a print shop, a sheet of several, or a picture for a chat."""
    words: dict[str, Callable[[], str]] = {
        "rgb": lambda: _(
            "A picture on it is in the colours of a screen. A print shop needs it in the inks of its press: "
            "choose the profile of that press on the page of the sheet."
        ),
        "profile": lambda: _(
            "The profile is not one of a press in four inks. Choose another one, or ask the print shop for that of its"
            " press in CMYK."
        ),
        "ink": lambda: _(
            "In one place the inks add up to %(found)s %%; a press takes at most %(needed)s %%. This is a fault of"
            " ours: tell your administrator.",
            found=finding.words,
            needed=finding.needed,
        ),
        "box": lambda: _(
            "The marks of the file do not fit its paper (%(name)s). This is a fault of ours: tell your administrator.",
            name=finding.words,
        ),
        "cell": lambda: _(
            "A page measures %(found)s, and a piece of the sheet to cut has %(needed)s. This is a fault of ours: tell"
            " your administrator.",
            found=finding.words,
            needed=finding.needed,
        ),
        "sides": lambda: _("A back is missing: prepare the sheet again, and tell your administrator if it stays so."),
        "size": lambda: _(
            "The picture for a chat cannot be made light enough: it has %(found)s bytes and may have %(needed)s. Send"
            " the PDF instead.",
            found=number(int(finding.words)),
            needed=number(int(finding.needed)),
        ),
    }
    is_ours = finding.kind == "rgb" and finding.slot != "picture"  # a drawing or a gradient: no profile helps
    return f"{_broken()} (rgb)" if is_ours else words[finding.kind]()


def slot_words(slot: str) -> str:
    """ "point-2" in words."""
    name, _dash, number = slot.partition("-")
    words = {
        "headline": _("Headline"),
        "subline": _("Line under the headline"),
        "point": _("Point"),
        "helpline": _("Helpline"),
        "elsewhere": _("Numbers of the other country"),
        "strip": _("Names of the organizations"),
        "contact": _("Local contact"),
    }
    return f"{words.get(name, name)} {number}".strip()
