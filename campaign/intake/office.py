"""Office documents (DOCX, PPTX, XLSX, ODT), inside the child: unpacked once for nothing, every XML file in them parsed.

Refused: macros, fields that start a program, whatever loads itself from elsewhere, files inside of programs, locked
ones, and archives that are more, larger or deeper than a document. A link that a reader must click is no harm. They
are kept as they came and are never shown in a page of ours.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterable
from typing import IO, Any

from campaign.intake.archives import NO_ENTITIES, measured
from campaign.intake.limits import DOCX, ODT, PARTS, PPTX, XLSX
from campaign.intake.markup import Parser
from campaign.intake.refusal import Unfit

MAIN = {"word/document.xml": DOCX, "ppt/presentation.xml": PPTX, "xl/workbook.xml": XLSX}
MACROS = re.compile(r"vbaproject|vbadata|macrosheets|activex|^basic/|^scripts/|customui", re.IGNORECASE)
PROGRAMS = re.compile(r"oleobject|\.(bin|exe|dll|js|vbs|cmd|bat|ps1|jar|hta|lnk|scr)$", re.IGNORECASE)
PRINTER = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)  # what Excel knows of its printer, and no program
FIELDS = re.compile(r"\bDDE(AUTO)?\b|\bINCLUDE(TEXT|PICTURE)\s+[\"'\\]*(\w+:|\\\\)", re.IGNORECASE)
OUTSIDE = re.compile(r"^\s*([\w.+-]+:|//|\\\\)|\.\./\.\.", re.IGNORECASE)
BY_ITSELF = (
    "image",
    "object",
    "object-ole",
    "section-source",
    "plugin",
    "applet",
    "floating-frame",
    "script",
    "font-face-uri",
)
LARGEST_FIELD = 100_000
ELEMENTS = 600_000  # of all its XML files: more take longer to read than a refusal may
END = b"PK\x05\x06"
MANIFEST, TYPES = "META-INF/manifest.xml", "[Content_Types].xml"
FIELD_NAMES = frozenset(("instrText", "fldSimple", "ddeLink", "dde-source", "dde-connection-decl"))


def read_through(source: IO[bytes], kind: str) -> tuple[dict[str, Any], bytes]:
    """Which of the four it is. Raises Unfit."""
    names = list(measured(source, NO_ENTITIES, PARTS))
    _judge(names)
    _ends_there(source)
    with zipfile.ZipFile(source) as archive:
        found = _type(archive, names)
        reader = _Reader(found)
        for name in names:
            _read(archive, name, reader)
    return {"type": found, "findings": []}, b""


def _judge(names: Iterable[str]) -> None:
    for name in names:
        if MACROS.search(name):
            raise Unfit("macros")
        if PROGRAMS.search(name) and not PRINTER.search(name):
            raise Unfit("programs")


def _ends_there(source: IO[bytes]) -> None:
    """An archive is found from its end, so anything may stand before and behind one."""
    size = source.seek(0, os.SEEK_END)
    source.seek(max(0, size - 22))
    if not source.read().startswith(END):
        raise Unfit("two_in_one")
    source.seek(0)


def _type(archive: zipfile.ZipFile, names: list[str]) -> str:
    if "mimetype" in names and "content.xml" in names:
        return _open_type(archive, names)
    if "xl/workbook.bin" in names:
        raise Unfit("old_workbook")
    found = [kind for name, kind in MAIN.items() if name in names]
    if len(found) != 1 or TYPES not in names:
        raise Unfit("not_office")
    return found[0]


def _open_type(archive: zipfile.ZipFile, names: list[str]) -> str:
    """Of the OpenDocument formats texts alone; a locked one says so in its list of parts."""
    if archive.read("mimetype")[:100].strip() != ODT.encode():
        raise Unfit("not_office")
    if MANIFEST in names and b"encryption-data" in archive.read(MANIFEST):
        raise Unfit("locked_workbook")
    return ODT


def _read(archive: zipfile.ZipFile, name: str, reader: _Reader) -> None:
    with archive.open(name) as file:
        if name.endswith((".xml", ".rels")):
            reader.begin(name)
            Parser(reader.start, reader.text).read(file)
            reader.judge()
        elif file.read(4) == b"PK\x03\x04":
            file.seek(0)
            _judge_inside(list(measured(file, NO_ENTITIES, PARTS)))


def _judge_inside(names: list[str]) -> None:
    """A document in a document holds the numbers behind a chart, and nothing deeper."""
    _judge(names)
    if any(name.lower().endswith((".zip", ".docx", ".xlsx", ".pptx", ".odt")) for name in names):
        raise Unfit("bomb")


class _Reader:
    """What the XML files of the document would do by themselves, one after the other."""

    def __init__(self, kind: str) -> None:
        self._is_odt, self._elements = kind == ODT, 0
        self.begin("")

    def begin(self, name: str) -> None:
        self._name = name
        self._is_looked_at = self._is_odt or name.endswith(".rels") or name == TYPES
        self._field: list[str] = []
        self._in_field = False

    def start(self, name: str, given: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > ELEMENTS:
            raise Unfit("costly")
        short = name.rpartition("}")[2]
        self._in_field = short == "instrText"
        if self._is_looked_at or short in FIELD_NAMES:
            self._look(short, {key.rpartition("}")[2]: value for key, value in given.items()})

    def _look(self, short: str, values: dict[str, str]) -> None:
        if self._name.endswith(".rels"):
            _judge_relation(values)
        if self._name == TYPES and "macroenabled" in values.get("ContentType", "").lower():
            raise Unfit("macros")
        if short in FIELD_NAMES:
            self._field.append(values.get("instr", "DDE" if short.startswith("dde") else ""))
        if self._is_odt:
            _judge_open(short, values)

    def text(self, text: str) -> None:
        if self._in_field and len(self._field) < LARGEST_FIELD:
            self._field.append(text)

    def judge(self) -> None:
        if FIELDS.search("".join(self._field)):
            raise Unfit("programs")


def _judge_relation(values: dict[str, str]) -> None:
    if values.get("TargetMode", "").lower() == "external" and not values.get("Type", "").endswith("/hyperlink"):
        raise Unfit("outside")


def _judge_open(short: str, values: dict[str, str]) -> None:
    if short == "event-listener":
        raise Unfit("macros")
    is_loaded = short in BY_ITSELF or values.get("actuate") == "onLoad"
    if is_loaded and OUTSIDE.search(values.get("href", "")):
        raise Unfit("outside")
