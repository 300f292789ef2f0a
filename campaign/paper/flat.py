"""A flyer as one picture for chat groups: all pages one under the other, light enough for a slow telephone.

JPEG by default, since chats show a WebP as a sticker or as a file.
"""

from __future__ import annotations

from io import BytesIO

import pypdfium2
from PIL import Image

from campaign.paper.errors import Finding, PaperError

LIMIT = 300_000  # bytes
WIDTH = 1600  # pixels
MOST_DPI = 300  # of paper: more would only blow up the pictures in it
_QUALITIES = (88, 82, 76, 70, 64)
_NARROWER, _LEAST_WIDTH = 0.85, 360
_BETWEEN = 0.008  # of the width, a grey line from page to page


def flat(pdf: bytes, kind: str = "JPEG", limit: int = LIMIT, width: int = WIDTH) -> bytes:
    """JPEG or WEBP of at most `limit` bytes, at most `width` pixels wide and never more than the paper has at 300 dpi:
    first the quality goes down, then the width. PaperError where even a small picture is too heavy."""
    whole = _stacked(_drawn(pdf, width))
    wide = whole.width
    while wide >= min(_LEAST_WIDTH, whole.width):
        picture = _narrowed(whole, wide)
        for quality in _QUALITIES:
            made = _written(picture, kind, quality)
            if len(made) <= limit:
                return made
        wide = int(wide * _NARROWER)
    raise PaperError(findings=[Finding("size", words=str(len(made)), needed=str(limit))])


def _drawn(pdf: bytes, width: int) -> list[Image.Image]:
    """Pages of one size, as the pages of a flyer are."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=min(width / page.get_width(), MOST_DPI / 72)).to_pil() for page in document]


def _stacked(pages: list[Image.Image]) -> Image.Image:
    line = round(pages[0].width * _BETWEEN)
    high = sum(page.height for page in pages) + line * (len(pages) - 1)
    whole = Image.new("RGB", (max(page.width for page in pages), high), "#c9ced1")
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height + line
    return whole


def _narrowed(whole: Image.Image, width: int) -> Image.Image:
    if width == whole.width:
        return whole
    return whole.resize((width, round(whole.height * width / whole.width)), Image.Resampling.LANCZOS)


def _written(picture: Image.Image, kind: str, quality: int) -> bytes:
    out = BytesIO()
    options = {"method": 4} if kind == "WEBP" else {"optimize": True, "progressive": True}
    picture.save(out, kind, quality=quality, **options)
    return out.getvalue()
