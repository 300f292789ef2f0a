"""What a file claims to be by how it begins. Nobody believes it: it only chooses who tries to open it."""

from __future__ import annotations

from typing import IO

from campaign.intake.limits import AVIF, CSV, GIF, HEIC, ICC, JPEG, MP3, MP4, PDF, PNG, SVG, TIFF, WEBP, XLSX
from campaign.intake.refusal import Unfit

LOOK = 4096
MARKS = {b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG, b"GIF87a": GIF, b"GIF89a": GIF}
MARKS |= {b"II*\0": TIFF, b"MM\0*": TIFF, b"%PDF-": PDF, b"PK\x03\x04": XLSX, b"ID3": MP3}
BRANDS = {b"avif": AVIF, b"avis": AVIF, b"heic": HEIC, b"heix": HEIC, b"heim": HEIC, b"hevc": HEIC, b"mif1": HEIC}
MOVIES = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"M4A ", b"M4B ", b"dash")
OLE = b"\xd0\xcf\x11\xe0"  # office files of before 2007, and new ones with a password
ALIEN = (b"<", b"{\\rtf", b"#!", b"%!", b"RIFF")  # begins no table and no note
BYTE_ORDER = (b"\xff\xfe", b"\xfe\xff")


def type_of(source: IO[bytes]) -> str:
    """By its first bytes; what is none of the others may be text (CSV stands for it), or Unfit."""
    start = source.read(LOOK)
    source.seek(0)
    if not start:
        raise Unfit("empty")
    if start.startswith(OLE):
        raise Unfit("old_workbook")
    known = next((kind for mark, kind in MARKS.items() if start.startswith(mark)), None)
    return known or _by_structure(start) or _as_text(start)


def _by_structure(start: bytes) -> str | None:
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return WEBP
    if start[4:8] == b"ftyp":
        return _by_brand(start)
    if start[36:40] == b"acsp":
        return ICC
    is_sound = len(start) > 3 and start[0] == 0xFF and start[1] & 0xE6 == 0xE2  # MPEG audio, layer III
    return MP3 if is_sound else None


def _by_brand(start: bytes) -> str:
    """By all the brands that it names, for "mif1" alone is said by both HEIC and AVIF."""
    end = min(int.from_bytes(start[:4], "big"), len(start))
    brands = [start[8:12], *(start[at : at + 4] for at in range(16, end, 4))]
    found = next((kind for brand, kind in BRANDS.items() if brand in brands), None)
    if found is None and not set(brands) & set(MOVIES):
        raise Unfit("unknown")
    return found or MP4


def _as_text(start: bytes) -> str:
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"<svg" in text and text.startswith(b"<") and b"<html" not in text.lower():
        return SVG
    is_binary = b"\0" in start and not start.startswith(BYTE_ORDER)
    if is_binary or text.startswith(ALIEN):
        raise Unfit("unknown")
    return CSV
