"""The page from which a planner launches the own track: its list, and the button once nothing in it is red."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign.campaigns import words
from campaign.campaigns.models import Track, TrackState, Verb, tracks_of
from campaign.clock import now
from campaign.db import session
from campaign.forms import Form
from campaign.permissions import edit_track, see_track
from campaign.schedule.blueprint import schedule
from campaign.schedule.launch import actions, lines
from campaign.web import me


@schedule.form("/tracks/<id:track>/launch", allow=edit_track, see=see_track)
def launch(track: Track) -> Response | tuple[str, int]:
    form = Form()
    if form.validate_on_submit() and form.carried_out(lambda: actions.launch(track, me(), now())):
        flash(str(words.DONE[Verb.start][track.side]), "good")
        return redirect(url_for("campaigns.show", campaign=track.campaign_id), 303)
    is_before = track.state in lines.BEFORE
    tracks = session.scalars(tracks_of(track.campaign_id)).all()
    page = render_template(
        "schedule/launch.html",
        form=form,
        track=track,
        lines=lines.of_tracks(tracks, [track], me(), now()) if is_before else [],
        may_launch=track.state is TrackState.scheduled,
        words=words,
        verb=Verb.start,
    )
    return page, form.status
