"""Which national flyer was made from which joint version."""

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.audit.guards import append_only, guard
from campaign.db import Base
from campaign.materials.models import Material, Version


class Fork(Base):
    """Where a national flyer comes from; it stays known for ever."""

    __tablename__ = "forks"

    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)

    material: Mapped[Material] = relationship()
    version: Mapped[Version] = relationship(lazy="joined")


guard(Fork.__table__, append_only("forks"))


def origin_of(material_id: int) -> Select[Fork]:
    return select(Fork).where(Fork.material_id == material_id)


def made_from(material_id: int) -> Select[Material]:
    """The national flyers made from any version of a joint one, the newest first."""
    query = select(Material).join(Fork, Fork.material_id == Material.id).join(Version, Version.id == Fork.version_id)
    return query.where(Version.material_id == material_id).order_by(Material.id.desc())
