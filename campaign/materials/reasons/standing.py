"""Which reasons stand, by the key of what they are said of."""

from collections.abc import Iterable
from datetime import datetime

from campaign.db import session
from campaign.materials.reasons.models import Reason, reasons_on
from campaign.wording.finding import Finding


def standing(material_id: int, until: datetime | None = None) -> dict[str, Reason]:
    """The newest on each thing, now or as it was at that moment; one that was taken back stands no more."""
    query = reasons_on(material_id)
    said = session.scalars(query.where(Reason.written_at <= until) if until else query)
    return {key: reason for key, reason in {one.key: one for one in said}.items() if reason.text}


def explained(material_id: int, found: Iterable[Finding], until: datetime | None = None) -> dict[str, Reason]:
    """The same for what was found here: where everything must be mended anyway, nothing is asked of the database."""
    return standing(material_id, until) if any(one.is_soft for one in found) else {}
