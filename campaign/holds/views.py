"""Pages of holds: stopping a thing in one step, the list of what stands and what was lifted, and letting it go."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign.clearance.keys import both_times
from campaign.clock import now
from campaign.db import session
from campaign.facts.models import Fact, FactVersion
from campaign.facts.models import versions_of as fact_versions_of
from campaign.flyers.models import Edition
from campaign.holds import actions, words
from campaign.holds.actions import Subject
from campaign.holds.forms import HoldForm, LiftForm, LiftOwnersForm
from campaign.holds.models import Hold, visible_to
from campaign.i18n import _
from campaign.materials.models import Material, Version, versions_of
from campaign.paging import paged
from campaign.permissions import (
    hold_edition,
    hold_fact,
    hold_material,
    lift_hold,
    read_holds,
    see_edition,
    see_fact,
    see_hold,
    see_item,
    see_material,
)
from campaign.web import Blueprint, me

holds = Blueprint("holds", __name__, url_prefix="/holds")


@holds.get("/", allow=read_holds)
def index() -> str:
    page = paged(visible_to(me()), 30)
    titles = words.titles(hold.subject for hold in page.items)
    return render_template("holds/index.html", page=page, titles=titles, when=both_times)


@holds.form("/materials/<id:material>", allow=hold_material, see=see_item)
def material(material: Material) -> Response | tuple[str, int]:
    return _place("holds/material.html", material, session.scalars(versions_of(material.id)).first())


@holds.form("/editions/<id:edition>", allow=hold_edition, see=see_edition)
def edition(edition: Edition) -> Response | tuple[str, int]:
    return _place("holds/edition.html", edition, edition.version)


@holds.form("/facts/<id:fact>", allow=hold_fact, see=see_fact)
def fact(fact: Fact) -> Response | tuple[str, int]:
    return _place("holds/fact.html", fact, session.scalars(fact_versions_of(fact.id)).first())


def _place(template: str, subject: Subject, version: Version | FactVersion | None) -> Response | tuple[str, int]:
    """One line of reason, one press, and it is stopped."""
    form = HoldForm()
    if form.validate_on_submit() and form.carried_out(lambda: actions.place(subject, form.reason.data, me(), now())):
        flash(_("It is on hold from this moment, and the other country was told."), "warn")
        return redirect(_address(subject), 303)
    countries = actions.countries_of(subject, me())
    before = actions.standing(subject)
    page = render_template(
        template,
        form=form,
        title=_("Put on hold"),
        subtitle=words.name(subject),
        submit_label=_("Put on hold now"),
        cancel_url=_address(subject),
        version=version,
        where=words.where(countries),
        already=[before[side] for side in countries if side in before],
        is_done=all(side in before for side in countries),
        when=both_times,
    )
    return page, form.status


@holds.form("/<id:hold>/lift", allow=lift_hold, see=see_hold, fresh=True)
def lift(hold: Hold) -> Response | tuple[str, int]:
    form = LiftForm() if me().side is hold.by_side else LiftOwnersForm()
    if form.validate_on_submit() and form.carried_out(lambda: actions.lift(hold, form.reason.data, me(), now())):
        flash(_("The hold is lifted, and the other country was told."), "good")
        return redirect(_address(hold.subject), 303)
    page = render_template(
        "holds/lift.html",
        form=form,
        title=_("Lift the hold"),
        subtitle=words.name(hold.subject),
        submit_label=_("Lift the hold"),
        cancel_url=_address(hold.subject),
        hold=hold,
        where=words.where([one.country for one in actions.together(hold, me())] or [hold.country]),
        when=both_times,
    )
    return page, form.status


def _address(subject: Subject) -> str:
    """The page of the thing, as this person may see it."""
    if isinstance(subject, Edition):
        return url_for("flyers.edition", edition=subject.id)
    if isinstance(subject, Fact):
        return url_for("facts.show", fact=subject.id)
    if see_material(me(), subject):
        return url_for("materials.show", material=subject.id)
    return url_for("flyers.show", material=subject.id)
