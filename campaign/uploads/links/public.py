"""What somebody meets who comes by a link: no account, one browser, one delivery; all of it in both languages.

A delivery is found by the secret in the browser's own signed cookie, never by its number.
"""

from typing import Any

import flask
from flask import Response, abort, jsonify, make_response, redirect, render_template, url_for
from sqlalchemy import select, update
from werkzeug.wrappers import Response as BaseResponse

from campaign import db
from campaign.accounts.doors import door as browser
from campaign.accounts.sessions import digest
from campaign.clock import now
from campaign.db import session
from campaign.errors import Later
from campaign.i18n import both, current
from campaign.uploads import letters, receiving, words
from campaign.uploads.actions import Said
from campaign.uploads.blueprint import uploads
from campaign.uploads.data import LARGEST_PIECE, ONE_FILE
from campaign.uploads.forms import DeliveryForm, SendForm
from campaign.uploads.links import actions as links
from campaign.uploads.links.forms import EnterForm
from campaign.uploads.links.words import closed_words
from campaign.uploads.models import Delivery, DeliveryState, Link, Upload
from campaign.uploads.shown import Door, context_of
from campaign.uploads.views import picture_of
from campaign.web import anyone, someone

KEPT = 10  # links of which one browser knows its delivery


def _link(token: str) -> Link:
    return links.found(token) or abort(404)


def _delivery(link: Link) -> Delivery | None:
    """This browser's own, the newest."""
    kept = flask.session.get("deliveries", {}).get(str(link.id), "")
    query = select(Delivery).where(Delivery.link_id == link.id, Delivery.token_hash == digest(kept))
    return session.scalar(query) if kept else None


def _keep(link: Link, token: str) -> None:
    known = dict(flask.session.get("deliveries", {}))
    known.pop(str(link.id), None)
    flask.session["deliveries"] = dict([*known.items(), (str(link.id), token)][-KEPT:])
    if someone() is None:
        flask.session.permanent = True  # a telephone closes its browser often


def _own(token: str) -> Delivery:
    """Of a link that still works, the delivery of this browser; else a sentence for its script, or the page."""
    link = _link(token)
    if not link.is_open(now()):
        abort(_gone(link))
    return _delivery(link) or abort(404)


def _upload(token: str, number: int) -> Upload:
    found = session.get(Upload, number)
    if found is None or found.delivery_id != _own(token).id:
        abort(404)
    return found


def _gone(link: Link) -> Response:
    said = both(lambda: closed_words(link))
    if receiving.wants_json():
        answer = jsonify({"error": said.of(current())})
    else:
        answer = make_response(render_template("uploads/links/closed.html", said=said, link=link))
    answer.status_code = 410
    return answer


def _door(token: str) -> Door:
    base = url_for("uploads.enter", token=token)
    return Door(base, f"{base}/files")


def _used(token: str) -> None:
    """Before anything is locked."""
    db.note(update(Link).where(Link.token_hash == digest(token)).values(last_used_at=now()))


@uploads.form("/in/<token>", allow=anyone)
def enter(token: str) -> BaseResponse | tuple[str, int]:
    db.read_only()
    link = _link(token)
    delivery = _delivery(link)
    is_over = delivery is not None and delivery.state is not DeliveryState.open
    if not link.is_open(now()) and not is_over:
        return _gone(link)
    form = EnterForm(name=link.recipient, email=link.email)
    if flask.request.method == "POST" and (delivery is None or is_over) and _begun(form, link, token):
        return redirect(url_for(".enter", token=token), 303)
    is_more = is_over and link.is_open(now()) and "more" in flask.request.args
    if delivery is not None and not form.errors and not is_more:
        return _page(delivery, token), 200
    page = render_template(
        "uploads/links/enter.html", link=link, form=form, deadline=links.deadline(link), delivery=None, may_more=False
    )
    return page, form.status


def _begun(form: EnterForm, link: Link, token: str) -> bool:
    """Proved first, while nothing is locked; then it is written."""
    if not link.is_open(now()) or not form.validate():
        return False
    session.commit()  # nothing is held while a password is weighed
    try:
        if not form.carried_out(lambda: links.prove(link, form.password.data or "", now(), browser())):
            return False
    except Later as later:
        form.put_off(later, now())
        return False
    _used(token)
    db.writing()
    made: list[str] = []
    done = form.carried_out(lambda: made.append(_opened(form, link)))
    if done:
        _keep(link, made[0])
    return done


def _opened(form: EnterForm, link: Link) -> str:
    return links.begin(link, form.name.data, form.email.data or "", current(), now())[1]


def _page(delivery: Delivery, token: str, form: DeliveryForm | None = None, said: Said | None = None) -> str:
    link = delivery.link
    assert link is not None, "found by it"
    return render_template(
        "uploads/links/enter.html",
        form=form or DeliveryForm.over(delivery),
        link=link,
        token=token,
        deadline=links.deadline(link),
        may_more=link.is_open(now()),
        **context_of(delivery, _door(token), said),
    )


@uploads.get("/in/<token>/state.json", allow=anyone)
def link_state(token: str) -> Response:
    return receiving.state(_own(token), _door(token))


@uploads.post("/in/<token>/files", allow=anyone)
def link_announce(token: str) -> Response:
    _used(token)
    return receiving.announced(_own(token), _door(token))


@uploads.put("/in/<token>/files/<int:number>", allow=anyone, largest=LARGEST_PIECE)
def link_piece(token: str, number: int) -> Response:
    return receiving.piece(_upload(token, number))


@uploads.post("/in/<token>/files/<int:number>/end", allow=anyone)
def link_end(token: str, number: int) -> Response:
    return receiving.ended(_upload(token, number), None)


@uploads.post("/in/<token>/files/<int:number>/remove", allow=anyone, largest=ONE_FILE)
def link_remove(token: str, number: int) -> BaseResponse:
    answer = receiving.taken_out(_upload(token, number))
    return answer if receiving.wants_json() else redirect(url_for(".enter", token=token), 303)


@uploads.get("/in/<token>/files/<int:number>/picture.webp", allow=anyone)
def link_picture(token: str, number: int) -> Response:
    """Also after the deadline: the receipt shows it."""
    found, delivery = session.get(Upload, number), _delivery(_link(token))
    if found is None or delivery is None or found.delivery_id != delivery.id:
        abort(404)
    return picture_of(found)


@uploads.post("/in/<token>/write", allow=anyone, largest=ONE_FILE)
def link_write(token: str) -> BaseResponse | tuple[str, int]:
    delivery, form = _own(token), DeliveryForm()
    return receiving.written(delivery, form, None, url_for(".enter", token=token), _shows(delivery, token, form))


@uploads.post("/in/<token>/send", allow=anyone, largest=ONE_FILE)
def link_send(token: str) -> BaseResponse | tuple[str, int]:
    delivery, form = _own(token), SendForm()
    return receiving.sent(delivery, form, None, url_for(".enter", token=token), _shows(delivery, token, form))


def _shows(delivery: Delivery, token: str, form: DeliveryForm) -> receiving.Shows:
    return lambda said: _page(delivery, token, form, said)


@uploads.get("/receipts/<code>", allow=anyone)
def receipt(code: str) -> str:
    """The receipt alone, for whoever has the letter; it opens nothing else, and shows no picture."""
    delivery = letters.sealed(code) or abort(404)
    context: dict[str, Any] = context_of(delivery, Door("", ""))
    return render_template(
        "uploads/links/receipt.html", **{**context, "pictures": {}}, state=words.STATES[delivery.state]
    )
