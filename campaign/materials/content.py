"""What exactly a fingerprint covers (law 3):
the frozen content of a material, from its blocks, the facts they quote and the image they show.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from campaign.campaigns.models import Track, tracks_of
from campaign.db import session
from campaign.facts.models import FactVersion
from campaign.materials.files.models import current_files
from campaign.materials.models import Block, Material, Version
from campaign.materials.pictures import counting
from campaign.paper.layouts import LAYOUTS

SCHEMA = 1
# What may differ from sheet to sheet without a new clearance, and what may fill it.
SLOTS = {
    "region": "name of the region, and of its sister city",
    "helplines": "cleared numbers valid in the territory, emergency first, at most three",
    "elsewhere": "cleared numbers of the other country, under that country's name",
    "contact": "an accredited partner's place in the region",
    "address": "address of the edition, also as QR",
}


def content_of(material: Material, blocks: list[Block]) -> dict[str, Any]:
    """The content as it would be frozen now; texts in NFC, facts, images and files by their own hash."""
    common = {
        "schema": SCHEMA,
        "type": material.type.value,
        "scope": material.scope.value,
        "country": material.country.value if material.country else None,
        "register": material.register.value,
        "title": {"en": material.title_en, "es": material.title_es},
        "blocks": [_block(block) for block in counting(blocks)],
        "marks": marks(material),
    }
    if not material.is_flyer:
        return {**common, **_of_files(material)}
    return {**common, "layouts": {name: LAYOUTS[name].number for name in material.layouts}, "slots": SLOTS}


def _of_files(material: Material) -> dict[str, Any]:
    """What the public sees of what comes as files; the copy for use is made from the bytes by a rule, so they count."""
    return {
        "summary": {"en": material.summary_en, "es": material.summary_es},
        "credit": material.credit,
        "files": [
            {"role": file.role.value, "language": file.language.value, "type": file.type, "sha256": file.sha256}
            for file in session.scalars(current_files([material.id]))
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    common = {"kind": block.kind.value, "scope": block.scope.value, "pictogram": block.pictogram}
    if block.quoted:
        return {**common, "fact": block.quoted.fact.key, "fingerprint": block.quoted.fingerprint}
    if block.image:
        return {**common, "image": block.image.material.code, "fingerprint": block.image.fingerprint}
    return {**common, "en": block.en, "es": block.es}


def marks(material: Material) -> list[dict[str, str]]:
    """The governments' names on the sheet."""
    return marks_by(material, session.scalars(tracks_of(material.campaign_id)).all() if material.campaign_id else [])


def marks_by(material: Material, tracks: Sequence[Track]) -> list[dict[str, str]]:
    """The lead of each track of its campaign, else the owner alone."""
    if material.campaign_id is None:
        return [{"side": material.side.value, "name": material.organization.name}]
    is_used = [t for t in tracks if t.lead and not t.has_left and material.country in (None, t.side)]
    return [{"side": track.side.value, "name": track.lead.name} for track in is_used if track.lead]


def quoted_facts(content: dict[str, Any]) -> dict[str, FactVersion]:
    """The fact versions that the content pins, by fingerprint."""
    pinned = [block["fingerprint"] for block in content["blocks"] if "fact" in block]
    found = session.scalars(select(FactVersion).where(FactVersion.fingerprint.in_(pinned)))
    return {version.fingerprint: version for version in found}


def shown_image(block: dict[str, Any]) -> Version:
    """The version of the image that a frozen block shows: the same print of the same image is the same content."""
    number = int(block["image"].removeprefix("M-"))
    query = select(Version).where(Version.material_id == number, Version.fingerprint == block["fingerprint"])
    return session.scalars(query.order_by(Version.n.desc()).limit(1)).one()


def texts(content: dict[str, Any], facts: dict[str, FactVersion]) -> list[dict[str, Any]]:
    """The blocks of frozen content as they read: quoted facts with the words of the version that was pinned, a picture
    with those that say what it shows."""
    return [_read(block, facts) for block in content["blocks"]]


def _read(block: dict[str, Any], facts: dict[str, FactVersion]) -> dict[str, Any]:
    if "fact" in block:
        return {**block, "en": facts[block["fingerprint"]].en, "es": facts[block["fingerprint"]].es}
    if "image" in block:
        said = shown_image(block).alt
        return {**block, "en": said.en, "es": said.es}
    return block
