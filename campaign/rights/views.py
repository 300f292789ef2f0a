"""The page of a material's rights: licences, people shown, what was destroyed; and the public privacy notice."""

from typing import Any

from flask import render_template

from campaign.clock import now
from campaign.db import Side, session
from campaign.i18n import current
from campaign.materials.files.models import current_files
from campaign.materials.models import Material
from campaign.materials.rights import PEOPLE, licensed_until, released_until
from campaign.permissions import read_consents, see_rights, see_seal
from campaign.rights import notice
from campaign.rights.blueprint import rights
from campaign.rights.consents.models import consents_of
from campaign.rights.dates import ENDLESS
from campaign.rights.licences.models import licences_of
from campaign.rights.seals.models import seals_of
from campaign.rights.words import (
    AGE_WORDS,
    DESTROYED_WORDS,
    DIRECTION_WORDS,
    END_WORDS,
    LICENCE_WORDS,
    SEAL_WORDS,
    TERRITORY_WORDS,
    title_of,
    uses_words,
)
from campaign.web import anyone, me, order


@rights.get("/materials/<id:material>", allow=see_rights, see=see_rights)
def material(material: Material) -> str:
    may_read = read_consents(me(), material)
    seals = [one for one in session.scalars(seals_of(material.id)) if see_seal(me(), one)]
    return render_template(
        "rights/material.html",
        material=material,
        title=title_of(material),
        licences=session.scalars(licences_of(material.id)).all(),
        consents=session.scalars(consents_of(material.id)).all() if may_read else [],
        seals=seals,
        asked={(one.consent_id, one.file_id) for one in seals if one.state.value != "dropped"},
        files=session.scalars(current_files([material.id])).all(),
        shows_people=material.shown in PEOPLE,
        days=[_days(material, side) for side in order(me()) if material.territory.covers(side)],
        words=_words(),
        uses_words=uses_words,
        today=now().date(),
        endless=ENDLESS,
    )


def _days(material: Material, side: Side) -> dict[str, Any]:
    """Until when it may be used in one country."""
    return {"side": side, "licensed": licensed_until(material, side), "released": released_until(material, side)}


def _words() -> dict[str, Any]:
    return {
        "direction": DIRECTION_WORDS,
        "kind": LICENCE_WORDS,
        "territory": TERRITORY_WORDS,
        "age": AGE_WORDS,
        "end": END_WORDS,
        "what": DESTROYED_WORDS,
        "seal": SEAL_WORDS,
    }


@rights.get("/privacy", allow=anyone)
def privacy() -> str:
    """Both languages on one page: who signs it reads it in the own one."""
    parts = {"en": notice.EN, "es": notice.ES}
    names = [current(), "en" if current() == "es" else "es"]
    return render_template("rights/privacy.html", parts=[(name, parts[name]) for name in names], version=notice.VERSION)
