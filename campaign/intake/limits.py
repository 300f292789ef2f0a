"""What may be uploaded, in numbers, and the fence round the child that opens it; standard library only.

Limits are those of contract §5 where it names them; a logo and a table need far less. Measured on Debian 12: a child
needs 0.2 s of CPU before it looks at anything, and the largest picture allowed 0.6 GiB.
"""

from __future__ import annotations

import enum
import resource
from dataclasses import dataclass

from campaign.paper.limits import leave_network

MB = 1_000_000

CPU_SECONDS = 6
MEMORY_BYTES = 1024 * 2**20
WALL_SECONDS = 30
FILE_BYTES = 64 * 2**20  # what a child may write
OPEN_FILES = 64

PIXELS = 100_000_000
LONGEST_EDGE = 4_000  # pixels: larger pictures are made smaller, which is still 33 cm at 300 dpi
PDF_PAGES = 200
ROWS, COLUMNS, CELL = 5_000, 200, 4_000  # of a table; characters of one cell
ENTRIES = 500  # files in a workbook, which is a ZIP archive
UNPACKED = 100 * MB
RATIO = 200  # times that one file of an archive may be larger than it lies there
SMALL = 2 * MB  # up to here no ratio hurts


class Purpose(enum.Enum):
    """What a file is sent for; each takes some types and no others."""

    logo = "logo"
    document = "document"
    table = "table"
    any = "any"


@dataclass(frozen=True)
class Allowance:
    """Types by their MIME names, and how many bytes."""

    types: tuple[str, ...]
    bytes: int


PNG, JPEG, PDF = "image/png", "image/jpeg", "application/pdf"
XLSX, CSV = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv"
EXTENSIONS = {PNG: "png", JPEG: "jpg", PDF: "pdf", XLSX: "xlsx", CSV: "csv"}
ALLOWED = {
    Purpose.logo: Allowance((PNG, JPEG), 5 * MB),
    Purpose.document: Allowance((PDF, PNG, JPEG), 20 * MB),
    Purpose.table: Allowance((XLSX, CSV), 10 * MB),
}
ALLOWED[Purpose.any] = Allowance((PNG, JPEG, PDF, XLSX, CSV), 20 * MB)
LARGEST_UPLOAD = 32 * MB  # of a form that brings files: more than any of them may have, so that what was typed is kept


def fence() -> None:
    """Irrevocable for this process: no network, CPU, memory, what it writes, no core."""
    leave_network()
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
