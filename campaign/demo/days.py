"""The demo's schedule: activities of both countries in every state, a report, tasks and a release of each side, all
through the same actions as the screens.
"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from campaign.accounts.models import User, user_by_email
from campaign.campaigns.models import Campaign, tracks_of
from campaign.campaigns.tasks import actions as tasks
from campaign.clock import now
from campaign.db import Bilingual, Side, acting, session
from campaign.schedule import actions
from campaign.schedule.launch import actions as launching
from campaign.schedule.models import Activity, ActivityType, When, occurrences_of
from campaign.schedule.releases import actions as releases
from campaign.schedule.reports import actions as reports
from campaign.schedule.reports.days import place_of
from campaign.schedule.writing import Plan, Spot

US, MX = Side.US, Side.MX
REGIONS = {US: "US-48141", MX: "MX-08037"}


@dataclass(frozen=True)
class DemoDay:
    """One activity: who plans it, how many days from today it is, and what becomes of it."""

    by: Side
    sides: tuple[Side, ...]
    type: ActivityType
    title: Bilingual
    ahead: int
    hours: tuple[int, int] | None
    venues: dict[Side, str] = field(default_factory=dict)
    details: Bilingual = field(default_factory=lambda: Bilingual("", ""))
    days: int = 1
    rule: str = ""
    then: str = ""  # "confirmed" by the other side too, "held" or "cancelled"


DAYS = (
    DemoDay(
        US,
        (US, MX),
        ActivityType.health_fair,
        Bilingual("Health fair Paso del Norte", "Feria de salud Paso del Norte"),
        ahead=5,
        hours=(10, 15),
        venues={US: "San Jacinto Plaza", MX: "Plaza de Armas"},
        details=Bilingual(
            "Two squares, one message. Flyers and naloxone training on both sides of the bridge.",
            "Dos plazas, un mensaje. Volantes y capacitación en naloxona a ambos lados del puente.",
        ),
        then="confirmed",
    ),
    DemoDay(
        MX,
        (US, MX),
        ActivityType.distribution,
        Bilingual("Handing out at the bridges", "Reparto en los puentes"),
        ahead=12,
        hours=(6, 9),
        venues={US: "Stanton Street Bridge", MX: "Puente Lerdo"},
    ),
    DemoDay(
        US,
        (US,),
        ActivityType.training,
        Bilingual("School nurses’ session", "Sesión para enfermeras escolares"),
        ahead=3,
        hours=(15, 17),
        venues={US: "District office, room 204"},
        rule="FREQ=WEEKLY;COUNT=6",
    ),
    DemoDay(
        MX,
        (MX,),
        ActivityType.outreach,
        Bilingual("School talks", "Pláticas en secundarias"),
        ahead=2,
        hours=(9, 11),
        venues={MX: "Secundaria Técnica 44"},
        rule="FREQ=WEEKLY;INTERVAL=2;COUNT=4",
    ),
    DemoDay(
        US,
        (US,),
        ActivityType.media,
        Bilingual("Radio spots", "Anuncios de radio"),
        ahead=8,
        hours=None,
        days=5,
    ),
    DemoDay(
        MX,
        (US, MX),
        ActivityType.deadline,
        Bilingual("Figures for the high-level group", "Cifras para el grupo de alto nivel"),
        ahead=15,
        hours=None,
        then="confirmed",
    ),
    DemoDay(
        MX,
        (US, MX),
        ActivityType.training,
        Bilingual("Working group call", "Llamada del grupo de trabajo"),
        ahead=-4,
        hours=(11, 12),
        then="held",
    ),
    DemoDay(
        US,
        (US, MX),
        ActivityType.outreach,
        Bilingual("Walk along the river", "Caminata junto al río"),
        ahead=9,
        hours=(8, 10),
        then="cancelled",
    ),
)


@dataclass(frozen=True)
class DemoTask:
    """Something to be done, by a planner of one side, so many days from today."""

    by: Side
    title: Bilingual
    ahead: int
    is_milestone: bool = False
    is_done: bool = False


TASKS = (
    DemoTask(US, Bilingual("Agree on the square with the city", "Acordar la plaza con la ciudad"), -2, is_done=True),
    DemoTask(MX, Bilingual("Permit for the square", "Permiso para usar la plaza"), 3),
    DemoTask(US, Bilingual("Trainers for the naloxone table", "Capacitadores para la mesa de naloxona"), 4),
    DemoTask(
        MX, Bilingual("Half of the copies handed out", "La mitad de los ejemplares, repartida"), 16, is_milestone=True
    ),
    DemoTask(
        US, Bilingual("All clinics have their flyers", "Todas las clínicas tienen sus volantes"), 18, is_milestone=True
    ),
)


def plan(campaign: Campaign) -> None:
    """A joint one waits for the other side, unless its story says more."""
    today = now().date()
    for day in DAYS:
        planner = _planner(day.by)
        with acting(planner, planner.side, "schedule.new", now()):
            made = actions.create(campaign, _plan(day, today + timedelta(days=day.ahead)), planner, now())
            session.commit()
        _go_on(made, day)


def launch(campaign: Campaign) -> None:
    """Each side releases what stands, then launches its own track."""
    for track in session.scalars(tracks_of(campaign.id)).all():
        planner = _planner(track.side)
        with acting(planner, planner.side, "schedule.release", now()):
            seen = releases.difference(campaign, track.side).seen
            releases.release(campaign, seen, Bilingual("", ""), planner, now())
            session.commit()
        with acting(planner, planner.side, "schedule.launch", now()):
            launching.launch(track, planner, now())
            session.commit()


def _planner(side: Side) -> User:
    return session.scalars(user_by_email(f"planner.{side.value.lower()}@example.org")).one()


def _plan(day: DemoDay, first: date) -> Plan:
    begin, end = (time(hour) for hour in day.hours) if day.hours else (None, None)
    people = {side: _planner(side) for side in day.sides}
    return Plan(
        type=day.type,
        title=day.title,
        when=When(first, first + timedelta(days=day.days - 1), begin, end),
        spots={
            side: Spot(REGIONS[side], None, day.venues.get(side, ""), one.organization_id, one.id)
            for side, one in people.items()
        },
        details=day.details,
        is_public=day.type is not ActivityType.deadline,
        rule=day.rule,
    )


def _go_on(activity: Activity, day: DemoDay) -> None:
    other = _planner(day.by.opposite)
    if day.then in ("confirmed", "held"):
        with acting(other, other.side, "schedule.confirm", now()):
            actions.confirm(activity, other, now())
            session.commit()
    if day.then == "cancelled":
        planner = _planner(day.by)
        with acting(planner, planner.side, "schedule.cancel", now()):
            actions.cancel(activity, "The river path is closed until spring.", planner, now())
            session.commit()
    if day.then == "held":
        _report(activity, day.by.opposite)


def _report(activity: Activity, side: Side) -> None:
    """Of the other side; what the planner's own side has to tell is still due."""
    one, by = session.scalars(occurrences_of(activity.id)).one(), _planner(side)
    said = reports.Said(one.starts_on, place_of(one, side), people=24, copies_en=10, copies_es=10)
    with acting(by, side, "schedule.report", now()):
        reports.file(one, said, 0, by, now())
        session.commit()


def set_tasks(campaign: Campaign) -> None:
    tracks = {track.side: track for track in session.scalars(tracks_of(campaign.id))}
    for task in TASKS:
        planner, due = _planner(task.by), now().date() + timedelta(days=task.ahead)
        line = tasks.Line(task.title, due, task.is_milestone, planner.organization_id, planner.id)
        with acting(planner, planner.side, "campaigns.new_task", now()):
            made = tasks.add(tracks[task.by], line, planner, now())
            session.commit()
        if task.is_done:
            with acting(planner, planner.side, "campaigns.finish_one_task", now()):
                tasks.finish(made, planner, now())
                session.commit()
