"""Pictures of materials, inside the child: proved by being unpacked whole, and written anew as the copy for use.

The copy stands upright, keeps the colour profile and its movement (GIF), and holds nothing else: no place where it was
taken, no camera, no second file behind its end. The original is kept beside it by whoever asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any

from PIL import ExifTags, Image, ImageCms, ImageOps

from campaign.intake import limits
from campaign.intake.gifs import stripped
from campaign.intake.limits import GIF, HEIC, JPEG, LONGEST_EDGE, MOST_PIXELS, PNG
from campaign.intake.refusal import Unfit

FORMATS = {PNG: "PNG", JPEG: "JPEG", limits.WEBP: "WEBP", limits.AVIF: "AVIF", HEIC: "HEIF"}
FORMATS |= {limits.TIFF: "TIFF", GIF: "GIF"}
LOSSLESS = (PNG, GIF)
END = {PNG: b"IEND\xaeB`\x82", JPEG: b"\xff\xd9", GIF: b";"}
LARGEST_PROFILE = 2 * limits.MB
DAMAGE = (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, RuntimeError)
Image.MAX_IMAGE_PIXELS = None  # ours is looked at before anything is unpacked


def copy_for_use(source: IO[bytes], kind: str) -> tuple[dict[str, Any], bytes]:
    """The copy, and what was found; raises Unfit for what cannot be unpacked whole or is too large."""
    data = source.read()
    try:
        verify(data, kind)
        with opened(data, kind) as picture:
            if kind == GIF and getattr(picture, "is_animated", False):
                return _moving(data, picture)
            return _still(data, kind, picture)
    except DAMAGE:
        raise Unfit("damaged_picture") from None


def opened(data: bytes, kind: str) -> Image.Image:
    """As this kind and no other; nothing is unpacked yet."""
    return Image.open(BytesIO(data), formats=[FORMATS[kind]])


def verify(data: bytes, kind: str) -> None:
    """Sums and measures first; `load` alone does not notice a damaged sum. A picture cannot be loaded after this."""
    with opened(data, kind) as picture:
        if picture.width * picture.height > MOST_PIXELS[kind]:
            raise Unfit("pixels", pixels=picture.width * picture.height, most=MOST_PIXELS[kind])
        picture.verify()


def _moving(data: bytes, picture: Image.Image) -> tuple[dict[str, Any], bytes]:
    """Each picture is unpacked once; the copy holds them bit for bit, and no comment or application's data."""
    frames, seconds = 0, 0.0
    for shown in _frames(picture):
        frames += 1
        seconds += shown
    about = {"type": GIF, "copy": GIF, "width": picture.width, "height": picture.height, "is_moving": True}
    findings = [] if data.rstrip(b"\0\r\n").endswith(END[GIF]) else ["behind_the_end"]
    return {**about, "frames": frames, "seconds": round(seconds, 1), "findings": findings}, stripped(data)


def _frames(picture: Image.Image) -> Iterator[float]:
    """How long each is shown. They are not counted beforehand: to count a million of them is the harm itself."""
    most = max(1, min(limits.FRAMES, limits.MOVING_PIXELS // (picture.width * picture.height)))
    for n in range(most):
        try:
            picture.seek(n)
        except EOFError:
            return
        picture.load()
        yield float(picture.info.get("duration", 0)) / 1000
    if _has(picture, most):
        raise Unfit("movement", most=most)


def _has(picture: Image.Image, n: int) -> bool:
    try:
        picture.seek(n)
    except EOFError:
        return False
    return True


def _still(data: bytes, kind: str, picture: Image.Image) -> tuple[dict[str, Any], bytes]:
    findings = list(_left_out(data, kind, picture))
    picture.draft(None, (LONGEST_EDGE, LONGEST_EDGE))  # a large JPEG is unpacked smaller at once
    width, height = picture.size
    picture.load()
    if max(width, height) > LONGEST_EDGE:
        findings.append("made_smaller")
        picture = _smooth(picture)
        picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    made, profile = for_use(ImageOps.exif_transpose(picture), findings)
    copy = PNG if kind in LOSSLESS or made.mode in ("RGBA", "LA") else JPEG
    about = {"type": kind, "copy": copy, "width": made.width, "height": made.height, "is_moving": False}
    return {**about, "findings": findings}, written(made, copy, profile)


def _smooth(picture: Image.Image) -> Image.Image:
    """With colours that can be mixed: a palette has none between its own."""
    wanted = {"1": "L", "P": "RGBA" if "transparency" in picture.info else "RGB"}.get(picture.mode)
    return picture.convert(wanted) if wanted else picture


def _left_out(data: bytes, kind: str, picture: Image.Image) -> list[str]:
    """What is in the file and will not be in the copy."""
    found = []
    if kind in END and not data.rstrip(b"\0\r\n").endswith(END[kind]):
        found.append("behind_the_end")
    if kind != JPEG and getattr(picture, "is_animated", False):  # in a JPEG they are small forms of the same one
        found.append("animation")
    exif = picture.getexif()
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        found.append("location")
    return found


def for_use(picture: Image.Image, findings: list[str]) -> tuple[Image.Image, bytes | None]:
    """8 bits of grey or RGB, transparent where it was, with the profile that belongs to it; print colours become sRGB
    by their own profile, or by rule of thumb where they have none, which is said."""
    profile = _profile(picture, findings)
    if picture.mode in ("CMYK", "LAB", "YCbCr"):
        return _as_rgb(picture, profile, findings), None
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    is_clear = "A" in picture.getbands() or "transparency" in picture.info
    is_grey = picture.mode in ("1", "L", "LA")
    mode = ("LA" if is_grey else "RGBA") if is_clear else ("L" if is_grey else "RGB")
    plain = picture.convert(mode)
    return Image.frombytes(mode, plain.size, plain.tobytes()), profile  # nothing hangs on it any more


def _profile(picture: Image.Image, findings: list[str]) -> bytes | None:
    """The profile, where it is one and speaks of these colours."""
    data = picture.info.get("icc_profile")
    if not data:
        return None
    try:
        space = ImageCms.ImageCmsProfile(BytesIO(data)).profile.xcolor_space.strip()
    except (ImageCms.PyCMSError, OSError, ValueError):
        space = ""
    wanted = {"L": "GRAY", "LA": "GRAY", "CMYK": "CMYK", "LAB": "Lab"}.get(picture.mode, "RGB")
    if space != wanted or len(data) > LARGEST_PROFILE:
        findings.append("profile")
        return None
    return bytes(data)


def _as_rgb(picture: Image.Image, profile: bytes | None, findings: list[str]) -> Image.Image:
    if profile is None:
        findings.append("print_colours")
        return picture.convert("RGB")
    own, wanted = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
    try:
        made = ImageCms.profileToProfile(picture, own, wanted, outputMode="RGB")
    except ImageCms.PyCMSError:
        made = None
    if made is None:
        findings.append("profile")
        return picture.convert("RGB")
    return Image.frombytes("RGB", made.size, made.tobytes())


def written(picture: Image.Image, kind: str, profile: bytes | None) -> bytes:
    out = BytesIO()
    how: dict[str, Any] = {"quality": 92, "optimize": True} if kind == JPEG else {"compress_level": 4}
    picture.save(out, FORMATS[kind], icc_profile=profile, **how)
    return out.getvalue()
