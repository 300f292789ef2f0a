"""Activities of each side, of a partner, of both, and one that was held, for the addresses that name one."""

from datetime import date, time

from sqlalchemy import select

from campaign.accounts import doors
from campaign.campaigns.models import Campaign
from campaign.clock import now
from campaign.db import Base, Bilingual, Side, acting, session
from campaign.schedule import actions
from campaign.schedule.feeds import actions as feeds
from campaign.schedule.feeds.actions import Scope
from campaign.schedule.feeds.models import Feed, FeedKind, feeds_of
from campaign.schedule.models import Activity, ActivityState, ActivityType, Occurrence, When, occurrences_of
from campaign.schedule.periods import actions as periods
from campaign.schedule.periods.actions import Record
from campaign.schedule.periods.models import Period, PeriodKind
from campaign.schedule.releases import actions as releasing
from campaign.schedule.releases.models import Release
from campaign.schedule.writing import Plan, Spot
from tests.world import EL_PASO, JUAREZ, World

DAY = date(2026, 11, 28)
REGIONS = {Side.US: EL_PASO, Side.MX: JUAREZ}
NAMES = ("event", "clinic_event")


def plan(name: str, *sides: Side, on: date = DAY, **values: object) -> Plan:
    """A morning of two hours at the places of these sides."""
    given: dict[str, object] = {
        "type": ActivityType.health_fair,
        "title": Bilingual(name, name),
        "when": When(on, on, time(10), time(12)),
        "spots": {side: Spot(region_key=REGIONS[side]) for side in sides},
        "details": Bilingual("", ""),
        "is_public": True,
    }
    return Plan(**{**given, **values})  # type: ignore[arg-type]


def bring(world: World) -> None:
    for side in Side:
        end = side.value.lower()
        for who, name in ((f"planner.{end}", f"event.{end}"), (f"partner-a.{end}", f"clinic_event.{end}")):
            enter(world, who, plan(name, side))
        enter_period(world, side, record(REGIONS[side]))
    enter(world, "planner.us", plan("joint_event", *Side))
    for side in Side:
        release(world, side)
    open_feed(world, f"planner.{Side.US.value.lower()}")
    held = enter(world, "planner.mx", plan("held_event", *Side))
    with acting(world.user("planner.mx"), Side.MX, "schedule.new", now()):
        held.state = ActivityState.held
        for one in session.scalars(occurrences_of(held.id)):
            one.state = ActivityState.held
        session.commit()


def record(region_key: str, kind: PeriodKind = PeriodKind.school_break, **values: object) -> Record:
    """Two weeks of December; of what kind and where is the test's to say."""
    given: dict[str, object] = {
        "starts_on": date(2026, 12, 14),
        "ends_on": date(2026, 12, 27),
        "title_en": "Winter",
        "title_es": "Invierno",
        "source": "https://example.org/calendar",
        "source_opened_on": date(2026, 11, 1),
    }
    return Record(kind=kind, region_key=region_key, **{**given, **values})  # type: ignore[arg-type]


def enter_period(world: World, side: Side, what: Record) -> Period:
    user = world.user(f"planner.{side.value.lower()}")
    with acting(user, side, "schedule.new_period", now()):
        made = periods.add(what, user, now())
        session.commit()
    return made


def release(world: World, side: Side, campaign: Campaign | None = None) -> Release:
    """What stands of this side, as its planner presses the button."""
    user, campaign = world.user(f"planner.{side.value.lower()}"), campaign or world.running
    with acting(user, side, "schedule.release", now()):
        seen = releasing.difference(campaign, side).seen
        made = releasing.release(campaign, seen, Bilingual("", ""), user, now())
        session.commit()
    return made


def open_feed(world: World, who: str, scope: Scope | None = None) -> Feed:
    user = world.user(who)
    with acting(user, user.side, "schedule.feeds", now()):
        made = feeds.make(scope or Scope(FeedKind.campaign, campaign=world.running), user, now())
        session.commit()
    return made


def words(endpoint: str, world: World) -> dict[str, dict[str, str]] | None:
    if endpoint in ("schedule.public", "schedule.releases", "schedule.wall", "schedule.pocket"):
        return {"known": {"code": world.running.code}, "unknown": {"code": "0"}}
    if endpoint == "schedule.feed":
        feed = session.scalars(feeds_of(world.user("planner.us"))).one()
        return {"open": {"token": feeds.token_of(feed, doors.config().secret_key)}, "unknown": {"token": "1-0"}}
    return None


def enter(world: World, who: str, what: Plan, campaign: Campaign | None = None) -> Activity:
    """One activity, of the running campaign unless another is named."""
    user = world.user(who)
    with acting(user, user.side, "schedule.new", now()):
        made = actions.create(campaign or world.running, what, user, now())
        session.commit()
    return made


def samples(kind: type[Base]) -> dict[str, int | str] | None:
    if kind is Activity:
        return {one.title_en: one.id for one in session.scalars(select(Activity).order_by(Activity.id))}
    if kind is Period:
        return {one.side.value.lower(): one.id for one in session.scalars(select(Period))}
    if kind is Occurrence:
        return {one.activity.title_en: one.id for one in session.scalars(select(Occurrence).order_by(Occurrence.id))}
    return None
