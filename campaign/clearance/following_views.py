"""The page on which a signatory enters the document that was to follow a clearance of the own country."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign.accounts.models import country_phrase
from campaign.clearance import following
from campaign.clearance.blueprint import clearance
from campaign.clearance.forms import FollowingForm
from campaign.clearance.keys import ZONES
from campaign.clearance.models import Clearance
from campaign.clock import now
from campaign.i18n import _
from campaign.permissions import enter_document, see_clearance
from campaign.web import me


@clearance.form("/decisions/<id:decision>/document", allow=enter_document, see=see_clearance)
def document(decision: Clearance) -> Response | str | tuple[str, int]:
    form = FollowingForm()
    if form.validate_on_submit() and form.carried_out(
        lambda: following.enter(decision, form.document.data or "", form.document_on.data, me(), now())
    ):
        flash(_("The document is entered. Both countries see its number now."), "good")
        return redirect(_home(decision), 303)
    page = render_template(
        "clearance/document.html",
        form=form,
        decision=decision,
        subject=decision.version or decision.fact_version,
        zone=ZONES[decision.country][0],
        today=now().date(),
        title=_("Document of the clearance of %(country)s", country=country_phrase(decision.country)),
        submit_label=_("Enter the document"),
        cancel_url=_home(decision),
    )
    return page, form.status


def _home(decision: Clearance) -> str:
    """The page of what was cleared."""
    if decision.version is not None:
        return url_for("materials.show", material=decision.version.material_id)
    assert decision.fact_version is not None, "the database says that there is one of the two"
    return url_for("facts.show", fact=decision.fact_version.fact_id)
