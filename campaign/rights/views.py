"""The page of a material's rights: licences, people shown, what was destroyed."""

from typing import Any

from flask import render_template

from campaign.clock import now
from campaign.db import session
from campaign.materials.models import Material
from campaign.materials.rights import licensed_until
from campaign.permissions import see_rights
from campaign.rights.blueprint import rights
from campaign.rights.dates import ENDLESS
from campaign.rights.licences.models import licences_of
from campaign.rights.licences.views import title_of
from campaign.rights.words import DIRECTION_WORDS, LICENCE_WORDS, TERRITORY_WORDS
from campaign.web import me, order


@rights.get("/materials/<id:material>", allow=see_rights, see=see_rights)
def material(material: Material) -> str:
    return render_template(
        "rights/material.html",
        material=material,
        title=title_of(material),
        licences=session.scalars(licences_of(material.id)).all(),
        standing_in=[(side, licensed_until(material, side)) for side in order(me()) if material.territory.covers(side)],
        words=_words(),
        today=now().date(),
        endless=ENDLESS,
    )


def _words() -> dict[str, Any]:
    return {"direction": DIRECTION_WORDS, "kind": LICENCE_WORDS, "territory": TERRITORY_WORDS}
