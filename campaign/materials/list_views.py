"""The list of materials: searched, narrowed and counted; the address bar carries the whole state."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy import Select
from werkzeug.wrappers import Response

from campaign.accounts.models import country_name
from campaign.clock import now
from campaign.db import session
from campaign.forms import clean
from campaign.i18n import _
from campaign.materials.blueprint import materials
from campaign.materials.bulk import undoable
from campaign.materials.finding import titled
from campaign.materials.lists import needing_review
from campaign.materials.models import (
    Material,
    Version,
    newest_versions,
    visible_to,
)
from campaign.materials.standings import narrowed, tally
from campaign.materials.words import SCOPE_WORDS, STANDING_WORDS, TYPE_WORDS, standing_words
from campaign.paging import COUNTED, counted, paged
from campaign.permissions import read_materials, see_draft
from campaign.web import me, order, table

ROWS = 50
LABELS: dict[str, Mapping[Any, Any]] = {"standing": STANDING_WORDS, "type": TYPE_WORDS, "scope": SCOPE_WORDS}


@materials.get("/", allow=read_materials)
def index() -> str:
    words, chosen = clean(request.args.get("q")), _chosen()
    page = paged(_find(words, chosen), ROWS)
    ids = [material.id for material in page.items]
    asked: dict[str, Any] = {"q": words or None, **chosen}
    return render_template(
        "materials/index.html",
        page=page,
        newest={version.material_id: version for version in session.scalars(newest_versions(ids))},
        review=_review([material for material in page.items if see_draft(me(), material)]),
        words=words,
        total=counted(visible_to(me())) if words or any(chosen.values()) else page.counted,
        facets=[
            (_("Type"), "type", _options(words, chosen, "type")),
            (_("Clearance"), "standing", _options(words, chosen, "standing")),
            (_("Scope"), "scope", _options(words, chosen, "scope")),
        ],
        chips=_chips(words, chosen),
        csv_url=url_for(".listing", **asked),
        types=TYPE_WORDS,
        undo=undoable(request.args.get("changed", 0, type=int), me(), now()),
    )


@materials.get("/list.csv", allow=read_materials)
def listing() -> Response:
    """The whole list that the address bar asks for, as a file."""
    found = session.scalars(_find(clean(request.args.get("q")), _chosen())).all()
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


def _chosen() -> dict[str, list[str]]:
    """What the address bar asks for; a value that is no choice of its list is left out."""
    asked = {name: request.args.getlist(name) for name in LABELS}
    return {name: [v for v in map(_value, labels) if v in asked[name]] for name, labels in LABELS.items()}


def _value(option: Enum | str) -> str:
    return option if isinstance(option, str) else str(option.value)


def _find(words: str, chosen: dict[str, list[str]]) -> Select[Material]:
    return titled(narrowed(visible_to(me()), chosen), words)


def _options(words: str, chosen: dict[str, list[str]], name: str) -> list[tuple[str, str, int | None, bool]]:
    """Value, label, how many it would show under the other filters (None: more than are counted), is it chosen."""
    counts = dict(session.execute(tally(_find(words, {**chosen, name: []}), name, COUNTED + 1)).mappings().one())
    is_cut = counts.pop("all") > COUNTED
    return [
        (value, str(label), None if is_cut else counts[value] or 0, value in chosen[name])
        for option, label in LABELS[name].items()
        if counts[value := _value(option)] or value in chosen[name] or is_cut
    ]


def _chips(words: str, chosen: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Active filters in words, each with the address that leaves it out."""
    labels = {(name, _value(option)): str(label) for name, of in LABELS.items() for option, label in of.items()}
    active: dict[str, Any] = {"q": [words] if words else [], **chosen}
    return [
        (
            f"“{value}”" if name == "q" else labels[name, value],
            url_for(".index", **{**active, name: [one for one in values if one != value]}),
        )
        for name, values in active.items()
        for value in values
    ]


def _review(found: Sequence[Material]) -> dict[int, set[str]]:
    """In which languages the working text of these has something to be reviewed."""
    marked: dict[int, set[str]] = {}
    for material_id, language in session.execute(needing_review([material.id for material in found])):
        marked.setdefault(material_id, set()).add(language)
    return marked
