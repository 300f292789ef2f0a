"""States, counties and municipios on both sides, the 15 pairs of cities, and sets of regions with their definition."""

import enum
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Select, String, cast, func, select
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from campaign.db import Base, Bilingual, Side, plain


class Level(enum.Enum):
    """A county lies in the United States, a municipio in Mexico; states lie in both."""

    state = "state"
    county = "county"
    municipio = "municipio"


class Region(Base):
    """A place on the map; its key is country and code (US-48141, MX-02004), text with leading zeros."""

    __tablename__ = "regions"
    __table_args__ = (CheckConstraint("population >= 0", name="population"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    country: Mapped[Side] = mapped_column(index=True)
    level: Mapped[Level]
    code: Mapped[str]
    name: Mapped[str]
    state_code: Mapped[str]
    state_name: Mapped[str]
    state_abbr: Mapped[str]
    timezone: Mapped[str]
    population: Mapped[int | None]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    search: Mapped[str]  # name, state and code without accents and case
    order_key: Mapped[str]  # name and state as a list sorts them: accents do not count, ñ comes after n

    @property
    def full_name(self) -> str:
        """ "El Paso County, Texas"; a state is only itself."""
        return self.name if self.level is Level.state else f"{self.name}, {self.state_name}"


class SisterPair(Base):
    """Two cities that face each other across the border; both share the clock all year."""

    __tablename__ = "sister_pairs"

    key: Mapped[str] = mapped_column(primary_key=True)
    us_city: Mapped[str]
    us_region_key: Mapped[str] = mapped_column(ForeignKey("regions.key"))
    us_zone: Mapped[str]
    mx_city: Mapped[str]
    mx_region_key: Mapped[str] = mapped_column(ForeignKey("regions.key"))
    mx_zone: Mapped[str]
    council: Mapped[str]
    west_to_east: Mapped[int]

    us_region: Mapped[Region] = relationship(foreign_keys=us_region_key, lazy="joined")
    mx_region: Mapped[Region] = relationship(foreign_keys=mx_region_key, lazy="joined")

    def city(self, side: Side) -> str:
        return self.us_city if side is Side.US else self.mx_city

    def region(self, side: Side) -> Region:
        return self.us_region if side is Side.US else self.mx_region


class RegionSet(Base):
    """A named list of regions; the border region is never a bare yes or no for ever."""

    __tablename__ = "region_sets"

    key: Mapped[str] = mapped_column(primary_key=True)
    title_en: Mapped[str]
    title_es: Mapped[str]
    definition_en: Mapped[str]
    definition_es: Mapped[str]
    dated_on: Mapped[date]
    is_complete: Mapped[bool]

    title: Mapped[Bilingual] = composite("title_en", "title_es")
    definition: Mapped[Bilingual] = composite("definition_en", "definition_es")


class RegionSetMember(Base):
    """One region in one set."""

    __tablename__ = "region_set_members"

    set_key: Mapped[str] = mapped_column(ForeignKey("region_sets.key"), primary_key=True)
    region_key: Mapped[str] = mapped_column(ForeignKey("regions.key"), primary_key=True, index=True)


@lru_cache(256)
def find(words: str = "", country: str = "", state: str = "", set_key: str = "", pair: str = "") -> Select[Region]:
    """Regions by name or code without accents, side, state (`US-48`), set and pair; alphabetical across both sides."""
    query = select(Region).order_by(Region.order_key, Region.key)
    for word in plain(words).split():
        query = query.where(Region.search.contains(word, autoescape=True))
    if country in ("US", "MX"):
        query = query.where(Region.country == Side(country))
    if state:
        query = query.where(_state_key() == state)
    if set_key:
        members = select(RegionSetMember.region_key).where(RegionSetMember.set_key == set_key)
        query = query.where(Region.key.in_(members))
    if pair:
        query = query.where(Region.key.in_(_pair_keys(pair)))
    return query


def of_size(query: Select[Region], least: int = 0, below: int | None = None) -> Select[Region]:
    """Of these the counties and municipios with at least so many people and fewer than so many; asked for neither, all
    of them."""
    if least:
        query = query.where(Region.population >= least)
    if below is not None:
        query = query.where(Region.population < below)
    return query.where(Region.level != Level.state) if least or below is not None else query


def _state_key() -> ColumnElement[str]:
    return cast(Region.country, String) + "-" + Region.state_code


def _pair_keys(pair: str) -> Select[str]:
    here = SisterPair.key == pair
    return select(SisterPair.us_region_key).where(here).union(select(SisterPair.mx_region_key).where(here))  # type: ignore[return-value]


def pairs() -> Select[SisterPair]:
    return select(SisterPair).order_by(SisterPair.west_to_east)


def pair_of(region_key: str) -> Select[SisterPair]:
    """The pairs that a region belongs to, west to east."""
    return pairs().where((SisterPair.us_region_key == region_key) | (SisterPair.mx_region_key == region_key))


def state_counts(found: Select[Region]) -> Select[str, int]:
    """How many of the regions found lie in each state (`US-48`)."""
    inside = found.order_by(None).subquery()
    key = cast(inside.c.country, String) + "-" + inside.c.state_code
    return select(key, func.count()).group_by(key)


def country_counts(found: Select[Region]) -> Select[str, int]:
    """How many of the regions found lie in each country."""
    inside = found.order_by(None).subquery()
    country = cast(inside.c.country, String)
    return select(country, func.count()).group_by(country)


@cache
def counts_of_sets() -> Select[str, Side, int]:
    """How many regions each set has in each country."""
    return (
        select(RegionSetMember.set_key, Region.country, func.count())
        .join(Region, Region.key == RegionSetMember.region_key)
        .group_by(RegionSetMember.set_key, Region.country)
    )


def set_counts(found: Select[Region]) -> Select[str, int]:
    """How many of the regions found belong to each set."""
    inside = found.order_by(None).subquery()
    return (
        select(RegionSetMember.set_key, func.count())
        .join(inside, inside.c.key == RegionSetMember.region_key)
        .group_by(RegionSetMember.set_key)
    )


def mapped() -> Select[str, str, str, int | None]:
    """Key, name, state and people of every region that the map draws, state by state: counties and municipios."""
    query = select(Region.key, Region.name, Region.state_name, Region.population)
    return query.where(Region.level != Level.state).order_by(Region.state_name, Region.order_key)


def named(keys: Sequence[str]) -> Select[Region]:
    """The regions with these keys."""
    return select(Region).where(Region.key.in_(keys))


def states() -> Select[Region]:
    """The ten states, alphabetical across both sides."""
    return select(Region).where(Region.level == Level.state).order_by(Region.order_key, Region.key)


@cache
def sets() -> Select[RegionSet]:
    return select(RegionSet).order_by(RegionSet.key)


def sets_with(region_key: str) -> Select[RegionSet]:
    """The sets that a region belongs to."""
    members = select(RegionSetMember.set_key).where(RegionSetMember.region_key == region_key)
    return sets().where(RegionSet.key.in_(members))
