"""Pages for outside translators, who have no account: the draft as a file, the file back, and what would come of it.

A file that comes back changes nothing by itself, and is not kept: what it would change is shown, and travels with the
page until a person takes it over.
"""

from collections.abc import Sequence

import flask
from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from campaign import db
from campaign.clock import now
from campaign.config import Config
from campaign.errors import Refused
from campaign.i18n import _, _n, current
from campaign.intake.gate import opened
from campaign.intake.limits import LARGEST_UPLOAD, Purpose
from campaign.intake.verdict import Verdict as GateVerdict
from campaign.materials.blueprint import materials
from campaign.materials.models import Material
from campaign.materials.translating import actions, document, workbook
from campaign.materials.translating.forms import ReturnForm, taking
from campaign.materials.translating.judging import Outcome, judged
from campaign.materials.translating.reading import Given, read
from campaign.materials.translating.sheet import sheet_of
from campaign.materials.translating.texts import texts_of
from campaign.permissions import edit_material, see_draft
from campaign.web import download, me


def config() -> Config:
    found: Config = flask.current_app.extensions["campaign"]
    return found


@materials.form("/<id:material>/translation", allow=edit_material, see=see_draft, largest=LARGEST_UPLOAD)
def translation(material: Material) -> str | tuple[str, int]:
    """GET offers the file; POST takes it back and shows what would come of it."""
    form = ReturnForm()
    if form.validate_on_submit() and (given := _given(form)) is not None:
        found = judged(material, given)
        if not found.is_of_another:
            return render_template(
                "materials/translating/proposal.html", material=material, found=found, outcomes=Outcome
            )
        form.file.errors = [*form.file.errors, _of_another(material, found.is_of_another)]
    page = render_template(
        "materials/translating/translation.html",
        form=form,
        material=material,
        title=_("For an outside translator"),
        subtitle=f"{material.code} {_title(material)}",
        submit_label=_("Look at what would change"),
        cancel_url=url_for(".show", material=material.id),
        crumbs=[
            (_("Materials"), url_for(".index")),
            (_title(material), url_for(".show", material=material.id)),
            (_("For an outside translator"), ""),
        ],
    )
    return page, form.status


def _title(material: Material) -> str:
    return material.title.of(current()) or material.title.twin(current())


def _of_another(material: Material, code: str) -> str:
    return _(
        "This file belongs to %(other)s, and this is %(code)s. Open %(other)s and send it there.",
        other=code,
        code=material.code,
    )


def _given(form: ReturnForm) -> Sequence[Given] | None:
    """The rows, read while nothing is locked; what is wrong with the file is said at its field."""
    with db.unlocked(), opened(form.file.data.stream, Purpose.translation, config().clamd_url) as (verdict, file):
        data = file.read() if verdict.is_accepted else b""
    try:
        return _rows(verdict, data)
    except Refused as refused:
        form.file.errors = [*form.file.errors, refused.message]
        return None


def _rows(verdict: GateVerdict, data: bytes) -> list[Given]:
    if not verdict.is_accepted:
        raise Refused(verdict.reason.of(current()))
    for remark in verdict.remarks:
        flash(remark, "info")
    return read(verdict.facts["columns"], data)


@materials.form("/<id:material>/translation/take", allow=edit_material, see=see_draft)
def take_translation(material: Material) -> BaseResponse:
    """There is no page of its own: whoever comes back to this address is led to the file."""
    back = redirect(url_for(".translation", material=material.id), 303)
    if request.method == "GET":
        return back
    form = taking(material, texts_of(material), request.form)
    is_whole = form.validate_on_submit()
    if not is_whole or not form.carried_out(lambda: actions.take_over(material, form.taken, me(), form.opened)):
        flash(" ".join(_problems(form.errors)), "bad")
        return back
    flash(_n("One text is taken over.", "%(num)d texts are taken over.", len(form.taken)), "good")
    return redirect(url_for(".edit" if material.is_flyer else ".describe_files", material=material.id), 303)


def _problems(errors: dict[str | None, Sequence[str]]) -> list[str]:
    return [sentence for sentences in errors.values() for sentence in sentences]


@materials.get("/<id:material>/translation.xlsx", allow=edit_material, see=see_draft)
def translation_workbook(material: Material) -> Response:
    sheet = sheet_of(material, now(), me().zone)
    return download(workbook.workbook(sheet), f"{sheet.name}.xlsx", workbook.TYPE)


@materials.get("/<id:material>/translation.docx", allow=edit_material, see=see_draft)
def translation_document(material: Material) -> Response:
    sheet = sheet_of(material, now(), me().zone)
    return download(document.document(sheet), f"{sheet.name}.docx", document.TYPE)
