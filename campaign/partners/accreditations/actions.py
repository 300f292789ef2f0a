"""Giving an accreditation and ending it: each side its own, at once and alone. The columns that rules read follow."""

from collections.abc import Callable
from datetime import date, datetime

from campaign.accounts.models import Role, User, country_phrase
from campaign.accounts.notices import tell_side
from campaign.db import Side, lock_row, session
from campaign.errors import Overtaken, Refused
from campaign.i18n import _, fmt_date
from campaign.mail.kinds import NoticeKind
from campaign.partners.accreditations.models import Accreditation, accreditations_of, of_side, standing
from campaign.partners.letters import tell_people
from campaign.partners.models import Organization

LONGEST = 5 * 366  # days
WHO_KNOWS = (Role.planner, Role.administrator)


def may_show_logo(organization: Organization, side: Side, on: date) -> bool:
    """Whether the organization's mark may stand on that side's materials on this day: it is open, and that side
    accredits it. The mark's own permission is asked apart."""
    found = session.scalars(standing([organization.id], on)) if organization.is_open else ()
    return any(one.side is side for one in found)


def give(organization: Organization, from_on: date, until_on: date, by: User, at: datetime) -> Accreditation:
    """The person's own side vouches for the partner from one day until another."""
    assert by.side is not None
    lock_row(organization)
    _refuse(organization, by.side, from_on, until_on, at)
    given = Accreditation(
        organization=organization, side=by.side, from_on=from_on, until_on=until_on, given_by_id=by.id, given_at=at
    )
    session.add(given)
    settle(organization, at.date())
    _tell(organization, by.side, lambda: _given(given), lambda: _given_text(given), at)
    return given


def _refuse(organization: Organization, side: Side, from_on: date, until_on: date, at: datetime) -> None:
    if not organization.is_open:
        raise Refused(_("Only an open organization can be accredited."))
    if until_on < from_on or until_on < at.date():
        raise Refused(_("The last day must not lie before the first, nor before today."))
    if (until_on - from_on).days > LONGEST:
        raise Refused(_("An accreditation lasts five years at most; then it is given anew."))
    if other := session.scalars(of_side(organization.id, side, from_on, until_on)).first():
        days = {"first": fmt_date(other.from_on), "last": fmt_date(other.until_on)}
        raise Overtaken(_("It is accredited from %(first)s until %(last)s already; choose other days.", **days))


def end(accreditation: Accreditation, reason: str, by: User, at: datetime) -> None:
    """It does not stand from today on: the partner's mark stops in that country at once."""
    lock_row(accreditation.organization)
    lock_row(accreditation)
    if accreditation.has_passed(at.date()):
        raise Overtaken(_("This accreditation has ended already."))
    _end(accreditation, reason, by, at)
    organization, side = accreditation.organization, accreditation.side
    _tell(organization, side, lambda: _ended(organization, side), lambda: _ended_text(reason), at)


def end_all(organization: Organization, reason: str, by: User, at: datetime) -> None:
    """The organization closes: no side vouches for it any more."""
    for one in session.scalars(accreditations_of(organization.id)).all():
        if not one.has_passed(at.date()):
            _end(one, reason, by, at)


def _end(accreditation: Accreditation, reason: str, by: User, at: datetime) -> None:
    accreditation.ended_on, accreditation.end_reason = at.date(), reason
    accreditation.ended_by = f"{by.name}, {by.post}" if by.post else by.name
    settle(accreditation.organization, at.date())


def settle(organization: Organization, on: date) -> list[Side]:
    """Let the columns say what is so on this day; the sides for which something changed."""
    session.flush()
    sides = {one.side for one in session.scalars(standing([organization.id], on))}
    changed = [side for side in Side if organization.is_accredited(side) != (side in sides)]
    organization.is_accredited_us, organization.is_accredited_mx = Side.US in sides, Side.MX in sides
    session.flush()
    return changed


def _tell(
    organization: Organization, side: Side, subject: Callable[[], str], text: Callable[[], str], at: datetime
) -> None:
    """The partner, and its home country when it was the other one that acted."""
    path = f"/partners/{organization.id}"
    tell_people(organization, subject, text, path, at, NoticeKind.partners)
    if organization.country is not None and organization.country is not side:
        tell_side(organization.country, subject, text, path, at, WHO_KNOWS, kind=NoticeKind.partners)


def _given(given: Accreditation) -> str:
    name, where = given.organization.name, country_phrase(given.side)
    return _("Accredited by %(where)s: %(name)s", where=where, name=name)


def _given_text(given: Accreditation) -> str:
    return _("From %(first)s until %(last)s.", first=fmt_date(given.from_on), last=fmt_date(given.until_on))


def _ended(organization: Organization, side: Side) -> str:
    return _("No longer accredited by %(where)s: %(name)s", where=country_phrase(side), name=organization.name)


def _ended_text(reason: str) -> str:
    words = _("Its logo is used there no more from today on. What it uploaded stays under the licence that it gave.")
    return f"{words} {_('Reason: “%(reason)s”.', reason=reason)}"
