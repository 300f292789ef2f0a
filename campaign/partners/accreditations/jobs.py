"""What a date alone changes: accreditations that begin or end today, and a word 30 days before the last day. Running it
twice changes and tells nothing.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from campaign import db
from campaign.accounts.models import country_phrase
from campaign.accounts.notices import tell_side
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, lock_row, session
from campaign.i18n import _, fmt_date
from campaign.jobs.work import Result, Work
from campaign.mail.kinds import NoticeKind
from campaign.mail.models import Notice
from campaign.partners.accreditations.actions import WHO_KNOWS, settle
from campaign.partners.accreditations.models import Accreditation, all_standing, ending, standing
from campaign.partners.letters import tell_people
from campaign.partners.models import Organization

WARNED = timedelta(days=30)


def keep(work: Work, config: Config) -> Result:
    """Settle every organization whose columns say something else than its dates; then warn of last days."""
    today = now().date()
    db.read_only()
    changed = _overdue(today)
    soon = [one.id for one in session.scalars(ending(today, today + WARNED))]
    session.expunge_all()
    db.writing()
    settled = [number for number in changed if _settled(work, number)]
    return {"organizations": settled, "warnings": sum(_warned(work, number) for number in soon)}


def _overdue(on: date) -> list[int]:
    """Organizations that are accredited by a column, and those that are by date, where the two differ."""
    is_marked = or_(Organization.is_accredited_us, Organization.is_accredited_mx)
    marked = {(one.id, side) for one in session.scalars(select(Organization).where(is_marked)) for side in _sides(one)}
    dated = {(one.organization_id, one.side) for one in session.scalars(all_standing(on))}
    return sorted({number for number, _side in marked ^ dated})


def _sides(organization: Organization) -> list[Side]:
    return [side for side in Side if organization.is_accredited(side)]


def _settled(work: Work, number: int) -> bool:
    at = now()
    with acting(None, None, work.kind, at):
        organization = session.get_one(Organization, number)
        lock_row(organization)
        changed = settle(organization, at.date())
        for side in changed:
            _tell_change(organization, side, at)
        work.hold(note=organization.name)
        session.commit()
    return bool(changed)


def _tell_change(organization: Organization, side: Side, at: datetime) -> None:
    """The partner, and both the side that accredits and the home country."""
    path = f"/partners/{organization.id}"
    is_on = organization.is_accredited(side)

    def subject() -> str:
        values = {"where": country_phrase(side), "name": organization.name}
        if is_on:
            return _("Accredited by %(where)s: %(name)s", **values)
        return _("No longer accredited by %(where)s: %(name)s", **values)

    def text() -> str:
        return _("The first day has come.") if is_on else _("The last day has passed; its logo is used there no more.")

    tell_people(organization, subject, text, path, at, NoticeKind.expiring)
    for one in Side:
        if one in (side, organization.country):
            tell_side(one, subject, text, path, at, WHO_KNOWS, kind=NoticeKind.expiring)


def _warned(work: Work, number: int) -> int:
    """How many notices: the end of the address says for which day and side it was; that is the mark. The next one given
    already needs no warning."""
    at = now()
    with acting(None, None, work.kind, at):
        one = session.get_one(Accreditation, number)
        lock_row(one)
        is_followed = session.scalars(standing([one.organization_id], one.until_on + timedelta(days=1))).all()
        is_due = one.stands(at.date()) and not any(next_one.side is one.side for next_one in is_followed)
        told = is_due and _warn(one, at)
        work.hold()
        session.commit()
    return int(told)


def _warn(one: Accreditation, at: datetime) -> bool:
    organization = one.organization
    path = f"/partners/{organization.id}#until-{one.side.value}-{one.until_on.isoformat()}"
    if session.scalar(select(Notice.id).where(Notice.to_side == one.side, Notice.path == path).limit(1)):
        return False

    def subject() -> str:
        return _("Accreditation ends on %(date)s: %(name)s", date=fmt_date(one.until_on), name=organization.name)

    def text() -> str:
        words = _("After that day its logo is used no more in %(where)s, unless it is accredited anew.")
        return words % {"where": country_phrase(one.side)}

    tell_side(one.side, subject, text, path, at, WHO_KNOWS, kind=NoticeKind.expiring)
    tell_people(organization, subject, text, path, at, NoticeKind.expiring)
    return True
