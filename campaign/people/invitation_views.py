"""Pages of invitations: making one, its link, which is shown once, and joining by it, which asks for no account."""

from dataclasses import replace

import flask
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.accounts import doors
from campaign.clock import now
from campaign.db import session
from campaign.i18n import LANGUAGES, _, both, current
from campaign.partners.models import Organization
from campaign.people import actions, directory, words
from campaign.people.blueprint import people
from campaign.people.forms import InviteForm, JoinForm
from campaign.people.models import Invitation
from campaign.permissions import change_invitation, invite_people, see_invitation
from campaign.web import anyone, me, someone


@people.form("/invite", allow=invite_people, fresh=True)
def invite() -> Response | tuple[str, int]:
    form = InviteForm().offer(actions.gives(me()), _organizations())
    made: list[tuple[Invitation, str]] = []
    if form.validate_on_submit() and form.carried_out(lambda: made.append(_invite(form))):
        _keep_link(*made[0])
        return redirect(url_for(".invitation", invitation=made[0][0].id), 303)
    page = render_template(
        "people/invite.html",
        form=form,
        title=_("Invite a person"),
        submit_label=_("Invite"),
        cancel_url=url_for(".index"),
        duties={role.value: text for role, text in words.DUTIES.items()},
    )
    return page, form.status


def _organizations() -> list[Organization]:
    """Where this person may invite to: a coordinator only into the own organization."""
    user = me()
    if actions.gives(user) == actions.BY_COORDINATORS:
        return [user.organization]
    return list(session.scalars(directory.employers(user.side))) if user.side else []


def _invite(form: InviteForm) -> tuple[Invitation, str]:
    side = me().side
    assert side is not None, "the rule lets nobody through who has no side"
    return actions.invite(
        session.get_one(Organization, form.organization.data),
        form.chosen,
        side,
        me(),
        now(),
        email=form.email.data or "",
        name=form.name.data or "",
        language=form.language.data or "",
        is_coordinator=form.is_coordinator.data,
    )


def _keep_link(invitation: Invitation, token: str) -> None:
    """In the inviter's own browser until it was shown; the database never knows it."""
    flask.session["invitation"] = [invitation.id, token]


@people.get("/invitations/<id:invitation>", allow=see_invitation, see=see_invitation)
def invitation(invitation: Invitation) -> str:
    kept_id, token = flask.session.pop("invitation", [0, ""])
    base_url = flask.current_app.extensions["campaign"].base_url
    return render_template(
        "people/invitation.html",
        invitation=invitation,
        state=invitation.state(now()),
        link=base_url + url_for(".join", token=token) if kept_id == invitation.id else "",
        words=words,
    )


@people.post("/invitations/<id:invitation>/renew", allow=change_invitation, see=see_invitation, fresh=True)
def renew(invitation: Invitation) -> Response:
    token = actions.renew(invitation, me(), now())
    session.commit()
    _keep_link(invitation, token)
    flash(_("There is a new link for 7 days; the old one does not work any more."), "good")
    return redirect(url_for(".invitation", invitation=invitation.id), 303)


@people.post("/invitations/<id:invitation>/revoke", allow=change_invitation, see=see_invitation)
def revoke(invitation: Invitation) -> Response:
    actions.revoke(invitation, me(), now())
    session.commit()
    flash(_("The invitation is revoked; its link does not work any more."), "good")
    return redirect(url_for(".index"), 303)


@people.form("/join/<token>", allow=anyone)
def join(token: str) -> Response | tuple[str, int]:
    """Unknown, used, revoked and expired links are answered alike."""
    found = actions.waiting(token, now())
    if found is None:
        return _gone()
    subject = doors.proved_subject(request.path)
    form = JoinForm.over(found, needs_password=subject is None)
    if form.validate_on_submit():
        if form.carried_out(lambda: actions.join(token, replace(form.newcomer, subject=subject), now())):
            return _joined(subject)
        if actions.waiting(token, now()) is None:  # somebody was faster with the same link
            return _gone()
    config = doors.config()
    page = render_template(
        "people/join.html",
        form=form,
        invitation=found,
        words=words,
        reader=someone(),
        agency=config.oidc_name if config.oidc_issuer else "",
        is_by_agency=subject is not None,
    )
    return page, form.status


def _joined(subject: str | None) -> Response:
    """The same whether or not the address had an account before."""
    by_agency = _("That is all. Sign in with %(name)s.", name=doors.config().oidc_name)
    flash(by_agency if subject else _("That is all. Sign in with your address and your password."), "good")
    return redirect(url_for("accounts.sign_in"), 303)


def _gone() -> tuple[str, int]:
    """In both languages: nothing is known of who reads it."""
    titles = both(lambda: _("This invitation does not work"))
    texts = both(
        lambda: _("It was used already, was withdrawn or is older than 7 days. Ask whoever invited you for a new link.")
    )
    order = sorted(LANGUAGES, key=lambda code: code != current())
    answers = [(code, titles.of(code), texts.of(code)) for code in order]
    return render_template("people/join.html", form=None, answers=answers), 410
