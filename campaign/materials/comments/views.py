"""The page of a material's comments, and what is done with one of them."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.db import Side, session
from campaign.i18n import _, current
from campaign.materials.blueprint import materials
from campaign.materials.comments import actions
from campaign.materials.comments.forms import AnswerForm, CommentForm
from campaign.materials.comments.models import Audience, Comment
from campaign.materials.comments.showing import Thread, threads
from campaign.materials.comments.spots import sheets
from campaign.materials.models import Block, Material, blocks_of, newest_versions
from campaign.materials.words import KIND_WORDS
from campaign.permissions import (
    answer_comment,
    comment_on,
    comment_on_sheet,
    read_blocks,
    see_comment,
    see_material,
    share_comment,
)
from campaign.regions.models import Region
from campaign.web import me


@materials.form("/<id:material>/comments", allow=comment_on, see=see_material)
def comments(material: Material) -> Response | tuple[str, int]:
    blocks = list(session.scalars(blocks_of(material.id))) if read_blocks(me(), material) else []
    form = CommentForm(blocks, actions.choices(material, me()), block=request.args.get("block", 0, type=int))
    if form.validate_on_submit() and form.carried_out(lambda: _write(material, form)):
        flash(_("The comment is kept."), "good")
        return redirect(url_for(".comments", material=material.id), 303)
    found = threads(material, me())
    newest = session.scalar(newest_versions([material.id])) if material.is_flyer else None
    page = render_template(
        "materials/comments/index.html",
        form=form,
        material=material,
        threads=[thread for thread in found if thread.is_open],
        settled=[thread for thread in found if not thread.is_open],
        blocks={block.id: block for block in blocks},
        kinds=KIND_WORDS,
        sheets=_sheets(found),
        newest=newest if newest and comment_on_sheet(me(), newest) else None,
        audiences=Audience,
        title=_("Comments"),
        subtitle=f"{material.code} {title_of(material)}",
        submit_label=_("Keep the comment"),
        cancel_url=url_for(".show", material=material.id),
    )
    return page, form.status


def _write(material: Material, form: CommentForm) -> None:
    block = session.get(Block, form.block.data) if form.block.data else None
    actions.write(material, form.text.data, block, form.audience.data, current(), me(), now())


def title_of(material: Material) -> str:
    return material.title.of(current()) or material.title.twin(current())


@materials.form("/comments/<id:comment>/answer", allow=answer_comment, see=see_comment)
def answer(comment: Comment) -> Response | tuple[str, int]:
    form = AnswerForm()
    if form.validate_on_submit() and form.carried_out(
        lambda: actions.answer(comment, form.text.data, current(), me(), now())
    ):
        flash(_("The answer is kept."), "good")
        return redirect(place_of(comment), 303)
    thread = next(one for one in threads(comment.material, me()) if comment in (one.head, *one.answers))
    page = render_template(
        "materials/comments/answer.html",
        form=form,
        thread=thread,
        sheets=_sheets([thread]),
        block=_block(comment),
        kinds=KIND_WORDS,
        title=_("Answer a comment"),
        subtitle=f"{comment.material.code} {title_of(comment.material)}",
        submit_label=_("Keep the answer"),
        cancel_url=place_of(comment),
    )
    return page, form.status


def _sheets(found: list[Thread]) -> dict[Side, Region]:
    """For the small pictures of spots; asked for where there are some."""
    spotted = [thread.head for thread in found if thread.pin]
    return sheets(spotted[0].material, me()) if spotted else {}


def _block(comment: Comment) -> Block | None:
    """What it is about, as it is now."""
    is_read = comment.block_id and read_blocks(me(), comment.material)
    return session.get(Block, comment.block_id) if is_read else None


@materials.post("/comments/<id:comment>/settle", allow=answer_comment, see=see_comment)
def settle(comment: Comment) -> Response:
    actions.settle(comment, me(), now())
    return _done(comment, _("The comment is settled. It stays readable below and can be opened again."))


@materials.post("/comments/<id:comment>/reopen", allow=answer_comment, see=see_comment)
def reopen(comment: Comment) -> Response:
    actions.reopen(comment, me())
    return _done(comment, _("The comment is open again."))


@materials.post("/comments/<id:comment>/share", allow=share_comment, see=see_comment)
def show_to_both(comment: Comment) -> Response:
    actions.share(comment, me(), now())
    return _done(comment, _("Both countries read the comment and its answers now."))


def _done(comment: Comment, said: str) -> Response:
    session.commit()
    flash(said, "good")
    return redirect(place_of(comment), 303)


def place_of(comment: Comment) -> str:
    number = comment.answers_id or comment.id
    return url_for(".comments", material=comment.material_id, _anchor=f"comment-{number}")
