"""The archive of a batch: a folder for each region, all sheets of a layout in one PDF, and the manifest.

It is written on the disk, file by file; however many sheets there are, only one is in memory.
"""

import hashlib
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO

from campaign.config import Config
from campaign.db import Side, session
from campaign.flyers.actions import printable, stopped
from campaign.flyers.formats import Format
from campaign.flyers.manifest import as_csv, edition_line
from campaign.flyers.models import Edition, made_by
from campaign.jobs.models import Job
from campaign.paper.merge import merge
from campaign.partners.places.models import Place
from campaign.regions.models import Region
from campaign.storage import store_of
from campaign.storage.store import Damaged

LONGEST = 60  # letters of a folder's name: whole paths have a limit on print staff's machines
DAY = (1980, 1, 1, 0, 0, 0)  # the same sheets, the same archive


def packed(job: Job, config: Config, at: datetime) -> IO[bytes]:
    """A ZIP of a batch's sheets, open at its beginning; a sheet that may not be printed any more is named in the
    manifest, not packed. Raises FileNotFoundError or Damaged when a file is not whole in the store."""
    editions = session.scalars(made_by(job.id)).all()
    reasons = {edition.id: "" for edition in _free(editions, at)}
    reasons |= {edition.id: stopped(edition, at) for edition in editions if edition.id not in reasons}
    file = tempfile.TemporaryFile()  # noqa: SIM115  (whoever hands it out closes it)
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        sheets = [edition for edition in editions if not reasons[edition.id]]
        copies = {edition.id: _copied(edition, Path(folder), config) for edition in sheets}
        _add_merged(archive, sheets, copies, Path(folder))
        for edition in sheets:
            _add(archive, _place(edition), copies[edition.id])
        lines = [edition_line(edition, _place(edition), reasons[edition.id]) for edition in editions]
        archive.writestr(zipfile.ZipInfo("manifest.csv", DAY), as_csv(lines))
    file.seek(0)
    return file


def _free(editions: Sequence[Edition], at: datetime) -> Iterable[Edition]:
    """Those that may be printed now, in a few questions however many there are."""
    for side in Side:
        yield from printable([edition for edition in editions if edition.country is side], side, at)


def _place(edition: Edition) -> str:
    """ "US-48141 El Paso County/F-0001-US-48141-letter-side-by-side-7f3a91c2.pdf"; a partner's sheets lie in a folder
    of its name in there."""
    folders = [folder_of(edition.region), *([_named(edition.place)] if edition.place else [])]
    return "/".join([*folders, edition.file_name])


def folder_of(region: Region) -> str:
    return f"{region.key} {region.name}".replace("/", "-")


def _named(place: Place) -> str:
    """What every system takes as the name of a folder; two partners of one name lie in one, their files differ by
    code."""
    kept = "".join(letter if letter.isalnum() or letter in " -_()&.,'" else "-" for letter in place.organization.name)
    return kept[:LONGEST].strip(" -.,") or str(place.organization_id)


def _copied(edition: Edition, folder: Path, config: Config) -> Path:
    """The sheet's bytes, checked, as a file that can be read in pieces."""
    path, digest = folder / f"{edition.id}.pdf", hashlib.sha256()
    with path.open("wb") as out:
        for part in store_of(config).open(edition.sha256):
            digest.update(part)
            out.write(part)
    if digest.hexdigest() != edition.sha256:
        raise Damaged(edition.sha256)
    return path


def _add_merged(archive: zipfile.ZipFile, sheets: list[Edition], copies: dict[int, Path], folder: Path) -> None:
    """At the top: of each format all sheets behind one another, in the order of the batch."""
    groups: dict[tuple[str, Format], list[Path]] = {}
    for edition in sheets:
        groups.setdefault((edition.version.material.code, edition.format), []).append(copies[edition.id])
    for (code, form), files in groups.items():
        name = f"{code}-{form.label}.pdf"
        merge(files, folder / "merged.pdf", name.removesuffix(".pdf"))
        _add(archive, name, folder / "merged.pdf")


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    """Stored as it is: a PDF is pressed already."""
    info = zipfile.ZipInfo(name, DAY)
    info.external_attr = 0o644 << 16
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as entry:
        while part := source.read(1 << 20):
            entry.write(part)
