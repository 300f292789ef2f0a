"""ZIP archives, inside the child: counted, measured and unpacked once for nothing, before anybody believes them."""

from __future__ import annotations

import os
import zipfile
from typing import IO

from campaign.intake.limits import DEPTH, ENTRIES, RATIO, SMALL, UNPACKED
from campaign.intake.refusal import Unfit

NO_ENTITIES = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
)
CHUNK = 1 << 16
OVERLAP = 32  # so many bytes of the piece before are looked at again, or a word could hide where two pieces meet


def measured(source: IO[bytes], forbidden: tuple[bytes, ...], most: int = ENTRIES) -> dict[str, bool]:
    """The names in it, and whether one holds a formula; raises Unfit for what is too many, too large, twice, outside,
    locked or damaged, and for one of these words in an XML file."""
    try:
        with zipfile.ZipFile(source) as archive:
            found = archive.infolist()
            _look(found, os.fstat(source.fileno()).st_size if _is_file(source) else None, most)
            return {info.filename: _unpacked(archive, info, forbidden) for info in found}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, RuntimeError):
        raise Unfit("damaged") from None


def _is_file(source: IO[bytes]) -> bool:
    try:
        return source.fileno() >= 0
    except OSError:
        return False


def _look(found: list[zipfile.ZipInfo], size: int | None, most: int) -> None:
    """By what the archive says of itself."""
    if len(found) > most:
        raise Unfit("bomb")
    names = [info.filename for info in found]
    if len(set(names)) < len(names) or any(_leads_out(name) for name in names):
        raise Unfit("damaged")
    if any(info.flag_bits & 1 for info in found):
        raise Unfit("locked_workbook")
    large = (info for info in found if info.file_size > SMALL)
    is_dense = any(info.file_size > RATIO * max(info.compress_size, 1) for info in large)
    is_doubled = size is not None and sum(info.compress_size for info in found) > size
    if is_dense or is_doubled or sum(info.file_size for info in found) > UNPACKED:
        raise Unfit("bomb")


def _leads_out(name: str) -> bool:
    folders = name.replace("\\", "/").split("/")
    return not folders[0] or ".." in folders or "\0" in name or folders[0].endswith(":") or len(folders) > DEPTH


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, forbidden: tuple[bytes, ...]) -> bool:
    """Read to its end, piece by piece, so that its size and sum are proved."""
    before, has_formula = b"", False
    is_xml = info.filename.endswith((".xml", ".rels", ".vml"))
    with archive.open(info) as file:
        while piece := file.read(CHUNK):
            seen = before + piece
            if is_xml and any(word in seen for word in forbidden):
                raise Unfit("entities")
            has_formula = has_formula or b"<f>" in seen or b"<f " in seen
            before = piece[-OVERLAP:]
    return has_formula
