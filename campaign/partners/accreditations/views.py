"""Giving and ending the own side's accreditation of a partner."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign.accounts.models import country_phrase
from campaign.clock import now
from campaign.forms import Form
from campaign.i18n import _
from campaign.partners.accreditations import actions
from campaign.partners.accreditations.forms import AccreditForm
from campaign.partners.accreditations.models import Accreditation
from campaign.partners.blueprint import partners
from campaign.partners.forms import ReasonForm
from campaign.partners.models import Organization
from campaign.permissions import accredit_organization, see_accreditation, see_organization
from campaign.permissions import end_accreditation as may_end
from campaign.web import me


@partners.form("/<id:organization>/accredit", allow=accredit_organization, see=see_organization, fresh=True)
def accredit(organization: Organization) -> Response | tuple[str, int]:
    form = AccreditForm()
    if form.validate_on_submit() and form.carried_out(lambda: actions.give(organization, *form.days, me(), now())):
        return _done(organization, _("The partner is accredited, and was told."))
    side = me().side
    assert side is not None
    title = _("Accredit for %(where)s", where=country_phrase(side))
    return _page(form, organization, title, _("Accredit"))


@partners.form("/accreditations/<id:accreditation>/end_accreditation", allow=may_end, see=see_accreditation, fresh=True)
def end_accreditation(accreditation: Accreditation) -> Response | tuple[str, int]:
    form, organization = ReasonForm(), accreditation.organization
    if form.validate_on_submit() and form.carried_out(
        lambda: actions.end(accreditation, form.reason.data, me(), now())
    ):
        return _done(organization, _("The accreditation has ended, and the partner was told."))
    return _page(form, organization, _("End the accreditation"), _("End it today"))


def _done(organization: Organization, words: str) -> Response:
    flash(words, "good")
    return redirect(url_for("partners.show", organization=organization.id), 303)


def _page(form: Form, organization: Organization, title: str, label: str) -> tuple[str, int]:
    back = url_for("partners.show", organization=organization.id)
    crumbs = [(_("Partners"), url_for("partners.index")), (organization.name, back), (title, "")]
    values = {"title": title, "subtitle": organization.name, "submit_label": label, "cancel_url": back}
    return render_template("_form_page.html", form=form, crumbs=crumbs, **values), form.status
