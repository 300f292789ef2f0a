"""Drawings (SVG), inside the child: read against a list of what may be in one, drawn, and kept only as the picture.

A script, a link, anything that is fetched from elsewhere or a definition in the XML refuses the file. What is merely
unknown (an editor's notes, filters, text) is left out, and that is said. The drawing itself is never used again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any
from xml.etree.ElementTree import Element, TreeBuilder, register_namespace, tostring

from PIL import Image
from resvg_py import svg_to_bytes

from campaign.intake.limits import DRAWING_CPU_SECONDS, DRAWN_EDGE, PNG, SVG, hurry
from campaign.intake.markup import Parser
from campaign.intake.pictures import written
from campaign.intake.refusal import Unfit

SPACE, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
LARGEST = 2_000_000  # bytes
ELEMENTS, USES = 5_000, 24  # a `use` inside what is used multiplies
_ELEMENTS = (
    "svg g defs symbol use title desc path rect circle ellipse line polyline polygon clipPath mask linearGradient"
    " radialGradient stop pattern style switch"
)
_ACTING = "script foreignObject a iframe embed object handler set animate animateTransform"
_ATTRIBUTES = (
    "id class style d x y width height rx ry cx cy r x1 y1 x2 y2 fx fy fr points transform viewBox"
    " preserveAspectRatio version fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap"
    " stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display visibility overflow"
    " clip-path clip-rule clipPathUnits mask maskUnits maskContentUnits gradientUnits gradientTransform spreadMethod"
    " offset stop-color stop-opacity patternUnits patternContentUnits patternTransform type media href"
)
ALLOWED, FORBIDDEN = frozenset(_ELEMENTS.split()), frozenset(_ACTING.split())
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
EDITORS = re.compile(r"inkscape|sodipodi|adobe|sketch|figma|corel|purl\.org|creativecommons|w3\.org/1999/02/22-rdf")
OUTWARD = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(|javascript:|\\|-moz-binding|image-set", re.IGNORECASE)
register_namespace("", SPACE)
register_namespace("xlink", XLINK)


def draw(source: IO[bytes], kind: str) -> tuple[dict[str, Any], bytes]:
    """The picture that the drawing shows, as PNG. Raises Unfit."""
    hurry(DRAWING_CPU_SECONDS)
    data = source.read(LARGEST + 1)
    root = _tree(data)
    findings = ["parts_left_out"] if _cleaned(root) else []
    picture = _drawn(root)
    about = {"type": SVG, "copy": PNG, "width": picture.width, "height": picture.height, "is_moving": False}
    return {**about, "findings": findings}, written(picture, PNG, None)


def _tree(data: bytes) -> Element:
    builder = TreeBuilder()
    parser = Parser(
        start=lambda name, given: builder.start(_full(name), {_full(key): value for key, value in given.items()}),
        text=builder.data,
        end=lambda name: builder.end(_full(name)),
    )
    if len(data) > LARGEST:
        raise Unfit("costly")
    parser.read(BytesIO(data))
    root = builder.close()
    names = [element.tag.rpartition("}")[2] for element in root.iter()]
    if len(names) > ELEMENTS or names.count("use") > USES:
        raise Unfit("costly")
    if root.tag != f"{{{SPACE}}}svg":
        raise Unfit("unknown")
    return root


def _full(name: str) -> str:
    """As ElementTree writes a name in a namespace."""
    return f"{{{name}" if "}" in name else name


def _cleaned(element: Element) -> bool:
    """Take out what is unknown; whether any of it was seen. Raises Unfit for what acts or leads out."""
    _judge(element)
    gone = [child for child in element if not _is_known(child)]
    for child in gone:
        list(map(_judge, child.iter()))
        element.remove(child)
    for name in [name for name in element.attrib if name not in ATTRIBUTES and name != f"{{{XLINK}}}href"]:
        del element.attrib[name]
    is_missed = [not EDITORS.search(child.tag) and _name(child) != "metadata" for child in gone]
    return any([*is_missed, *map(_cleaned, list(element))])


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _is_known(element: Element) -> bool:
    return element.tag.startswith(f"{{{SPACE}}}") and _name(element) in ALLOWED


def _judge(element: Element) -> None:
    if _name(element) in FORBIDDEN or (_name(element) == "style" and OUTWARD.search(element.text or "")):
        raise Unfit("acting_drawing")
    if any(_is_outward(name.rpartition("}")[2], value) for name, value in element.attrib.items()):
        raise Unfit("acting_drawing")


def _is_outward(name: str, value: str) -> bool:
    """A handler of events, or a reference to anything but a part of this drawing."""
    is_reference = name in ("href", "src") and not value.strip().startswith("#")
    return is_reference or name.lower().startswith("on") or OUTWARD.search(value) is not None


def _drawn(root: Element) -> Image.Image:
    """On nothing, as large as DRAWN_EDGE allows."""
    wide, high = _proportions(root)
    width, height = (DRAWN_EDGE, None) if wide >= high else (None, DRAWN_EDGE)
    svg = tostring(root, encoding="unicode")
    try:
        png = svg_to_bytes(svg_string=svg, skip_system_fonts=True, width=width, height=height)
        picture = Image.open(BytesIO(png), formats=["PNG"]).convert("RGBA")
    except (ValueError, OSError):
        raise Unfit("damaged_picture") from None
    if max(picture.size) > 2 * DRAWN_EDGE or picture.getbbox() is None:  # a thread, or nothing at all
        raise Unfit("damaged_picture")
    return picture


def _proportions(root: Element) -> tuple[float, float]:
    numbers = list(_numbers(root.get("viewBox", "")))
    if len(numbers) == 4:
        return numbers[2], numbers[3]
    sides = [next(_numbers(root.get(side, "")), 1.0) for side in ("width", "height")]
    return sides[0], sides[1]


def _numbers(text: str) -> Iterator[float]:
    return (float(found) for found in re.findall(r"-?\d+(?:\.\d+)?", text))
