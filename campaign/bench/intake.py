"""CPU seconds and peak memory of the child that opens an upload, by type, and for files that are refused; and how much
the process grows that takes 200 MB in.

The files are made here, as large as people send them: pictures of 12 megapixels, 200 pages, 200 MB of film. HEIC is
missing, for no library here can write it.
"""

import json
import os
import resource
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import xlsxwriter
from PIL import Image

from campaign.config import Config
from campaign.intake.gate import received
from campaign.intake.limits import MB, Purpose
from campaign.paper.press import child_environment

SIZE = (4_000, 3_000)
FILM_BYTES = 200 * MB
# What a child costs is asked by a small process: the memory of the one that forks would count as the child's.
LAUNCH = """
import json, resource, subprocess, sys
with open(sys.argv[1], "rb") as file:
    command = [sys.executable, "-m", "campaign.intake.child", "material"]
    child = subprocess.run(command, stdin=file, stdout=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
line = json.loads(child.stdout.partition(b"\\n")[0] or "{}")
said = line.get("unfit") or line.get("type") or "costly"
print(json.dumps({"said": said, "cpu_s": round(used.ru_utime + used.ru_stime, 2), "peak_mib": used.ru_maxrss // 1024}))
"""


def measure(config: Config, count: int | None) -> dict[str, object]:
    """Each file once, or the first so many of each kind."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        taken = {name: _cost(path, make) for name, make in list(TAKEN.items())[:count]}
        refused = {name: _cost(path, make) for name, make in list(REFUSED.items())[:count]}
        grown = _grown(path)
    return {
        "taken": taken,
        "refused": refused,
        "refused_cpu_s_max": max(one["cpu_s"] for one in refused.values()),
        "film_bytes": FILM_BYTES,
        "taking_process_grew_mib": grown,
        "faults": [name for name, one in taken.items() if "/" not in str(one["said"])]
        + [name for name, one in refused.items() if "/" in str(one["said"])],
    }


def _cost(path: Path, make: Callable[[], bytes]) -> dict[str, float]:
    path.write_bytes(make())
    command = [sys.executable, "-c", LAUNCH, str(path)]
    answer = subprocess.run(command, env=child_environment(), stdout=subprocess.PIPE, check=True).stdout
    cost: dict[str, float] = json.loads(answer)
    return {**cost, "mb": round(path.stat().st_size / MB, 1)}


def _grown(path: Path) -> int:
    """MiB, of the process that takes a film in."""
    path.write_bytes(_film(FILM_BYTES))
    os.truncate(path, FILM_BYTES)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with path.open("rb") as file, received(file, Purpose.material) as arrival:
        assert arrival.verdict.is_accepted
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024


def _picture(kind: str, mode: str = "RGB") -> Callable[[], bytes]:
    def make() -> bytes:
        out = BytesIO()
        Image.effect_noise((SIZE[0] // 8, SIZE[1] // 8), 60).resize(SIZE).convert(mode).save(out, kind)
        return out.getvalue()

    return make


def _animation() -> bytes:
    pictures = [Image.effect_noise((600, 400), 40 + n).convert("P") for n in range(20)]
    out = BytesIO()
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:], duration=80, loop=0)
    return out.getvalue()


def _pdf(pages: int) -> Callable[[], bytes]:
    def make() -> bytes:
        document, out = pikepdf.new(), BytesIO()
        for _n in range(pages):
            document.add_blank_page()
        document.save(out)
        return out.getvalue()

    return make


def _workbook() -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for n in range(5_000):
            sheet.write_row(n, 0, [f"{n} {column}" for column in range(10)])
    return out.getvalue()


def _docx(picture: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w>" + "<p>a word</p>" * 100_000 + "</w>")
        archive.writestr("word/media/image1.png", picture)
    return out.getvalue()


def _drawing() -> bytes:
    """2,000 shapes; 4,000 take all the time that a drawing may."""
    paths = "".join(f'<path d="M{n % 90} {n % 70}h9v9z" fill="#08{n % 10}"/>' for n in range(2_000))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 80">{paths}</svg>'.encode()


def _film(size: int) -> bytes:
    """The boxes of a film of so many bytes; what it shows is nothing."""
    handler = _box(b"hdlr", bytes(8) + b"vide" + bytes(13))
    track = _box(b"trak", _box(b"tkhd", bytes(84)) + _box(b"mdia", handler))
    start = _box(b"ftyp", b"isom" + bytes(4)) + _box(
        b"moov", _box(b"mvhd", bytes(12) + struct.pack(">II", 1, 9) + bytes(80)) + track
    )
    return start + struct.pack(">I", size - len(start)) + b"mdat"


def _box(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data) + 8) + name + data


def _whole_film() -> bytes:
    return _film(20 * MB).ljust(20 * MB, b"\0")


def _sound() -> bytes:
    return (b"\xff\xfb\x90\xc0" + bytes(413)) * 24_000


def _many_pixels() -> bytes:
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(99))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def _uses() -> bytes:
    """As many as may be, each group showing the one before it four times."""
    groups = '<g id="a0"><rect width="9" height="9"/></g>'
    for n in range(6):
        groups += f'<g id="a{n + 1}">' + f'<use href="#a{n}"/>' * 4 + "</g>"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{groups}</svg>'.encode()


TAKEN: dict[str, Callable[[], bytes]] = {
    **{kind: _picture(kind) for kind in ("JPEG", "PNG", "WEBP", "AVIF", "TIFF")},
    "TIFF, CMYK": _picture("TIFF", "CMYK"),
    "GIF, moving": _animation,
    "SVG": _drawing,
    "PDF, 200 pages": _pdf(200),
    "DOCX": lambda: _docx(_picture("PNG")()),
    "XLSX": _workbook,
    "TXT": lambda: "Una línea de texto.\n".encode() * 50_000,
    "CSV": lambda: b"one,two,three\n" * 200_000,
    "MP4": _whole_film,
    "MP3": _sound,
}
REFUSED: dict[str, Callable[[], bytes]] = {
    "pixel bomb": _many_pixels,
    "picture cut in half": lambda: _picture("JPEG")()[: 10**6],
    "ZIP bomb": lambda: _docx(bytes(90 * MB)),
    "HTML": lambda: b"<html><script>alert(1)</script>",
    "201 pages": _pdf(201),
    "drawing that multiplies": _uses,
    "film cut": lambda: _film(20 * MB),
}
