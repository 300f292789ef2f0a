"""The photo of a report: looked at behind the fence; only the copy without its place and camera is kept."""

from typing import Any

import flask

from campaign import db
from campaign.config import Config
from campaign.i18n import _, current
from campaign.intake.gate import received
from campaign.intake.limits import ALLOWED, HEIC, JPEG, MB, PNG, Purpose
from campaign.schedule.reports.actions import Photo
from campaign.schedule.reports.forms import ReportForm
from campaign.schedule.reports.models import Shown
from campaign.storage import Store, store_of

LARGEST = ALLOWED[Purpose.material].bytes + MB  # the photo, and what is typed beside it
TYPES = (JPEG, PNG, HEIC)


def config() -> Config:
    found: Config = flask.current_app.extensions["campaign"]
    return found


def store() -> Store:
    return store_of(config())


def kept(form: ReportForm) -> Photo | None:
    """None without one, and where it is refused, which stands at its field then; the numbers stay as they were typed.
    Nothing is locked meanwhile."""
    if not form.has_photo:
        return None
    with db.unlocked(), received(form.photo.data.stream, Purpose.material, config().clamd_url) as arrival:
        verdict = arrival.verdict
        if verdict.is_accepted and verdict.type in TYPES:
            copy = verdict.facts.get("copy", verdict.type)
            return Photo(store().put(arrival.copy), copy, Shown(form.shown.data), form.consent.data or "")
    reason = _("This is no JPEG, PNG or HEIC picture.") if verdict.is_accepted else verdict.reason.of(current())
    _refuse(form.photo, reason)
    return None


def _refuse(field: Any, reason: str) -> None:
    field.errors = [
        *field.errors,
        reason,
        _("Your numbers are still here: choose another photo, or send the report without one."),
    ]
