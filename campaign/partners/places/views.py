"""Entering a place, changing it, closing it and opening it again; it is shown on the page of who runs it."""

from flask import flash, redirect, render_template, url_for
from sqlalchemy import ScalarResult, select
from werkzeug.wrappers import Response

from campaign.accounts.models import country_name
from campaign.clock import now
from campaign.db import session
from campaign.i18n import _
from campaign.partners.blueprint import partners
from campaign.partners.models import Organization, OrganizationKind, directory
from campaign.partners.places import actions
from campaign.partners.places.forms import Groups, PlaceForm
from campaign.partners.places.models import Place
from campaign.permissions import edit_organization, see_organization, see_place
from campaign.permissions import edit_place as may_edit
from campaign.regions.models import Level, Region
from campaign.web import me, order


@partners.form("/<id:organization>/add_place", allow=edit_organization, see=see_organization)
def add_place(organization: Organization) -> Response | tuple[str, int]:
    form = PlaceForm.over(None, _regions(), _nations())
    if form.validate_on_submit() and form.carried_out(lambda: actions.add(organization, form.place, now())):
        return _done(organization, _("The place is entered."))
    return _page("partners/add_place.html", form, organization, _("Add a place")), form.status


@partners.form("/places/<id:place>/edit_place", allow=may_edit, see=see_place)
def edit_place(place: Place) -> Response | tuple[str, int]:
    form = PlaceForm.over(place, _regions(), _nations())
    if form.validate_on_submit() and form.carried_out(lambda: actions.edit(place, form.place, form.opened, now())):
        return _done(place.organization, _("The place is saved."))
    return _page("partners/edit_place.html", form, place.organization, _("Edit the place")), form.status


@partners.post("/places/<id:place>/close_place", allow=may_edit, see=see_place)
def close_place(place: Place) -> Response:
    actions.set_active(place, False, now())
    session.commit()
    return _done(place.organization, _("The place is closed. It can be opened again."))


@partners.post("/places/<id:place>/open_place", allow=may_edit, see=see_place)
def open_place(place: Place) -> Response:
    actions.set_active(place, True, now())
    session.commit()
    return _done(place.organization, _("The place is open again."))


def _done(organization: Organization, words: str) -> Response:
    flash(words, "good")
    return redirect(url_for("partners.show", organization=organization.id, _anchor="places"), 303)


def _regions() -> Groups:
    """Counties and municipios by state, the reader's country first."""
    query = select(Region.key, Region.name, Region.state_name).where(Region.level != Level.state)
    groups: Groups = {}
    for side in order(me()):
        for key, name, state in session.execute(
            query.where(Region.country == side).order_by(Region.state_name, Region.order_key)
        ):
            groups.setdefault(f"{state}, {country_name(side)}", []).append((key, name))
    return groups


def _nations() -> ScalarResult[Organization]:
    return session.scalars(directory().where(Organization.kind == OrganizationKind.nation))


def _page(template: str, form: PlaceForm, organization: Organization, title: str) -> str:
    back = url_for("partners.show", organization=organization.id, _anchor="places")
    crumbs = [(_("Partners"), url_for("partners.index")), (organization.name, back), (title, "")]
    values = {"title": title, "submit_label": _("Save the place"), "cancel_url": back}
    return render_template(template, form=form, crumbs=crumbs, **values)
