"""How materials stand, by their newest version, and the filters of their list with the figures beside them."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from campaign.facts.clearable import KeyState
from campaign.materials.data import AUDIENCES, TOPICS
from campaign.materials.files.models import File, FileLanguage
from campaign.materials.models import IS_FLYER, Material, MaterialType, Scope, Version, VersionState

_newer = aliased(Version)
_IS_NEWEST = (Version.material_id == Material.id) & (
    Version.n == select(func.max(_newer.n)).where(_newer.material_id == Material.id).scalar_subquery()
)
_IS_ON_ITS_WAY = Version.state == VersionState.submitted
STANDINGS: dict[str, ColumnElement[bool]] = {  # of a material, by its newest version
    "draft": Version.id.is_(None),
    "us": _IS_ON_ITS_WAY & (Version.us_key == KeyState.in_review),
    "mx": _IS_ON_ITS_WAY & (Version.mx_key == KeyState.in_review),
    "changes": Version.state.in_((VersionState.changes_requested, VersionState.refused)),
    "in_force": Version.state == VersionState.in_force,
    "out": Version.state.in_((VersionState.expired, VersionState.withdrawn, VersionState.superseded)),
}
SCOPES: dict[str, ColumnElement[bool]] = {scope.value: Material.scope == scope for scope in Scope}
TYPES: dict[str, ColumnElement[bool]] = {kind.value: Material.type == kind for kind in MaterialType}
AUDIENCE: dict[str, ColumnElement[bool]] = {key: Material.audience == key for key in AUDIENCES}
TOPIC: dict[str, ColumnElement[bool]] = {
    key: cast(Material.topics, Text).contains(f'"{key}"', autoescape=True) for key in TOPICS
}


def _in(language: FileLanguage) -> ColumnElement[bool]:
    """A flyer is in both languages; of what comes as files, one can be read or heard in it."""
    fits = File.language.in_((language, FileLanguage.both))
    there = exists().where(File.material_id == Material.id, File.is_current, fits)
    return or_(IS_FLYER, there)


LANGUAGE: dict[str, ColumnElement[bool]] = {one.value: _in(one) for one in (FileLanguage.en, FileLanguage.es)}
KNOWN: dict[str, dict[str, ColumnElement[bool]]] = {
    "standing": STANDINGS,
    "type": TYPES,
    "topic": TOPIC,
    "audience": AUDIENCE,
    "language": LANGUAGE,
    "scope": SCOPES,
}
Chosen = Mapping[str, Sequence[str]]


def narrowed(query: Select[Material], chosen: Chosen) -> Select[Material]:
    """Of these materials, those that fit one of the chosen values of every facet; where none is chosen, all fit."""
    standings = chosen.get("standing", ())
    if standings:
        query = query.outerjoin(Version, _IS_NEWEST)
    if standings and "draft" not in standings:
        query = query.order_by(None).order_by(Version.material_id.desc())  # as an index has them
    for name, known in KNOWN.items():
        if values := chosen.get(name):
            query = query.where(or_(*(known[value] for value in values)))
    campaigns = [int(value) for value in chosen.get("campaign", ())]
    return query.where(Material.campaign_id.in_(campaigns)) if campaigns else query


@lru_cache(256)
def tally(query: Select[Material], names: tuple[str, ...], most: int) -> Select[*tuple[Any, ...]]:
    """How many of the first so many of these have each value of each of these facets (`type.poster`), and how many were
    looked at (`all`), in one row. `query` has chosen no value of any of them."""
    known = {f"{name}.{value}": is_so for name in names for value, is_so in KNOWN[name].items()}
    query = query.outerjoin(Version, _IS_NEWEST) if "standing" in names else query
    some = query.with_only_columns(*(case((is_so, 1), else_=0).label(one) for one, is_so in known.items()))
    found = some.order_by(None).limit(most).subquery()
    return select(func.count().label("all"), *(func.sum(found.c[one]).label(one) for one in known))  # all: the first


@lru_cache(256)
def tally_campaigns(query: Select[Material], most: int) -> Select[int | None, int]:
    """How many of the first so many of these belong to each campaign; None: to none."""
    found = query.with_only_columns(Material.campaign_id).order_by(None).limit(most).subquery()
    count = func.count()
    return select(found.c.campaign_id, count).group_by(found.c.campaign_id).order_by(count.desc())
