"""What a decision or a hold brings into force and takes out; decides nothing itself (only actions call it)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from campaign.clearance.in_force import has_rights, held_in, is_cleared, newest_decisions
from campaign.clearance.models import Decision
from campaign.db import Side, session
from campaign.facts.models import Fact, FactKind, FactState, FactVersion
from campaign.facts.models import versions_of as fact_versions_of
from campaign.materials.finding import note
from campaign.materials.lists import quoting
from campaign.materials.models import (
    Block,
    Material,
    MaterialType,
    Version,
    VersionFact,
    VersionImage,
    VersionState,
    versions_of,
)
from campaign.materials.pictures import images_of, showing


def bring(version: Version, at: datetime) -> None:
    """Both keys are turned: this version replaces the one before it, and its text has no authors any more."""
    older = [other for other in session.scalars(versions_of(version.material_id)) if other.n < version.n]
    for other in older:
        if other.state is VersionState.in_force:
            other.state, other.reason = VersionState.superseded, "version"
    version.state, version.in_force_at = VersionState.in_force, at
    if not version.material.has_draft:
        version.material.author_ids = []
    if version.material.type is MaterialType.image:
        _show_instead(version, older)
    settle(version.material, at)


def _show_instead(image: Version, older: list[Version]) -> None:
    """Working texts show the newest version. What shows the very same content keeps its clearances (law 3), unless a
    person shown took the consent back: then whatever shows them is sent anew (law 16)."""
    same = [other.id for other in older if other.fingerprint == image.fingerprint and not other.is_recalled]
    for version in session.scalars(showing(same)).unique().all():
        session.add(VersionImage(version_id=version.id, image_version_id=image.id))
    for block in session.scalars(select(Block).where(Block.image_version_id.in_([other.id for other in older]))):
        block.image = image
    session.flush()


def _until(version: Version, at: datetime) -> date:
    """The first of: the review of a fact that it quotes (without any, a year), that of the image that it shows, the end
    of a clearance."""
    pinned = (
        select(FactVersion)
        .join(VersionFact, VersionFact.fact_version_id == FactVersion.id)
        .where(VersionFact.version_id == version.id)
        .order_by(FactVersion.n)
    )
    newest = {fact.fact_id: fact.review_by for fact in session.scalars(pinned)}
    year = (version.in_force_at or at).date() + timedelta(days=FactKind.statement.review_days)
    days = [day for day in newest.values() if day is not None]
    return min([*(days or [year]), *_images_until(version), *_ends(version)])


def _images_until(version: Version) -> list[date]:
    """Of the same content cleared anew the newest date counts."""
    images = session.scalars(images_of(version)).all() if version.shows_images else ()
    newest = {image.material_id: image.review_by for image in images}
    return [day for day in newest.values() if day is not None]


def _ends(subject: Version | FactVersion) -> list[date]:
    """On which day each country's clearance ends by its own words."""
    found = newest_decisions(subject).values()
    return [row.expires_on for row in found if row.decision is Decision.cleared and row.expires_on]


def settle(material: Material, at: datetime) -> None:
    """Keep on the material, for lists and rules, where it is in force now, and where it would be but for a hold."""
    session.flush()
    versions = session.scalars(versions_of(material.id)).all()
    for version in versions:
        if version.state is VersionState.in_force:
            version.review_by = _until(version, at)
    _keep_places(material, versions, at)
    if material.type is MaterialType.image:
        _settle_flyers(material, [version.id for version in versions], at)


def _keep_places(material: Material, versions: Sequence[Version], at: datetime) -> None:
    free, held = set[Side](), set[Side]()
    for version in versions:
        said = newest_decisions(version) if version.state is VersionState.in_force else {}
        if cleared := {side for side in Side if is_cleared(version, side, at, said)}:
            stops = held_in(version)
            free.update(side for side in cleared.difference(stops) if has_rights(version, side, at.date()))
            held.update(cleared.intersection(stops))
    material.in_force_us, material.in_force_mx = Side.US in free, Side.MX in free
    material.held_us, material.held_mx = Side.US in held, Side.MX in held
    note(material)


def _settle_flyers(image: Material, image_version_ids: list[int], at: datetime) -> None:
    """An image came into force, left it, or is held: whatever shows it follows, each in its own countries."""
    session.flush()
    for version in session.scalars(showing(image_version_ids)).unique().all():
        gone = [side for side in version.needed if not _was_cleared(session.scalars(images_of(version)).all(), side)]
        is_on_its_way = version.state is not VersionState.in_force
        if gone and (is_on_its_way or len(gone) == len(version.needed)):
            withdraw(version, f"image:{image.code}")
            version.material.edits += 1
        settle(version.material, at)


def _was_cleared(images: Sequence[Version], side: Side) -> bool:
    """Whether nothing but a date can have ended it there: it would still be cleared on the day when it came into
    force. A date alone takes nothing away that a confirmation brings back."""
    return any(image.in_force_at and is_cleared(image, side, image.in_force_at) for image in images)


def take_back(version: Version, at: datetime) -> None:
    """A key was turned back: what is in force nowhere any more goes to its writers."""
    settle(version.material, at)
    is_live = version.state in (VersionState.submitted, VersionState.in_force)
    if is_live and not any(is_cleared(version, side, at) for side in Side):  # a hold is no revocation
        withdraw(version, "revoked")


def withdraw(version: Version, reason: str) -> None:
    """Out of force, or off its way to it; the owner is told and has a draft to send anew."""
    version.state, version.reason = VersionState.withdrawn, reason
    version.material.notice, version.material.has_draft = reason, True
    note(version.material)


def bring_fact(version: FactVersion, at: datetime) -> None:
    """The newest wording is the one to quote; what quotes other words leaves force and its owner gets a new draft."""
    version.state = FactState.in_force
    version.review_by = min([at.date() + timedelta(days=version.fact.kind.review_days), *_ends(version)])
    older = [other for other in session.scalars(fact_versions_of(version.fact_id)) if other.n < version.n]
    for other in older:
        if other.state in (FactState.in_force, FactState.submitted):
            other.state = FactState.superseded
    session.flush()
    _confirm([other.id for other in older if other.fingerprint == version.fingerprint], version, at)
    withdraw_quotes([other.id for other in older if other.fingerprint != version.fingerprint], version.fact.key, at)
    for block in session.scalars(select(Block).where(Block.fact_version_id.in_([other.id for other in older]))):
        block.quoted = version
    session.flush()


def _confirm(fact_version_ids: list[int], fact: FactVersion, at: datetime) -> None:
    """The same words again: what quotes them keeps its clearances, and only its review-by date moves (law 3)."""
    for version in session.scalars(quoting(fact_version_ids)).unique().all():
        session.add(VersionFact(version_id=version.id, fact_version_id=fact.id))
        session.flush()
        version.review_by = _until(version, at)
        settle(version.material, at)


def settle_quotes(fact: Fact, at: datetime) -> None:
    """A hold of a fact was placed or lifted: whatever quotes any wording of it is in force, or held, accordingly."""
    session.flush()
    wordings = list(session.scalars(select(FactVersion.id).where(FactVersion.fact_id == fact.id)))
    for material in {version.material for version in session.scalars(quoting(wordings)).unique()}:
        settle(material, at)


def withdraw_quotes(fact_version_ids: list[int], key: str, at: datetime) -> None:
    """Versions that pin these wordings of a fact leave force (reason: the fact)."""
    for version in session.scalars(quoting(fact_version_ids)).unique().all():
        withdraw(version, f"fact:{key}")
        version.material.edits += 1
        settle(version.material, at)
