"""Entering a period for a region of the own country, correcting it, withdrawing it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from campaign.accounts.models import User
from campaign.db import Bilingual, Side, lock_row, session
from campaign.errors import Difference, NotAllowed, Overtaken, Refused, Stale
from campaign.i18n import _, fmt_date
from campaign.permissions import edit_period, write_periods
from campaign.regions.models import Region
from campaign.schedule.periods.models import Period, PeriodKind
from campaign.schedule.periods.words import KINDS

LONGEST = timedelta(days=366)
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class Record:
    """What is written of a period."""

    kind: PeriodKind
    region_key: str
    starts_on: date
    ends_on: date
    title_en: str
    title_es: str
    source: str
    source_opened_on: date


def add(record: Record, by: User, at: datetime) -> Period:
    """For a region of the own country alone; both countries read it."""
    if by.side is None or not write_periods(by):
        raise NotAllowed(_forbidden())
    made = Period(side=by.side, entered_by_id=by.id, entered_at=at, withdrawn_at=None)
    _write(made, record, by.side, at)
    session.add(made)
    session.flush()
    return made


def edit(period: Period, record: Record, opened: int, by: User, at: datetime) -> None:
    """Correct it; an exception that was written to it stays."""
    lock_row(period)
    if not edit_period(by, period):
        raise NotAllowed(_forbidden())
    _counts(period)
    if opened != period.row_version:
        words = _("Someone else changed this text. Yours is safe below; compare and choose.")
        raise Stale(words, differences(period, record), period.row_version)
    _write(period, record, period.side, at)
    session.flush()


def withdraw(period: Period, opened: int, by: User, at: datetime) -> None:
    """It counts no more for anything that is planned; the row stays for the record."""
    lock_row(period)
    if not edit_period(by, period):
        raise NotAllowed(_forbidden())
    _counts(period)
    if opened != period.row_version:
        raise Overtaken(_("Someone else changed this record meanwhile. Look at it again before you withdraw it."))
    period.withdrawn_at = at
    session.flush()


def _counts(period: Period) -> None:
    if period.withdrawn_at is not None:
        raise Overtaken(_("This record was withdrawn meanwhile."))


def _write(period: Period, record: Record, side: Side, at: datetime) -> None:
    region = session.get(Region, record.region_key)
    if region is None:
        raise Refused(_("There is no region %(keys)s.", keys=record.region_key[:20]))
    if region.country is not side:
        raise Refused(_("%(region)s lies in the other country, whose planners write its calendar.", region=region.name))
    _check(record, at.date())
    for name, value in asdict(record).items():
        if name not in ("title_en", "title_es"):
            setattr(period, name, value)
    period.region, period.title = region, Bilingual(record.title_en.strip(), record.title_es.strip())


def _check(record: Record, today: date) -> None:
    if record.ends_on < record.starts_on:
        raise Refused(_("The last day must not be before the first."))
    if not EARLIEST <= record.starts_on <= record.ends_on <= LATEST:
        said = {"from": fmt_date(EARLIEST), "to": fmt_date(LATEST)}
        raise Refused(_("Choose days between %(from)s and %(to)s.", **said))
    if record.ends_on - record.starts_on >= LONGEST:
        raise Refused(_("A record lasts a year at most. Enter a longer one as several."))
    if not (record.title_en.strip() or record.title_es.strip()):
        raise Refused(_("Give it a title in one language at least."))
    if not record.source.strip():
        raise Refused(_("Write where it is published: nothing in this calendar is guessed."))
    if record.source_opened_on > today:
        raise Refused(_("A source is not opened after today."))


def _forbidden() -> str:
    return _("The planners of a country write what holds in its regions.")


def differences(period: Period, record: Record) -> list[Difference]:
    labels = {
        "kind": _("Kind"),
        "region_key": _("Region"),
        "starts_on": _("First day"),
        "ends_on": _("Last day"),
        "title_en": _("Title in English"),
        "title_es": _("Title in Spanish"),
        "source": _("Source"),
        "source_opened_on": _("Source opened on"),
    }
    sent: dict[str, Any] = asdict(record)
    return [
        Difference(name, label, _said(getattr(period, name)), _said(sent[name]))
        for name, label in labels.items()
        if getattr(period, name) != sent[name]
    ]


def _said(value: object) -> str:
    """In words: a kind and a region by their names."""
    if isinstance(value, date):
        return fmt_date(value)
    if isinstance(value, PeriodKind):
        return str(KINDS[value])
    region = session.get(Region, value) if isinstance(value, str) and value[2:3] == "-" else None
    return region.full_name if region else str(value)
