"""Pages of licences: entering one, ending one, and its document."""

from flask import Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from campaign import db
from campaign.clock import now
from campaign.errors import Refused
from campaign.i18n import _
from campaign.intake.limits import LARGEST_UPLOAD
from campaign.materials.models import Material
from campaign.permissions import end_licence as may_end_licence
from campaign.permissions import enter_licence, fetch_licence, see_licence, see_rights
from campaign.rights import papers
from campaign.rights.blueprint import rights
from campaign.rights.licences import actions
from campaign.rights.licences.forms import EndForm, LicenceForm
from campaign.rights.licences.models import Licence
from campaign.rights.words import LICENCE_HINTS, LICENCE_WORDS, title_of
from campaign.web import me


@rights.form("/materials/<id:material>/licences/new", allow=enter_licence, see=see_rights, largest=LARGEST_UPLOAD)
def new_licence(material: Material) -> BaseResponse | tuple[str, int]:
    form = LicenceForm()
    if form.validate_on_submit() and _taken(form, material):
        return redirect(url_for(".material", material=material.id), 303)
    page = render_template(
        "rights/new_licence.html",
        form=form,
        material=material,
        hints={kind.value: words for kind, words in LICENCE_HINTS.items()},
        title=_("Enter a licence"),
        subtitle=title_of(material),
        submit_label=_("Enter the licence"),
        cancel_url=url_for(".material", material=material.id),
    )
    return page, form.status


def _taken(form: LicenceForm, material: Material) -> bool:
    """The document is looked at while nothing is locked."""
    with db.unlocked():
        paper = papers.kept(form, form.file)
    done = not form.errors and form.carried_out(lambda: actions.enter(material, form.terms, paper, me(), now()))
    if done:
        flash(_("The licence is entered."), "good")
    return done


@rights.form("/licences/<id:licence>/end", allow=may_end_licence, see=see_licence)
def end_licence(licence: Licence) -> BaseResponse | tuple[str, int]:
    form = EndForm()
    back = url_for(".material", material=licence.material_id)
    if form.validate_on_submit() and form.carried_out(lambda: actions.end(licence, form.reason.data, me(), now())):
        flash(_("The licence is ended. What has no other one is out of force."), "warn")
        return redirect(back, 303)
    page = render_template(
        "rights/end_licence.html",
        form=form,
        licence=licence,
        material=licence.material,
        kinds=LICENCE_WORDS,
        title=_("End the licence"),
        subtitle=title_of(licence.material),
        submit_label=_("End it now"),
        cancel_url=back,
    )
    return page, form.status


@rights.get("/licences/<id:licence>/document.pdf", allow=fetch_licence, see=see_licence)
def licence_document(licence: Licence) -> Response:
    if licence.document_sha256 is None:
        raise Refused(_("This licence was entered without a document."))
    return papers.handed_out(licence.document_sha256, f"licence-{licence.id}", licence.document_type)
