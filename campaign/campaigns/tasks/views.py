"""Pages of tasks and milestones: of one campaign, of mine, and one of them."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from campaign.accounts.models import User
from campaign.campaigns import words
from campaign.campaigns.blueprint import campaigns
from campaign.campaigns.models import Campaign, Track, tracks_of
from campaign.campaigns.tasks import actions
from campaign.campaigns.tasks.forms import TaskForm
from campaign.campaigns.tasks.models import OPEN_FIRST, Task, for_me, of_campaign, visible_to
from campaign.clock import now
from campaign.db import Side, session
from campaign.i18n import _
from campaign.paging import paged
from campaign.partners.models import directory
from campaign.permissions import edit_task, edit_track, finish_task, read_tasks, see_campaign, see_task, see_track
from campaign.web import me

Answer = Response | str | tuple[str, int]


@campaigns.get("/tasks", allow=read_tasks)
def my_tasks() -> str:
    """Everything that the reader answers for, in all campaigns."""
    page = paged(for_me(me()).order_by(None).order_by(*OPEN_FIRST), 25)
    return render_template("campaigns/my_tasks.html", page=page, today=me().day(now()))


@campaigns.get("/<id:campaign>/tasks", allow=see_campaign, see=see_campaign)
def tasks(campaign: Campaign) -> str:
    page = paged(of_campaign(visible_to(me()), campaign.id), 50)
    tracks = session.scalars(tracks_of(campaign.id))
    return render_template(
        "campaigns/tasks.html",
        campaign=campaign,
        page=page,
        today=me().day(now()),
        tracks=[track for track in tracks if edit_track(me(), track)],
    )


@campaigns.form("/tracks/<id:track>/new-task", allow=edit_track, see=see_track)
def new_task(track: Track) -> Answer:
    form = _form(None, track.side)
    if form.validate_on_submit() and form.carried_out(lambda: actions.add(track, form.line, me(), now())):
        flash(_("The task is entered."), "good")
        return redirect(url_for(".tasks", campaign=track.campaign_id), 303)
    return _page(form, track.campaign, None)


@campaigns.form("/tasks/<id:task>/edit", allow=edit_task, see=see_task)
def edit_one_task(task: Task) -> Answer:
    form = _form(task, task.side)
    if form.validate_on_submit() and form.carried_out(lambda: actions.edit(task, form.line, form.opened)):
        flash(_("The task is saved."), "good")
        return redirect(url_for(".tasks", campaign=task.campaign_id), 303)
    return _page(form, task.campaign, task)


def _form(task: Task | None, side: Side) -> TaskForm:
    people = session.scalars(select(User).where(User.side == side, User.is_live).order_by(User.sort_name))
    return TaskForm.over(task, people, session.scalars(directory()))


def _page(form: TaskForm, campaign: Campaign, task: Task | None) -> tuple[str, int]:
    name = "edit_one_task" if task else "new_task"
    return render_template(f"campaigns/{name}.html", form=form, campaign=campaign, task=task, words=words), form.status


@campaigns.post("/tasks/<id:task>/finish", allow=finish_task, see=see_task)
def finish_one_task(task: Task) -> Response:
    actions.finish(task, me(), now())
    session.commit()
    return _back(task)


@campaigns.post("/tasks/<id:task>/reopen", allow=finish_task, see=see_task)
def reopen_task(task: Task) -> Response:
    actions.reopen(task)
    session.commit()
    return _back(task)


@campaigns.post("/tasks/<id:task>/remove", allow=edit_task, see=see_task)
def remove_task(task: Task) -> Response:
    actions.remove(task)
    session.commit()
    flash(_("The task is taken out."), "good")
    return redirect(url_for(".tasks", campaign=task.campaign_id), 303)


def _back(task: Task) -> Response:
    """To the list from which it was ticked off."""
    is_own = request.form.get("from") == "mine" or not see_campaign(me(), task.campaign)
    return redirect(url_for(".my_tasks") if is_own else url_for(".tasks", campaign=task.campaign_id), 303)
