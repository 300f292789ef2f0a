"""The list of materials: searched, narrowed and counted; the address bar carries the whole state."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.accounts.models import country_name
from campaign.clock import now
from campaign.db import session
from campaign.forms import clean
from campaign.i18n import _
from campaign.materials import facets
from campaign.materials.blueprint import materials
from campaign.materials.bulk import undoable
from campaign.materials.lists import needing_review
from campaign.materials.models import (
    Material,
    Version,
    newest_versions,
    visible_to,
)
from campaign.materials.searches.models import searches_of
from campaign.materials.words import TYPE_WORDS, standing_words
from campaign.paging import counted_together, paged
from campaign.permissions import read_materials, see_draft
from campaign.web import me, order, table

ROWS = 50


@materials.get("/", allow=read_materials)
def index() -> str:
    words, chosen = clean(request.args.get("q")), facets.chosen()
    asked = facets.found(words, chosen)
    count, total = counted_together(asked, visible_to(me()))
    page = paged(asked, ROWS, count)
    ids = [material.id for material in page.items]
    return render_template(
        "materials/index.html",
        page=page,
        newest={version.material_id: version for version in session.scalars(newest_versions(ids))},
        review=_review([material for material in page.items if see_draft(me(), material)]),
        words=words,
        total=total,
        facets=facets.facets(words, chosen),
        chips=facets.chips(words, chosen),
        query=facets.query_of(request.args),
        searches=session.scalars(searches_of(me())).all(),
        csv_url=url_for(".listing", **facets.active(words, chosen)),
        types=TYPE_WORDS,
        undo=undoable(request.args.get("changed", 0, type=int), me(), now()),
    )


@materials.get("/list.csv", allow=read_materials)
def listing() -> Response:
    """The whole list that the address bar asks for, as a file."""
    found = session.scalars(facets.found(clean(request.args.get("q")), facets.chosen())).all()
    newest = {v.material_id: v for v in session.scalars(newest_versions([material.id for material in found]))}
    header = (
        _("Code"),
        "English",
        "Español",
        _("Type"),
        _("Campaign"),
        _("Organization"),
        _("Version"),
        _("State"),
        _("On hold"),
    )
    return table("materials.csv", header, (_cells(material, newest.get(material.id)) for material in found))


def _cells(material: Material, version: Version | None) -> tuple[Any, ...]:
    held = [country_name(side) for side in order(me()) if material.is_held(side) or material.is_stopped(side)]
    return (
        material.code,
        material.title.en,
        material.title.es,
        TYPE_WORDS[material.type],
        material.campaign.code if material.campaign else "",
        material.organization.name,
        version.n if version else "",
        standing_words(version),
        ", ".join(held),
    )


def _review(found: Sequence[Material]) -> dict[int, set[str]]:
    """In which languages the working text of these has something to be reviewed."""
    marked: dict[int, set[str]] = {}
    for material_id, language in session.execute(needing_review([material.id for material in found])):
        marked.setdefault(material_id, set()).add(language)
    return marked
