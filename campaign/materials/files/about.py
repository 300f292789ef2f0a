"""What is known of a material that comes as files, in words: of the draft, or as a version froze it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from campaign.accounts.models import User
from campaign.db import Bilingual, session
from campaign.i18n import _
from campaign.materials.data import AUDIENCES, TOPICS
from campaign.materials.models import Material, Version
from campaign.materials.regions import MaterialRegion
from campaign.materials.words import MAY_USE_WORDS, SHOWN_WORDS, TYPE_WORDS
from campaign.permissions import see_draft, see_material
from campaign.regions.models import Region


@dataclass(frozen=True)
class About:
    """`summary` is in the fingerprint; `lines` are label and text, without what nobody has said."""

    summary: Bilingual
    lines: Sequence[tuple[str, str]]
    adapted_from: Material | None


def about(material: Material, version: Version | None, user: User) -> About:
    """The frozen words where a version is shown, else those of the draft."""
    frozen = json.loads(version.content) if version else None
    summary = Bilingual(**frozen["summary"]) if frozen else material.summary
    credit = frozen["credit"] if frozen else material.credit
    lines = [
        (_("What it is"), str(TYPE_WORDS[material.type])),
        (_("For whom"), str(AUDIENCES.get(material.audience, ""))),
        (_("What it is about"), " · ".join(str(TOPICS[topic]) for topic in material.topics if topic in TOPICS)),
        (_("For which regions"), _regions(material)),
        (_("Credit"), credit),
        (_("Source"), material.source),
    ]
    if see_draft(user, material):  # what its sender said is for the own side, which settles it
        lines.append((_("Who can be recognised in it?"), str(SHOWN_WORDS[material.shown])))
        lines.append((_("May we use it?"), str(MAY_USE_WORDS[material.may_use])))
    source = session.get(Material, material.adapted_from_id) if material.adapted_from_id else None
    return About(
        summary, [line for line in lines if line[1]], source if source and see_material(user, source) else None
    )


def _regions(material: Material) -> str:
    query = select(Region).join(MaterialRegion, MaterialRegion.region_key == Region.key)
    found = session.scalars(query.where(MaterialRegion.material_id == material.id).order_by(Region.order_key))
    return ", ".join(region.full_name for region in found)
