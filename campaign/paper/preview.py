"""A picture of a printed page for screens; reads PDFs of ours only."""

from __future__ import annotations

from io import BytesIO

import pypdfium2


def preview(pdf: bytes, page: int = 0, width: int = 800) -> bytes:
    """WebP of one page, `width` pixels wide. IndexError when there is no such page."""
    with pypdfium2.PdfDocument(pdf) as document:
        if not 0 <= page < len(document):
            raise IndexError(page)
        sheet = document[page]
        picture = sheet.render(scale=width / sheet.get_width()).to_pil()
    out = BytesIO()
    picture.save(out, "WEBP", quality=85, method=0)
    return out.getvalue()
