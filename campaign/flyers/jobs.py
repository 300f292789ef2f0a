"""What a worker does for flyers: the sheets of many regions, one after the other, with one warm renderer."""

from campaign import db
from campaign.accounts.models import User
from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, session
from campaign.flyers import actions
from campaign.flyers.formats import Format, of_part
from campaign.flyers.press import Printer
from campaign.i18n import _, both
from campaign.jobs.work import Failed, Work, attempt
from campaign.materials.models import Material
from campaign.paper.press import Press
from campaign.partners.places.models import Place
from campaign.regions.models import Region


def render_batch(work: Work, config: Config) -> None:
    """Every part that still waits: a sheet, or the reason why there is none. A part that is done is not done twice."""
    db.read_only()
    waiting = [part.key for part in work.waiting()]
    with Press() as printer:
        for key in waiting:
            work.begin(key)
            try:
                _render(work, key, config, printer)
            except Failed as failed:
                session.rollback()
                db.writing()
                work.part_failed(key, failed.reason)
                session.commit()


def _render(work: Work, key: str, config: Config, printer: Printer) -> None:
    """The page is made while nothing is locked; the edition and the part's mark are one commit."""
    session.expunge_all()  # the part before may be minutes old
    db.read_only()
    material, region, form, place = _found(work, key)
    attempt(lambda: actions.press_ahead(material, region, config, now(), printer, form.key, place))
    session.expire_all()
    db.writing()
    by = session.get(User, work.asked_by_id) if work.asked_by_id else None
    with acting(by, work.side, "flyers.batch", now()):
        edition = attempt(lambda: actions.prepare(material, region, config, by, now(), form.key, place))
        work.part_done(key, edition.id)
        session.commit()


def _found(work: Work, key: str) -> tuple[Material, Region, Format, Place | None]:
    material = session.get(Material, work.number("material"))
    where, form, number = of_part(key, material) if material else ("", None, None)
    region, place = session.get(Region, where), session.get(Place, number) if number is not None else None
    if material is None or region is None or form is None or (number is not None and place is None):
        raise Failed(both(lambda: _("The flyer or the place that this was asked for is not there any more.")))
    return material, region, form, place
