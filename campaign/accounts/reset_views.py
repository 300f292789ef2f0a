"""A forgotten password: asking for the link, and choosing a new password with it."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign import db
from campaign.accounts import doors, resets, throttling
from campaign.accounts.blueprint import accounts
from campaign.accounts.forms import ForgottenForm, NewPasswordForm
from campaign.accounts.models import User
from campaign.clock import now
from campaign.i18n import _
from campaign.web import anyone


@accounts.form("/forgotten", allow=anyone)
def forgotten() -> Response | tuple[str, int]:
    form = ForgottenForm()
    if form.validate_on_submit() and form.carried_out(lambda: _ask(form.email.data or "")):
        return redirect(url_for(".forgotten_sent"), 303)
    return render_template("accounts/forgotten.html", form=form), form.status


def _ask(email: str) -> None:
    with db.unlocked():
        resets.knock(email, now(), doors.door())
    resets.ask(email, now())


@accounts.get("/forgotten/sent", allow=anyone)
def forgotten_sent() -> str:
    """The same for every address."""
    return render_template("accounts/forgotten_sent.html")


@accounts.form("/reset/<token>", allow=anyone)
def reset(token: str) -> Response | tuple[str, int]:
    owner = resets.owner(token, now())
    form = NewPasswordForm.of(owner) if owner else NewPasswordForm()
    done: list[User] = []
    if form.validate_on_submit() and form.carried_out(
        lambda: done.append(resets.redeem(token, form.new_password.data or "", now()))
    ):
        throttling.forget(done[0].email, doors.config().secret_key)
        flash(_("Your new password is set. Sign in with it."), "good")
        return redirect(url_for(".sign_in"), 303)
    is_open = resets.owner(token, now()) is not None
    page = render_template("accounts/reset.html", form=form, is_open=is_open, closed=resets.closed())
    return page, form.status if is_open else 410
