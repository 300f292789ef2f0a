"""The manifest of many sheets: one line of CSV for each file, or for the reason why there is none."""

import csv
import io
import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from campaign.flyers.formats import Format
from campaign.flyers.models import Edition
from campaign.partners.places.models import Place

COLUMNS = ("code", "region", "layout", "file", "sha256", "reason", "partner", "place")
Line = dict[str, str]
Key = tuple[str, str, str, str, str]  # layout, code, region, partner, place


def edition_line(edition: Edition, file: str, reason: str = "") -> Line:
    """`reason` says why the file is not there; then it has no hash either."""
    code, digest = edition.version.material.code, "" if reason else edition.sha256
    return line(code, edition.region_key, edition.format, edition.place, file, digest, reason)


def line(
    code: str, region_key: str, form: Format, place: Place | None, file: str = "", digest: str = "", reason: str = ""
) -> Line:
    """With the name of the partner that stands on it, and of its place; both empty on a plain sheet."""
    stands = (place.organization.name, place.name) if place else ("", "")
    return dict(zip(COLUMNS, (code, region_key, form.label, file, digest, reason, *stands), strict=True))


def key_of(line: Line) -> Key:
    """Which sheet a line is about; a manifest of before partners stood in it has none."""
    return line["layout"], line["code"], line["region"], line.get("partner") or "", line.get("place") or ""


def as_csv(lines: Iterable[Line], is_headed: bool = True) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    if is_headed:
        writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()


class Manifest:
    """`manifest.csv` of a folder: a line is added when its file lies whole on the disk; a sheet's last one counts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "manifest.csv"

    def note(self, line: Line) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        is_new = not self._path.exists()
        with self._path.open("a", encoding="utf-8", newline="") as file:
            file.write(as_csv([line], is_headed=is_new))
            file.flush()
            os.fsync(file.fileno())

    def whole(self) -> dict[Key, Line]:
        """The sheets whose file is there with the very bytes of its line."""
        return {key_of(line): line for line in self._lines() if line["file"] and self._has(line)}

    def _lines(self) -> list[Line]:
        if not self._path.exists():
            return []
        with self._path.open(encoding="utf-8", newline="") as file:
            return [line for line in csv.DictReader(file) if line.get("sha256")]

    def _has(self, line: Line) -> bool:
        file = self._folder / Path(line["file"]).name
        return file.is_file() and sha256(file.read_bytes()).hexdigest() == line["sha256"]
