"""What is said of an uploaded file: what is wrong with it, what to send instead, what was left out or guessed."""

from collections.abc import Callable
from typing import Any

from campaign.i18n import _, number
from campaign.intake.limits import CELL, COLUMNS, LONGEST_EDGE, MB, PDF_PAGES, ROWS, Purpose
from campaign.intake.scanner import Scan


def sentence(kind: str, purpose: Purpose, found: dict[str, Any]) -> str:
    return f"{_wrong(kind, found)} {_instead(kind, purpose)}"


def _wrong(kind: str, found: dict[str, Any]) -> str:
    """What is wrong with it."""
    words: dict[str, Callable[[], str]] = {
        "empty": lambda: _("This file is empty."),
        "large": lambda: _(
            "This file has %(found)s MB; at most %(most)s MB are taken.",
            found=number(round(found["size"] / MB, 1)),
            most=number(found["most"] // MB),
        ),
        "not_wanted": lambda: _("This is another kind of file than the one asked for here."),
        "damaged_picture": lambda: _("This picture is damaged or was not sent to its end."),
        "pixels": lambda: _(
            "This picture has %(found)s megapixels; at most %(most)s are taken.",
            found=number(round(found["pixels"] / MB)),
            most=number(found["most"] // MB),
        ),
        "damaged": lambda: _("This file is damaged or was not sent to its end."),
        "costly": lambda: _("Opening this file takes far more time or memory than a file of its kind should."),
        "bomb": lambda: _("This file unpacks to far more than a file of its kind should."),
        "entities": lambda: _("This file holds definitions that no office program writes."),
        "macros": lambda: _("This file holds macros, and no macro is taken."),
        "locked_workbook": lambda: _("This file is locked with a password."),
        "old_workbook": lambda: _("This is an office file of an older kind, or one that is locked with a password."),
        "locked_document": lambda: _("This PDF is locked with a password."),
        "active": lambda: _("This PDF holds a program, a form that sends, or another file."),
        "pages": lambda: _(
            "This PDF has %(found)s pages; 1 to %(most)s are taken.", found=number(found["pages"]), most=PDF_PAGES
        ),
        "rows": lambda: _(
            "This table has %(found)s rows; at most %(most)s are taken.",
            found=number(found["rows"]),
            most=number(ROWS),
        ),
        "columns": lambda: _(
            "This table has %(found)s columns; at most %(most)s are taken.",
            found=number(found["columns"]),
            most=COLUMNS,
        ),
        "cell": lambda: (
            _("In row %(row)s a cell has more than %(most)s characters.", row=found["row"], most=number(CELL))
            if found["row"]
            else _("A cell is endless: a quotation mark is opened and never closed.")
        ),
        "encoding": lambda: _("The letters of this text file cannot be read: it is neither UTF-8 nor Windows-1252."),
        "programs": lambda: _("This file holds a program, or a field that starts one."),
        "outside": lambda: _("This file fetches a part of itself from elsewhere when it is opened."),
        "two_in_one": lambda: _("Behind the end of this file something else begins."),
        "not_office": lambda: _("This archive is no DOCX, PPTX, XLSX or ODT file."),
        "acting_drawing": lambda: _("This drawing holds a script, a link, or a part that lies elsewhere."),
        "movement": lambda: _(
            "This animation has more than %(most)s pictures, too many of its size.", most=number(found["most"])
        ),
        "damaged_media": lambda: _("This recording is damaged or was not sent to its end."),
        "other_profile": lambda: _other_profile(found["found"]),
        "infected": lambda: _("The virus scanner found something in this file."),
        "missing": lambda: _("There is no such file, or it cannot be read."),
        "no_rows": lambda: _("This table has no rows below its headings."),
        "not_a_table": lambda: _("This is no table with headings and at least two columns."),
    }
    return words.get(kind, lambda: _("This kind of file is not taken here, whatever its name says."))()


def _other_profile(found: str) -> str:
    return _(
        "This colour profile is not one of a press in four inks: it says “%(found)s” and not “prtr CMYK”.", found=found
    )


def _instead(kind: str, purpose: Purpose) -> str:
    """What to send instead."""
    if purpose is Purpose.profile and kind != "infected":
        return _("Ask the print shop for the ICC profile of its press (.icc or .icm, in CMYK), and send that.")
    if purpose is Purpose.translation and kind != "infected":
        return _(
            "Send back the XLSX or DOCX file that was downloaded here, saved in the same format; no other format is"
            " read, XLIFF neither."
        )
    if kind == "pixels":
        return _("Send it smaller: %(pixels)s pixels on the longer side are enough.", pixels=number(LONGEST_EDGE))
    if kind in ("rows", "columns", "cell"):
        return _("Split the table into several files, or shorten it.")
    if kind in ("macros", "locked_workbook", "old_workbook", "programs", "outside", "not_office") or (
        kind == "entities" and purpose is not Purpose.table
    ):
        return _office(purpose)
    if kind in ("active", "locked_document", "pages"):
        return _("Print it to a new PDF, or scan the page, and send that.")
    if kind in ("encoding", "no_rows", "not_a_table", "entities"):
        return _(
            "Open it in your spreadsheet program, save it as XLSX with one heading for each column, and send that."
        )
    if kind == "infected":
        return _("Do not open it again; have that computer looked at, and send the file from another one.")
    return _anew(kind, purpose)


def _office(purpose: Purpose) -> str:
    if purpose is Purpose.table:
        return _("Save it as “Excel workbook (.xlsx)” without macros and without a password, and send that.")
    return _("Save it as PDF and send that, or as DOCX, PPTX, XLSX or ODT with nothing in it but text and pictures.")


def _anew(kind: str, purpose: Purpose) -> str:
    if kind == "acting_drawing":
        return _("Save the drawing as PNG and send that.")
    if kind == "movement":
        return _("Send it smaller or shorter, or as a video (MP4).")
    if kind == "damaged_media":
        return _("Save it anew as MP4 (video) or as MP3 or M4A (sound), and send that.")
    return {
        Purpose.logo: lambda: _("Send the logo as PNG or JPEG, saved anew from the program that made it."),
        Purpose.document: lambda: _("Send the document as PDF, PNG or JPEG, saved or scanned anew."),
        Purpose.table: lambda: _("Send the table as XLSX or CSV, saved anew from your spreadsheet program."),
        Purpose.material: lambda: _(
            "Send a picture (JPEG, PNG, WebP, AVIF, HEIC, TIFF, GIF, SVG), a document (PDF, DOCX, PPTX, XLSX, ODT, TXT,"
            " CSV), a video (MP4) or a sound (MP3, M4A), saved anew from the program that made it."
        ),
    }[purpose]()


def finding_words(kind: str, facts: dict[str, Any]) -> str:
    """What was left out or guessed of a file that is taken."""
    words: dict[str, Callable[[], str]] = {
        "behind_the_end": lambda: _("Something lay behind the end of the picture and was left out."),
        "animation": lambda: _("Of several pictures in the file the first one was kept."),
        "made_smaller": lambda: _(
            "It was made smaller: %(pixels)s pixels on the longer side.", pixels=number(LONGEST_EDGE)
        ),
        "location": lambda: _("It says where it was taken; the copy for use does not."),
        "print_colours": lambda: _("Its print colours (CMYK) have no profile; look at the colours of the copy."),
        "parts_left_out": lambda: _("Parts of the drawing were left out; look at the picture."),
        "fonts": lambda: _("It does not bring all its fonts along: other machines may print other letters."),
        "profile": lambda: _("Its colour profile could not be followed; look at the colours."),
        "formulas": lambda: _("Some cells hold formulas: their last results were read."),
        "more_sheets": lambda: _("Only the first sheet was read: %(name)s.", name=facts.get("sheet", "")),
        "guessed_encoding": lambda: _(
            "It does not say how its letters are written; Windows-1252 was guessed. Look at the accents."
        ),
    }
    return words[kind]()


def scan_words(scan: Scan) -> str:
    """What nobody looked through is never called clean."""
    return {
        Scan.not_scanned: lambda: _("Not scanned for viruses."),
        Scan.nothing_found: lambda: _("The virus scanner found nothing."),
        Scan.infected: lambda: _("The virus scanner found something in this file."),
    }[scan]()
