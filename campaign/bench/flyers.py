"""CPU time of a sheet: new child, warm child, each layout, edit to picture, many cards; beside WeasyPrint and Chromium.

In ms, of all processes that work for it; a child's by the kernel's own clock, the browser's by its ticks of 10 ms.
"""

import resource
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from statistics import mean, median
from typing import TypeVar, cast

import pikepdf

from campaign.accounts.models import user_by_email
from campaign.bench.rivals import browser, chromium, plain_page, weasyprint_process, with_pictures
from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, Side, acting, read_only, session, writing
from campaign.flyers import actions as flyers
from campaign.flyers.formats import Format, of_draft
from campaign.flyers.press import picture
from campaign.materials import actions as materials
from campaign.materials.models import Material, in_force_for
from campaign.paper.fit import misfits
from campaign.paper.imposition import CARDS, impose
from campaign.paper.kept import warm_child
from campaign.paper.layouts import LAYOUTS, LOOKS
from campaign.paper.limits import PAGES
from campaign.paper.press import Press, press
from campaign.paper.render import compile
from campaign.paper.render import pages as layout_pages
from campaign.paper.sheet import Sheet
from campaign.regions.models import Region, find

RENDERS, CARD_PAGES, EDITS, EACH = 1000, 1000, 30, 4
SETTLED = 200  # renders, after which a child may not grow any more
REST = 0.01  # seconds, by the clock
WIDTH = 800  # pixels of the picture beside the editor
Made = tuple[Format, Sheet]
T = TypeVar("T")


def measure(config: Config, count: int | None) -> dict[str, object]:
    """All regions of `border`, or the first so many; with few of them the other parts are short as well."""
    made = _sheets(config, count)
    few = made[:: max(1, len(made) // 12)][:12]
    renders = RENDERS if count is None else len(made)
    compiled = [_timed(compile_of, *one) for one in made]
    pages = [html for html, _ms in compiled]
    first = [_ended(press, compile_of(*one)) for one in few]
    plain = [_ended(weasyprint_process, plain_page(sheet)) for _form, sheet in few]
    warm, memory = _warm(pages, renders)
    child = warm[: len(pages)]
    full = [ms + setting for ms, (_html, setting) in zip(child, compiled, strict=True)]
    chrome = _chromium(pages)
    return {
        "sheets": len(made),
        "first_ms": _spread(first),
        "warm_ms": _spread(full),
        "of_it_child_ms": _spread(child),
        "weasyprint_plain_ms": _spread(plain),
        "weasyprint_plain_to_warm": round(median(plain) / median(full), 2),
        "chromium_ms": chrome and round(chrome, 1),
        "chromium_to_warm_child": chrome and round(chrome / mean(child), 2),
        "edit_to_picture_ms": _spread(_edits(config, EDITS if count is None else count)),
        "one_child_memory": memory,
        "cards": _cards(made[0][1], CARD_PAGES),
        "layouts": _layouts(made[:: len(made) // EACH][:EACH] if count is None else made[:1]),
    }


def compile_of(form: Format, sheet: Sheet) -> str:
    return compile(form.layout, sheet, form.size, form.look)


def _sheets(config: Config, count: int | None) -> list[Made]:
    read_only()
    regions = session.scalars(find(set_key="border")).all()
    flyer = {side: session.scalars(in_force_for(side)).first() for side in Side}
    made = [_sheet(flyer[region.country], region, config) for region in islice(cycle(regions), count or len(regions))]
    writing()
    return [one for one in made if one]


def _sheet(material: Material | None, region: Region, config: Config) -> Made | None:
    version = flyers.version_in_force(material, region.country, now()) if material else None
    if version is None:
        return None
    form = flyers.shown_format(version)
    return form, flyers.version_sheet(version, region, config, now(), form)


# -- clocks


def _timed(act: Callable[..., T], *given: object) -> tuple[T, float]:
    """What it gives, and the CPU ms of this process for it."""
    began = time.process_time()
    made = act(*given)
    return made, (time.process_time() - began) * 1000


def _ended(act: Callable[[str], object], html: str) -> float:
    """CPU ms of the processes that ended meanwhile."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    act(html)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def _of(pid: int | None) -> float:
    """CPU ms of a child with one thread, by the kernel's clock in ns (proc(5), schedstat), which stands still when the
    child has put away what its page left and sleeps."""
    time.sleep(REST)
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e6 if pid else 0.0


def _memory(pid: int | None, field: str) -> float:
    """MiB of a line of /proc/PID/status."""
    line = Path(f"/proc/{pid}/status").read_text(encoding="ascii").partition(f"{field}:")[2]
    return round(int(line.split()[0]) / 1024, 1)


def _spread(spent: Sequence[float]) -> dict[str, float]:
    ordered = sorted(spent)
    return {"median": round(median(ordered), 1), "p95": round(ordered[int((len(ordered) - 1) * 0.95)], 1)}


# -- the parts


def _warm(pages: list[str], renders: int) -> tuple[list[float], dict[str, object]]:
    """Each page in one child that has printed one before; and how its memory does, page after page."""
    spent: list[float] = []
    with Press() as warm:
        warm(pages[-1])
        children, resident = {warm.pid}, [_memory(warm.pid, "VmRSS")]
        for html in islice(cycle(pages), max(renders - 1, len(pages))):
            before = _of(warm.pid)
            warm(html)
            children.add(warm.pid)
            spent.append(_of(warm.pid) - (before if len(children) == 1 else 0.0))
            resident.append(_memory(warm.pid, "VmRSS"))
        peak = _memory(warm.pid, "VmHWM")
    settled = min(SETTLED, len(resident)) - 1
    return spent, {
        "renders": len(resident),
        "children": len(children),
        "replaced_after": PAGES,
        "peak_mib": peak,
        "settled_mib": resident[settled],
        "last_mib": resident[-1],
        "growth_mib": round(resident[-1] - resident[settled], 1),
    }


def _chromium(pages: list[str]) -> float | None:
    """Mean CPU ms of a page, all processes of a browser together, after three pages that warm it; None without one."""
    program = browser()
    if program is None:
        return None
    ready = [with_pictures(html) for html in pages]
    with chromium(program) as printer:
        for html in ready[:3]:
            printer(html)
        began = printer.cpu_seconds()
        for html in ready:
            printer(html)
        return (printer.cpu_seconds() - began) / len(ready) * 1000


def _edits(config: Config, count: int) -> list[float]:
    """Words changed, saved and drawn as the picture beside the editor; this process and its warm child together."""
    material = session.scalars(in_force_for(Side.US)).first()
    assert material is not None, "the demo has a flyer in force"
    region = session.scalars(find(set_key="border", country=Side.US)).first()
    assert region is not None, "the border has regions"
    spent = []
    for n in range(count + 1):
        pid, child = warm_child(), _of(warm_child())
        _done, ms = _timed(_edit, material, region, config, n)
        spent.append(ms + _of(warm_child()) - (child if pid == warm_child() else 0.0))
    return spent[1:]


def _edit(material: Material, region: Region, config: Config, n: int) -> bytes:
    planner = session.scalars(user_by_email("planner.us@example.org")).one()
    with acting(planner, planner.side, "bench", now()):
        title = Bilingual(f"One fake pill can kill {n}", f"Una pastilla falsa puede matar {n}")
        materials.edit(material, title, [], None, planner, material.row_version)
        session.commit()
    form = of_draft(material)
    pdf = flyers.draft_pdf(material, region, config, now(), form=form)
    return picture(pdf, config.data / "made", WIDTH, 0, form)


def _cards(sheet: Sheet, pages: int) -> dict[str, object]:
    """So many pages of wallet cards, none shared, ten on a side of a sheet, front and back; marks and words too."""
    card = press(compile_of(*_fitting(Format("wallet-card", "wallet-card"), sheet)))
    impose(card, CARDS, sides=2, repeat=False)  # prints the marks, once for a process
    source = _many(card, pages)
    made, ms = _timed(impose, source, CARDS, 2, False)
    with pikepdf.open(BytesIO(made)) as sheets:
        return {"pages": pages, "sheets": len(sheets.pages), "ms": round(ms)}


def _many(pdf: bytes, pages: int) -> bytes:
    with pikepdf.new() as made:
        while len(made.pages) < pages:
            with pikepdf.open(BytesIO(pdf)) as one:
                made.pages.extend(one.pages)
        out = BytesIO()
        made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _layouts(made: list[Made]) -> dict[str, object]:
    """Layout → look → ms of a whole sheet on its first size, each region twice; with as many points as fit."""
    found: dict[str, object] = {}
    with Press() as warm:
        for name, layout in LAYOUTS.items():
            forms = {look: Format(name, layout.sizes[0].name, look) for look in LOOKS}
            found[name] = {look: _spread(_of_form(warm, form, made)) for look, form in forms.items()}
    return found


def _of_form(warm: Press, form: Format, made: list[Made]) -> list[float]:
    ready = [_fitting(form, sheet) for _usual, sheet in made]
    warm(compile_of(*ready[0]))  # its fonts and rules are read
    return [_whole(warm, *one) for one in ready * 2]


def _whole(warm: Press, form: Format, sheet: Sheet) -> float:
    html, ms = _timed(compile_of, form, sheet)
    before = _of(warm.pid)
    warm(html)
    return ms + _of(warm.pid) - before


def _fitting(form: Format, sheet: Sheet) -> Made:
    """A card has room for fewer points than a letter."""
    most = LAYOUTS[form.layout].most_points
    shorter = (cast(Sheet, {**sheet, "points": sheet["points"][:n]}) for n in range(most, -1, -1))
    return form, next(one for one in shorter if not misfits(layout_pages(form.layout, one, form.size)))
