"""Editions: a cleared version on paper, for one region, in one layout and size."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.db import Base, Side
from campaign.materials.models import Version
from campaign.regions.models import Region


class Edition(Base):
    """What print staff print. The code stands on the paper: same content, region, layout, size and strip, same code."""

    __tablename__ = "editions"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    region_key: Mapped[str] = mapped_column(ForeignKey("regions.key"))
    country: Mapped[Side]
    layout: Mapped[str]
    layout_number: Mapped[int]
    size: Mapped[str]
    renderer: Mapped[str]
    sha256: Mapped[str]
    review_by: Mapped[date]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]

    version: Mapped[Version] = relationship(lazy="joined")
    region: Mapped[Region] = relationship(lazy="joined")

    @property
    def file_name(self) -> str:
        """ "F-0001-US-48141-letter-side-by-side-7f3a91c2.pdf" """
        code, short = self.version.material.code, self.version.short_fingerprint
        return f"{code}-{self.region_key}-{self.layout}-{short}.pdf"


def editions_of(version_ids: list[int]) -> Select[Edition]:
    return select(Edition).where(Edition.version_id.in_(version_ids)).order_by(Edition.id.desc())


def by_code(code: str) -> Select[Edition]:
    return select(Edition).where(Edition.code == code)
