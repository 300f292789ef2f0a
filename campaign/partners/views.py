"""Pages of organizations: the directory, one organization with what hangs on it, entering and changing it, and the
planner's decision whether it works here.
"""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.accounts.models import country_name
from campaign.clock import now
from campaign.db import session
from campaign.forms import Form, clean
from campaign.i18n import _
from campaign.materials.models import (
    Material,
    Version,
    newest_versions,
)
from campaign.materials.models import visible_to as materials_visible_to
from campaign.paging import counted, paged
from campaign.partners import actions, facets, names, phones, words
from campaign.partners.accreditations.models import Accreditation, accreditations_of, standing
from campaign.partners.blueprint import partners
from campaign.partners.forms import CloseForm, ContactForm, OrganizationForm, ProfileForm, ReasonForm
from campaign.partners.models import (
    Contact,
    Organization,
    alike,
    contacts_of,
    listed,
    parts_of,
    similar,
    visible_to,
)
from campaign.partners.places.models import in_use, places_of, where
from campaign.partners.registering.models import acceptances_of
from campaign.permissions import (
    create_organization,
    decide_organization,
    edit_card,
    edit_organization,
    read_materials,
    read_partners,
    run_organization,
    see_card,
    see_contacts,
    see_organization,
    see_version,
)
from campaign.web import me, order, table

MOST_MATERIALS = 12


@partners.get("/", allow=read_partners)
def index() -> str:
    typed, chosen = clean(request.args.get("q")), facets.chosen()
    seen = visible_to(me())
    page = paged(listed(seen, typed, chosen), 30)
    ids = [one.id for one in page.items]
    return render_template(
        "partners/index.html",
        typed=typed,
        page=page,
        total=counted(seen),
        facets=facets.facets(seen, typed, chosen),
        chips=facets.chips(typed, chosen),
        csv_url=url_for(".listing", **facets.active(typed, chosen)),
        standing=_by_organization(ids),
        places=_places(ids),
        sides=order(me()),
        words=words,
    )


def _by_organization(ids: Sequence[int]) -> dict[int, dict[str, Accreditation]]:
    """Organization → side → its accreditation of today."""
    found: dict[int, dict[str, Accreditation]] = {number: {} for number in ids}
    for one in session.scalars(standing(ids, now().date())):
        found[one.organization_id][one.side.value] = one
    return found


def _places(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {number: [] for number in ids}
    for number, region in session.execute(where(ids)):
        found[number].append(region)
    return found


@partners.get("/list.csv", allow=read_partners)
def listing() -> Response:
    """The whole list that the address bar asks for, as a file."""
    found = session.scalars(listed(visible_to(me()), clean(request.args.get("q")), facets.chosen())).all()
    until = _by_organization([one.id for one in found])
    sides = order(me())
    header = [_("Name"), _("Kind"), _("Home country"), _("State"), _("E-mail address"), _("Phone"), _("Website")]
    header += [_("Accredited until, %(country)s", country=country_name(side)) for side in sides]
    rows = (
        (
            one.name,
            words.KINDS[one.kind],
            country_name(one.country) if one.country else "",
            words.STATES[one.state],
            one.email,
            phones.shown(one.phone),
            one.website,
            *(until[one.id][side.value].until_on if side.value in until[one.id] else "" for side in sides),
        )
        for one in found
    )
    return table("partners.csv", header, rows)


@partners.get("/<id:organization>", allow=see_organization, see=see_organization)
def show(organization: Organization) -> str:
    user, today = me(), now().date()
    sees_people = see_contacts(user, organization)
    materials = _materials(organization)
    return render_template(
        "partners/show.html",
        organization=organization,
        parent=session.get(Organization, organization.parent_id) if organization.parent_id else None,
        parts=[one for one in session.scalars(parts_of(organization.id)) if see_organization(user, one)],
        accreditations=session.scalars(accreditations_of(organization.id)).all(),
        contacts=session.scalars(contacts_of(organization.id)).all() if sees_people else [],
        places=session.scalars(places_of(organization.id)).all(),
        accepted=session.scalars(acceptances_of(organization.id)).first() if sees_people else None,
        sees_people=sees_people,
        materials=materials,
        newest=_newest(materials),
        alike=_alike(organization) if decide_organization(user, organization) else [],
        is_disguised=names.is_disguised(organization.name),
        sides=order(user),
        today=today,
        words=words,
        shown=phones.shown,
    )


def _materials(organization: Organization) -> Sequence[Material]:
    """What it gave, as far as the reader may see it, newest first."""
    if not read_materials(me()):
        return []
    query = materials_visible_to(me()).where(Material.organization_id == organization.id)
    return session.scalars(query.limit(MOST_MATERIALS)).unique().all()


def _newest(materials: Sequence[Material]) -> dict[int, Version]:
    found = session.scalars(newest_versions([material.id for material in materials])).unique()
    return {version.material_id: version for version in found if see_version(me(), version)}


def _alike(organization: Organization) -> list[Organization]:
    """Other organizations that this one may be a second entry of."""
    others = visible_to(me()).where(Organization.id != organization.id)
    return alike(organization.name, session.scalars(similar(organization.name, others)).all())


# Entering and changing


@partners.form("/new", allow=create_organization)
def new() -> Response | str | tuple[str, int]:
    """Names that are alike are shown before a second entry is made; then the planner decides."""
    side = me().side
    assert side is not None
    form = OrganizationForm()
    form.country = side
    made: list[Organization] = []

    def create() -> None:
        made.append(actions.create(form.profile, side, me(), now()))

    is_valid = form.validate_on_submit()
    found = _like(form.name.data) if is_valid and "is_other" not in request.form else []
    if is_valid and not found and form.carried_out(create):
        flash(_("The organization is entered."), "good")
        return redirect(url_for(".show", organization=made[0].id), 303)
    page = render_template("partners/new.html", form=form, alike=found, country=country_name(side))
    return page, 422 if found else form.status


def _like(name: str) -> list[Organization]:
    return alike(name, session.scalars(similar(name, visible_to(me()))).all())


@partners.form("/<id:organization>/edit", allow=edit_organization, see=see_organization)
def edit(organization: Organization) -> Response | str | tuple[str, int]:
    parent = session.get(Organization, organization.parent_id) if organization.parent_id else None
    kind = OrganizationForm if run_organization(me(), organization) else ProfileForm
    form = kind.over(organization, parent.name if parent else "")

    def save() -> None:
        actions.edit(organization, form.profile, form.opened, me(), now())

    return _form(form, save, organization, _("Edit the organization"), _("Save"), "partners/edit.html")


def _form(
    form: Form,
    act: Callable[[], object],
    organization: Organization,
    title: str,
    label: str,
    template: str = "_form_page.html",
    **context: Any,
) -> Response | tuple[str, int]:
    """One form over one organization or what hangs on it; done, it leads to the organization's page."""
    back = url_for("partners.show", organization=organization.id)
    if form.validate_on_submit() and form.carried_out(act):
        flash(_("It is saved."), "good")
        return redirect(back, 303)
    crumbs = [(_("Partners"), url_for("partners.index")), (organization.name, back), (title, "")]
    values = {"form": form, "title": title, "submit_label": label, "cancel_url": back, "crumbs": crumbs}
    page = render_template(template, organization=organization, **values, **context)
    return page, form.status


# The planner's decision


@partners.post("/<id:organization>/approve", allow=decide_organization, see=see_organization, fresh=True)
def approve(organization: Organization) -> Response:
    actions.approve(organization, me(), now())
    session.commit()
    flash(_("The organization is approved, and its people were told by mail."), "good")
    return redirect(url_for(".show", organization=organization.id), 303)


@partners.form("/<id:organization>/refuse", allow=decide_organization, see=see_organization, fresh=True)
def refuse(organization: Organization) -> Response | tuple[str, int]:
    form = ReasonForm()

    def act() -> None:
        actions.refuse(organization, form.reason.data, me(), now())

    return _form(form, act, organization, _("Do not approve"), _("Do not approve"))


@partners.form("/<id:organization>/close", allow=decide_organization, see=see_organization, fresh=True)
def close(organization: Organization) -> Response | tuple[str, int]:
    form = CloseForm()

    def act() -> None:
        actions.close(organization, form.reason.data, form.successor.data or "", me(), now())

    places = session.scalars(in_use(organization.id)).all()
    title = _("Close the organization")
    return _form(form, act, organization, title, _("Close it now"), "partners/close.html", places=places)


# Contacts


@partners.form("/<id:organization>/add_contact", allow=edit_organization, see=see_organization)
def add_contact(organization: Organization) -> Response | tuple[str, int]:
    form = ContactForm()
    form.country = organization.country

    def act() -> None:
        actions.add_contact(organization, form.card, now())

    return _form(form, act, organization, _("Add a contact"), _("Save the contact"))


@partners.form("/contacts/<id:contact>/edit_contact", allow=edit_card, see=see_card)
def edit_contact(contact: Contact) -> Response | tuple[str, int]:
    form = ContactForm.over(contact)

    def act() -> None:
        actions.edit_contact(contact, form.card, form.opened, now())

    return _form(form, act, contact.organization, _("Edit the contact"), _("Save the contact"))


@partners.post("/contacts/<id:contact>/remove_contact", allow=edit_card, see=see_card)
def remove_contact(contact: Contact) -> Response:
    organization_id = contact.organization_id
    actions.remove_contact(contact, now())
    session.commit()
    flash(_("The contact is removed."), "good")
    return redirect(url_for(".show", organization=organization_id), 303)
