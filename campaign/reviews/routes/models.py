"""Routes: a side's own templates of reviews, their steps, and for which type of material each is the side's default.

A review takes everything over when it begins; what is changed here later changes no review that is under way.
"""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Select,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from campaign.db import Base, Bilingual, Side
from campaign.materials.models import MaterialType


class Route(Base):
    """`comes_first`: the side's signatory clears only when every step has ended."""

    __tablename__ = "review_routes"
    __table_args__ = (
        UniqueConstraint("id", "side"),  # a default points here with its side: nobody takes the other side's
        CheckConstraint("name_en <> '' OR name_es <> ''", name="name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    side: Mapped[Side]
    name_en: Mapped[str]
    name_es: Mapped[str]
    comes_first: Mapped[bool] = mapped_column(default=True)
    is_live: Mapped[bool] = mapped_column(default=True)  # else no new review begins with it
    row_version: Mapped[int] = mapped_column(default=1)

    name: Mapped[Bilingual] = composite("name_en", "name_es")


class RouteStep(Base):
    """Steps of the same turn run side by side. `reviewer_ids` are those who may take it; nobody named: any reviewer of
    the side. `may_skip`: an urgent correction leaves it out."""

    __tablename__ = "review_route_steps"
    __table_args__ = (
        UniqueConstraint("route_id", "position"),
        CheckConstraint("name_en <> '' OR name_es <> ''", name="name"),
        CheckConstraint("turn >= 1 AND days >= 1", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    route_id: Mapped[int] = mapped_column(ForeignKey("review_routes.id"))
    position: Mapped[int]
    turn: Mapped[int]
    name_en: Mapped[str]
    name_es: Mapped[str]
    days: Mapped[int]  # working days
    may_skip: Mapped[bool] = mapped_column(default=False)
    reviewer_ids: Mapped[list[int]] = mapped_column(JSON)

    name: Mapped[Bilingual] = composite("name_en", "name_es")
    route: Mapped[Route] = relationship(lazy="joined")


class RouteDefault(Base):
    """With which route a side's review of a type of material begins; without one it has no steps."""

    __tablename__ = "review_defaults"
    __table_args__ = (
        ForeignKeyConstraint(
            ["route_id", "side"], ["review_routes.id", "review_routes.side"], name="fk_review_defaults_own_route"
        ),
    )

    side: Mapped[Side] = mapped_column(primary_key=True)
    type: Mapped[MaterialType] = mapped_column(primary_key=True)
    route_id: Mapped[int]


def routes_of(side: Side) -> Select[Route]:
    """A side's own, those in use first."""
    return select(Route).where(Route.side == side).order_by(Route.is_live.desc(), Route.id)


def steps_of_routes(route_ids: list[int]) -> Select[RouteStep]:
    """In the order in which they are taken."""
    query = select(RouteStep).where(RouteStep.route_id.in_(route_ids))
    return query.order_by(RouteStep.route_id, RouteStep.turn, RouteStep.position)


def defaults_of(side: Side) -> Select[RouteDefault]:
    return select(RouteDefault).where(RouteDefault.side == side)


def default_routes(kind: MaterialType) -> Select[Route]:
    """The route of each side for this type of material, where it has one."""
    is_default = (RouteDefault.route_id == Route.id) & (RouteDefault.type == kind)
    return select(Route).join(RouteDefault, is_default).where(Route.is_live).order_by(Route.side)
