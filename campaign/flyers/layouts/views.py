"""The page of a flyer's layouts: its text in each of them, and the ticks that offer it."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired

from campaign.clock import now
from campaign.db import Side, session
from campaign.flyers import page_views
from campaign.flyers.actions import shown_format
from campaign.flyers.asked import asked_view, config
from campaign.flyers.blueprint import flyers
from campaign.flyers.formats import Format, offered
from campaign.flyers.formats import layouts as ordered
from campaign.flyers.layouts import actions
from campaign.flyers.words import legend
from campaign.forms import EditForm
from campaign.i18n import _, _l
from campaign.materials.models import Material, versions_of
from campaign.materials.regions import regions_of
from campaign.paper.layouts import LAYOUTS
from campaign.permissions import edit_material, see_draft, see_flyer
from campaign.regions.models import Region
from campaign.web import me


class LayoutsForm(EditForm):
    pick = SelectMultipleField(
        _l("Layouts"), validate_choice=False, validators=[InputRequired(_l("Choose at least one layout."))]
    )


@flyers.get("/<id:material>/layouts", allow=see_flyer, see=see_flyer)
def layouts(material: Material) -> str:
    """Who may change the text sees it in every layout; everybody else the layouts in which it is offered."""
    return _page(material, LayoutsForm(version=str(material.row_version), pick=material.layouts))


@flyers.post("/<id:material>/layouts", allow=edit_material, see=see_draft)
def offer(material: Material) -> Response | tuple[str, int]:
    """What comes as files has no layouts, and its own page says what it has."""
    if not material.is_flyer:
        return redirect(url_for("materials.show", material=material.id), 303)
    form = LayoutsForm()
    if "every" in request.form:
        form.pick.data = [trial.layout.name for trial in _trials(material) if not trial.faults]
    if form.validate() and form.carried_out(lambda: actions.offer(material, form.pick.data or [], form.opened, me())):
        flash(_("Kept. The layouts are sent for clearance together with the text."), "good")
        return redirect(url_for(".layouts", material=material.id), 303)
    return _page(material, form), form.status


def _page(material: Material, form: LayoutsForm) -> str:
    may_offer = edit_material(me(), material)
    version = page_views.shown(session.scalars(versions_of(material.id)).all())
    shown = [] if may_offer or version is None else ordered(offered(version) or [shown_format(version).layout])
    return render_template(
        "flyers/layouts.html",
        material=material,
        form=form,
        trials=_trials(material) if may_offer else [],
        shown=[(layout, Format(layout.name, layout.sizes[0].name)) for layout in shown],
        region=_region(material),
        view=asked_view(),
        legend=legend([layout.name for layout in shown] or list(LAYOUTS)),
    )


def _trials(material: Material) -> list[actions.Trial]:
    first = {region.country: region for region in reversed(session.scalars(regions_of(material)).all())}
    regions = [first[side] for side in Side if side in first]
    return actions.trials(material, regions, config(), now())


def _region(material: Material) -> Region | None:
    """The first of the own side, else the first of all: whose sheet the pictures show."""
    found = session.scalars(regions_of(material)).all()
    return next((region for region in found if region.country is me().side), next(iter(found), None))
