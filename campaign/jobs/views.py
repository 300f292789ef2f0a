"""Pages of work in the background: how far it is, what failed and why, cancel, and try the failed parts again."""

from datetime import datetime, timedelta

from flask import make_response, render_template, request, url_for
from sqlalchemy import select
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.db import session
from campaign.flyers.models import made_by, places_named
from campaign.jobs import actions
from campaign.jobs.models import Job, JobState, PartState, asked_by, by_itself, parts_of
from campaign.jobs.words import BADGES, STATES, kind_words
from campaign.materials.models import Material
from campaign.paging import paged
from campaign.partners.places.models import Place
from campaign.permissions import change_job, see_job, see_own_work
from campaign.regions.models import named
from campaign.web import Blueprint, me, signed_in

NEWEST = 20
jobs = Blueprint("jobs", __name__, url_prefix="/jobs")


@jobs.get("/", allow=signed_in)
def index() -> str:
    """What this person asked for, newest first; for administrators also the newest of what nobody asked for."""
    own = session.scalars(by_itself().limit(NEWEST)).all() if see_own_work(me()) else []
    return render_template(
        "jobs/index.html", page=paged(asked_by(me().id)), own=own, kind_words=kind_words, states=STATES, badges=BADGES
    )


@jobs.get("/<id:job>", allow=see_job, see=see_job)
def show(job: Job) -> Response:
    """Its progress renews itself; when the work has ended the whole page does."""
    parts = session.scalars(parts_of(job.id)).all()
    by_state = {state: [part for part in parts if part.state is state] for state in PartState}
    failed = by_state[PartState.failed]
    page = render_template(
        "jobs/show.html",
        job=job,
        material=_material(job),
        failed=failed,
        names=_names([job.note, *(part.key for part in failed)]),
        editions=session.scalars(made_by(job.id)).all(),
        remaining=_remaining(job, now()),
        kind_words=kind_words,
        states=STATES,
        badges=BADGES,
    )
    answer = make_response(page)
    if job.state.has_ended and "HX-Request" in request.headers:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _material(job: Job) -> Material | None:
    """What it is about, where that is a material and the payload is what it must be."""
    found = job.payload.get("material") if isinstance(job.payload, dict) else None
    return session.get(Material, found) if type(found) is int else None


def _names(keys: list[str]) -> dict[str, str]:
    """The regions by their keys, with the partner of a sheet; what is no region has no name here."""
    regions = {key: key.partition(" ")[0] for key in keys}  # a sheet's part names its format behind the region
    found = {region.key: region.full_name for region in session.scalars(named(list(regions.values())))}
    partners = _partners(places_named(keys))
    return {
        key: " · ".join(filter(None, (found[region], partners.get(key))))
        for key, region in regions.items()
        if region in found
    }


def _partners(places: dict[str, int]) -> dict[str, str]:
    """ "Franklin Mountains Clinic, Front desk" """
    rows = session.scalars(select(Place).where(Place.id.in_(places.values()))) if places else ()
    found = {place.id: f"{place.organization.name}, {place.name}" for place in rows}
    return {key: found[place] for key, place in places.items() if place in found}


def _remaining(job: Job, at: datetime) -> int | None:
    """Whole minutes, rounded up, at the pace so far; None while there is no pace."""
    if job.state is not JobState.running or job.started_at is None or not job.done:
        return None
    left = (at - job.started_at) / job.done * (job.total - job.done)
    return -(-left // timedelta(minutes=1))


@jobs.post("/<id:job>/cancel", allow=change_job, see=see_job)
def cancel(job: Job) -> Response:
    actions.cancel(job, now())
    session.commit()
    return redirect(url_for(".show", job=job.id), 303)


@jobs.post("/<id:job>/retry", allow=change_job, see=see_job)
def retry(job: Job) -> Response:
    actions.retry(job, now())
    session.commit()
    return redirect(url_for(".show", job=job.id), 303)
