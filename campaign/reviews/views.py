"""Pages of a side's own reviews: what waits on it, one step, and what its reviewers do with it; and sending a material
that comes as files, with which its reviews begin."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign.campaigns.models import day_of
from campaign.clock import now
from campaign.db import session
from campaign.errors import Refused
from campaign.i18n import _, current
from campaign.materials.models import Material
from campaign.materials.reading import reading
from campaign.paging import paged
from campaign.permissions import edit_files, read_reviews, review_step, run_step, see_draft, see_step
from campaign.reviews import actions
from campaign.reviews.blueprint import reviews
from campaign.reviews.forms import StepForm
from campaign.reviews.models import Step, waiting_steps
from campaign.reviews.seats import is_for
from campaign.reviews.showing import standing
from campaign.web import me, order


@reviews.get("/", allow=read_reviews)
def index() -> str:
    """The steps of the own side whose turn it is; nothing of the other side's."""
    side = order(me())[0]
    seats = standing(me(), now()) if me().is_reviewer else []
    page = paged(waiting_steps(side))
    mine = {step.id for step in page.items if review_step(me(), step) and is_for(step, me().id, seats)}
    return render_template("reviews/index.html", page=page, mine=mine, today=day_of(side, now()))


@reviews.get("/steps/<id:step>", allow=see_step, see=see_step)
def step(step: Step) -> str:
    return _page(step, StepForm())


def _page(step: Step, form: StepForm) -> str:
    version = step.review.version
    may_end = review_step(me(), step) and step.is_open and step.review.is_open
    return render_template(
        "reviews/step.html",
        step=step,
        form=form,
        may_end=may_end and is_for(step, me().id, standing(me(), now())),
        today=day_of(step.side, now()),
        **reading(version, me()),
    )


@reviews.post("/steps/<id:step>/decide", allow=review_step, see=see_step)
def decide(step: Step) -> Response | tuple[str, int]:
    """Passed, or a wish for changes in words; the signatory of the own side decides."""
    form = StepForm()
    if form.validate_on_submit() and form.carried_out(lambda: _end(step, form)):
        flash(_("It is recorded. Only your side sees it."), "good")
        return redirect(url_for("materials.show", material=step.review.version.material_id), 303)
    return _page(step, form), form.status


def _end(step: Step, form: StepForm) -> None:
    if form.wants_changes:
        actions.want_changes(step, form.reason.data or "", current(), me(), now())
    else:
        actions.pass_step(step, me(), now())


@reviews.post("/steps/<id:step>/take", allow=review_step, see=see_step)
def take(step: Step) -> Response:
    actions.take(step, me(), now())
    session.commit()
    flash(_("Your side sees that you are on it."), "good")
    return redirect(url_for(".step", step=step.id), 303)


@reviews.post("/steps/<id:step>/hand-back", allow=review_step, see=see_step)
def hand_back(step: Step) -> Response:
    actions.hand_back(step, me())
    session.commit()
    flash(_("You are not on it any more."), "good")
    return redirect(url_for(".index"), 303)


@reviews.post("/steps/<id:step>/let-others", allow=run_step, see=see_step)
def let_others(step: Step) -> Response:
    actions.let_others(step, me())
    session.commit()
    flash(_("Any reviewer of your side can take this step now."), "good")
    return redirect(url_for(".step", step=step.id), 303)


@reviews.post("/materials/<id:material>/send", allow=edit_files, see=see_draft)
def send(material: Material) -> Response:
    """Freeze the draft with its files and send it; what is missing is said on its page."""
    try:
        version = actions.send(material, me(), now())
    except Refused as refused:
        session.rollback()
        flash(refused.message, "bad")
        return redirect(url_for("materials.describe_files", material=material.id), 303)
    session.commit()
    flash(_("Version %(n)s is sent. It is frozen; each country decides on it now.", n=version.n), "good")
    return redirect(url_for("materials.show", material=material.id), 303)
