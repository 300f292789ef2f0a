"""What the days bring: rights that begin or end, a word 30 days before, documents whose time is over; and the removal
of bytes that a seal names. Each row in a transaction of its own; twice changes and tells nothing.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from campaign import db
from campaign.accounts.models import Role
from campaign.accounts.notices import tell_side
from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, lock_row, session
from campaign.i18n import _, fmt_date
from campaign.jobs.work import Result, Work
from campaign.mail.kinds import NoticeKind
from campaign.mail.models import Notice
from campaign.materials.models import Material
from campaign.partners.letters import tell_coordinators
from campaign.rights.consents.models import Consent
from campaign.rights.dates import two_years_after
from campaign.rights.licences.models import Licence
from campaign.rights.seals.actions import destroy_old
from campaign.rights.seals.bytes import note, users_of
from campaign.rights.seals.models import Seal
from campaign.rights.settling import name_of, settle
from campaign.storage import store_of

WARNED = timedelta(days=30)
MISSED = timedelta(days=30)  # so many nights without work are made up for
WHO_KNOWS = (Role.planner, Role.signatory)
DAYS = (
    Material.licensed_us_until,
    Material.licensed_mx_until,
    Material.released_us_until,
    Material.released_mx_until,
)


def expire(work: Work, config: Config) -> Result:
    """Settle every material whose rights ended or began, and the flyers that show it."""
    today = now().date()
    db.read_only()
    begun = [
        select(kind.material_id).where(kind.from_on.between(today - MISSED, today), kind.ended_at.is_(None))
        for kind in (Licence, Consent)
    ]
    has_ended = or_(*(day.between(today - MISSED, today - timedelta(days=1)) for day in DAYS))
    query = select(Material.id).where(or_(has_ended, *(Material.id.in_(ids) for ids in begun))).order_by(Material.id)
    ids = list(session.scalars(query))
    db.writing()
    return {"materials": [code for number in ids for code in _settled(work, number)]}


def _settled(work: Work, number: int) -> list[str]:
    """The codes of what left force by it."""
    at = now()
    with acting(None, None, work.kind, at):
        material = session.get_one(Material, number)
        lock_row(material)
        left = [thing.code for thing in settle(material, at)]
        work.hold(note=material.code)
        session.commit()
    return left


def warn(work: Work, config: Config) -> Result:
    """30 days before, one word to the owning side and to those who handed it in; never two for the same day."""
    today = now().date()
    db.read_only()
    is_soon = or_(*(day.between(today, today + WARNED) for day in DAYS))
    ids = list(session.scalars(select(Material.id).where(is_soon).order_by(Material.id)))
    db.writing()
    return {"warnings": sum(_warned(work, number) for number in ids)}


def _warned(work: Work, number: int) -> bool:
    at = now()
    with acting(None, None, work.kind, at):
        material = session.get_one(Material, number)
        lock_row(material)
        days = [day for day in _days_of(material) if at.date() <= day <= at.date() + WARNED]
        told = bool(days) and _tell(material, min(days), at)
        work.hold()
        session.commit()
    return told


def _days_of(material: Material) -> Iterator[date]:
    """Those of the countries that it is for."""
    for side in material.territory.sides:
        name = side.value.lower()
        yield from (day for kind in ("licensed", "released") if (day := getattr(material, f"{kind}_{name}_until")))


def _tell(material: Material, day: date, at: datetime) -> bool:
    """The end of the address says for which day it was: that is the mark."""
    path = f"/rights/materials/{material.id}#ends-{day.isoformat()}"
    if session.scalar(select(Notice.id).where(Notice.path == path).limit(1)):
        return False
    tell_side(material.side, lambda: _subject(material, day), _text, path, at, WHO_KNOWS, kind=NoticeKind.expiring)
    tell_coordinators(material.organization, lambda: _subject(material, day), _text, path, at, NoticeKind.expiring)
    return True


def _subject(material: Material, day: date) -> str:
    return _("Its rights end on %(date)s: %(what)s", date=fmt_date(day), what=name_of(material))


def _text() -> str:
    return _(
        "After that day no new copies of it are printed, nor of any flyer that shows it, unless a new licence or a new "
        "consent is entered before."
    )


# What is destroyed


def destroy(work: Work, config: Config) -> Result:
    """Consent documents, two years after the last use; one paper goes when all consents on it have had their time."""
    today = now().date()
    db.read_only()
    kept = session.scalars(select(Consent).where(Consent.destroyed_at.is_(None)).order_by(Consent.id)).unique().all()
    still = {one.document_sha256 for one in kept if two_years_after(one.last_use) >= today}
    ids = [one.id for one in kept if one.document_sha256 not in still]
    session.expunge_all()
    db.writing()
    return {"consents": sum(_destroyed(work, number) for number in ids)}


def _destroyed(work: Work, number: int) -> bool:
    at = now()
    with acting(None, None, work.kind, at):
        consent = session.get_one(Consent, number)
        lock_row(consent)
        is_due = consent.destroyed_at is None and two_years_after(consent.last_use) < at.date()
        if is_due:
            destroy_old(consent, "Two years after the last use / Dos años después del último uso", at)
        work.hold()
        session.commit()
    return is_due


def remove(work: Work, config: Config) -> Result:
    """Take the bytes of a seal out of the store. What was handed in anew since, and is used, stays."""
    db.read_only()
    seal = session.get_one(Seal, work.number("seal"))
    keys = [key for key in seal.removed if not users_of(key, seal, now().date())]
    session.commit()
    note(config, keys)
    store = store_of(config)
    for key in keys:
        store.delete(key)
        work.live()
    return {"removed": len(keys)}
