"""Whether a PDF from outside is fit for print, inside the child: findings as data, and never a reason to refuse it.

It is looked at in a fork that has a little time of its own and says each page as it goes: what costs too much ends
there, and what was said until then counts. Sentences and remedies are made by the pages that show them.
"""

from __future__ import annotations

import json
import os
import select
import signal
import time
from collections.abc import Iterable, Iterator
from typing import IO, Any

from campaign.intake import documents
from campaign.intake.limits import PREVIEWED_PAGES, hurry
from campaign.intake.printed import drawn
from campaign.intake.sheets import read

CPU_SECONDS = 3.0
WALL_SECONDS = 12.0
LOOKED_PAGES = 50
SAID_BYTES = 400_000
NAMED_PAGES = 12  # of a finding; of the others only how many they are
NAMES = 6
SIZES = 6
LOWEST = ("few_pixels", "low_pixels")  # of these the lowest figure counts, of others the highest
Said = dict[str, Any]


def read_through(source: IO[bytes], kind: str) -> tuple[dict[str, Any], bytes]:
    """As any document, and its findings under "preflight". Raises Unfit as `documents` does."""
    answer, copy = documents.read_through(source, kind)
    source.seek(0)
    answer["preflight"] = gathered(answer["pages"], looked(source.read()))
    return answer, copy


def looked(data: bytes) -> list[Said]:
    """What the fork said before it was done, or was stopped."""
    ear, mouth = os.pipe()
    pid = os.fork()
    if not pid:
        _look(data, mouth)
    os.close(mouth)
    try:
        return _heard(ear)
    finally:
        os.close(ear)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _look(data: bytes, mouth: int) -> None:
    """Never returns, whatever is raised: nothing of the child's own answer may be written twice."""
    try:
        hurry(CPU_SECONDS)
        for said in _said(data):
            os.write(mouth, json.dumps(said).encode() + b"\n")
    finally:
        os._exit(0)


def _said(data: bytes) -> Iterator[Said]:
    sheets = []
    for said, sheet in read(data, LOOKED_PAGES):
        sheets += [sheet] if sheet else []
        yield said
    yield from drawn(data, sheets)


def _heard(ear: int) -> list[Said]:
    heard, until = b"", time.monotonic() + WALL_SECONDS
    while len(heard) < SAID_BYTES and select.select([ear], [], [], max(0.0, until - time.monotonic()))[0]:
        piece = os.read(ear, 1 << 16)
        if not piece:
            break
        heard += piece
    return [json.loads(line) for line in heard.split(b"\n")[:-1]]


# From what was said of each page to what is kept of the file


def gathered(pages: int, said: Iterable[Said]) -> Said:
    """One entry for each kind, with the pages on which it is; the first pages with what stands outside on them."""
    found: dict[str, Said] = {}
    sizes: dict[tuple[int, int], list[int]] = {}
    shown: Said = {}
    done = 0
    for one in said:
        page = one.get("page", 0)
        if "mm" in one:
            sizes.setdefault(tuple(one["mm"]), []).append(page)
        if one.get("outside") and page <= PREVIEWED_PAGES:
            shown[str(page)] = {"printable": one["printable"], "outside": one["outside"]}
        for finding in one.get("found", ()):
            _add(found, page, finding)
        done += one.get("is_done", 0)
    return {
        "pages": pages,
        "looked": done,
        "sizes": [{"mm": list(mm), **_pages(on)} for mm, on in list(sizes.items())[:SIZES]],
        "findings": [{**entry, **_pages(entry["pages"])} for entry in found.values()],
        "shown": shown,
    }


def _add(found: dict[str, Said], page: int, finding: Said) -> None:
    kind, amount = finding["kind"], finding.get("amount", 0)
    entry = found.setdefault(kind, {"kind": kind, "pages": [], "amount": amount, "names": []})
    entry["amount"] = (min if kind in LOWEST else max)(entry["amount"], amount)
    entry["names"] = list(dict.fromkeys([*entry["names"], *finding.get("names", ())]))[:NAMES]
    if page and page not in entry["pages"]:
        entry["pages"].append(page)


def _pages(on: list[int]) -> Said:
    return {"pages": on[:NAMED_PAGES], "count": len(on)}
