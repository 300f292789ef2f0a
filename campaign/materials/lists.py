"""What lists of materials and versions ask for, and no more than they show; each question is built once."""

from datetime import date
from functools import cache, lru_cache

from sqlalchemy import Select, bindparam, literal_column, select
from sqlalchemy.orm import defaultload, defer, lazyload
from sqlalchemy.orm.interfaces import LoaderOption

from campaign.db import Side
from campaign.facts.clearable import KeyState
from campaign.materials.earlier.models import EarlierDocument, VersionDocument
from campaign.materials.models import Block, Material, Version, VersionFact, VersionState


@cache
def waiting_for(side: Side) -> Select[Version]:
    """Versions on their way whose key of this side is in review, oldest first."""
    column = Version.us_key if side is Side.US else Version.mx_key
    is_waiting = (Version.state == VersionState.submitted) & (column == KeyState.in_review)
    return select(Version).where(is_waiting).order_by(Version.submitted_at).options(*titles_only())


@cache
def waiting_with_paper(side: Side) -> Select[Version]:
    """Of these, what this side had cleared on paper before it came here."""
    sent = select(VersionDocument.version_id).join(EarlierDocument, EarlierDocument.id == VersionDocument.document_id)
    return waiting_for(side).where(Version.id.in_(sent.where(EarlierDocument.country == side)))


def titles_only() -> list[LoaderOption]:
    """For a list of versions that shows what they are called, not what stands in them or to whom they belong."""
    material = defaultload(Version.material)
    unread = [material.lazyload(Material.organization), material.lazyload(Material.campaign)]
    return [*unread, material.defer(Material.author_ids), defer(Version.content)]


@lru_cache(256)
def bare(query: Select[Material]) -> Select[Material]:
    """The same, for a list that shows what they are called, not to whom they belong."""
    unread = (lazyload(Material.organization), lazyload(Material.campaign), defer(Material.author_ids))
    return query.options(*unread)


def needing_review(material_ids: list[int]) -> Select[int, str]:
    """Which of these materials have blocks to be reviewed, and in which language."""
    return _needing_review().params(material_ids=material_ids)


@cache
def _needing_review() -> Select[int, str]:
    is_marked = Block.material_id.in_(bindparam("material_ids", expanding=True)) & (Block.needs_review != "")
    return select(Block.material_id, Block.needs_review).where(is_marked).distinct()


@lru_cache(256)
def open_texts(query: Select[Material], side: Side) -> Select[Material]:
    """Of these, the side's texts that are being written, those that were sent back first."""
    query = query.where(Material.has_draft, Material.side == side).order_by(None)
    return query.order_by(Material.notice == literal_column("''"), Material.id.desc())


def of_campaign(campaign_id: int) -> Select[Version]:
    """All frozen versions of a campaign's materials, always in the same order."""
    query = select(Version).join(Version.material).where(Material.campaign_id == campaign_id)
    return query.order_by(Version.id).execution_options(populate_existing=True)


def expired(on: date) -> Select[Version]:
    return select(Version).where(Version.state == VersionState.in_force, Version.review_by < on)


def quoting(fact_version_ids: list[int]) -> Select[Version]:
    """Versions in force or on their way that pin one of these fact versions."""
    live = (VersionState.submitted, VersionState.in_force, VersionState.changes_requested)
    return (
        select(Version)
        .join(VersionFact, VersionFact.version_id == Version.id)
        .where(VersionFact.fact_version_id.in_(fact_version_ids), Version.state.in_(live))
    )
