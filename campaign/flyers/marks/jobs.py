"""What a worker does with a list of flyers whose names have changed: each is sent by itself."""

from functools import partial

from campaign import db
from campaign.accounts.models import User
from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, session
from campaign.flyers import actions as flyers
from campaign.flyers.marks import actions
from campaign.i18n import _, both
from campaign.jobs.work import Failed, Work, attempt
from campaign.materials.models import Material
from campaign.materials.regions import regions_of


def send_all(work: Work, config: Config) -> None:
    """Every part that still waits; one that is done is not done twice."""
    db.read_only()
    waiting = [part.key for part in work.waiting()]
    for key in waiting:
        work.begin(key)
        try:
            _send(work, key, config)
        except Failed as failed:
            session.rollback()
            db.writing()
            work.part_failed(key, failed.reason)
            session.commit()


def _send(work: Work, key: str, config: Config) -> None:
    """The sheets are drawn while nothing is locked; the version and the part's mark are one commit."""
    session.expunge_all()
    db.read_only()
    material, by = _found(work, key)
    regions = {region.country: region for region in reversed(session.scalars(regions_of(material)).all())}
    for side in material.territory.sides:
        if side in regions:
            attempt(partial(flyers.draft_pdf, material, regions[side], config, now()))
    session.expire_all()
    db.writing()
    with acting(by, work.side, "flyers.marks", now()):
        version = attempt(lambda: actions.renew(material, regions, config, by, now()))
        work.part_done(key, version.id)
        session.commit()


def _found(work: Work, key: str) -> tuple[Material, User]:
    number = key.removeprefix("F-")
    material = session.get(Material, int(number)) if number.isdecimal() else None
    by = session.get(User, work.asked_by_id) if work.asked_by_id else None
    if material is None or by is None or material.side is not by.side:
        raise Failed(both(lambda: _("This flyer, or the person who asked for it, is not there any more.")))
    return material, by
