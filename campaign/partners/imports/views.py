"""Pages of imports: sending a table, naming its columns, looking at what would come of it, doing it and undoing it.

Whatever is looked at before it is brought in changes nothing; a table is only ever its own side's.
"""

from collections.abc import Iterator, Sequence

import flask
from flask import Response, flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from campaign import db
from campaign.clock import now
from campaign.config import Config
from campaign.db import session
from campaign.forms import clean
from campaign.i18n import _, current
from campaign.intake.gate import opened
from campaign.intake.limits import LARGEST_UPLOAD, Purpose
from campaign.jobs.models import Job
from campaign.paging import paged
from campaign.partners.blueprint import partners
from campaign.partners.imports import actions
from campaign.partners.imports.actions import Table
from campaign.partners.imports.data import COLUMNS, KIND_WORDS
from campaign.partners.imports.forms import ImportForm, heading, mapped, mapping_form
from campaign.partners.imports.judging import Judge, Judged, judged
from campaign.partners.imports.models import (
    Import,
    ImportedRow,
    ImportKind,
    ImportState,
    Outcome,
    count_outcomes,
    outcomes,
    visible_to,
)
from campaign.partners.imports.reading import lines, rows
from campaign.partners.imports.undoing import undo
from campaign.partners.models import Organization
from campaign.permissions import change_import, import_partners, see_import
from campaign.sheets import workbook
from campaign.storage import Store, store_of
from campaign.web import download, me, table

SHOWN = 40  # rows of one outcome on a page; the file has them all
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def config() -> Config:
    found: Config = flask.current_app.extensions["campaign"]
    return found


def store() -> Store:
    return store_of(config())


@partners.get("/imports", allow=import_partners)
def imports() -> str:
    return render_template("partners/imports/index.html", page=paged(visible_to(me())), kinds=KIND_WORDS)


@partners.form("/imports/new", allow=import_partners, largest=LARGEST_UPLOAD)
def new_import() -> BaseResponse | tuple[str, int]:
    form = ImportForm()
    if form.validate_on_submit() and (made := _taken(form)):
        return redirect(url_for(".map_import", imported=made.id), 303)
    page = render_template(
        "partners/imports/new.html",
        form=form,
        title=_("Bring in a table"),
        submit_label=_("Send the table"),
        cancel_url=url_for(".imports"),
        columns={KIND_WORDS[kind]: COLUMNS[kind] for kind in ImportKind},
    )
    return page, form.status


def _taken(form: ImportForm) -> Import | None:
    """The table is looked at and kept while nothing is locked."""
    with db.unlocked(), opened(form.table.data.stream, Purpose.table, config().clamd_url) as (verdict, file):
        if not verdict.is_accepted:
            form.table.errors = [*form.table.errors, verdict.reason.of(current())]
            return None
        found = Table(clean(form.table.data.filename)[:120], verdict, store().put(file))
    made: list[Import] = []
    kind = ImportKind(form.kind.data)
    if not form.carried_out(lambda: made.append(actions.take(kind, found, me(), now()))):
        return None
    for remark in verdict.remarks:
        flash(remark, "info")
    return made[0]


@partners.form("/imports/<id:imported>/columns", allow=change_import, see=see_import)
def map_import(imported: Import) -> BaseResponse | tuple[str, int]:
    form = mapping_form(imported)
    back = url_for(".show_import", imported=imported.id)
    if form.validate_on_submit() and form.carried_out(lambda: actions.map_columns(imported, mapped(form), me(), now())):
        return redirect(back, 303)
    page = render_template(
        "partners/imports/columns.html",
        form=form,
        one=imported,
        title=_("Columns of the table"),
        subtitle=imported.file_name,
        submit_label=_("Look at what would come of it"),
        cancel_url=back if imported.is_mapped else url_for(".imports"),
        samples=_samples(imported),
    )
    return page, form.status


def _samples(one: Import) -> list[tuple[str, str]]:
    """Each column with what stands in its first rows."""
    first = [cells for _line, (_n, cells) in zip(range(3), lines(one, store()), strict=False)]
    shown = [" · ".join(cells[n][:40] for cells in first if cells[n]) for n in range(len(one.columns))]
    return [(heading(n, words), shown[n]) for n, words in enumerate(one.columns)]


@partners.get("/imports/<id:imported>", allow=see_import, see=see_import)
def show_import(imported: Import) -> str:
    """Before: what would come of each row. After: what came of it."""
    is_ready = imported.state is ImportState.ready
    found: Sequence[Judged | ImportedRow] = _looked_at(imported) if is_ready else _shown(imported)
    counts = _tally(found) if is_ready else dict(session.execute(count_outcomes(imported.id)).all())
    return render_template(
        "partners/imports/show.html",
        one=imported,
        kinds=KIND_WORDS,
        is_ready=is_ready,
        counts={outcome: counts.get(outcome, 0) for outcome in Outcome},
        found={outcome: [row for row in found if row.outcome is outcome][:SHOWN] for outcome in Outcome},
        cells=_cells(imported, found),
        names=_names(imported, found),
        job=session.get(Job, imported.job_id) if imported.job_id else None,
        outcomes=Outcome,
        shown=SHOWN,
    )


def _looked_at(one: Import) -> list[Judged]:
    if not one.is_mapped:
        return []
    return judged(Judge(one.kind, one.side, now()), rows(one, store()))


def _shown(one: Import) -> list[ImportedRow]:
    """Of each outcome as many as the page shows."""
    return [row for outcome in Outcome for row in session.scalars(outcomes(one.id, outcome).limit(SHOWN))]


def _tally(found: Sequence[Judged | ImportedRow]) -> dict[Outcome, int]:
    return {outcome: sum(row.outcome is outcome for row in found) for outcome in Outcome}


def _cells(one: Import, found: Sequence[Judged | ImportedRow]) -> dict[int, str]:
    """The name in each row that is shown."""
    wanted = {row.n for outcome in Outcome for row in [r for r in found if r.outcome is outcome][:SHOWN]}
    if not wanted:
        return {}
    return {n: values.get("name", "") for n, values in rows(one, store()) if n in wanted}


def _names(one: Import, found: Sequence[Judged | ImportedRow]) -> dict[int, str]:
    """Of partners that are there already, to link to them."""
    if one.kind is not ImportKind.organizations:
        return {}
    ids = [_id(row) for row in found if row.outcome in (Outcome.duplicate, Outcome.made, Outcome.kept)]
    query = select(Organization.id, Organization.name).where(Organization.id.in_([n for n in ids if n][: 3 * SHOWN]))
    return dict(session.execute(query).all())


def _id(row: Judged | ImportedRow) -> int | None:
    return row.twin if isinstance(row, Judged) else row.made_id


def _faulty(one: Import) -> Iterator[list[str]]:
    """Every faulty row as it was sent, with one column more that says what is wrong, in the reader's language."""
    found: Sequence[Judged | ImportedRow] = (
        _looked_at(one) if one.state is ImportState.ready else session.scalars(outcomes(one.id, Outcome.faulty)).all()
    )
    notes = {row.n: row.note.of(current()) for row in found if row.outcome is Outcome.faulty}
    return ([*cells, notes[n]] for n, cells in lines(one, store()) if n in notes)


@partners.get("/imports/<id:imported>/errors.csv", allow=see_import, see=see_import)
def import_errors(imported: Import) -> Response:
    header = [*imported.columns, _("What is wrong")]
    return table(f"import-{imported.id}-errors.csv", header, _faulty(imported))


@partners.get("/imports/<id:imported>/errors.xlsx", allow=see_import, see=see_import)
def import_errors_workbook(imported: Import) -> Response:
    data = workbook(_("Rows to correct"), [*imported.columns, _("What is wrong")], _faulty(imported))
    return download(data, f"import-{imported.id}-errors.xlsx", XLSX)


@partners.post("/imports/<id:imported>/start", allow=change_import, see=see_import)
def start_import(imported: Import) -> BaseResponse:
    with db.unlocked():
        numbers = [n for n, _cells in lines(imported, store())]
    actions.start(imported, numbers, me(), now())
    session.commit()
    flash(_("The work has begun; this page shows what came of it."), "good")
    return redirect(url_for(".show_import", imported=imported.id), 303)


@partners.post("/imports/<id:imported>/undo", allow=change_import, see=see_import)
def undo_import(imported: Import) -> BaseResponse:
    kept = undo(imported, me(), now())
    session.commit()
    if kept:
        flash(_("Undone as far as possible: %(count)s stay, and below stands why.", count=kept), "warn")
    else:
        flash(_("Undone: nothing of this table is left."), "good")
    return redirect(url_for(".show_import", imported=imported.id), 303)
