"""Documents that come with a form: looked at behind the fence, kept in the store, handed out as files only."""

from typing import Any

import flask
from flask import Response

from campaign.config import Config
from campaign.errors import Refused
from campaign.forms import Form
from campaign.i18n import _, current
from campaign.intake.gate import opened
from campaign.intake.limits import EXTENSIONS, Purpose
from campaign.partners.logos.actions import Kept
from campaign.storage import Store, store_of
from campaign.web import download


def config() -> Config:
    found: Config = flask.current_app.extensions["campaign"]
    return found


def store() -> Store:
    return store_of(config())


def kept(form: Form, field: Any) -> Kept | None:
    """Look at the document of this field and keep it; None without one. What is wrong with it is said at the field, so
    that the form has errors. Whoever calls has let go of the database meanwhile."""
    if not field.data or not field.data.filename:
        return None
    with opened(field.data.stream, Purpose.document, config().clamd_url) as (verdict, paper):
        if verdict.is_accepted:
            return Kept(verdict, store().put(paper))
    field.errors = [*field.errors, verdict.reason.of(current())]
    form.form_errors.append(_("A browser does not keep a chosen file: choose it again."))
    return None


def handed_out(sha256: str, name: str, kind: str) -> Response:
    """As a file; what was destroyed is said to be."""
    answer = download(b"", f"{name}.{EXTENSIONS[kind]}", kind)
    try:
        answer.response = store().open(sha256)
    except FileNotFoundError:
        raise Refused(_("This document was destroyed. What stays is its fingerprint, and why it went.")) from None
    return answer
