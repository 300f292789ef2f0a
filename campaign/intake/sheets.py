"""What a PDF says of its pages, inside the child: measures, fonts, colours, tags, transparency; draws nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf

from campaign.intake.documents import is_foreign_font

PT = 72 / 25.4
MOST_POINTS = 10_000_000  # a measure beyond this is no measure
BLEED_MM = 3.0
THINGS = 20_000  # resources of all pages together that are looked at
DEPTH = 8
STREAM_BYTES = 8_000_000  # packed; what is drawn by more is not read for its colours
FAMILIES = {1: "grey", 3: "rgb", 4: "cmyk"}
DEVICES = {
    **dict.fromkeys(("/DeviceRGB", "/CalRGB", "/RGB"), "rgb"),
    **dict.fromkeys(("/DeviceCMYK", "/CMYK"), "cmyk"),
    **dict.fromkeys(("/DeviceGray", "/CalGray", "/G"), "grey"),
    "/Lab": "lab",
}
OPERATORS = {"rg": "rgb", "RG": "rgb", "k": "cmyk", "K": "cmyk", "g": "grey", "G": "grey"}
TITLE = re.compile(rb"<dc:title>.{0,200}?<rdf:li[^>]{0,99}>\s*[^\s<]", re.DOTALL)
CHOOSING = ("cs", "CS", "gs")  # a colour space, or a state, by its name
PROCESS = ("Cyan", "Magenta", "Yellow", "Black", "All", "None")
DAMAGE = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError)
Box = tuple[float, float, float, float]
Said = dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """A page in points of its own space: what is seen of it, where it is cut, how it is turned, points in a unit."""

    n: int
    view: Box
    trim: Box
    rotation: int
    unit: float


def read(data: bytes, most: int) -> Iterator[tuple[Said, Sheet | None]]:
    """Of the document, then of each page; a page whose measures cannot be read has no sheet."""
    with pikepdf.open(BytesIO(data)) as pdf:
        yield {"found": list(_document(pdf))}, None
        looker = _Looker()
        for n, page in enumerate(pdf.pages[:most], 1):
            try:
                yield _page(n, page, looker)
            except DAMAGE:
                yield {"page": n, "found": [{"kind": "unread"}], "is_done": 1}, None


def _page(n: int, page: pikepdf.Page, looker: _Looker) -> tuple[Said, Sheet | None]:
    sheet = _sheet(n, page)
    if sheet is None:
        return {"page": n, "found": [{"kind": "no_measure"}], "is_done": 1}, None
    return {"page": n, "found": [*_boxes(page, sheet), *looker.found(page)], **_mm(sheet)}, sheet


def _document(pdf: pikepdf.Pdf) -> Iterator[Said]:
    root = pdf.Root
    marks = root.get("/MarkInfo")
    is_marked = isinstance(marks, pikepdf.Dictionary) and bool(marks.get("/Marked", False))
    if not is_marked or not isinstance(root.get("/StructTreeRoot"), pikepdf.Dictionary):
        yield {"kind": "no_tags"}
    if not str(root.get("/Lang", "")).strip():
        yield {"kind": "no_language"}
    if not _has_title(pdf):
        yield {"kind": "no_title"}


def _has_title(pdf: pikepdf.Pdf) -> bool:
    about = pdf.trailer.get("/Info")
    if isinstance(about, pikepdf.Dictionary) and str(about.get("/Title", "")).strip():
        return True
    written = pdf.Root.get("/Metadata")
    if not isinstance(written, pikepdf.Stream) or len(written.read_raw_bytes()) > STREAM_BYTES:
        return False
    return (
        re.search(rb"<dc:title>.{0,200}?<rdf:li[^>]{0,99}>\s*[^\s<]", written.read_bytes()[:200_000], re.S) is not None
    )


# Measures


def _sheet(n: int, page: pikepdf.Page) -> Sheet | None:
    media = _box(page.obj.get("/MediaBox", page.mediabox))
    if media is None:
        return None
    view = _inside(_box(page.cropbox), media)
    turned, unit = _number(page.rotate), _number(page.obj.get("/UserUnit", 1))
    trim = _inside(_box(page.obj.get("/TrimBox")), view)
    return Sheet(n, view, trim, int(turned or 0) % 360 // 90 * 90, unit if unit and 0 < unit < MOST_POINTS else 1.0)


def _number(value: Any) -> float | None:
    if not isinstance(value, int | float | Decimal):
        return None
    number = float(value)
    return number if math.isfinite(number) and abs(number) < MOST_POINTS else None


def _box(value: Any) -> Box | None:
    if not isinstance(value, pikepdf.Array) or len(value) != 4:
        return None
    sides = [_number(side) for side in value]
    x0, y0, x1, y1 = (side if side is not None else math.nan for side in sides)
    left, right, bottom, top = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    return (left, bottom, right, top) if right - left >= 1 and top - bottom >= 1 and None not in sides else None


def _inside(box: Box | None, of: Box) -> Box:
    """The part of it that is inside the other; the other, where there is none."""
    if box is None:
        return of
    left, bottom, right, top = max(box[0], of[0]), max(box[1], of[1]), min(box[2], of[2]), min(box[3], of[3])
    return (left, bottom, right, top) if right - left >= 1 and top - bottom >= 1 else of


def _mm(sheet: Sheet) -> Said:
    left, bottom, right, top = sheet.trim
    wide, high = (round(length * sheet.unit / PT) for length in (right - left, top - bottom))
    return {"mm": [high, wide] if sheet.rotation in (90, 270) else [wide, high]}


def _boxes(page: pikepdf.Page, sheet: Sheet) -> Iterator[Said]:
    """Where it is cut, and the bleed that a shop cuts away."""
    if _box(page.obj.get("/TrimBox")) is None:
        yield {"kind": "no_trim"}
        return
    bleed = _inside(_box(page.obj.get("/BleedBox")), sheet.view)
    room = min(abs(a - b) for a, b in zip(bleed, sheet.trim, strict=True)) * sheet.unit / PT
    if room < BLEED_MM - 0.1:
        yield {"kind": "no_bleed", "amount": round(room, 1)}


# What it uses


@dataclass
class _Looker:
    """Through what pages use, and what that uses; each thing once a page, and so many things in all."""

    left: int = THINGS
    operators: dict[tuple[int, int], set[str]] = field(default_factory=dict)

    def found(self, page: pikepdf.Page) -> list[Said]:
        used = _Used()
        for stream in _streams(page.obj.get("/Contents")):
            used.named |= self._written(stream)
        self._walk(page.resources, used, 0)
        return [*used.findings(), *([{"kind": "too_much"}] if self.left <= 0 else [])]

    def _walk(self, resources: Any, used: _Used, depth: int) -> None:
        if not isinstance(resources, pikepdf.Dictionary) or depth > DEPTH:
            return
        for kind, take in (
            ("/Font", used.font),
            ("/Shading", used.shading),
        ):
            for thing in self._things(resources, kind, used):
                take(thing)
        used.declared(used.spaces, resources.get("/ColorSpace"))
        used.declared(used.states, resources.get("/ExtGState"))
        for kind in ("/XObject", "/Pattern"):
            for thing in self._things(resources, kind, used):
                self._drawn(thing, used, depth)

    def _things(self, resources: Any, kind: str, used: _Used) -> Iterator[Any]:
        held = resources.get(kind)
        if not isinstance(held, pikepdf.Dictionary):
            return
        for name in held.keys():  # noqa: SIM118  (a pikepdf object is no dict)
            thing = held[name]
            if self.left <= 0:
                return
            self.left -= 1
            if used.is_new(thing):
                yield thing

    def _drawn(self, thing: Any, used: _Used, depth: int) -> None:
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            return
        if thing.get("/Subtype") == pikepdf.Name.Image:
            used.picture(thing)
        elif isinstance(thing, pikepdf.Stream):
            used.named |= self._written(thing)
            self._walk(thing.get("/Resources"), used, depth + 1)
        elif "/Shading" in thing:
            used.shading(thing.get("/Shading"))

    def _written(self, stream: pikepdf.Stream) -> set[str]:
        """Colours and colour spaces that its operators name."""
        known = self.operators.get(stream.objgen)
        if known is None:
            known = self.operators[stream.objgen] = _operators(stream)
        return known


def _streams(contents: Any) -> list[pikepdf.Stream]:
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return [part for part in parts[:500] if isinstance(part, pikepdf.Stream)]


def _operators(stream: pikepdf.Stream) -> set[str]:
    if len(stream.read_raw_bytes()) > STREAM_BYTES:
        return set()
    try:
        steps = pikepdf.parse_content_stream(stream, " ".join((*OPERATORS, *CHOOSING)))
    except DAMAGE:
        return set()
    return {_named(str(step.operator), list(step.operands)) for step in steps}


def _named(operator: str, operands: list[Any]) -> str:
    return OPERATORS.get(operator) or (str(operands[0]) if operands else "")


@dataclass
class _Used:
    """What one page uses, as far as it was seen."""

    seen: set[tuple[int, int]] = field(default_factory=set)
    fonts: dict[str, None] = field(default_factory=dict)
    colours: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)  # by operators
    spaces: dict[str, Any] = field(default_factory=dict)  # by the names of the page: declared is not yet used
    states: dict[str, Any] = field(default_factory=dict)
    inks: dict[str, None] = field(default_factory=dict)
    is_clear: bool = False

    def is_new(self, thing: Any) -> bool:
        if not isinstance(thing, pikepdf.Object) or not thing.is_indirect:
            return True
        is_new = thing.objgen not in self.seen
        self.seen.add(thing.objgen)
        return is_new

    def font(self, thing: Any) -> None:
        below = thing.get("/DescendantFonts") if isinstance(thing, pikepdf.Dictionary) else None
        for one in [thing, *(list(below)[:1] if isinstance(below, pikepdf.Array) else [])]:
            if isinstance(one, pikepdf.Dictionary) and is_foreign_font(one):
                self.fonts[_name(one.get("/BaseFont", "")) or "?"] = None

    def declared(self, by_name: dict[str, Any], held: Any) -> None:
        if isinstance(held, pikepdf.Dictionary):
            by_name |= {name: held[name] for name in list(held.keys())[:200]}

    def space(self, thing: Any, depth: int = 0) -> None:
        if depth > DEPTH:
            return
        if isinstance(thing, pikepdf.Name):
            self.colours |= {DEVICES[str(thing)]} if str(thing) in DEVICES else set()
        elif isinstance(thing, pikepdf.Array) and len(thing):
            self._of_kind(str(thing[0]), list(thing)[:5], depth)

    def _of_kind(self, kind: str, parts: list[Any], depth: int) -> None:
        if kind in DEVICES:
            self.colours.add(DEVICES[kind])
        elif kind == "/ICCBased" and isinstance(parts[-1], pikepdf.Stream):
            self.colours |= {"icc", FAMILIES.get(int(_number(parts[-1].get("/N")) or 0), "lab")}
        elif kind in ("/Indexed", "/I", "/Pattern") and len(parts) > 1:
            self.space(parts[1], depth + 1)
        elif kind in ("/Separation", "/DeviceN") and len(parts) > 1:
            inks = list(parts[1])[:8] if isinstance(parts[1], pikepdf.Array) else parts[1:2]
            self.inks |= {ink: None for one in inks if (ink := _name(one)) and ink not in PROCESS}

    def shading(self, thing: Any) -> None:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            self.space(thing.get("/ColorSpace"))

    def state(self, thing: Any) -> None:
        if not isinstance(thing, pikepdf.Dictionary):
            return
        opacity = [_number(thing.get(name)) for name in ("/ca", "/CA")]
        blend = thing.get("/BM", pikepdf.Name.Normal)
        is_mixed = isinstance(blend, pikepdf.Name) and str(blend) not in ("/Normal", "/Compatible")
        is_masked = isinstance(thing.get("/SMask"), pikepdf.Dictionary)
        self.is_clear |= is_mixed or is_masked or any(one is not None and one < 1 for one in opacity)

    def picture(self, thing: Any) -> None:
        self.space(thing.get("/ColorSpace"))
        self.is_clear |= isinstance(thing.get("/SMask"), pikepdf.Stream)

    def findings(self) -> Iterator[Said]:
        self.colours |= self.named & {*OPERATORS.values()}
        for name in self.named - self.colours:
            self.space(self.spaces.get(name, pikepdf.Name(name) if name in DEVICES else None))
            self.state(self.states.get(name))
        if self.fonts:
            yield {"kind": "fonts", "names": list(self.fonts)[:20]}
        if self.inks:
            yield {"kind": "spot", "names": list(self.inks)[:20]}
        if self.is_clear:
            yield {"kind": "transparency"}
        yield from ({"kind": colour} for colour in sorted(self.colours))


def _name(value: Any) -> str:
    """As a person may read it: without the prefix of a subset and without what cannot be printed."""
    text = re.sub(r"^/?(?:[A-Z]{6}\+)?", "", str(value))
    return "".join(letter for letter in text[:60] if letter.isprintable())
