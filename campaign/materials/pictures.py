"""Pictures on flyers: which images a flyer may show, and which flyers show an image."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Select, or_, select

from campaign.db import Side, session
from campaign.i18n import _
from campaign.intake.limits import JPEG, PNG
from campaign.materials.files.models import File, FileLanguage, FileRole, files_of
from campaign.materials.models import (
    Block,
    BlockKind,
    Material,
    MaterialType,
    Version,
    VersionImage,
    VersionState,
)
from campaign.paper.layouts import PICTURE

PRINTED = (PNG, JPEG)  # what moves stays on screens
LIVE = (VersionState.submitted, VersionState.in_force, VersionState.changes_requested)


def showable(on: date, countries: Sequence[Side]) -> Select[Version]:
    """Images that a flyer for these countries may show on this day: in force in each of them, not past their date nor
    that of their rights (law 10), on hold in none; the newest first."""
    query = select(Version).join(Version.material).where(Material.type == MaterialType.image)
    query = query.where(Version.state == VersionState.in_force, Version.review_by >= on)
    for side in countries:
        name = side.value.lower()
        licensed, released = getattr(Material, f"licensed_{name}_until"), getattr(Material, f"released_{name}_until")
        query = query.where(getattr(Material, f"in_force_{name}"), licensed >= on)
        query = query.where(or_(Version.shows_people.is_(False), released >= on))
    return query.order_by(Version.material_id.desc())


def showing(image_version_ids: Iterable[int]) -> Select[Version]:
    """Versions in force or on their way that show one of these versions of an image."""
    found = select(VersionImage.version_id).where(VersionImage.image_version_id.in_(list(image_version_ids)))
    return select(Version).where(Version.id.in_(found), Version.state.in_(LIVE)).order_by(Version.id)


def drafts_showing(image_version_ids: Iterable[int]) -> Select[Material]:
    """Flyers whose working text shows one of these."""
    found = select(Block.material_id).where(Block.image_version_id.in_(list(image_version_ids)))
    return select(Material).where(Material.id.in_(found), Material.has_draft).order_by(Material.id)


def images_of(version: Version) -> Select[Version]:
    """The versions of images that this version shows. A flyer shows one image; the same content cleared anew is a
    further version of it."""
    shown = select(VersionImage.image_version_id).where(VersionImage.version_id == version.id)
    return select(Version).where(Version.id.in_(shown)).order_by(Version.n)


def counting(blocks: Sequence[Block]) -> list[Block]:
    """The blocks that a reader reads: what a picture shows is said by its image; the flyer's own words for its drawing
    wait until there is no picture."""
    has_picture = any(block.kind is BlockKind.picture for block in blocks)
    return [block for block in blocks if not (has_picture and block.kind is BlockKind.alt)]


def file_of(version: Version) -> File | None:
    """The one file of an image that is printed, whichever language is read beside it."""
    files = [file for _id, file in session.execute(files_of([version.id])) if file.role is FileRole.main]
    both = [file for file in files if file.language in (FileLanguage.both, FileLanguage.none)]
    fit = [file for file in both or (files if len(files) == 1 else []) if file.copy_type in PRINTED]
    return next((file for file in fit if not file.facts.get("is_moving")), None)


def misfit(version: Version) -> str:
    """Why this image cannot be printed, as a sentence; '' when it can."""
    code, file = version.material.code, file_of(version)
    if file is None:
        return _(
            "%(code)s has no still picture for both languages. A flyer needs one PNG or JPEG that serves both.",
            code=code,
        )
    width, height = file.facts["width"], file.facts["height"]
    needed = PICTURE.least_pixels(width, height)
    if width >= needed[0]:
        return ""
    return _(
        "%(code)s has %(found)s pixels; on paper it needs at least %(needed)s (%(dpi)s dots per inch).",
        code=code,
        found=f"{width} × {height}",
        needed=f"{needed[0]} × {needed[1]}",
        dpi=PICTURE.dpi,
    )


def gap(version: Version, countries: Sequence[Side], on: date | None = None) -> str:
    """Why a flyer for these countries may not show this version, on that day; '' when it may (laws 4 and 10)."""
    code, material = version.material.code, version.material
    is_late = on is not None and (version.review_by is None or version.review_by < on)
    if version.state is not VersionState.in_force or is_late:
        return _("%(code)s: this version of the image is not in force.", code=code)
    if any(material.is_held(side) or material.is_stopped(side) for side in countries):
        return _("%(code)s: the image is on hold; it can be shown again when a signatory lifts the hold.", code=code)
    if not all(material.is_in_force(side) for side in countries):
        return _("%(code)s: the image is not in force in every country of this flyer.", code=code)
    return misfit(version)
