"""Pages of consents: entering one, ending one, its document, and the form to print."""

from flask import Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from campaign import db
from campaign.clock import now
from campaign.errors import Refused
from campaign.i18n import _
from campaign.intake.limits import LARGEST_UPLOAD
from campaign.materials.models import Material
from campaign.permissions import end_consent as may_end_consent
from campaign.permissions import enter_consent, fetch_consent, read_consents, see_consent, see_rights
from campaign.rights import papers
from campaign.rights.blueprint import rights
from campaign.rights.consents import actions, paper
from campaign.rights.consents.forms import ConsentForm, EndConsentForm
from campaign.rights.consents.models import Consent, ConsentEnd
from campaign.rights.words import END_HINTS, title_of
from campaign.web import download, me


@rights.form("/materials/<id:material>/consents/new", allow=enter_consent, see=see_rights, largest=LARGEST_UPLOAD)
def new_consent(material: Material) -> BaseResponse | tuple[str, int]:
    form = ConsentForm()
    if form.validate_on_submit() and _taken(form, material):
        return redirect(url_for(".material", material=material.id), 303)
    page = render_template(
        "rights/new_consent.html",
        form=form,
        material=material,
        title=_("Enter a consent"),
        subtitle=title_of(material),
        submit_label=_("Enter the consent"),
        cancel_url=url_for(".material", material=material.id),
    )
    return page, form.status


def _taken(form: ConsentForm, material: Material) -> bool:
    """The signed form is looked at while nothing is locked."""
    with db.unlocked():
        signed = papers.kept(form, form.file)
    if signed is None:
        return False
    done = form.carried_out(lambda: actions.enter(material, form.yes, signed, me(), now()))
    if done:
        flash(_("The consent is entered."), "good")
    return done


@rights.form("/consents/<id:consent>/end", allow=may_end_consent, see=see_consent)
def end_consent(consent: Consent) -> BaseResponse | tuple[str, int]:
    form = EndConsentForm()
    back = url_for(".material", material=consent.material_id)
    if form.validate_on_submit() and form.carried_out(
        lambda: actions.end(consent, form.end_kind, form.reason.data or "", me(), now())
    ):
        flash(_said(form.end_kind), "warn")
        return redirect(back, 303)
    page = render_template(
        "rights/end_consent.html",
        form=form,
        consent=consent,
        material=consent.material,
        hints={kind.value: words for kind, words in END_HINTS.items()},
        title=_("End the consent of %(person)s", person=consent.person),
        subtitle=title_of(consent.material),
        submit_label=_("End it now"),
        cancel_url=back,
    )
    return page, form.status


def _said(kind: ConsentEnd) -> str:
    if kind is ConsentEnd.withdrawn:
        return _("It is stopped in both countries from this moment, with every flyer that shows it; both were told.")
    return _("The consent is ended.")


@rights.get("/consents/<id:consent>/document.pdf", allow=fetch_consent, see=see_consent)
def consent_document(consent: Consent) -> Response:
    if consent.destroyed_at is not None:
        raise Refused(_("This document was destroyed. What stays is its fingerprint, and why it went."))
    return papers.handed_out(consent.document_sha256, f"consent-{consent.id}", consent.document_type)


@rights.get("/materials/<id:material>/consent-form.pdf", allow=read_consents, see=see_rights)
def consent_form(material: Material) -> Response:
    """Made anew each time: the same material gives the same bytes."""
    pdf = paper.consent_form(material, papers.config().base_url)
    return download(pdf, f"{material.code}-consent-consentimiento.pdf", "application/pdf")
