"""What a kit hands out at this moment: the version of each material that is in force in the kit's country, its files
under readable names, and for what is left out the reason. Decides nothing: clearance says what is in force.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from campaign.accounts.models import country_phrase
from campaign.clearance.in_force import all_in_force
from campaign.clearance.models import Clearance, Decision
from campaign.db import Bilingual, Side, session
from campaign.flyers.actions import printable
from campaign.flyers.models import Edition, editions_of
from campaign.i18n import _, both
from campaign.intake.limits import EXTENSIONS, PDF
from campaign.intake.names import kept_name
from campaign.kits.models import Item, Kit, items_of
from campaign.materials.files.models import File, FileLanguage, FileRole, files_of
from campaign.materials.models import Version, VersionState

NOTHING = Bilingual("", "")
ROLES = {
    FileRole.captions: Bilingual("captions", "subtítulos"),
    FileRole.transcript: Bilingual("transcript", "transcripción"),
}


@dataclass(frozen=True)
class Piece:
    """One file that is handed out: its name, what it is, and where its bytes lie."""

    name: str
    type: str
    language: FileLanguage
    sha256: str


@dataclass(frozen=True)
class Entry:
    """One material of a kit: the version in force with its files, or the reason why it is left out."""

    item: Item
    version: Version | None
    content: dict[str, Any]
    pieces: tuple[Piece, ...]
    cleared: dict[Side, Clearance]
    reason: Bilingual = NOTHING

    @property
    def title(self) -> Bilingual:
        """As it was cleared; of what is left out as it is called now."""
        return _pair(self.content, "title") if self.version else self.item.material.title

    @property
    def summary(self) -> Bilingual:
        return _pair(self.content, "summary")

    @property
    def credit(self) -> str:
        return str(self.content.get("credit", ""))


def _pair(content: dict[str, Any], name: str) -> Bilingual:
    words = content.get(name) or {"en": "", "es": ""}
    return Bilingual(words["en"], words["es"])


def contents(kit: Kit, at: datetime) -> list[Entry]:
    """Everything in the kit's order; as many queries for one material as for sixty."""
    items = session.scalars(items_of(kit.id)).unique().all()
    versions = session.scalars(_candidates([item.material_id for item in items])).unique().all()
    found: dict[int, Version] = {}
    for one in all_in_force(versions, kit.side, at):
        found.setdefault(one.material_id, one)
    chosen = [version.id for version in found.values()]
    files, sheets, said = _files(chosen), _sheets(kit, found, at), _cleared(chosen)
    entries = []
    for item in items:
        version = found.get(item.material_id)
        pieces = _pieces(kit, item, version, files, sheets) if version else ()
        content = json.loads(version.content) if version else {}
        cleared = said.get(version.id, {}) if version else {}
        reason = NOTHING if pieces else _why_not(kit, item, version)
        entries.append(Entry(item, version, content, tuple(pieces), cleared, reason))
    return entries


def handed_out(kit: Kit, at: datetime) -> list[Entry]:
    """Only what is there: what everybody with the link reads."""
    return [entry for entry in contents(kit, at) if entry.pieces]


def _candidates(material_ids: list[int]) -> Select[Version]:
    """What came into force once and was not replaced, the newest first."""
    is_live = Version.in_force_at.is_not(None) & Version.state.not_in((VersionState.superseded, VersionState.expired))
    return select(Version).where(Version.material_id.in_(material_ids), is_live).order_by(Version.n.desc())


def _files(version_ids: list[int]) -> dict[int, list[File]]:
    files: dict[int, list[File]] = {}
    for version_id, file in session.execute(files_of(version_ids)).unique():
        files.setdefault(version_id, []).append(file)
    return files


def _sheets(kit: Kit, found: dict[int, Version], at: datetime) -> dict[int, Edition]:
    """Version → its sheet for the kit's place, if one is prepared and may be printed now; none
    with a partner on it."""
    flyers = [version.id for version in found.values() if version.material.is_flyer]
    if kit.region is None or not flyers:
        return {}
    plain = Edition.region_key == kit.region_key, Edition.partner_id.is_(None)
    prepared = session.scalars(editions_of(flyers).where(*plain)).unique().all()
    return {edition.version_id: edition for edition in printable(prepared, kit.side, at)}


def _cleared(version_ids: list[int]) -> dict[int, dict[Side, Clearance]]:
    """The clearances under what is handed out."""
    query = select(Clearance).where(Clearance.version_id.in_(version_ids), Clearance.decision == Decision.cleared)
    said: dict[int, dict[Side, Clearance]] = {}
    for one in session.scalars(query.order_by(Clearance.decided_at, Clearance.id)):
        said.setdefault(one.version_id or 0, {})[one.country] = one
    return said


def _pieces(
    kit: Kit, item: Item, version: Version, files: dict[int, list[File]], sheets: dict[int, Edition]
) -> Sequence[Piece]:
    title = _pair(json.loads(version.content), "title")
    head = f"{item.position:02d} {item.material.code} v{version.n} "
    if sheet := sheets.get(version.id):
        name = kept_name(f"{head}{title.of(_first(kit))} – {sheet.region.name}.pdf".replace("/", "-"))
        return [Piece(name, PDF, FileLanguage.both, sheet.sha256)]
    return _apart([_piece(kit, head, title, file) for file in files.get(version.id, [])])


def _first(kit: Kit) -> str:
    """The language of the kit's country (law 20)."""
    return "es" if kit.side is Side.MX else "en"


def _piece(kit: Kit, head: str, title: Bilingual, file: File) -> Piece:
    """Called in its own language; what is in both or in none as the kit's country writes."""
    code = file.language.value if file.language.value in ("en", "es") else _first(kit)
    role = ROLES.get(file.role, NOTHING).of(code)
    marks = [role, file.language.value if file.language is not FileLanguage.none else ""]
    words = " ".join([title.of(code) or title.twin(code), *(mark for mark in marks if mark)])
    name = kept_name(f"{head}{words}.{EXTENSIONS[file.copy_type]}".replace("/", "-"))
    return Piece(name, file.copy_type, file.language, file.copy_sha256)


def _apart(pieces: list[Piece]) -> list[Piece]:
    """No two of the same name: the second is numbered."""
    used: set[str] = set()
    found = []
    for piece in pieces:
        stem, _dot, ending = piece.name.rpartition(".")
        name, n = piece.name, 1
        while name.casefold() in used:
            n += 1
            name = f"{stem} ({n}).{ending}"
        used.add(name.casefold())
        found.append(Piece(name, piece.type, piece.language, piece.sha256))
    return found


def _why_not(kit: Kit, item: Item, version: Version | None) -> Bilingual:
    material = item.material
    if version is None and material.country not in (None, kit.side):
        return both(lambda: _("It is only for %(country)s.", country=country_phrase(kit.side.opposite)))
    if version is None and material.is_held(kit.side):
        return both(lambda: _("It is on hold in %(country)s.", country=country_phrase(kit.side)))
    if version is None:
        return both(lambda: _("No version is in force in %(country)s.", country=country_phrase(kit.side)))
    if not material.is_flyer:
        return both(lambda: _("There is no file in this version."))
    if kit.region is None:
        return both(lambda: _("No place is chosen for which its sheet is printed."))
    region = kit.region
    return both(lambda: _("Its sheet for %(place)s is not prepared as it is right today.", place=region.full_name))
