"""Pages of regions: both sides in one list, the sister pairs west to east, one region with its clock and its twins."""

from typing import Any

from flask import render_template, request, url_for
from sqlalchemy import Select, func, select

from campaign.accounts.models import country_name
from campaign.campaigns.models import Campaign, CampaignRegion, visible_to
from campaign.clock import now
from campaign.db import Side, session
from campaign.i18n import _, current, number
from campaign.permissions import read_campaigns, read_regions, see_region
from campaign.regions.forms import SearchForm
from campaign.regions.models import (
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
from campaign.web import Blueprint, me, order, paged

Labels = dict[str, dict[str, str]]  # filter → value → what the reader sees
Chosen = dict[str, str]  # filter → value, '' where there is none

regions = Blueprint("regions", __name__, url_prefix="/regions")


@regions.get("/", allow=read_regions)
def index() -> str:
    form = SearchForm(request.args)
    twins = list(session.scalars(pairs()))
    named = list(session.scalars(sets()))
    sides = order(me())
    labels = _labels(twins, named, sides)
    chosen = _choose(form, labels)
    return render_template(
        "regions/index.html",
        form=form,
        page=paged(_find(chosen)),
        total=session.scalar(select(func.count()).select_from(Region)),
        chips=_chips(chosen, labels),
        pairs=twins,
        chosen_pair=next((pair for pair in twins if pair.key == chosen["pair"]), None),
        sets=named,
        chosen_set=chosen["set"],
        members=_counts(set_counts(find())),
        sides=sides,
        levels=LEVELS,
        zones=ZONES,
        pair_name=pair_name,
    )


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


@regions.get("/<key:region>", allow=see_region, see=see_region)
def show(region: Region) -> str:
    state = session.get(Region, f"{region.country.value}-{region.state_code}")
    return render_template(
        "regions/show.html",
        region=region,
        state=state if state is not region else None,
        inside=session.scalar(select(func.count()).select_from(find(state=region.key).subquery())),
        pairs=session.scalars(pair_of(region.key)).all(),
        sets=session.scalars(sets_with(region.key)).all(),
        campaigns=_campaigns_for(region) if read_campaigns(me()) else None,
        sides=order(me()),
        levels=LEVELS,
        zones=ZONES,
        census=CENSUS,
        changes_clock=changes_clock(region.timezone, now()),
        pair_name=pair_name,
    )


def _campaigns_for(region: Region) -> list[Campaign]:
    """Those that target the region and that the reader may see."""
    ids = select(CampaignRegion.campaign_id).where(CampaignRegion.region_key == region.key)
    return list(session.scalars(visible_to(me()).where(Campaign.id.in_(ids))))
