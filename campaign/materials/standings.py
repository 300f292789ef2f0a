"""How materials stand, by their newest version, and the filters of their list with the figures beside them."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import aliased

from campaign.facts.clearable import KeyState
from campaign.materials.models import Material, MaterialType, Scope, Version, VersionState

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
KNOWN = {"standing": STANDINGS, "type": TYPES, "scope": SCOPES}


def narrowed(query: Select[Material], chosen: Mapping[str, Sequence[str]]) -> Select[Material]:
    """Of these materials, those that stand in one of these ways, and are of one of these types and scopes; none named:
    all."""
    standings = chosen["standing"]
    if standings:
        query = query.outerjoin(Version, _IS_NEWEST)
    if standings and "draft" not in standings:
        query = query.order_by(None).order_by(Version.material_id.desc())  # as an index has them
    for name, known in KNOWN.items():
        if chosen[name]:
            query = query.where(or_(*(known[value] for value in chosen[name])))
    return query


@lru_cache(256)
def tally(query: Select[Material], name: str, most: int) -> Select[*tuple[Any, ...]]:
    """How many of the first so many of these there are of each standing, type or scope, and how many were looked at
    (`all`), in one row. Where a standing is asked for, `query` has not chosen one."""
    known = KNOWN[name]
    query = query.outerjoin(Version, _IS_NEWEST) if name == "standing" else query
    some = query.with_only_columns(*(case((is_so, 1), else_=0).label(one) for one, is_so in known.items()))
    found = some.order_by(None).limit(most).subquery()
    return select(func.count().label("all"), *(func.sum(found.c[one]).label(one) for one in known))
