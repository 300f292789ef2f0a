"""Reads the colour profile of a press: its table is walked first, then the colour library opens it and turns a dot."""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from PIL import Image, ImageCms

from campaign.intake.refusal import Unfit
from campaign.paper.errors import WrongColour
from campaign.paper.press_profile import PressProfile, press_profile

MOST_TAGS = 100
LONGEST_NAME = 120
_HEAD, _ENTRY, _ROUNDED = 128, 12, 3  # bytes: of the header, of a line of the table, that fill up the last four


def read_through(source: IO[bytes], found: str) -> tuple[dict[str, Any], bytes]:
    """What it calls itself; the bytes stay as they are. Raises Unfit."""
    data = source.read()
    _walk(data)
    if (kind := _printable(data[12:16] + b" " + data[16:20])) != "prtr CMYK":
        raise Unfit("other_profile", found=kind)
    try:
        press = press_profile(data)
        _turn_a_dot(press)
    except (WrongColour, ImageCms.PyCMSError, OSError) as error:
        raise Unfit("damaged") from error
    return {"type": found, "findings": [], "name": _printable(press.name.encode())[:LONGEST_NAME].strip()}, b""


def _turn_a_dot(press: PressProfile) -> None:
    """Into its inks and back: so both its tables are read."""
    inks = ImageCms.applyTransform(Image.new("RGB", (1, 1), "white"), press.transform)
    own, screen = ImageCms.ImageCmsProfile(BytesIO(press.data)), ImageCms.createProfile("sRGB")
    back = ImageCms.buildTransform(own, screen, "CMYK", "RGB", ImageCms.Intent.PERCEPTUAL)
    assert inks is not None, "only a transform in place returns nothing"
    ImageCms.applyTransform(inks, back)


def _walk(data: bytes) -> None:
    """All that it says of its own size must be true, before anything is made as large as it says."""
    said, tags = _number(data, 0), _number(data, _HEAD)
    if len(data) > said + _ROUNDED:
        raise Unfit("two_in_one")
    first = _HEAD + 4 + _ENTRY * tags
    if not 0 < tags <= MOST_TAGS or max(said, first) > len(data):
        raise Unfit("damaged")
    for at in range(_HEAD + 4, first, _ENTRY):
        begin, size = _number(data, at + 4), _number(data, at + 8)
        if begin < first or begin + size > len(data):
            raise Unfit("damaged")


def _number(data: bytes, at: int) -> int:
    if at + 4 > len(data):
        raise Unfit("damaged")
    return int.from_bytes(data[at : at + 4], "big")


def _printable(text: bytes) -> str:
    """One line that may be shown: of what is no letter nothing stays."""
    read = text.decode(errors="replace")
    return " ".join("".join(letter if letter.isprintable() and letter != "\ufffd" else " " for letter in read).split())
