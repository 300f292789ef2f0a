"""Pages of deliveries for people with an account: the list, the page for files, the receipt, and what officials do."""

from flask import Response, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from campaign.clock import now
from campaign.db import session
from campaign.i18n import _
from campaign.materials.files.models import Preview, previews_of
from campaign.paging import paged
from campaign.permissions import (
    create_delivery,
    edit_delivery,
    edit_upload,
    read_deliveries,
    see_delivery,
    see_upload,
    take_delivery,
)
from campaign.uploads import actions, receiving, words
from campaign.uploads.actions import Said, Sender
from campaign.uploads.blueprint import uploads
from campaign.uploads.data import GROUPS, LARGEST_PIECE, ONE_FILE
from campaign.uploads.forms import BeginForm, DeclineForm, DeliveryForm, SendForm
from campaign.uploads.models import Delivery, Upload, open_of, uploads_of, visible_to
from campaign.uploads.shown import EDGE, Door, context_of
from campaign.web import download, me


def door_of(delivery: Delivery) -> Door:
    return Door(url_for("uploads.show", delivery=delivery.id), f"{url_for('uploads.index')}files", me())


@uploads.get("/", allow=read_deliveries)
def index() -> str:
    page = paged(visible_to(me()))
    return render_template("uploads/index.html", page=page, words=words, counts=_counts([one.id for one in page.items]))


def _counts(delivery_ids: list[int]) -> dict[int, int]:
    """How many files each delivery of the page has."""
    found: dict[int, int] = dict.fromkeys(delivery_ids, 0)
    query = uploads_of(delivery_ids).with_only_columns(Upload.delivery_id).order_by(None)
    for number in session.scalars(query):
        found[number] += 1
    return found


@uploads.form("/new", allow=create_delivery)
def new() -> BaseResponse | tuple[str, int]:
    form = BeginForm()
    made: list[Delivery] = []
    if form.validate_on_submit() and form.carried_out(lambda: made.append(_begun())):
        return redirect(url_for(".show", delivery=made[0].id), 303)
    kinds = [words_ for words_, _types in GROUPS.values()]
    page = render_template(
        "uploads/new.html", form=form, kinds=kinds, open=session.scalars(open_of(me()).limit(5)).all()
    )
    return page, form.status


def _begun() -> Delivery:
    user = me()
    assert user.side is not None, "the rule lets nobody through who has no side"
    sender = Sender(user.name, user.email, user.language, by=user)
    return actions.begin(sender, user.organization, user.side, None, "", now())


@uploads.get("/<id:delivery>", allow=see_delivery, see=see_delivery)
def show(delivery: Delivery) -> str:
    return _page(delivery, DeliveryForm.over(delivery))


def _page(delivery: Delivery, form: DeliveryForm, said: Said | None = None) -> str:
    is_own = edit_delivery(me(), delivery)
    context = context_of(delivery, door_of(delivery), said)
    return render_template("uploads/show.html", form=form, is_own=is_own, **context)


@uploads.get("/<id:delivery>/state.json", allow=see_delivery, see=see_delivery)
def state(delivery: Delivery) -> Response:
    return receiving.state(delivery, door_of(delivery))


@uploads.post("/<id:delivery>/files", allow=edit_delivery, see=see_delivery)
def announce(delivery: Delivery) -> Response:
    return receiving.announced(delivery, door_of(delivery))


@uploads.put("/files/<id:upload>", allow=edit_upload, see=see_upload, largest=LARGEST_PIECE)
def piece(upload: Upload) -> Response:
    return receiving.piece(upload)


@uploads.post("/files/<id:upload>/end", allow=edit_upload, see=see_upload)
def end(upload: Upload) -> Response:
    return receiving.ended(upload, me())


@uploads.post("/files/<id:upload>/remove", allow=edit_upload, see=see_upload, largest=ONE_FILE)
def remove(upload: Upload) -> BaseResponse:
    answer = receiving.taken_out(upload)
    return answer if receiving.wants_json() else redirect(url_for(".show", delivery=upload.delivery_id), 303)


@uploads.get("/files/<id:upload>/picture.webp", allow=see_upload, see=see_upload)
def picture(upload: Upload) -> Response:
    return picture_of(upload)


def picture_of(upload: Upload) -> Response:
    """Small, as the gate made it; 404 where there is none."""
    query = previews_of([upload.copy_sha256 or ""], EDGE).where(Preview.page == 1)
    found = session.scalars(query).first()
    if found is None:
        abort(404)
    return download(receiving.store().read(found.sha256), f"{upload.id}.webp", "image/webp", inline=True)


@uploads.post("/<id:delivery>/write", allow=edit_delivery, see=see_delivery, largest=ONE_FILE)
def write(delivery: Delivery) -> BaseResponse | tuple[str, int]:
    form, back = DeliveryForm(), url_for(".show", delivery=delivery.id)
    return receiving.written(delivery, form, me(), back, lambda said: _page(delivery, form, said))


@uploads.post("/<id:delivery>/send", allow=edit_delivery, see=see_delivery, largest=ONE_FILE)
def send(delivery: Delivery) -> BaseResponse | tuple[str, int]:
    form, back = SendForm(), url_for(".show", delivery=delivery.id)
    return receiving.sent(delivery, form, me(), back, lambda said: _page(delivery, form, said))


@uploads.post("/<id:delivery>/take", allow=take_delivery, see=see_delivery)
def take(delivery: Delivery) -> BaseResponse:
    actions.take(delivery, me(), now())
    session.commit()
    flash(_("Taken in: each file, or each pair, is a material now. Its sender was told."), "good")
    return redirect(url_for(".show", delivery=delivery.id), 303)


@uploads.form("/<id:delivery>/decline", allow=take_delivery, see=see_delivery)
def decline(delivery: Delivery) -> BaseResponse | tuple[str, int]:
    form = DeclineForm()
    back = url_for(".show", delivery=delivery.id)
    if form.validate_on_submit() and form.carried_out(lambda: actions.decline(delivery, form.reason.data, me(), now())):
        flash(_("Declined; its sender was told why."), "warn")
        return redirect(back, 303)
    page = render_template(
        "uploads/decline.html",
        form=form,
        delivery=delivery,
        title=_("Decline the delivery"),
        subtitle=f"{delivery.code} · {delivery.sender}",
        submit_label=_("Decline it"),
        cancel_url=back,
    )
    return page, form.status
