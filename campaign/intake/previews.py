"""Small pictures of what the gate took, inside the child: WebP in fixed sizes, of a picture or of pages of a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any

import pypdfium2
from PIL import Image, ImageOps

from campaign.intake.limits import PDF, PREVIEW_EDGES, PREVIEWED_PAGES
from campaign.intake.pictures import DAMAGE, FORMATS, for_use, opened, verify
from campaign.intake.refusal import Unfit

QUALITY = 80


def draw(source: IO[bytes], kind: str, pages: list[int]) -> tuple[dict[str, Any], bytes]:
    """Each page in each size, the largest first; the answer says what lies where. Raises Unfit."""
    data, made = source.read(), []
    if kind != PDF and kind not in FORMATS:
        raise Unfit("not_wanted")
    try:
        for page, picture in _pages(data, pages) if kind == PDF else _picture(data, kind):
            made += [(page, edge, *_small(picture, edge)) for edge in sorted(PREVIEW_EDGES, reverse=True)]
    except (*DAMAGE, pypdfium2.PdfiumError):
        raise Unfit("damaged") from None
    about = [[page, edge, width, height, len(webp)] for page, edge, (width, height), webp in made]
    return {"pictures": about}, b"".join(webp for *_about, webp in made)


def _picture(data: bytes, kind: str) -> Iterator[tuple[int, Image.Image]]:
    verify(data, kind)
    with opened(data, kind) as picture:
        largest = max(PREVIEW_EDGES)
        picture.draft(None, (2 * largest, 2 * largest))
        picture.load()
        made, profile = for_use(ImageOps.exif_transpose(picture), [])
        made.info["icc_profile"] = profile
        yield 1, made


def _pages(data: bytes, pages: list[int]) -> Iterator[tuple[int, Image.Image]]:
    with pypdfium2.PdfDocument(data) as document:
        for number in [n for n in pages if 1 <= n <= len(document)][:PREVIEWED_PAGES]:
            page = document[number - 1]
            yield number, page.render(scale=max(PREVIEW_EDGES) / max(*page.get_size(), 1)).to_pil().convert("RGB")


def _small(picture: Image.Image, edge: int) -> tuple[tuple[int, int], bytes]:
    small, out = picture.copy(), BytesIO()
    small.thumbnail((edge, edge))
    small.save(out, "WEBP", quality=QUALITY, icc_profile=picture.info.get("icc_profile"))
    return small.size, out.getvalue()
