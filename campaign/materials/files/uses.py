"""Where what comes as files is used: flyers that show it, drafts that would, and what was adapted from it.

A page asks this before a file is replaced or a version withdrawn, so that nobody learns of the effects afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from campaign.accounts.models import User
from campaign.db import session
from campaign.materials.models import Block, Material, Version, VersionImage, VersionState
from campaign.permissions import see_draft, see_material, see_version

LIVE = (VersionState.submitted, VersionState.in_force, VersionState.changes_requested)


@dataclass(frozen=True)
class Uses:
    """As far as this person may see them. `in_force` are flyers that people hold in their hands."""

    in_force: Sequence[Version]
    on_their_way: Sequence[Version]
    drafts: Sequence[Material]
    adapted: Sequence[Material]

    @property
    def is_used(self) -> bool:
        return bool(self.in_force or self.on_their_way or self.drafts or self.adapted)


def showing(material_id: int) -> Select[Version]:
    """Frozen versions of flyers, in force or on their way, that show any version of this image."""
    image = aliased(Version)
    return (
        select(Version)
        .join(VersionImage, VersionImage.version_id == Version.id)
        .join(image, image.id == VersionImage.image_version_id)
        .where(image.material_id == material_id, Version.state.in_(LIVE))
        .order_by(Version.material_id, Version.n)
    )


def to_show(material_id: int) -> Select[Material]:
    """Flyers whose working text shows it."""
    image = aliased(Version)
    shown = (
        select(Block.material_id)
        .join(image, image.id == Block.image_version_id)
        .where(image.material_id == material_id)
    )
    return select(Material).where(Material.has_draft, Material.id.in_(shown)).order_by(Material.id)


def uses_of(material: Material, user: User) -> Uses:
    shown = [version for version in session.scalars(showing(material.id)).unique() if see_version(user, version)]
    drafts = [one for one in session.scalars(to_show(material.id)).unique() if see_draft(user, one)]
    adapted = select(Material).where(Material.adapted_from_id == material.id).order_by(Material.id)
    return Uses(
        [version for version in shown if version.state is VersionState.in_force],
        [version for version in shown if version.state is not VersionState.in_force],
        drafts,
        [one for one in session.scalars(adapted).unique() if see_material(user, one)],
    )
