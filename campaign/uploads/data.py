"""What may be handed in and how much, in numbers and in the words of whoever sends it."""

from datetime import timedelta
from typing import Any

from campaign.db import Side
from campaign.i18n import _l
from campaign.intake.limits import (
    CSV,
    DOCX,
    EXTENSIONS,
    M4A,
    MB,
    MP3,
    MP4,
    ODT,
    PDF,
    PICTURES,
    PPTX,
    SVG,
    TXT,
    XLSX,
)
from campaign.materials.models import MayUse, Shown

PIECE = 2 * 2**20  # bytes that come in one request; only the last piece of a file is smaller
LARGEST_PIECE = 4 * 2**20  # bytes that a request for a piece may have
ONE_FILE = 205 * MB  # of a form that brings one file without a script
QUOTA = 10_000 * MB  # bytes of one organization, on their way and here
MOST_FILES = 100  # of one delivery
ANSWER_DAYS = 5  # working days within which an official looks at it
GIVEN_UP = timedelta(days=2)  # after which a file that no job could look at is not taken
IDLE = timedelta(days=14)  # without movement, after which an open delivery is closed
LONGEST_KEY, LONGEST_TITLE, LONGEST_NOTE = 400, 120, 1_000

GROUPS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "pictures": (_l("Pictures"), (*PICTURES, SVG)),
    "pdf": (_l("PDF"), (PDF,)),
    "films": (_l("Films (MP4)"), (MP4,)),
    "sounds": (_l("Sound (MP3, M4A)"), (MP3, M4A)),
    "office": (_l("Office files and texts"), (DOCX, PPTX, XLSX, ODT, TXT, CSV)),
}
CAPITALS = {  # whose clock a receipt shows to somebody without an account
    Side.US: ("America/New_York", _l("Washington")),
    Side.MX: ("America/Mexico_City", _l("Mexico City")),
}
SHOWN = {
    Shown.nobody: _l("Nobody who can be recognised"),
    Shown.adults: _l("Adults"),
    Shown.minors: _l("Minors, alone or with adults"),
}
MAY_USE = {
    MayUse.yes: _l("Yes"),
    MayUse.unsure: _l("I am not sure"),
    MayUse.no: _l("No, it is only to look at"),
}


def types_of(groups: list[str]) -> tuple[str, ...]:
    """All types of these groups; none named: every type."""
    return tuple(kind for name, (_words, types) in GROUPS.items() if name in groups or not groups for kind in types)


def accept(groups: list[str]) -> str:
    """For a browser's own choice of files: types and endings."""
    types = types_of(groups)
    endings = dict.fromkeys(f".{EXTENSIONS[kind]}" for kind in types)
    more = {".jpg": [".jpeg"], ".tif": [".tiff"]}
    return ",".join([*types, *endings, *(other for one in endings for other in more.get(one, []))])
