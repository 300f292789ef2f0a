"""What else could print a sheet: one `weasyprint` process for a plain page of it, and a Chromium that stays, with ours.

The plain page is what an engineer would write who has an afternoon: the same words, pictures, code and typefaces, in
grid, flex and a table. Chromium gets our own HTML through its debugging pipe and prints it tagged.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from campaign.paper import drawings
from campaign.paper.foot import scanned, short_address
from campaign.paper.press import child_environment
from campaign.paper.sheet import ORDER, TAGS, Sheet
from campaign.paper.words import IN_COUNTRY, LEARN_MORE, QR_ALT, review_by

TICK = os.sysconf("SC_CLK_TCK")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
)
PAPER = {
    "preferCSSPageSize": True,
    "printBackground": True,
    "generateTaggedPDF": True,
    **{f"margin{side}": 0 for side in ("Top", "Bottom", "Left", "Right")},
}
# The pipe's ends have whatever numbers are free here, and Chromium wants 3 and 4.
_LAUNCH = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
os.dup2(ends[0], 3), os.dup2(ends[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


def plain_page(sheet: Sheet) -> str:
    """The page's HTML; its pictures lie in the folder of our drawings."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("plain_flyer.html").render(
        sheet=sheet,
        order=ORDER[sheet["country"]],
        tags=TAGS,
        words={"learn_more": LEARN_MORE, "in_country": IN_COUNTRY, "qr_alt": QR_ALT},
        review_by=review_by,
        address=short_address(sheet["address"]),
        code=segno.make_qr(scanned(sheet["address"]), error="m").svg_data_uri(),
    )


def weasyprint_process(html: str) -> bytes:
    """A process of its own for a page, with our fonts; tagged as ours is."""
    base = f"{Path(drawings.__file__).parent.as_uri()}/"
    command = [sys.executable, "-m", "weasyprint", "--quiet", "--pdf-variant", "pdf/ua-1", "-u", base, "-", "-"]
    return subprocess.run(
        command, input=html.encode(), stdout=subprocess.PIPE, env=child_environment(), check=True
    ).stdout


def with_pictures(html: str) -> str:
    """`asset:` is an address that only our child knows; a browser gets the same drawings inside the page."""

    def inside(found: re.Match[str]) -> str:
        return "data:image/svg+xml;base64," + base64.b64encode(drawings.svg(found[1])).decode()

    return re.sub(r"asset:([a-z0-9-]+)", inside, html)


def browser() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


class Chromium:
    """One browser with one tab; `chromium(html)` is the PDF."""

    def __init__(self, process: subprocess.Popen[bytes], says: IO[bytes], hears: IO[bytes], folder: Path) -> None:
        self._process, self._says, self._hears = process, says, hears
        self._page = folder / "page.html"
        self._asked = 0
        self._tab = ""
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._tab = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Page.enable")

    def __call__(self, html: str) -> bytes:
        self._page.write_text(html, encoding="utf-8")
        self._ask("Page.navigate", url=self._page.as_uri())
        while self._next().get("method") != "Page.loadEventFired":
            pass
        return base64.b64decode(self._ask("Page.printToPDF", **PAPER)["data"])

    def cpu_seconds(self) -> float:
        """Of all its processes until now, those that ended too."""
        return sum(map(_with_ended, _family(self._process.pid)))

    def _ask(self, method: str, **params: object) -> dict[str, Any]:
        self._asked += 1
        message: dict[str, object] = {"id": self._asked, "method": method, "params": params}
        if self._tab:
            message["sessionId"] = self._tab
        self._hears.write(json.dumps(message).encode() + b"\0")
        self._hears.flush()
        while (answer := self._next()).get("id") != self._asked:
            pass
        found: dict[str, Any] = answer["result"]
        return found

    def _next(self) -> dict[str, Any]:
        said = bytearray()
        while (byte := self._says.read(1)) != b"\0":
            if not byte:
                raise OSError("the browser fell")
            said += byte
        message: dict[str, Any] = json.loads(said)
        return message


@contextmanager
def chromium(program: str) -> Iterator[Chromium]:
    """A browser that is gone afterwards, with its folder."""
    with tempfile.TemporaryDirectory(prefix="campaign-browser-", ignore_cleanup_errors=True) as folder:
        its_in, hears = os.pipe()
        says, its_out = os.pipe()
        process = subprocess.Popen(
            [sys.executable, "-c", _LAUNCH, str(its_in), str(its_out), program, *FLAGS, f"--user-data-dir={folder}/me"],
            pass_fds=(its_in, its_out),
            stderr=subprocess.DEVNULL,
            env=child_environment(),
        )
        os.close(its_in)
        os.close(its_out)
        try:
            with os.fdopen(says, "rb") as said, os.fdopen(hears, "wb") as heard:
                yield Chromium(process, said, heard, Path(folder))
        finally:
            process.terminate()
            process.wait(30)


def _family(pid: int) -> list[int]:
    """A process and all that it began."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and (fields := _stat(int(folder.name))):
            parents.setdefault(int(fields[1]), []).append(int(folder.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


def _with_ended(pid: int) -> float:
    return sum(int(ticks) for ticks in _stat(pid)[11:15]) / TICK


def _stat(pid: int) -> list[str]:
    """Fields of /proc/PID/stat from the state on (proc(5), field 3); [] when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []
