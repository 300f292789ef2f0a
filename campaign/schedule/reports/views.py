"""Pages of reports: what is due, one report, several at once, what was said of a date, the photo and the table."""

from collections.abc import Sequence

from flask import Response, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import defaultload
from werkzeug.wrappers import Response as BaseResponse

from campaign.accounts.models import User
from campaign.clock import now
from campaign.db import Bilingual, Side, session
from campaign.errors import NotAllowed, Refused
from campaign.i18n import _, _n, current
from campaign.intake.limits import EXTENSIONS
from campaign.materials.models import Material, in_force_for
from campaign.materials.models import visible_to as materials_visible_to
from campaign.paging import paged
from campaign.permissions import read_schedule, report_occurrence, report_several, see_occurrence, see_report
from campaign.schedule.actions import name_of
from campaign.schedule.blueprint import schedule
from campaign.schedule.models import Occurrence, needs_of
from campaign.schedule.reports import actions, photos, sheet
from campaign.schedule.reports.days import day_words, place_of
from campaign.schedule.reports.due import Due, as_due, due_of
from campaign.schedule.reports.forms import SHOWN_WORDS, ReportForm, RowForm
from campaign.schedule.reports.models import (
    Report,
    due_on,
    last_day,
    newest,
    newest_of,
    reports_on,
    reports_visible_to,
    today_at,
)
from campaign.web import download, me, order, table

MOST_MATERIALS = 12


@schedule.get("/reports", allow=read_schedule)
def reports() -> str:
    """What this person owes, and what was reported."""
    due, is_more = due_of(me(), now())
    query = newest(reports_visible_to(me())).order_by(Report.held_on.desc(), Report.id.desc())
    return render_template(
        "schedule/reports.html",
        due=due,
        is_more=is_more,
        page=paged(query.options(defaultload(Report.by).lazyload(User.organization))),
        name_of=name_of,
        place_of=place_of,
        day_words=day_words,
    )


@schedule.get("/reports.csv", allow=read_schedule)
def reports_csv() -> Response:
    """The reports that count, of all that this person may see."""
    query = newest(reports_visible_to(me())).order_by(Report.held_on, Report.id)
    found = session.scalars(query.limit(sheet.MOST)).unique()
    return table("reports.csv", sheet.header(), (sheet.row(one, me()) for one in found))


@schedule.form("/dates/<id:occurrence>/report", allow=report_occurrence, see=see_occurrence, largest=photos.LARGEST)
def report(occurrence: Occurrence) -> BaseResponse | tuple[str, int]:
    side = own_side()
    before = session.scalars(newest_of(occurrence.id, side)).first()
    form = ReportForm(data=planned(occurrence, side, before))
    form.materials.choices = material_choices(occurrence, side, before)
    if request.method == "POST" and _is_filed(form, occurrence, before):
        flash(_("The report is filed. Thank you."), "good")
        sent = request.form.get("request_token", "")
        return redirect(url_for(".date_reports", occurrence=occurrence.id, sent=sent), 303)
    before = session.scalars(newest_of(occurrence.id, side)).first()
    form.version.data = str(before.n if before else 0)
    page = render_template(
        "schedule/report.html",
        form=form,
        occurrence=occurrence,
        before=before,
        due=as_due([occurrence], side, now())[0],
        title=_("Correct the report") if before else _("Report"),
        name=name_of(occurrence.activity),
        day=day_words(occurrence, side),
        key=draft_key(occurrence),
    )
    return page, form.status


def _is_filed(form: ReportForm, occurrence: Occurrence, before: Report | None) -> bool:
    """A photo that came with a form in which something is wrong is kept, and goes along when it is sent again."""
    form.validate()
    form.check(is_correction=before is not None and form.opened > 0)
    photo = photos.photo_of(form, draft_key(occurrence))
    if form.errors:
        return False
    return form.carried_out(lambda: actions.file(occurrence, form.said(photo), form.opened, me(), now()))


def own_side() -> Side:
    side = me().side
    assert side is not None, "the rule lets nobody through who has no side"
    return side


def draft_key(occurrence: Occurrence) -> str:
    """Under which the browser keeps a draft: of this person and this date alone."""
    return f"report-{me().id}-{occurrence.id}"


def planned(occurrence: Occurrence, side: Side, before: Report | None) -> dict[str, object]:
    """What stands in the form when it is opened: what was reported, or what was planned."""
    if before is not None:
        names = ("held_on", "place", "people", "copies_en", "copies_es", "copies_both", "note", "reason")
        said = {name: getattr(before, name) for name in names}
        materials = [str(number) for number in before.material_ids]
        return {**said, "did_not": not before.took_place, "materials": materials, "version": str(before.n)}
    day = min(last_day(occurrence, side), today_at(occurrence, side, now()))
    wanted = [
        str(need.material_id) for need in session.scalars(needs_of([occurrence.activity_id])) if need.side is side
    ]
    return {"held_on": day, "place": place_of(occurrence, side), "materials": wanted, "version": "0"}


def material_choices(occurrence: Occurrence, side: Side, before: Report | None) -> list[tuple[str, str]]:
    """What was wanted there, then what is in force in this campaign."""
    wanted = [need.material_id for need in session.scalars(needs_of([occurrence.activity_id])) if need.side is side]
    ids = dict.fromkeys([*wanted, *(before.material_ids if before else [])])
    live = in_force_for(side).where(Material.campaign_id == occurrence.activity.campaign_id).limit(MOST_MATERIALS)
    ids |= dict.fromkeys(session.scalars(live.with_only_columns(Material.id)))
    seen = materials_visible_to(me()).where(Material.id.in_(ids))
    found = {one.id: one for one in session.scalars(seen).unique()}
    return [(str(number), _named(found[number].code, found[number].title)) for number in ids if number in found]


def _named(code: str, title: Bilingual) -> str:
    return f"{code} · {title.of(current()) or title.twin(current())}"


@schedule.get("/dates/<id:occurrence>/reports", allow=see_occurrence, see=see_occurrence)
def date_reports(occurrence: Occurrence) -> str:
    """What each side said of it, corrections above what they correct."""
    said = session.scalars(reports_on(occurrence.id)).all()
    activity = occurrence.activity
    return render_template(
        "schedule/date_reports.html",
        occurrence=occurrence,
        activity=activity,
        name=name_of(activity),
        days=_days(occurrence),
        halves=[(side, [one for one in said if one.side is side]) for side in order(me()) if side in activity.sides],
        due=due_on,
        materials=_materials(said),
        shown=SHOWN_WORDS,
        sent=request.args.get("sent", ""),
        key=draft_key(occurrence),
    )


def _days(occurrence: Occurrence) -> list[str]:
    """On the wall of each side's place, the reader's first; all day is said once."""
    sides = [side for side in order(me()) if side in occurrence.activity.sides]
    return list(dict.fromkeys(day_words(occurrence, side) for side in sides))


def _materials(said: Sequence[Report]) -> dict[int, str]:
    ids = {number for one in said for number in one.material_ids}
    seen = materials_visible_to(me()).where(Material.id.in_(ids))
    return {one.id: _named(one.code, one.title) for one in session.scalars(seen).unique()} if ids else {}


@schedule.get("/reports/<id:report>/photo.jpg", allow=see_report, see=see_report)
def report_photo(report: Report) -> Response:
    """The copy, whichever of the two types it is."""
    if not report.photo_sha256:
        abort(404)
    name = f"report-{report.id}.{EXTENSIONS[report.photo_type]}"
    return download(photos.store().read(report.photo_sha256), name, report.photo_type, inline=True)


@schedule.form("/reports/many", allow=report_several)
def many_reports() -> BaseResponse | tuple[str, int]:
    """Each line by itself: what is right is kept, what is not stays with its reason, what is empty is left alone."""
    due, is_more = due_of(me(), now())
    lines = [(one, _row_form(one)) for one in due]
    kept, is_wrong = 0, False
    if request.method == "POST":
        kept, is_wrong, lines = _file_all(lines)
        if kept:
            session.commit()
            flash(_n("One report is filed.", "%(num)d reports are filed.", kept), "good")
        elif not is_wrong:
            flash(_("Nothing was filled in, so nothing was filed."), "info")
        if not is_wrong:
            return redirect(url_for(".reports"), 303)
    words = {"name_of": name_of, "place_of": place_of, "day_words": day_words}
    page = render_template(
        "schedule/many_reports.html", lines=lines, is_more=is_more, is_wrong=is_wrong, kept=kept, **words
    )
    status = 422 if is_wrong and not kept else 200  # where some were filed, something was changed
    return page, status


def _row_form(one: Due) -> RowForm:
    data = planned_row(one)
    return RowForm(prefix=f"d{one.occurrence.id}-", data=data)


def planned_row(one: Due) -> dict[str, object]:
    return {
        "held_on": min(last_day(one.occurrence, one.side), one.today),
        "place": place_of(one.occurrence, one.side),
    }


def _file_all(lines: list[tuple[Due, RowForm]]) -> tuple[int, bool, list[tuple[Due, RowForm]]]:
    """How many were filed, whether one was wrong, and the lines that are left."""
    left, wrong = [], 0
    for one, form in lines:
        is_filed = not form.is_empty and _is_row_filed(one, form)
        if not is_filed:
            left.append((one, form))
            wrong += not form.is_empty
    return len(lines) - len(left), wrong > 0, left


def _is_row_filed(one: Due, form: RowForm) -> bool:
    is_read = form.validate()
    if not form.check() or not is_read:
        return False
    try:
        actions.file(one.occurrence, form.said, 0, me(), now())
    except NotAllowed:
        raise
    except Refused as refused:
        form.form_errors.append(refused.message)
        return False
    return True
