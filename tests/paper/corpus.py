"""What a hostile or careless hand may put on paper, and what must come of it: its letters as they are, or a refusal.

A sheet's outcome is `TEXT`, or the kinds of the findings; that of a page, a picture or a profile is an error.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

from campaign.paper.errors import Broken, ForbiddenFetch, LimitReached, PaperError
from campaign.paper.sheet import Helpline, Point, Sheet
from tests.paper import sheets

TEXT = "text"
Make = Callable[[str], dict[str, Any]]
SheetCase = tuple[str, Make, str, str]  # name, where the text stands, the text, what comes of it


def both(text: str) -> dict[str, str]:
    return {"en": text, "es": text}


def headline(text: str) -> dict[str, Any]:
    return {"headline": both(text)}


def subline(text: str) -> dict[str, Any]:
    return {"subline": both(text)}


def title(text: str) -> dict[str, Any]:
    return {"title": both(text)}


def alt(text: str) -> dict[str, Any]:
    return {"alt": both(text)}


def point(text: str) -> dict[str, Any]:
    return {"points": [_point(1, text), *sheets.STEPS[1:3]]}


def many_points(text: str) -> dict[str, Any]:
    return {"points": [_point(n, text) for n in range(1, 1001)]}


def _point(n: int, text: str) -> Point:
    return {"slot": f"point-{n}", "pictogram": "talk", "en": text, "es": text}


def note(text: str) -> dict[str, Any]:
    line: Any = {**sheets.N988, "note": both(text)}
    return {"helplines": [sheets.N911, line]}


def number(text: str) -> dict[str, Any]:
    line: Helpline = {**sheets.N988_SHORT, "number": text}
    return {"helplines": [sheets.N911, line]}


def many_numbers(text: str) -> dict[str, Any]:
    return {"helplines": [{**sheets.N988_SHORT, "number": text}] * 500}


def contact(text: str) -> dict[str, Any]:
    return {"contact": {"name": text, "lines": ["Mesa St 1"]}}


def strip(text: str) -> dict[str, Any]:
    return {"strip": [{"mark": "US", "name": text}]}


def place(text: str) -> dict[str, Any]:
    return {"places": {"near": text, "far": ""}}


def address(text: str) -> dict[str, Any]:
    return {"address": text}


def drawing(text: str) -> dict[str, Any]:
    return {"points": [{**sheets.STEPS[0], "pictogram": text}]}


SHEETS: list[SheetCase] = [
    ("a script", headline, "<script>x</script>", TEXT),
    ("a bold word", point, "<b>911</b>", TEXT),
    ("an image", point, '<img src="file:///x">', TEXT),
    ("a handler", point, "<p onclick=x()>Call", TEXT),
    ("a style", subline, "<style>*{color:red}", TEXT),
    ("the end of a block", point, "</p></section>\"'>", TEXT),
    ("a section", point, '<section class="page">', TEXT),
    ("an attribute", alt, '" src="file:///etc/passwd" x="', TEXT),
    ("markup in the title", title, "</title><script>x</script>", TEXT),
    ("a comment", point, "<!-- hidden -->", TEXT),
    ("CDATA", point, "<![CDATA[ x ]]>", TEXT),
    ("an entity", point, "&lt;b&gt; &#0; &amp;", TEXT),
    ("an external entity", point, "<!ENTITY x SYSTEM>", TEXT),
    ("CSS", point, "} * { display: none", TEXT),
    ("a CSS address", point, "url(file:///etc)", TEXT),
    ("an import", point, "@import 'file:///x';", TEXT),
    ("an expression", point, "width: calc(1/0)", TEXT),
    ("a template", point, "{{ 7*7 }} {% x %}", TEXT),
    ("a format", point, "%s %(x)s {0} ${x}", TEXT),
    ("a file address", contact, "file:///etc/passwd", TEXT),
    ("a web address", strip, "http://127.0.0.1:9/", TEXT),
    ("a data address", point, "data:text/html,<b>", TEXT),
    ("a JavaScript address", note, "javascript:alert(1)", TEXT),
    ("a path", place, "../../etc/passwd", TEXT),
    ("a drawing's address", point, "asset:pin", TEXT),
    ("SQL", point, "'; DROP TABLE x; --", TEXT),
    ("a formula", point, '=HYPERLINK("x")', TEXT),
    ("a shell", point, "$(id) `id` | id", TEXT),
    ("a PDF string", point, ") Tj ET (x", TEXT),
    ("a backslash", point, "\\\\ \\n \\0", TEXT),
    ("accents", point, "Ñandú, pingüino, ¿qué?", TEXT),
    ("composed accents", point, "Llama\u0301 ya", TEXT),
    ("tabs and lines", point, "Call\t911\r\nnow", TEXT),
    ("a separator of lines", point, "Call\u2028911", TEXT),
    ("a number with markup", number, "<b>988", TEXT),
    ("NUL", headline, "Call\0 911", "character"),
    ("a bell", point, "Call\x07 911", "character"),
    ("an escape", point, "\x1b[31mCall", "character"),
    ("right to left override", point, "Call \u202e119", "character"),
    ("a direction isolate", number, "\u2067988", "character"),
    ("a right to left mark", place, "El\u200f Paso", "character"),
    ("a zero width space", point, "Ca\u200bll", "character"),
    ("a joiner", point, "Ca\u200dll", "character"),
    ("a byte order mark", title, "\ufeffCall", "character"),
    ("a soft hyphen", headline, "Ca\u00adll", "character"),
    ("a private letter", point, "Call \ue000", "character"),
    ("half a surrogate", point, "Call \ud800", "character"),
    ("no character", point, "Call \uffff", "character"),
    ("a tag letter", point, "Call \U000e0041", "character"),
    ("a variation selector", point, "Call\ufe0f", "character"),
    ("a filler", point, "Call\u3164 911", "character"),
    ("a grapheme joiner", point, "Ca\u034fll", "character"),
    ("a tower of marks", point, "C" + "\u0301" * 40, "character"),
    ("20,000 combining marks", point, "C" + "\u0301" * 20_000, "length"),
    ("Arabic", point, "\u0627\u062a\u0635\u0644", "glyph"),
    ("Hebrew", point, "\u05e9\u05dc\u05d5\u05dd", "glyph"),
    ("Chinese", point, "Call \u6f22", "glyph"),
    ("an emoji", headline, "Call \U0001f4de", "glyph"),
    ("a word of 300,000 letters", point, "a" * 300_000, "length"),
    ("a headline of 300,000 letters", headline, "W" * 300_000, "length"),
    ("a title of 300,000 letters", title, "t" * 300_000, "length"),
    ("a place of 300,000 letters", place, "P" * 300_000, "length"),
    ("a number of 300,000 digits", number, "9" * 300_000, "length"),
    ("an address of 300,000 letters", address, "http://x/" + "e" * 300_000, "length"),
    ("an organization of 300,000 letters", strip, "o" * 300_000, "length"),
    ("a contact of 300,000 letters", contact, "c" * 300_000, "length"),
    ("a note of 150,000 words", note, "a " * 150_000, "length"),
    ("a description of 300,000 letters", alt, "d" * 300_000, "length"),
    ("250 words of one letter", point, "a " * 250, "words"),
    ("a headline of 60 words", headline, "a " * 60, "words"),
    ("1,000 points", many_points, "Call 911", "points"),
    ("500 numbers", many_numbers, "988", "count"),
    ("a drawing that is a path", drawing, "../../../etc/passwd", ""),
    ("a drawing that is an address", drawing, "http://127.0.0.1:9/x.svg", ""),
]


def sheet_of(case: SheetCase, base: Sheet) -> Sheet:
    _name, where, text, _outcome = case
    return sheets.changed(base, **where(text))


# -- pages that no sheet can make, in case one ever could; {host} listens on this machine

_HEAD = "<!doctype html><html lang=en><title>t</title>"


def _in_font(source: str) -> str:
    return f"<style>@font-face{{{{font-family:x;src:url({source})}}}}p{{{{font-family:x}}}}</style><p>x"


_LEVELS = "".join(f"<g id='u{n + 1}'>{f'<use href=#u{n} />' * 10}</g>" for n in range(8))  # 10^8 uses of one rectangle
_SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
NESTED = f"{_SVG}<defs><rect id='u0' width='1' height='1'/>{_LEVELS}</defs><use href='#u8'/></svg>"
SCRIPTED = f"{_SVG}<script>x</script><image href='{{host}}/x' width='9' height='9'/></svg>"

PAGES: list[tuple[str, str, type[PaperError]]] = [
    ("a data SVG with a script", f'{_HEAD}<img alt=x src="data:image/svg+xml,{SCRIPTED}">', ForbiddenFetch),
    ("an SVG that fetches", f"{_HEAD}{SCRIPTED}", ForbiddenFetch),
    ("a file", _HEAD + "<img alt=x src={file}>", ForbiddenFetch),
    ("a file attached", _HEAD + "<link rel=attachment href={file}>", ForbiddenFetch),
    ("a style sheet elsewhere", _HEAD + "<link rel=stylesheet href={host}/x.css>", ForbiddenFetch),
    ("a broken font", _HEAD + _in_font("data:font/ttf;base64,AAEAAAAB"), ForbiddenFetch),
    ("a font elsewhere", _HEAD + _in_font("{host}/x"), ForbiddenFetch),
    ("a frame", _HEAD + "<object data={host}/x></object>", ForbiddenFetch),
    ("flexes in flexes", _HEAD + '<div style="display:flex">' * 14 + "x y z", LimitReached),
    ("10^8 uses in uses", _HEAD + NESTED, LimitReached),
]


# -- pictures: bytes that no gate has seen


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that says these measures, whatever its bytes hold."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (900, 600), "navy").save(out, "JPEG")
    return out.getvalue()


PICTURES: list[tuple[str, bytes | None, type[PaperError]]] = [
    ("900 megapixels", png(30_000, 30_000, zlib.compress(bytes(1000))), Broken),
    ("one pixel wide, 900 million high", png(1, 900_000_000), Broken),
    ("no pixels", png(0, 0), Broken),
    ("a PNG without data", png(900, 600), Broken),
    ("a JPEG cut short", _jpeg()[:400], Broken),
    ("no bytes", b"", Broken),
    ("text", b"<script>x</script>", Broken),
    ("an SVG", NESTED.encode(), Broken),
    ("missing", None, ForbiddenFetch),
]


# -- profiles for a press


def _of_a_screen() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


PROFILES: list[tuple[str, bytes]] = [
    ("of a screen", _of_a_screen()),
    ("Lab", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()),
    ("cut short", _of_a_screen()[:200]),
    ("no bytes", b""),
    ("a picture", _jpeg()),
]
