"""One page on which a planner writes why an activity takes place in a blackout of the own country."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.i18n import _
from campaign.permissions import confirm_activity, see_activity
from campaign.schedule.blackouts import actions
from campaign.schedule.blackouts.forms import ExceptionForm
from campaign.schedule.blueprint import schedule
from campaign.schedule.conflicts import open_blackouts, said_title
from campaign.schedule.models import GOING, Activity
from campaign.web import me


@schedule.form("/<id:activity>/exception", allow=confirm_activity, see=see_activity)
def exception(activity: Activity) -> Response | tuple[str, int]:
    found = open_blackouts([activity], now()).get(activity.id, []) if activity.state in GOING else []
    touched = [one for one in found if one.side is me().side]
    form = ExceptionForm()
    form.offer(touched)
    back = url_for(".show", activity=activity.id)
    if form.validate_on_submit() and form.carried_out(
        lambda: actions.write(activity, int(form.period.data), form.reason.data, me(), now())
    ):
        flash(_("The exception is written; both countries read it."), "good")
        return redirect(back, 303)
    title = _("Exception to a blackout")
    crumbs = [(_("Schedule"), url_for(".index")), (said_title(activity.title), back), (title, "")]
    values = {"title": title, "submit_label": _("Write the exception"), "cancel_url": back}
    page = render_template("schedule/exception.html", form=form, touched=touched, crumbs=crumbs, **values)
    return page, form.status
