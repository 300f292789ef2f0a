"""Choosing target regions press by press: what is ticked stays ticked, and nothing here writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Select, func, select

from campaign.campaigns.forms import RegionsForm
from campaign.campaigns.hub import Place, places
from campaign.campaigns.models import Campaign, CampaignKind, Track
from campaign.campaigns.moves import closed_because, deciding
from campaign.campaigns.words import CHOOSES
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.i18n import _
from campaign.regions import map as maps
from campaign.regions.map import Look, Map
from campaign.regions.models import (
    Region,
    RegionSet,
    SisterPair,
    find,
    of_size,
    pairs,
    set_counts,
    sets,
    states,
)
from campaign.regions.words import pair_name

TWIN, TWINS = "twin-", "twins"  # buttons: the missing region of one pair, or of every pair that may be completed
MOST_SHOWN = 60
MOST_NAMES = 8  # on a small map


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
class Hint:
    """The city of a pair whose region is chosen, and the one across, whose is not; `chooses` says who adds it, where
    this reader may not."""

    pair_key: str
    here: str
    there: str
    chooses: str


@dataclass(frozen=True)
class Picked:
    """All that the page shows of a choice that is not saved yet."""

    chosen: set[str]
    added: int
    removed: int
    places: list[Place]
    twins: list[Twins]
    hints: list[Hint]
    sets: list[tuple[RegionSet, int]]
    found: list[Region]
    found_total: int
    drawn: Map
    zoom: str
    others: dict[str, list[tuple[str, str]]]  # state → key and name of what the map shows and nobody chose


def take(form: RegionsForm, pressed: str) -> set[str]:
    """Everything ticked, and what the pressed button adds; a pair or a set that does not exist is refused."""
    if pressed == "clear":
        return set()
    keys = {*_ticked(form.keys), *_ticked(form.found)}
    known = {pair.key: pair for pair in session.scalars(pairs())}
    asked = [pressed.removeprefix(TWIN)] if pressed.startswith(TWIN) else []
    asked += _ticked(form.twins) if pressed == TWINS else []
    for key in [*_ticked(form.pairs), *asked]:
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
    return of_size(find(form.q.data or "", state=form.state.data or ""), *maps.SIZES.get(form.people.data, (0, None)))


def closed_sides(campaign: Campaign, tracks: Sequence[Track], order: list[Side], side: Side | None) -> dict[Side, str]:
    """Of each side why this reader's side cannot add its regions, as a sentence; '' where it can."""
    found = {}
    for one in order:
        is_foreign = campaign.kind is CampaignKind.national and one is not campaign.side
        closed = closed_because(deciding(campaign, tracks, {one}), side)
        found[one] = str(CHOOSES[one]) if is_foreign or (closed and one is not side) else closed
    return found


def zoom_of(pressed: str, shown: str) -> str:
    """The part of the map that was asked for, else the one that was shown; "border" unless it is all of the states."""
    wanted = pressed.removeprefix("zoom-") if pressed.startswith("zoom-") else shown
    return "states" if wanted == "states" else "border"


def show(
    form: RegionsForm,
    chosen: set[str],
    saved: set[str],
    order: list[Side],
    closed: Mapping[Side, str],
    zoom: str = "border",
) -> Picked:
    """The choice by side and on the map, the pairs and sets beside it, and what a search finds."""
    is_searching = bool(form.q.data or form.state.data or form.people.data)
    known = set(session.scalars(select(Region.key))) & chosen
    regions = session.scalars(select(Region).where(Region.key.in_(known)).order_by(Region.order_key, Region.key))
    counts = dict(session.execute(set_counts(find())).all())
    query = _search(form)
    twins = list(session.scalars(pairs()))
    looks = maps.by_choice(known)
    drawn = _drawn(looks, known, twins, order, zoom)
    return Picked(
        chosen=known,
        added=len(known - saved),
        removed=len(saved - known),
        places=places(regions, order),
        twins=[_beside(pair, known, order) for pair in twins],
        hints=[hint for pair in twins if (hint := _hint(pair, known, closed))],
        sets=[(one, counts.get(one.key, 0)) for one in session.scalars(sets())],
        found=list(session.scalars(query.limit(MOST_SHOWN))) if is_searching else [],
        found_total=session.scalar(select(func.count()).select_from(query.subquery())) or 0 if is_searching else 0,
        drawn=drawn,
        zoom=zoom,
        others=_others(looks, drawn, known),
    )


def target_map(targets: Sequence[Region]) -> Map:
    """The regions of a campaign beside the list that names them; while they are few, the map names them too."""
    return _target_map(tuple((region.key, region.name) for region in targets))


@lru_cache(256)
def _target_map(targets: tuple[tuple[str, str], ...]) -> Map:
    chosen = {key for key, _name in targets}
    keys = [key for key in maps.shapes() if key in chosen or key[:5] in chosen]
    crop = maps.around(keys, margin=0.12, pixels=588, tall=1.3, least=900, flat=1.41) if keys else maps.whole(588)
    labels = dict(targets) if len(targets) <= MOST_NAMES else {}
    return maps.draw(maps.without_names(chosen), crop, href=lambda _key: "", labels=labels)


def _drawn(looks: Mapping[str, Look], chosen: set[str], twins: list[SisterPair], order: list[Side], zoom: str) -> Map:
    """The choice as a map: each region leads to its own box, among the chosen or in the list under the map."""
    border = session.scalars(find(set_key="border").with_only_columns(Region.key)) if zoom == "border" else ()
    crop = maps.around(border) if zoom == "border" else maps.whole()
    return maps.draw(
        looks,
        crop,
        href=lambda key: f"#key-{key}" if key in chosen else f"#at-{key}",
        pins=maps.pins_of(twins, crop, order, lambda _key: ""),
        labels={state.key: state.name for state in session.scalars(states())},
        legend=maps.legend_of_choice(),
    )


def _others(looks: Mapping[str, Look], drawn: Map, chosen: set[str]) -> dict[str, list[tuple[str, str]]]:
    is_shown = {shape.key for _stroke, layer in drawn.layers for shape in layer} - chosen
    found: dict[str, list[tuple[str, str]]] = {}
    for key in (key for key in looks if key in is_shown):
        found.setdefault(looks[key].state, []).append((key, looks[key].name))
    return found


def _beside(pair: SisterPair, chosen: set[str], order: list[Side]) -> Twins:
    regions = [pair.region(side) for side in order]
    missing = [region for region in regions if not _is_in(region.key, chosen)]
    return Twins(pair, pair_name(pair, order), regions, missing)


def _is_in(key: str, chosen: set[str]) -> bool:
    """Chosen itself, or with the whole of its state."""
    return key in chosen or key[:5] in chosen


def _hint(pair: SisterPair, chosen: set[str], closed: Mapping[Side, str]) -> Hint | None:
    """In the same words whichever side is the chosen one."""
    there = [side for side in Side if not _is_in(pair.region(side).key, chosen)]
    if len(there) != 1:
        return None
    return Hint(pair.key, pair.city(there[0].opposite), pair.city(there[0]), closed.get(there[0], ""))
