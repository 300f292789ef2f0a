"""What a translator sends back, inside the child: an XLSX or the tables of a DOCX become lines of JSON, as any table.

A document is judged first like every office document. Of its tables only text is read: what was struck out under
"track changes" is gone, what was put in counts; a line break, a paragraph and a no-break hyphen stay what they are.
"""

from __future__ import annotations

import zipfile
from typing import IO, Any

from campaign.intake import office, tables
from campaign.intake.archives import NO_ENTITIES, measured
from campaign.intake.limits import COLUMNS, DOCX, PARTS, ROWS
from campaign.intake.markup import Parser
from campaign.intake.refusal import Unfit

DOCUMENT = "word/document.xml"
# What stands in a text without being a letter of it.
SIGNS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
# Inside these is what was taken away, the same once more for older programs, or how a text looks (tab stops).
LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "pPr", "rPr"})


def read_either(source: IO[bytes], kind: str) -> tuple[dict[str, Any], bytes]:
    """Rows of whichever of the two it is. Raises Unfit."""
    names = measured(source, NO_ENTITIES, PARTS)
    source.seek(0)
    return _read_document(source, kind) if DOCUMENT in names else tables.read_workbook(source, kind)


def _read_document(source: IO[bytes], kind: str) -> tuple[dict[str, Any], bytes]:
    found, _nothing = office.read_through(source, kind)
    if found["type"] != DOCX:
        raise Unfit("not_wanted")
    source.seek(0)
    reader = _Tables()
    with zipfile.ZipFile(source) as archive, archive.open(DOCUMENT) as file:
        Parser(reader.start, reader.text, reader.end).read(file)
    return tables.as_lines(DOCX, list(enumerate(reader.rows, 1)), [])


class _Tables:
    """The rows of all tables in the order of the document; a table inside a cell is part of the cell's text."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self._cell: list[str] = []
        self._tables = self._left_out = 0
        self._is_text = False

    def start(self, name: str, given: dict[str, str]) -> None:
        short = name.rpartition("}")[2]
        self._is_text = short == "t"
        if short in LEFT_OUT:
            self._left_out += 1
        elif short == "tbl":
            self._tables += 1
        elif self._tables == 1 and short == "tr":
            self._begin_row()
        elif self._tables == 1 and short == "tc":
            self._cell = []
        elif short in SIGNS:
            self._say(SIGNS[short])

    def _begin_row(self) -> None:
        if len(self.rows) > ROWS:
            raise Unfit("rows", rows=len(self.rows))
        self.rows.append([])

    def text(self, text: str) -> None:
        if self._is_text:
            self._say(text)

    def _say(self, text: str) -> None:
        if self._tables and not self._left_out:
            self._cell.append(text)

    def end(self, name: str) -> None:
        short = name.rpartition("}")[2]
        self._is_text = False
        if short in LEFT_OUT:
            self._left_out -= 1
        elif short == "tbl":
            self._tables -= 1
        elif short == "p":
            self._say("\n")
        elif short == "tc" and self._tables == 1 and self.rows:
            self._end_cell()

    def _end_cell(self) -> None:
        if len(self.rows[-1]) >= COLUMNS:
            raise Unfit("columns", columns=len(self.rows[-1]) + 1)
        self.rows[-1].append("".join(self._cell).rstrip("\n"))
        self._cell = []
