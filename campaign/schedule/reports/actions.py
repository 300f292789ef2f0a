"""Filing a report, or a correction of one: nothing that was said before is changed, and the date follows what counts.

All that can be refused is refused before a row is written, so that of several reports in one form the others stand.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaign.accounts.models import User
from campaign.db import Side, lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _, fmt_date, number
from campaign.permissions import report_occurrence
from campaign.schedule import writing
from campaign.schedule.models import GOING, LONGEST, ActivityState, Occurrence
from campaign.schedule.reports.models import (
    NOTHING_TO_TELL,
    Report,
    Shown,
    newest_by_side,
    newest_of,
    reports_on,
    today_at,
)


@dataclass(frozen=True)
class Photo:
    """A copy for use that the store keeps, and who can be recognised in it."""

    sha256: str
    type: str
    shown: Shown
    consent: str = ""


@dataclass(frozen=True)
class Said:
    """What was typed; `reason` says why it did not take place, `correction` why it is said anew."""

    held_on: date
    place: str
    people: int = 0
    copies_en: int = 0
    copies_es: int = 0
    copies_both: int = 0
    took_place: bool = True
    reason: str = ""
    note: str = ""
    material_ids: tuple[int, ...] = ()
    photo: Photo | None = None
    correction: str = ""


def file(occurrence: Occurrence, said: Said, opened: int, by: User, at: datetime) -> Report:
    """Say what became of the own side's half; `opened` is the number of the report that the writer had seen, 0 of none.

    The date is held with the first half that was, and cancelled when every half says that it was not."""
    if not report_occurrence(by, occurrence):
        raise NotAllowed(
            _("A side reports on its own half: its planners, and the people of whoever wrote or hosts it.")
        )
    side = by.side
    assert side is not None, "the rule lets nobody through who has no side"
    lock_row(occurrence.activity)
    session.refresh(occurrence)  # whoever called it off meanwhile waited for nobody
    before = session.scalars(newest_of(occurrence.id, side)).first()
    _check_turn(occurrence, before, opened, at)
    _check(occurrence, said, side, at)
    if before is not None and not said.correction:
        raise Refused(_("Say in one line what you correct and why."))
    photo = said.photo or _kept_photo(before)
    made = Report(
        occurrence_id=occurrence.id,
        occurrence=occurrence,
        side=side,
        n=before.n + 1 if before else 1,
        took_place=said.took_place,
        held_on=said.held_on,
        place=said.place,
        people=said.people if said.took_place else 0,
        copies_en=said.copies_en if said.took_place else 0,
        copies_es=said.copies_es if said.took_place else 0,
        copies_both=said.copies_both if said.took_place else 0,
        material_ids=sorted(said.material_ids) if said.took_place else [],
        note=said.note,
        reason="" if said.took_place else said.reason,
        correction=said.correction if before else "",
        photo_sha256=photo.sha256 if photo else "",
        photo_type=photo.type if photo else "",
        shown=photo.shown if photo else None,
        consent=photo.consent if photo else "",
        by_id=by.id,
        reported_at=at,
    )
    session.add(made)
    session.flush()
    _follow(occurrence)
    return made


def _kept_photo(before: Report | None) -> Photo | None:
    """A correction of numbers keeps the picture."""
    if before is None or before.shown is None:
        return None
    return Photo(before.photo_sha256, before.photo_type, before.shown, before.consent)


def _check_turn(occurrence: Occurrence, before: Report | None, opened: int, at: datetime) -> None:
    if occurrence.activity.type in NOTHING_TO_TELL:
        raise Refused(_("A deadline is no event: nothing is reported on it."))
    if occurrence.starts_at > at:
        raise Refused(_("It has not begun yet. What falls out beforehand is cancelled in the schedule."))
    if before is not None and before.n != opened:
        words = _(
            "%(name)s has filed a report on this date meanwhile: %(people)s people. Yours is safe below; send it as a "
            "correction if it says more.",
            name=before.by.name,
            people=number(before.people),
        )
        raise Overtaken(words)
    if occurrence.state is ActivityState.cancelled and not _was_reported(occurrence):
        raise Overtaken(_("This date was cancelled: nothing is reported on it."))


def _was_reported(occurrence: Occurrence) -> bool:
    return session.scalars(reports_on(occurrence.id)).first() is not None


def _check(occurrence: Occurrence, said: Said, side: Side, at: datetime) -> None:
    today = today_at(occurrence, side, at)
    if said.held_on > today:
        raise Refused(_("%(date)s has not come yet.", date=fmt_date(said.held_on)))
    if abs(said.held_on - occurrence.starts_on) > LONGEST + timedelta(days=1):
        raise Refused(_far(said.held_on, occurrence.starts_on))
    if not said.took_place and not said.reason:
        raise Refused(_("Say why it did not take place."))
    photo = said.photo
    if photo is not None and photo.shown is Shown.agreed and not photo.consent:
        raise Refused(_("Say how the people shown agreed, without their names."))


def _far(day: date, planned: date) -> str:
    return _(
        "%(date)s is far from the day it was planned for, %(planned)s: look at the month and the year.",
        date=fmt_date(day),
        planned=fmt_date(planned),
    )


def _follow(occurrence: Occurrence) -> None:
    """The date as the reports that count have it; a correction of mere numbers moves nothing."""
    activity, was = occurrence.activity, occurrence.state
    counting = newest_by_side(session.scalars(reports_on(occurrence.id)).all())
    if any(one.took_place for one in counting.values()):
        occurrence.state, occurrence.reason = ActivityState.held, ""
    elif len(counting) == len(activity.sides):
        occurrence.state = ActivityState.cancelled
        occurrence.reason = " · ".join(dict.fromkeys(one.reason for one in counting.values()))
    elif occurrence.state not in GOING:
        occurrence.state, occurrence.reason = writing.going(activity), ""
    if occurrence.state is not was:
        session.flush()
        writing.follow_dates(activity, occurrence.reason)
