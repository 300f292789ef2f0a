"""Pages of materials: beginning one, the text with its versions, and the bilingual editor."""

import json
from collections.abc import Sequence
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign, open_to
from campaign.campaigns.models import visible_to as campaigns_visible_to
from campaign.clock import now
from campaign.db import Side, session
from campaign.facts.models import FactVersion, quotable
from campaign.forms import clean
from campaign.holds.models import holds_around
from campaign.i18n import _, current
from campaign.kits.models import holding
from campaign.materials import actions
from campaign.materials.actions import Change
from campaign.materials.blueprint import materials
from campaign.materials.budgets import budgets
from campaign.materials.checks import findings_in, problems
from campaign.materials.comments.showing import open_threads
from campaign.materials.content import quoted_facts, texts
from campaign.materials.earlier.models import EarlierDocument, current_documents, documents_of
from campaign.materials.files.about import about
from campaign.materials.files.showing import of_draft, of_version, small_pictures
from campaign.materials.files.uses import uses_of
from campaign.materials.forks.models import made_from, origin_of
from campaign.materials.forms import Editor, NewFlyer, editor
from campaign.materials.models import (
    Block,
    BlockKind,
    Material,
    Register,
    Scope,
    Version,
    VersionState,
    blocks_of,
    versions_of,
)
from campaign.materials.pictures import counting, showable
from campaign.materials.reasons.actions import explain
from campaign.materials.reasons.standing import explained
from campaign.materials.regions import first_regions, regions_of
from campaign.materials.words import KIND_WORDS
from campaign.permissions import (
    create_material,
    edit_material,
    read_holds,
    see_draft,
    see_material,
    see_version,
    share_material,
)
from campaign.regions.models import Region
from campaign.web import me, order

OFFERED = 200  # images in the list of the editor; any other is named by its code
SHEETS = {Side.US: "US-48141", Side.MX: "MX-08037"}  # whose sheet a list shows of what has no region of its own


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
    context: dict[str, Any] = {
        "material": material,
        "versions": versions,
        "newest": versions[0] if versions else None,
        "is_draft": is_draft,
        "rows": _draft_rows(blocks) if is_draft else _frozen_rows(versions[0]),
        "gaps": problems(material, blocks, now().date()) if is_draft else [],
        "holds": session.scalars(holds_around(material)).all() if read_holds(me()) else [],
        "comments": open_threads(material, me()),
        "origin": session.scalar(origin_of(material.id)) if material.country else None,
        "forks": [one for one in session.scalars(made_from(material.id)) if see_material(me(), one)],
    }
    if material.is_flyer:
        return render_template("materials/show.html", regions=regions_for(material, me()), **context)
    return render_template(
        "materials/files/show.html",
        files=of_draft(material) if is_draft else of_version(versions[0], me()),
        about=about(material, None if is_draft else versions[0], me()),
        uses=uses_of(material, me()),
        earlier=session.scalars(current_documents(material.id)).all() if is_draft else sent_with(versions[0]),
        kits=session.scalars(holding(material.id, me())).all(),
        **context,
    )


def sent_with(version: Version) -> list[EarlierDocument]:
    """The papers that went along with it."""
    return [said for _version_id, said in session.execute(documents_of([version.id]))]


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
            "image": block.image.material.code if block.image else "",
            "needs_review": block.needs_review,
        }
        for block in counting(blocks)
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
            "image": block.get("image", ""),
            "needs_review": "",
        }
        for n, block in enumerate(texts(content, facts), 1)
    ]


def regions_for(material: Material, user: User) -> list[Region]:
    """Where its sheets go, the reader's side first."""
    return sorted(session.scalars(regions_of(material)), key=lambda region: region.country is not order(user)[0])


def sheet_keys(materials: Sequence[Material]) -> dict[int, str]:
    """For a list: the region whose sheet stands for each flyer, of the reader's side where it has one; of what comes as
    files the address of its picture, '' without one."""
    sides, found = order(me()), dict[tuple[int, Side], str]()
    ids = list({material.campaign_id for material in materials if material.campaign_id and material.is_flyer})
    for campaign_id, country, first in session.execute(first_regions(ids)) if ids else ():
        found[campaign_id, country] = first.rpartition("|")[2]
    pictures = small_pictures(materials, me())
    return pictures | {
        material.id: next(
            (found[at] for at in _places(material, sides) if at in found), SHEETS[material.country or sides[0]]
        )
        for material in materials
        if material.is_flyer
    }


def _places(material: Material, sides: list[Side]) -> list[tuple[int, Side]]:
    return [(material.campaign_id or 0, side) for side in sides if material.country in (None, side)]


@materials.form("/<id:material>/edit", allow=edit_material, see=see_draft)
def edit(material: Material) -> Response | str | tuple[str, int]:
    if not material.is_flyer:  # lists of open texts lead here for every type
        return redirect(url_for(".describe_files", material=material.id), 303)
    blocks = counting(session.scalars(blocks_of(material.id)).all())
    found = findings_in(material, blocks)
    each = [one for some in found.values() for one in some]
    reasons = explained(material.id, each)
    form = editor(material, blocks, each, reasons, request.form)
    if form.validate_on_submit() and form.carried_out(lambda: _keep(material, form)):
        if request.form.get("do") == "send":  # 307: the browser sends the same form on, so what was typed is kept
            return redirect(url_for("flyers.submit", material=material.id), 307)
        return redirect(url_for(".edit", material=material.id, saved=1, **_looked_at()), 303)
    facts = session.scalars(quotable(now().date(), *material.territory.sides)).all()
    page = render_template(
        "materials/edit.html",
        material=material,
        blocks=blocks,
        form=form,
        kinds=KIND_WORDS,
        facts=[fact for fact in facts if any(fact.fact.territory.covers(side) for side in material.territory.sides)],
        images=session.scalars(showable(now().date(), material.territory.sides).limit(OFFERED)).all(),
        has_picture=any(block.image for block in blocks),
        gaps=problems(material, blocks, now().date()),
        findings=found,
        reasons=reasons,
        comments=open_threads(material, me()),
        regions=regions_for(material, me()),
        budgets=budgets(tuple(material.layouts)),
    )
    return page, form.status


def _looked_at() -> dict[str, Any]:
    """How the pages beside the editor were shown, so that they are shown so again."""
    asked = {name: clean(request.form.get(name))[:100] for name in ("format", "view")}
    return {name: value for name, value in asked.items() if value}


def _keep(material: Material, form: Editor) -> None:
    """What was typed, and why words of it may stay."""
    actions.edit(material, form.title, form.entries(), _change(), me(), form.opened)
    explain(material, form.reasons(), me(), now())


def _change() -> Change | None:
    """Which button was pressed: "save", "look", "add-point", "add-subline", "add-fact", "add-picture", "up-12",
    "down-12", "remove-12"."""
    verb, _dash, rest = request.form.get("do", "save").partition("-")
    if verb == "add" and rest == "fact":
        number = request.form.get("fact", 0, type=int)
        quoted = session.get(FactVersion, number) if 0 < number < 2**63 else None
        return Change("add", kind=BlockKind.fact, quoted=quoted)
    if verb == "add" and rest == "picture":
        return Change("add", kind=BlockKind.picture, image=_image(clean(request.form.get("image"))))
    if verb == "add" and rest in (BlockKind.point.value, BlockKind.subline.value):
        return Change("add", kind=BlockKind(rest))
    if verb in ("up", "down", "remove") and rest.isdecimal() and len(rest) < 19:
        return Change(verb, block_id=int(rest))
    return None


def _image(code: str) -> Version | None:
    """The version in force of the image with this code, or its newest one, of which is then said what is wrong."""
    number = code.upper().partition(" ")[0].removeprefix("M-")
    found = session.get(Material, int(number)) if number.isdecimal() and len(number) < 19 else None
    if found is None or not see_material(me(), found):
        return None
    versions = [one for one in session.scalars(versions_of(found.id)) if see_version(me(), one)]
    return next((one for one in versions if one.state is VersionState.in_force), next(iter(versions), None))


@materials.post("/<id:material>/share", allow=share_material, see=see_material)
def share(material: Material) -> Response:
    actions.share(material)
    session.commit()
    return redirect(url_for(".show", material=material.id), 303)


@materials.get("/versions/<id:version>", allow=see_version, see=see_version)
def version(version: Version) -> str:
    files = [] if version.material.is_flyer else of_version(version, me())
    rows, earlier = _frozen_rows(version), sent_with(version)
    comments = open_threads(version.material, me())
    return render_template(
        "materials/version.html", version=version, rows=rows, files=files, earlier=earlier, comments=comments
    )
