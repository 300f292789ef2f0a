"""What a sheet is about as a pattern: the nose spray, or rows of equal tablets, of which nobody can tell which one has
fentanyl. Decoration, in mm."""

from __future__ import annotations

from campaign.paper.page import Box, Drawing, Part, Shape
from campaign.paper.sheet import Sheet

_SHARE = 0.83  # of the distance between two tablets
_LARGE = 5.0  # mm of empty room for which a row has one tablet more


def is_of_naloxone(sheet: Sheet) -> bool:
    """Its first message decides."""
    return bool(sheet["points"]) and sheet["points"][0]["pictogram"] == "naloxone"


def theme(sheet: Sheet, room: Box) -> list[Part]:
    """Fills a room."""
    if not is_of_naloxone(sheet):
        return pills(room, 4)
    size = max(min(room.w, room.h), 0)
    disc = Box(room.x + (room.w - size) / 2, room.y + (room.h - size) / 2, size, size)
    return [Shape(disc, "soft paper", size / 2), Drawing(disc.inset(size / 7), "naloxone")]


def pills(room: Box, fewest: int, most: int = 10) -> list[Part]:
    """As many rows as fill the room; of `fewest` to `most` in a row, the count that leaves the least of it empty."""
    found = [(_empty(room, count) + _LARGE * (count - fewest), count) for count in range(fewest, most + 1)]
    count = min(found)[1]
    size = _size(room, count)
    rows = _rows(room, size)
    if rows < 1:
        return []
    across = (room.w - size) / (count - 1)
    down = min((room.h - size) / (rows - 1), across * 1.12) if rows > 1 else 0.0
    top = room.y + (room.h - size - down * (rows - 1)) / 2
    return [
        Drawing(Box(room.x + n * across, top + row * down, size, size), "pill")
        for row in range(rows)
        for n in range(count)
    ]


def _size(room: Box, count: int) -> float:
    return room.w / (1 + (count - 1) / _SHARE)


def _rows(room: Box, size: float) -> int:
    return int((room.h + size / _SHARE - size) / (size / _SHARE) + 1e-6)


def _empty(room: Box, count: int) -> float:
    size = _size(room, count)
    rows = _rows(room, size)
    return room.h - (size + (rows - 1) * size / _SHARE) if rows else room.h * 2
