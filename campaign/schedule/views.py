"""Pages of the schedule: month, week, agenda and lanes, one activity, and the forms that write it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.campaigns.models import Campaign, CampaignRegion
from campaign.clock import now
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.forms import Form
from campaign.i18n import _
from campaign.permissions import (
    confirm_activity,
    edit_activity,
    edit_occurrence,
    plan_activity,
    read_schedule,
    see_activity,
    see_occurrence,
)
from campaign.regions.models import pairs
from campaign.schedule import actions, clash_words, composing, looking, recurring, words
from campaign.schedule.blackouts.showing import panel
from campaign.schedule.blueprint import schedule
from campaign.schedule.filters import Asked
from campaign.schedule.forms import ActivityForm, CancelForm, MoveForm, WhenForm
from campaign.schedule.halves import apart, halves, is_one_clock
from campaign.schedule.marks import cities_of
from campaign.schedule.models import GOING, Activity, Occurrence, needs_of, occurrences_of
from campaign.schedule.writing import Plan, copies_of
from campaign.web import me, order

Answer = Response | str | tuple[str, int]


def today() -> date:
    """By the reader's own calendar."""
    return me().day(now())


@schedule.get("/", allow=read_schedule)
def index() -> str:
    asked = Asked.of(request.args, today())
    found = looking.look(asked, me(), order(me()), today())
    return render_template("schedule/index.html", **found, words=words, clash_words=clash_words)


@schedule.get("/<id:activity>", allow=see_activity, see=see_activity)
def show(activity: Activity) -> str:
    return _page(activity)


def _page(activity: Activity, refusal: str = "") -> str:
    dates = session.scalars(occurrences_of(activity.id)).all()
    cities = cities_of(session.scalars(pairs()))
    ahead = [one for one in dates if one.ends_at >= now() and one.state in GOING]
    over = [one for one in dates if one.ends_at < now()]
    first = ahead[0] if ahead else dates[0] if dates else None
    return render_template(
        "schedule/show.html",
        activity=activity,
        refusal=refusal,
        panel=panel(activity, me(), now()),
        next=first,
        halves=halves(first, order(me()), cities, session.scalars(needs_of([activity.id]))) if first else [],
        coming=[(one, halves(one, order(me()), cities)) for one in dates if one not in over],
        over=[(one, halves(one, order(me()), cities)) for one in reversed(over)],
        rule=recurring.in_words(activity.rule),
        is_one_clock=is_one_clock(activity, activity.starts_on.year),
        apart=apart(first) if first and activity.is_joint else "",
        today=today(),
        words=words,
    )


@schedule.form("/new", allow=plan_activity)
def new() -> Answer:
    """First in which campaign, then the rest; the choice stands in the address, and in the form that is sent."""
    wanted = request.form.get("campaign") or request.args.get("campaign", "")
    offered = session.scalars(composing.campaigns_for(me())).unique().all()
    campaign = next((one for one in offered if str(one.id) == wanted), None)
    if campaign is None:
        return render_template("schedule/new.html", form=None, offered=offered, on=request.args.get("on", ""))
    form = composing.form_for(campaign, me(), _side(), filled=_begun(request.args, campaign))
    return _compose("new", form, campaign, None, lambda plan: actions.create(campaign, plan, me(), now()))


def _begun(arguments: Mapping[str, str], campaign: Campaign) -> dict[str, Any]:
    """The day and the region that a link names; what cannot be read is left open. Whoever plans it answers for it,
    until another is chosen."""
    region = session.get(CampaignRegion, (campaign.id, arguments.get("region", "")[:8]))
    filled: dict[str, Any] = {"host": me().organization_id, "person": me().id}
    if region and region.region_key.startswith(_side().value):
        filled["region"] = region.region_key
    try:
        return {**filled, "starts_on": date.fromisoformat(arguments.get("on", ""))}
    except ValueError:
        return filled


@schedule.form("/<id:activity>/edit", allow=edit_activity, see=see_activity)
def edit(activity: Activity) -> Answer:
    form = composing.form_for(activity.campaign, me(), _half_of(activity), activity)

    def save(plan: Plan) -> Activity:
        actions.edit(activity, plan, form.opened, me(), now())
        return activity

    return _compose("edit", form, activity.campaign, activity, save)


@schedule.form("/<id:activity>/copy", allow=edit_activity, see=see_activity)
def copy(activity: Activity) -> Answer:
    """The same again on another date: a series is copied as one that happens once, until its repetition is said."""
    cleared: dict[str, Any] = {
        "starts_on": None,
        "ends_on": None,
        "repeats": "",
        "until": None,
        "times": None,
        "weekdays": [],
    }
    form = composing.form_for(activity.campaign, me(), _half_of(activity), activity, cleared)

    def save(plan: Plan) -> Activity:
        return actions.create(activity.campaign, plan, me(), now(), like=activity)

    return _compose("copy", form, activity.campaign, activity, save)


@schedule.form("/dates/<id:occurrence>/edit", allow=edit_occurrence, see=see_occurrence)
def edit_following(occurrence: Occurrence) -> Answer:
    activity = occurrence.activity
    last = max((one.on for one in session.scalars(occurrences_of(activity.id))), default=None)
    filled = composing.rest_of_series(last, activity, occurrence.when)
    form = composing.form_for(activity.campaign, me(), _half_of(activity), activity, filled)

    def save(plan: Plan) -> Activity:
        return actions.edit_following(occurrence, plan, form.opened, me(), now())

    return _compose("edit_following", form, activity.campaign, activity, save, occurrence=occurrence)


def _side() -> Side:
    side = me().side
    assert side is not None  # the rule of the route
    return side


def _half_of(activity: Activity) -> Side:
    """Whose half the form shows in full: the reader's own, if it has one."""
    side = _side()
    return side if side in activity.sides else activity.side


def _compose(
    name: str,
    form: ActivityForm,
    campaign: Campaign,
    stored: Activity | None,
    save: Callable[[Plan], Activity],
    **context: Any,
) -> Answer:
    """Show, preview or save a plan; whatever is refused stays on the screen as it was typed."""
    side = _half_of(stored) if stored else _side()
    dates = None
    if form.validate_on_submit():
        plan = form.plan(side, composing.kept(stored), copies_of(stored) if stored else {})
        made: list[Activity] = []
        if request.form.get("do") == "preview":
            since = today() if name == "edit" and plan.rule else None
            dates = composing.try_preview(campaign, form, plan, since)
        elif form.carried_out(lambda: made.append(save(plan))):
            flash(_("The activity is saved."), "good")
            return redirect(url_for(".show", activity=made[0].id), 303)
    page = render_template(
        f"schedule/{name}.html",
        form=form,
        campaign=campaign,
        activity=stored,
        side=side,
        wall=stored.side if stored else side,
        preview=dates,
        words=words,
        **context,
    )
    return page, form.status


@schedule.post("/<id:activity>/confirm", allow=confirm_activity, see=see_activity)
def confirm(activity: Activity) -> Response | tuple[str, int]:
    try:
        actions.confirm(activity, me(), now())
    except Refused as refused:
        session.rollback()
        return _page(activity, refused.message), 409
    session.commit()
    flash(str(words.CONFIRMED[_side()]), "good")
    return redirect(url_for(".show", activity=activity.id), 303)


@schedule.form("/dates/<id:occurrence>/move", allow=edit_occurrence, see=see_occurrence)
def move(occurrence: Occurrence) -> Answer:
    activity = occurrence.activity
    values = {**WhenForm.fields_of(occurrence.when), "version": str(activity.row_version)}
    form = MoveForm(data=values)
    if not activity.rule:
        del form.reach
    if form.validate_on_submit() and form.carried_out(lambda: _move(occurrence, form)):
        flash(_("The date is moved."), "good")
        return redirect(url_for(".show", activity=activity.id), 303)
    return _of_date("move", form, occurrence)


def _move(occurrence: Occurrence, form: MoveForm) -> None:
    reach = form.reach.data if occurrence.activity.rule else "this"
    if reach == "this":
        actions.move(occurrence, form.when, me(), now(), opened=form.opened)
    else:
        actions.move_series(occurrence, form.when, reach == "all", form.opened, me(), now())


@schedule.form("/dates/<id:occurrence>/cancel", allow=edit_occurrence, see=see_occurrence)
def cancel(occurrence: Occurrence) -> Answer:
    activity = occurrence.activity
    form = CancelForm(data={"version": str(activity.row_version)})
    if not activity.rule:
        del form.reach
    if form.validate_on_submit() and form.carried_out(lambda: _cancel(occurrence, form)):
        flash(_("It is cancelled."), "good")
        return redirect(url_for(".show", activity=activity.id), 303)
    return _of_date("cancel", form, occurrence)


def _cancel(occurrence: Occurrence, form: CancelForm) -> None:
    reach = form.reach.data if occurrence.activity.rule else "all"
    reason, acts = form.reason.data or "", {"this": actions.cancel_one, "following": actions.cancel_following}
    if reach in acts:
        acts[reach](occurrence, reason, me(), now(), form.opened)
    else:
        actions.cancel(occurrence.activity, reason, me(), now(), form.opened)


def _of_date(name: str, form: Form, occurrence: Occurrence) -> tuple[str, int]:
    cities = cities_of(session.scalars(pairs()))
    page = render_template(
        f"schedule/{name}.html",
        form=form,
        occurrence=occurrence,
        activity=occurrence.activity,
        halves=halves(occurrence, order(me()), cities),
        dates=session.scalars(occurrences_of(occurrence.activity_id)).all() if occurrence.activity.rule else [],
        words=words,
    )
    return page, form.status
