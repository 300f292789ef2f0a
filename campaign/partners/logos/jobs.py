"""A word 30 days before the permission of a logo ends; running it twice tells nothing twice."""

from datetime import datetime, timedelta

from sqlalchemy import select

from campaign import db
from campaign.accounts.notices import tell_side
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, lock_row, session
from campaign.i18n import _, fmt_date
from campaign.jobs.work import Result, Work
from campaign.mail.kinds import NoticeKind
from campaign.mail.models import Notice
from campaign.partners.accreditations.actions import WHO_KNOWS
from campaign.partners.letters import tell_coordinators
from campaign.partners.logos.models import Logo, expiring_logos, followers

WARNED = timedelta(days=30)


def warn(work: Work, config: Config) -> Result:
    """Tell the sides that let the logo stand on their sheets, and the organization's coordinators."""
    today = now().date()
    db.read_only()
    soon = list(session.scalars(expiring_logos(today, today + WARNED).with_only_columns(Logo.id)))
    db.writing()
    return {"warnings": sum(_warned(work, number) for number in soon)}


def _warned(work: Work, number: int) -> bool:
    at = now()
    with acting(None, None, work.kind, at):
        logo = session.get_one(Logo, number)
        lock_row(logo)
        told = _is_due(logo) and _warn(logo, at)
        work.hold()
        session.commit()
    return told


def _is_due(logo: Logo) -> bool:
    """Nothing ends where a later logo goes on, nor for an organization that is closed."""
    later = session.scalars(followers(logo)).all()
    goes_on = {side for one in later for side in Side if one.territory.covers(side)}
    ends = {side for side in Side if logo.territory.covers(side)} - goes_on
    return logo.withdrawn_at is None and logo.organization.is_open and bool(ends and _sides(logo))


def _sides(logo: Logo) -> list[Side]:
    """Who looks after it: its home country, and each side that accredits it for its own sheets."""
    organization = logo.organization
    return [
        side
        for side in Side
        if side is organization.country or (logo.territory.covers(side) and organization.is_accredited(side))
    ]


def _warn(logo: Logo, at: datetime) -> bool:
    """The end of the address says which logo it was: that is the mark."""
    path = f"/partners/{logo.organization_id}/logos#logo-{logo.id}"
    if session.scalar(select(Notice.id).where(Notice.path == path).limit(1)):
        return False
    for side in _sides(logo):
        tell_side(side, lambda: _subject(logo), _text, path, at, WHO_KNOWS, kind=NoticeKind.expiring)
    tell_coordinators(logo.organization, lambda: _subject(logo), _text, path, at, NoticeKind.expiring)
    return True


def _subject(logo: Logo) -> str:
    return _(
        "Permission for the logo ends on %(date)s: %(name)s", date=fmt_date(logo.until_on), name=logo.organization.name
    )


def _text() -> str:
    return _("After that day no new sheet carries it, unless a logo with a new permission is sent before.")
