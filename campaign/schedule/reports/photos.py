"""The photo of a report: looked at behind the fence; only the copy without its place and camera is kept."""

import hmac
from hashlib import sha256
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


def photo_of(form: ReportForm, whose: str) -> Photo | None:
    """The one that was just sent, else the one that came with the same form before, when something else was wrong."""
    sealed = _taken_in(form, whose) if form.has_file else _opened(form.kept_photo.data or "", whose)
    form.kept_photo.data = _seal(*sealed, whose) if sealed else ""
    if sealed is None or form.errors:
        return None
    return Photo(*sealed, Shown(form.shown.data), form.consent.data or "")


def _taken_in(form: ReportForm, whose: str) -> tuple[str, str] | None:
    """Fingerprint and type; None where it is refused, which stands at its field then; the numbers stay as they were
    typed. Nothing is locked meanwhile."""
    with db.unlocked(), received(form.photo.data.stream, Purpose.material, config().clamd_url) as arrival:
        verdict = arrival.verdict
        if verdict.is_accepted and verdict.type in TYPES:
            return store().put(arrival.copy), verdict.facts.get("copy", verdict.type)
    reason = _("This is no JPEG, PNG or HEIC picture.") if verdict.is_accepted else verdict.reason.of(current())
    _refuse(form.photo, reason)
    return None


def _seal(fingerprint: str, type: str, whose: str) -> str:
    """What the form carries along: it opens for this person and this date alone, so that no other file is named."""
    said = f"report photo\n{whose}\n{fingerprint}\n{type}"
    mark = hmac.new(config().secret_key, said.encode(), sha256).hexdigest()[:32]
    return f"{fingerprint} {type} {mark}"


def _opened(sealed: str, whose: str) -> tuple[str, str] | None:
    fingerprint, _space, rest = sealed.partition(" ")
    type = rest.partition(" ")[0]
    is_ours = hmac.compare_digest(_seal(fingerprint, type, whose).encode(), sealed.encode())
    return (fingerprint, type) if is_ours else None


def _refuse(field: Any, reason: str) -> None:
    field.errors = [
        *field.errors,
        reason,
        _("Your numbers are still here: choose another photo, or send the report without one."),
    ]
