"""Our own drawings, by name; nothing else can be a picture on a page, and no name reaches outside this folder."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent

PICTOGRAMS = (
    "own-medicine",
    "fake-pill",
    "call-911",
    "at-home",
    "on-one-side",
    "slow-breath",
    "naloxone",
    "talk",
)
DRAWINGS = frozenset(file.stem for file in _FOLDER.glob("*.svg"))


def svg(name: str) -> bytes:
    """The drawing's SVG; KeyError when it is none of ours."""
    if name not in DRAWINGS:
        raise KeyError(name)
    return (_FOLDER / f"{name}.svg").read_bytes()
