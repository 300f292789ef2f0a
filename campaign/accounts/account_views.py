"""The own account: who I am here, my language and clock, my password, my daily digest, and where I am signed in."""

import flask
from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign import db
from campaign.accounts import actions, doors, factors, own, sessions
from campaign.accounts.blueprint import accounts
from campaign.accounts.digest import choose_digest, gets_digest, stop_digest, stop_link
from campaign.accounts.factors import passkeys
from campaign.accounts.factors.models import codes_left, passkeys_of
from campaign.accounts.forms import ChangePasswordForm, DigestForm, OneForm, ProfileForm
from campaign.accounts.own import ZONES, Profile
from campaign.accounts.proof import must_enrol, of_session
from campaign.accounts.switches import chosen
from campaign.clock import now
from campaign.db import session
from campaign.forms import Form
from campaign.i18n import _, _n, both
from campaign.mail.kinds import WAYS
from campaign.web import anyone, me, signed_in


@accounts.get("/", allow=signed_in)
def index() -> str:
    return render_template(
        "accounts/index.html",
        zone=ZONES.get(me().zone, me().zone),
        sessions=sessions.alive(me(), now()),
        here=of_session(),
        passkeys=session.scalars(passkeys_of(me())).all(),
        can_passkey=passkeys.host_of(doors.config()) is not None,
        codes_left=session.scalar(codes_left(me())) or 0,
        is_demanded=bool(me().roles & factors.DEMANDED),
        has_digest=gets_digest(me()),
        by_way=_by_way(),
        agency=doors.config().oidc_name if doors.config().oidc_issuer else "",
    )


def _by_way() -> list[tuple[str, int]]:
    """How many kinds of notices come by mail, and how."""
    ways = list(chosen(me()).values())
    return [(str(words), count) for way, words in WAYS.items() if (count := ways.count(way))]


@accounts.get("/enrol", allow=signed_in)
def enrol() -> Response | str:
    """Where the gate leads whoever still needs a second factor."""
    if not must_enrol(me()):
        return redirect(url_for(".index"), 303)
    return render_template("accounts/enrol.html", can_passkey=passkeys.host_of(doors.config()) is not None)


@accounts.form("/profile", allow=signed_in)
def profile() -> Response | tuple[str, int]:
    form = ProfileForm(obj=me(), version=str(me().row_version))
    form.zone.choices = [(name, str(words)) for name, words in ZONES.items()]
    if me().zone not in ZONES:
        form.zone.choices.append((me().zone, me().zone))
    if form.validate_on_submit() and form.carried_out(lambda: own.change_profile(me(), _profile(form), form.opened)):
        flash(_("Your details are saved."), "good")
        answer = redirect(url_for(".index"), 303)
        answer.delete_cookie("language")  # from now on the account's own counts
        return answer
    return render_template("accounts/profile.html", form=form), form.status


def _profile(form: ProfileForm) -> Profile:
    return Profile(form.name.data, form.sort_name.data, form.post.data, form.language.data, form.zone.data)


@accounts.form("/password", allow=signed_in)
def password() -> Response | tuple[str, int]:
    """The one until now is asked for in any case, and wrong ones are counted."""
    form = ChangePasswordForm.of(me())
    if form.validate_on_submit() and form.carried_out(lambda: _change_password(form)):
        flash(_("Your password is changed, and every other session has ended."), "good")
        return redirect(url_for(".index"), 303)
    return render_template("accounts/password.html", form=form), form.status


def _change_password(form: ChangePasswordForm) -> None:
    with db.unlocked():
        actions.prove_again(me(), form.old_password.data or "", now(), doors.door())
    own.change_password(me(), form.new_password.data or "", of_session(), now())


@accounts.post("/sessions/end", allow=signed_in)
def end_session() -> Response:
    """One session, on whatever device; the one in hand is left by signing out."""
    form = OneForm()
    if form.validate_on_submit() and form.carried_out(lambda: own.end_session(me(), form.id, now())):
        flash(_("That session has ended."), "good")
    for error in form.form_errors:
        flash(error, "bad")
    if form.id == of_session().id:
        flask.session.clear()
        return redirect(url_for(".sign_in"), 303)
    return redirect(url_for(".index"), 303)


@accounts.post("/sessions/end-others", allow=signed_in)
def end_other_sessions() -> Response:
    ended = actions.end_all_sessions(me(), now(), of_session())
    session.commit()
    flash(_n("One other session has ended.", "%(num)d other sessions have ended.", ended), "good")
    return redirect(url_for(".index"), 303)


@accounts.post("/digest", allow=signed_in)
def digest() -> Response:
    """On or off, as the button said: pressed twice it stays so."""
    form = DigestForm()
    if form.validate_on_submit() and form.carried_out(lambda: choose_digest(me(), form.is_wanted)):
        flash(_("The daily digest is on.") if form.is_wanted else _("The daily digest is off."), "good")
    return redirect(url_for(".index", _anchor="digest"), 303)


@accounts.form("/digest/off/<token>", allow=anyone)
def digest_off(token: str) -> Response | tuple[str, int]:
    """Where the link in a digest leads, without a sign-in: opening it changes nothing, its one button does."""
    link = stop_link(token, doors.config().secret_key) or abort(404)
    if link.has_ended(now().date()):
        return render_template("accounts/_digest_link_ended.html", words=both(_ended)), 410
    form, is_on = Form(), gets_digest(link.person)
    if is_on and form.validate_on_submit() and form.carried_out(lambda: stop_digest(link, now())):
        return redirect(url_for(".digest_off", token=token), 303)
    return render_template("accounts/digest_off.html", form=form, is_on=is_on), form.status


def _ended() -> str:
    return _(
        "The link in a daily digest works for 60 days; nothing was changed. To stop these letters, use the link in a "
        "newer one, or switch the digest off on the page of your account."
    )
