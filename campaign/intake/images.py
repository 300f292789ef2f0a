"""Pictures, inside the child: read whole, made upright, sRGB and not larger than paper needs, and written anew, so that
nothing stays but the picture: no place where it was taken, no second file behind its end.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from PIL import Image, ImageCms, ImageOps

from campaign.intake.limits import JPEG, LONGEST_EDGE, PIXELS, PNG
from campaign.intake.refusal import Unfit

FORMATS = {PNG: "PNG", JPEG: "JPEG"}
END = {PNG: b"IEND\xaeB`\x82", JPEG: b"\xff\xd9"}
Image.MAX_IMAGE_PIXELS = None  # ours is looked at before anything is unpacked


def renew(source: IO[bytes], kind: str) -> tuple[dict[str, Any], bytes]:
    """The picture as PNG or JPEG of ours, as it came; its findings say what was left out. Raises Unfit."""
    data = source.read()
    findings = [] if data.rstrip(b"\0\r\n").endswith(END[kind]) else ["behind_the_end"]
    try:
        _verify(data, kind)
        picture = _loaded(data, kind)
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Unfit("damaged_picture") from None
    if getattr(picture, "n_frames", 1) > 1:
        findings.append("animation")
    if max(picture.size) > LONGEST_EDGE:
        findings.append("made_smaller")
        picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    renewed = _plain(ImageOps.exif_transpose(picture), findings)
    out = BytesIO()
    renewed.save(out, FORMATS[kind], **({"quality": 92, "optimize": True} if kind == JPEG else {"optimize": False}))
    return {"type": kind, "width": renewed.width, "height": renewed.height, "findings": findings}, out.getvalue()


def _verify(data: bytes, kind: str) -> None:
    """Sums and measures first; `load` alone does not notice a damaged sum. A picture cannot be loaded after this."""
    with Image.open(BytesIO(data), formats=[FORMATS[kind]]) as picture:
        pixels = picture.width * picture.height
        if pixels > PIXELS:
            raise Unfit("pixels", pixels=pixels, most=PIXELS)
        picture.verify()


def _loaded(data: bytes, kind: str) -> Image.Image:
    picture = Image.open(BytesIO(data), formats=[FORMATS[kind]])
    picture.draft(None, (LONGEST_EDGE, LONGEST_EDGE))  # a large JPEG is unpacked smaller at once
    picture.load()
    return picture


def _plain(picture: Image.Image, findings: list[str]) -> Image.Image:
    """8 bits of grey or sRGB, transparent where it was; a profile that cannot be followed is left out."""
    profile = picture.info.get("icc_profile")
    is_clear = "A" in picture.getbands() or "transparency" in picture.info
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            wanted = ImageCms.createProfile("sRGB")
            mode = "RGBA" if picture.mode == "RGBA" else "RGB"
            converted = ImageCms.profileToProfile(picture, own, wanted, outputMode=mode)
            picture = converted if converted is not None else picture
        except (ImageCms.PyCMSError, OSError, ValueError):
            findings.append("profile")
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    plain = picture.convert("RGBA" if is_clear else "L" if picture.mode in ("1", "L") else "RGB")
    return Image.frombytes(plain.mode, plain.size, plain.tobytes())  # nothing hangs on it any more
