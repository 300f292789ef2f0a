"""Signing in, in one step or two, signing out, and the choice of language."""

from datetime import datetime, timedelta

import flask
from flask import abort, redirect, render_template, request, url_for
from flask_login import LoginManager
from werkzeug.wrappers import Response

from campaign import db
from campaign.accounts import actions, doors
from campaign.accounts.blueprint import accounts
from campaign.accounts.factors import has_passkey, passkeys
from campaign.accounts.factors.models import codes_left
from campaign.accounts.forms import PasskeyForm, SecondForm, SignInForm
from campaign.accounts.models import User, anybody
from campaign.clock import now
from campaign.db import session
from campaign.errors import Refused
from campaign.i18n import LANGUAGES, _, _n
from campaign.web import anyone, own_path, signed_in, someone

manager = LoginManager()
manager.session_protection = None  # a session is a row of ours: it ends there, not by what a browser calls itself
HALF = timedelta(minutes=5)  # from the password to the code


@manager.request_loader  # type: ignore[untyped-decorator]
def _user(request: flask.Request) -> User | None:
    found = doors.here()
    return found.user if found else None


@accounts.form("/sign-in", allow=anyone)
def sign_in() -> Response | str | tuple[str, int]:
    form = SignInForm(next=request.args.get("next", ""))
    if someone() and request.method == "GET":
        return redirect(own_path(form.next.data))
    if form.validate_on_submit() and form.carried_out(lambda: _begin(form)):
        if "half" in flask.session:
            return redirect(url_for(".second"), 303)
        return doors.remember(redirect(own_path(form.next.data), 303), form.email.data or "")
    page = render_template(
        "accounts/sign_in.html",
        form=form,
        is_empty=not session.scalar(anybody()),
        agency=doors.config().oidc_name if doors.config().oidc_issuer else "",
        has_passkeys=passkeys.host_of(doors.config()) is not None,
    )
    return page, form.status


def _begin(form: SignInForm) -> None:
    """Signed in, or half-way, where a second factor is still to be proved."""
    is_long = bool(form.is_long.data)
    email, password = form.email.data or "", form.password.data or ""
    user, token = actions.sign_in(email, password, now(), doors.door(), doors.device(), is_long)
    if token:
        doors.renew(token, is_long)
    else:
        flask.session.clear()
        flask.session["half"] = [user.id, now().timestamp(), is_long, form.next.data or "", _mark(user)]


def _mark(user: User) -> str:
    """Changes with the password: whoever proved the old one proved nothing."""
    return user.password_hash[-12:]


@accounts.form("/second-step", allow=anyone)
def second() -> Response | tuple[str, int]:
    """A code or a passkey, after the password was right."""
    half = _half(now())
    if half is None:
        return redirect(url_for(".sign_in"), 303)
    user, is_long, target = half
    form = SecondForm()
    if form.validate_on_submit() and form.carried_out(lambda: _finish(user, form, is_long)):
        return doors.remember(redirect(own_path(target), 303), user.email)
    can_passkey = has_passkey(user) and passkeys.host_of(doors.config()) is not None
    page = render_template("accounts/second.html", form=form, can_passkey=can_passkey, has_code=bool(user.totp_secret))
    return page, form.status


def _half(at: datetime) -> tuple[User, bool, str] | None:
    """Whose password was right in this browser a moment ago; a signed cookie says so."""
    kept = flask.session.get("half")
    if not kept or not timedelta(0) <= at - datetime.fromtimestamp(kept[1], at.tzinfo) <= HALF:
        return None
    user = session.get(User, kept[0])
    return (user, kept[2], kept[3]) if user and user.is_live and _mark(user) == kept[4] else None


def _finish(user: User, form: SecondForm, is_long: bool) -> None:
    with db.unlocked():
        kind = _second_of(user, form)
    token = actions.finish(user, now(), doors.device(), is_long, doors.door())
    if kind == "recovery":
        _tell_of_recovery(user)
    doors.renew(token, is_long)


def _second_of(user: User, form: SecondForm) -> str:
    """Which kind of second factor was proved."""
    if form.passkey.data:
        passkeys.spend(form.passkey.data, doors.asked("passkey"), doors.config(), now(), user)
        return "passkey"
    if not form.code.data:
        raise Refused(_("Write the code, or use a passkey."))
    return actions.prove_code(user, form.code.data, now(), doors.door())


def _tell_of_recovery(user: User) -> None:
    left = session.scalar(codes_left(user)) or 0
    actions.tell_owner(
        user,
        lambda: _("A recovery code was used to sign in to your account"),
        lambda: _n(
            "Somebody signed in with your password and one of your recovery codes; one code is left. If it was not "
            "you, change your password at once.",
            "Somebody signed in with your password and one of your recovery codes; %(num)d codes are left. If it was "
            "not you, change your password at once.",
            left,
        ),
        now(),
    )


@accounts.get("/passkeys/question.json", allow=anyone)
def passkey_question() -> Response:
    """What a device is asked to sign; it names nobody, and the answer is worth something only in this browser."""
    if passkeys.host_of(doors.config()) is None:
        abort(404)
    options, challenge = passkeys.question(doors.config(), now())
    doors.ask(challenge, "passkey")
    return flask.Response(options, mimetype="application/json")


@accounts.post("/passkey", allow=anyone)
def sign_in_by_passkey() -> Response | tuple[str, int]:
    form = PasskeyForm()
    signed: list[User] = []
    if form.validate_on_submit() and form.carried_out(lambda: signed.append(_by_passkey(form))):
        return doors.remember(redirect(own_path(form.next.data), 303), signed[0].email)
    sign_in_form = SignInForm(formdata=None, next=form.next.data)
    sign_in_form.form_errors.extend([*form.passkey.errors, *form.form_errors])
    page = render_template("accounts/sign_in.html", form=sign_in_form, is_empty=False, agency="", has_passkeys=True)
    return page, 422


def _by_passkey(form: PasskeyForm) -> User:
    with db.unlocked():
        user = passkeys.spend(form.passkey.data or "", doors.asked("passkey"), doors.config(), now())
    doors.renew(actions.finish(user, now(), doors.device(), False, doors.door()))
    return user


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
    is_secure = doors.config().is_secure
    name = "__Host-language" if is_secure else "language"
    answer.set_cookie(name, code, max_age=365 * 86400, secure=is_secure, samesite="Lax", httponly=True)
    return answer
