"""What Prometheus reads at `/metrics`: counted in every process of a server, told by any; only to who has the token."""

import os
from importlib import import_module
from typing import Protocol, cast

from flask import Flask, Response, current_app, request
from sqlalchemy import func, select

from campaign.clock import now
from campaign.config import Config
from campaign.db import session
from campaign.holds.models import Hold
from campaign.jobs.models import Job, oldest_waiting
from campaign.mail.models import Letter
from campaign.storage.models import Verification
from campaign.web import elapsed


class Counts(Protocol):
    """counts.py; it is only imported where somebody reads it."""

    def answered(self, endpoint: str, method: str, status: int, seconds: float) -> None: ...
    def told(self, gauges: dict[str, float]) -> bytes: ...


def counts(config: Config) -> Counts:
    """The processes of a server share a folder; the library learns where it is before it is loaded."""
    place = config.data / "metrics"
    place.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(place))
    return cast(Counts, import_module("campaign.health.counts"))


def install(app: Flask, config: Config) -> None:
    """Count every answer of this application, if there is a token that lets somebody ask."""
    if config.metrics_token is None:
        return
    app.extensions["metrics"] = kept = counts(config)

    @app.after_request
    def count(response: Response) -> Response:
        kept.answered(request.endpoint or "none", request.method, response.status_code, elapsed())
        return response


def answer() -> Response:
    """All figures as text."""
    kept: Counts = current_app.extensions["metrics"]
    return Response(kept.told(_gauges()), mimetype="text/plain; version=0.0.4")


def _gauges() -> dict[str, float]:
    """What the database knows at this moment."""
    at = now()
    states = {f"campaign_jobs_{state.value}": float(n) for state, n in session.execute(_jobs_by_state)}
    since = session.scalar(oldest_waiting(at))
    oldest = session.scalar(select(func.min(Verification.verified_at)))
    return {
        **states,
        "campaign_job_waiting_seconds": (at - since).total_seconds() if since else 0.0,
        "campaign_letters_unsent": float(session.scalar(select(func.count()).where(Letter.sent_at.is_(None))) or 0),
        "campaign_file_unverified_seconds": (at - oldest).total_seconds() if oldest else 0.0,
        "campaign_holds_standing": float(session.scalar(select(func.count()).where(Hold.lifted_at.is_(None))) or 0),
    }


_jobs_by_state = select(Job.state, func.count()).group_by(Job.state)
