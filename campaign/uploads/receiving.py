"""What a browser says while it hands in, and what it is answered: the same for people with an account and for links.

Nothing is read from a body while the database is locked, and never more of it than one piece.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import flask
from flask import Response, jsonify, redirect, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from campaign import db
from campaign.accounts.models import User
from campaign.clock import now
from campaign.config import Config
from campaign.db import session
from campaign.errors import Later, NotAllowed, Overtaken, Refused
from campaign.i18n import _
from campaign.storage import Store, store_of
from campaign.uploads import actions, pieces
from campaign.uploads.actions import Said
from campaign.uploads.data import PIECE
from campaign.uploads.forms import DeliveryForm
from campaign.uploads.models import Delivery, Upload, UploadState, uploads_of
from campaign.uploads.pieces import Elsewhere, Piece
from campaign.uploads.shown import Door, rows

Act = Callable[[], dict[str, Any]]


def store() -> Store:
    config: Config = flask.current_app.extensions["campaign"]
    return store_of(config)


def wants_json() -> bool:
    """A script asks; a form is led on to a page."""
    return request.accept_mimetypes.best == "application/json"


def answered(act: Act) -> Response:
    """Do it and commit, or say why not: a script shows the sentence where the file stands."""
    try:
        found = act()
        session.commit()
    except Refused as refused:
        session.rollback()
        received = {"received": refused.received} if isinstance(refused, Elsewhere) else {}
        answer = jsonify({"error": refused.message, **received})
        answer.status_code = _status(refused)
        return answer
    return jsonify(found)


def _status(refused: Refused) -> int:
    if isinstance(refused, Later):
        return refused.code
    return 403 if isinstance(refused, NotAllowed) else 409 if isinstance(refused, Overtaken) else 422


def _figure(text: str | None) -> int:
    """-1 for what is no number, or none that a file could have."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 17 else -1


def announced(delivery: Delivery, door: Door) -> Response:
    """A file is about to come; announced again, it says where it goes on."""
    fields = request.form

    def act() -> dict[str, Any]:
        size = _figure(fields.get("size"))
        key = fields.get("key", "").replace("\0", "\ufffd")  # PostgreSQL keeps no NUL, and a file may be named so
        upload = actions.announce(delivery, key, fields.get("name"), size, now())
        return _as_json([upload], door)[0]

    return answered(act)


def _as_json(uploads: Sequence[Upload], door: Door) -> list[dict[str, Any]]:
    return [
        {
            "id": upload.id,
            "key": upload.key,
            "size": upload.size,
            "received": upload.received,
            "state": upload.state.value,
            "row": row,
        }
        for upload, row in zip(uploads, rows(uploads, door), strict=True)
    ]


def piece(upload: Upload) -> Response:
    """One piece of it, whole and where it belongs; a piece that is refused leaves nothing in the store."""

    def act() -> dict[str, Any]:
        offset = _figure(request.headers.get("Upload-Offset"))
        pieces.demand(upload, offset)
        size = pieces.expected(upload)
        if request.content_length != size:
            raise Refused(_("The next piece of this file has %(size)s bytes.", size=size))
        claimed = request.headers.get("X-Content-SHA256", "")
        with db.unlocked():
            kept = pieces.keep(store(), request.stream, size, claimed)
        _added(upload, offset, [kept])
        return {"received": upload.received}

    return answered(act)


def _added(upload: Upload, offset: int, kept: list[Piece]) -> None:
    try:
        for one in kept:
            pieces.add(upload, offset, one)
            offset += one.size
    except Refused:
        pieces.sweep(store(), [one.key for one in kept])
        raise


def ended(upload: Upload, by: User | None) -> Response:
    """It is here whole, says its sender: the fingerprint of its pieces proves it."""
    keys: list[str] = []

    def act() -> dict[str, Any]:
        if actions.end(upload, request.form.get("sha256", ""), by, now()):
            return {"state": upload.state.value, "received": upload.received}
        keys.extend(actions.begin_anew(upload))
        return {"state": upload.state.value, "received": 0}

    answer = answered(act)
    pieces.sweep(store(), keys)
    return answer


def taken_out(upload: Upload) -> Response:
    keys: list[str] = []

    def act() -> dict[str, Any]:
        keys.extend(actions.take_out(upload, now()))
        return {"state": upload.state.value}

    answer = answered(act)
    pieces.sweep(store(), keys if answer.status_code == 200 else [])
    return answer


def state(delivery: Delivery, door: Door) -> Response:
    """What is there, for a browser that comes back or waits for the look at its files."""
    uploads = session.scalars(uploads_of([delivery.id])).all()
    return jsonify({"state": delivery.state.value, "files": _as_json(uploads, door)})


@dataclass(frozen=True)
class Brought:
    """A file that came whole, in an ordinary form; the store keeps its pieces."""

    name: str | None
    size: int
    pieces: list[Piece]


def brought() -> Brought | None:
    """The file of the form, if one was chosen: kept piece by piece while nothing is locked."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return None
    size = sent.stream.seek(0, io.SEEK_END)
    sent.stream.seek(0)
    if actions.refusal(sent.filename, size):
        return Brought(sent.filename, size, [])
    with db.unlocked():
        return Brought(sent.filename, size, _kept(sent))


def _kept(sent: FileStorage) -> list[Piece]:
    found = []
    while part := sent.stream.read(PIECE):
        found.append(pieces.keep(store(), io.BytesIO(part), len(part)))
    return found


Shows = Callable[[Said | None], str]  # the page with what was typed


def written(
    delivery: Delivery, form: DeliveryForm, by: User | None, back: str, shows: Shows
) -> BaseResponse | tuple[str, int]:
    """Whatever was said so far, and a file if one was chosen without a script."""
    found, said = brought(), _said(delivery, form)

    def act() -> dict[str, str]:
        if said is not None:
            actions.write(delivery, said)
        bring(delivery, found, by)
        return {"state": delivery.state.value}

    if wants_json():
        return answered(act)
    if said is not None and form.carried_out(act):
        return redirect(back, 303)
    _drop(found, form)
    return shows(said), form.status


def sent(
    delivery: Delivery, form: DeliveryForm, by: User | None, back: str, shows: Shows
) -> BaseResponse | tuple[str, int]:
    """All of it is handed in; what is missing is said, and what was typed stays."""
    found, said = brought(), _said(delivery, form)

    def act() -> None:
        assert said is not None, "asked only then"
        bring(delivery, found, by)
        actions.write(delivery, said)
        actions.send(delivery, now())

    if said is not None and form.carried_out(act):
        return redirect(back, 303)
    _drop(found, form)
    return shows(said or form.said(_files(delivery))), form.status


def _files(delivery: Delivery) -> Sequence[Upload]:
    return session.scalars(uploads_of([delivery.id])).all()


def _said(delivery: Delivery, form: DeliveryForm) -> Said | None:
    return form.said(_files(delivery)) if form.validate() else None


def _drop(found: Brought | None, form: DeliveryForm) -> None:
    """A file that came with a form which must be sent again."""
    if found is not None:
        pieces.sweep(store(), [one.key for one in found.pieces])
        form.form_errors.append(_("A browser does not keep a chosen file: choose it again."))


def bring(delivery: Delivery, found: Brought | None, by: User | None) -> Upload | None:
    """Into the delivery and to be looked at, in the act of the form that brought it."""
    if found is None:
        return None
    try:
        upload = actions.announce(delivery, "", found.name, found.size, now())
    except Refused:
        pieces.sweep(store(), [one.key for one in found.pieces])
        raise
    if upload.state is UploadState.receiving:
        _added(upload, 0, found.pieces)
        actions.end(upload, "", by, now())
    return upload
