"""Pages of campaigns: the list, the hub with its tracks, the common half, the regions, and each side's steps."""

from collections.abc import Iterable, Sequence

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, lazyload
from werkzeug.wrappers import Response

from campaign.accounts.models import User
from campaign.campaigns import actions, hub, moves, picking, words
from campaign.campaigns.blueprint import campaigns
from campaign.campaigns.forms import BriefForm, NewCampaign, ReasonForm, RegionsForm, TrackForm
from campaign.campaigns.models import (
    Campaign,
    CampaignKind,
    Track,
    TrackState,
    Verb,
    count_by_kind,
    count_by_state,
    count_regions,
    halves_of,
    region_keys,
    regions_of,
    titled,
    tracks_of,
    visible_to,
)
from campaign.campaigns.since import since_last_word
from campaign.campaigns.tasks.models import IS_OPEN, Task, of_campaign
from campaign.campaigns.tasks.models import visible_to as tasks_visible_to
from campaign.clock import now
from campaign.db import session
from campaign.errors import Overtaken, Refused
from campaign.facts.models import Fact, FactVersion
from campaign.forms import EditForm, clean
from campaign.i18n import _
from campaign.materials.models import (
    Material,
    Version,
    VersionFact,
    newest_versions,
)
from campaign.materials.models import visible_to as materials_visible_to
from campaign.paging import COUNTED, figures, paged
from campaign.partners.models import Organization, directory
from campaign.permissions import (
    create_campaign,
    decide_track,
    edit_campaign,
    read_campaigns,
    read_facts,
    read_tasks,
    see_campaign,
    see_track,
    see_version,
    share_campaign,
)
from campaign.permissions import edit_track as may_edit_track
from campaign.regions import map as maps
from campaign.regions.models import Level, states
from campaign.web import me, order

MOST_TASKS = 5  # on the page of the campaign


@campaigns.get("/", allow=read_campaigns)
def index() -> str:
    typed = clean(request.args.get("q"))
    wanted = [state for state in TrackState if state.value in request.args.getlist("state")]
    kinds = [kind for kind in CampaignKind if kind.value in request.args.getlist("kind")]
    found = titled(visible_to(me()), typed)
    of_kind = found.where(Campaign.kind.in_(kinds)) if kinds else found
    in_state = found.where(Campaign.state.in_(wanted)) if wanted else found
    by_state = figures(session.execute(count_by_state(of_kind, COUNTED + 1)).all(), TrackState)
    by_kind = figures(session.execute(count_by_kind(in_state, COUNTED + 1)).all(), CampaignKind)
    page = paged(of_kind.where(Campaign.state.in_(wanted)) if wanted else of_kind, 25)
    ids = [campaign.id for campaign in page.items]
    return render_template(
        "campaigns/index.html",
        page=page,
        typed=typed,
        wanted=wanted,
        kinds=kinds,
        by_state=[(state, by_state.get(state, 0)) for state in TrackState if state in by_state or state in wanted],
        by_kind=[(kind, by_kind.get(kind, 0)) for kind in CampaignKind if kind in by_kind or kind in kinds],
        tracks=_tracks_by_campaign(ids),
        regions={id: sum(levels.values()) for id, levels in _levels_by_campaign(ids).items()},
        steps=hub.steps,
        words=words,
    )


def _tracks_by_campaign(ids: list[int]) -> dict[int, list[Track]]:
    """Both tracks of each campaign, the reader's side first."""
    sides = order(me())
    found: dict[int, list[Track]] = {id: [] for id in ids}
    for track in sorted(session.scalars(halves_of(ids)), key=lambda track: sides.index(track.side)):
        found[track.campaign_id].append(track)
    return found


def _levels_by_campaign(ids: list[int]) -> dict[int, dict[Level, int]]:
    found: dict[int, dict[Level, int]] = {id: {} for id in ids}
    for id, level, count in session.execute(count_regions(ids)):
        found[id][level] = count
    return found


@campaigns.form("/new", allow=create_campaign)
def new() -> Response | str | tuple[str, int]:
    form = NewCampaign()
    if form.validate_on_submit():
        campaign = actions.create(form.brief, CampaignKind(form.kind.data), me(), now())
        session.commit()
        return redirect(url_for(".show", campaign=campaign.id), 303)
    return render_template("campaigns/new.html", form=form, words=words), form.status


@campaigns.get("/<id:campaign>", allow=see_campaign, see=see_campaign)
def show(campaign: Campaign) -> str:
    return _hub(campaign)


def _hub(campaign: Campaign, refusal: str = "") -> str:
    """The page of one campaign; `refusal` says why a button just pressed did nothing."""
    tracks = session.scalars(tracks_of(campaign.id)).all()
    sides = [side for side in order(me()) if any(track.side is side for track in tracks)]
    targets = list(session.scalars(regions_of(campaign.id)))
    levels = [region.level for region in targets]
    flyers = session.scalars(materials_visible_to(me()).where(Material.campaign_id == campaign.id)).all()
    newest = _newest_seen(flyers)
    return render_template(
        "campaigns/show.html",
        campaign=campaign,
        refusal=refusal,
        since=since_last_word(campaign, tracks, me().side),
        halves=hub.halves(campaign, tracks, sides, me(), now()),
        closed=moves.closed_because(tracks, me().side),
        regions_closed=moves.closed_because(moves.deciding(campaign, tracks, set(sides[:1])), me().side),
        readiness=hub.readiness_of(campaign, tracks, sides, [region.key for region in targets], me()),
        places=hub.places(targets, sides),
        drawn=picking.target_map(targets) if targets else None,
        amounts=hub.amounts({level: levels.count(level) for level in levels}, order(me())),
        tracks={track.side: track for track in tracks},
        flyers=flyers,
        newest=newest,
        evidence=session.scalars(_quoted(newest.values())).unique().all() if read_facts(me()) else [],
        tasks=session.scalars(_next_tasks(campaign)).all() if read_tasks(me()) else [],
        today=me().day(now()),
        words=words,
    )


def _next_tasks(campaign: Campaign) -> Select[Task]:
    """The open ones that are due next, as far as the reader sees them, with whoever answers for them."""
    query = of_campaign(tasks_visible_to(me()), campaign.id).where(IS_OPEN).limit(MOST_TASKS)
    return query.options(joinedload(Task.owner).lazyload(User.organization), lazyload(Task.campaign))


def _newest_seen(flyers: Sequence[Material]) -> dict[int, Version]:
    found = session.scalars(newest_versions([material.id for material in flyers]))
    return {version.material_id: version for version in found if see_version(me(), version)}


def _quoted(versions: Iterable[Version]) -> Select[FactVersion]:
    """The facts, each in the wording that these versions pin."""
    pinned = select(VersionFact.fact_version_id).where(VersionFact.version_id.in_([one.id for one in versions]))
    return select(FactVersion).join(FactVersion.fact).where(FactVersion.id.in_(pinned)).order_by(Fact.rank, Fact.key)


@campaigns.form("/<id:campaign>/edit", allow=edit_campaign, see=see_campaign)
def edit(campaign: Campaign) -> Response | str | tuple[str, int]:
    form = BriefForm.over(campaign)
    if form.validate_on_submit() and form.carried_out(
        lambda: actions.edit(campaign, form.brief, form.opened, me(), now())
    ):
        flash(_("The common text is saved."), "good")
        return redirect(url_for(".show", campaign=campaign.id), 303)
    page = render_template(
        "campaigns/edit.html",
        campaign=campaign,
        form=form,
        closed=moves.closed_because(session.scalars(tracks_of(campaign.id)).all(), me().side),
        moved=_moved(campaign),
        words=words,
    )
    return page, form.status


@campaigns.post("/<id:campaign>/share", allow=share_campaign, see=see_campaign)
def share(campaign: Campaign) -> Response:
    actions.share(campaign, now())
    session.commit()
    flash(str(words.SHARED[campaign.side]), "good")
    return redirect(url_for(".show", campaign=campaign.id), 303)


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
                actions.set_regions(campaign, chosen, form.opened, me(), now())

        if form.carried_out(take) and pressed == "save":
            flash(_("The target regions are saved."), "good")
            return redirect(url_for(".show", campaign=campaign.id, _anchor="regions"), 303)
    return _picker(campaign, form, chosen, saved), form.status


def _picker(campaign: Campaign, form: RegionsForm, chosen: set[str], saved: set[str]) -> str:
    sides = order(me())
    tracks = session.scalars(tracks_of(campaign.id)).all()
    zoom = picking.zoom_of(request.form.get("do", ""), request.form.get("zoom", ""))
    form.state.choices = [("", _("All ten")), *((one.key, one.name) for one in session.scalars(states()))]
    form.people.choices = [("", _("Any number")), *((key, str(words_)) for key, words_ in maps.SIZE_WORDS.items())]
    closed = picking.closed_sides(campaign, tracks, sides, me().side)
    return render_template(
        "campaigns/regions.html",
        campaign=campaign,
        form=form,
        picked=picking.show(form, chosen, saved, sides, closed, zoom),
        moved=_moved(campaign),
        closed=moves.closed_because(moves.deciding(campaign, tracks, set(sides[:1])), me().side),
        sides=sides,
    )


@campaigns.form("/tracks/<id:track>/edit", allow=may_edit_track, see=see_track)
def edit_track(track: Track) -> Response | str | tuple[str, int]:
    form = TrackForm.over(track, session.scalars(directory().where(Organization.country == track.side)))
    lead, budget = form.lead.data or None, form.budget.data
    if form.validate_on_submit() and form.carried_out(
        lambda: actions.edit_track(track, lead, form.starts_on.data, form.ends_on.data, budget, form.opened, now())
    ):
        flash(_("The track is saved."), "good")
        return redirect(url_for(".show", campaign=track.campaign_id), 303)
    page = render_template("campaigns/edit_track.html", form=form, track=track, words=words)
    return page, form.status


@campaigns.post("/tracks/<id:track>/propose", allow=may_edit_track, see=see_track)
def propose(track: Track) -> Response | tuple[str, int]:
    return _step(track, Verb.propose)


@campaigns.post("/tracks/<id:track>/take-back", allow=may_edit_track, see=see_track)
def take_back(track: Track) -> Response | tuple[str, int]:
    return _step(track, Verb.take_back)


@campaigns.post("/tracks/<id:track>/agree", allow=decide_track, see=see_track)
def agree(track: Track) -> Response | tuple[str, int]:
    return _step(track, Verb.agree, EditForm().opened)


@campaigns.post("/tracks/<id:track>/schedule", allow=may_edit_track, see=see_track)
def schedule(track: Track) -> Response | tuple[str, int]:
    return _step(track, Verb.schedule)


@campaigns.form("/tracks/<id:track>/pause", allow=decide_track, see=see_track)
def pause(track: Track) -> Response | tuple[str, int]:
    return _stop(track, Verb.pause)


@campaigns.post("/tracks/<id:track>/resume", allow=decide_track, see=see_track)
def resume(track: Track) -> Response | tuple[str, int]:
    return _step(track, Verb.resume)


@campaigns.post("/tracks/<id:track>/close", allow=may_edit_track, see=see_track)
def close(track: Track) -> Response | tuple[str, int]:
    return _step(track, Verb.close)


@campaigns.post("/tracks/<id:track>/evaluate", allow=may_edit_track, see=see_track)
def evaluate(track: Track) -> Response | tuple[str, int]:
    return _step(track, Verb.evaluate)


@campaigns.form("/tracks/<id:track>/cancel", allow=decide_track, see=see_track)
def cancel(track: Track) -> Response | tuple[str, int]:
    return _stop(track, Verb.cancel)


def _step(track: Track, verb: Verb, opened: int | None = None) -> Response | tuple[str, int]:
    """Take the step and go back to the hub; when it is refused, the hub says why."""
    try:
        moves.make(track, verb, me(), now(), opened=opened)
    except Refused as refused:
        session.rollback()
        return _hub(track.campaign, refused.message), 409 if isinstance(refused, Overtaken) else 422
    session.commit()
    return _done(track, verb)


def _stop(track: Track, verb: Verb) -> Response | tuple[str, int]:
    """The small page that asks for the reason, then the step."""
    form = ReasonForm()
    if form.validate_on_submit() and form.carried_out(
        lambda: moves.make(track, verb, me(), now(), form.reason.data or "")
    ):
        return _done(track, verb)
    page = render_template(f"campaigns/{verb.value}.html", form=form, track=track, verb=verb, words=words)
    return page, form.status


def _done(track: Track, verb: Verb) -> Response:
    """Back to the hub, which says what was done, and whether the other country was told."""
    is_told = track.campaign.is_shared or verb not in words.DONE_AT_HOME
    said = (words.DONE if is_told else words.DONE_AT_HOME)[verb][track.side]
    flash(str(said), "good")
    return redirect(url_for(".show", campaign=track.campaign_id), 303)
