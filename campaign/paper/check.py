"""Reads a finished PDF and says what is wrong with it: fonts, language, tags, text; it repairs nothing.

Neither public PDF/UA checker notices a missing language of parts or a missing ParentTree, so this one does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdfium2

from campaign.paper.errors import Finding
from campaign.paper.foot import short_address
from campaign.paper.layouts import LAYOUTS, Layout
from campaign.paper.sheet import ORDER, TAGS, Sheet
from campaign.paper.words import DRAFT, DRAFT_STRIP, review_by

_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def check(pdf: bytes, sheet: Sheet, layout: str = "letter-side-by-side") -> list[Finding]:
    """Findings, [] when the sheet may be printed in this layout."""
    known = LAYOUTS[layout]
    with pikepdf.open(BytesIO(pdf)) as document:
        return [
            *_pages(document, known.pages),
            *_catalog(document, sheet),
            *loose_fonts(document),
            *_glyphs(document),
            *_structure(document),
            *(
                Finding("alt", "alt", TAGS[language])
                for language in ORDER[sheet["country"]]
                if not sheet["alt"][language]
            ),
            *_words([text(pdf, n) for n in range(len(document.pages))], sheet, known),
        ]


def text(pdf: bytes, page: int = 0) -> str:
    """The words of a page in the order of the file, as a reader's search finds them."""
    with pypdfium2.PdfDocument(pdf) as document:
        return str(document[page].get_textpage().get_text_range())


def _pages(document: pikepdf.Pdf, pages: int) -> Iterator[Finding]:
    if len(document.pages) != pages:
        yield Finding("page", words=str(len(document.pages)))


def _catalog(document: pikepdf.Pdf, sheet: Sheet) -> Iterator[Finding]:
    root = document.Root
    if str(root.get("/Lang", "")) != TAGS[ORDER[sheet["country"]][0]]:
        yield Finding("language", "catalog", words=str(root.get("/Lang", "")))
    title = str(document.docinfo.get("/Title", ""))
    if not title or not all(words in title for words in (sheet["title"]["en"], sheet["title"]["es"])):
        yield Finding("title", words=title)
    if not root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False):
        yield Finding("title", "catalog", words="DisplayDocTitle")


def loose_fonts(document: pikepdf.Pdf) -> Iterator[Finding]:
    """Fonts whose files are not in the PDF."""
    for font in _dictionaries(document, "/Type", "/FontDescriptor"):
        if not any(name in font for name in _FONT_FILES):
            yield Finding("font", words=str(font.get("/FontName", "")))
    for font in _dictionaries(document, "/Type", "/Font"):
        if "/DescendantFonts" not in font and "/FontDescriptor" not in font:
            yield Finding("font", words=str(font.get("/BaseFont", "")))


def _glyphs(document: pikepdf.Pdf) -> Iterator[Finding]:
    """Glyph 0 is the empty box that stands for a missing character (all our fonts have two-byte codes)."""
    for page in document.pages:
        for step in pikepdf.parse_content_stream(page, "Tj TJ"):
            shown = step.operands[0]
            if isinstance(shown, pikepdf.Object) and any(b"\0\0" in _codes(codes) for codes in _strings(shown)):
                yield Finding("glyph", words=".notdef")


def _strings(shown: pikepdf.Object) -> list[bytes]:
    parts = list(shown) if isinstance(shown, pikepdf.Array) else [shown]
    return [bytes(part) for part in parts if isinstance(part, pikepdf.String)]


def _codes(shown: bytes) -> set[bytes]:
    return {shown[at : at + 2] for at in range(0, len(shown), 2)}


def _structure(document: pikepdf.Pdf) -> Iterator[Finding]:
    """A ParentTree, alternative text on figures, and a language on all that holds marked content."""
    root = document.Root.get("/StructTreeRoot")
    if root is None or "/ParentTree" not in root or not len(root.ParentTree.get("/Nums", [])):
        yield Finding("tags", words="ParentTree")
        return
    languages = set(TAGS.values())
    for element in _dictionaries(document, "/Type", "/StructElem"):
        kind = str(element.get("/S", ""))
        if kind == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield Finding("alt", words=kind)
        if _holds_text(element) and str(element.get("/Lang", "")) not in languages:
            yield Finding("language", words=kind)


def _holds_text(element: pikepdf.Object) -> bool:
    kids = element.get("/K", pikepdf.Array())
    return any(isinstance(kid, int) for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]))


def _dictionaries(document: pikepdf.Pdf, key: str, value: str) -> Iterator[pikepdf.Object]:
    for found in document.objects:
        if isinstance(found, pikepdf.Dictionary) and str(found.get(key, "")) == value:
            yield found


def _words(pages: list[str], sheet: Sheet, layout: Layout) -> Iterator[Finding]:
    """Law 11 and law 8: the footer and DRAFT / BORRADOR on each page, the numbers and the address on one of them."""
    readable = [_squeezed(page) for page in pages]
    for page in readable:
        for slot, wanted in _on_each_page(sheet):
            if _squeezed(wanted) not in page:
                yield Finding(slot, slot, words=wanted)
    for slot, wanted in _once(sheet, layout):
        if not any(_squeezed(wanted) in page for page in readable):
            yield Finding("text", slot, words=wanted)


def _on_each_page(sheet: Sheet) -> Iterator[tuple[str, str]]:
    order = ORDER[sheet["country"]]
    yield "footer", f"{sheet['code']} v{sheet['version']}"
    yield "footer", sheet["territory"]["key"]
    yield "footer", sheet["territory"]["name"]
    for language in order if sheet["review_by"] else ():
        yield "footer", review_by(sheet["review_by"], language)
    for language in order if sheet["draft"] else ():
        yield "draft", DRAFT[language]
        yield "draft", DRAFT_STRIP[language]


def _once(sheet: Sheet, layout: Layout) -> Iterator[tuple[str, str]]:
    if layout.has_code:
        yield "address", short_address(sheet["address"])
    for number, line in enumerate(sheet["helplines"], 1):
        yield f"helpline-{number}", line["number"]


def _squeezed(words: str) -> str:
    return re.sub(r"[\s\ufffe\u00ad]+", "", words)
