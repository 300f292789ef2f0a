"""The list of what a side's track needs before its launch: each line in words, its grade, and the way to its remedy.

It lists and decides nothing; the launch asks it again behind its lock.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from campaign.accounts.models import User
from campaign.campaigns import moves
from campaign.campaigns.models import Campaign, Track, TrackState, Verb
from campaign.db import Side
from campaign.i18n import _, _n
from campaign.permissions import edit_track, read_materials
from campaign.schedule.launch import standing
from campaign.schedule.launch.standing import Activities

BEFORE = (TrackState.draft, TrackState.proposed, TrackState.agreed, TrackState.scheduled)


class Grade(enum.Enum):
    """What is red refuses the launch; a hint never does."""

    ok = "ok"
    red = "red"
    hint = "hint"


@dataclass(frozen=True)
class Line:
    """One thing of one side; `to` is where it is mended, None where not by this reader."""

    key: str
    side: Side
    grade: Grade
    words: str
    to: tuple[str, dict[str, Any]] | None = None
    label: str = ""

    @property
    def way(self) -> str:
        """The address of the remedy; asked by pages only, the launch itself needs none."""
        return url_for(self.to[0], **self.to[1]) if self.to else ""

    @property
    def is_red(self) -> bool:
        return self.grade is Grade.red


def of_tracks(tracks: Sequence[Track], wanted: Sequence[Track], reader: User, at: datetime) -> list[Line]:
    """Of the wanted ones of a campaign's tracks, in their order; the same questions for either side."""
    if not wanted:
        return []
    campaign = wanted[0].campaign
    held, planned = standing.held_materials(campaign.id), standing.activities(campaign.id, at)
    blacked, in_force = standing.blacked_out(campaign.id, at), standing.with_material(campaign.id, at)
    late = standing.late_tasks(campaign.id, reader, at)
    found = []
    for track in wanted:
        side, is_ours = track.side, edit_track(reader, track)
        found += [
            *_of_track(track, tracks, at, is_ours),
            _of_material(track, side in in_force, reader),
            _of_holds(side, held[side], reader),
            _of_activity(campaign, side, planned[side], is_ours),
            _of_release(campaign, side, planned[side], is_ours),
            _of_blackouts(side, blacked[side], is_ours),
            *_hints(campaign, side, planned[side].unreleased, late[side], is_ours),
        ]
    return found


def _graded(is_ready: bool) -> Grade:
    return Grade.ok if is_ready else Grade.red


def _of_track(track: Track, tracks: Sequence[Track], at: datetime, is_ours: bool) -> list[Line]:
    has_dates = track.starts_on is not None and track.ends_on is not None
    if not has_dates:
        is_open = is_ours and track.state in (TrackState.draft, TrackState.proposed)
        field = "ends_on" if track.starts_on else "starts_on"
        way = ("campaigns.edit_track", {"track": track.id, "_anchor": field}) if is_open else None
        return [Line("track", track.side, Grade.red, _("Its start or end date is missing"), way, _("Fill in"))]
    is_ready = track.state not in BEFORE or track.state is TrackState.scheduled
    words = {
        TrackState.agreed: _("Agreed, but not scheduled yet"),
        TrackState.scheduled: _("Agreed and scheduled, with both dates"),
    }
    way = ("campaigns.show", {"campaign": track.campaign_id, "_anchor": f"track-{track.side.value}"})
    found = words.get(track.state, _("Not agreed yet"))
    waits = moves.obstacle(track, Verb.start, tracks, at)
    return [
        Line("track", track.side, _graded(is_ready), found, None if is_ready else way, _("See the track")),
        Line("start", track.side, _graded(not waits), waits or _("Its start date has come")),
    ]


def _of_material(track: Track, is_there: bool, reader: User) -> Line:
    words = _("A material of the campaign is in force there")
    if is_there:
        return Line("material", track.side, Grade.ok, words)
    way = ("campaigns.show", {"campaign": track.campaign_id, "_anchor": "flyers"}) if read_materials(reader) else None
    words = _("No material of the campaign is in force there")
    return Line("material", track.side, Grade.red, words, way, _("See the materials"))


def _of_holds(side: Side, held: list[int], reader: User) -> Line:
    if not held:
        return Line("hold", side, Grade.ok, _("No material of the campaign is on hold there"))
    is_ours = reader.side is side and read_materials(reader)
    words = _n(
        "One material of the campaign is on hold there",
        "%(num)d materials of the campaign are on hold there",
        len(held),
    )
    way = ("materials.show", {"material": held[0]}) if is_ours else None
    return Line("hold", side, Grade.red, words, way, _("See the hold"))


def _of_activity(campaign: Campaign, side: Side, planned: Activities, is_ours: bool) -> Line:
    if planned.confirmed:
        return Line("activity", side, Grade.ok, _("An activity is confirmed and still to come"))
    if planned.ahead:
        words, label = _("No activity that is still to come is confirmed"), _("See what is planned")
        way = ("schedule.index", {"view": "agenda", "campaign": campaign.id})
    else:
        words, label = _("No activity is planned that is still to come"), _("Plan one")
        way = ("schedule.new", {"campaign": campaign.id})
    return Line("activity", side, Grade.red, words, way if is_ours else None, label)


def _of_release(campaign: Campaign, side: Side, planned: Activities, is_ours: bool) -> Line:
    if planned.released:
        return Line("release", side, Grade.ok, _("Its schedule is released"))
    way = ("schedule.release", {"campaign": campaign.id}) if is_ours else None
    return Line("release", side, Grade.red, _("Nothing of its schedule is released"), way, _("Release it"))


def _of_blackouts(side: Side, touched: list[int], is_ours: bool) -> Line:
    if not touched:
        return Line("blackout", side, Grade.ok, _("No activity touches an electoral blackout without an exception"))
    words = _n(
        "One activity touches an electoral blackout and has no exception",
        "%(num)d activities touch an electoral blackout and have no exception",
        len(touched),
    )
    way = ("schedule.exception", {"activity": touched[0]}) if is_ours else None
    return Line("blackout", side, Grade.red, words, way, _("Write the exception"))


def _hints(campaign: Campaign, side: Side, unreleased: int, late: int, is_ours: bool) -> list[Line]:
    found = []
    if unreleased:
        words = _n(
            "One confirmed activity is in no release yet",
            "%(num)d confirmed activities are in no release yet",
            unreleased,
        )
        way = ("schedule.release", {"campaign": campaign.id}) if is_ours else None
        found.append(Line("unreleased", side, Grade.hint, words, way, _("Release it")))
    if late:
        words = _n("One task or milestone is overdue", "%(num)d tasks or milestones are overdue", late)
        way = ("campaigns.tasks", {"campaign": campaign.id})
        found.append(Line("late", side, Grade.hint, words, way, _("See the tasks")))
    return found
