"""A picture as paper needs it, made inside the render child: in sRGB, on white, and not larger than it is printed."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageCms, ImageFile

QUALITY = 90


@lru_cache(maxsize=2)  # the sheets of a batch carry the same one
def for_paper(data: bytes, width: int) -> tuple[bytes, str]:
    """The same bytes for the same picture and width in pixels, and their type; raises for what is no whole PNG or JPEG.

    What needs no change is handed on as it is. Only copies of our own come here, which a fenced child wrote before.
    """
    with Image.open(BytesIO(data), formats=["PNG", "JPEG"]) as picture:
        kind, is_plain = str(picture.format), picture.mode in ("RGB", "L") and "icc_profile" not in picture.info
        if is_plain and picture.width <= width:
            _load_whole(picture)
            return data, f"image/{kind.lower()}"
        height = round(picture.height * width / picture.width)
        picture.draft(None, (width, height))
        _load_whole(picture)
        made = _on_white(_in_srgb(picture))
        if made.width > width:
            made = made.resize((width, height), Image.Resampling.LANCZOS)
        return _written(made, kind), f"image/{kind.lower()}"


def _load_whole(picture: Image.Image) -> None:
    """What is damaged is refused, not printed as a hole: the renderer lets Pillow fill in what is missing."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        picture.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if picture.mode == "P" or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    if not profile or picture.mode not in ("RGB", "RGBA"):
        return picture
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        made = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=picture.mode)
    except (ImageCms.PyCMSError, OSError):
        return picture
    return made or picture


def _on_white(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands():
        return picture if picture.mode in ("RGB", "L") else picture.convert("RGB")
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB")


def _written(picture: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    if kind == "JPEG":
        picture.save(out, "JPEG", quality=QUALITY, subsampling=0)
    else:
        picture.save(out, "PNG", icc_profile=None)
    return out.getvalue()
