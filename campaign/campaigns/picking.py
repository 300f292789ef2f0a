"""Choosing target regions press by press: what is ticked stays ticked, and nothing here writes."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from campaign.campaigns.forms import RegionsForm
from campaign.campaigns.hub import Place, places
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.i18n import _
from campaign.regions.models import Region, RegionSet, SisterPair, find, pairs, set_counts, sets
from campaign.regions.words import pair_name

MOST_SHOWN = 60


@dataclass(frozen=True)
class Twins:
    """A sister pair beside the choice; choosing one of its two proposes the other."""

    pair: SisterPair
    name: str
    regions: list[Region]
    missing: list[Region]

    @property
    def is_chosen(self) -> bool:
        return not self.missing

    @property
    def is_half(self) -> bool:
        return 0 < len(self.missing) < len(self.regions)


@dataclass(frozen=True)
class Picked:
    """All that the page shows of a choice that is not saved yet."""

    chosen: set[str]
    added: int
    removed: int
    places: list[Place]
    twins: list[Twins]
    sets: list[tuple[RegionSet, int]]
    found: list[Region]
    found_total: int


def take(form: RegionsForm, pressed: str) -> set[str]:
    """Everything ticked, and what the pressed button adds; a pair or a set that does not exist is refused."""
    if pressed == "clear":
        return set()
    keys = {*_ticked(form.keys), *_ticked(form.found)}
    known = {pair.key: pair for pair in session.scalars(pairs())}
    for key in _ticked(form.pairs):
        if key not in known:
            raise Refused(_("There is no sister pair %(key)s.", key=key[:20]))
        keys |= {known[key].us_region_key, known[key].mx_region_key}
    if pressed == "add-all-found":
        keys |= set(session.scalars(_search(form).with_only_columns(Region.key)))
    elif pressed.startswith("set-"):
        keys |= _members(pressed.removeprefix("set-"))
    return keys


def _ticked(field: object) -> list[str]:
    return [str(key) for key in getattr(field, "data", None) or []]


def _members(set_key: str) -> set[str]:
    if session.get(RegionSet, set_key) is None:
        raise Refused(_("There is no region set %(key)s.", key=set_key[:20]))
    return set(session.scalars(find(set_key=set_key).with_only_columns(Region.key)))


def _search(form: RegionsForm) -> Select[Region]:
    return find(form.q.data or "", state=form.state.data or "")


def show(form: RegionsForm, chosen: set[str], saved: set[str], order: list[Side]) -> Picked:
    """The choice by side, the pairs and sets beside it, and what a search finds."""
    is_searching = bool(form.q.data or form.state.data)
    known = set(session.scalars(select(Region.key))) & chosen
    regions = session.scalars(select(Region).where(Region.key.in_(known)).order_by(Region.order_key, Region.key))
    counts = dict(session.execute(set_counts(find())).all())
    query = _search(form)
    return Picked(
        chosen=known,
        added=len(known - saved),
        removed=len(saved - known),
        places=places(regions, order),
        twins=[_beside(pair, known, order) for pair in session.scalars(pairs())],
        sets=[(one, counts.get(one.key, 0)) for one in session.scalars(sets())],
        found=list(session.scalars(query.limit(MOST_SHOWN))) if is_searching else [],
        found_total=session.scalar(select(func.count()).select_from(query.subquery())) or 0 if is_searching else 0,
    )


def _beside(pair: SisterPair, chosen: set[str], order: list[Side]) -> Twins:
    regions = [pair.region(side) for side in order]
    return Twins(pair, pair_name(pair, order), regions, [region for region in regions if region.key not in chosen])
