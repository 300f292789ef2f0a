"""The press: a fenced child process without network prints HTML of ours, one page after the other; it keeps nothing.

A child takes half a second to start and 0.1 s for a page, so that who prints many keeps one child; after a thousand
pages it is replaced, whatever its memory does.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, cast

from campaign.paper.errors import Broken, DoesNotFit, Finding, ForbiddenFetch, LimitReached, MissingGlyph, PaperError
from campaign.paper.limits import CPU_SECONDS, PAGES, WALL_SECONDS
from campaign.paper.typeset import FACES

NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})
_PACKAGE = Path(__file__).resolve().parents[1]


def press(html: str, cpu_seconds: int = CPU_SECONDS, pictures: Mapping[str, bytes] = NO_PICTURES) -> bytes:
    """Print one page in a child of its own."""
    with Press(cpu_seconds) as one:
        return one(html, pictures)


class Press:
    """One child for many pages: `with Press() as press: pdf = press(html)`. Not to be shared between threads.
    `pictures` are the bytes that the page names, by their SHA-256; the child fetches nothing.

    Each page has the limits of `limits.py` for itself. Raises DoesNotFit (slot and mm), MissingGlyph, ForbiddenFetch,
    LimitReached or Broken; after a limit the next page gets a new child.
    """

    def __init__(self, cpu_seconds: int = CPU_SECONDS) -> None:
        self._cpu_seconds = cpu_seconds
        self._child: _Child | None = None

    def __enter__(self) -> Press:
        return self

    def __exit__(self, *ended: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Of the child that printed last."""
        return self._child.pid if self._child else None

    def close(self) -> None:
        """End the child; the next page starts another."""
        if self._child is not None:
            self._child.end()
        self._child = None

    def __call__(self, html: str, pictures: Mapping[str, bytes] = NO_PICTURES) -> bytes:
        if self._child is None or self._child.printed >= PAGES:
            self.close()
            self._child = _Child(self._cpu_seconds)
        try:
            kind, data = self._child.ask(html, pictures)
        except PaperError:
            self.close()
            raise
        if kind == "pdf":
            return data
        answer = json.loads(data)
        raise _error(answer["error"], answer["message"], [Finding(**finding) for finding in answer["findings"]])


def _page(html: str, pictures: Mapping[str, bytes]) -> dict[str, Any]:
    coded = {name: base64.b64encode(data).decode() for name, data in pictures.items()}
    return {"html": html, "pictures": coded} if coded else {"html": html}


class _Child:
    """The process and what it says; it falls at most once."""

    def __init__(self, cpu_seconds: int) -> None:
        self.printed = 0
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  (closed by `end`)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "campaign.paper.child", str(cpu_seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=child_environment(),
            cwd=_scratch(),
            start_new_session=True,
        )
        self.pid = self._process.pid
        self._in = cast(IO[bytes], self._process.stdin)
        self._out = cast(IO[bytes], self._process.stdout)

    def ask(self, html: str, pictures: Mapping[str, bytes]) -> tuple[str, bytes]:
        """A line of JSON in; out a line `pdf 43210` or `error 120`, and so many bytes. Raises when the child fell."""
        self.printed += 1
        late = threading.Event()
        timer = threading.Timer(WALL_SECONDS, self._too_late, (late,))
        timer.start()
        try:
            self._in.write(json.dumps(_page(html, pictures)).encode() + b"\n")
            self._in.flush()
            kind, _space, size = self._out.readline().decode().partition(" ")
            data = self._out.read(int(size or 0))
            if size and len(data) == int(size):
                return kind, data
        except BrokenPipeError:
            pass  # it fell before it read: its status says why
        finally:
            timer.cancel()
        raise LimitReached(limit="wall") if late.is_set() else self._fallen()

    def _too_late(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()

    def _fallen(self) -> PaperError:
        status = self._process.wait(WALL_SECONDS)
        if status < 0:
            return LimitReached(limit={-24: "cpu", -9: "cpu", -25: "size"}.get(status, "memory"))
        self._log.seek(0)
        return Broken(self._log.read().decode(errors="replace").strip()[-500:] or f"child ended with {status}")

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()
        self._log.close()


def _error(kind: str, message: str, findings: list[Finding]) -> PaperError:
    if kind == "memory":
        return LimitReached(limit="memory")
    kinds: dict[str, type[PaperError]] = {"fit": DoesNotFit, "glyph": MissingGlyph, "fetch": ForbiddenFetch}
    return kinds.get(kind, Broken)(message, findings)


def child_environment() -> dict[str, str]:
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
    with _making:  # two threads would make two folders, and the one that nobody keeps goes away under its page
        folder = Path(_folder(os.getpid()).name)
        conf = folder / "fonts.conf"
        if not conf.exists():
            folder.mkdir(exist_ok=True)
            conf.write_text(_fonts_conf(str(folder)), encoding="utf-8")
        return str(folder)


_making = threading.Lock()


@cache
def _folder(_pid: int) -> tempfile.TemporaryDirectory[str]:
    """One for each process of ours (a fork has its own); gone when the process ends."""
    _sweep()
    return tempfile.TemporaryDirectory(prefix=f"campaign-paper-{_pid}-")


def _sweep() -> None:
    """Remove the folders of processes that were killed."""
    for folder in Path(tempfile.gettempdir()).glob("campaign-paper-*-*"):
        pid = folder.name.split("-")[2]
        if pid.isdecimal() and not Path("/proc", pid).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _fonts_conf(folder: str) -> str:
    """Our five static faces and no other font of the machine: the page looks the same everywhere."""
    folders = "".join(f"<dir>{path}</dir>" for path in sorted({face.file.parent for face in FACES}))
    wanted = "".join(f"<glob>{face.file}</glob>" for face in FACES)
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"{folders}<cachedir>{folder}/cache</cachedir><selectfont>"
        f"<acceptfont>{wanted}</acceptfont><rejectfont><glob>*</glob></rejectfont></selectfont></fontconfig>"
    )
