"""Where the sheets of a batch go: a region with its plain sheet, or with a partner whose place lies there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaign.flyers.formats import Format, part_key
from campaign.partners.places.models import Place
from campaign.regions.models import Region

Key = tuple[str, int | None]


@dataclass(frozen=True)
class Spot:
    """One row of a batch. Two places of a partner in one region are two spots: each sheet has one address."""

    region: Region
    place: Place | None = None

    @property
    def key(self) -> Key:
        return self.region.key, self.place.id if self.place else None

    def part(self, form: Format | None) -> str:
        return part_key(self.region.key, form, self.place.id if self.place else None)


def spots_in(regions: Iterable[Region], places: Sequence[Place] = (), is_plain: bool = True) -> list[Spot]:
    """Region by region: the plain sheet, then the places that lie there, in their order."""
    there: dict[str, list[Place]] = {}
    for place in places:
        there.setdefault(place.region_key, []).append(place)
    return [Spot(region, place) for region in regions for place in ([None] * is_plain + there.get(region.key, []))]
