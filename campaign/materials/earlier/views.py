"""Pages on which a side says that it cleared something on paper before it came here."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.db import session
from campaign.i18n import _, current
from campaign.materials.blueprint import materials
from campaign.materials.earlier import actions
from campaign.materials.earlier.forms import EarlierForm
from campaign.materials.models import Material
from campaign.permissions import see_draft, tell_earlier_document
from campaign.web import me


@materials.form("/<id:material>/earlier-document", allow=tell_earlier_document, see=see_draft)
def earlier_document(material: Material) -> Response | tuple[str, int]:
    said = actions.own_document(material, me())
    form = EarlierForm(obj=said, version=material.row_version)
    back = url_for("materials.show", material=material.id)
    if form.validate_on_submit() and form.carried_out(
        lambda: actions.tell(material, form.paper, me(), form.opened, now())
    ):
        flash(_("The earlier document is kept. The signatory reads it; it clears nothing by itself."), "good")
        return redirect(back, 303)
    page = render_template(
        "materials/earlier_document.html",
        form=form,
        material=material,
        said=said,
        title=_("Earlier document"),
        subtitle=f"{material.code} {material.title.of(current()) or material.title.twin(current())}",
        submit_label=_("Keep it with the draft"),
        cancel_url=back,
    )
    return page, form.status


@materials.post("/<id:material>/earlier-document/drop", allow=tell_earlier_document, see=see_draft)
def drop_earlier_document(material: Material) -> Response:
    actions.drop(material, me())
    session.commit()
    flash(_("The earlier document is out of the draft. Versions that were sent with it keep it."), "good")
    return redirect(url_for("materials.show", material=material.id), 303)
