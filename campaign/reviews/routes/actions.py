"""Writing a side's routes, and saying for which types of material each is the default. No review under way changes."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from campaign.accounts.models import User
from campaign.db import Bilingual, Side, session
from campaign.errors import Difference, NotAllowed, Refused, Stale
from campaign.i18n import _
from campaign.materials.models import MaterialType
from campaign.permissions import edit_route, write_routes
from campaign.reviews.routes.models import Route, RouteDefault, RouteStep, defaults_of, steps_of_routes

MOST_STEPS = 10
MOST_DAYS = 60  # working days of one step


@dataclass(frozen=True)
class Stop:
    """One step as it was typed; without a name there is none."""

    turn: int
    name: Bilingual
    days: int
    may_skip: bool
    reviewer_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A route as it was typed; `types` are those of which it is the side's default."""

    name: Bilingual
    comes_first: bool
    is_live: bool
    types: frozenset[MaterialType]
    stops: tuple[Stop, ...]


def create(plan: Plan, reviewer_ids: set[int], by: User) -> Route:
    """`reviewer_ids`: the reviewers of the side, of whom a step may name some."""
    if not write_routes(by) or by.side is None:
        raise NotAllowed(_("Planners write the routes of their own side."))
    _lock_all(by.side)
    _check(plan, reviewer_ids)
    route = Route(
        side=by.side,
        name_en=plan.name.en,
        name_es=plan.name.es,
        comes_first=plan.comes_first,
        is_live=plan.is_live,
    )
    session.add(route)
    session.flush()
    _write_steps(route, plan)
    _set_defaults(route, plan)
    return route


def edit(route: Route, plan: Plan, reviewer_ids: set[int], by: User, opened: int) -> None:
    """From the next version on; a review that is under way keeps the steps with which it began."""
    if not edit_route(by, route):
        raise NotAllowed(_("Planners write the routes of their own side."))
    _lock_all(route.side)
    if opened != route.row_version:
        raise Stale(
            _("Someone else changed this text. Yours is safe below; compare and choose."),
            _differences(route, plan),
            route.row_version,
        )
    _check(plan, reviewer_ids)
    route.name = plan.name
    route.comes_first, route.is_live = plan.comes_first, plan.is_live
    route.row_version += 1
    _write_steps(route, plan)
    _set_defaults(route, plan)


def _lock_all(side: Side) -> None:
    """One may take from another what it is the default of; always in one order."""
    query = select(Route).where(Route.side == side).order_by(Route.id).with_for_update(key_share=True)
    session.scalars(query.execution_options(populate_existing=True)).all()


def _differences(route: Route, plan: Plan) -> list[Difference]:
    return [
        Difference("name_en", _("Name in English"), route.name_en, plan.name.en),
        Difference("name_es", _("Name in Spanish"), route.name_es, plan.name.es),
        Difference("steps", _("Steps"), _told(session.scalars(steps_of_routes([route.id]))), _told(plan.stops)),
    ]


def _told(steps: Iterable[RouteStep | Stop]) -> str:
    return "\n".join(f"{one.turn} · {one.name.en} / {one.name.es} · {one.days}" for one in steps)


def _check(plan: Plan, reviewer_ids: set[int]) -> None:
    if not (plan.name.en or plan.name.es):
        raise Refused(_("Write the name of the route, in one language at least."))
    if not plan.stops:
        raise Refused(_("A route has one step at least. Without a route a signatory decides directly."))
    if len(plan.stops) > MOST_STEPS:
        raise Refused(_("A route has at most %(most)s steps.", most=MOST_STEPS))
    if any(not set(stop.reviewer_ids) <= reviewer_ids for stop in plan.stops):
        raise Refused(_("A step names reviewers of your side only. Load the page again."))
    if plan.types and not plan.is_live:
        raise Refused(_("A route that is not in use is no default. Choose no type, or put it in use."))


def _write_steps(route: Route, plan: Plan) -> None:
    """In the order of their turns; each row is written over, so that the record says what changed in which step."""
    rows = list(session.scalars(steps_of_routes([route.id])))
    stops = sorted(plan.stops, key=lambda stop: stop.turn)
    for row in rows[len(stops) :]:
        session.delete(row)
    for position, stop in enumerate(stops, 1):
        row = rows[position - 1] if position <= len(rows) else RouteStep(route_id=route.id, position=position)
        row.turn, row.days, row.may_skip = stop.turn, stop.days, stop.may_skip
        row.name_en, row.name_es = stop.name.en, stop.name.es
        if position > len(rows) or row.reviewer_ids != list(stop.reviewer_ids):
            row.reviewer_ids = list(stop.reviewer_ids)
        session.add(row)
    session.flush()


def _set_defaults(route: Route, plan: Plan) -> None:
    """One default for each type and side: it goes over from another route of the side."""
    known = {one.type: one for one in session.scalars(defaults_of(route.side))}
    for kind, one in known.items():
        if kind in plan.types and one.route_id != route.id:  # who has that one open is told before saving it
            session.get_one(Route, one.route_id).row_version += 1
            one.route_id = route.id
        elif kind not in plan.types and one.route_id == route.id:
            session.delete(one)
    new = sorted(plan.types - known.keys(), key=lambda kind: kind.value)
    session.add_all(RouteDefault(side=route.side, type=kind, route_id=route.id) for kind in new)
    session.flush()


def types_of(route: Route) -> set[MaterialType]:
    """Of which it is the default now."""
    return {one.type for one in session.scalars(defaults_of(route.side)) if one.route_id == route.id}


def defaults_by_route(side: Side) -> dict[int, list[MaterialType]]:
    """The types of each route of a side, in the order of the types."""
    found: dict[int, list[MaterialType]] = {}
    known = {one.type: one.route_id for one in session.scalars(defaults_of(side))}
    for kind in MaterialType:
        if kind in known:
            found.setdefault(known[kind], []).append(kind)
    return found
