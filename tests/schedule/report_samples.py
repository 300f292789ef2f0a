"""A report of each side, with a photo, on what was held."""

from datetime import timedelta
from io import BytesIO

from sqlalchemy import select

from campaign.clock import now
from campaign.config import Config
from campaign.db import Base, Side, acting, session
from campaign.intake.limits import PNG
from campaign.schedule.models import Activity, Occurrence
from campaign.schedule.reports.models import Report, Shown
from campaign.storage import store_of
from tests.paper.corpus import png
from tests.world import World

PLACES = {Side.US: "San Jacinto Plaza", Side.MX: "Parque Borunda"}


def bring(world: World, config: Config) -> None:
    held = session.scalars(select(Occurrence).join(Activity).where(Activity.title_en == "held_event")).one()
    picture = store_of(config).put(BytesIO(png(4, 4)))
    for side in Side:
        planner = world.user(f"planner.{side.value.lower()}")
        with acting(planner, side, "schedule.report", now()):
            session.add(
                Report(
                    occurrence=held,
                    side=side,
                    n=1,
                    took_place=True,
                    held_on=now().date() - timedelta(days=1),
                    place=PLACES[side],
                    people=120,
                    copies_en=0,
                    copies_es=200,
                    copies_both=100,
                    material_ids=[],
                    note="",
                    reason="",
                    correction="",
                    photo_sha256=picture,
                    photo_type=PNG,
                    shown=Shown.nobody,
                    consent="",
                    by_id=planner.id,
                    reported_at=now(),
                )
            )
            session.commit()


def samples(kind: type[Base]) -> dict[str, int | str] | None:
    if kind is not Report:
        return None
    return {f"held.{one.side.value.lower()}": one.id for one in session.scalars(select(Report)).unique()}
