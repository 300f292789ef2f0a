"""The start page: what waits for me, what is on hold, what waits for the other country, what expires in 30 days."""

from datetime import timedelta
from itertools import islice

from flask import redirect, render_template, url_for
from sqlalchemy import not_, select
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
from campaign.holds import words
from campaign.holds.models import Hold
from campaign.holds.models import visible_to as holds_visible_to
from campaign.mail.models import Notice, notices_to
from campaign.materials.models import (
    Material,
    Version,
    VersionState,
    in_force_for,
    is_on_paper,
    open_texts,
    visible_to,
    waiting_for,
)
from campaign.paging import first_of
from campaign.partners.models import waiting_for as joining
from campaign.people.posts import missing_posts
from campaign.permissions import clear_version
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
    facts, facts_count = first_of(facts_waiting_for(mine), SHOWN) if decides_facts else ([], 0)
    there, there_count = first_of(waiting_for(theirs), MOST) if sees_waiting else ([], 0)
    holds = _holds(user)
    looks = user.is_planner and user.side is not None
    delivered, delivered_count = first_of(deliveries_waiting_for(mine), SHOWN) if looks else ([], 0)
    return render_template(
        "home/index.html",
        decisions=decisions[:MANY],
        missing=missing_posts(mine) if user.is_administrator and user.side else [],
        joining=session.scalars(joining(mine).limit(MOST)).all() if user.is_planner and user.side else [],
        more_decisions=len(decisions) > MANY,
        facts=facts,
        facts_count=facts_count,
        tracks=_tracks(user),
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
        printable=session.scalars(in_force_for(user.side).limit(MOST)).all() if user.side else [],
        clocks=[ZONES[side] for side in (mine, theirs)],
    )


def _decisions(user: User, mine: Side) -> list[Version]:
    """The first versions on which this signatory may decide, and one more than are shown; nobody is asked to clear the
    own text."""
    if not user.is_signatory or user.side is None:
        return []
    waiting = session.scalars(waiting_for(mine).execution_options(yield_per=2 * MANY))
    return list(islice((version for version in waiting if clear_version(user, version)), MANY + 1))


def _tracks(user: User) -> list[Track]:
    """Halves of campaigns that wait for this person: to be proposed by a planner, agreed by a signatory."""
    state = {(True, False): TrackState.draft, (False, True): TrackState.proposed}.get(
        (user.is_planner, user.is_signatory)
    )
    if state is None or user.side is None:
        return []
    seen = campaigns_visible_to(user).where(Campaign.id == Track.campaign_id).order_by(None)
    query = select(Track).where(Track.side == user.side, Track.state == state, seen.exists())
    return list(session.scalars(query.order_by(Track.id.desc()).limit(MOST)))


def _holds(user: User) -> list[Hold]:
    """What stands on the own side: print staff must not print it, a signatory may let it go."""
    stands = Hold.lifted_at.is_(None), Hold.country == user.side
    return list(session.scalars(holds_visible_to(user).where(*stands).limit(MOST)))


def _notices(user: User) -> list[Notice]:
    """What this side was told lately, newest first."""
    if user.side is None:
        return []
    return list(session.scalars(notices_to(user.side, now() - RECENT).limit(MOST)))


def _drafts(user: User) -> list[Material]:
    """Texts of the own side that are open, those that were sent back first."""
    if user.side is None or not (user.is_planner or user.is_partner):
        return []
    return list(session.scalars(open_texts(visible_to(user), user.side).limit(MOST)))


def _expiring_facts(user: User) -> list[FactVersion]:
    if user.side is None or user.is_administrator or user.is_partner:
        return []
    until = now().date() + SOON
    is_near = Fact.territory.in_((Territory(user.side.value), Territory.BOTH))
    soon = (FactVersion.state == FactState.in_force) & (FactVersion.review_by <= until)
    query = select(FactVersion).join(FactVersion.fact).where(soon, is_near)
    return list(session.scalars(query.order_by(FactVersion.review_by, FactVersion.id).limit(MOST)))


def _stopped(user: User) -> list[Version]:
    """What left force on the own side and has no successor there yet: a key was taken back, or a fact changed."""
    if user.side is None or not (user.is_planner or user.is_reviewer or user.is_signatory or user.is_printer):
        return []
    is_out = Version.state == VersionState.withdrawn, Version.in_force_at.is_not(None), not_(is_on_paper(user.side))
    query = select(Version).join(Version.material).where(*is_out).order_by(Version.material_id.desc(), Version.n.desc())
    return list(session.scalars(query.limit(MOST)))


def _expiring(user: User) -> list[Version]:
    if user.side is None or user.is_administrator:
        return []
    until = now().date() + SOON
    is_here = Material.in_force_us if user.side is Side.US else Material.in_force_mx
    soon = (Version.state == VersionState.in_force) & (Version.review_by <= until)
    query = select(Version).join(Version.material).where(soon, is_here)
    return list(session.scalars(query.order_by(Version.review_by, Version.id).limit(MOST)))
