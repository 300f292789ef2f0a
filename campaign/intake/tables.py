"""Tables, inside the child: XLSX and CSV become lines of JSON, each the number of a row and its cells as text.

Only values are read: no formula is worked out, no link followed, no macro run. Text stays as it stands (leading zeros,
accents); which encoding and which separator were guessed is said.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import IO, Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from campaign.intake.archives import NO_ENTITIES, measured
from campaign.intake.limits import CELL, COLUMNS, CSV, ROWS, XLSX
from campaign.intake.refusal import Unfit

SEPARATORS = ",;\t|"
Row = tuple[int, list[str]]


def read_workbook(source: IO[bytes], kind: str) -> tuple[dict[str, Any], bytes]:
    """The first sheet that is seen and holds something. Raises Unfit."""
    names = measured(source, NO_ENTITIES)
    _is_plain(names)
    source.seek(0)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(source.read())) as book:
            sheets = _sheets(book)
            if not sheets:
                raise Unfit("no_rows")
            rows = list(_rows_of(sheets[0]))
    except CalamineError:
        raise Unfit("damaged") from None
    findings = ["formulas"] if any(names.values()) else []
    findings += ["more_sheets"] if len(sheets) > 1 else []
    return as_lines(XLSX, rows, findings, sheet=sheets[0].name)


def _is_plain(names: Iterable[str]) -> None:
    """A workbook as XLSX, and nothing in it that acts."""
    low = {name.lower() for name in names}
    if any(
        "vbaproject" in name or "macrosheets" in name or (name.endswith(".bin") and "activex" in name) for name in low
    ):
        raise Unfit("macros")
    if "xl/workbook.bin" in low or "content.xml" in low:
        raise Unfit("old_workbook")
    if "xl/workbook.xml" not in low:
        raise Unfit("not_a_table")


def _sheets(book: CalamineWorkbook) -> list[CalamineSheet]:
    seen = [n for n, about in enumerate(book.sheets_metadata) if about.visible == SheetVisibleEnum.Visible]
    found = []
    for number in seen:
        try:
            sheet = book.get_sheet_by_index(number)
        except CalamineError:
            continue  # a sheet with nothing but a drawing
        _measure(sheet.total_height, sheet.total_width)
        if sheet.height:
            found.append(sheet)
    return found


def _measure(height: int, width: int) -> None:
    if height > ROWS + 1:
        raise Unfit("rows", rows=height - 1)
    if width > COLUMNS:
        raise Unfit("columns", columns=width)


def _rows_of(sheet: CalamineSheet) -> Iterator[Row]:
    for n, row in enumerate(sheet.to_python(skip_empty_area=False), 1):
        yield n, [_text(cell) for cell in row]


def _text(cell: object) -> str:
    """As a person reads it in the sheet: 79901, never 79901.0."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def read_text(source: IO[bytes], kind: str) -> tuple[dict[str, Any], bytes]:
    """CSV with commas, semicolons, tabs or bars. Raises Unfit."""
    data = source.read()
    text, encoding = decoded(data)
    separator = _separator(text)
    csv.field_size_limit(CELL * 4)
    try:
        rows = [(n, row) for n, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=separator), 1)]
    except csv.Error:
        raise Unfit("cell", row=0) from None
    findings = [] if encoding.startswith("utf") else ["guessed_encoding"]
    return as_lines(CSV, rows, findings, encoding=encoding, separator=separator)


def decoded(data: bytes) -> tuple[str, str]:
    """UTF-8 with or without its mark, UTF-16 with it (Excel's "Unicode text"), else as older Windows programs write."""
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = sum(letter < " " and letter not in "\t\r\n" for letter in text[:20_000])
        if odd * 50 > len(text[:20_000]):
            raise Unfit("unknown")
        return text, encoding
    raise Unfit("encoding")


def _separator(text: str) -> str:
    """The one that makes most columns of the first line; none in it: no table."""
    first = next((line for line in StringIO(text[:100_000]) if line.strip()), "")
    counts = {separator: len(next(csv.reader([first], delimiter=separator), [])) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: counts[separator])
    if counts[best] < 2:
        raise Unfit("not_a_table")
    return best


def as_lines(kind: str, rows: Sequence[Row], findings: list[str], **said: str) -> tuple[dict[str, Any], bytes]:
    """The first row with something in it names the columns; empty rows and columns without a name at the end go."""
    full = [(n, [cell.strip() for cell in cells]) for n, cells in rows if any(cell.strip() for cell in cells)]
    if len(full) < 2:
        raise Unfit("no_rows")
    (_n, header), *body = full
    while header and not header[-1]:
        header.pop()
    width = max(len(header), *(_width(cells) for _n, cells in body))
    _measure(len(body) + 1, width)
    too_long = next((n for n, cells in full if any(len(cell) > CELL for cell in cells)), None)
    if too_long is not None:
        raise Unfit("cell", row=too_long)
    lines = [[n, (cells + [""] * width)[:width]] for n, cells in body]
    columns = (header + [""] * width)[:width]
    data = "".join(json.dumps(line, ensure_ascii=True) + "\n" for line in lines).encode()
    return {"type": kind, "columns": columns, "rows": len(body), "findings": findings, **said}, data


def _width(cells: list[str]) -> int:
    return max((n for n, cell in enumerate(cells, 1) if cell), default=0)
