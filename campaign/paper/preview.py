"""A picture of a printed page for screens; reads PDFs of ours only."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pypdfium2

from campaign.paper.guides import Guide
from campaign.paper.overlay import with_guides
from campaign.paper.page import PT

VIEWS = ("print", "lines", "grey")
"""As printed, with lines drawn over it, or as a copier sees it."""


def preview(pdf: bytes, page: int = 0, width: int = 800, drawn: Sequence[Guide] = (), is_grey: bool = False) -> bytes:
    """WebP of one page, `width` pixels wide, with guides drawn over it. IndexError when there is no such page."""
    with pypdfium2.PdfDocument(pdf) as document:
        if not 0 <= page < len(document):
            raise IndexError(page)
        sheet = document[page]
        picture = sheet.render(scale=width / sheet.get_width(), grayscale=is_grey).to_pil()
        if drawn:
            picture = with_guides(picture, drawn, sheet.get_width() / PT)
    out = BytesIO()
    picture.save(out, "WEBP", quality=85, method=0)
    return out.getvalue()
