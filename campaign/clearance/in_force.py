"""Decides whether a version is in force in a country at an instant (law 4). One function; nothing else decides it.

Holds and rights are read from the columns that they leave on items and facts; the clearances under them are untouched.
"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from campaign.clearance.models import Clearance, Decision, decisions
from campaign.db import Side, session
from campaign.facts.models import Fact, FactVersion
from campaign.materials.models import Version, VersionFact, VersionState
from campaign.materials.pictures import images_of
from campaign.materials.rights import lasts, parts_with_rights

OVER = (VersionState.superseded, VersionState.expired, VersionState.withdrawn)


def in_force(version: Version, country: Side, at: datetime) -> bool:
    """It is cleared there (law 4), its rights last there, and no hold of that country stops the item, a fact that it
    quotes or an image that it shows."""
    is_open = is_cleared(version, country, at) and country not in held_in(version)
    return is_open and has_rights(version, country, at.date())


def has_rights(version: Version, country: Side, on: date) -> bool:
    """Licence and consents cover everything in it there that day; after it no new copies are made (law 10)."""
    return all(lasts(part, country, on) for part in parts_with_rights(version))


def held_in(version: Version) -> tuple[Side, ...]:
    """The countries where a hold stands on the item, on a fact that this version quotes or an image that it shows;
    both, where a person shown took the consent back (law 16)."""
    if any(part.is_recalled for part in parts_with_rights(version)):
        return version.needed
    quoted = (
        select(Fact.stopped_us, Fact.stopped_mx)
        .join(FactVersion, FactVersion.fact_id == Fact.id)
        .join(VersionFact, VersionFact.fact_version_id == FactVersion.id)
        .where(VersionFact.version_id == version.id)
    )
    sources = [*session.execute(quoted).all(), *_images_stopped(version)]
    stops = {Side.US: any(us for us, _mx in sources), Side.MX: any(mx for _us, mx in sources)}
    return tuple(side for side in version.needed if stops[side] or version.material.is_stopped(side))


def _images_stopped(version: Version) -> list[tuple[bool, bool]]:
    images = session.scalars(images_of(version)) if version.shows_images else ()
    return [(image.material.stopped_us, image.material.stopped_mx) for image in images]


def is_cleared(version: Version, country: Side, at: datetime) -> bool:
    """That country's clearance stands; for a joint version the other's stood together with it, and stands or was
    revoked with its marks allowed to stay. Past its review-by date nothing new is printed (law 10). An image that it
    shows counts only where that is cleared itself."""
    if version.in_force_at is None or version.state in OVER:
        return False
    if version.review_by is None or version.review_by < at.date():
        return False
    if version.shows_images and not any(
        is_cleared(image, country, at) for image in session.scalars(images_of(version))
    ):
        return False
    newest = newest_decisions(version)
    if country not in version.needed or not stands(newest.get(country), at):
        return False
    other = country.opposite
    return other not in version.needed or stands(newest.get(other), at) or _left_its_marks(newest.get(other))


def newest_decisions(subject: Version | FactVersion) -> dict[Side, Clearance]:
    """The last word of each country on this subject."""
    rows = session.scalars(decisions(subject).options(lazyload("*")))  # nobody asks here who it was
    return {decision.country: decision for decision in rows}


def stands(decision: Clearance | None, at: datetime) -> bool:
    """Cleared, and not past the clearance's own end date."""
    if decision is None or decision.decision is not Decision.cleared:
        return False
    return decision.expires_on is None or decision.expires_on >= at.date()


def _left_its_marks(decision: Clearance | None) -> bool:
    return decision is not None and decision.decision is Decision.revoked and decision.marks_may_stay
