"""A batch looked at before anything is made: what can be printed of it where, and why not."""

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from campaign.config import Config
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.facts.models import FactVersion
from campaign.flyers.actions import is_as_prepared, no_helpline, numbers_on, version_sheet
from campaign.flyers.batches.fit import Findings, misfits
from campaign.flyers.batches.spots import Key, Spot
from campaign.flyers.batches.words import brief
from campaign.flyers.formats import Format, cleared, offered
from campaign.flyers.models import Edition, EditionFact, prepared_in
from campaign.flyers.room import forms_with_room, has_room, with_strip
from campaign.flyers.sheet import edition_code, in_region, numbers
from campaign.flyers.strips import Strips, changed
from campaign.i18n import _
from campaign.materials.models import Material, Version
from campaign.paper.sheet import Sheet
from campaign.regions.models import Region, SisterPair, pairs


class State(enum.Enum):
    """Of one cell; the first three are printed when somebody asks for what fits."""

    fits = "fits"
    ready = "ready"
    stale = "stale"
    misfit = "misfit"
    no_helpline = "no_helpline"
    not_offered = "not_offered"
    on_hold = "on_hold"
    not_in_force = "not_in_force"


TO_PRINT = (State.fits, State.ready, State.stale)


@dataclass(frozen=True)
class Cell:
    """`reason`: in words, where the state alone does not say it. `edition`: what was prepared before."""

    form: Format
    state: State
    reason: str = ""
    edition: Edition | None = None


@dataclass(frozen=True)
class Row:
    """`cells`: None where there can be none, a partner in a layout that has no room for it."""

    spot: Spot
    cells: list[Cell | None]

    @property
    def region(self) -> Region:
        return self.spot.region

    @property
    def there(self) -> list[Cell]:
        return [cell for cell in self.cells if cell]


def roomless(forms: Sequence[Format], rows: Sequence[Row]) -> list[Format]:
    """Those in which no partner of these rows stands: nothing of theirs is offered there."""
    partners = [row for row in rows if row.spot.place]
    return [form for n, form in enumerate(forms) if partners and all(row.cells[n] is None for row in partners)]


def table(
    material: Material,
    versions: Mapping[Side, Version],
    spots: Sequence[Spot],
    forms: Sequence[Format],
    config: Config,
    at: datetime,
) -> list[Row]:
    """One row for each spot, in this order; nothing is rendered and nothing is kept. `versions`: what is in force."""
    rows: dict[Key, Row] = {}
    for side in {spot.region.country for spot in spots}:
        mine = [spot for spot in spots if spot.region.country is side]
        here = _Country(material, versions.get(side), mine, forms, config, at)
        rows |= {row.spot.key: row for row in here.rows()}
    return [rows[spot.key] for spot in spots]


class _Country:
    """The spots of one country. What is the same for all of them is asked for once."""

    def __init__(
        self,
        material: Material,
        version: Version | None,
        spots: Sequence[Spot],
        forms: Sequence[Format],
        config: Config,
        at: datetime,
    ) -> None:
        self._side, self._spots, self._forms, self._on = spots[0].region.country, spots, forms, at.date()
        self._places = [spot.place for spot in spots if spot.place]
        self._roomy = {form for form in forms if has_room(form)}
        self._version, self._refused = version, ""
        self._strips = Strips({place.organization_id for place in self._places}, self._side, self._on)
        here, there = numbers(self._side, at.date())
        self._numbers: list[FactVersion] = [*here, *there]
        self._is_held = self._version is None and material.is_held(self._side)
        self._has_helpline = bool(here)
        self._offered = offered(self._version) if self._version else []
        self._found = self._misfits(self._version, config, at) if self._version and here else {}
        before = session.scalars(prepared_in(material.id, self._side)).all()
        self._editions = {(edition.region_key, edition.place_id, edition.format): edition for edition in before}
        self._printed = numbers_on(list(self._editions.values()))

    def _misfits(self, version: Version, config: Config, at: datetime) -> dict[Format, dict[Key, Findings]]:
        """By format; a picture that cannot be read stops them all."""
        forms = [form for form in self._forms if form.layout in self._offered]
        try:
            first = version_sheet(version, self._spots[0].region, config, at, is_draft=False) if forms else None
        except Refused as refused:
            self._refused = refused.message
            return {}
        if first is None:
            return {}
        if self._places:
            self._roomy -= set(forms) - set(forms_with_room(first, forms))
        sheets = dict(self._sheets(version, first))
        bare = {key: sheet for key, sheet in sheets.items() if sheet["contact"] is None}
        return {form: misfits(sheets if form in self._roomy else bare, form) for form in forms}

    def _sheets(self, version: Version, first: Sheet) -> Iterator[tuple[Key, Sheet]]:
        twins = _twins(self._side)
        for spot in self._spots:
            strip = self._strips.of(spot.place) if spot.place else None
            code = edition_code(version.fingerprint, spot.region, self._forms[0], strip.key if strip else "")
            sheet = in_region(first, spot.region, twins.get(spot.region.key), code)
            yield spot.key, with_strip(sheet, strip) if strip else sheet

    def rows(self) -> Iterator[Row]:
        for spot in self._spots:
            yield Row(spot, [self._cell(spot, form) for form in self._forms])

    def _cell(self, spot: Spot, form: Format) -> Cell | None:
        if spot.place and form not in self._roomy:
            return None
        edition = self._editions.get((*spot.key, form))
        if self._version is None:
            return Cell(form, State.on_hold if self._is_held else State.not_in_force, edition=edition)
        if not self._has_helpline:
            return Cell(form, State.no_helpline, no_helpline(self._side), edition)
        if form.layout not in self._offered:
            return Cell(form, State.not_offered, self._not_offered(form), edition)
        if self._refused:
            return Cell(form, State.misfit, self._refused, edition)
        if found := self._found[form][spot.key]:
            return Cell(form, State.misfit, brief(found), edition)
        return self._printable(form, edition, self._version)

    def _not_offered(self, form: Format) -> str:
        is_old = self._version is not None and form.layout in cleared(self._version)
        return _("The layout has changed since the text was cleared.") if is_old else ""

    def _printable(self, form: Format, edition: Edition | None, version: Version) -> Cell:
        if edition is None:
            return Cell(form, State.fits)
        if edition.is_stopped:
            return Cell(form, State.on_hold, _("This very sheet is on hold."), edition)
        if edition.version_id != version.id:
            return Cell(form, State.stale, _("It was prepared of version %(n)s.", n=edition.version.n), edition)
        printed: Sequence[EditionFact] = self._printed.get(edition.id, ())
        if not is_as_prepared(edition, self._numbers, printed):
            return Cell(form, State.stale, _("A number or a date on it has changed."), edition)
        if changed(edition, self._on, self._strips):
            return Cell(form, State.stale, _("What the partner puts on it has changed."), edition)
        return Cell(form, State.ready, edition=edition)


def _twins(side: Side) -> dict[str, SisterPair]:
    """Of each region its first pair, west to east."""
    return {pair.region(side).key: pair for pair in reversed(session.scalars(pairs()).all())}
