"""The addresses that watchers ask; nobody signs in for them."""

import flask
from flask import Response, jsonify

from campaign.clock import now
from campaign.db import session
from campaign.health import checks
from campaign.health import metrics as figures
from campaign.web import Blueprint, machine, watcher

health = Blueprint("health", __name__)


@health.get("/healthz", allow=machine)
def healthz() -> Response:
    """The process answers; nothing else is asked."""
    return Response("ok\n", mimetype="text/plain")


@health.get("/readyz", allow=machine)
def readyz() -> tuple[Response, int]:
    """Whether work can be done here: each part is `ok` or says why not."""
    found = checks.ready(flask.current_app.extensions["campaign"], session(), now())
    is_ready = set(found.values()) == {checks.OK}
    return jsonify(ready=is_ready, **found), 200 if is_ready else 503


@health.get("/metrics", allow=watcher)
def metrics() -> Response:
    """Figures for whoever watches and knows the token; for all others there is no such page."""
    return figures.answer()
