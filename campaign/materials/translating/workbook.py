"""The file as a workbook (XLSX): only the cells that a translator writes are open, and every cell is text, so that no
number loses a zero and nothing that begins like a formula is one.
"""

import tempfile
from typing import Any

import xlsxwriter

from campaign.materials.translating.sheet import HEADINGS, Line, Sheet

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (34, 22, 56, 56, 40)  # characters
TEXT = "@"  # the format that leaves what is typed as it is


def workbook(sheet: Sheet) -> bytes:
    with tempfile.TemporaryFile() as file:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with xlsxwriter.Workbook(file, options) as book:
            _write(book, book.add_worksheet(sheet.name), sheet)
        file.seek(0)
        return file.read()


def _write(book: Any, page: Any, sheet: Sheet) -> None:
    bold = book.add_format({"bold": True, "num_format": TEXT, "valign": "top", "text_wrap": True})
    plain = book.add_format({"num_format": TEXT, "valign": "top"})
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.protect("", {"format_rows": True, "format_columns": True})
    for n, width in enumerate(WIDTHS):
        page.set_column(n, n, width)
    top = 0
    for label, value in sheet.head:
        page.write_string(top, 0, label, bold)
        page.write_string(top, 1, value, plain)
        top += 1
    for said in sheet.instructions:
        page.write_string(top, 0, said, plain)
        top += 1
    for n, words in enumerate(HEADINGS):
        page.write_string(top, n, words, bold)
    page.freeze_panes(top + 1, 0)
    page.repeat_rows(top)
    _write_lines(book, page, sheet.lines, top + 1)


def _write_lines(book: Any, page: Any, lines: list[Line], top: int) -> None:
    common = {"num_format": TEXT, "valign": "top", "text_wrap": True, "border": 1, "border_color": "#d9d4c7"}
    closed = book.add_format({**common, "bg_color": "#f6f4ef", "font_color": "#4a5962"})
    opened = book.add_format({**common, "locked": False})
    for n, line in enumerate(lines, top):
        for at, cell in enumerate(line.cells):
            page.write_string(n, at, cell, opened if at in (2, 3) and not line.is_locked else closed)
