"""The render child (`-m campaign.paper.child CPU_SECONDS`): lines of JSON on stdin, PDFs or JSON errors on stdout.

The only module that imports WeasyPrint. It fetches nothing: it has our own drawings and the pictures that were handed
in with the page. It prints nothing that does not fit, and turns every complaint of the renderer into an error.
"""

from __future__ import annotations

import base64
import gc
import json
import logging
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

from campaign.paper.limits import allow, fence

if __name__ == "__main__":
    fence(int(sys.argv[1]))

import weasyprint
from cssselect2 import ElementWrapper
from weasyprint.formatting_structure import boxes
from weasyprint.html import UA
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from campaign.paper import drawings
from campaign.paper.errors import Finding
from campaign.paper.pictures import for_paper

PX_PER_MM = 96 / 25.4
TOLERANCE_MM = 0.25
SECTION = '<section class="page'  # of our template; what a person wrote cannot say it

FONTS = FontConfiguration()
USUAL = weasyprint.CSS(string=re.sub("(?m)^::.*$", "", UA))
"""A browser's own rules without those of notes and of marks in lists, which our pages have not: each of them would cost
every element of a page one style more."""


class Stop(BaseException):
    """Ends the job with an error; a BaseException, so that the renderer cannot swallow it."""

    def __init__(self, error: str, message: str = "", findings: list[Finding] | None = None) -> None:
        super().__init__(message)
        self.answer = {
            "error": error,
            "message": message,
            "findings": [finding.as_json() for finding in findings or []],
        }


class OwnDrawings(URLFetcher):  # type: ignore[misc]
    """Serves `asset:<name>` from our drawings and `asset:<sha256>-<width>` from the pictures of this page, and refuses
    everything else, whatever asks for it.

    WeasyPrint swallows even fatal errors inside an SVG picture, so refusals are also kept and read at the end.
    """

    def __init__(self, pictures: dict[str, bytes]) -> None:
        super().__init__(allowed_protocols=("asset",), allow_redirects=False, fail_on_errors=True)
        self.pictures = pictures
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        sha256, _, width = name.partition("-")
        if scheme == "asset" and sha256 in self.pictures and width.isdecimal():
            data, kind = _readable(self.pictures[sha256], int(width))
            return URLFetcherResponse(url, data, {"Content-Type": kind})
        look, _slash, drawing = name.rpartition("/")
        if scheme != "asset" or drawing not in drawings.DRAWINGS or look not in ("", "ink"):
            self.refused.append(url[:200])
            raise FatalURLFetchingError(f"refused: {url[:200]}")
        return URLFetcherResponse(url, drawings.svg(drawing, look), {"Content-Type": "image/svg+xml"})


def _readable(data: bytes, width: int) -> tuple[bytes, str]:
    """What a picture's decoder raises depends on its bytes; none of it is a fault of the page."""
    try:
        return for_paper(data, width)
    except MemoryError as error:
        raise Stop("memory") from error
    except Exception as error:
        raise Stop("broken", "", [Finding("unreadable", "picture", words=type(error).__name__)]) from error


class Html(weasyprint.HTML):  # type: ignore[misc]
    """A page of ours is well-formed and is read as XML, by a parser in C; what is not is read as any page is."""

    def __init__(self, html: str, fetcher: OwnDrawings) -> None:
        try:
            root = ElementTree.fromstring(html.removeprefix("<!doctype html>"))
        except ElementTree.ParseError:
            super().__init__(string=html, base_url="asset:", url_fetcher=fetcher)
            return
        self.base_url, self.url_fetcher, self.media_type = "asset:", fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:
        return [USUAL]


@lru_cache(maxsize=32)
def rules(css: str) -> weasyprint.CSS:
    """The rules of our template: the same for all sheets of a size and a look, so they are read once."""
    return weasyprint.CSS(string=css, base_url="asset:", url_fetcher=OwnDrawings({}), font_config=FONTS)


def _parted(html: str) -> tuple[str, str]:
    """The page without its `<style>`, and what that says; ours is the first, before anything that a person wrote."""
    before, _style, rest = html.partition("<style>")
    css, _end, after = rest.partition("</style>")
    return before + after, css


class Complaints(logging.Handler):
    """Keeps what the renderer would only log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.kept: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(record)


def print_page(html: str, pictures: dict[str, bytes]) -> bytes:
    """PDF/UA-1 of as many pages as the HTML has sections; raises Stop."""
    fetcher, complaints = OwnDrawings(pictures), Complaints()
    log = logging.getLogger("weasyprint")
    log.handlers = [complaints]  # those of the page before are gone
    try:
        body, css = _parted(html)
        document = Html(body, fetcher).render(font_config=FONTS, stylesheets=[rules(css)])
        refuse_misfits(document, max(html.count(SECTION), 1))
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as error:
        raise Stop("fetch", str(error)) from error
    if fetcher.refused:
        raise Stop("fetch", f"refused: {fetcher.refused[0]}")
    refuse_complaints(complaints.kept, document)
    return pdf


def refuse_complaints(records: list[logging.LogRecord], document: Any) -> None:
    """Missing glyphs name their character and slot; any other complaint is a fault of ours."""
    missing = (record.args for record in records if ".notdef" in str(record.msg))
    glyphs = dict.fromkeys(str(args[0]) for args in missing if isinstance(args, tuple))
    if glyphs:
        raise Stop("glyph", "", [_missing(glyph, document) for glyph in glyphs])
    if records:
        rules.cache_clear()  # what was complained about is read again, and complained about again
        raise Stop("broken", records[0].getMessage())


def _missing(glyph: str, document: Any) -> Finding:
    for box in _slots(document):
        if any(glyph in text.text for text in _texts(box)):
            return Finding("glyph", box.element.get("data-slot"), box.style["lang"] or "", glyph)
    return Finding("glyph", words=glyph)


# -- does it fit?


def refuse_misfits(document: Any, pages: int) -> None:
    """Every slot holds its text in both directions, no page runs over; else Stop names slot and millimetres."""
    findings = [finding for box in _slots(document) for finding in _misfits(box)]
    if len(document.pages) != pages:
        findings.append(Finding("page", words=str(len(document.pages))))
    if findings:
        raise Stop("fit", "", _worst(findings))


def _misfits(box: Any) -> Iterator[Finding]:
    left, top = box.content_box_x(), box.content_box_y()
    texts = list(_texts(box))
    lines = [line for line in _within(box) if isinstance(line, boxes.LineBox)]
    low = max((line.position_y + line.height for line in lines), default=top)
    wide = max(
        (max(text.position_x + text.width - left - box.width, left - text.position_x) for text in texts), default=0
    )
    if _mm(wide) > TOLERANCE_MM:
        yield _finding("width", box, texts, _mm(wide))
    if _mm(low - top - box.height) > TOLERANCE_MM:
        beyond = [text for text in texts if text.position_y + text.height - top - box.height > 1]
        yield _finding("height", box, beyond or texts, _mm(low - top - box.height))


def _finding(kind: str, box: Any, texts: list[Any], over: float) -> Finding:
    words = " ".join(text.text.strip() for text in texts)
    return Finding(kind, box.element.get("data-slot"), box.style["lang"] or "", words[:200], round(over, 1))


def _worst(findings: list[Finding]) -> list[Finding]:
    """One finding for each kind, slot and language: a headline is many boxes but one slot."""
    worst: dict[tuple[str, str, str], Finding] = {}
    for finding in sorted(findings, key=lambda finding: -finding.over_mm):
        worst.setdefault((finding.kind, finding.slot, finding.language), finding)
    return list(worst.values())


def _mm(px: float) -> float:
    return px / PX_PER_MM


def _slots(document: Any) -> Iterator[Any]:
    for page in document.pages:
        for box in _within(page._page_box):
            if isinstance(box, boxes.BlockBox) and box.element is not None and box.element.get("data-slot"):
                yield box


def _texts(box: Any) -> Iterator[Any]:
    return (found for found in _within(box) if isinstance(found, boxes.TextBox) and found.text.strip())


def _within(box: Any) -> Iterator[Any]:
    for child in box.descendants():
        if isinstance(child, AbsolutePlaceholder):
            yield from _within(child._box)
        else:
            yield child


# -- language of parts


def tag_languages() -> None:
    """WeasyPrint writes /Lang only for the document: give every structure element the language of its HTML element."""
    build = tags._build_box_tree

    def with_language(box: Any, parent: Any, pdf: Any, *rest: Any) -> Iterator[Any]:
        start = len(pdf.objects)
        made = list(build(box, parent, pdf, *rest))
        language = box.style["lang"] if box.style else None
        for element in pdf.objects[start:]:
            if language and isinstance(element, dict) and element.get("Type") == "/StructElem":
                element.setdefault("Lang", f"({language})")
        yield from made

    tags._build_box_tree = with_language


def answer(page: dict[str, Any]) -> tuple[str, bytes]:
    """The PDF, or the error as JSON; nothing else can come out."""
    try:
        pictures = {name: base64.b64decode(data) for name, data in page.get("pictures", {}).items()}
        return "pdf", print_page(page["html"], pictures)
    except Stop as stop:
        return "error", json.dumps(stop.answer).encode()
    except MemoryError:
        return "error", json.dumps({"error": "memory", "message": "", "findings": []}).encode()
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        return "error", json.dumps({"error": "broken", "message": said, "findings": []}).encode()


def main() -> None:
    """One page for each line, until there is no more; each has its own CPU seconds. What a page leaves behind is
    gathered when it is out, not while the next one is made, and without a look at what the first one left for all.
    """
    tag_languages()
    gc.disable()
    for n, line in enumerate(sys.stdin.buffer):
        allow(int(sys.argv[1]))
        kind, data = answer(json.loads(line))
        sys.stdout.buffer.write(f"{kind} {len(data)}\n".encode() + data)
        sys.stdout.buffer.flush()
        gc.collect()
        if n == 0:
            gc.freeze()


if __name__ == "__main__":
    main()
