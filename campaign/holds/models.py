"""Holds: who stopped what, where and why, and which signatory let it go again."""

from datetime import datetime
from functools import cache

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Select,
    false,
    literal_column,
    or_,
    select,
)
from sqlalchemy import (
    text as sql,
)
from sqlalchemy.orm import Mapped, aliased, defaultload, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import frozen, guard, refuse
from campaign.db import Base, Side, built_for_alike
from campaign.facts.models import Fact, FactVersion
from campaign.flyers.models import Edition
from campaign.materials.models import Material, Version, VersionFact, VersionImage, on_paper_in
from campaign.materials.models import visible_to as materials_visible_to

_Image = aliased(Version)
SUBJECTS = ("material_id", "edition_id", "fact_id")


class Hold(Base):
    """A stop of one thing in one country's territory (product §4). The clearance is untouched.

    The key (by_id, by_side) and (lifted_by_id, lifted_by_side) to users says whose people these are. A hold is the own
    country's, but the side that owns a fact may stop it in both; the other's signatory may lift that for the own
    territory.
    """

    __tablename__ = "holds"
    __table_args__ = (
        ForeignKeyConstraint(["by_id", "by_side"], ["users.id", "users.side"], name="fk_holds_by_own_side"),
        ForeignKeyConstraint(
            ["lifted_by_id", "lifted_by_side"], ["users.id", "users.side"], name="fk_holds_lifted_by_own_side"
        ),
        CheckConstraint(
            " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in SUBJECTS) + " = 1",
            name="one_subject",
        ),
        CheckConstraint("by_side = country OR fact_id IS NOT NULL", name="own_country"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint(
            "lifted_at IS NULL OR (lifted_by_id IS NOT NULL AND lifted_by_side IN (country, by_side))", name="lifted_by"
        ),
        Index("ix_holds_standing_first", sql("(lifted_at IS NOT NULL)"), sql("placed_at DESC"), sql("id DESC")),
        *(
            Index(
                f"uq_holds_standing_{name}",
                name,
                "country",
                unique=True,
                sqlite_where=literal_column("lifted_at IS NULL"),
                postgresql_where=literal_column("lifted_at IS NULL"),
            )
            for name in SUBJECTS
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    country: Mapped[Side]  # where it stops
    material_id: Mapped[int | None] = mapped_column(ForeignKey("materials.id"))
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id"))
    fact_id: Mapped[int | None] = mapped_column(ForeignKey("facts.id"))
    reason: Mapped[str]
    by_id: Mapped[int]
    by_side: Mapped[Side]
    placed_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None]
    lifted_by_side: Mapped[Side | None]
    lift_reason: Mapped[str] = mapped_column(default="")

    by: Mapped[User] = relationship(lazy="joined", primaryjoin="foreign(Hold.by_id) == User.id", viewonly=True)
    lifted_by: Mapped[User | None] = relationship(
        lazy="joined", primaryjoin="foreign(Hold.lifted_by_id) == User.id", viewonly=True
    )
    material: Mapped[Material | None] = relationship(lazy="joined")
    edition: Mapped[Edition | None] = relationship(lazy="selectin")
    fact: Mapped[Fact | None] = relationship(lazy="joined")

    @property
    def subject(self) -> Material | Edition | Fact:
        """What it stops."""
        found = self.material or self.edition or self.fact
        assert found is not None, "the database says that there is exactly one"
        return found


FROZEN = ("country", *SUBJECTS, "reason", "by_id", "by_side", "placed_at")
guard(Hold.__table__, frozen("holds", FROZEN))
LIFTED = refuse("holds", "stay_lifted", "UPDATE", "a lifted hold is history", "OLD.lifted_at IS NOT NULL")
guard(Hold.__table__, LIFTED)


@built_for_alike
def visible_to(user: User) -> Select[Hold]:
    """The holds of the list, those that stand first; agrees row by row with permissions.see_hold."""
    query = _standing_first()
    if user.side is None or not (user.is_planner or user.is_reviewer or user.is_signatory or user.is_printer):
        return query.where(false())
    seen = materials_visible_to(user).order_by(None)
    allowed = [Hold.fact_id.is_not(None), *_of_flyers(seen)]
    if user.is_printer:
        own_sheet = select(Edition.id).where(Edition.id == Hold.edition_id, Edition.country == user.side)
        allowed += [*_of_flyers(on_paper_in(user.side).order_by(None)), own_sheet.exists()]
    return query.where(or_(*allowed))


def _of_flyers(materials: Select[Material]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """On these items themselves, or on a sheet of one of them; asked of each hold, so that no list of all is made."""
    of_sheet = materials.with_only_columns(Material.id).join(Version).join(Edition)
    itself = materials.with_only_columns(Material.id).where(Material.id == Hold.material_id)
    return itself.exists(), of_sheet.where(Edition.id == Hold.edition_id).exists()


def holds_on(subject: Material | Edition | Fact) -> Select[Hold]:
    """All holds on one thing, lifted ones too; those that stand first, then newest first."""
    column = {Material: Hold.material_id, Edition: Hold.edition_id, Fact: Hold.fact_id}[type(subject)]
    return _standing_first().where(column == subject.id)


def holds_around(material: Material) -> Select[Hold]:
    """All that touch this item: on itself, on its sheets, on facts that a version of it quotes and images it shows."""
    quoted = (
        select(FactVersion.fact_id)
        .join(VersionFact, VersionFact.fact_version_id == FactVersion.id)
        .join(Version, Version.id == VersionFact.version_id)
        .where(Version.material_id == material.id)
    )
    sheets = (
        select(Edition.id).join(Version, Version.id == Edition.version_id).where(Version.material_id == material.id)
    )
    shown = (
        select(_Image.material_id)
        .join(VersionImage, VersionImage.image_version_id == _Image.id)
        .join(Version, Version.id == VersionImage.version_id)
        .where(Version.material_id == material.id)
    )
    of_item = or_(Hold.material_id == material.id, Hold.edition_id.in_(sheets), Hold.material_id.in_(shown))
    return _standing_first().where(or_(of_item, Hold.fact_id.in_(quoted)))


@cache
def _standing_first() -> Select[Hold]:
    order = (Hold.lifted_at.is_not(None), Hold.placed_at.desc(), Hold.id.desc())
    names_only = (defaultload(person).lazyload(User.organization) for person in (Hold.by, Hold.lifted_by))
    unread = (defaultload(Hold.material).lazyload(one) for one in (Material.organization, Material.campaign))
    return select(Hold).options(*names_only, *unread).order_by(*order)
