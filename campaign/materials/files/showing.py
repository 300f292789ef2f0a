"""Files as pages show them: their small pictures, what is known of them, and the addresses open to this reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import select

from campaign.accounts.models import User
from campaign.clock import now
from campaign.db import session
from campaign.intake.limits import PREVIEW_EDGES
from campaign.materials.files.models import File, Preview, VersionFile, current_files, files_of, previews_of
from campaign.materials.files.preflight import Fit, fit_of
from campaign.materials.files.previews import can_be_drawn
from campaign.materials.files.words import (
    ICONS,
    LANGUAGE_WORDS,
    ROLE_WORDS,
    kind_words,
    measures,
    remarks,
    size_words,
)
from campaign.materials.models import Material, Version, VersionState
from campaign.permissions import fetch_original, see_draft, see_version
from campaign.storage.models import Verification

SMALL, MIDDLE, LARGE = PREVIEW_EDGES
LONGEST_DRAWING = timedelta(hours=1)


@dataclass(frozen=True)
class Picture:
    """One page of a file: `url` for the page, `large` to look at closely."""

    page: int
    url: str
    large: str
    width: int
    height: int


@dataclass(frozen=True)
class Shown:
    """One file; `original` is '' for whoever uses the copy only. `verified_at`: when the bytes as they came were last
    found whole."""

    n: int
    file: File
    verified_at: datetime | None
    pictures: Sequence[Picture]
    copy: str
    original: str

    @property
    def is_being_drawn(self) -> bool:
        """A worker draws a new file within minutes; after an hour nothing more is promised."""
        is_new = now() - self.file.added_at < LONGEST_DRAWING
        return is_new and not self.pictures and can_be_drawn(self.file.copy_type)

    @property
    def icon(self) -> str:
        return ICONS.get(self.file.copy_type, "file_present")

    @property
    def line(self) -> str:
        """ "Picture (PNG) · 1.2 MB · 1,200 × 800 pixels" """
        known = (kind_words(self.file.type), size_words(self.file.size), measures(self.file))
        return " · ".join(part for part in known if part)

    @property
    def purpose(self) -> str:
        """ "The material itself · English" """
        return f"{ROLE_WORDS[self.file.role]} · {LANGUAGE_WORDS[self.file.language]}"

    @property
    def remarks(self) -> list[str]:
        return remarks(self.file)

    @property
    def fit(self) -> Fit | None:
        """Whether it is fit for print; None for what nobody prints from."""
        return None if self.file.destroyed_at else fit_of(self.file)


def of_draft(material: Material) -> list[Shown]:
    """The files of the working text; only for whoever sees the draft."""
    files = list(session.scalars(current_files([material.id])))
    drawn, verified = _drawn(files), _verified(files)
    return [
        Shown(
            n,
            file,
            verified.get(file.sha256),
            [_picture(row, "materials.file_preview", file=file.id) for row in drawn.get(file.copy_sha256, ())],
            url_for("materials.file_copy", file=file.id),
            url_for("materials.file_original", file=file.id),
        )
        for n, file in enumerate(files, 1)
    ]


def of_version(version: Version, user: User) -> list[Shown]:
    """The files that a frozen version holds; only for whoever sees the version."""
    files = files_in(version)
    drawn, verified = _drawn(files), _verified(files)
    return [
        Shown(
            n,
            file,
            verified.get(file.sha256),
            [
                _picture(row, "materials.version_preview", version=version.id, n=n)
                for row in drawn.get(file.copy_sha256, ())
            ],
            url_for("materials.version_copy", version=version.id, n=n),
            url_for("materials.version_original", version=version.id, n=n) if fetch_original(user, version) else "",
        )
        for n, file in enumerate(files, 1)
    ]


def files_in(version: Version) -> list[File]:
    """In the order in which they came, which is how an address counts them."""
    return [file for _version, file in session.execute(files_of([version.id]))]


def _drawn(files: Iterable[File]) -> dict[str, list[Preview]]:
    found: dict[str, list[Preview]] = {}
    for row in session.scalars(previews_of([file.copy_sha256 for file in files], MIDDLE)):
        found.setdefault(row.of_sha256, []).append(row)
    return found


def _verified(files: Iterable[File]) -> dict[str, datetime]:
    rows = select(Verification).where(Verification.key.in_([file.sha256 for file in files]))
    return {row.key: row.verified_at for row in session.scalars(rows)}


def _picture(row: Preview, endpoint: str, **which: Any) -> Picture:
    url, large = (url_for(endpoint, **which, page=row.page, edge=edge) for edge in (MIDDLE, LARGE))
    return Picture(row.page, url, large, row.width, row.height)


def small_pictures(materials: Sequence[Material], user: User) -> dict[int, str]:
    """For a list: the address of one small picture of each of these that comes as files, '' where there is none.

    Of the draft for whoever sees it, else of the newest version that this person may see: three queries for any list.
    """
    files = [material for material in materials if not material.is_flyer]
    if not files:
        return {}
    own = [material.id for material in files if see_draft(user, material)]
    others = [material.id for material in files if material.id not in own]
    places = {**_of_drafts(own), **_of_versions(others, user)}
    hashes = [sha256 for sha256, _url in places.values()]
    drawn = {row.of_sha256 for row in session.scalars(previews_of(hashes, SMALL)) if row.page == 1}
    return {
        material.id: next((url for sha256, url in [places.get(material.id, ("", ""))] if sha256 in drawn), "")
        for material in files
    }


def _of_drafts(material_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for file in session.scalars(current_files(list(material_ids))) if material_ids else ():
        url = url_for("materials.file_preview", file=file.id, page=1, edge=SMALL)
        found.setdefault(file.material_id, (file.copy_sha256, url))
    return found


def _of_versions(material_ids: Sequence[int], user: User) -> dict[int, tuple[str, str]]:
    if not material_ids:
        return {}
    live = (VersionState.submitted, VersionState.in_force)
    query = (
        select(Version, File)
        .join(VersionFile, VersionFile.version_id == Version.id)
        .join(File, File.id == VersionFile.file_id)
        .where(Version.material_id.in_(material_ids), Version.state.in_(live))
        .order_by(Version.n.desc(), File.id)
    )
    found: dict[int, tuple[str, str]] = {}
    for version, file in session.execute(query):
        if see_version(user, version):
            url = url_for("materials.version_preview", version=version.id, n=1, page=1, edge=SMALL)
            found.setdefault(version.material_id, (file.copy_sha256, url))
    return found
