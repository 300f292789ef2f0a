"""The start page: what waits for me, what is on hold, what waits for the other country, what expires in 30 days."""

from datetime import timedelta

from flask import redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign, Track, TrackState
from campaign.campaigns.models import visible_to as campaigns_visible_to
from campaign.campaigns.words import KINDS
from campaign.clearance.keys import ZONES
from campaign.clock import now
from campaign.db import Side, session
from campaign.facts.models import FactState, FactVersion
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
    on_paper_in,
    visible_to,
    waiting_for,
)
from campaign.permissions import clear_version
from campaign.web import Blueprint, anyone, order, someone

home = Blueprint("home", __name__)
SOON = timedelta(days=30)
MOST = 8
RECENT = timedelta(days=14)


@home.get("/", allow=anyone)
def index() -> Response | str:
    user = someone()
    if user is None:
        return redirect(url_for("accounts.sign_in"), 303)
    mine, theirs = order(user)
    sees_waiting = user.is_planner or user.is_reviewer or user.is_signatory
    holds = _holds(user)
    return render_template(
        "home/index.html",
        decisions=_decisions(user, mine),
        facts=session.scalars(facts_waiting_for(mine)).all() if user.is_signatory and user.side else [],
        tracks=_tracks(user),
        kinds=KINDS,
        drafts=_drafts(user),
        holds=holds,
        held=words.titles(hold.subject for hold in holds),
        notices=_notices(user) if sees_waiting else [],
        theirs=theirs,
        waiting_there=session.scalars(waiting_for(theirs)).all() if sees_waiting else [],
        expiring_facts=_expiring_facts(user),
        expiring=_expiring(user),
        stopped=_stopped(user),
        printable=session.scalars(in_force_for(user.side).limit(MOST)).all() if user.side else [],
        clocks=[ZONES[side] for side in (mine, theirs)],
    )


def _decisions(user: User, mine: Side) -> list[Version]:
    """Versions on which this signatory may decide; nobody is asked to clear the own text."""
    if not user.is_signatory or user.side is None:
        return []
    return [version for version in session.scalars(waiting_for(mine)) if clear_version(user, version)]


def _tracks(user: User) -> list[Track]:
    """Halves of campaigns that wait for this person: to be proposed by a planner, agreed by a signatory."""
    state = {(True, False): TrackState.draft, (False, True): TrackState.proposed}.get(
        (user.is_planner, user.is_signatory)
    )
    if state is None or user.side is None:
        return []
    seen = campaigns_visible_to(user).with_only_columns(Campaign.id).order_by(None)
    query = select(Track).where(Track.side == user.side, Track.state == state, Track.campaign_id.in_(seen))
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
    query = visible_to(user).where(Material.has_draft, Material.side == user.side)
    return list(session.scalars(query.order_by(None).order_by(Material.notice == "", Material.id.desc()).limit(MOST)))


def _expiring_facts(user: User) -> list[FactVersion]:
    if user.side is None or user.is_administrator or user.is_partner:
        return []
    until = now().date() + SOON
    query = select(FactVersion).where(FactVersion.state == FactState.in_force, FactVersion.review_by <= until)
    return [version for version in session.scalars(query) if version.fact.territory.covers(user.side)][:MOST]


def _stopped(user: User) -> list[Version]:
    """What left force on the own side and has no successor there yet: a key was taken back, or a fact changed."""
    if user.side is None or not (user.is_planner or user.is_reviewer or user.is_signatory or user.is_printer):
        return []
    is_used = on_paper_in(user.side).with_only_columns(Material.id).order_by(None)
    query = (
        select(Version)
        .join(Version.material)
        .where(Version.state == VersionState.withdrawn, Version.in_force_at.is_not(None), Material.id.not_in(is_used))
        .order_by(Version.id.desc())
    )
    return list(session.scalars(query.limit(MOST)))


def _expiring(user: User) -> list[Version]:
    if user.side is None or user.is_administrator:
        return []
    until = now().date() + SOON
    query = select(Version).where(Version.state == VersionState.in_force, Version.review_by <= until)
    return [version for version in session.scalars(query) if version.material.is_in_force(user.side)][:MOST]
