"""A tiny profile of a press that no machine has: ICC version 2, CMYK to Lab and back by small 8-bit tables."""

from __future__ import annotations

from itertools import product
from struct import pack

D50 = (0.9642, 1.0, 0.8249)


def cmyk_profile(name: str = "Press of the tests") -> bytes:
    """The same bytes each time; black takes the lightness, the other inks the colour."""
    tags = {
        b"desc": _description(name),
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": b"XYZ \0\0\0\0" + _fixed(*D50),
        b"A2B0": _table(4, 3, 2, _lab),
        b"B2A0": _table(3, 4, 9, _inks),
    }
    listed, data = pack(">I", len(tags)), b""
    first = 128 + 4 + 12 * len(tags)
    for tag, body in tags.items():
        listed += tag + pack(">II", first + len(data), len(body))
        data += body + bytes(-len(body) % 4)
    return _header(first + len(data)) + listed + data


def _header(size: int) -> bytes:
    head = pack(">I4sI", size, b"", 0x02400000) + b"prtrCMYKLab " + pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp"
    return (head + bytes(28) + _fixed(*D50)).ljust(128, b"\0")


def _fixed(*numbers: float) -> bytes:
    return b"".join(pack(">i", round(number * 65536)) for number in numbers)


def _description(name: str) -> bytes:
    text = name.encode() + b"\0"
    return b"desc\0\0\0\0" + pack(">I", len(text)) + text + bytes(78)


def _table(channels: int, out: int, points: int, node: object) -> bytes:
    """lut8: straight curves around a grid; the first channel varies slowest."""
    assert callable(node)
    curve = bytes(range(256))
    grid = product([step / (points - 1) for step in range(points)], repeat=channels)
    cells = bytes(round(min(max(value, 0), 1) * 255) for place in grid for value in node(*place))
    head = b"mft1\0\0\0\0" + bytes([channels, out, points, 0]) + _fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)
    return head + curve * channels + cells + curve * out


def _lab(c: float, m: float, y: float, k: float) -> tuple[float, float, float]:
    light = (1 - k) * (1 - (c + m + y) / 6)
    return light, 0.5 + (m - c) / 2, 0.5 + y / 2


def _inks(light: float, a: float, b: float) -> tuple[float, float, float, float]:
    return 1 - 2 * a, 2 * a - 1, 2 * b - 1, 1 - light
