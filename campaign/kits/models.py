"""Kits, what lies in them, and the archive that was made of one.

A kit names materials, never versions: what it hands out is always what is in force in its own country at that moment.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Select, UniqueConstraint, false, func, or_, select
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from campaign.accounts.models import User
from campaign.accounts.sessions import digest
from campaign.campaigns.models import Campaign
from campaign.db import Base, Bilingual, Side
from campaign.materials.models import Material
from campaign.partners.models import Organization
from campaign.regions.models import Region

STORED: dict[str, Any] = {"stored": True}
MOST_ITEMS = 60  # one archive stays small enough to be sent on


class Kit(Base):
    """A collection with a name and a cover note. `is_shared`: both countries' people may read it.

    Of the link only the hash of its secret is kept; it works until the end of a day, or until it is taken back.
    """

    __tablename__ = "kits"
    __table_args__ = (
        CheckConstraint("title_en <> '' OR title_es <> ''", name="title"),
        CheckConstraint("(token_hash IS NULL) = (link_until IS NULL)", name="link"),
    )
    secret = frozenset({"token_hash"})

    id: Mapped[int] = mapped_column(primary_key=True)
    title_en: Mapped[str]
    title_es: Mapped[str]
    note_en: Mapped[str]
    note_es: Mapped[str]
    side: Mapped[Side] = mapped_column(index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    region_key: Mapped[str | None] = mapped_column(ForeignKey("regions.key"))  # for which place its flyers are printed
    is_shared: Mapped[bool] = mapped_column(default=False)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    link_until: Mapped[date | None]  # the last day
    link_revoked_at: Mapped[datetime | None]
    edits: Mapped[int] = mapped_column(default=0)  # moves with every change of what lies in it
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column(default=1)

    title: Mapped[Bilingual] = composite("title_en", "title_es")
    note: Mapped[Bilingual] = composite("note_en", "note_es")
    organization: Mapped[Organization] = relationship(lazy="joined")
    campaign: Mapped[Campaign | None] = relationship(lazy="joined")
    region: Mapped[Region | None] = relationship(lazy="joined")
    created_by: Mapped[User] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def code(self) -> str:
        return f"K-{self.id:04d}"

    def is_open(self, on: date) -> bool:
        """Whether its link works on this day."""
        return self.link_until is not None and self.link_revoked_at is None and on <= self.link_until


class Item(Base):
    """One material in a kit. What was taken out stays for whoever wants to put it back."""

    __tablename__ = "kit_items"
    __table_args__ = (UniqueConstraint("kit_id", "material_id"), CheckConstraint("position >= 1", name="position"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kit_id: Mapped[int] = mapped_column(ForeignKey("kits.id"), index=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"), index=True)
    position: Mapped[int]
    note: Mapped[str]
    removed_at: Mapped[datetime | None]

    kit: Mapped[Kit] = relationship(lazy="joined")
    material: Mapped[Material] = relationship(lazy="joined")


class Packed(Base):
    """The archive of a kit. `contents` is the hash of its list: while the kit would be listed so, the file may be
    handed out."""

    __tablename__ = "kit_archives"

    kit_id: Mapped[int] = mapped_column(ForeignKey("kits.id"), primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    contents: Mapped[str]
    sha256: Mapped[str | None] = mapped_column(info=STORED)
    size: Mapped[int]
    made_at: Mapped[datetime | None]

    kit: Mapped[Kit] = relationship(lazy="joined")


def visible_to(user: User) -> Select[Kit]:
    """The kits of the list, the newest first; agrees row by row with permissions.see_kit."""
    query = select(Kit).order_by(Kit.id.desc())
    if user.is_planner or user.is_reviewer or user.is_signatory:
        return query.where(or_(Kit.side == user.side, Kit.is_shared))
    if user.is_partner:
        return query.where(or_(Kit.organization_id == user.organization_id, Kit.is_shared))
    return query.where(false())


def items_of(kit_id: int) -> Select[Item]:
    """What lies in it, in its order."""
    query = select(Item).where(Item.kit_id == kit_id, Item.removed_at.is_(None))
    return query.order_by(Item.position, Item.id)


def removed_of(kit_id: int) -> Select[Item]:
    """What was taken out, the last first."""
    query = select(Item).where(Item.kit_id == kit_id, Item.removed_at.is_not(None))
    return query.order_by(Item.removed_at.desc(), Item.id.desc())


def counts_of(kit_ids: list[int]) -> Select[int, int]:
    """How many materials lie in each of these kits."""
    query = select(Item.kit_id, func.count()).where(Item.kit_id.in_(kit_ids), Item.removed_at.is_(None))
    return query.group_by(Item.kit_id)


def holding(material_id: int, user: User) -> Select[Kit]:
    """The kits in which this material lies, as far as this person may see them."""
    lies = select(Item.kit_id).where(Item.material_id == material_id, Item.removed_at.is_(None))
    return visible_to(user).where(Kit.id.in_(lies))


def by_token(token: str) -> Select[Kit]:
    return select(Kit).where(Kit.token_hash == digest(token))


def with_links(on: date) -> Select[Kit]:
    """Those whose link works on this day."""
    return select(Kit).where(Kit.link_until >= on, Kit.link_revoked_at.is_(None)).order_by(Kit.id)
