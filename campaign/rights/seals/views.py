"""Pages of sealed removal: asking for it, and the second person's yes or no."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.i18n import _
from campaign.materials.files.models import File
from campaign.permissions import (
    ask_seal_of_consent,
    ask_seal_of_file,
    carry_out_seal,
    drop_seal,
    see_consent,
    see_file_rights,
    see_seal,
)
from campaign.rights.blueprint import rights
from campaign.rights.consents.models import Consent
from campaign.rights.seals import actions
from campaign.rights.seals.forms import DecideForm, SealForm
from campaign.rights.seals.models import Seal
from campaign.rights.words import DESTROYED_WORDS, title_of
from campaign.web import me


@rights.form("/consents/<id:consent>/seal", allow=ask_seal_of_consent, see=see_consent)
def seal_consent(consent: Consent) -> Response | tuple[str, int]:
    return _ask("rights/seal_consent.html", consent, _("The signed consent form of %(person)s", person=consent.person))


@rights.form("/files/<id:file>/seal", allow=ask_seal_of_file, see=see_file_rights)
def seal_file(file: File) -> Response | tuple[str, int]:
    return _ask("rights/seal_file.html", file, file.name)


def _ask(template: str, thing: Consent | File, what: str) -> Response | tuple[str, int]:
    form = SealForm()
    back = url_for(".material", material=thing.material_id)
    if form.validate_on_submit() and form.carried_out(lambda: actions.ask(thing, form.reason.data, me(), now())):
        flash(_("The signatories of your side were told; one of them decides."), "warn")
        return redirect(back, 303)
    page = render_template(
        template,
        form=form,
        what=what,
        title=_("Have it destroyed"),
        subtitle=title_of(thing.material),
        submit_label=_("Ask for it"),
        cancel_url=back,
    )
    return page, form.status


@rights.form("/seals/<id:seal>/carry-out", allow=carry_out_seal, see=see_seal, fresh=True)
def carry_out(seal: Seal) -> Response | tuple[str, int]:
    form = DecideForm()
    if form.validate_on_submit() and form.carried_out(lambda: actions.carry_out(seal, me(), now())):
        flash(_("It is being destroyed. Its fingerprint and the reason stay."), "warn")
        return redirect(url_for(".material", material=seal.material_id), 303)
    return _decide("rights/carry_out.html", seal, form, _("Destroy it"), _("Destroy it for ever"))


@rights.form("/seals/<id:seal>/drop", allow=drop_seal, see=see_seal)
def drop(seal: Seal) -> Response | tuple[str, int]:
    form = DecideForm()
    if form.validate_on_submit() and form.carried_out(lambda: actions.drop(seal, me(), now())):
        flash(_("Nothing is destroyed."), "good")
        return redirect(url_for(".material", material=seal.material_id), 303)
    return _decide("rights/drop.html", seal, form, _("Do not destroy it"), _("Keep it"))


def _decide(template: str, seal: Seal, form: DecideForm, title: str, label: str) -> tuple[str, int]:
    page = render_template(
        template,
        form=form,
        seal=seal,
        words=DESTROYED_WORDS,
        title=title,
        subtitle=title_of(seal.material),
        submit_label=label,
        cancel_url=url_for(".material", material=seal.material_id),
    )
    return page, form.status
