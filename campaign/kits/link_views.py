"""The link of a kit: opening and closing it, and what anyone who has it reads and takes until its last day.

What went on hold or out of force since then is not there any more, whatever the address asks for.
"""

from collections.abc import Callable
from dataclasses import dataclass

import flask
from flask import Response, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from campaign import i18n
from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, session
from campaign.i18n import LANGUAGES, _
from campaign.jobs.models import Job
from campaign.kits import actions
from campaign.kits.blueprint import kits
from campaign.kits.contents import Entry, Piece, contents, handed_out
from campaign.kits.forms import LinkForm
from campaign.kits.models import Kit, Packed, by_token
from campaign.kits.packing import is_right
from campaign.kits.views import handed
from campaign.materials.files.words import size_words
from campaign.permissions import edit_kit, see_kit
from campaign.storage import store_of
from campaign.web import anyone, download, me

KEY = 16  # characters of a file's hash in its address


@kits.form("/<id:kit>/link", allow=edit_kit, see=see_kit)
def link(kit: Kit) -> BaseResponse | str | tuple[str, int]:
    """The address is shown once, right here: nobody can read it again later."""
    form, tokens = LinkForm(), list[str]()
    if form.validate_on_submit() and form.carried_out(lambda: _open(kit, form, tokens)):
        config: Config = flask.current_app.extensions["campaign"]
        address = f"{config.base_url}{url_for('.shared', token=tokens[0])}"
        return render_template("kits/link.html", kit=kit, form=form, address=address)
    return render_template("kits/link.html", kit=kit, form=form, address=""), form.status


def _open(kit: Kit, form: LinkForm, tokens: list[str]) -> None:
    """Whoever opens it is to find an archive, too: it is asked for in the same act, if there is none that is right."""
    until = form.until.data
    assert until is not None, "it is asked for"
    tokens.append(actions.open_link(kit, until, now()))
    entries = contents(kit, now())
    is_empty = not any(entry.pieces or entry.item.material.is_flyer for entry in entries)
    if not is_empty and not is_right(session.get(Packed, kit.id), kit, entries) and not _is_being_made(kit):
        actions.ask(kit, me(), now())


def _is_being_made(kit: Kit) -> bool:
    packed = session.get(Packed, kit.id)
    job = session.get(Job, packed.job_id) if packed else None
    return job is not None and not job.state.has_ended


@kits.post("/<id:kit>/close_link", allow=edit_kit, see=see_kit)
def close_link(kit: Kit) -> BaseResponse:
    actions.close_link(kit, now())
    session.commit()
    flash(_("The link is closed. Whoever opens it reads that it is closed."), "good")
    return redirect(url_for(".show", kit=kit.id), 303)


# For anyone who has it


@dataclass(frozen=True)
class Words:
    """What the public page says in one language."""

    language: str
    title: str
    note: str
    lead: str
    closed: str


def _words(kit: Kit, language: str) -> Words:
    with i18n.language(language):
        return Words(
            language,
            kit.title.of(language) or kit.title.twin(language),
            kit.note.of(language),
            _("In force today. This page works until %(date)s.", date=i18n.fmt_date(kit.link_until)),
            _("This link does not work any more. Ask whoever gave it to you for a new one."),
        )


@kits.get("/in/<token>", allow=anyone)
def shared(token: str) -> str | tuple[str, int]:
    """In both languages at once, the reader's first."""
    kit = _of_link(token)
    first = i18n.current()
    both = [_words(kit, language) for language in (first, *(set(LANGUAGES) - {first}))]
    if not kit.is_open(now().date()):
        return render_template("kits/_closed.html", kit=kit, words=both), 410
    entries = contents(kit, now())
    packed = session.get(Packed, kit.id)
    return render_template(
        "kits/shared.html",
        kit=kit,
        token=token,
        words=both,
        entries=[entry for entry in entries if entry.pieces],
        archive=packed if is_right(packed, kit, entries) else None,
        languages=_languages(),
        key=KEY,
        size_words=size_words,
    )


def _languages() -> dict[str, Bilingual]:
    """How a file is called by what one can read or hear in it."""
    names: dict[str, Callable[[], str]] = {
        "en": lambda: _("In English"),
        "es": lambda: _("In Spanish"),
        "both": lambda: _("In English and Spanish"),
        "none": lambda: _("Without words"),
    }
    return {code: i18n.both(name) for code, name in names.items()}


def _of_link(token: str) -> Kit:
    kit = session.scalars(by_token(token)).unique().first()
    if kit is None:
        abort(404)
    return kit


def _open_kit(token: str) -> Kit:
    kit = _of_link(token)
    if not kit.is_open(now().date()):
        abort(410)
    return kit


@kits.get("/in/<token>/kit.zip", allow=anyone)
def shared_archive(token: str) -> Response:
    kit = _open_kit(token)
    return handed(kit, session.get(Packed, kit.id))


@kits.get("/in/<token>/<key>/file", allow=anyone)
def shared_file(token: str, key: str) -> Response:
    """One file of what is handed out at this moment; anything else is not found."""
    kit = _open_kit(token)
    piece = _piece(handed_out(kit, now()), key)
    config: Config = flask.current_app.extensions["campaign"]
    answer = download(b"", piece.name, piece.type)
    answer.response = store_of(config).open(piece.sha256)
    return answer


def _piece(entries: list[Entry], key: str) -> Piece:
    found = next((piece for entry in entries for piece in entry.pieces if piece.sha256[:KEY] == key), None)
    return found or abort(404)
