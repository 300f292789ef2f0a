"""Reports as a table: one line for each side's word on a date, in the reader's language."""

from collections.abc import Sequence

from campaign.accounts.models import User, country_name
from campaign.i18n import _
from campaign.schedule.actions import name_of
from campaign.schedule.reports.models import SMALL_GROUP, Report

MOST = 5_000


def header() -> Sequence[str]:
    return (
        _("Campaign"),
        _("Activity"),
        _("Title"),
        _("Country"),
        _("Planned for"),
        _("Date"),
        _("Place"),
        _("It took place"),
        _("People reached, in total"),
        _("Copies in English"),
        _("Copies in Spanish"),
        _("Copies in both languages"),
        _("Note"),
        _("Why it did not take place"),
        _("Report number"),
        _("Reported on"),
    )


def row(one: Report, reader: User) -> Sequence[object]:
    occurrence = one.occurrence
    activity = occurrence.activity
    return (
        activity.campaign.code,
        activity.code,
        name_of(activity),
        country_name(one.side),
        occurrence.starts_on.isoformat(),
        one.held_on.isoformat(),
        one.place,
        _("yes") if one.took_place else _("no"),
        _("fewer than %(num)s", num=SMALL_GROUP) if (people := one.people_for(reader.side)) is None else people,
        one.copies_en,
        one.copies_es,
        one.copies_both,
        one.note,
        one.reason,
        one.n,
        one.reported_at.date().isoformat(),
    )
