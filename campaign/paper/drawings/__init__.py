"""Our own drawings, by name; nothing else can be a picture on a page, and no name reaches outside this folder."""

from __future__ import annotations

import re
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


_COLOUR = re.compile("#[0-9a-f]{6}")
_INK = {
    "#0b5a6f": "#1b2b34",
    "#b4531a": "#1b2b34",
    "#073c4a": "#1b2b34",
    "#1c6a80": "#1b2b34",
    "#d7bd94": "#1b2b34",
    "#e4d0b0": "#1b2b34",
    "#7fb0bb": "#1b2b34",
    "#dcebee": "#ffffff",
    "#f7ecdc": "#ffffff",
    "#f5c583": "#ffffff",
    "#f4c27f": "#ffffff",
}


def svg(name: str, look: str = "") -> bytes:
    """The drawing's SVG, in one black for the look `ink`; KeyError when it is none of ours."""
    if name not in DRAWINGS:
        raise KeyError(name)
    drawn = (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    if look != "ink":
        return drawn.encode()
    own = _FOLDER / "ink" / f"{name}.svg"
    return own.read_bytes() if own.is_file() else _COLOUR.sub(lambda hex: _INK.get(hex[0], hex[0]), drawn).encode()
