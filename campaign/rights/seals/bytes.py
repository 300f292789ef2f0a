"""Which stored bytes a seal is about, who else uses them, and the list of what must never come back.

The list lies beside the database too (`seals.txt`, hashes only): a backup from before a removal does not know of it.
"""

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, ColumnElement, and_, column, false, not_, or_, select, table
from sqlalchemy.engine import Connection

from campaign.config import Config
from campaign.db import Base, session
from campaign.flyers.models import Edition
from campaign.materials.files.models import File, Preview, VersionFile
from campaign.materials.models import VersionImage
from campaign.rights.consents.models import Consent
from campaign.rights.seals.models import Destroyed, Seal
from campaign.storage import stored_columns
from campaign.storage.store import is_key
from campaign.uploads.models import Upload

LIST = "seals.txt"


def main_keys(seal: Seal) -> list[str]:
    """What was handed in, and the copy for use of it."""
    if seal.file is None:
        return [seal.fingerprint]
    return sorted({seal.file.sha256, seal.file.copy_sha256})


def made_keys(seal: Seal) -> list[str]:
    """What was made of it: small pictures, and sheets on which it stands."""
    if seal.file is None:
        return []
    previews = select(Preview.sha256).where(Preview.of_sha256.in_(main_keys(seal)))
    return sorted({*session.scalars(previews), *session.scalars(select(Edition.sha256).where(_shows(seal)))})


def _shows(seal: Seal) -> ColumnElement[bool]:
    """Of a sheet: its flyer shows a version that holds this file."""
    holding = select(VersionFile.version_id).join(File, File.id == VersionFile.file_id)
    holding = holding.where(File.material_id == seal.material_id, File.sha256 == seal.fingerprint)
    showing = select(VersionImage.version_id).where(VersionImage.image_version_id.in_(holding))
    return Edition.version_id.in_(showing)


def users_of(key: str, seal: Seal, on: date) -> list[str]:
    """The columns in which something else names these bytes."""
    found = []
    for one in stored_columns(Base.metadata):
        is_other = and_(one == key, not_(_own(seal, one.table.name, on)))
        if session.scalar(select(one).where(is_other).limit(1)):
            found.append(str(one))
    return found


def _own(seal: Seal, name: str, on: date) -> ColumnElement[bool]:
    """Rows of this very item, which lose their bytes with it; a consent that has ended uses its paper no more."""
    own: dict[str, ColumnElement[bool]] = {
        "material_files": File.material_id == seal.material_id,
        "uploads": Upload.material_id == seal.material_id,
        "previews": Preview.of_sha256.in_(main_keys(seal)),
        "editions": _shows(seal),
        "consents": or_(Consent.ended_at.is_not(None), Consent.until_on < on, Consent.id == seal.consent_id),
    }
    return own.get(name, false()) if seal.what is Destroyed.file or name == "consents" else false()


# The list


def listed(config: Config) -> set[str]:
    """What was removed here, or on the machine that this one follows."""
    path = config.data / LIST
    return {line for line in path.read_text().split() if is_key(line)} if path.is_file() else set()


def note(config: Config, keys: Iterable[str]) -> None:
    """Add to the list, on the disk before anything is removed."""
    new = sorted(set(keys) - listed(config))
    if new:
        _append(config.data / LIST, "".join(f"{key}\n" for key in new))


def _append(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def sealed(connection: Connection, tables: Iterable[str], config: Config) -> set[str]:
    """Keys that must not be in the store: of the seals in this database, if it knows such, and of the list."""
    if "seals" not in tables:
        return listed(config)
    seals: Any = table("seals", column("removed", JSON), column("state"))
    found = connection.scalars(select(seals.c.removed).where(seals.c.state == "done"))
    return {key for keys in found for key in keys} | listed(config)
