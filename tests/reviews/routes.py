"""Reviews of the world's people in one line each, through the actions of the screens; each act is committed at once."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from campaign.accounts.models import Role, UserRole
from campaign.clock import now
from campaign.db import Bilingual, Side, session
from campaign.materials.models import Material, MaterialType, Version
from campaign.reviews import actions
from campaign.reviews.deputies import actions as deputies
from campaign.reviews.deputies.models import Deputy
from campaign.reviews.models import Review, Step, review_of, steps_of
from campaign.reviews.routes import actions as routes
from campaign.reviews.routes.actions import Plan, Stop
from campaign.reviews.routes.models import Route
from tests.materials.acts import act, here
from tests.world import World

EXPERT, WORDING = Bilingual("Subject expert", "Especialista"), Bilingual("Plain words", "Palabras claras")
LOGOS = Bilingual("Logo use", "Uso de logotipos")
STOPS = (Stop(1, EXPERT, 5, False), Stop(2, WORDING, 3, True), Stop(2, LOGOS, 3, True))
NAME = Bilingual("Sheets", "Hojas")


def plan(
    stops: Sequence[Stop] = STOPS,
    comes_first: bool = True,
    types: Sequence[MaterialType] = (MaterialType.flyer,),
    is_live: bool = True,
) -> Plan:
    return Plan(NAME, comes_first, is_live, frozenset(types), tuple(stops))


def make_route(world: World, side: str = "us", of: Plan | None = None) -> Route:
    with act(world, f"planner.{side}") as user:
        known = {world.user(f"{who}.{side}").id for who in ("reviewer", "deputy")}
        return routes.create(of or plan(), known, user)


def send(world: World, material: Material, who: str = "planner.us") -> Version:
    """As the pages send it: each side's review begins."""
    with act(world, who) as user:
        return actions.send(here(material), user, now())


def review(version: Version, side: Side = Side.US) -> Review:
    return session.scalars(review_of(version.id, side)).one()


def steps(version: Version, side: Side = Side.US) -> list[Step]:
    return list(session.scalars(steps_of(review(version, side).id)))


def pass_step(world: World, step: Step, who: str = "reviewer.us") -> None:
    with act(world, who) as user:
        actions.pass_step(session.get_one(Step, step.id), user, now())


def want(world: World, step: Step, who: str = "reviewer.us", reason: str = "Say it shorter.") -> None:
    with act(world, who) as user:
        actions.want_changes(session.get_one(Step, step.id), reason, user.language, user, now())


def take(world: World, step: Step, who: str = "reviewer.us") -> None:
    with act(world, who) as user:
        actions.take(session.get_one(Step, step.id), user, now())


def name_deputy(
    world: World, who: str, deputy: str, role: Role, first: date | None = None, last: date | None = None
) -> Deputy:
    with act(world, who) as user:
        first = first or now().date()
        return deputies.name(world.user(deputy), role, "D-7/2026", first, last or first, user, now())


def sign_both(world: World, who: str) -> None:
    """Give this person the roles of reviewer and signatory."""
    with act(world, f"administrator.{who[-2:]}"):
        person = world.user(who)
        missing = [role for role in (Role.reviewer, Role.signatory) if role not in person.roles]
        person.role_rows = [*person.role_rows, *(UserRole(role=role) for role in missing)]


def count(kind: type[Review] | type[Step]) -> int:
    return len(session.scalars(select(kind)).all())
