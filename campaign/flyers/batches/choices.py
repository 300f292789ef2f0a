"""What a batch is asked for: which regions, in which formats, with which partners; its form, its table and its button
read it alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from campaign.accounts.models import User
from campaign.db import Side, session
from campaign.flyers.batches.partners import PartnerChoice
from campaign.flyers.formats import Format, chosen, format_of, papers, usual
from campaign.flyers.models import PAIR, batch_regions
from campaign.forms import clean
from campaign.i18n import _, current
from campaign.materials.models import Material
from campaign.paper.layouts import LOOKS
from campaign.permissions import see_twin_sheets
from campaign.regions.models import Region, counts_of_sets, pairs, sets
from campaign.regions.words import pair_name
from campaign.web import order

EVERY = "every"  # instead of ticking each paper of each layout
PLAIN = "0"  # among the partners: the sheet without one
MOST_FORMATS = 40  # of one batch: all layouts on all their papers are fewer
MOST_PARTNERS = 100  # of one batch, named one by one


@dataclass(frozen=True)
class Choice:
    """`count`: how many regions of the reader's own side. `twin`: the city of the other side, for who is shown it."""

    value: str
    words: str
    count: int
    twin: str = ""

    @property
    def is_pair(self) -> bool:
        return self.value.startswith(PAIR)


def choices(material: Material, own: Sequence[Region], reader: User) -> list[Choice]:
    """The regions of its campaign, their sister pairs, and the region sets."""
    side = reader.side
    if side is None:
        return []
    target = [Choice("target", _("The regions of its campaign"), len(own))] if material.campaign_id else []
    counts = {key: count for key, country, count in session.execute(counts_of_sets()) if country is side}
    named = [Choice(one.key, one.title.of(current()), counts.get(one.key, 0)) for one in session.scalars(sets())]
    return [*target, *_pairs(material, own, reader, side), *named]


def _pairs(material: Material, own: Sequence[Region], reader: User, side: Side) -> list[Choice]:
    """The pairs that it goes to; the other side's city is shown to officials, and printed by its own side."""
    keys = {region.key for region in own}
    return [
        Choice(PAIR + pair.key, pair_name(pair, order(reader)), 1, pair.city(side.opposite) if is_shown else "")
        for pair in session.scalars(pairs())
        if pair.region(side).key in keys
        for is_shown in [see_twin_sheets(reader) and material.territory.covers(side.opposite)]
    ]


@dataclass(frozen=True)
class Asked:
    """The choice as the address or the form says it; `formats` are keys of papers, without the look; `partners` numbers
    of organizations, and nothing is the plain sheet alone."""

    name: str
    formats: list[str]
    look: str
    partners: list[str]

    @property
    def fields(self) -> dict[str, Any]:
        """For the address of the table, and of what hangs on it."""
        return {"set": self.name, "paper": self.formats, "look": self.look, "partner": self.partners}

    @property
    def is_plain(self) -> bool:
        return not self.partners or PLAIN in self.partners

    @property
    def names_partners(self) -> bool:
        return any(value != PLAIN for value in self.partners)

    def chosen_partners(self, offered: Sequence[PartnerChoice]) -> list[PartnerChoice]:
        """Of those on offer; whoever is not among them any more is left out, and its sheets with it."""
        return [one for one in offered if EVERY in self.partners or one.value in self.partners]

    def forms(self, names: Sequence[str]) -> list[Format]:
        """To look at: what is no format of ours is left out, and nothing chosen is the usual one."""
        look = self.look if self.look in LOOKS else "colour"
        found = [form for key in self.formats if (form := format_of(f"{key}.{look}"))]
        some = papers(names) if EVERY in self.formats else found or [usual(names)]
        return [Format(form.layout, form.size, look) for form in some]

    def offered_forms(self, names: Sequence[str]) -> list[Format]:
        """To be made: refused where one is not offered. None: each sheet in the usual format."""
        if EVERY in self.formats:
            return self.forms(names)
        return [chosen(f"{key}.{self.look}", names) for key in self.formats]


def asked() -> Asked:
    name = clean(request.values.get("set"))[:20]
    look = clean(request.values.get("look"))[:20] or "colour"
    return Asked(name, _several("paper", MOST_FORMATS), look, _several("partner", MOST_PARTNERS))


def _several(name: str, most: int) -> list[str]:
    """Each once, in the order in which they were ticked."""
    return list(dict.fromkeys(clean(value)[:80] for value in request.values.getlist(name)[:most]))


def regions_for(material: Material, name: str, reader: User) -> list[Region]:
    """The reader's own side; of a sister pair officials are shown the other side as well, after their own."""
    found = session.scalars(batch_regions(material, name)).all()
    own = [region for region in found if region.country is reader.side]
    if not name.startswith(PAIR) or not see_twin_sheets(reader):
        return own
    return own + [one for one in found if one.country is not reader.side and material.territory.covers(one.country)]
