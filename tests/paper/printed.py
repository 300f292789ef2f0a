"""A case on paper, and what a PDF tells of itself: its pictures, and where each piece of text really stands."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from campaign.paper.page import Box, Page
from tests.paper.cases import Case

MM = 25.4 / 72
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Passage:
    """Text that was painted at once: its mark in the tag tree, its ink in mm from the upper left, its colour."""

    mark: int
    text: str
    ink: Box
    colour: Colour


@dataclass(frozen=True)
class Printed:
    case: Case
    pages: list[Page]
    pdf: bytes

    @cached_property
    def document(self) -> pikepdf.Pdf:
        return pikepdf.open(BytesIO(self.pdf))

    @cached_property
    def passages(self) -> list[list[Passage]]:
        """Of each page, in the order of painting."""
        with pypdfium2.PdfDocument(self.pdf) as document:
            return [_passages(document[n]) for n in range(len(document))]

    def grey(self, page: int, dpi: int, part: Box | None = None) -> Image.Image:
        """A page, or a part of it, as a copier sees it."""
        with pypdfium2.PdfDocument(self.pdf) as document:
            sheet = document[page]
            wide, high = (side * MM for side in sheet.get_size())
            cut = (part.x, high - part.bottom, wide - part.right, part.y) if part else (0, 0, 0, 0)
            crop = tuple(max(side, 0) / MM for side in cut)
            picture: Image.Image = sheet.render(scale=dpi / 72, grayscale=True, crop=crop).to_pil()
            return picture

    def ground(self, page: int, dpi: int = 72) -> Image.Image:
        """A page in colour without its texts."""
        with pypdfium2.PdfDocument(self.pdf) as document:
            sheet = document[page]
            for text in _texts(sheet):
                sheet.remove_obj(text)
            picture: Image.Image = sheet.render(scale=dpi / 72).to_pil()
            return picture.convert("RGB")


def _texts(page: pypdfium2.PdfPage) -> list[pypdfium2.PdfObject]:
    return list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1))


def _passages(page: pypdfium2.PdfPage) -> list[Passage]:
    words = page.get_textpage()
    found = (_passage(text, words, page.get_height()) for text in _texts(page))
    return [passage for passage in found if passage.text.strip()]


def _passage(text: pypdfium2.PdfObject, words: pypdfium2.PdfTextPage, height: float) -> Passage:
    left, bottom, right, top = text.get_bounds()
    ink = Box(left * MM, (height - top) * MM, (right - left) * MM, (top - bottom) * MM)
    return Passage(pdfium.FPDFPageObj_GetMarkedContentID(text), _text(text, words), ink, _colour(text))


def _text(text: pypdfium2.PdfObject, words: pypdfium2.PdfTextPage) -> str:
    size = pdfium.FPDFTextObj_GetText(text, words, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFTextObj_GetText(text, words, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def _colour(text: pypdfium2.PdfObject) -> Colour:
    parts = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(text, *map(ctypes.byref, parts))
    red, green, blue, _alpha = (part.value for part in parts)
    return red, green, blue
