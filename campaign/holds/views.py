"""Pages of holds: stopping a thing in one step, the list of what stands and what was lifted, and letting it go."""

import json
from functools import partial
from textwrap import shorten

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.clearance.keys import both_times
from campaign.clock import now
from campaign.db import session
from campaign.facts.models import Fact, FactVersion
from campaign.facts.models import versions_of as fact_versions_of
from campaign.flyers.models import Edition
from campaign.holds import actions, words
from campaign.holds.actions import Subject
from campaign.holds.blueprint import holds
from campaign.holds.corrections import actions as corrections
from campaign.holds.corrections.forms import FlyerHoldForm
from campaign.holds.forms import HoldForm, LiftForm, LiftOwnersForm
from campaign.holds.models import Hold, visible_to
from campaign.i18n import _, current
from campaign.materials.content import quoted_facts, texts
from campaign.materials.models import BlockKind, Material, Version, VersionState, versions_of
from campaign.materials.words import KIND_WORDS
from campaign.paging import paged
from campaign.permissions import (
    edit_material,
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
from campaign.web import me

_excerpt = partial(shorten, width=60, placeholder=" …")  # of a block, beside its box


@holds.get("/", allow=read_holds)
def index() -> str:
    page = paged(visible_to(me()), 30)
    titles = words.titles(hold.subject for hold in page.items)
    return render_template("holds/index.html", page=page, titles=titles, when=both_times)


@holds.form("/materials/<id:material>", allow=hold_material, see=see_item)
def material(material: Material) -> Response | tuple[str, int]:
    versions = session.scalars(versions_of(material.id)).all()
    used = next((one for one in versions if one.state is VersionState.in_force), None) if material.is_flyer else None
    return _place("holds/material.html", material, versions[0] if versions else None, used)


@holds.form("/editions/<id:edition>", allow=hold_edition, see=see_edition)
def edition(edition: Edition) -> Response | tuple[str, int]:
    return _place("holds/edition.html", edition, edition.version)


@holds.form("/facts/<id:fact>", allow=hold_fact, see=see_fact)
def fact(fact: Fact) -> Response | tuple[str, int]:
    return _place("holds/fact.html", fact, session.scalars(fact_versions_of(fact.id)).first())


def _place(
    template: str, subject: Subject, version: Version | FactVersion | None, used: Version | None = None
) -> Response | tuple[str, int]:
    """One line of reason, one press, and it is stopped; of the text that is `used` the wrong blocks may be named."""
    form = _form(used)
    if form.validate_on_submit() and form.carried_out(lambda: _stop(subject, used, form)):
        flash(_("It is on hold from this moment, and the other country was told."), "warn")
        if request.form.get("do") == "correct" and isinstance(subject, Material) and edit_material(me(), subject):
            return redirect(url_for("materials.edit", material=subject.id), 303)
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
        may_correct=isinstance(subject, Material) and used is not None and edit_material(me(), subject),
        when=both_times,
    )
    return page, form.status


def _form(used: Version | None) -> HoldForm:
    if used is None:
        return HoldForm()
    form = FlyerHoldForm()
    content = json.loads(used.content)
    read = enumerate(texts(content, quoted_facts(content)), 1)
    form.offer([(n, f"{n} · {KIND_WORDS[BlockKind(one['kind'])]} · {_excerpt(one[current()])}") for n, one in read])
    return form


def _stop(subject: Subject, used: Version | None, form: HoldForm) -> None:
    places = form.wrong.data or [] if isinstance(form, FlyerHoldForm) else []
    corrections.place(subject, form.reason.data or "", used, places, me(), now())


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
