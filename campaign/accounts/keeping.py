"""A form that was sent after its session ran out: kept on the page, and sent on by the same person once signed in.

Its token proves, by the session that ran out, that it came from our page. The mark then holds who sent what where: with
it the same words, and no others, need no token of the new session. Passwords and files are not kept.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import flask
from flask import make_response, render_template, request
from flask_wtf.csrf import validate_csrf
from werkzeug.wrappers import Response as BaseResponse
from wtforms import ValidationError

from campaign import once
from campaign.accounts import doors, sessions
from campaign.accounts.models import User
from campaign.clock import now
from campaign.web import is_from_our_pages, is_proof, is_secret, someone

Fields = list[tuple[str, str]]
KEPT = timedelta(hours=12)
MARK = "proof_kept"


def keep() -> BaseResponse | None:
    """The page that keeps what was typed; None where no session of this browser ran out, the form is not ours, or it
    was a mere button, such as the one for signing out."""
    person = _signed_out()
    if person is None or not is_from_our_pages() or not _has_token():
        return None
    sent = [pair for pair in request.form.items(multi=True) if not is_proof(pair[0])]
    typed = [pair for pair in sent if not is_secret(pair[0])]
    if all(name == "request_token" for name, _value in sent):
        return None
    page = render_template(
        "accounts/_kept.html",
        person=person,
        typed=typed,
        mark=_mark(person, typed, int(now().timestamp())),
        is_less=len(typed) < len(sent) or any(file.filename for file in request.files.values()),
        is_again=MARK in request.form,
    )
    return make_response(page, 403)


def goes_on() -> bool:
    """Whether this person sends on what was kept, word for word."""
    stamp, _dot, _hash = request.form.get(MARK, "").partition(".")
    user = someone()
    if user is None or not stamp.isascii() or not stamp.isdecimal() or len(stamp) > 12:
        return False
    typed = [pair for pair in request.form.items(multi=True) if not is_proof(pair[0])]
    is_own = hmac.compare_digest(request.form[MARK].encode(), _mark(user, typed, int(stamp)).encode())
    return is_own and timedelta(0) <= now() - datetime.fromtimestamp(int(stamp), UTC) <= KEPT


def _signed_out() -> User | None:
    """Whose session in this browser ran out; nobody's, if it was ended by somebody."""
    token = flask.session.get("sid")
    found = sessions.behind(token) if token else None
    return found.user if found is not None and found.user.is_live else None


def _has_token() -> bool:
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def _mark(person: User, typed: Fields, stamp: int) -> str:
    """Lines end in one way only: a browser writes them anew each time."""
    lines = [(name, value.replace("\r\n", "\n")) for name, value in typed]
    text = f"kept form {stamp} {once.key_of(person.id, request.path, lines)}"
    return f"{stamp}.{hmac.new(doors.config().secret_key, text.encode(), hashlib.sha256).hexdigest()}"
