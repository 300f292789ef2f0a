"""Proving again who one is: what the gate asks for before something sensitive, and the second factor it insists on.

Nothing that was typed is lost: the page that asks carries it along and sends it on with the proof.
"""

from datetime import datetime

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import Length

from campaign.accounts import actions, doors, factors, sessions
from campaign.accounts.factors import passkeys
from campaign.accounts.keeping import goes_on, keep
from campaign.accounts.models import SignIn, User
from campaign.clock import now
from campaign.errors import Later, Refused
from campaign.forms import Form, clean
from campaign.i18n import _l
from campaign.web import Keeper, is_proof, me


class ProofForm(Form):
    """One of the three is enough."""

    proof_password = PasswordField(_l("Password"), validators=[Length(max=200)])
    proof_code = StringField(
        _l("Or a code of your app, or a recovery code"), validators=[Length(max=40)], filters=[clean]
    )
    proof_passkey = HiddenField()

    @property
    def is_given(self) -> bool:
        return any(field.data for field in (self.proof_password, self.proof_code, self.proof_passkey))


def confirm() -> BaseResponse | None:
    """None when the person proved to be there within 15 minutes, or does so with this very form."""
    found = doors.here()
    if found is None or sessions.is_fresh(found, now()):
        return None
    form = ProofForm()
    if not form.is_given:
        return _page(form, 200)
    try:
        prove(me(), form, now())
    except Later as later:
        form.put_off(later, now())
        return _page(form, form.status)
    except Refused as refused:
        form.form_errors.append(refused.message)
        return _page(form, 422)
    sessions.prove(found, now())
    return None


def prove(user: User, form: ProofForm, at: datetime) -> None:
    """Each try is counted before it is judged, as at the sign-in."""
    if form.proof_passkey.data:
        passkeys.spend(form.proof_passkey.data, doors.asked("passkey"), doors.config(), at, user)
    elif form.proof_code.data:
        actions.prove_code(user, form.proof_code.data, at, doors.door())
    else:
        actions.prove_again(user, form.proof_password.data or "", at, doors.door())


def _page(form: ProofForm, status: int) -> BaseResponse:
    typed = [pair for pair in request.form.items(multi=True) if not is_proof(pair[0])]
    page = render_template(
        "accounts/_confirm.html",
        form=form,
        typed=typed,
        has_code=bool(me().totp_secret),
        has_passkey=factors.has_passkey(me()) and passkeys.host_of(doors.config()) is not None,
    )
    return make_response(page, status)


def enrol() -> BaseResponse | None:
    """Whoever decides or administers sets up a second factor before anything else; on a demo of this machine nobody
    has to."""
    if request.blueprint == "accounts" or not must_enrol(me()):
        return None
    return redirect(url_for("accounts.enrol"), 303)


def must_enrol(user: User) -> bool:
    return not doors.config().is_loopback and factors.is_owed_by(user)


def of_session() -> SignIn:
    """The session in hand; only behind a rule that demands a sign-in."""
    found = doors.here()
    assert found is not None, "the gate lets nobody through who has no session"
    return found


KEEPER = Keeper(enrol, confirm, keep, goes_on)
