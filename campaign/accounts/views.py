"""Signing in and out, and the choice of language."""

import secrets

import flask
from flask import abort, redirect, render_template, request, url_for
from flask_login import LoginManager
from werkzeug.wrappers import Response

from campaign.accounts import actions
from campaign.accounts.forms import SignInForm
from campaign.accounts.models import User, anybody
from campaign.accounts.throttling import Door
from campaign.clock import now
from campaign.config import Config
from campaign.db import session
from campaign.i18n import LANGUAGES
from campaign.web import Blueprint, anyone, own_path, signed_in, someone

accounts = Blueprint("accounts", __name__, url_prefix="/accounts")
manager = LoginManager()


@manager.request_loader  # type: ignore[untyped-decorator]
def _user(request: flask.Request) -> User | None:
    token = flask.session.get("sid")
    return actions.user_of(token, now()) if token else None


@accounts.form("/sign-in", allow=anyone)
def sign_in() -> Response | str | tuple[str, int]:
    form = SignInForm(next=request.args.get("next", ""))
    if someone() and request.method == "GET":
        return redirect(own_path(form.next.data))
    if form.validate_on_submit() and form.carried_out(lambda: _renew(_signed_in(form))):
        return _remembered(redirect(own_path(form.next.data), 303), form.email.data or "")
    return render_template("accounts/sign_in.html", form=form, is_empty=not session.scalar(anybody())), form.status


def _signed_in(form: SignInForm) -> str:
    """The random id of the new session."""
    return actions.sign_in(form.email.data or "", form.password.data or "", now(), _door())[1]


def _door() -> Door:
    config = _config()
    return Door(request.remote_addr or "", request.cookies.get(_cookie(config), ""), config.secret_key)


def _remembered(answer: Response, email: str) -> Response:
    """This browser is known from now on: a stranger's wrong passwords do not make its owner wait."""
    config = _config()
    answer.set_cookie(
        _cookie(config),
        _door().new_pass(email),
        max_age=180 * 86400,
        secure=config.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _config() -> Config:
    config: Config = flask.current_app.extensions["campaign"]
    return config


def _cookie(config: Config) -> str:
    return "__Host-known" if config.is_secure else "known"


def _renew(token: str) -> None:
    """A new cookie with a new id and a new CSRF secret: what was known before sign-in is worth nothing after it."""
    flask.session.clear()
    flask.session["sid"] = token
    flask.session["seed"] = secrets.token_urlsafe(8)


@accounts.post("/sign-out", allow=signed_in)
def sign_out() -> Response:
    actions.sign_out(flask.session.get("sid", ""), now())
    session.commit()
    flask.session.clear()
    return redirect(url_for("accounts.sign_in"), 303)


@accounts.get("/language/<code>", allow=anyone)
def language(code: str) -> Response:
    """Keep the reader's language in a cookie and go back to the page where it was chosen."""
    if code not in LANGUAGES:
        abort(404)
    answer = redirect(own_path(request.args.get("next")), 303)
    answer.set_cookie("language", code, max_age=365 * 86400, samesite="Lax", httponly=True)
    return answer
