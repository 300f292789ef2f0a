"""What pages of a delivery show, and under which addresses its files come: those of an account, or those of a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template
from sqlalchemy import select

from campaign.accounts.models import User
from campaign.db import session
from campaign.materials.files.models import File, Preview, previews_of
from campaign.materials.models import Material
from campaign.materials.models import visible_to as materials_visible_to
from campaign.people.words import ZONES
from campaign.uploads import letters, words
from campaign.uploads.actions import Said
from campaign.uploads.data import CAPITALS, GROUPS, MOST_FILES, PIECE, accept
from campaign.uploads.models import Delivery, Upload, UploadState, same_bytes, uploads_of

EDGE = 160  # px of the small pictures


@dataclass(frozen=True)
class Door:
    """Addresses of one delivery and of its files, and who looks through it: nobody but a browser where it is a link."""

    delivery: str
    files: str
    reader: User | None = None

    def of(self, upload: Upload, deed: str = "") -> str:
        return f"{self.files}/{upload.id}{deed}"


@dataclass(frozen=True)
class Twin:
    """The same bytes, seen before: when, and where that can be looked at."""

    at: datetime
    name: str
    endpoint: str
    id: int


def rows(uploads: Sequence[Upload], door: Door) -> list[str]:
    """Each file as the page shows it, for a script to put in its place."""
    about = _about(uploads, door)
    return [render_template("uploads/_row.html", **about, upload=upload, said=Said()) for upload in uploads]


def context_of(delivery: Delivery, door: Door, said: Said | None = None) -> dict[str, Any]:
    uploads = session.scalars(uploads_of([delivery.id])).all()
    groups = delivery.link.groups if delivery.link else []
    zone, place = zone_of(delivery, door.reader)
    return {
        **_about(uploads, door),
        "delivery": delivery,
        "uploads": uploads,
        "said": said or Said(),
        "accept": accept(groups),
        "groups": [words_ for name, (words_, _types) in GROUPS.items() if name in groups or not groups],
        "most": delivery.link.most_files if delivery.link else MOST_FILES,
        "piece": PIECE,
        "arrived": [upload for upload in uploads if upload.state is UploadState.accepted],
        "refused": [upload for upload in uploads if upload.state is UploadState.refused],
        "checking": [upload for upload in uploads if upload.state is UploadState.checking],
        "missing": words.missing(delivery, uploads),
        "next_step": letters.next_step(delivery),
        "zone": zone,
        "zone_name": place,
    }


def zone_of(delivery: Delivery, reader: User | None) -> tuple[str, str]:
    """The reader's own clock; without an account that of the capital of its side."""
    zone, place = (reader.zone, ZONES.get(reader.zone, reader.zone)) if reader else CAPITALS[delivery.side]
    return zone, f"({place})"


def _about(uploads: Sequence[Upload], door: Door) -> dict[str, Any]:
    pairs = [upload.pair_id for upload in uploads if upload.pair_id]
    return {
        "door": door,
        "words": words,
        "pictures": _pictures(uploads),
        "twins": twins(uploads, door.reader),
        "names": dict(session.execute(select(Upload.id, Upload.name).where(Upload.id.in_(pairs))).all()),
    }


def _pictures(uploads: Sequence[Upload]) -> dict[str, Preview]:
    """The first page of each, small, by the copy's key."""
    keys = [upload.copy_sha256 for upload in uploads if upload.copy_sha256]
    return {one.of_sha256: one for one in session.scalars(previews_of(keys, EDGE).where(Preview.page == 1))}


def twins(uploads: Sequence[Upload], reader: User | None) -> dict[int, Twin]:
    """Which of these were handed in before, as far as the reader may see that. Without an account: nothing is told."""
    wanted = [upload.sha256 for upload in uploads if upload.sha256]
    if reader is None or not wanted:
        return {}
    before = session.scalars(same_bytes(wanted, reader)).all()
    files = session.scalars(_files(wanted, reader)).all()
    found: dict[int, Twin] = {}
    for upload in uploads:
        for other in before:
            if other.sha256 == upload.sha256 and other.id < upload.id:
                found.setdefault(upload.id, Twin(other.begun_at, other.name, "uploads.show", other.delivery_id))
        for file in files:
            if file.sha256 == upload.sha256 and file.material_id != upload.material_id:
                found.setdefault(upload.id, Twin(file.added_at, file.name, "materials.show", file.material_id))
    return found


def _files(sha256s: list[str], reader: User) -> Any:
    seen = materials_visible_to(reader).with_only_columns(Material.id).order_by(None)
    return select(File).where(File.sha256.in_(sha256s), File.material_id.in_(seen)).order_by(File.id)
