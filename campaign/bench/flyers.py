"""CPU seconds for one sheet: in a new child, in a warm one, and by one `weasyprint` process on the same HTML."""

import base64
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from itertools import cycle, islice
from statistics import median

from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, read_only, session
from campaign.flyers import actions as flyers
from campaign.materials.models import in_force_for
from campaign.paper import drawings
from campaign.paper.press import Press, child_environment, press
from campaign.paper.render import compile
from campaign.regions.models import find

TICK = os.sysconf("SC_CLK_TCK")


def measure(config: Config, count: int | None) -> dict[str, object]:
    """All regions of `border`, or the first so many, each with its own HTML."""
    pages = _pages(config, count)
    few = pages[: max(3, len(pages) // 12)]
    first = [_spent(press, html) for html in few]
    alone = [_spent(_weasyprint, _with_pictures(html)) for html in few]
    warm, peak = _warm(pages)
    return {
        "sheets": len(pages),
        "first_cpu_s": round(median(first), 3),
        "warm_cpu_s": round(median(warm[1:]), 3),
        "warm_cpu_s_p95": round(sorted(warm[1:])[int(len(warm[1:]) * 0.95)], 3),
        "weasyprint_process_cpu_s": round(median(alone), 3),
        "weasyprint_to_first": round(median(alone) / median(first), 2),
        "weasyprint_to_warm": round(median(alone) / median(warm[1:]), 2),
        "child_peak_memory_mib": peak,
    }


def _pages(config: Config, count: int | None) -> list[str]:
    read_only()
    made = []
    regions = session.scalars(find(set_key="border")).all()
    flyer = {side: session.scalars(in_force_for(side)).first() for side in Side}
    for region in islice(cycle(regions), count or len(regions)):
        material = flyer[region.country]
        version = flyers.version_in_force(material, region.country, now()) if material else None
        if version:
            form = flyers.shown_format(version)
            made.append(compile(form.layout, flyers.version_sheet(version, region, config, now(), form), form.size))
    session.commit()
    return made


def _spent(act: Callable[[str], object], html: str) -> float:
    """CPU seconds of the processes that ended meanwhile."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    act(html)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _warm(pages: list[str]) -> tuple[list[float], int]:
    """CPU seconds of each page in one child (the first is its start), and the child's peak memory in MiB."""
    spent, peak = [], 0
    with Press() as warm:
        for html in pages:
            before = {warm.pid: _of(warm.pid)}
            warm(html)
            spent.append(_of(warm.pid) - before.get(warm.pid, 0.0))  # a child that was replaced began at nothing
            peak = max(peak, _memory(warm.pid))
    return spent, peak // 1024


def _of(pid: int | None) -> float:
    if pid is None:
        return 0.0
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def _memory(pid: int | None) -> int:
    """Peak resident memory in KiB."""
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return int(re.findall(r"VmHWM:\s+(\d+)", file.read())[0])


def _with_pictures(html: str) -> str:
    """`asset:` is an address that only our child knows; the plain program gets the same drawings inside the page."""

    def inside(found: re.Match[str]) -> str:
        return "data:image/svg+xml;base64," + base64.b64encode(drawings.svg(found[1])).decode()

    return re.sub(r"asset:([a-z0-9-]+)", inside, html)


def _weasyprint(html: str) -> None:
    command = [sys.executable, "-m", "weasyprint", "--quiet", "--pdf-variant", "pdf/ua-1", "-", "-"]
    subprocess.run(command, input=html.encode(), stdout=subprocess.DEVNULL, env=child_environment(), check=True)
