"""Saying what becomes of the copies of a replaced version in the own territory; nothing else changes by it."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date, datetime

from campaign.accounts.models import Role, User, country_phrase
from campaign.accounts.notices import OFFICIALS, tell_side
from campaign.campaigns.models import day_of
from campaign.db import Side, lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.flyers.stock.models import Fate, StockDecision, decisions_on
from campaign.flyers.stock.standing import was_replaced
from campaign.i18n import _, current, fmt_date
from campaign.mail.kinds import NoticeKind
from campaign.materials.models import Version
from campaign.permissions import decide_stock


@dataclass(frozen=True)
class Word:
    """What is to become of the copies, until when, and why."""

    fate: Fate
    until: date | None
    reason: str


def decide(version: Version, word: Word, seen: int, by: User, at: datetime) -> StockDecision:
    """For the own territory alone; the other side and the own print staff are told in the same transaction (law 6).
    `seen` is the number of the decision that stood when the page was opened."""
    if by.side is None or not decide_stock(by, version):
        raise NotAllowed(_("Planners and signatories of a country decide on the copies in its own territory."))
    lock_row(version)
    if not was_replaced(version):
        raise Refused(_("No other version has replaced this one, so there is nothing to decide on its copies."))
    before = newest_of(version, by.side)
    if seen != (before.id if before else 0):
        raise Overtaken(_("Somebody of your side decided meanwhile; it stands above. What you wrote is kept below."))
    if not word.reason.strip():
        raise Refused(_("Write the reason; both countries read it."))
    made = StockDecision(
        version_id=version.id,
        country=by.side,
        fate=word.fate,
        until_on=_until(version, word, by.side, at),
        reason=word.reason.strip(),
        by_id=by.id,
        decided_at=at,
    )
    session.add(made)
    session.flush()
    _tell(version, made, by, at)
    return made


def newest_of(version: Version, country: Side) -> StockDecision | None:
    """The word that stands in this country, whatever it is worth now."""
    return session.scalars(decisions_on(version.id).where(StockDecision.country == country).limit(1)).first()


def last_day(version: Version, country: Side, at: datetime) -> date | None:
    """The latest day until which copies may be handed out: twelve months from today, but not past the review-by date of
    the version, in which the end of each clearance is reckoned; None where that has passed."""
    today = day_of(country, at)
    day = min(_in_a_year(today), version.review_by or today)
    return day if day >= today else None


def _in_a_year(day: date) -> date:
    is_leap_day = isleap(day.year) and (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28) if is_leap_day else day.replace(year=day.year + 1)


def _until(version: Version, word: Word, country: Side, at: datetime) -> date | None:
    if word.fate is Fate.collect:
        return None
    last = last_day(version, country, at)
    if last is None:
        raise Refused(_("Its review-by date has passed: its copies can only be collected."))
    if word.until is None:
        raise Refused(_("Write the last day on which they may be handed out."))
    if not day_of(country, at) <= word.until <= last:
        raise Refused(_("Choose a day from today until %(date)s at the latest.", date=fmt_date(last)))
    return word.until


def _tell(version: Version, made: StockDecision, by: User, at: datetime) -> None:
    """The other side's officials, and the print staff of the own."""
    here = made.country
    told = (
        (here.opposite, OFFICIALS, f"/materials/versions/{version.id}"),
        (here, (Role.printer,), f"/flyers/{version.material_id}"),
    )
    for side, roles, path in told:
        tell_side(
            side, lambda: _subject(version, here), lambda: _text(made, by), path, at, roles, kind=NoticeKind.holds
        )


def _subject(version: Version, country: Side) -> str:
    material = version.material
    title = material.title.of(current()) or material.title.twin(current())
    return _(
        "Old copies in %(where)s: %(what)s, version %(n)s",
        where=country_phrase(country),
        what=f"{material.code} {title}",
        n=version.n,
    )


def _text(made: StockDecision, by: User) -> str:
    said = {"name": by.name, "reason": made.reason}
    if made.until_on is None:
        return _("%(name)s decided: the copies are to be collected and destroyed. Reason: “%(reason)s”.", **said)
    day = fmt_date(made.until_on)
    return _("%(name)s decided: copies may be handed out until %(day)s. Reason: “%(reason)s”.", day=day, **said)
