"""Whether a version is an urgent correction (product §4): it differs from what was in force only in blocks that a hold
names, or that quote a fact on hold, so that a side's route may leave steps out. It decides nothing."""

import json
from typing import Any

from sqlalchemy import or_, select

from campaign.db import session
from campaign.facts.models import Fact
from campaign.holds.corrections.models import corrected_by
from campaign.materials.changes import last_cleared
from campaign.materials.models import Version, versions_of


def is_urgent(version: Version) -> bool:
    """A hold of either country names its blocks or its fact. Where a block that quotes one is taken out, another may
    take its place; everything else that a reader reads is as it was, and where it was."""
    if corrected_by(version):
        return True
    before = last_cleared(version, list(session.scalars(versions_of(version.material_id))))
    if before is None:
        return False
    new, old = json.loads(version.content), json.loads(before.content)
    if _beside_blocks(new) != _beside_blocks(old):
        return False
    stopped = set(session.scalars(select(Fact.key).where(or_(Fact.stopped_us, Fact.stopped_mx))))
    kept = [block for block in old["blocks"] if block.get("fact") not in stopped]
    rest = iter(new["blocks"])  # each of them is looked for after the one before
    is_shorter_or_same = len(new["blocks"]) <= len(old["blocks"])
    return new["blocks"] != old["blocks"] and is_shorter_or_same and all(block in rest for block in kept)


def _beside_blocks(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name != "blocks"}
