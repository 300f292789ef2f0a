"""The page from which a side leaves, or just keeps a copy: one button, and the files that it made."""

import flask
from flask import Response, flash, redirect, render_template, url_for
from werkzeug.exceptions import abort
from werkzeug.wrappers import Response as BaseResponse

from campaign.clock import now
from campaign.config import Config
from campaign.db import session
from campaign.exports import actions
from campaign.exports.models import KEPT, Export, exports_of
from campaign.i18n import _
from campaign.jobs.models import Job
from campaign.jobs.words import BADGES, STATES
from campaign.paging import paged
from campaign.permissions import export_side, see_export
from campaign.storage import store_of
from campaign.web import Blueprint, download, me

exports = Blueprint("exports", __name__, url_prefix="/exports")


@exports.get("/", allow=export_side)
def index() -> str:
    side = me().side
    assert side is not None, "the rule lets nobody through who has no side"
    page = paged(exports_of(side))
    jobs = {export.id: session.get(Job, export.job_id) for export in page.items if export.job_id}
    return render_template("exports/index.html", page=page, jobs=jobs, badges=BADGES, states=STATES, days=KEPT.days)


@exports.post("/make", allow=export_side, fresh=True)
def make() -> BaseResponse:
    actions.ask(me(), now())
    session.commit()
    flash(_("The export is being made; it appears below when it is ready."), "good")
    return redirect(url_for(".index"), 303)


@exports.get("/<id:export>/export.zip", allow=see_export, see=see_export)
def fetch(export: Export) -> Response:
    """Piece by piece from the store; a file that was let go is not found."""
    if export.sha256 is None:
        abort(404)
    config: Config = flask.current_app.extensions["campaign"]
    answer = download(b"", export.file_name, "application/zip")
    answer.response = store_of(config).open(export.sha256)
    answer.headers["Content-Length"] = str(export.size)
    return answer
