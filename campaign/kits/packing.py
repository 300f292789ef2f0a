"""The archive of a kit: its files in order, `manifest.csv` and `LEEME-README.txt`, in both languages.

The same content makes the same bytes: the order is the kit's, every date in it is one day, and nothing says when it was
made. It goes piece by piece to the disk; each file is checked on its way.
"""

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO, Any, TypeVar

from campaign.db import Bilingual, Side
from campaign.i18n import _, both, current
from campaign.kits.contents import Entry, Piece
from campaign.kits.models import Kit, Packed
from campaign.sheets import csv_line
from campaign.storage import Damaged, Store

MANIFEST, README = "manifest.csv", "LEEME-README.txt"
DAY = (2025, 9, 3, 0, 0, 0)
T = TypeVar("T")


def pack(kit: Kit, entries: Sequence[Entry], file: IO[bytes], store: Store) -> None:
    """Write the whole archive. Raises FileNotFoundError or Damaged when a file is not whole in the store."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        _add(archive, README, iter([readme(kit, entries).encode("utf-8-sig")]))
        _add(archive, MANIFEST, iter([manifest(kit, entries).encode("utf-8-sig")]))
        for entry in entries:
            for piece in entry.pieces:
                _add(archive, piece.name, _checked(piece, store))


def _add(archive: zipfile.ZipFile, name: str, parts: Iterator[bytes]) -> None:
    """Stored as it is: pictures, films and PDFs are pressed already."""
    info = zipfile.ZipInfo(name, DAY)
    info.external_attr = 0o644 << 16
    with archive.open(info, "w", force_zip64=True) as entry:
        for part in parts:
            entry.write(part)


def _checked(piece: Piece, store: Store) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for part in store.open(piece.sha256):
        digest.update(part)
        yield part
    if digest.hexdigest() != piece.sha256:
        raise Damaged(piece.sha256)


def fingerprint(kit: Kit, entries: Sequence[Entry]) -> str:
    """What the archive would hold, as one hash: its list names every file by its own hash, and the words beside it."""
    return hashlib.sha256(f"{manifest(kit, entries)}\0{readme(kit, entries)}".encode()).hexdigest()


def is_right(packed: Packed | None, kit: Kit, entries: Sequence[Entry]) -> bool:
    """Whether the archive that there is holds exactly what the kit hands out now."""
    return packed is not None and packed.sha256 is not None and packed.contents == fingerprint(kit, entries)


# The list: one line for each file, and for each thing that is left out.


def manifest(kit: Kit, entries: Sequence[Entry]) -> str:
    return "".join(csv_line(row) for row in (_header(kit), *_lines(kit, entries)))


def _header(kit: Kit) -> list[str]:
    sides = _order(kit)
    titles = _in_order(kit, both(lambda: _("Title · English")), both(lambda: _("Title · Spanish")))
    names = [both(lambda: _("Code")), *titles, both(lambda: _("Version")), both(lambda: _("Fingerprint"))]
    names += [both(lambda: _("File")), both(lambda: _("SHA-256 of the file")), both(lambda: _("Credit"))]
    for side in sides:
        names += [
            Bilingual(f"{side.value} {one.en}", f"{side.value} {one.es}")
            for one in (
                both(lambda: _("cleared on")),
                both(lambda: _("document number")),
                both(lambda: _("valid until")),
            )
        ]
    names += [both(lambda: _("To be reviewed by")), both(lambda: _("Note")), both(lambda: _("Why it is left out"))]
    return [_said(kit, name) for name in names]


def _lines(kit: Kit, entries: Sequence[Entry]) -> Iterator[list[Any]]:
    for entry in entries:
        for piece in entry.pieces or (None,):
            yield _line(kit, entry, piece)


def _line(kit: Kit, entry: Entry, piece: Piece | None) -> list[Any]:
    version = entry.version
    row: list[Any] = [entry.item.material.code, *_in_order(kit, entry.title.en, entry.title.es)]
    row += [version.n if version else "", version.fingerprint if version else ""]
    row += [piece.name if piece else "", piece.sha256 if piece else "", entry.credit]
    for side in _order(kit):
        clearance = entry.cleared.get(side)
        day = clearance.decided_at.date().isoformat() if clearance else ""
        ends = clearance.expires_on.isoformat() if clearance and clearance.expires_on else ""
        row += [day, clearance.document if clearance else "", ends]
    review = version.review_by.isoformat() if version and version.review_by else ""
    return [*row, review, entry.item.note, "" if piece else _said(kit, entry.reason)]


# The letter beside it.


def readme(kit: Kit, entries: Sequence[Entry]) -> str:
    """Both languages, the one of the kit's country first (law 20)."""
    texts = both(lambda: "\n".join(_letter(entries)))
    parts = _in_order(kit, _head(kit, "en") + texts.en, _head(kit, "es") + texts.es)
    return ("\n" + "-" * 72 + "\n\n").join(parts)


def _head(kit: Kit, code: str) -> str:
    title, note = kit.title.of(code) or kit.title.twin(code), kit.note.of(code)
    lines = [title, "=" * min(len(title), 72), f"{kit.code} · {kit.organization.name}", ""]
    return "\n".join([*lines, *([note, ""] if note else []), ""])


def _letter(entries: Sequence[Entry]) -> Iterator[str]:
    yield _("Every file here was in force when this archive was put together. Look at the manifest before you use it:")
    yield _("manifest.csv names for each file its version, its clearance with the document, and its SHA-256.")
    yield _("What was cleared may be paused later: ask whoever gave you this for the newest archive.")
    yield ""
    for entry in (entry for entry in entries if entry.pieces):
        yield from _of_entry(entry)
    if left := [entry for entry in entries if not entry.pieces]:
        yield _("Left out:")
        yield ""
        for entry in left:
            yield f"- {entry.item.material.code} {_titled(entry)}: {_here(entry.reason)}"
        yield ""


def _of_entry(entry: Entry) -> Iterator[str]:
    yield f"{entry.item.position}. {_titled(entry)} ({entry.item.material.code})"
    for words in (_here(entry.summary), entry.item.note):
        if words:
            yield f"   {words}"
    if entry.credit:
        yield "   " + _("Credit: %(credit)s", credit=entry.credit)
    for piece in entry.pieces:
        yield f"   - {piece.name}"
    yield ""


def _here(pair: Bilingual) -> str:
    """In the language that is being written."""
    return pair.of(current())


def _titled(entry: Entry) -> str:
    return _here(entry.title) or entry.title.en or entry.title.es


def _order(kit: Kit) -> tuple[Side, Side]:
    return kit.side, kit.side.opposite


def _in_order(kit: Kit, english: T, spanish: T) -> list[T]:
    """The kit's own country first: English stands for the United States, Spanish for Mexico (law 20)."""
    return [english, spanish] if kit.side is Side.US else [spanish, english]


def _said(kit: Kit, pair: Bilingual) -> str:
    if pair.en == pair.es:
        return pair.en
    return " · ".join(_in_order(kit, pair.en, pair.es))
