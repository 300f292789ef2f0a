"""The page from which a campaign is planned again."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign.campaigns.models import Campaign
from campaign.clock import now
from campaign.db import session
from campaign.i18n import _, _n
from campaign.permissions import plan_again, see_campaign
from campaign.schedule.again import actions
from campaign.schedule.again.forms import AgainForm
from campaign.schedule.blueprint import schedule
from campaign.web import me, order


@schedule.form("/again/<id:campaign>", allow=plan_again, see=see_campaign)
def again(campaign: Campaign) -> Response | str | tuple[str, int]:
    mine, there = order(me())
    first = actions.first_day(campaign, mine)
    form = AgainForm.over(campaign, first, me().day(now()))
    left: list[actions.LeftOut] = []
    if form.validate_on_submit():
        made: list[actions.Again] = []

        def act() -> None:
            shift = actions.shift_to(first, form.new_first, form.is_by_weeks)
            try:
                made.append(actions.plan_again(campaign, form.title, shift, me(), now(), form.knows))
            except actions.SomeStay as some:
                left.extend(some.left)
                raise

        if form.carried_out(act):
            flash(_said(made[0]), "good")
            return redirect(url_for("campaigns.show", campaign=made[0].campaign.id), 303)
        form.name(one.activity_id for one in left)
    page = render_template(
        "schedule/again.html",
        campaign=campaign,
        form=form,
        first=first,
        there=there,
        left=left,
        activities=len(session.scalars(actions.activities_of(campaign, mine)).all()),
    )
    return page, form.status


def _said(made: actions.Again) -> str:
    came = _n("%(num)d activity came along", "%(num)d activities came along", made.activities)
    tasks = _n("%(num)d task", "%(num)d tasks", made.tasks)
    return _(
        "Planned again: %(activities)s, %(tasks)s. All of it is a draft that only your side sees.",
        activities=came,
        tasks=tasks,
    )
