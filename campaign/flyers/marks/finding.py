"""Which flyers in force carry names that have changed since: a lead has another name now, or there is another lead."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased, contains_eager

from campaign.campaigns.models import tracks_of
from campaign.db import Side, session
from campaign.materials.changes import mark_changes
from campaign.materials.content import marks_by
from campaign.materials.models import IS_FLYER, Material, Version, VersionState

Marks = list[dict[str, str]]
MOST, MANY = 200, 200  # flyers that a page shows; that are looked at together


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
    """Of the flyers that this side owns, the newest first. What is followed by a version that waits for the countries
    is left alone: a new one would take that one's place, with the decisions on it."""
    newer = aliased(Version)
    is_newer = (newer.material_id == Version.material_id, newer.n > Version.n, newer.state == VersionState.submitted)
    query = select(Version).join(Version.material).options(contains_eager(Version.material))
    query = query.where(IS_FLYER, Material.side == side, Version.state == VersionState.in_force)
    return query.where(~select(newer.id).where(*is_newer).exists()).order_by(Version.material_id.desc())


def outdated(side: Side) -> list[Outdated]:
    """The newest of them, one more than a page shows."""
    return list(islice(_outdated(in_force_of(side)), MOST + 1))


def renewable(side: Side, ids: Sequence[int]) -> list[Outdated]:
    """Of these materials those whose names have changed."""
    chosen = [number for number in ids if 0 < number < 2**63]
    return list(_outdated(in_force_of(side).where(Material.id.in_(chosen))))


def _outdated(versions: Select[Version]) -> Iterator[Outdated]:
    """The names are asked for once for many flyers."""
    for some in session.scalars(versions).partitions(MANY):
        tracks = session.scalars(tracks_of(*{one.material.campaign_id or 0 for one in some})).all()
        for version in some:
            now = marks_by(version.material, [t for t in tracks if t.campaign_id == version.material.campaign_id])
            before: Marks = json.loads(version.content)["marks"]
            if before != now:
                yield Outdated(version, before, now)
