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

from campaign.intake.archives import measured
from campaign.intake.limits import DOCX, ODT, PARTS, PPTX, XLSX
from campaign.intake.markup import Parser
from campaign.intake.refusal import Unfit

MAIN = {"word/document.xml": DOCX, "ppt/presentation.xml": PPTX, "xl/workbook.xml": XLSX}
MACROS = re.compile(r"vbaproject|vbadata|macrosheets|activex|^basic/|^scripts/|customui", re.IGNORECASE)
PROGRAMS = re.compile(r"oleobject|\.(bin|exe|dll|js|vbs|cmd|bat|ps1|jar|hta|lnk|scr)$", re.IGNORECASE)
PRINTER = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)  # what Excel knows of its printer, and no program
FIELDS = re.compile(r"\bDDE(AUTO)?\b|\bINCLUDE(TEXT|PICTURE)\s+[\"'\\]*(\w+:|\\\\)", re.IGNORECASE)
OUTSIDE = re.compile(r"^\s*(\w{2,}:|//|\\\\)|\.\./\.\.", re.IGNORECASE)
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
END = b"PK\x05\x06"


def read_through(source: IO[bytes], kind: str) -> tuple[dict[str, Any], bytes]:
    """Which of the four it is. Raises Unfit."""
    names = list(measured(source, (), PARTS))
    _judge(names)
    _ends_there(source)
    with zipfile.ZipFile(source) as archive:
        found = _type(archive, names)
        for name in names:
            _read(archive, name, found)
    return {"type": found, "findings": []}, b""


def _judge(names: Iterable[str]) -> None:
    for name in names:
        if MACROS.search(name):
            raise Unfit("macros")
        if PROGRAMS.search(name) and not PRINTER.search(name):
            raise Unfit("programs")
        if name in ("EncryptedPackage", "META-INF/manifest.xml.enc"):
            raise Unfit("locked_workbook")


def _ends_there(source: IO[bytes]) -> None:
    """An archive is found from its end, so anything may stand before and behind one."""
    size = source.seek(0, os.SEEK_END)
    source.seek(max(0, size - 22))
    if not source.read().startswith(END):
        raise Unfit("two_in_one")
    source.seek(0)


def _type(archive: zipfile.ZipFile, names: list[str]) -> str:
    if "mimetype" in names and "content.xml" in names:
        if archive.read("mimetype")[:100].strip() == ODT.encode():
            return ODT
        raise Unfit("unknown")
    if "xl/workbook.bin" in names:
        raise Unfit("old_workbook")
    found = [kind for name, kind in MAIN.items() if name in names]
    if len(found) != 1 or "[Content_Types].xml" not in names:
        raise Unfit("not_office")
    return found[0]


def _read(archive: zipfile.ZipFile, name: str, kind: str) -> None:
    with archive.open(name) as file:
        if name.endswith((".xml", ".rels", ".vml")):
            reader = _Reader(name, kind)
            Parser(reader.start, reader.text).read(file)
            reader.judge()
        elif file.read(4) == b"PK\x03\x04":
            file.seek(0)
            inside = list(measured(file, (), PARTS))  # the numbers behind a chart; nothing deeper
            _judge(inside)
            if any(name.lower().endswith((".zip", ".docx", ".xlsx", ".pptx", ".odt")) for name in inside):
                raise Unfit("bomb")


class _Reader:
    """What one XML file of the document would do by itself."""

    def __init__(self, name: str, kind: str) -> None:
        self._is_relations, self._is_odt = name.endswith(".rels"), kind == ODT
        self._is_types = name == "[Content_Types].xml"
        self._field: list[str] = []
        self._in_field = False

    def start(self, name: str, given: dict[str, str]) -> None:
        short = name.rpartition("}")[2]
        self._in_field = short == "instrText"
        values = {key.rpartition("}")[2]: value for key, value in given.items()}
        if self._is_relations:
            _judge_relation(values)
        if self._is_types and "macroenabled" in values.get("ContentType", "").lower():
            raise Unfit("macros")
        if short in ("instrText", "fldSimple", "ddeLink", "dde-source", "dde-connection-decl"):
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
