"""What may be uploaded, in numbers, and the fence round the child that opens it; standard library only.

Limits are those of contract §5 where it names them; a logo and a table need far less. Measured on Debian 12: a child
needs 0.05 s of CPU before it looks at anything; a PNG of 100 megapixels takes all the memory it may, a WebP of 60 too.
"""

from __future__ import annotations

import enum
import resource
import signal
import time
from dataclasses import dataclass

from campaign.paper.limits import leave_network

MB = 1_000_000

CPU_SECONDS = 6
MEMORY_BYTES = 1024 * 2**20
DRAWING_CPU_SECONDS = 1.8  # what nests in a drawing multiplies, and no count of its parts tells how much
WALL_SECONDS = 30
FILE_BYTES = 96 * 2**20  # what a child may write
OPEN_FILES = 64

PIXELS = 100_000_000
PACKED_PIXELS = 60_000_000  # of those whose decoders hold the picture three times: WebP, AVIF, HEIC
FRAMES = 1_000  # pictures of an animation
MOVING_PIXELS = 60_000_000  # of all pictures of an animation together
LONGEST_EDGE = 4_000  # pixels: larger pictures are made smaller, which is still 33 cm at 300 dpi
DRAWN_EDGE = 2_000  # pixels on the longer side of what is made of a drawing (SVG)
PREVIEW_EDGES = (160, 480, 1_200)
PREVIEWED_PAGES = 10  # in one call
PDF_PAGES = 200
PDF_OBJECTS = 200_000
ROWS, COLUMNS, CELL = 5_000, 200, 4_000  # of a table; characters of one cell
ENTRIES = 500  # files in a workbook, which is a ZIP archive
PARTS = 3_000  # files in an office document, which is one too
DEPTH = 12  # folders inside folders of an archive
UNPACKED = 100 * MB
RATIO = 200  # times that one file of an archive may be larger than it lies there
SMALL = 2 * MB  # up to here no ratio hurts


class Purpose(enum.Enum):
    """What a file is sent for; each takes some types and no others."""

    logo = "logo"
    document = "document"
    table = "table"
    material = "material"
    translation = "translation"
    profile = "profile"


PNG, JPEG, PDF = "image/png", "image/jpeg", "application/pdf"
WEBP, AVIF, HEIC, TIFF, GIF = "image/webp", "image/avif", "image/heic", "image/tiff", "image/gif"
SVG, TXT, CSV = "image/svg+xml", "text/plain", "text/csv"
ICC = "application/vnd.iccprofile"  # the colours of a press; no material
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX, PPTX = f"{_OFFICE}wordprocessingml.document", f"{_OFFICE}presentationml.presentation"
XLSX, ODT = f"{_OFFICE}spreadsheetml.sheet", "application/vnd.oasis.opendocument.text"
MP4, M4A, MP3 = "video/mp4", "audio/mp4", "audio/mpeg"
PICTURES = (JPEG, PNG, WEBP, AVIF, HEIC, TIFF, GIF)
MOST_PIXELS = dict.fromkeys(PICTURES, PIXELS) | dict.fromkeys((WEBP, AVIF, HEIC), PACKED_PIXELS)
EXTENSIONS = {PNG: "png", JPEG: "jpg", WEBP: "webp", AVIF: "avif", HEIC: "heic", TIFF: "tif", GIF: "gif", SVG: "svg"}
EXTENSIONS |= {PDF: "pdf", DOCX: "docx", PPTX: "pptx", XLSX: "xlsx", ODT: "odt", TXT: "txt", CSV: "csv"}
EXTENSIONS |= {MP4: "mp4", M4A: "m4a", MP3: "mp3"}


@dataclass(frozen=True)
class Allowance:
    """Types by their MIME names, and how many bytes; a video may have more."""

    types: tuple[str, ...]
    bytes: int
    video_bytes: int = 0

    @property
    def largest(self) -> int:
        return max(self.bytes, self.video_bytes)

    def of(self, kind: str) -> int:
        return self.largest if kind == MP4 else self.bytes


ALLOWED = {
    Purpose.logo: Allowance((PNG, JPEG), 5 * MB),
    Purpose.document: Allowance((PDF, PNG, JPEG), 20 * MB),
    Purpose.table: Allowance((XLSX, CSV), 10 * MB),
    Purpose.material: Allowance(tuple(EXTENSIONS), 50 * MB, 200 * MB),
    Purpose.translation: Allowance((XLSX, DOCX), 10 * MB),
    Purpose.profile: Allowance((ICC,), 4 * MB),
}
LARGEST_UPLOAD = 32 * MB  # of a form that brings files: more than any of them may have, so that what was typed is kept


def fence() -> None:
    """Irrevocable for this process: no network, CPU, memory, what it writes, no core."""
    leave_network()
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def hurry(cpu_seconds: float) -> None:
    """This process ends when it has used so much CPU, with what it used before."""
    signal.setitimer(signal.ITIMER_PROF, max(cpu_seconds - time.process_time(), 0.01))
