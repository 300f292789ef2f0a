"""Pages of the schedule: what stands in it, and one activity."""

from flask import render_template

from campaign.db import session
from campaign.permissions import read_schedule, see_activity
from campaign.schedule.blackouts.showing import panel
from campaign.schedule.blueprint import schedule
from campaign.schedule.models import Activity, occurrences_of, visible_to
from campaign.web import me


@schedule.get("/", allow=read_schedule)
def index() -> str:
    return render_template("schedule/index.html", activities=session.scalars(visible_to(me())).all())


@schedule.get("/<id:activity>", allow=see_activity, see=see_activity)
def show(activity: Activity) -> str:
    return render_template(
        "schedule/show.html",
        activity=activity,
        dates=session.scalars(occurrences_of(activity.id)).all(),
        panel=panel(activity, me()),
    )
