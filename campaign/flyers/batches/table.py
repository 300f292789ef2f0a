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
from campaign.flyers.batches.fit import Found, misfits
from campaign.flyers.batches.words import brief
from campaign.flyers.formats import Format, cleared, offered
from campaign.flyers.models import Edition, EditionFact, prepared_in
from campaign.flyers.sheet import edition_code, in_region, numbers
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
    region: Region
    cells: list[Cell]


def table(
    material: Material,
    versions: Mapping[Side, Version],
    regions: Sequence[Region],
    forms: Sequence[Format],
    config: Config,
    at: datetime,
) -> list[Row]:
    """One row for each region, in this order; nothing is rendered and nothing is kept. `versions`: what is in force."""
    rows: dict[str, Row] = {}
    for side in {region.country for region in regions}:
        mine = [region for region in regions if region.country is side]
        here = _Country(material, versions.get(side), mine, forms, config, at)
        rows |= {row.region.key: row for row in here.rows()}
    return [rows[region.key] for region in regions]


class _Country:
    """The regions of one country. What is the same for all of them is asked for once."""

    def __init__(
        self,
        material: Material,
        version: Version | None,
        regions: Sequence[Region],
        forms: Sequence[Format],
        config: Config,
        at: datetime,
    ) -> None:
        self._side, self._regions, self._forms = regions[0].country, regions, forms
        self._version, self._refused = version, ""
        here, there = numbers(self._side, at.date())
        self._numbers: list[FactVersion] = [*here, *there]
        self._is_held = self._version is None and material.is_held(self._side)
        self._has_helpline = bool(here)
        self._offered = offered(self._version) if self._version else []
        self._found = self._misfits(self._version, config, at) if self._version and here else {}
        before = session.scalars(prepared_in(material.id, self._side)).all()
        self._editions = {(edition.region_key, edition.format): edition for edition in before}
        self._printed = numbers_on(list(self._editions.values()))

    def _misfits(self, version: Version, config: Config, at: datetime) -> dict[Format, Found]:
        """By format; a picture that cannot be read stops them all."""
        forms = [form for form in self._forms if form.layout in self._offered]
        try:
            sheets = list(self._sheets(version, config, at)) if forms else []
        except Refused as refused:
            self._refused = refused.message
            return {}
        return {form: misfits(sheets, form) for form in forms}

    def _sheets(self, version: Version, config: Config, at: datetime) -> Iterator[Sheet]:
        first, twins = version_sheet(version, self._regions[0], config, at, is_draft=False), _twins(self._side)
        for region in self._regions:
            code = edition_code(version.fingerprint, region, self._forms[0])
            yield in_region(first, region, twins.get(region.key), code)

    def rows(self) -> Iterator[Row]:
        for region in self._regions:
            yield Row(region, [self._cell(region, form) for form in self._forms])

    def _cell(self, region: Region, form: Format) -> Cell:
        edition = self._editions.get((region.key, form))
        if self._version is None:
            return Cell(form, State.on_hold if self._is_held else State.not_in_force, edition=edition)
        if not self._has_helpline:
            return Cell(form, State.no_helpline, no_helpline(self._side), edition)
        if form.layout not in self._offered:
            return Cell(form, State.not_offered, self._not_offered(form), edition)
        if self._refused:
            return Cell(form, State.misfit, self._refused, edition)
        if found := self._found[form][region.key]:
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
        return Cell(form, State.ready, edition=edition)


def _twins(side: Side) -> dict[str, SisterPair]:
    """Of each region its first pair, west to east."""
    return {pair.region(side).key: pair for pair in reversed(session.scalars(pairs()).all())}
