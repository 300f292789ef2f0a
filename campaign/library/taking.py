"""What the public page may hand out, and the way from an old copy to the sheet to use instead."""

from datetime import datetime

from sqlalchemy import or_, select

from campaign.db import session
from campaign.flyers import actions as flyers
from campaign.flyers.models import Edition
from campaign.materials.models import Version


def may_be_taken(edition: Edition, at: datetime) -> bool:
    """Exactly what print staff could fetch now: a hold, an old number or a passed date hands out nothing."""
    return not flyers.stopped(edition, at)


def instead(edition: Edition, at: datetime) -> Edition | None:
    """A sheet of the same flyer for the same region that may be printed now; in the same layout where there is one. One
    with a partner on it only where this one has the same."""
    same = Edition.region_key == edition.region_key, Version.material_id == edition.version.material_id
    partners = or_(Edition.partner_id.is_(None), Edition.partner_id == edition.partner_id)
    found = session.scalars(
        select(Edition).join(Edition.version).where(*same, partners, Edition.id != edition.id)
    ).all()
    printable = flyers.printable(found, edition.country, at)
    return max(
        printable,
        key=lambda other: (other.partner_id == edition.partner_id, other.format == edition.format, other.made_at),
        default=None,
    )
