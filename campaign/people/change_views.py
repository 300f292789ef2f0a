"""Pages that change rights: roles, the role of signatory with its second person, leaving a post, changing sides."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign.accounts.models import User
from campaign.clock import now
from campaign.db import session
from campaign.i18n import _
from campaign.partners.models import Organization
from campaign.people import directory, recovery, rights, transfers, words
from campaign.people.actions import BY_ADMINISTRATORS
from campaign.people.blueprint import people
from campaign.people.forms import AdmitForm, ReleaseForm, RolesForm
from campaign.people.models import RoleRequest, Transfer
from campaign.permissions import (
    admit_person,
    change_rights,
    confirm_role_request,
    deactivate_person,
    decline_role_request,
    release_person,
    reset_person,
    see_person,
    see_role_request,
    see_transfer,
    take_back_person,
)
from campaign.permissions import reset_factors as may_reset_factors
from campaign.web import me


def _to(person: User) -> Response:
    """The page of the person, as long as this reader sees it."""
    if see_person(me(), person):
        return redirect(url_for(".show", person=person.id), 303)
    return redirect(url_for(".index"), 303)


@people.form("/<id:person>/roles", allow=change_rights, see=see_person, fresh=True)
def roles(person: User) -> Response | tuple[str, int]:
    form = RolesForm.over(person, BY_ADMINISTRATORS)
    if form.validate_on_submit() and form.carried_out(
        lambda: rights.set_roles(person, form.chosen, form.is_coordinator.data, form.opened, me(), now())
    ):
        flash(_("The roles are changed; they count from the person's next step on."), "good")
        return _to(person)
    page = render_template(
        "people/roles.html",
        form=form,
        person=person,
        title=_("Change roles"),
        subtitle=person.name,
        submit_label=_("Save the roles"),
        cancel_url=url_for(".show", person=person.id),
        duties={role.value: text for role, text in words.DUTIES.items()},
    )
    return page, form.status


@people.post("/<id:person>/ask", allow=change_rights, see=see_person, fresh=True)
def ask(person: User) -> Response:
    asked = rights.ask(person, me(), now())
    session.commit()
    flash(_("A second administrator or signatory of your side confirms it within 7 days; they were told."), "info")
    return redirect(url_for(".asked", asked=asked.id), 303)


@people.get("/requests/<id:asked>", allow=see_role_request, see=see_role_request)
def asked(asked: RoleRequest) -> str:
    return render_template("people/asked.html", asked=asked, is_open=asked.is_open(now()), words=words)


@people.post("/requests/<id:asked>/confirm", allow=confirm_role_request, see=see_role_request, fresh=True)
def confirm(asked: RoleRequest) -> Response:
    rights.confirm(asked, me(), now())
    session.commit()
    flash(_("It is confirmed and acts from now on. The other country was told."), "good")
    return redirect(url_for(".asked", asked=asked.id), 303)


@people.post("/requests/<id:asked>/decline", allow=decline_role_request, see=see_role_request)
def decline(asked: RoleRequest) -> Response:
    rights.decline(asked, me(), now())
    session.commit()
    flash(_("Nothing was changed; the request is closed."), "info")
    return redirect(url_for(".asked", asked=asked.id), 303)


@people.post("/<id:person>/deactivate", allow=deactivate_person, see=see_person, fresh=True)
def deactivate(person: User) -> Response:
    rights.deactivate(person, me(), now())
    session.commit()
    flash(_("The account is deactivated; every session has ended. You can activate it again."), "warn")
    return _to(person)


@people.post("/<id:person>/reactivate", allow=deactivate_person, see=see_person, fresh=True)
def reactivate(person: User) -> Response:
    rights.reactivate(person, me(), now())
    session.commit()
    flash(_("The account is active again."), "good")
    return _to(person)


@people.post("/<id:person>/reset", allow=reset_person, see=see_person, fresh=True)
def reset(person: User) -> Response:
    recovery.send_link(person, me(), now())
    session.commit()
    flash(_("A link to a new password is on its way to the person; it works once, for 30 minutes."), "good")
    return _to(person)


@people.post("/<id:person>/reset-factors", allow=may_reset_factors, see=see_person, fresh=True)
def reset_factors(person: User) -> Response:
    recovery.take_factors(person, me(), now())
    session.commit()
    flash(_("The second factor is removed and every session has ended; the person was told."), "warn")
    return _to(person)


@people.form("/<id:person>/release", allow=release_person, see=see_person, fresh=True)
def release(person: User) -> Response | tuple[str, int]:
    form = ReleaseForm()
    made: list[Transfer] = []
    if form.validate_on_submit() and form.carried_out(lambda: made.append(transfers.release(person, me(), now()))):
        flash(_("The person was released; administrators of the other country were told."), "warn")
        return redirect(url_for(".transfer", transfer=made[0].id), 303)
    page = render_template(
        "people/release.html",
        form=form,
        person=person,
        title=_("Release to the other country"),
        subtitle=person.name,
        submit_label=_("Release"),
        cancel_url=url_for(".show", person=person.id),
    )
    return page, form.status


@people.get("/transfers/<id:transfer>", allow=see_transfer, see=see_transfer)
def transfer(transfer: Transfer) -> str:
    return render_template("people/transfer.html", transfer=transfer, words=words)


@people.form("/transfers/<id:transfer>/admit", allow=admit_person, see=see_transfer, fresh=True)
def admit(transfer: Transfer) -> Response | tuple[str, int]:
    form = AdmitForm().offer(session.scalars(directory.employers(transfer.to_side)))
    if form.validate_on_submit() and form.carried_out(
        lambda: transfers.admit(transfer, session.get_one(Organization, form.organization.data), me(), now())
    ):
        flash(_("The person belongs to your side now, without any role. Give the roles here."), "good")
        return _to(transfer.user)
    page = render_template(
        "people/admit.html",
        form=form,
        transfer=transfer,
        title=_("Admit to your side"),
        subtitle=transfer.user.name,
        submit_label=_("Admit"),
        cancel_url=url_for(".transfer", transfer=transfer.id),
    )
    return page, form.status


@people.post("/transfers/<id:transfer>/take-back", allow=take_back_person, see=see_transfer, fresh=True)
def take_back(transfer: Transfer) -> Response:
    transfers.take_back(transfer, me(), now())
    session.commit()
    flash(_("The person belongs to your side again, without any role."), "good")
    return _to(transfer.user)
