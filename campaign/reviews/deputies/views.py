"""The page on which reviewers and signatories name who stands in for them, and see for whom they stand in."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign.accounts.models import ROLE_WORDS, User
from campaign.campaigns.models import day_of
from campaign.clock import now
from campaign.db import session
from campaign.errors import Refused
from campaign.i18n import _
from campaign.permissions import end_deputy as may_end_deputy
from campaign.permissions import name_deputies, see_deputy
from campaign.reviews.blueprint import reviews
from campaign.reviews.deputies import actions
from campaign.reviews.deputies.forms import DeputyForm
from campaign.reviews.deputies.models import Deputy, deputies_of
from campaign.web import me, order


@reviews.form("/deputies", allow=name_deputies, fresh=True)
def deputies() -> Response | tuple[str, int]:
    roles = [role for role in actions.ROLES if role in me().roles]
    form = DeputyForm(roles, actions.candidates(me()))
    if form.validate_on_submit() and form.carried_out(lambda: _name(form)):
        flash(_("The deputy is named, and was told by mail."), "good")
        return redirect(url_for(".deputies"), 303)
    today = day_of(order(me())[0], now())
    page = render_template(
        "reviews/deputies/index.html",
        form=form,
        deputies=session.scalars(deputies_of(order(me())[0], today)).all(),
        roles=ROLE_WORDS,
        today=today,
        title=_("Deputies"),
        subtitle=_("Who reviews or signs for whom on your side while somebody is away."),
        submit_label=_("Name the deputy"),
        cancel_url=url_for(".index"),
        crumbs=[(_("Reviews"), url_for(".index")), (_("Deputies"), "")],
    )
    return page, form.status


def _name(form: DeputyForm) -> None:
    user = session.get(User, form.user.data) if form.user.data else None
    if user is None:
        raise Refused(_("A deputy is somebody else of your side who holds the same role."))
    actions.name(user, form.role.data, form.document.data, *form.days, me(), now())


@reviews.post("/deputies/<id:deputy>/end", allow=may_end_deputy, see=see_deputy)
def end_deputy(deputy: Deputy) -> Response:
    actions.end(deputy, me(), now())
    session.commit()
    flash(_("It has ended. What was decided meanwhile stands."), "good")
    return redirect(url_for(".deputies"), 303)
