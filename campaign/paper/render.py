"""Sheet → HTML → PDF: compiles a layout by autoescape and has a fenced child print it; keeps and decides nothing.

The same sheet gives the same bytes. Nothing that a person wrote is markup here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from campaign.paper import letter
from campaign.paper.drawings import PICTOGRAMS
from campaign.paper.errors import Broken, DoesNotFit, Finding, ForbiddenFetch, LimitReached, MissingGlyph, PaperError
from campaign.paper.layouts import LAYOUTS
from campaign.paper.limits import CPU_SECONDS, WALL_SECONDS
from campaign.paper.sheet import Sheet
from campaign.paper.typeset import FACES

_PACKAGE = Path(__file__).resolve().parents[1]
_PAGES = {"letter-side-by-side": letter.page}


def compile(layout: str, sheet: Sheet) -> str:
    """HTML of one page, every box in mm. KeyError for an unknown layout; PaperError for a control character."""
    refuse_control_characters(sheet)
    template = _environment().get_template(LAYOUTS[layout].template)
    return template.render(_PAGES[layout](sheet))


def render(layout: str, sheet: Sheet) -> bytes:
    """PDF/UA-1 of one page: about 0.8 s CPU, most of it the child's start.

    Raises DoesNotFit (slot and mm), MissingGlyph, LimitReached, or Broken; never a smaller or a shorter text.
    """
    return press(compile(layout, sheet))


def refuse_control_characters(sheet: Sheet) -> None:
    """Control, direction and invisible format characters, and drawings that are not ours, never reach paper."""
    found = dict.fromkeys(char for text in _texts(sheet) for char in text if not _may_print(char))
    if found:
        raise MissingGlyph(findings=[Finding("character", words=f"U+{ord(char):04X}") for char in found])
    for point in sheet["points"]:
        if point["pictogram"] and point["pictogram"] not in PICTOGRAMS:
            raise PaperError(f"no such pictogram: {point['pictogram']}")


def _may_print(char: str) -> bool:
    return char in "\n\r\t" or not unicodedata.category(char).startswith("C")


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(templates_folder()), autoescape=True, undefined=StrictUndefined)


def templates_folder() -> Path:
    """`templates/` lies beside the package in a checkout, inside it in a wheel."""
    beside, inside = _PACKAGE.parent / "templates", _PACKAGE / "templates"
    return (beside if beside.is_dir() else inside) / "flyers" / "print"


# -- the child


def press(html: str, cpu_seconds: int = CPU_SECONDS) -> bytes:
    """Print HTML of ours in a child process without network, under the limits of `limits.py`."""
    child = subprocess.Popen(
        [sys.executable, "-m", "campaign.paper.child", str(cpu_seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_child_environment(),
        cwd=_scratch(),
        start_new_session=True,
    )
    try:
        out, err = child.communicate(json.dumps({"html": html}).encode(), timeout=WALL_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        raise LimitReached(limit="wall") from None
    return _judged(out, err, child.returncode)


def _judged(out: bytes, err: bytes, status: int) -> bytes:
    if status == 0 and out.startswith(b"%PDF-"):
        return out
    if status < 0:
        raise LimitReached(limit={-24: "cpu", -9: "cpu", -25: "size"}.get(status, "memory"))
    if status or not out.startswith(b"{"):
        raise Broken(err.decode(errors="replace").strip()[-500:] or f"child ended with {status}")
    answer = json.loads(out)
    findings = [Finding(**finding) for finding in answer["findings"]]
    raise _error(answer["error"], answer["message"], findings)


def _error(kind: str, message: str, findings: list[Finding]) -> PaperError:
    if kind == "memory":
        return LimitReached(limit="memory")
    kinds: dict[str, type[PaperError]] = {"fit": DoesNotFit, "glyph": MissingGlyph, "fetch": ForbiddenFetch}
    return kinds.get(kind, Broken)(message, findings)


def _child_environment() -> dict[str, str]:
    """Nothing of ours but where Python and the fonts are: no secret can be read from it."""
    scratch = _scratch()
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    return kept | {
        "FONTCONFIG_FILE": f"{scratch}/fonts.conf",
        "HOME": scratch,
        "LANG": "C.UTF-8",
        "PATH": os.defpath,
        "PYTHONHASHSEED": "0",
        "PYTHONNOUSERSITE": "1",
        "PYTHONPATH": str(_PACKAGE.parent),
        "TMPDIR": scratch,
    }


def _scratch() -> str:
    """Our folder with the private font configuration and its cache; made again when something swept it away."""
    folder = Path(_folder(os.getpid()).name)
    conf = folder / "fonts.conf"
    if not conf.exists():
        folder.mkdir(exist_ok=True)
        conf.write_text(_fonts_conf(str(folder)), encoding="utf-8")
    return str(folder)


@cache
def _folder(_pid: int) -> tempfile.TemporaryDirectory[str]:
    """One for each process of ours (a fork has its own); gone when the process ends."""
    return tempfile.TemporaryDirectory(prefix="campaign-paper-")


def _fonts_conf(folder: str) -> str:
    """Our five static faces and no other font of the machine: the page looks the same everywhere."""
    folders = "".join(f"<dir>{path}</dir>" for path in sorted({face.file.parent for face in FACES}))
    wanted = "".join(f"<glob>{face.file}</glob>" for face in FACES)
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"{folders}<cachedir>{folder}/cache</cachedir><selectfont>"
        f"<acceptfont>{wanted}</acceptfont><rejectfont><glob>*</glob></rejectfont></selectfont></fontconfig>"
    )
