"""The page on which what comes as files is described."""

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.campaigns.models import regions_of as campaign_regions
from campaign.clock import now
from campaign.db import Bilingual, session
from campaign.materials.blueprint import materials
from campaign.materials.checks import findings, problems
from campaign.materials.files.describing import Terms, Words, alt_of, describe
from campaign.materials.files.forms import Description, description
from campaign.materials.files.models import FileLanguage, current_files
from campaign.materials.files.showing import of_draft
from campaign.materials.files.views import campaign_choices, offered
from campaign.materials.models import Material, MaterialType, MayUse, Scope, Shown, blocks_of
from campaign.materials.reasons.actions import explain
from campaign.materials.reasons.forms import given, said
from campaign.materials.reasons.models import Reason
from campaign.materials.reasons.standing import explained
from campaign.materials.regions import meant_for
from campaign.permissions import edit_files, see_draft
from campaign.web import me
from campaign.wording.finding import Finding


@materials.form("/<id:material>/describe", allow=edit_files, see=see_draft)
def describe_files(material: Material) -> Response | str | tuple[str, int]:
    block = alt_of(material)
    found = findings(material, block)
    reasons = explained(material.id, found)
    form = _form(material, found, reasons)
    if form.validate_on_submit() and form.carried_out(lambda: _describe(material, form)):
        if request.form.get("do") == "send":
            return redirect(url_for("reviews.send", material=material.id), 307)
        return redirect(url_for(".describe_files", material=material.id, saved=1), 303)
    page = render_template(
        "materials/files/describe.html",
        material=material,
        form=form,
        alt=block,
        findings=found,
        reasons=reasons,
        files=of_draft(material),
        gaps=problems(material, list(session.scalars(blocks_of(material.id))), now().date()),
    )
    return page, form.status


def _form(material: Material, found: list[Finding], reasons: Mapping[str, Reason]) -> Description:
    """Filled with what is stored; without what this person may not decide, and without lists that are empty."""
    files = {file.id: file for file in session.scalars(current_files([material.id]))}
    block = alt_of(material)
    places = session.scalars(campaign_regions(material.campaign_id)).all() if material.campaign_id else []
    chosen = list(session.scalars(meant_for(material.id)))
    data = {
        "version": material.row_version,
        **{name: getattr(material, name) for name in ("title_en", "title_es", "summary_en", "summary_es")},
        **{name: getattr(material, name) for name in ("credit", "source", "audience", "topics")},
        **{name: getattr(material, name).value for name in ("type", "scope", "shown", "may_use")},
        "alt_en": block.en,
        "alt_es": block.es,
        "campaign": material.campaign_id or 0,
        "regions": chosen,
        "adapted_from": _adapted_from(material),
        **{f"language_{id}": file.language.value for id, file in files.items()},
    }
    form: Description = description({id: file.name for id, file in files.items()}, found)(data=data | said(reasons))
    form.campaign.choices = campaign_choices(offered(material.campaign))
    form.regions.choices = [(place.key, place.full_name) for place in places if _fits(place.country, material)]
    left_out = {"regions"} if not form.regions.choices else set()
    left_out |= {"scope"} if material.is_submitted or not me().is_planner else set()
    left_out |= {"seen"} if not block.needs_review else set()
    form.keep_only([name for name in form._fields if name not in left_out])
    return form


def _fits(country: object, material: Material) -> bool:
    return material.country in (None, country)


def _adapted_from(material: Material) -> str:
    found = session.get(Material, material.adapted_from_id) if material.adapted_from_id else None
    return found.code if found else ""


def _describe(material: Material, form: Description) -> None:
    describe(material, _words(form), _terms(material, form), me(), form.opened)
    explain(material, given(form), me(), now())


def _words(form: Description) -> Words:
    return Words(
        title=Bilingual(form.title_en.data or "", form.title_es.data or ""),
        summary=Bilingual(form.summary_en.data or "", form.summary_es.data or ""),
        alt=Bilingual(form.alt_en.data or "", form.alt_es.data or ""),
        credit=form.credit.data or "",
        source=form.source.data or "",
        is_reviewed="seen" in form and bool(form.seen.data),
    )


def _terms(material: Material, form: Description) -> Terms:
    files = session.scalars(current_files([material.id])).all()
    fields = {file.id: form._fields.get(f"language_{file.id}") for file in files}
    return Terms(
        type=MaterialType(form.type.data),
        audience=form.audience.data or "",
        topics=form.topics.data or [],
        shown=Shown(form.shown.data),
        may_use=MayUse(form.may_use.data),
        campaign=offered(material.campaign).get(form.campaign.data),
        scope=Scope(form.scope.data) if "scope" in form else None,
        regions=form.regions.data or [] if "regions" in form else None,
        adapted_from=form.adapted_from.data or "",
        languages={id: FileLanguage(field.data) for id, field in fields.items() if field is not None},
    )
