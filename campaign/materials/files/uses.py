"""Where what comes as files is used: flyers that show it, drafts that would, and what was adapted from it.

A page asks this before a file is replaced or a version withdrawn, so that nobody learns of the effects afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from campaign.accounts.models import User
from campaign.db import session
from campaign.materials.models import Material, Version, VersionState, versions_of
from campaign.materials.pictures import drafts_showing, showing
from campaign.permissions import see_draft, see_material, see_version


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


def uses_of(material: Material, user: User) -> Uses:
    ids = [version.id for version in session.scalars(versions_of(material.id))]
    shown = [version for version in session.scalars(showing(ids)).unique() if see_version(user, version)]
    drafts = [one for one in session.scalars(drafts_showing(ids)).unique() if see_draft(user, one)]
    adapted = select(Material).where(Material.adapted_from_id == material.id).order_by(Material.id)
    return Uses(
        [version for version in shown if version.state is VersionState.in_force],
        [version for version in shown if version.state is not VersionState.in_force],
        drafts,
        [one for one in session.scalars(adapted).unique() if see_material(user, one)],
    )
