"""Pages of files: handing one in, adding, replacing, taking out, and the answers that hold their bytes.

A small picture may stand in a page; everything else leaves as a file that runs nothing in the reader's browser.
"""

from typing import Any

import flask
from flask import Response, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from campaign import db
from campaign.campaigns.models import Campaign, open_to
from campaign.campaigns.models import visible_to as campaigns_visible_to
from campaign.clock import now
from campaign.config import Config
from campaign.db import session
from campaign.errors import Refused
from campaign.i18n import _, current
from campaign.intake.gate import Arrival, received
from campaign.intake.limits import ALLOWED, EXTENSIONS, MB, Purpose
from campaign.intake.names import kept_name
from campaign.jobs import actions as jobs
from campaign.kits.models import holding
from campaign.materials.blueprint import materials
from campaign.materials.files import actions
from campaign.materials.files.actions import Kept
from campaign.materials.files.forms import AddFile, NewFile, ReplaceFile
from campaign.materials.files.models import File, FileLanguage, FileRole, Preview
from campaign.materials.files.showing import files_in, of_draft
from campaign.materials.files.uses import uses_of
from campaign.materials.models import Material, MaterialType, Version, VersionState
from campaign.materials.rights import lasts
from campaign.permissions import (
    create_material,
    edit_file,
    edit_files,
    fetch_original,
    see_draft,
    see_file,
    see_version,
)
from campaign.storage import store_of
from campaign.web import download, me

LARGEST = ALLOWED[Purpose.material].largest + MB  # the file, and what is typed beside it


def config() -> Config:
    found: Config = flask.current_app.extensions["campaign"]
    return found


@materials.form("/files/new", allow=create_material, largest=LARGEST)
def new_file() -> BaseResponse | tuple[str, int]:
    form = NewFile(campaign=request.args.get("campaign", 0, type=int))
    choices = offered()
    form.campaign.choices = campaign_choices(choices)
    if form.validate_on_submit() and (kept := _kept(form)) is not None:
        begun: list[Material] = []
        if form.carried_out(lambda: begun.append(_begin(form, kept, choices.get(form.campaign.data)))):
            flash(" ".join([_("It is kept. Describe it now, or later."), *_remarks(kept)]), "good")
            return redirect(url_for("materials.show", material=begun[0].id), 303)
    page = render_template(
        "materials/files/new.html",
        form=form,
        title=_("New material from a file"),
        submit_label=_("Hand it in"),
        cancel_url=url_for("materials.index"),
        crumbs=[(_("Materials"), url_for("materials.index")), (_("New material from a file"), "")],
    )
    return page, form.status


def offered(own: Campaign | None = None) -> dict[int, Campaign]:
    """The campaigns that this person may put something into, and the one in which it is."""
    found = {one.id: one for one in session.scalars(open_to(me().side, campaigns_visible_to(me())))}
    return found | ({own.id: own} if own else {})


def campaign_choices(campaigns: dict[int, Campaign]) -> list[tuple[int, str]]:
    named = [(c.id, f"{c.code} · {c.title.of(current()) or c.title.twin(current())}") for c in campaigns.values()]
    return [(0, _("No campaign")), *named]


def _begin(form: NewFile, kept: Kept, campaign: Campaign | None) -> Material:
    side = me().side
    assert side is not None, "the rule lets nobody through who has no side"
    kind, at = MaterialType(form.type.data), now()
    material = actions.create(kind, form.title, me().organization, side, campaign, form.answers, me(), at)
    _add(material, kept, FileRole.main, FileLanguage(form.language.data))
    return material


def _add(material: Material, kept: Kept, role: FileRole, language: FileLanguage) -> File:
    file = actions.add(material, kept, role, language, me(), now())
    _ask_pictures(file)
    return file


def _ask_pictures(file: File) -> None:
    """Pages are drawn beside the request: a long document takes seconds."""
    jobs.ask("files.preview", {"file": file.id}, at=now(), by=me())


def _kept(form: Any) -> Kept | None:
    """The file is looked at and kept while nothing is locked; what is wrong with it is said at its field."""
    sent = form.file.data
    with db.unlocked(), received(sent.stream, Purpose.material, config().clamd_url) as arrival:
        if arrival.verdict.is_accepted:
            return _stored(kept_name(sent.filename), arrival)
        reason = arrival.verdict.reason.of(current())
    form.file.errors = [*form.file.errors, reason]
    form.form_errors.append(_("A browser does not keep a chosen file: choose it again."))
    return None


def _stored(name: str, arrival: Arrival) -> Kept:
    """As it came, then the copy for use, which is the same file where nothing was made anew."""
    verdict, store = arrival.verdict, store_of(config())
    original = store.put(arrival.original)
    copy = original if arrival.copy is arrival.original else store.put(arrival.copy)
    return Kept(name, verdict, verdict.facts.get("copy", verdict.type), copy)


def _remarks(kept: Kept) -> list[str]:
    return list(kept.verdict.remarks)


@materials.form("/<id:material>/files/add", allow=edit_files, see=see_draft, largest=LARGEST)
def add_file(material: Material) -> BaseResponse | tuple[str, int]:
    form = AddFile()
    back = url_for("materials.show", material=material.id)
    if form.validate_on_submit() and (kept := _kept(form)) is not None:
        role, language = form.chosen
        if form.carried_out(lambda: _add(material, kept, role, language)):
            flash(" ".join([_("The file is added to the draft."), *_remarks(kept)]), "good")
            return redirect(back, 303)
    page = render_template(
        "materials/files/add.html",
        form=form,
        material=material,
        title=_("Add a file"),
        subtitle=_name(material),
        submit_label=_("Add the file"),
        cancel_url=back,
    )
    return page, form.status


def _name(material: Material) -> str:
    return f"{material.code} {material.title.of(current()) or material.title.twin(current())}"


@materials.form("/files/<id:file>/replace", allow=edit_file, see=see_file, largest=LARGEST)
def replace_file(file: File) -> BaseResponse | tuple[str, int]:
    """What a replacement does is shown before it is done."""
    form, material = ReplaceFile(), file.material
    back = url_for("materials.show", material=material.id)
    if (
        form.validate_on_submit()
        and (kept := _kept(form)) is not None
        and form.carried_out(lambda: _replace(file, kept))
    ):
        flash(
            " ".join([_("The draft has the new file. Send it for clearance when it is ready."), *_remarks(kept)]),
            "good",
        )
        return redirect(back, 303)
    page = render_template(
        "materials/files/replace.html",
        form=form,
        file=file,
        material=material,
        shown=next((one for one in of_draft(material) if one.file.id == file.id), None),
        versions=_holding(file),
        uses=uses_of(material, me()),
        kits=session.scalars(holding(material.id, me())).all(),
        title=_("Replace a file"),
        subtitle=_name(material),
        submit_label=_("Replace it in the draft"),
        cancel_url=back,
    )
    return page, form.status


def _replace(file: File, kept: Kept) -> None:
    _is_there(file)
    _ask_pictures(actions.replace(file, kept, me(), now()))


def _is_there(file: File) -> None:
    db.lock_row(file)
    if not file.is_current:
        raise Refused(_("This file is no longer in the draft: somebody replaced it or took it out."))


def _holding(file: File) -> list[Version]:
    """Frozen versions in which this file stands, and which keep it."""
    held = select(Version).where(Version.material_id == file.material_id).order_by(Version.n.desc())
    return [v for v in session.scalars(held) if any(one.id == file.id for one in files_in(v)) and see_version(me(), v)]


@materials.post("/files/<id:file>/remove", allow=edit_file, see=see_file)
def remove_file(file: File) -> BaseResponse:
    _is_there(file)
    actions.take_out(file, me())
    session.commit()
    flash(_("“%(name)s” is out of the draft. Versions that hold it keep it.", name=file.name), "good")
    return redirect(url_for("materials.show", material=file.material_id), 303)


# What the store holds


@materials.get("/files/<id:file>/preview/<int:page>/<int:edge>.webp", allow=see_file, see=see_file)
def file_preview(file: File, page: int, edge: int) -> BaseResponse:
    return _preview(file, page, edge)


@materials.get(
    "/versions/<id:version>/files/<int:n>/preview/<int:page>/<int:edge>.webp", allow=see_version, see=see_version
)
def version_preview(version: Version, n: int, page: int, edge: int) -> BaseResponse:
    return _preview(_nth(version, n), page, edge)


def _preview(file: File, page: int, edge: int) -> BaseResponse:
    found = session.get(Preview, (file.copy_sha256, page, edge)) if max(page, edge) < 2**31 else None
    if found is None:
        abort(404)
    return download(store_of(config()).read(found.sha256), f"{file.id}-{page}.webp", "image/webp", inline=True)


def _nth(version: Version, n: int) -> File:
    files = files_in(version)
    return files[n - 1] if 1 <= n <= len(files) else abort(404)


@materials.get("/files/<id:file>/copy", allow=see_file, see=see_file)
def file_copy(file: File) -> Response:
    return _sent(file, file.copy_sha256, file.copy_type)


@materials.get("/files/<id:file>/original", allow=see_file, see=see_file)
def file_original(file: File) -> Response:
    return _sent(file, file.sha256, file.type)


@materials.get("/versions/<id:version>/files/<int:n>/copy", allow=see_version, see=see_version)
def version_copy(version: Version, n: int) -> Response:
    """What is on hold in a country is handed out to nobody of it (product §4); who looks into it opens the original."""
    side, file = me().side, _nth(version, n)
    is_live = version.state is VersionState.in_force
    if side and (version.material.is_stopped(side) or (is_live and version.material.is_held(side))):
        raise Refused(_("It is on hold in your country: it is not handed out until a signatory lifts the hold."))
    if side and is_live and side in version.needed and not lasts(version, side, now().date()):
        raise Refused(_("The right to use it has ended in your country: no new copies are handed out."))
    return _sent(file, file.copy_sha256, file.copy_type, f"{version.material.code}-v{version.n}-")


@materials.get("/versions/<id:version>/files/<int:n>/original", allow=fetch_original, see=see_version)
def version_original(version: Version, n: int) -> Response:
    file = _nth(version, n)
    return _sent(file, file.sha256, file.type)


def _sent(file: File, sha256: str, kind: str, prefix: str = "") -> Response:
    """Piece by piece, always as an attachment, under its own name with the ending that its bytes have."""
    if file.destroyed_at:
        raise Refused(_("Its content was destroyed by two people; its fingerprint and the reason are kept."))
    stem = file.name.rpartition(".")[0] or file.name
    answer = download(b"", f"{prefix}{stem}.{EXTENSIONS[kind]}", kind)
    answer.response = store_of(config()).open(sha256)
    return answer
