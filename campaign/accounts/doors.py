"""What of a request counts for signing in: from where it comes, in which session, on which device, which cookie."""

import secrets
from datetime import UTC, datetime, timedelta

import flask
from flask import g, request
from werkzeug.wrappers import Response

from campaign.accounts import agency, sessions
from campaign.accounts.factors.passkeys import Challenge
from campaign.accounts.models import SignIn
from campaign.accounts.throttling import Door
from campaign.clock import now
from campaign.config import Config


def config() -> Config:
    found: Config = flask.current_app.extensions["campaign"]
    return found


def here() -> SignIn | None:
    """The session that sent this request; looked up once."""
    if "sign_in" not in g:
        token = flask.session.get("sid")
        g.sign_in = sessions.find(token, now()) if token else None
    found: SignIn | None = g.sign_in
    return found


def door() -> Door:
    return Door(request.remote_addr or "", request.cookies.get(_name(), ""), config().secret_key)


def device() -> str:
    return sessions.device_of(request.headers.get("User-Agent", ""))


def remember(answer: Response, email: str) -> Response:
    """This browser is known from now on: a stranger's wrong passwords do not make its owner wait, and a sign-in in it
    needs no letter."""
    answer.set_cookie(
        _name(),
        door().new_passes(email),
        max_age=180 * 86400,
        secure=config().is_secure,
        httponly=True,
        samesite="Lax",
    )
    return answer


def proved_subject(come_from: str | None = None) -> str | None:
    """Whom the agency named in this browser a few minutes ago; for an invitation only on the way from its own page."""
    subject, stamp = flask.session.get("agency") or (None, 0)
    is_recent = timedelta(0) <= now() - datetime.fromtimestamp(stamp, UTC) <= agency.VALID
    is_from_there = come_from is None or flask.session.get("agency_next") == come_from
    return subject if is_recent and is_from_there else None


def _name() -> str:
    return "__Host-known" if config().is_secure else "known"


def renew(token: str, is_long: bool = False) -> None:
    """A new cookie with a new id and a new CSRF secret: what was known before sign-in is worth nothing after it."""
    flask.session.clear()
    flask.session["sid"] = token
    flask.session["seed"] = secrets.token_urlsafe(8)
    flask.session.permanent = is_long


def ask(challenge: Challenge, what: str) -> None:
    """Keep in the browser's cookie what a device was asked."""
    flask.session[f"asked_{what}"] = challenge.kept()


def asked(what: str) -> Challenge | None:
    return Challenge.read(flask.session.get(f"asked_{what}"))
