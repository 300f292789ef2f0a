"""Saying why words that a check asks to consider may stay; it changes no text and makes nobody its author."""

from collections.abc import Mapping
from datetime import datetime

from campaign.accounts.models import User
from campaign.db import session
from campaign.errors import NotAllowed
from campaign.i18n import _
from campaign.materials.checks import findings_in
from campaign.materials.models import Material, blocks_of
from campaign.materials.reasons.models import Reason
from campaign.materials.reasons.standing import standing
from campaign.permissions import edit_material
from campaign.wording.finding import Finding


def explain(material: Material, why: Mapping[str, str], by: User, at: datetime) -> None:
    """Keep what was said (by the key of the finding), where it is new and its words still stand in the text."""
    if by.side is None or not edit_material(by, material):
        raise NotAllowed(_("Whoever writes a text says why its words may stay."))
    if not why:
        return
    before = standing(material.id)
    found = findings_in(material, session.scalars(blocks_of(material.id)))
    for one in {one.key: one for some in found.values() for one in some if one.is_soft and one.key in why}.values():
        if why[one.key] != (before[one.key].text if one.key in before else ""):
            session.add(_reason(material, one, why[one.key], by, at))
    session.flush()


def _reason(material: Material, one: Finding, text: str, by: User, at: datetime) -> Reason:
    return Reason(
        material_id=material.id,
        kind=one.kind,
        language=one.language,
        words=one.words,
        text=text,
        written_in=by.language,
        side=by.side,
        written_by_id=by.id,
        written_at=at,
    )
