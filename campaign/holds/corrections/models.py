"""Which blocks a hold says are wrong, and which versions correct just those (product §4)."""

import json
from collections.abc import Sequence

from sqlalchemy import JSON, ForeignKey, Select, select
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship

from campaign.audit.guards import append_only, guard
from campaign.db import Base, session
from campaign.holds.models import Hold
from campaign.materials.changes import changed_places, last_cleared
from campaign.materials.models import Version, versions_of


class NamedBlocks(Base):
    """The blocks of a version in force that a hold on its material says are wrong."""

    __tablename__ = "named_blocks"

    hold_id: Mapped[int] = mapped_column(ForeignKey("holds.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    places: Mapped[list[int]] = mapped_column(JSON)  # 1, 2, … as the version has them

    hold: Mapped[Hold] = relationship()


guard(NamedBlocks.__table__, append_only("named_blocks"))


def named_in(material_ids: Sequence[int]) -> Select[NamedBlocks]:
    """What standing holds name in these materials."""
    standing = select(NamedBlocks).join(NamedBlocks.hold).where(Hold.lifted_at.is_(None))
    query = standing.where(Hold.material_id.in_(material_ids))
    return query.options(contains_eager(NamedBlocks.hold)).order_by(NamedBlocks.hold_id)


def corrected_by(version: Version) -> list[NamedBlocks]:
    """What standing holds name in the version in force before this one, if this one changes that and nothing else."""
    return corrections([version]).get(version.id, [])


def corrections(versions: Sequence[Version]) -> dict[int, list[NamedBlocks]]:
    """The same of many: only those that correct something; one query where no hold names a block."""
    named: dict[int, list[NamedBlocks]] = {}
    for one in session.scalars(named_in([version.material_id for version in versions])):
        named.setdefault(one.hold.material_id or 0, []).append(one)
    found = {version.id: _corrected(version, named.get(version.material_id, [])) for version in versions}
    return {id: some for id, some in found.items() if some}


def _corrected(version: Version, named: Sequence[NamedBlocks]) -> list[NamedBlocks]:
    before = last_cleared(version, list(session.scalars(versions_of(version.material_id)))) if named else None
    of_before = [one for one in named if before is not None and one.version_id == before.id]
    if before is None or not of_before:
        return []
    changed = changed_places(json.loads(version.content), json.loads(before.content))
    return of_before if changed and changed <= {place for one in of_before for place in one.places} else []
