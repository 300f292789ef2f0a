"""The start page: what waits for me, what is on hold, what waits for the other country, what expires in 30 days."""

from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import islice

from flask import redirect, render_template, url_for
from sqlalchemy import Select, not_, select
from werkzeug.wrappers import Response

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign, Track, TrackState
from campaign.campaigns.models import visible_to as campaigns_visible_to
from campaign.campaigns.words import KINDS
from campaign.clearance.keys import ZONES
from campaign.clock import now
from campaign.db import Side, Territory, session
from campaign.facts.models import Fact, FactState, FactVersion
from campaign.facts.models import waiting_for as facts_waiting_for
from campaign.flyers.stock.models import undecided
from campaign.holds import words
from campaign.holds.corrections.models import corrections
from campaign.holds.models import Hold
from campaign.holds.models import visible_to as holds_visible_to
from campaign.home.board import Kind, Turn, board_of
from campaign.home.lines import Line, age_words, lines
from campaign.home.waits import waits_of
from campaign.mail.models import InboxLine, inbox
from campaign.materials.lists import bare, open_texts, titles_only, waiting_for
from campaign.materials.models import IS_FLYER, Material, Version, VersionState, in_force_for, is_on_paper, visible_to
from campaign.paging import first_of, rows_of
from campaign.partners.models import waiting_for as joining
from campaign.people.posts import missing_posts
from campaign.permissions import clear_version, read_materials
from campaign.reviews.models import decidable
from campaign.reviews.showing import steps_for
from campaign.uploads.models import waiting_for as deliveries_waiting_for
from campaign.web import Blueprint, anyone, order, someone

home = Blueprint("home", __name__)
SOON = timedelta(days=30)
MOST, MANY = 8, 25  # rows of a short list, and of what waits for the reader
SHOWN = 3  # facts; their own page has the others
RECENT = timedelta(days=14)


@home.get("/", allow=anyone)
def index() -> Response | str:
    user = someone()
    if user is None:
        return redirect(url_for("accounts.sign_in"), 303)
    mine, theirs = order(user)
    sees_waiting = user.is_planner or user.is_reviewer or user.is_signatory
    decides_facts = user.is_signatory and user.side is not None
    decisions = _decisions(user, mine)
    urgent = corrections(decisions[:MANY]) if decisions else {}
    steps = steps_for(user, MANY + 1)
    facts, facts_count = first_of(facts_waiting_for(mine), SHOWN) if decides_facts else ([], 0)
    there, there_count = first_of(waiting_for(theirs), MOST) if sees_waiting else ([], 0)
    holds = _holds(user)
    looks = user.is_planner and user.side is not None
    delivered, delivered_count = first_of(deliveries_waiting_for(mine), SHOWN) if looks else ([], 0)
    return render_template(
        "home/index.html",
        decisions=sorted(decisions[:MANY], key=lambda version: version.id not in urgent),
        missing=missing_posts(mine) if user.is_administrator and user.side else [],
        joining=rows_of(joining(mine), MOST) if user.is_planner and user.side else [],
        corrections=urgent,
        steps=steps[:MANY],
        more_decisions=len(decisions) > MANY or len(steps) > MANY,
        owed=_owed(user) if user.is_partner and not sees_waiting else [],
        age=lambda line: age_words(line.days(now(), user.zone)),
        today=user.day(now()),
        facts=facts,
        facts_count=facts_count,
        tracks=_tracks(user),
        stock=_stock(user),
        kinds=KINDS,
        drafts=_drafts(user),
        holds=holds,
        delivered=delivered,
        delivered_count=delivered_count,
        held=words.titles(hold.subject for hold in holds),
        notices=_notices(user) if sees_waiting else [],
        theirs=theirs,
        waiting_there=there,
        there_count=there_count,
        expiring_facts=_expiring_facts(user),
        expiring=_expiring(user),
        stopped=_stopped(user),
        printable=rows_of(bare(in_force_for(user.side)), MOST) if user.side else [],
        clocks=[ZONES[side] for side in (mine, theirs)],
    )


def _decisions(user: User, mine: Side) -> list[Version]:
    """The first versions on which this signatory may decide, and one more than are shown; nobody is asked to clear the
    own text, nor before the steps that come first."""
    if not user.is_signatory or user.side is None:
        return []
    waiting = session.scalars(decidable(mine, is_yes=False), execution_options={"yield_per": MANY + 1})
    return list(islice((version for version in waiting if clear_version(user, version)), MANY + 1))


def _owed(user: User) -> list[Line]:
    """What waits for a partner, what waits longest first; the open texts have a list of their own."""
    kinds = [kind for kind in Kind if kind not in (Kind.changes, Kind.drafts)]
    return lines(board_of(waits_of(user), user, user.day(now())).rows(Turn.mine, kinds, MOST), user)


def _tracks(user: User) -> list[Track]:
    """Halves of campaigns that wait for this person: to be proposed by a planner, agreed by a signatory."""
    state = {(True, False): TrackState.draft, (False, True): TrackState.proposed}.get(
        (user.is_planner, user.is_signatory)
    )
    if state is None or user.side is None:
        return []
    return list(rows_of(_halves(campaigns_visible_to(user), user.side, state), MOST))


@lru_cache(64)
def _halves(visible: Select[Campaign], side: Side, state: TrackState) -> Select[Track]:
    seen = visible.where(Campaign.id == Track.campaign_id).order_by(None)
    query = select(Track).where(Track.side == side, Track.state == state, seen.exists())
    return query.order_by(Track.id.desc())


def _stock(user: User) -> list[Version]:
    """Replaced versions whose copies wait for a word of the own country."""
    if user.side is None or not (user.is_planner or user.is_signatory):
        return []
    return list(rows_of(_undecided(user.side, now().date()), MOST))


@lru_cache(16)
def _undecided(side: Side, on: date) -> Select[Version]:
    return undecided(side, on).order_by(Version.id.desc()).options(*titles_only())


def _holds(user: User) -> list[Hold]:
    """What stands on the own side: print staff must not print it, a signatory may let it go."""
    return list(rows_of(_standing(holds_visible_to(user), user.side), MOST))


@lru_cache(64)
def _standing(visible: Select[Hold], side: Side | None) -> Select[Hold]:
    return visible.where(Hold.lifted_at.is_(None), Hold.country == side)


def _notices(user: User) -> list[InboxLine]:
    """What this person was told lately, newest first."""
    return list(session.scalars(inbox(user).where(InboxLine.written_at >= now() - RECENT).limit(MOST)))


def _drafts(user: User) -> list[Material]:
    """Texts of the own side that are open, those that were sent back first; of a partner those of its organization:
    that something cleared is being rewritten elsewhere is not its business (law 7)."""
    if user.side is None or not (user.is_planner or user.is_partner):
        return []
    if user.is_planner:
        return list(rows_of(open_texts(visible_to(user), user.side), MOST))
    return list(rows_of(_own_texts(visible_to(user), user.side, user.organization_id), MOST))


@lru_cache(64)
def _own_texts(visible: Select[Material], side: Side, organization_id: int) -> Select[Material]:
    return open_texts(visible, side).where(Material.organization_id == organization_id)


def _expiring_facts(user: User) -> list[FactVersion]:
    if user.side is None or user.is_administrator or user.is_partner:
        return []
    return list(rows_of(_facts_until(user.side, now().date() + SOON), MOST))


@lru_cache(16)
def _facts_until(side: Side, until: date) -> Select[FactVersion]:
    is_near = Fact.territory.in_((Territory(side.value), Territory.BOTH))
    soon = (FactVersion.state == FactState.in_force) & (FactVersion.review_by <= until)
    query = select(FactVersion).join(FactVersion.fact).where(soon, is_near)
    return query.order_by(FactVersion.review_by, FactVersion.id)


def _stopped(user: User) -> list[Version]:
    """What left force on the own side and has no successor there yet: a key was taken back, or a fact changed."""
    if user.side is None or not (user.is_planner or user.is_reviewer or user.is_signatory or user.is_printer):
        return []
    return list(rows_of(_out_of_force(user.side, read_materials(user)), MOST))


@cache
def _out_of_force(side: Side, is_every: bool) -> Select[Version]:
    is_out = Version.state == VersionState.withdrawn, Version.in_force_at.is_not(None), not_(is_on_paper(side))
    query = _of_these(is_every, select(Version).join(Version.material)).where(*is_out)
    return query.order_by(Version.material_id.desc(), Version.n.desc()).options(*titles_only())


def _of_these(is_every: bool, query: Select[Version]) -> Select[Version]:
    """Print staff work with flyers only."""
    return query if is_every else query.where(IS_FLYER)


def _expiring(user: User) -> list[Version]:
    if user.side is None or user.is_administrator:
        return []
    return list(rows_of(_texts_until(user.side, now().date() + SOON, read_materials(user)), MOST))


@lru_cache(16)
def _texts_until(side: Side, until: date, is_every: bool) -> Select[Version]:
    is_here = Material.in_force_us if side is Side.US else Material.in_force_mx
    soon = (Version.state == VersionState.in_force) & (Version.review_by <= until)
    query = _of_these(is_every, select(Version).join(Version.material)).where(soon, is_here)
    return query.order_by(Version.review_by, Version.id).options(*titles_only())
