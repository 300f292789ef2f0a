"""Setting up and removing what one signs in with besides the password: an app for codes, passkeys, recovery codes."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign.accounts import doors, own
from campaign.accounts.blueprint import accounts
from campaign.accounts.factors import codes, passkeys
from campaign.accounts.factors.models import codes_left
from campaign.accounts.forms import CodeForm, NewPasskeyForm, OneForm
from campaign.accounts.proof import of_session
from campaign.clock import now
from campaign.db import session
from campaign.forms import Form
from campaign.i18n import _
from campaign.web import me, signed_in


@accounts.form("/app", allow=signed_in, fresh=True)
def app() -> Response | tuple[str, int]:
    """The picture for the app, and the first code in return."""
    form = CodeForm(secret=codes.new_secret())
    sent = form.secret.data or ""
    secret = sent if codes.SECRET.fullmatch(sent) else codes.new_secret()
    form.secret.data = secret
    if form.validate_on_submit() and form.carried_out(
        lambda: own.use_app(me(), secret, form.code.data or "", doors.config(), of_session(), now())
    ):
        flash(_("The app is set up: from now on its code is asked for when you sign in."), "good")
        return redirect(url_for(".index" if session.scalar(codes_left(me())) else ".recovery"), 303)
    page = render_template(
        "accounts/app.html",
        form=form,
        picture=codes.picture(me(), secret),
        address=codes.address(me(), secret),
        typed=" ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
    )
    return page, form.status


@accounts.post("/app/remove", allow=signed_in, fresh=True)
def remove_app() -> Response:
    form = Form()
    if form.carried_out(lambda: own.leave_app(me(), of_session(), now())):
        flash(_("The app is removed: its codes open nothing any more."), "good")
    return _back(form)


@accounts.form("/recovery", allow=signed_in, fresh=True)
def recovery() -> Response | tuple[str, int]:
    """Ten codes on paper. They are shown in this answer and never again, so it leads nowhere else."""
    form = Form()
    made: list[str] = []
    if form.validate_on_submit():
        form.carried_out(lambda: made.extend(own.renew_codes(me(), of_session(), now())))
    left = session.scalar(codes_left(me())) or 0
    return render_template("accounts/recovery.html", form=form, made=made, left=left), form.status


@accounts.form("/passkeys/new", allow=signed_in, fresh=True)
def new_passkey() -> Response | tuple[str, int]:
    if passkeys.host_of(doors.config()) is None:
        flash(_("Passkeys need an address with a name; this installation's is a number."), "warn")
        return redirect(url_for(".index"), 303)
    form = NewPasskeyForm()
    challenge = doors.asked("new_passkey")
    if form.validate_on_submit() and form.carried_out(
        lambda: own.add_passkey(
            me(), form.name.data, form.passkey.data or "", challenge, doors.config(), of_session(), now()
        )
    ):
        flash(_("The passkey is added; you can sign in with it."), "good")
        return redirect(url_for(".index" if session.scalar(codes_left(me())) else ".recovery"), 303)
    options, challenge = passkeys.offer(me(), doors.config(), now())
    doors.ask(challenge, "new_passkey")
    return render_template("accounts/new_passkey.html", form=form, options=options), form.status


@accounts.post("/passkeys/remove", allow=signed_in, fresh=True)
def remove_passkey() -> Response:
    form = OneForm()
    if form.carried_out(lambda: own.remove_passkey(me(), form.id, of_session(), now())):
        flash(_("The passkey is removed: it opens nothing any more."), "good")
    return _back(form)


def _back(form: Form) -> Response:
    for error in form.form_errors:
        flash(error, "bad")
    return redirect(url_for(".index"), 303)
