"""Going to the sign-in of the own agency and coming back; what follows is a button, because a link opens nothing."""

import flask
from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.accounts import actions, agency, doors, own
from campaign.accounts.blueprint import accounts
from campaign.accounts.models import User, user_by_subject
from campaign.accounts.proof import of_session
from campaign.clock import now
from campaign.db import session
from campaign.errors import Refused
from campaign.forms import Form
from campaign.i18n import _
from campaign.web import anyone, me, own_path, signed_in, someone


@accounts.get("/agency", allow=anyone)
def agency_begin() -> Response:
    """To the agency. What must come back stands in this browser's cookie."""
    _is_offered()
    try:
        address, journey = agency.begin(doors.config(), now())
    except Refused as refused:
        return _refused(refused)
    flask.session["journey"] = journey.kept()
    flask.session["agency_next"] = own_path(request.args.get("next"))
    return redirect(address)


@accounts.get("/agency/back", allow=anyone)
def agency_back() -> Response | str | tuple[str, int]:
    """From the agency, with its word for who it is; good once."""
    _is_offered()
    journey = agency.Journey.read(flask.session.pop("journey", None))
    try:
        subject = agency.finish(doors.config(), journey, request.args.to_dict(), now())
    except Refused as refused:
        return _refused(refused)
    flask.session["agency"] = [subject, now().timestamp()]
    owner = session.scalar(user_by_subject(subject))
    return render_template(
        "accounts/agency_back.html",
        is_known=owner is not None and owner.is_live,
        owner=owner,
        came_from=flask.session.get("agency_next"),
    )


@accounts.post("/agency/enter", allow=anyone)
def agency_enter() -> Response:
    """Sign in whoever the agency named, if that account was bound to it before."""
    entered: list[User] = []
    form = Form()
    if form.carried_out(lambda: entered.append(_enter(doors.proved_subject()))):
        return doors.remember(redirect(flask.session.pop("agency_next", url_for("home.index")), 303), entered[0].email)
    return _refused(Refused(" ".join(form.form_errors)))


def _enter(subject: str | None) -> User:
    user = session.scalar(user_by_subject(subject)) if subject else None
    if user is None or not user.is_live:
        raise Refused(_("No account here is bound to that sign-in, or it was too long ago. Begin again."))
    target = flask.session.get("agency_next", "/")
    doors.renew(actions.finish(user, now(), doors.device(), False, doors.door()))
    flask.session["agency_next"] = target
    return user


@accounts.post("/agency/bind", allow=signed_in, fresh=True)
def agency_bind() -> Response:
    form = Form()
    subject = doors.proved_subject()
    if form.carried_out(lambda: own.bind_agency(me(), subject, of_session(), now())):
        flash(_("Your account is bound to that sign-in: it opens it from now on."), "good")
    flask.session.pop("agency", None)
    return _back(form)


@accounts.post("/agency/unbind", allow=signed_in, fresh=True)
def agency_unbind() -> Response:
    form = Form()
    if form.carried_out(lambda: own.unbind_agency(me(), of_session(), now())):
        flash(_("Your account is not bound to your agency any more."), "good")
    return _back(form)


def _is_offered() -> None:
    if not doors.config().oidc_issuer:
        abort(404)


def _refused(refused: Refused) -> Response:
    flash(refused.message, "bad")
    return redirect(url_for(".index" if someone() else ".sign_in"), 303)


def _back(form: Form) -> Response:
    for error in form.form_errors:
        flash(error, "bad")
    return redirect(url_for(".index"), 303)
