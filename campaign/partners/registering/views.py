"""The public door of partners: registering, proving the address, the terms of use, and the waiting page."""

import flask
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.config import Config
from campaign.db import session
from campaign.errors import Later
from campaign.i18n import _
from campaign.partners import terms as texts
from campaign.partners import words
from campaign.partners.blueprint import partners
from campaign.partners.models import alike, directory, similar
from campaign.partners.registering import actions
from campaign.partners.registering.forms import JoinForm, RegisterForm, TermsForm
from campaign.partners.registering.models import Registration
from campaign.permissions import accept_terms as may_accept
from campaign.web import anyone, me, order, own_path, signed_in, someone


@partners.form("/register", allow=anyone)
def register() -> Response | str | tuple[str, int]:
    """The answer is one and the same whether or not the address has an account."""
    form = RegisterForm().offer(order(None))
    is_valid = form.validate_on_submit() and _is_let_in(form)
    found = _names_like(form.organization.data) if is_valid and not form.is_other.data else []
    if is_valid and not found and form.carried_out(lambda: actions.register(form.wish, now())):
        return redirect(url_for(".registered"), 303)
    return render_template("partners/register.html", form=form, alike=found), 422 if found else form.status


def _is_let_in(form: RegisterForm) -> bool:
    """One that comes too early is told so with everything still in it; a slip of the pen does not count."""
    config: Config = flask.current_app.extensions["campaign"]
    try:
        actions.knock(request.remote_addr or "", config.secret_key, now())
    except Later as later:
        form.put_off(later, now())
        return False
    return True


def _names_like(name: str) -> list[str]:
    """Names only: whoever registers learns nothing else about them."""
    return [one.name for one in alike(name, session.scalars(similar(name, directory())).all())]


@partners.get("/registered", allow=anyone)
def registered() -> str:
    return render_template("partners/registered.html")


@partners.form("/join/<token>", allow=anyone)
def join(token: str) -> Response | str | tuple[str, int]:
    """A link that was used, is too old or never was: one and the same page."""
    registration = actions.found(token, now())
    if registration is None:
        return render_template("partners/join.html", registration=None), 410
    form = JoinForm.over(registration)
    if form.validate_on_submit() and form.carried_out(lambda: actions.join(registration, form.account, now())):
        flash(_("Your address is proved. Sign in with it and your new password to see how far it is."), "good")
        return redirect(url_for("accounts.sign_in"), 303)
    return _join(form, registration), form.status


def _join(form: JoinForm, registration: Registration) -> str:
    return render_template(
        "partners/join.html", form=form, registration=registration, terms=texts.CURRENT, kinds=words.KINDS
    )


@partners.get("/terms", allow=anyone)
def terms() -> str:
    """To read and to print; a partner whose organization has not accepted them yet is asked to."""
    user = someone()
    form = TermsForm(accepted=str(texts.CURRENT.version), next=request.args.get("next", ""))
    is_asked = user is not None and may_accept(user) and user.organization.owes_terms
    return render_template("partners/terms.html", terms=texts.CURRENT, form=form, is_asked=is_asked)


@partners.post("/accept_terms", allow=may_accept)
def accept_terms() -> Response:
    form = TermsForm()
    version = form.accepted.data or ""
    actions.accept(me(), int(version) if version.isdecimal() and len(version) < 9 else 0, now())
    session.commit()
    flash(_("The terms of use are accepted. You can go on."), "good")
    return redirect(own_path(form.next.data), 303)


@partners.get("/waiting", allow=signed_in)
def waiting() -> Response | str:
    """How it stands with an organization whose people cannot work here (yet)."""
    organization = me().organization
    if organization.is_open:
        return redirect(url_for("home.index"))
    return render_template("partners/waiting.html", organization=organization, words=words)
