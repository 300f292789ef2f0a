"""The calendar of both countries by state and year: public holidays, and the records of each country's planners."""

from collections.abc import Sequence
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from campaign.accounts.models import country_name
from campaign.clock import now
from campaign.db import Side, session
from campaign.forms import EditForm
from campaign.i18n import _
from campaign.permissions import edit_period as may_edit
from campaign.permissions import read_schedule, see_period, write_periods
from campaign.regions.models import Level, Region, states
from campaign.schedule.blueprint import schedule
from campaign.schedule.holidays_of import Holiday, holidays_between
from campaign.schedule.periods import actions
from campaign.schedule.periods.forms import ChoiceForm, Groups, PeriodForm, chosen_year
from campaign.schedule.periods.models import Period, listed
from campaign.schedule.periods.words import KINDS
from campaign.web import me, order


@schedule.get("/periods", allow=read_schedule)
def periods() -> str:
    today = now().date()
    years = range(today.year - 2, today.year + 4)
    known = session.scalars(states()).all()
    year = chosen_year(request.args.get("year", ""), today, years)
    chosen = [one for one in known if one.key == request.args.get("state")] or known
    state = chosen[0].key if len(chosen) == 1 else ""
    form = ChoiceForm(MultiDict({"state": state, "year": str(year)}))
    form.offer([(one.key, one.name) for one in known], years)
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = session.scalars(listed([one.key for one in chosen], first, last)).all()
    halves = [
        (side, _public(side, chosen, first, last), [one for one in found if one.side is side])
        for side in order(me())
        if any(one.country is side for one in chosen)
    ]
    names = {one.key: one.name for one in known}
    values = {"form": form, "halves": halves, "names": names, "year": year, "state": state, "kinds": KINDS}
    return render_template("schedule/periods.html", **values)


def _public(side: Side, chosen: Sequence[Region], first: date, last: date) -> list[tuple[Holiday, list[str]]]:
    """Each day once, with the states that it holds in; none: in the whole country."""
    keys = [one.key for one in chosen if one.country is side]
    days: dict[object, tuple[Holiday, list[str]]] = {}
    for one in holidays_between(first, last, [side], keys):
        same = days.setdefault((one.on, one.name, one.is_observed, not one.state), (one, []))
        if one.state:
            same[1].append(one.state)
    return list(days.values())


@schedule.form("/periods/new", allow=write_periods)
def new_period() -> Response | tuple[str, int]:
    form = PeriodForm.over(None, _regions())
    if form.validate_on_submit() and form.carried_out(lambda: actions.add(form.record, me(), now())):
        return _done(
            form.record.region_key, form.record.starts_on.year, _("The record is entered; both countries read it.")
        )
    return _page("schedule/new_period.html", form, _("Enter a record")), form.status


@schedule.form("/periods/<id:period>/edit_period", allow=may_edit, see=see_period)
def edit_period(period: Period) -> Response | tuple[str, int]:
    form = PeriodForm.over(period, _regions())
    if form.validate_on_submit() and form.carried_out(
        lambda: actions.edit(period, form.record, form.opened, me(), now())
    ):
        return _done(period.region_key, period.starts_on.year, _("The record is saved."))
    return _page("schedule/edit_period.html", form, _("Correct the record")), form.status


@schedule.post("/periods/<id:period>/withdraw_period", allow=may_edit, see=see_period)
def withdraw_period(period: Period) -> Response:
    actions.withdraw(period, EditForm().opened, me(), now())
    session.commit()
    return _done(period.region_key, period.starts_on.year, _("The record is withdrawn: it counts no more."))


def _done(region_key: str, year: int, words: str) -> Response:
    flash(words, "good")
    return redirect(url_for(".periods", state=region_key[:5], year=year), 303)


def _regions() -> Groups:
    """The states of the reader's country, and under each its counties or municipios."""
    side = order(me())[0]
    groups: Groups = {country_name(side): []}
    query = select(Region.key, Region.name, Region.state_name, Region.level).where(Region.country == side)
    for key, name, state, level in session.execute(query.order_by(Region.state_name, Region.order_key)):
        group = country_name(side) if level is Level.state else f"{state}, {country_name(side)}"
        groups.setdefault(group, []).append((key, name))
    return groups


def _page(template: str, form: PeriodForm, title: str) -> str:
    back = url_for(".periods")
    crumbs = [(_("Schedule"), url_for(".index")), (_("Holidays and school terms"), back), (title, "")]
    values = {"title": title, "submit_label": _("Save the record"), "cancel_url": back}
    return render_template(template, form=form, crumbs=crumbs, **values)
