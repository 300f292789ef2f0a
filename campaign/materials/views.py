"""Pages of materials: the list, the text with its versions, and the bilingual editor."""

import json
from collections.abc import Sequence
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.accounts.models import User, country_name
from campaign.campaigns.models import Campaign, open_to
from campaign.campaigns.models import visible_to as campaigns_visible_to
from campaign.clock import now
from campaign.db import Side, session
from campaign.facts.models import FactVersion, quotable
from campaign.forms import clean
from campaign.holds.models import holds_around
from campaign.i18n import _, current
from campaign.materials import actions, facets
from campaign.materials.actions import Change
from campaign.materials.checks import problems
from campaign.materials.content import quoted_facts, texts
from campaign.materials.forms import BUDGETS, NewFlyer, editor
from campaign.materials.models import (
    Block,
    BlockKind,
    Material,
    Register,
    Scope,
    Version,
    blocks_of,
    newest_versions,
    versions_of,
    visible_to,
)
from campaign.materials.regions import first_regions, regions_of
from campaign.materials.standings import needing_review
from campaign.materials.words import KIND_WORDS, standing_words
from campaign.paging import counted, paged
from campaign.permissions import (
    create_material,
    edit_material,
    read_holds,
    read_materials,
    see_draft,
    see_material,
    see_version,
    share_material,
)
from campaign.regions.models import Region
from campaign.web import Blueprint, me, order, table

materials = Blueprint("materials", __name__, url_prefix="/materials")
SHEETS = {Side.US: "US-48141", Side.MX: "MX-08037"}  # whose sheet a list shows of what has no region of its own


@materials.get("/", allow=read_materials)
def index() -> str:
    words, chosen = clean(request.args.get("q")), facets.chosen()
    page = paged(facets.found(words, chosen), 25)
    ids = [material.id for material in page.items]
    return render_template(
        "materials/index.html",
        page=page,
        newest={version.material_id: version for version in session.scalars(newest_versions(ids))},
        review=_review([material for material in page.items if see_draft(me(), material)]),
        words=words,
        total=counted(visible_to(me())) if words or any(chosen.values()) else page.counted,
        facets=facets.facets(words, chosen),
        chips=facets.chips(words, chosen),
        csv_url=url_for(".listing", **facets.active(words, chosen)),
    )


@materials.get("/list.csv", allow=read_materials)
def listing() -> Response:
    """The whole list that the address bar asks for, as a file."""
    found = session.scalars(facets.found(clean(request.args.get("q")), facets.chosen())).all()
    newest = {v.material_id: v for v in session.scalars(newest_versions([material.id for material in found]))}
    header = (_("Code"), "English", "Español", _("Campaign"), _("Organization"), _("Version"), _("State"), _("On hold"))
    return table("materials.csv", header, (_cells(material, newest.get(material.id)) for material in found))


def _cells(material: Material, version: Version | None) -> tuple[Any, ...]:
    held = [country_name(side) for side in order(me()) if material.is_held(side) or material.is_stopped(side)]
    return (
        material.code,
        material.title.en,
        material.title.es,
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


@materials.form("/new", allow=create_material)
def new() -> Response | str | tuple[str, int]:
    form = NewFlyer(campaign=request.args.get("campaign", 0, type=int))
    choices = {campaign.id: campaign for campaign in session.scalars(open_to(me().side, campaigns_visible_to(me())))}
    form.campaign.choices = [(0, _("No campaign")), *((c.id, f"{c.code} · {_title(c)}") for c in choices.values())]
    if not form.is_submitted() and form.campaign.data in choices:
        form.offer_scopes(choices[form.campaign.data])
    if form.validate_on_submit():
        begun: list[Material] = []
        scope, register = Scope(form.scope.data), Register(form.register.data)
        campaign = choices.get(form.campaign.data)
        if form.carried_out(
            lambda: begun.append(actions.create_flyer(form.title, campaign, scope, register, me(), now()))
        ):
            return redirect(url_for(".edit", material=begun[0].id), 303)
    page = render_template(
        "materials/new.html",
        form=form,
        title=_("New flyer"),
        submit_label=_("Begin writing"),
        cancel_url=url_for(".index"),
        crumbs=[(_("Materials"), url_for(".index")), (_("New flyer"), "")],
    )
    return page, form.status


def _title(campaign: Campaign) -> str:
    """In the reader's language, or in the one that there is."""
    return campaign.title.of(current()) or campaign.title.twin(current())


@materials.get("/<id:material>", allow=see_material, see=see_material)
def show(material: Material) -> str:
    versions = [version for version in session.scalars(versions_of(material.id)) if see_version(me(), version)]
    may_see_draft = see_draft(me(), material)
    blocks = list(session.scalars(blocks_of(material.id))) if may_see_draft else []
    is_draft = may_see_draft and (material.has_draft or not versions)
    if not is_draft and not versions:
        abort(404)
    return render_template(
        "materials/show.html",
        material=material,
        versions=versions,
        newest=versions[0] if versions else None,
        is_draft=is_draft,
        rows=_draft_rows(blocks) if is_draft else _frozen_rows(versions[0]),
        gaps=problems(material, blocks, now().date()) if is_draft else [],
        regions=regions_for(material, me()),
        holds=session.scalars(holds_around(material)).all() if read_holds(me()) else [],
    )


def _draft_rows(blocks: list[Block]) -> list[dict[str, Any]]:
    """Blocks as they read now, for reading."""
    return [
        {
            "n": block.position,
            "kind": KIND_WORDS[block.kind],
            "en": block.text.en,
            "es": block.text.es,
            "scope": block.scope.value,
            "fact": block.quoted.fact if block.quoted else None,
            "needs_review": block.needs_review,
        }
        for block in blocks
    ]


def _frozen_rows(version: Version) -> list[dict[str, Any]]:
    """Blocks of a frozen version, for reading."""
    content = json.loads(version.content)
    facts = quoted_facts(content)
    return [
        {
            "n": n,
            "kind": KIND_WORDS[BlockKind(block["kind"])],
            "en": block["en"],
            "es": block["es"],
            "scope": block["scope"],
            "fact": facts[block["fingerprint"]].fact if "fact" in block else None,
            "needs_review": "",
        }
        for n, block in enumerate(texts(content, facts), 1)
    ]


def regions_for(material: Material, user: User) -> list[Region]:
    """Where its sheets go, the reader's side first."""
    return sorted(session.scalars(regions_of(material)), key=lambda region: region.country is not order(user)[0])


def sheet_keys(materials: Sequence[Material]) -> dict[int, str]:
    """For a list: the region whose sheet stands for each material, of the reader's side where it has one."""
    sides, found = order(me()), dict[tuple[int, Side], str]()
    ids = list({material.campaign_id for material in materials if material.campaign_id})
    for campaign_id, country, first in session.execute(first_regions(ids)) if ids else ():
        found[campaign_id, country] = first.rpartition("|")[2]
    return {
        material.id: next(
            (found[at] for at in _places(material, sides) if at in found), SHEETS[material.country or sides[0]]
        )
        for material in materials
    }


def _places(material: Material, sides: list[Side]) -> list[tuple[int, Side]]:
    return [(material.campaign_id or 0, side) for side in sides if material.country in (None, side)]


@materials.form("/<id:material>/edit", allow=edit_material, see=see_draft)
def edit(material: Material) -> Response | str | tuple[str, int]:
    blocks = list(session.scalars(blocks_of(material.id)))
    form = editor(material, blocks, request.form)
    if form.validate_on_submit() and form.carried_out(
        lambda: actions.edit(material, form.title, form.entries(), _change(), me(), form.opened)
    ):
        if request.form.get("do") == "send":  # 307: the browser sends the same form on, so what was typed is kept
            return redirect(url_for("flyers.submit", material=material.id), 307)
        return redirect(url_for(".edit", material=material.id, saved=1), 303)
    facts = session.scalars(quotable(now().date(), *material.territory.sides)).all()
    page = render_template(
        "materials/edit.html",
        material=material,
        blocks=blocks,
        form=form,
        kinds=KIND_WORDS,
        facts=[fact for fact in facts if any(fact.fact.territory.covers(side) for side in material.territory.sides)],
        gaps=problems(material, blocks, now().date()),
        regions=regions_for(material, me()),
        budgets=BUDGETS,
    )
    return page, form.status


def _change() -> Change | None:
    """Which button was pressed: "save", "add-point", "add-subline", "add-fact", "up-12", "down-12", "remove-12"."""
    verb, _dash, rest = request.form.get("do", "save").partition("-")
    if verb == "add" and rest == "fact":
        number = request.form.get("fact", 0, type=int)
        quoted = session.get(FactVersion, number) if 0 < number < 2**63 else None
        return Change("add", kind=BlockKind.fact, quoted=quoted)
    if verb == "add" and rest in (BlockKind.point.value, BlockKind.subline.value):
        return Change("add", kind=BlockKind(rest))
    if verb in ("up", "down", "remove") and rest.isdecimal() and len(rest) < 19:
        return Change(verb, block_id=int(rest))
    return None


@materials.post("/<id:material>/share", allow=share_material, see=see_material)
def share(material: Material) -> Response:
    actions.share(material)
    session.commit()
    return redirect(url_for(".show", material=material.id), 303)


@materials.get("/versions/<id:version>", allow=see_version, see=see_version)
def version(version: Version) -> str:
    return render_template("materials/version.html", version=version, rows=_frozen_rows(version))
