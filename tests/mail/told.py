"""What a side was told, for tests that look at what an act tells."""

from datetime import datetime

from sqlalchemy import Select, select

from campaign.db import Side
from campaign.mail.models import Notice


def notices_to(side: Side, since: datetime) -> Select[Notice]:
    """Since then, newest first."""
    query = select(Notice).where(Notice.to_side == side, Notice.written_at >= since)
    return query.order_by(Notice.written_at.desc(), Notice.id.desc())
