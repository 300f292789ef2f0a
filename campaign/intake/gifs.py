"""GIF animations without what is no picture: comments, texts, data of applications and what lies behind the end.

Only the frame of the file is walked (GIF89a specification, sections 18 to 27); the pictures stay bit for bit.
"""

from __future__ import annotations

from collections.abc import Iterator

from campaign.intake.refusal import Unfit

EXTENSION, PICTURE, END = 0x21, 0x2C, 0x3B
CONTROL, APPLICATION = 0xF9, 0xFF
LOOP = b"\x0bNETSCAPE2.0"
HEADER = 13


def stripped(data: bytes) -> bytes:
    """The same animation. Raises Unfit for a frame that does not hold."""
    try:
        start = HEADER + _palette(data[10])
        return data[:start] + b"".join(_blocks(data, start)) + bytes([END])
    except IndexError:
        raise Unfit("damaged_picture") from None


def _blocks(data: bytes, at: int) -> Iterator[bytes]:
    while data[at] != END:
        if data[at] == EXTENSION:
            end = _after_pieces(data, at + 2)
            is_loop = data[at + 1] == APPLICATION and data[at + 2 : at + 14] == LOOP
            if data[at + 1] == CONTROL or is_loop:
                yield data[at:end]
        elif data[at] == PICTURE:
            end = _after_pieces(data, at + 11 + _palette(data[at + 9]))
            yield data[at:end]
        else:
            raise Unfit("damaged_picture")
        at = end


def _palette(flags: int) -> int:
    """Bytes of the colour table that these flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _after_pieces(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1
