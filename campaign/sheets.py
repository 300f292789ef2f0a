"""Tables that leave us, as CSV and as workbooks: no zero is lost, and no cell is run by whatever opens them."""

import csv
import re
import tempfile
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import IO, Any

import xlsxwriter

# With one of these a spreadsheet begins to calculate; some take the wide signs too, and skip what cannot be seen.
_UNSEEN = r"[^\S\r\n]|[\0\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
_BEGINS = re.compile(rf"(?:\A|(?<=[\r\n]))(?=(?:{_UNSEEN})*[=+\-@＝＋－＠]|[\t\r])")


def defused(cell: Any) -> Any:
    """A cell of a CSV that a spreadsheet would run, as text: each line of it that begins like a formula, behind
    whatever white space, gets an apostrophe. A number is no text, and -5 stays -5."""
    return _BEGINS.sub("'", cell) if isinstance(cell, str) else cell


def csv_line(row: Iterable[Any]) -> str:
    """One row of any CSV that leaves us."""
    text = StringIO()
    csv.writer(text).writerow([defused(cell) for cell in row])
    return text.getvalue()


def workbook(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One small sheet, in memory."""
    with tempfile.TemporaryFile() as file:
        write(file, {title: (header, rows)})
        file.seek(0)
        return file.read()


def write(file: IO[bytes], sheets: dict[str, tuple[Sequence[str], Iterable[Sequence[object]]]]) -> None:
    """Row by row to the disk: how many there are makes no difference to the memory."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        for title, (header, rows) in sheets.items():
            sheet = book.add_worksheet(_title(title, book))
            sheet.freeze_panes(1, 0)
            for at, words in enumerate(header):
                sheet.write_string(0, at, str(words), bold)
            for n, row in enumerate(rows, 1):
                for at, cell in enumerate(row):
                    sheet.write_string(n, at, _text(cell))


def _text(cell: object) -> str:
    """A cell of a workbook holds 32,767 characters; XML knows no control characters."""
    kept = "".join(letter for letter in str("" if cell is None else cell) if letter >= " " or letter in "\n\t")
    return kept[:32_767]


def _title(words: str, book: xlsxwriter.Workbook) -> str:
    """At most 31 characters, none of those that a spreadsheet takes for an address, each once."""
    kept = "".join(letter for letter in words if letter not in "[]:*?/\\'")[:28] or "Table"
    taken = {sheet.name.lower() for sheet in book.worksheets()}
    return kept if kept.lower() not in taken else f"{kept[:25]} {len(taken)}"
