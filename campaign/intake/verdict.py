"""The verdict over an uploaded file, in both languages: what is wrong with it and what to send instead."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from campaign.db import Bilingual
from campaign.i18n import _, both, number
from campaign.intake.limits import CELL, COLUMNS, LONGEST_EDGE, MB, PDF_PAGES, PIXELS, ROWS, Purpose

NOTHING = Bilingual("", "")


@dataclass(frozen=True)
class Verdict:
    """`kind` is '' for what is taken; `facts` are its size, pages, columns …, as the child found them."""

    type: str
    kind: str = ""
    reason: Bilingual = NOTHING
    findings: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_accepted(self) -> bool:
        return not self.kind

    @property
    def remarks(self) -> list[str]:
        """What was left out or guessed, in the reader's language."""
        return [finding_words(finding, self.facts) for finding in self.findings]

    def as_json(self, file: str) -> dict[str, Any]:
        """One line of `intake check --json` (contract §4)."""
        said = [(self.kind, self.reason)] if self.kind else []
        said += [(one, both(lambda one=one: finding_words(one, self.facts))) for one in self.findings]  # type: ignore[misc]
        return {
            "file": file,
            "accepted": self.is_accepted,
            "type": self.type,
            "reason": f"{self.reason.en} / {self.reason.es}" if self.kind else "",
            "findings": [{"kind": kind, "en": words.en, "es": words.es} for kind, words in said],
        }


def refused(kind: str, purpose: Purpose, **found: Any) -> Verdict:
    return Verdict(str(found.get("found", "")), kind, both(lambda: _sentence(kind, purpose, found)))


def _sentence(kind: str, purpose: Purpose, found: dict[str, Any]) -> str:
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
            most=number(PIXELS // MB),
        ),
        "damaged": lambda: _("This file is damaged or was not sent to its end."),
        "costly": lambda: _("Opening this file takes far more time or memory than a file of its kind should."),
        "bomb": lambda: _("This file unpacks to far more than a file of its kind should."),
        "entities": lambda: _("This workbook holds definitions that no spreadsheet program writes."),
        "macros": lambda: _("This workbook holds macros, and no macro is taken."),
        "locked_workbook": lambda: _("This workbook is locked with a password."),
        "old_workbook": lambda: _("This is a workbook of an older kind, or one that is locked with a password."),
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
        "missing": lambda: _("There is no such file, or it cannot be read."),
        "no_rows": lambda: _("This table has no rows below its headings."),
        "not_a_table": lambda: _("This is no table with headings and at least two columns."),
    }
    return words.get(kind, lambda: _("This kind of file is not taken here, whatever its name says."))()


def _instead(kind: str, purpose: Purpose) -> str:
    """What to send instead."""
    if kind == "pixels":
        return _("Send it smaller: %(pixels)s pixels on the longer side are enough.", pixels=number(LONGEST_EDGE))
    if kind in ("rows", "columns", "cell"):
        return _("Split the table into several files, or shorten it.")
    if kind in ("macros", "locked_workbook", "old_workbook"):
        return _("Save it as “Excel workbook (.xlsx)” without macros and without a password, and send that.")
    if kind in ("active", "locked_document", "pages"):
        return _("Print it to a new PDF, or scan the page, and send that.")
    if kind in ("encoding", "no_rows", "not_a_table", "entities"):
        return _(
            "Open it in your spreadsheet program, save it as XLSX with one heading for each column, and send that."
        )
    return {
        Purpose.logo: lambda: _("Send the logo as PNG or JPEG, saved anew from the program that made it."),
        Purpose.document: lambda: _("Send the document as PDF, PNG or JPEG, saved or scanned anew."),
        Purpose.table: lambda: _("Send the table as XLSX or CSV, saved anew from your spreadsheet program."),
        Purpose.any: lambda: _("Send a PNG, JPEG, PDF, XLSX or CSV file, saved anew from the program that made it."),
    }[purpose]()


def finding_words(kind: str, facts: dict[str, Any]) -> str:
    """What was left out or guessed of a file that is taken."""
    words: dict[str, Callable[[], str]] = {
        "behind_the_end": lambda: _("Something lay behind the end of the picture and was left out."),
        "animation": lambda: _("Of several pictures in the file the first one was kept."),
        "made_smaller": lambda: _(
            "It was made smaller: %(pixels)s pixels on the longer side.", pixels=number(LONGEST_EDGE)
        ),
        "profile": lambda: _("Its colour profile could not be followed; look at the colours."),
        "formulas": lambda: _("Some cells hold formulas: their last results were read."),
        "more_sheets": lambda: _("Only the first sheet was read: %(name)s.", name=facts.get("sheet", "")),
        "guessed_encoding": lambda: _(
            "It does not say how its letters are written; Windows-1252 was guessed. Look at the accents."
        ),
    }
    return words[kind]()
