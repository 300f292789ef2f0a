"""Pages of logos: what an organization's logo looks like, how long it may be used, sending another, withdrawing one.

The picture is shown in pages; the document that permits it is only ever handed out as a file, on the own side.
"""

from contextlib import ExitStack
from typing import Any

import flask
from flask import Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from campaign import db
from campaign.clock import now
from campaign.config import Config
from campaign.db import session
from campaign.i18n import _, current
from campaign.intake.gate import opened
from campaign.intake.limits import EXTENSIONS, LARGEST_UPLOAD, Purpose
from campaign.intake.verdict import Verdict
from campaign.partners.blueprint import partners
from campaign.partners.logos import actions
from campaign.partners.logos.actions import Kept
from campaign.partners.logos.forms import TERRITORIES, LogoForm, WithdrawForm
from campaign.partners.logos.models import Logo, logos_of
from campaign.partners.models import Organization
from campaign.permissions import edit_logo, fetch_permission, see_logo, see_organization, upload_logo
from campaign.storage import Store, store_of
from campaign.web import download, me


def config() -> Config:
    found: Config = flask.current_app.extensions["campaign"]
    return found


def store() -> Store:
    return store_of(config())


@partners.get("/<id:organization>/logos", allow=see_organization, see=see_organization)
def logos(organization: Organization) -> str:
    return render_template(
        "partners/logos/index.html",
        organization=organization,
        logos=session.scalars(logos_of(organization.id)).all(),
        territories=TERRITORIES,
        today=now().date(),
    )


@partners.form("/<id:organization>/logos/new", allow=upload_logo, see=see_organization, largest=LARGEST_UPLOAD)
def new_logo(organization: Organization) -> BaseResponse | tuple[str, int]:
    form = LogoForm()
    if form.validate_on_submit() and _taken(form, organization):
        return redirect(url_for(".logos", organization=organization.id), 303)
    page = render_template(
        "partners/logos/new.html",
        form=form,
        organization=organization,
        title=_("Send a logo"),
        subtitle=organization.name,
        submit_label=_("Send the logo"),
        cancel_url=url_for(".logos", organization=organization.id),
    )
    return page, form.status


def _taken(form: LogoForm, organization: Organization) -> bool:
    """Both files are looked at and kept while nothing is locked; what is wrong with either is said at its field."""
    with db.unlocked(), ExitStack() as stack:
        logo, file = stack.enter_context(opened(form.logo.data.stream, Purpose.logo, config().clamd_url))
        document, paper = stack.enter_context(opened(form.document.data.stream, Purpose.document, config().clamd_url))
        if not (_says(form.logo, logo) and _says(form.document, document)):
            form.form_errors.append(_("A browser does not keep chosen files: choose both again."))
            return False
        files = (Kept(logo, store().put(file)), Kept(document, store().put(paper)))
    permission = form.permission
    done = form.carried_out(lambda: actions.add(organization, *files, permission, me(), now()))
    if done:
        flash(" ".join([_("The logo is kept; look at it below."), *logo.remarks]), "good")
    return done


def _says(field: Any, verdict: Verdict) -> bool:
    if not verdict.is_accepted:
        field.errors = [*field.errors, verdict.reason.of(current())]
    return verdict.is_accepted


@partners.get("/logos/<id:logo>/picture.png", allow=see_logo, see=see_logo)
def logo_picture(logo: Logo) -> Response:
    """The picture as it was made anew, whichever of the two types it is."""
    return download(store().read(logo.sha256), f"logo-{logo.id}.{EXTENSIONS[logo.type]}", logo.type, inline=True)


@partners.get("/logos/<id:logo>/permission.pdf", allow=fetch_permission, see=see_logo)
def logo_permission(logo: Logo) -> Response:
    name = f"permission-{logo.id}.{EXTENSIONS[logo.document_type]}"
    answer = download(b"", name, logo.document_type)
    answer.response = store().open(logo.document_sha256)
    return answer


@partners.form("/logos/<id:logo>/withdraw", allow=edit_logo, see=see_logo)
def withdraw_logo(logo: Logo) -> BaseResponse | tuple[str, int]:
    form = WithdrawForm()
    back = url_for(".logos", organization=logo.organization_id)
    if form.validate_on_submit() and form.carried_out(lambda: actions.withdraw(logo, form.reason.data, me(), now())):
        flash(_("The logo is withdrawn: no new sheet carries it."), "warn")
        return redirect(back, 303)
    page = render_template(
        "partners/logos/withdraw.html",
        form=form,
        logo=logo,
        organization=logo.organization,
        title=_("Withdraw the logo"),
        subtitle=logo.organization.name,
        submit_label=_("Withdraw it now"),
        cancel_url=back,
    )
    return page, form.status
