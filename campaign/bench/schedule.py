"""What the schedule costs: each view of a month with 5,000 activities, a tenth of them recurring (--count: so many), a
feed of 1,000 released events and its 304, and the check of one move among ten times as many activities.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from datetime import time as Hour
from itertools import count as counting
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, insert, select
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

from campaign.accounts.models import Role, User, user_by_email
from campaign.app import create_app
from campaign.bench import crowd
from campaign.bench.asking import REPEATS, cost
from campaign.bench.crowd import CHUNK, FIRST, Cast, Row
from campaign.bench.growth import signed_in
from campaign.campaigns.models import Campaign
from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, Side, acting, read_only, session
from campaign.partners.places.models import Place
from campaign.regions.models import SisterPair, pairs
from campaign.schedule import conflicts
from campaign.schedule.feeds import actions as feeds
from campaign.schedule.feeds.models import FeedKind
from campaign.schedule.models import Activity, ActivityState, ActivityType, Occurrence, When
from campaign.schedule.releases import actions as releases
from campaign.schedule.when import instants

EVENTS, ACTIVITIES, TIMES = 1_000, 5_000, 10
PLACES, DAYS, WEEKS = 600, 110, 16
MOVES = 60
AIM = {"month": {"queries": 12, "cpu_ms": 150}, "feed": {"cpu_ms": 300}, "move": {"cpu_ms": 50}}
WHO = "planner.us"
Asked = list[str]


def measure(config: Config, count: int | None) -> dict[str, object]:
    """The same installation grows from one measure to the next; the seed is fixed, so each run has the same rows."""
    app, asked, chance = create_app(config), Asked(), random.Random(9)
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    fill = filler(engine, chance)
    activities = count or ACTIVITIES
    fill(min(3 * EVENTS, activities))  # of three activities one is this side's alone, for it to release
    feed = _feed(app, config)
    fill(activities)
    crowd.settled(engine)
    event.listen(engine, "before_cursor_execute", lambda c, cursor, statement, *rest: asked.append(statement))
    client = signed_in(app, WHO)
    views = {name: asdict(cost(client, path, asked)) for name, path in _paths().items()}
    fill(activities * TIMES)
    crowd.settled(engine)
    moves = _moves(chance, asked, activities * TIMES)
    made = {"activities": activities, "for moves": activities * TIMES}
    return {"engine": engine.dialect.name, "made": made, "aim": AIM, "views": views, "feed": feed, "move": moves}


def filler(engine: Engine, chance: random.Random) -> Callable[[int], None]:
    """Adds activities until there are so many, with their dates, all of one campaign."""
    who, numbers = crowd.cast(), counting(FIRST)
    twins = session.scalars(pairs()).all()
    campaign = session.scalars(select(Campaign.id).order_by(Campaign.id)).first()
    session.expunge_all()
    session.remove()
    with engine.begin() as connection:
        connection.execute(insert(Place), [_place(n, who, twins[n % len(twins)]) for n in range(PLACES)])

    def fill(total: int) -> None:
        made = [_activity(n, who, twins, campaign or 0, chance) for n in numbers_until(total)]
        dates = [row for activity in made for row in _dates(activity)]
        with engine.begin() as connection:
            for table, rows in ((Activity, made), (Occurrence, dates)):
                for at in range(0, len(rows), CHUNK):
                    connection.execute(insert(table), rows[at : at + CHUNK])

    def numbers_until(total: int) -> Iterator[int]:
        for n in numbers:
            yield n
            if n - FIRST + 1 >= total:
                return

    return fill


def _place(n: int, who: Cast, twin: SisterPair) -> Row:
    side = (Side.US, Side.MX)[n % 2]
    organization = who.organizations[who.one(Role.planner, side)]
    words = dict.fromkeys(("address", "postal_code", "phone", "hours", "consent", "consent_by"), "")
    region = twin.us_region_key if side is Side.US else twin.mx_region_key
    place = {"id": FIRST + n, "organization_id": organization, "name": f"Counter {n}", "region_key": region}
    return {**place, **words, "is_active": True, "row_version": 1}


def _activity(n: int, who: Cast, twins: Sequence[SisterPair], campaign: int, chance: random.Random) -> Row:
    """Every third one joint; the first of ten repeats for sixteen weeks."""
    side, is_joint, twin = (Side.US, Side.MX)[n % 2], n % 3 == 0, chance.choice(twins)
    repeats = n % 10 == 0
    on = who.today + timedelta(days=chance.randrange(14 if repeats else DAYS))
    begin = chance.randrange(8, 18)
    planner = who.one(Role.planner, side)
    row = {"id": n, "uid": f"bench-{n}", "campaign_id": campaign, "side": side, "is_joint": is_joint}
    row |= {"is_public": True, "type": chance.choice(list(ActivityType)), "state": ActivityState.planned}
    row |= {
        "title_en": f"Activity {n - FIRST}",
        "title_es": f"Actividad {n - FIRST}",
        "details_en": "",
        "details_es": "",
    }
    row |= {"starts_on": on, "ends_on": on, "starts_time": Hour(begin), "ends_time": Hour(begin + 2)}
    row |= {"rule": f"FREQ=WEEKLY;COUNT={WEEKS}" if repeats else "", "owner_id": who.organizations[planner]}
    row |= {"reason": "", "created_by_id": planner, "created_at": who.at, "edits": 0, "row_version": 1}
    for half in Side:
        row |= _site(half, twin, n, who, chance, is_there=is_joint or half is side)
    return row


def _site(side: Side, twin: SisterPair, n: int, who: Cast, chance: random.Random, *, is_there: bool) -> Row:
    code = side.value.lower()
    zone, region = (twin.us_zone, twin.us_region_key) if side is Side.US else (twin.mx_zone, twin.mx_region_key)
    person = who.one(Role.planner, side, n)
    place = FIRST + 2 * chance.randrange(PLACES // 2) + (side is Side.MX)
    host = who.organizations[person]
    there = {"zone": zone, "region_key": region, "place_id": place, "host_id": host, "person_id": person}
    own = {f"{name.partition('_')[0]}_{code}{name[len(name.partition('_')[0]) :]}": there[name] for name in there}
    empty = {name: "" if name.startswith("zone") else None for name in own}
    return {**(own if is_there else empty), f"venue_{code}": "", f"confirmed_{code}_at": None}


def _dates(activity: Row) -> Iterator[Row]:
    zone = activity[f"zone_{activity['side'].value.lower()}"]
    for week in range(WEEKS if activity["rule"] else 1):
        on: date = activity["starts_on"] + timedelta(weeks=week)
        when = When(on, on, activity["starts_time"], activity["ends_time"])
        begin, end = instants(when, zone)
        yield {
            **{"activity_id": activity["id"], "on": on, "starts_on": on, "ends_on": on},
            **{"starts_time": when.starts_time, "ends_time": when.ends_time, "starts_at": begin, "ends_at": end},
            **{"state": ActivityState.planned, "is_changed": False, "reason": "", "row_version": 1},
        }


def _paths() -> dict[str, str]:
    on = now().date() + timedelta(days=30)
    views = ("month", "week", "agenda", "lanes")
    found = {view: f"/schedule/?view={view}&on={on}" for view in views}
    return {**found, "lanes of a month": f"{found['lanes']}&span=month"}


def _feed(app: Flask, config: Config) -> dict[str, float]:
    """Released by the action, then asked for as a calendar does."""
    planner = session.scalars(user_by_email(f"{WHO}@example.org")).one()
    campaign = session.scalars(select(Campaign).order_by(Campaign.id)).first()
    assert campaign is not None
    with acting(planner, planner.side, "bench", now()):
        started = time.process_time()
        found = releases.difference(campaign, Side.US)
        releases.release(campaign, found.seen, Bilingual("", ""), planner, now())
        session.commit()
        spent = time.process_time() - started
        feed = feeds.make(feeds.Scope(FeedKind.campaign, campaign=campaign), planner, now())
        session.commit()
        path = f"/schedule/feeds/{feeds.token_of(feed, config.secret_key)}.ics"
    client, steps = app.test_client(), len(found.steps)
    cold, answer = _asked(client, path)
    warm = median(_asked(client, path)[0] for _n in range(REPEATS))
    known = [_asked(client, path, answer.headers["ETag"]) for _n in range(REPEATS)]
    assert (answer.status_code, known[-1][1].status_code) == (200, 304)
    figures = {"cold_cpu_ms": cold, "warm_cpu_ms": warm, "unchanged_cpu_ms": median(ms for ms, _same in known)}
    return {"released": steps, "release_cpu_ms": _ms(spent), "kb": round(len(answer.data) / 1024), **figures}


def _asked(client: FlaskClient, path: str, tag: str = "") -> tuple[float, TestResponse]:
    started = time.process_time()
    answer = client.get(path, headers={"If-None-Match": tag} if tag else {})
    return _ms(time.process_time() - started), answer


def _moves(chance: random.Random, asked: Asked, total: int) -> dict[str, float]:
    """What would be in the way if one date were a day later, for some dates by chance."""
    spent, queries, met = [], [], 0
    reader_id = session.scalars(user_by_email(f"{WHO}@example.org")).one().id
    for n in chance.sample(range(FIRST, FIRST + total), MOVES):
        session.remove()
        read_only()
        one = session.scalars(select(Occurrence).where(Occurrence.activity_id == n).limit(1)).one()
        reader = session.get_one(User, reader_id)
        to = When(one.starts_on + timedelta(days=1), one.ends_on + timedelta(days=1), one.starts_time, one.ends_time)
        asked.clear()
        started = time.process_time()
        met += len(conflicts.clashes_of_move(one, to, reader))
        spent.append(time.process_time() - started)
        queries.append(len(asked))
    warm = sorted(spent[1:])
    figures = {"first_cpu_ms": _ms(spent[0]), "median_cpu_ms": _ms(median(warm)), "worst_cpu_ms": _ms(warm[-1])}
    return {**figures, "queries": max(queries), "clashes": met}


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
