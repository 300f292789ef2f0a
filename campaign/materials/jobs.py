"""What a worker does for materials: gathers the words of those that have none yet, as after an upgrade."""

from sqlalchemy import select

from campaign import db
from campaign.config import Config
from campaign.db import session
from campaign.jobs.work import Result, Work
from campaign.materials.finding import note
from campaign.materials.models import Material

BATCH = 200


def gather(work: Work, config: Config) -> Result:
    """Batch after batch, each committed by itself; what is gathered is in nobody's record."""
    last, count = 0, 0
    while True:
        db.writing()
        query = select(Material).where(Material.words == "", Material.id > last).order_by(Material.id).limit(BATCH)
        found = session.scalars(query).unique().all()
        if not found:
            return {"materials": count}
        for material in found:
            note(material)
        last, count = found[-1].id, count + len(found)
        work.hold()
        session.commit()
        session.expunge_all()
