"""Sound and film, inside the child: the container is walked from end to end; nothing is decoded and nothing changed.

MP4 and M4A by ISO/IEC 14496-12 (boxes inside boxes), MP3 by the chain of its frames; how long a sound lasts says
tinytag. A film that takes its pictures from another file is refused.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any, BinaryIO, cast

from tinytag import TinyTag, TinyTagException

from campaign.intake.limits import M4A, MP3, MP4
from campaign.intake.refusal import Unfit

INSIDE = frozenset((b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl"))
BOXES, DEEPEST = 20_000, 8
SMALL_BOX = 1 << 16
SOUND, FILM = b"soun", b"vide"
RATES = ((11_025, 12_000, 8_000), (1, 1, 1), (22_050, 24_000, 16_000), (44_100, 48_000, 32_000))  # by version bits
KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # layer III, MPEG 1
KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # and MPEG 2 and 2.5
ENOUGH = 0.9  # of an MP3 must be sound: what lies before and behind may be notes of a player


@dataclass
class _Film:
    seconds: float = 0.0
    tracks: set[bytes] = field(default_factory=set)
    size: tuple[int, int] = (0, 0)
    top: list[bytes] = field(default_factory=list)


def read_boxes(source: IO[bytes], kind: str) -> tuple[dict[str, Any], bytes]:
    """MP4, or M4A where it holds sound alone. Raises Unfit."""
    film, length = _Film(), source.seek(0, os.SEEK_END)
    for n, (name, at, end, depth) in enumerate(_boxes(source, 0, length, 0)):
        if n > BOXES:
            raise Unfit("costly")
        if depth == 0:
            film.top.append(name)
        if name in READERS:
            source.seek(at)
            READERS[name](film, source.read(min(end - at, SMALL_BOX)))
    if film.top[:1] != [b"ftyp"] or not {b"moov", b"mdat"} <= set(film.top) or not film.tracks & {SOUND, FILM}:
        raise Unfit("damaged_media")
    if FILM not in film.tracks:
        return _sound(source, M4A)
    about = {"type": MP4, "seconds": round(film.seconds, 1), "width": film.size[0], "height": film.size[1]}
    return {**about, "findings": []}, b""


def _boxes(source: IO[bytes], at: int, end: int, depth: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Name, first byte, end and depth of each; a box that reaches past the one around it was cut off."""
    while at < end:
        source.seek(at)
        head = source.read(16)
        if len(head) < 8 or depth > DEEPEST:
            raise Unfit("damaged_media")
        size, name, start = int.from_bytes(head[:4], "big"), head[4:8], at + 8
        if size == 1:
            size, start = int.from_bytes(head[8:], "big"), at + 16
        elif size == 0 and depth == 0:
            size = end - at
        if size < start - at or at + size > end:
            raise Unfit("damaged_media")
        yield name, start, at + size, depth
        if name in INSIDE:
            yield from _boxes(source, start, at + size, depth + 1)
        at += size


def _duration(film: _Film, data: bytes) -> None:
    scale, length = struct.unpack_from(">IQ" if data[0] == 1 else ">II", data, 20 if data[0] == 1 else 12)
    film.seconds = length / scale if scale else 0.0


def _handler(film: _Film, data: bytes) -> None:
    film.tracks.add(data[8:12])


def _measures(film: _Film, data: bytes) -> None:
    width, height = struct.unpack(">II", data[-8:])
    film.size = max(film.size, (width >> 16, height >> 16))


def _references(film: _Film, data: bytes) -> None:
    """Each must say that the data lie in this very file."""
    at = 8
    while at + 12 <= len(data):
        if not data[at + 11] & 1:
            raise Unfit("outside")
        at += max(int.from_bytes(data[at : at + 4], "big"), 12)


READERS = {b"mvhd": _duration, b"hdlr": _handler, b"tkhd": _measures, b"dref": _references}


def read_frames(source: IO[bytes], kind: str) -> tuple[dict[str, Any], bytes]:
    """MP3: nearly all of it is one frame behind the other. Raises Unfit."""
    data = source.read()
    start = _behind_notes(data)
    body = len(data) - start - (128 if data[-128:-125] == b"TAG" else 0)
    if body <= 0 or _framed(data, start) < ENOUGH * body:
        raise Unfit("damaged_media")
    return _sound(source, MP3)


def _behind_notes(data: bytes) -> int:
    """Past the ID3v2 tag, whose size is written in seven bits a byte."""
    if not data.startswith(b"ID3"):
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    start = data.find(b"\xff", 10 + size, 10 + size + 4096)  # writers fill up with nothing
    return len(data) if start < 0 else start


def _framed(data: bytes, at: int) -> int:
    """Bytes that lie in whole frames, from there on."""
    covered = 0
    while size := _frame(data[at : at + 4]):
        covered += size if at + size <= len(data) else 0
        at += size
    return covered


def _frame(head: bytes) -> int:
    """Its length in bytes; 0 where none begins."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, bits, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate == 3 or bits in (0, 15):
        return 0
    kbits, samples = (KBITS_1[bits], 144) if version == 3 else (KBITS_2[bits], 72)
    return samples * kbits * 1000 // RATES[version][rate] + (head[2] >> 1 & 1)


def _sound(source: IO[bytes], kind: str) -> tuple[dict[str, Any], bytes]:
    source.seek(0)
    try:
        seconds = TinyTag.get(file_obj=cast(BinaryIO, source), tags=False).duration
    except (TinyTagException, OSError, ValueError, struct.error):
        seconds = None
    if not seconds:
        raise Unfit("damaged_media")
    return {"type": kind, "seconds": round(seconds, 1), "findings": []}, b""
