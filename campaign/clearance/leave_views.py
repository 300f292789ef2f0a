"""The page where a signatory takes the own side out of a campaign."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.validators import DataRequired

from campaign.campaigns import words
from campaign.campaigns.models import Track, Verb
from campaign.clearance import leaving
from campaign.clearance.blueprint import clearance
from campaign.clock import now
from campaign.forms import Form, text
from campaign.i18n import _l
from campaign.permissions import decide_track, see_track
from campaign.web import me


class LeaveForm(Form):
    """Leaving a campaign: at once, alone, with a reason."""

    reason = text(_l("Reason"), 1200, DataRequired(_l("Write the reason; both countries read it.")), area=True)


@clearance.form("/tracks/<id:track>/leave", allow=decide_track, see=see_track, fresh=True)
def leave(track: Track) -> Response | str | tuple[str, int]:
    form = LeaveForm()
    if form.validate_on_submit() and form.carried_out(
        lambda: leaving.leave(track, form.reason.data or "", me(), now())
    ):
        flash(str(words.DONE[Verb.leave][track.side]), "warn")
        return redirect(url_for("campaigns.show", campaign=track.campaign_id), 303)
    page = render_template(
        "clearance/leave.html",
        form=form,
        track=track,
        verb=Verb.leave,
        words=words,
        affected=len(leaving.given(track)),
    )
    return page, form.status
