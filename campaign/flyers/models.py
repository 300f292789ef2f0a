"""Editions: a cleared version on paper, for one region, in one layout and size; and what hangs on an image."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Select, false, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.db import Base, Side, session
from campaign.facts.models import FactVersion
from campaign.flyers.formats import Format, place_of_part
from campaign.jobs.models import Part, PartState
from campaign.materials.models import Material, Version, VersionState, versions_of
from campaign.materials.pictures import drafts_showing, showing
from campaign.materials.regions import regions_of
from campaign.partners.places.models import Place
from campaign.regions.models import Region, find

PAIR = "pair:"  # before the key of a sister pair, where a batch names its regions
READ_AS = str.maketrans("OIL", "011")  # letters that Crockford's base 32 leaves out


class Edition(Base):
    """What print staff print. The code stands on the paper: same content, region, layout, size and strip, same code."""

    __tablename__ = "editions"
    __table_args__ = (
        CheckConstraint(
            "(partner_id IS NULL) = (place_id IS NULL) AND (partner_id IS NULL) = (strip = '')", name="partner"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    region_key: Mapped[str] = mapped_column(ForeignKey("regions.key"))
    country: Mapped[Side]
    layout: Mapped[str]
    layout_number: Mapped[int]
    size: Mapped[str]
    renderer: Mapped[str]
    sha256: Mapped[str] = mapped_column(info={"stored": True})
    review_by: Mapped[date]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    is_stopped: Mapped[bool] = mapped_column(default=False, server_default=false())  # a hold stands on this very sheet
    look: Mapped[str] = mapped_column(default="colour", server_default="colour")
    partner_id: Mapped[int | None] = mapped_column(
        ForeignKey("organizations.id")
    )  # who stands on it, with which place,
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))  # and a hash of what stood there of them
    strip: Mapped[str] = mapped_column(default="", server_default="")

    version: Mapped[Version] = relationship(lazy="joined")
    region: Mapped[Region] = relationship(lazy="joined")
    place: Mapped[Place | None] = relationship(lazy="selectin")

    @property
    def format(self) -> Format:
        return Format(self.layout, self.size, self.look)

    @property
    def file_name(self) -> str:
        """ "F-0001-US-48141-letter-side-by-side-7f3a91c2.pdf"; what is unusual is named: paper, look, and a partner's
        sheet by its code."""
        code, short = self.version.material.code, self.version.short_fingerprint
        unusual = [self.size] * (self.size != "letter" and self.size != self.layout)
        unusual += [self.look] * (self.look != "colour")
        unusual += [self.code] * (self.partner_id is not None)
        return "-".join([code, self.region_key, self.layout, *unusual, short]) + ".pdf"


class EditionFact(Base):
    """Which wording of which number stands on a sheet beyond its text: the helplines chosen for it.

    Prepared anew under the same code it may carry others; older copies are still out there, so no row ever goes.
    """

    __tablename__ = "edition_facts"

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    fact_version_id: Mapped[int] = mapped_column(ForeignKey("fact_versions.id"), primary_key=True, index=True)
    is_current: Mapped[bool] = mapped_column(default=True)  # on what is printed now; else only on older copies


def editions_of(version_ids: list[int]) -> Select[Edition]:
    return select(Edition).where(Edition.version_id.in_(version_ids)).order_by(Edition.id.desc())


@dataclass(frozen=True)
class Effects:
    """What a change of an image touches: flyers in force or on their way that leave force with it, the sheets that were
    prepared of them, and working texts that show it."""

    versions: Sequence[Version]
    editions: Sequence[Edition]
    drafts: Sequence[Material]


def effects_of(image: Material) -> Effects:
    """Asked before an image is replaced, withdrawn or held."""
    ids = [version.id for version in session.scalars(versions_of(image.id))]
    versions = session.scalars(showing(ids)).unique().all()
    live = [version.id for version in versions if version.state is VersionState.in_force]
    editions = session.scalars(editions_of(live)).unique().all()
    return Effects(versions, editions, session.scalars(drafts_showing(ids)).unique().all())


def numbers_of(edition_ids: list[int]) -> Select[EditionFact]:
    """The wordings on these sheets beyond their text, now and on older copies."""
    return select(EditionFact).where(EditionFact.edition_id.in_(edition_ids))


def batch_regions(material: Material, name: str) -> Select[Region]:
    """The regions of a batch, alphabetical: the flyer's own (`target`), the two of a sister pair (`pair:SC07`), or
    those of a region set."""
    if name.startswith(PAIR):
        return find(pair=name.removeprefix(PAIR) or "-")
    return regions_of(material) if name == "target" else find(set_key=name or "-")


def prepared_in(material_id: int, country: Side) -> Select[Edition]:
    """Every sheet of a flyer in one country, of any version; the newest of a region and format comes last."""
    mine = select(Version.id).where(Version.material_id == material_id)
    query = select(Edition).where(Edition.version_id.in_(mine), Edition.country == country)
    return query.order_by(Edition.made_at, Edition.id)


def made_by(job_id: int) -> Select[Edition]:
    """The editions that came out of a batch, in its order."""
    done = (Part.job_id == job_id) & (Part.state == PartState.done)
    return select(Edition).join(Part, (Part.made_id == Edition.id) & done).order_by(Part.position)


def places_named(keys: Iterable[str]) -> dict[str, int]:
    """Of parts of a batch those with a partner on the sheet, each with the number of its place."""
    return {key: place for key in keys if (place := place_of_part(key)) is not None}


def printed_on(edition_id: int, is_current: bool = True) -> Select[FactVersion]:
    """The numbers themselves, as they stand on that sheet; or those that only older copies carry."""
    return (
        select(FactVersion)
        .join(EditionFact, EditionFact.fact_version_id == FactVersion.id)
        .where(EditionFact.edition_id == edition_id, EditionFact.is_current.is_(is_current))
    )


def by_code(code: str) -> Select[Edition]:
    """The sheet with this code, as people type it from paper."""
    return select(Edition).where(Edition.code == code.upper().translate(READ_AS))
