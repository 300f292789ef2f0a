"""Decides whether a version is in force in a country at an instant (law 4). One function; nothing else decides it.

Holds and rights are read from the columns that they leave on items and facts; the clearances under them are untouched.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Row, select
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


def countries_in_force(version: Version, at: datetime) -> set[Side]:
    """Where it is in force: the same question asked of both countries at once."""
    said, stops = newest_decisions(version), held_in(version)
    free = {side for side in version.needed if side not in stops and has_rights(version, side, at.date())}
    return {side for side in free if is_cleared(version, side, at, said)}


def has_rights(version: Version, country: Side, on: date) -> bool:
    """Licence and consents cover everything in it there that day; after it no new copies are made (law 10)."""
    return all(lasts(part, country, on) for part in parts_with_rights(version))


def all_in_force(versions: Sequence[Version], country: Side, at: datetime) -> list[Version]:
    """Of these, those that are in force there: the same question asked of many, with two queries however many."""
    ids = [version.id for version in versions]
    stops, said = _stops(ids), dict[int, dict[Side, Clearance]]()
    every = select(Clearance).where(Clearance.version_id.in_(ids)).order_by(Clearance.decided_at, Clearance.id)
    for decision in session.scalars(every.options(lazyload("*"))):
        said.setdefault(decision.version_id or 0, {})[decision.country] = decision
    return [
        version
        for version in versions
        if is_cleared(version, country, at, said.get(version.id, {}))
        and has_rights(version, country, at.date())
        and country not in _held(version, stops)
    ]


def held_in(version: Version) -> tuple[Side, ...]:
    """The countries where a hold stands on the item, on a fact that this version quotes or an image that it shows;
    both, where a person shown took the consent back (law 16)."""
    return _held(version, _stops([version.id]))


def _stops(version_ids: list[int]) -> Sequence[Row[int, bool, bool]]:
    """What these versions quote: version, and whether either country stopped that fact."""
    quoted = (
        select(VersionFact.version_id, Fact.stopped_us, Fact.stopped_mx)
        .join(FactVersion, FactVersion.id == VersionFact.fact_version_id)
        .join(Fact, Fact.id == FactVersion.fact_id)
        .where(VersionFact.version_id.in_(version_ids))
    )
    return session.execute(quoted).all()


def _held(version: Version, stops: Iterable[Row[int, bool, bool]]) -> tuple[Side, ...]:
    if any(part.is_recalled for part in parts_with_rights(version)):
        return version.needed
    sources = [(us, mx) for version_id, us, mx in stops if version_id == version.id]
    if version.shows_images:
        sources += [(one.material.stopped_us, one.material.stopped_mx) for one in session.scalars(images_of(version))]
    stopped = {Side.US: any(us for us, _mx in sources), Side.MX: any(mx for _us, mx in sources)}
    return tuple(side for side in version.needed if stopped[side] or version.material.is_stopped(side))


def is_cleared(version: Version, country: Side, at: datetime, said: Mapping[Side, Clearance] | None = None) -> bool:
    """That country's clearance stands; for a joint version the other's stood together with it, and stands or was
    revoked with its marks allowed to stay. Past its review-by date nothing new is printed (law 10). An image that it
    shows counts only where that is cleared itself.

    `said`: the last word of each country, where the caller has it at hand."""
    if version.in_force_at is None or version.state in OVER:
        return False
    if version.review_by is None or version.review_by < at.date():
        return False
    if version.shows_images and not any(
        is_cleared(image, country, at) for image in session.scalars(images_of(version))
    ):
        return False
    return keys_stand(version, country, at, said)


def keys_stand(version: Version, country: Side, at: datetime, said: Mapping[Side, Clearance] | None = None) -> bool:
    """That country's clearance stands, and for a joint version the other's, or it left its marks. Of a version that
    another one has replaced it says only that nobody took a key back."""
    newest = newest_decisions(version) if said is None else said
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
