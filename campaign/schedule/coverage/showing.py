"""The counts on the map, in four classes that grey paper tells apart, and the words for what is counted."""

from collections.abc import Collection, Mapping, Sequence

from flask import url_for
from sqlalchemy import Select

from campaign.accounts.models import country_name
from campaign.db import Side, session
from campaign.i18n import _, _l, _n
from campaign.regions import map as maps
from campaign.regions.map import Look, Map
from campaign.regions.models import Level, Region, find
from campaign.schedule.coverage.counting import MEASURES, Asked, Cover
from campaign.schedule.coverage.gaps import TITLES
from campaign.schedule.marks import own_title

MOST_CAMPAIGNS = 200  # offered in the filter; any other is reached from its own page
TOPS = (1, 2, 5)  # each class begins where the one before it ends: none, 1, 2 to 4, 5 or more
NAMES = {
    "planned": _l("Activities planned"),
    "cleared": _l("Materials cleared"),
    "printed": _l("Flyers with a sheet"),
    "held": _l("Activities held"),
}
COUNTED = {
    "planned": _l(
        "Activities that are not cancelled; mere deadlines are left out. A joint one counts in the region of each side."
    ),
    "cleared": _l("Materials in force in the country of the region, of a campaign that the region is a target of."),
    "printed": _l(
        "Flyers of which a sheet for this region was prepared for printing, in any version. "
        "How many copies were made is not counted."
    ),
    "held": _l(
        "Dates that took place, by each side's newest report, with its people and copies. "
        "People in groups of fewer than 11 are counted for their own side only."
    ),
}


def in_words(what: str, count: int) -> str:
    if what == "planned":
        return _n("%(num)d activity planned", "%(num)d activities planned", count)
    if what == "cleared":
        return _n("%(num)d material cleared", "%(num)d materials cleared", count)
    if what == "printed":
        return _n("%(num)d flyer with a sheet", "%(num)d flyers with a sheet", count)
    return _n("%(num)d activity held", "%(num)d activities held", count)


def legend() -> list[tuple[str, str]]:
    words = (_("none"), "1", _("2 to 4"), _("5 or more"))
    found = [(maps.FILLS[kind], word) for kind, word in zip(maps.AMOUNTS, words, strict=True)]
    return [*found, (maps.FILLS[maps.OUTSIDE], _("outside the campaigns that you see"))]


def kind_of(count: int, is_target: bool) -> int:
    """An index of maps.FILLS; where nothing is and no campaign goes, the sheet stays as it is."""
    return maps.AMOUNTS[sum(count >= top for top in TOPS)] if count or is_target else maps.OUTSIDE


def drawn(found: Mapping[str, Cover], asked: Asked, listed: Collection[str]) -> Map:
    """Each region leads to its line of the table, where this page has it, else to its own page."""
    pattern = url_for("regions.show", region="US-00")
    border = find(set_key="border").with_only_columns(Region.key)
    return maps.draw(
        _looks(found, asked.what),
        maps.around(session.scalars(border)) if asked.zoom == "border" else maps.whole(),
        href=lambda key: f"#r-{key}" if key in listed else pattern.replace("US-00", key),
        labels={key: one.region.name for key, one in found.items() if one.region.level is Level.state},
        legend=legend(),
    )


def _looks(found: Mapping[str, Cover], what: str) -> dict[str, Look]:
    words: dict[int, str] = {}
    looks = {}
    for key, one in found.items():
        if one.region.level is Level.state:
            continue
        count = one.amount(what)
        if count not in words:
            words[count] = in_words(what, count)
        state = found.get(key[:5])
        kind = kind_of(count, bool(one.campaign or (state and state.campaign)))
        looks[key] = Look(kind, f"{one.region.full_name}: {words[count]}", one.region.name, one.region.state_name)
    return looks


def offered(asked: Asked, campaigns: Select[int, str, str], order: Sequence[Side]) -> dict[str, list[tuple[str, str]]]:
    """The choices of each filter by its name in the address."""
    rows = session.execute(campaigns.limit(MOST_CAMPAIGNS)).all()
    return {
        "what": [(what, str(NAMES[what])) for what in MEASURES],
        "campaign": [(str(id), own_title(english, spanish)[0]) for id, english, spanish in rows],
        "side": [(side.value, country_name(side)) for side in order],
        "sort": [
            ("name", _("By name")),
            ("people", _("Most people first")),
            *((what, _("Most first: %(what)s", what=NAMES[what])) for what in MEASURES),
        ],
        "gap": [(name, str(title)) for name, title in TITLES.items()],
    }
