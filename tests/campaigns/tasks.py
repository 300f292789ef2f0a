"""Tasks and milestones of each side, and one of a partner, for the addresses that name one."""

from datetime import date

from sqlalchemy import select

from campaign.campaigns.tasks import actions
from campaign.campaigns.tasks.actions import Line
from campaign.campaigns.tasks.models import Task
from campaign.clock import now
from campaign.db import Base, Bilingual, Side, acting, session
from tests.world import World

DAY = date(2026, 12, 1)


def bring(world: World) -> None:
    for side in Side:
        end = side.value.lower()
        clinic = world.organizations[f"clinic.{end}"]
        enter(world, side, f"task.{end}")
        enter(world, side, f"milestone.{end}", is_milestone=True)
        enter(world, side, f"clinic_task.{end}", organization_id=clinic)


def enter(world: World, side: Side, title: str, **values: object) -> Task:
    user = world.user(f"planner.{side.value.lower()}")
    with acting(user, side, "campaigns.new_task", now()):
        line = Line(Bilingual(title, title), DAY, **values)  # type: ignore[arg-type]
        made = actions.add(world.track(side, "running"), line, user, now())
        session.commit()
    return made


def samples(kind: type[Base]) -> dict[str, int | str] | None:
    if kind is Task:
        return {one.title_en: one.id for one in session.scalars(select(Task).order_by(Task.id))}
    return None
