"""Which flyers in force carry names that have changed since: a lead has another name now, or there is another lead."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from campaign.db import Side, session
from campaign.materials.changes import mark_changes
from campaign.materials.content import marks
from campaign.materials.models import IS_FLYER, Material, Version, VersionState

Marks = list[dict[str, str]]
MOST = 200  # flyers that one page looks through


@dataclass(frozen=True)
class Outdated:
    """A version in force, and the names that its sheets should carry now."""

    version: Version
    before: Marks
    now: Marks

    @property
    def changes(self) -> list[tuple[str, str]]:
        """What stood there and what comes instead, side by side; '' where there is none."""
        return mark_changes(self.now, self.before)


def in_force_of(side: Side) -> Select[Version]:
    """Of the flyers that this side owns, the newest first."""
    query = select(Version).join(Version.material).where(IS_FLYER, Material.side == side)
    return query.where(Version.state == VersionState.in_force).order_by(Version.material_id.desc())


def outdated(side: Side) -> list[Outdated]:
    """Among the newest of them."""
    return _outdated(in_force_of(side).limit(MOST))


def renewable(side: Side, ids: Sequence[int]) -> list[Outdated]:
    """Of these materials those whose names have changed."""
    return _outdated(in_force_of(side).where(Material.id.in_(ids)))


def _outdated(versions: Select[Version]) -> list[Outdated]:
    """Names are asked for once for each campaign and scope."""
    found, known = [], dict[tuple[int | None, Side | None, int], Marks]()
    for version in session.scalars(versions):
        material = version.material
        key = (material.campaign_id, material.country, material.organization_id)
        if key not in known:
            known[key] = marks(material)
        before: Marks = json.loads(version.content)["marks"]
        if before != known[key]:
            found.append(Outdated(version, before, known[key]))
    return found
