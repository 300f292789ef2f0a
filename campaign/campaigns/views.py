"""Pages of campaigns: the list, the hub with both tracks, the common half, the regions, and each side's yes."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from campaign.campaigns import actions, hub, picking, words
from campaign.campaigns.forms import BriefForm, RegionsForm, TrackForm
from campaign.campaigns.models import (
    Campaign,
    Track,
    TrackState,
    count_by_state,
    count_regions,
    region_keys,
    regions_of,
    titled,
    tracks_of,
    visible_to,
)
from campaign.clock import now
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.forms import EditForm, clean
from campaign.i18n import _
from campaign.materials.models import Material, Version, newest_versions
from campaign.materials.models import visible_to as materials_visible_to
from campaign.partners.models import Organization
from campaign.permissions import (
    agree_track,
    create_campaign,
    edit_campaign,
    read_campaigns,
    see_campaign,
    see_track,
    see_version,
)
from campaign.permissions import edit_track as may_edit_track
from campaign.regions.models import Level, states
from campaign.web import Blueprint, me, order, paged

campaigns = Blueprint("campaigns", __name__, url_prefix="/campaigns")


@campaigns.get("/", allow=read_campaigns)
def index() -> str:
    typed = clean(request.args.get("q"))
    wanted = [state for state in TrackState if state.value in request.args.getlist("state")]
    found = titled(visible_to(me()), typed)
    counts = dict(session.execute(count_by_state(found)).all())
    page = paged(found.where(Campaign.state.in_(wanted)) if wanted else found, 25)
    ids = [campaign.id for campaign in page.items]
    return render_template(
        "campaigns/index.html",
        page=page,
        typed=typed,
        wanted=wanted,
        states=[(state, counts.get(state, 0)) for state in TrackState if state in counts or state in wanted],
        tracks=_tracks_by_campaign(ids),
        regions={id: sum(levels.values()) for id, levels in _levels_by_campaign(ids).items()},
        words=words,
    )


def _tracks_by_campaign(ids: list[int]) -> dict[int, list[Track]]:
    """Both tracks of each campaign, the reader's side first."""
    sides = order(me())
    found: dict[int, list[Track]] = {id: [] for id in ids}
    for track in sorted(session.scalars(tracks_of(*ids)), key=lambda track: sides.index(track.side)):
        found[track.campaign_id].append(track)
    return found


def _levels_by_campaign(ids: list[int]) -> dict[int, dict[Level, int]]:
    found: dict[int, dict[Level, int]] = {id: {} for id in ids}
    for id, level, count in session.execute(count_regions(ids)):
        found[id][level] = count
    return found


@campaigns.form("/new", allow=create_campaign)
def new() -> Response | str | tuple[str, int]:
    form = BriefForm()
    if form.validate_on_submit():
        campaign = actions.create(form.brief, me(), now())
        session.commit()
        return redirect(url_for(".show", campaign=campaign.id), 303)
    return render_template("campaigns/new.html", form=form), form.status


@campaigns.get("/<id:campaign>", allow=see_campaign, see=see_campaign)
def show(campaign: Campaign) -> str:
    return _hub(campaign)


def _hub(campaign: Campaign, refusal: str = "") -> str:
    """The page of one campaign; `refusal` says why a button just pressed did nothing."""
    sides = order(me())
    tracks = session.scalars(tracks_of(campaign.id)).all()
    targets = list(session.scalars(regions_of(campaign.id)))
    levels = [region.level for region in targets]
    flyers = session.scalars(materials_visible_to(me()).where(Material.campaign_id == campaign.id)).all()
    return render_template(
        "campaigns/show.html",
        campaign=campaign,
        refusal=refusal,
        halves=hub.halves(campaign, tracks, sides, me()),
        checks=hub.checks(campaign, tracks, sides, [region.key for region in targets]),
        places=hub.places(targets, sides),
        amounts=hub.amounts({level: levels.count(level) for level in levels}, sides),
        tracks={track.side: track for track in tracks},
        flyers=flyers,
        newest=_newest_seen(flyers),
        words=words,
    )


def _newest_seen(flyers: Sequence[Material]) -> dict[int, Version]:
    found = session.scalars(newest_versions([material.id for material in flyers]))
    return {version.material_id: version for version in found if see_version(me(), version)}


@campaigns.form("/<id:campaign>/edit", allow=edit_campaign, see=see_campaign)
def edit(campaign: Campaign) -> Response | str | tuple[str, int]:
    form = BriefForm.over(campaign)
    if form.validate_on_submit():
        actions.edit(campaign, form.brief, form.opened)
        session.commit()
        flash(_("The common text is saved."), "good")
        return redirect(url_for(".show", campaign=campaign.id), 303)
    page = render_template("campaigns/edit.html", campaign=campaign, form=form, moved=_moved(campaign), words=words)
    return page, form.status


def _moved(campaign: Campaign) -> list[Track]:
    """The tracks that a change of the common half would open again."""
    moved = (TrackState.proposed, TrackState.agreed)
    return [track for track in session.scalars(tracks_of(campaign.id)) if track.state in moved]


@campaigns.form("/<id:campaign>/regions", allow=edit_campaign, see=see_campaign)
def regions(campaign: Campaign) -> Response | str | tuple[str, int]:
    form = RegionsForm(version=str(campaign.row_version))
    saved = set(session.scalars(region_keys(campaign.id)))
    chosen = saved
    if form.validate_on_submit():
        pressed = request.form.get("do", "save")

        def take() -> None:
            nonlocal chosen
            chosen = picking.take(form, pressed)
            if pressed == "save":
                actions.set_regions(campaign, chosen, form.opened)

        if form.carried_out(take) and pressed == "save":
            flash(_("The target regions are saved."), "good")
            return redirect(url_for(".show", campaign=campaign.id, _anchor="regions"), 303)
    return _picker(campaign, form, chosen, saved), form.status


def _picker(campaign: Campaign, form: RegionsForm, chosen: set[str], saved: set[str]) -> str:
    sides = order(me())
    form.state.choices = [("", _("All ten")), *((one.key, one.name) for one in session.scalars(states()))]
    return render_template(
        "campaigns/regions.html",
        campaign=campaign,
        form=form,
        picked=picking.show(form, chosen, saved, sides),
        moved=_moved(campaign),
        sides=sides,
    )


@campaigns.form("/tracks/<id:track>/edit", allow=may_edit_track, see=see_track)
def edit_track(track: Track) -> Response | str | tuple[str, int]:
    organizations = select(Organization).where(Organization.country == track.side)
    form = TrackForm.over(track, session.scalars(organizations))
    lead, budget = form.lead.data or None, form.budget.data
    if form.validate_on_submit() and form.carried_out(
        lambda: actions.edit_track(track, lead, form.starts_on.data, form.ends_on.data, budget, form.opened)
    ):
        flash(_("The track is saved."), "good")
        return redirect(url_for(".show", campaign=track.campaign_id), 303)
    page = render_template("campaigns/edit_track.html", form=form, track=track, words=words)
    return page, form.status


@campaigns.post("/tracks/<id:track>/propose", allow=may_edit_track, see=see_track)
def propose(track: Track) -> Response | tuple[str, int]:
    return _step(track, lambda: actions.propose(track), words.PROPOSED)


@campaigns.post("/tracks/<id:track>/take-back", allow=may_edit_track, see=see_track)
def take_back(track: Track) -> Response | tuple[str, int]:
    return _step(track, lambda: actions.take_back(track), words.TAKEN_BACK)


@campaigns.post("/tracks/<id:track>/agree", allow=agree_track, see=see_track)
def agree(track: Track) -> Response | tuple[str, int]:
    opened = EditForm().opened
    return _step(track, lambda: actions.agree(track, me(), now(), opened), words.AGREED)


def _step(track: Track, step: Callable[[], None], done: dict[Side, Any]) -> Response | tuple[str, int]:
    """Take the step and go back to the hub; when it is refused, the hub says why."""
    try:
        step()
    except Refused as refused:
        session.rollback()
        return _hub(track.campaign, refused.message), 422
    session.commit()
    flash(str(done[track.side]), "good")
    return redirect(url_for(".show", campaign=track.campaign_id), 303)
