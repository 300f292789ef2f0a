"""Pages of regions: both sides in one list, the sister pairs west to east, one region with its clock and its twins."""

from collections.abc import Callable
from typing import Any

from flask import Response, render_template, request, url_for
from sqlalchemy import Select, func, select

from campaign.accounts.models import country_name
from campaign.campaigns.models import Campaign, CampaignRegion, visible_to
from campaign.clock import now
from campaign.db import Side, session
from campaign.i18n import _, current, number
from campaign.paging import paged
from campaign.partners.models import visible_to as partners_visible_to
from campaign.partners.places.models import in_region
from campaign.permissions import read_campaigns, read_regions, see_region
from campaign.regions import map as maps
from campaign.regions.forms import SearchForm
from campaign.regions.map import Crop, Map
from campaign.regions.models import (
    Level,
    Region,
    RegionSet,
    SisterPair,
    country_counts,
    find,
    pair_of,
    pairs,
    set_counts,
    sets,
    sets_with,
    state_counts,
    states,
)
from campaign.regions.words import CENSUS, LEVELS, ZONES, changes_clock, pair_name
from campaign.web import Blueprint, me, order, table

Labels = dict[str, dict[str, str]]  # filter → value → what the reader sees
Chosen = dict[str, str]  # filter → value, '' where there is none

MOST_PLACES = 24

regions = Blueprint("regions", __name__, url_prefix="/regions")


@regions.get("/", allow=read_regions)
def index() -> str:
    form = SearchForm(request.args)
    twins = list(session.scalars(pairs()))
    named = list(session.scalars(sets()))
    sides = order(me())
    labels = _labels(twins, named, sides)
    chosen = _choose(form, labels)
    chosen_pair = next((pair for pair in twins if pair.key == chosen["pair"]), None)
    active: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    return render_template(
        "regions/index.html",
        form=form,
        page=paged(_find(chosen)),
        drawn=_map(chosen, zoom := _zoom(chosen), twins, chosen_pair, labels["state"]),
        zooms=_zooms(chosen, zoom),
        total=session.scalar(select(func.count()).select_from(Region)),
        chips=_chips(chosen, labels),
        csv_url=url_for(".listing", **active),
        pairs=twins,
        chosen_pair=chosen_pair,
        sets=named,
        chosen_set=next((one for one in named if one.key == chosen["set"]), None),
        members=_counts(set_counts(find())),
        sides=sides,
        levels=LEVELS,
        zones=ZONES,
        pair_name=pair_name,
    )


@regions.get("/list.csv", allow=read_regions)
def listing() -> Response:
    """The whole list that the address bar asks for, as a file."""
    form = SearchForm(request.args)
    chosen = _choose(form, _labels(list(session.scalars(pairs())), list(session.scalars(sets())), order(me())))
    header = (_("Code"), _("Name"), _("Kind"), _("State"), _("Country"), _("People, 2020"), _("Time zone"))
    rows = (
        (r.key, r.name, LEVELS[r.level], r.state_name, country_name(r.country), r.population, r.timezone)
        for r in session.scalars(_find(chosen))
    )
    return table("regions.csv", header, rows)


def _labels(twins: list[SisterPair], named: list[RegionSet], sides: list[Side]) -> Labels:
    """Every choice of every filter, in words; the first of each is no filter."""
    return {
        "set": {"": _("All regions")} | {one.key: one.title.of(current()) for one in named},
        "side": {"": _("Both")} | {one.value: country_name(one) for one in sides},
        "state": {"": _("All ten")} | {one.key: one.name for one in session.scalars(states())},
        "pair": {"": _("All 15")} | {one.key: f"{one.west_to_east} · {pair_name(one, sides)}" for one in twins},
    }


def _choose(form: SearchForm, labels: Labels) -> Chosen:
    """What the address bar asks for; a value that is no choice of its list is left out."""
    chosen = {"q": str(form.q.data or "")}
    for name, choices in labels.items():
        form[name].data = chosen[name] = form[name].data if form[name].data in choices else ""
    counts = _left(chosen)
    for name, choices in labels.items():
        form[name].choices = [
            (value, f"{label} ({number(counts[name].get(value, 0))})" if value and name in counts else label)
            for value, label in choices.items()
        ]
    return chosen


def _left(chosen: Chosen) -> dict[str, dict[str, int]]:
    """How many regions each choice would leave under the other filters."""
    return {
        "set": _counts(set_counts(_find({**chosen, "set": ""}))),
        "side": _counts(country_counts(_find({**chosen, "side": "", "state": ""}))),
        "state": _counts(state_counts(_find({**chosen, "state": ""}))),
    }


def _counts(query: Select[str, int]) -> dict[str, int]:
    return dict(session.execute(query).all())


def _find(chosen: Chosen) -> Select[Region]:
    return find(chosen["q"], chosen["side"], chosen["state"], chosen["set"], chosen["pair"])


def _chips(chosen: Chosen, labels: Labels) -> list[tuple[str, str]]:
    """Active filters in words, each with the address that leaves it out."""
    active = {name: value for name, value in chosen.items() if value}

    def without(gone: str) -> str:
        rest: dict[str, Any] = {name: value for name, value in active.items() if name != gone}
        return url_for(".index", **rest)

    return [(labels[name][value] if name in labels else f"“{value}”", without(name)) for name, value in active.items()]


def _zoom(chosen: Chosen) -> str:
    """The part of the map that the address asks for; without one, or with one that makes no sense, the border, or
    the whole of the states that are asked for."""
    asked = request.args.get("zoom", "")
    if asked in ("states", "border") or (asked == "pair" and chosen["pair"]):
        return asked
    return "states" if chosen["state"] or chosen["set"] == "states" else "border"


def _zooms(chosen: Chosen, zoom: str) -> list[tuple[str, str, bool]]:
    """The parts that can be shown: words, address, and whether it is the one that is shown."""
    words = {"border": _("Border region"), "states": _("Whole states")} | (
        {"pair": _("This pair")} if chosen["pair"] else {}
    )
    active: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    return [(label, url_for(".index", **active, zoom=name), name == zoom) for name, label in words.items()]


def _map(chosen: Chosen, zoom: str, twins: list[SisterPair], pair: SisterPair | None, names: dict[str, str]) -> Map:
    """The list as a map: whatever the filters leave out is still there, drawn as outside."""
    inside = set(session.scalars(_find({**chosen, "pair": ""}).with_only_columns(Region.key)))
    marked = {pair.us_region_key, pair.mx_region_key} if pair else set()
    crop = _crop(zoom, marked)
    active: dict[str, Any] = {name: value for name, value in chosen.items() if value} | {"pair": "SC00"}
    to_pair = url_for(".index", **active)
    return maps.draw(
        maps.by_people(inside),
        crop,
        href=_to_region(),
        marked=marked,
        pins=maps.pins_of(twins, crop, order(me()), lambda key: to_pair.replace("SC00", key), pair),
        labels={key: name for key, name in names.items() if key},
        legend=maps.legend_of_people(),
    )


def _crop(zoom: str, marked: set[str]) -> Crop:
    if zoom == "pair":
        return maps.around(marked, margin=0.25)
    if zoom == "border":
        return maps.around(session.scalars(find(set_key="border").with_only_columns(Region.key)))
    return maps.whole()


def _to_region() -> Callable[[str], str]:
    """The address of a region's page; it is built once, because a map asks for 638 of them."""
    pattern = url_for(".show", region="US-00")
    return lambda key: pattern.replace("US-00", key)


@regions.get("/<key:region>", allow=see_region, see=see_region)
def show(region: Region) -> str:
    state = session.get(Region, f"{region.country.value}-{region.state_code}")
    twins = list(session.scalars(pair_of(region.key)))
    return render_template(
        "regions/show.html",
        region=region,
        state=state if state is not region else None,
        drawn=_place(region, twins),
        inside=session.scalar(select(func.count()).select_from(find(state=region.key).subquery())),
        pairs=twins,
        sets=session.scalars(sets_with(region.key)).all(),
        campaigns=paged(_campaigns_for(region), 24) if read_campaigns(me()) else None,
        places=session.scalars(in_region(region, partners_visible_to(me())).limit(MOST_PLACES)).all(),
        sides=order(me()),
        levels=LEVELS,
        zones=ZONES,
        census=CENSUS,
        changes_clock=changes_clock(region.timezone, now()),
        pair_name=pair_name,
    )


def _place(region: Region, twins: list[SisterPair]) -> Map:
    """The region, outlined, among its neighbours on both sides; of a state, its counties or municipios."""
    is_state = region.level is Level.state
    own = {key for key in maps.shapes() if key.startswith(region.key)} if is_state else {region.key}
    crop = maps.around(own, margin=0.06 if is_state else 0.6, pixels=376, tall=1.0)
    return maps.draw(
        maps.by_people(own if is_state else maps.shapes()),
        crop,
        href=_to_region(),
        marked=() if is_state else own,
        pins=maps.pins_of(twins, crop, order(me()), lambda key: url_for(".index", pair=key)),
        legend=maps.legend_of_people(),
    )


def _campaigns_for(region: Region) -> Select[Campaign]:
    """Those that target the region and that the reader may see, newest first."""
    here = (CampaignRegion.campaign_id == Campaign.id) & (CampaignRegion.region_key == region.key)
    return visible_to(me()).where(select(CampaignRegion.campaign_id).where(here).exists())
