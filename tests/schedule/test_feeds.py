"""Feeds, read back by the library that calendars are read with: the hours on each wall, series, sequence, and who may.

The hours behind UTC are those of test_when.py, worked out by hand from the laws of both countries.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr
from icalendar import Calendar, Timezone

from campaign import schedule_commands
from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, Side, session
from campaign.regions.models import Region, pair_of
from campaign.schedule import actions
from campaign.schedule.feeds import actions as feeds
from campaign.schedule.feeds.actions import Scope
from campaign.schedule.feeds.ical import Line, Reader, calendar
from campaign.schedule.feeds.models import Feed, FeedKind, feeds_of
from campaign.schedule.feeds.zones import vtimezone
from campaign.schedule.models import Activity, ActivityState, ActivityType, Occurrence, When, occurrences_of
from campaign.schedule.releases.content import frozen
from campaign.schedule.writing import Spot
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.schedule.samples import enter, open_feed, plan, release
from tests.schedule.test_when import DAYS, SUMMER, ZONES
from tests.world import JUAREZ, World

READER = Reader(("en",), (Side.US, Side.MX), "https://campaign.example.org")


def line(zone: str, when: When, rule: str = "", title: str = "Fair", *dates: Occurrence, **values: object) -> Line:
    """A released activity without a database."""
    activity = Activity(
        side=Side.US, zone_us=zone, zone_mx="", is_joint=False, is_public=True, type=ActivityType.training,
        state=ActivityState.confirmed, rule=rule, starts_on=when.starts_on, ends_on=when.ends_on,
        starts_time=when.starts_time, ends_time=when.ends_time, venue_us="",
    )  # fmt: skip
    activity.title, activity.details = Bilingual(title, ""), Bilingual(str(values.get("details", "")), "")
    once = Occurrence(on=when.starts_on, starts_on=when.starts_on, ends_on=when.ends_on, state=ActivityState.confirmed)
    once.starts_time, once.ends_time = when.starts_time, when.ends_time
    content = frozen(activity, dates or [once])
    assert content is not None
    return Line(7, "uid-7", 0, datetime(2026, 11, 1, tzinfo=UTC), content)


Address = Callable[[Feed], str]


@pytest.fixture
def address(config: Config) -> Address:
    """Where a feed is read."""
    return lambda feed: f"/schedule/feeds/{feeds.token_of(feed, config.secret_key)}.ics"


def text_at(client: Browser, path: str) -> str:
    """As a calendar reads it: nobody is signed in, nothing of it is a page."""
    return client.client.get(path).text


def events(text: str) -> list[Any]:
    return [*Calendar.from_ical(text).walk("VEVENT")]


@pytest.mark.parametrize("zone", ZONES)
def test_ten_in_the_morning_on_both_sides_of_each_change(zone: str) -> None:
    winter, summer = ZONES[zone]
    for day in DAYS:
        behind = summer if any(first <= day < last for first, last in SUMMER) else winter
        text = calendar("c", [line(zone, When(day, day, time(10), time(12)))], READER)
        (event,) = events(text)
        assert f"DTSTART;TZID={zone}:{day:%Y%m%d}T100000\r\n" in text
        assert event.start.astimezone(UTC) == datetime(day.year, day.month, day.day, 10 + behind, tzinfo=UTC), day
        assert event.end - event.start == timedelta(hours=2)


@pytest.mark.parametrize("zone", ZONES)
def test_the_zone_in_the_file_says_the_same_to_whoever_has_no_table_of_zones(zone: str) -> None:
    """Read as RFC 5545 says: the last onset before a wall time counts, each on the wall of the offset before it."""
    winter, summer = ZONES[zone]
    for day in DAYS:
        for hour in (0, 4, 10, 23):
            is_summer = any(first <= day < last for first, last in SUMMER)
            if day in [first for first, _last in SUMMER] and hour < 2:
                is_summer = False
            if day in [last for _first, last in SUMMER] and hour < 1:
                is_summer = True
            wall = datetime.combine(day, time(hour))
            assert _offset(vtimezone(zone), wall) == -timedelta(hours=summer if is_summer else winter), wall


def _offset(text: str, wall: datetime) -> timedelta:
    onsets: list[tuple[datetime, timedelta]] = []
    parts: list[Any] = Timezone.from_ical(text).subcomponents
    for part in parts:
        begin, offset = part["DTSTART"].dt, part["TZOFFSETTO"].td
        rule = part.get("RRULE")
        days: Any = rrulestr(rule.to_ical().decode(), dtstart=begin) if rule else None
        last = days.before(wall, inc=True) if rule else begin
        if last and last <= wall:
            onsets.append((last, offset))
    return max(onsets)[1]


def test_a_series_over_the_change_keeps_its_wall_and_its_exceptions(
    world: World, client: Browser, address: Address, acting_as: ActingAs
) -> None:
    path = address(open_feed(world, "planner.mx"))
    what = plan("Class", Side.MX, on=date(2027, 3, 2), rule="FREQ=WEEKLY;BYDAY=SU;UNTIL=20270328")
    series = enter(world, "planner.mx", what)  # from Sunday 7 March; 14 March is the change in Ciudad Juárez
    with acting_as("planner.mx") as planner:
        first, second, third, _fourth = session.scalars(occurrences_of(series.id)).all()
        assert first.starts_on == date(2027, 3, 7)
        actions.move(third, When(date(2027, 3, 22), date(2027, 3, 22), time(15), time(16)), planner, now())
        actions.cancel_one(second, "School holidays", planner, now())
        session.commit()
    release(world, Side.MX)
    text = text_at(client, path)
    assert "UNTIL=20270329T055959Z" in text
    assert "EXDATE;TZID=America/Ciudad_Juarez:20270314T100000" in text
    assert "RECURRENCE-ID;TZID=America/Ciudad_Juarez:20270321T100000" in text
    shown = recurring_ical_events.of(Calendar.from_ical(text)).between(date(2027, 1, 1), date(2028, 1, 1))
    starts = sorted(event.start.astimezone(UTC) for event in shown)
    assert starts == [datetime(2027, 3, day, hour, tzinfo=UTC) for day, hour in ((7, 17), (22, 21), (28, 16))]


def test_whole_days_are_dates_and_never_shift(world: World) -> None:
    days = When(date(2026, 11, 28), date(2026, 11, 29))
    text = calendar("c", [line("America/Tijuana", days, "FREQ=MONTHLY;COUNT=3")], READER)
    assert "DTSTART;VALUE=DATE:20261128\r\nDTEND;VALUE=DATE:20261130" in text
    assert "VTIMEZONE" not in text


def test_sequence_and_status_over_three_releases(
    world: World, client: Browser, address: Address, acting_as: ActingAs
) -> None:
    path = address(open_feed(world, "planner.us", Scope(FeedKind.person)))
    fair = enter(world, "planner.us", plan("Fair", Side.US))
    number, uid, said = fair.id, fair.uid, []
    for step in ("add", "move", "cancel"):
        with acting_as("planner.us") as planner:
            fair = session.get_one(Activity, number)
            if step == "move":
                to = When(date(2026, 11, 29), date(2026, 11, 29), time(9), time(11))
                actions.move(session.scalars(occurrences_of(number)).one(), to, planner, now())
            if step == "cancel":
                actions.cancel(fair, "Flood", planner, now())
            session.commit()
        before = text_at(client, path)
        release(world, Side.US)
        assert text_at(client, path) != before
        (event,) = events(text_at(client, path))
        said.append((event["UID"], event["SEQUENCE"], event["STATUS"], event.start.day))
    expected = [(0, "CONFIRMED", 28), (1, "CONFIRMED", 29), (2, "CANCELLED", 29)]
    assert said == [(uid, *one) for one in expected]


HOSTILE = "Feria;\r\nBEGIN:VALARM\\n, “áéíóú” 🌵 \x00\x0b\u2028" + "ñ" * 55


def test_hostile_titles_and_lines_of_75_octets() -> None:
    when = When(date(2026, 11, 28), date(2026, 11, 28), time(10), time(12))
    text = calendar(HOSTILE, [line("America/Denver", when, title=HOSTILE, details="á, é; í\\ó\n" * 300)], READER)
    assert max(len(row.encode()) for row in text.split("\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")
    (event,) = events(text)
    assert str(event["SUMMARY"]) == "Feria;\nBEGIN:VALARM\\n, “áéíóú” 🌵   " + "ñ" * 55
    assert "VALARM" not in [one.name for one in Calendar.from_ical(text).walk()]


def test_an_address_opens_what_its_owner_sees_until_it_is_closed(
    world: World, client: Browser, address: Address, acting_as: ActingAs
) -> None:
    for side in Side:
        enter(world, f"planner.{side.value.lower()}", plan(f"Fair {side.value}", side))
        release(world, side)
    partners = address(open_feed(world, "partner-a.us"))
    ours = open_feed(world, "planner.us")
    old = address(ours)
    with acting_as("planner.us") as planner:
        renewed = address(feeds.renew(ours, planner, now()))
        session.commit()
    assert events(text_at(client, partners)) == [], "a partner sees what it hosts or entered"
    assert {str(one["SUMMARY"]) for one in events(text_at(client, renewed))} == {"Fair US", "Fair MX"}
    closed = client.client.get(old)
    assert (closed.status_code, "Este calendario está cerrado" in closed.text) == (410, True)
    with acting_as("administrator.us"):
        world.user("planner.us").is_live = False
        session.commit()
    assert client.client.get(renewed).status_code == 410
    for token in ("1-0", "x", f"1-{'0' * 32}", "9" * 400, "-", "é-é", "1-\u0660"):
        assert client.client.get(f"/schedule/feeds/{token}.ics").status_code == 404


def test_a_region_and_a_pair_hold_what_was_released_there(
    world: World, client: Browser, address: Address, acting_as: ActingAs
) -> None:
    juarez, pair = session.get_one(Region, JUAREZ), session.scalars(pair_of(JUAREZ)).one()
    paths = [
        address(open_feed(world, "planner.us", scope))
        for scope in (Scope(FeedKind.region, region=juarez), Scope(FeedKind.pair, pair=pair))
    ]
    for side in Side:
        fair = enter(world, f"planner.{side.value.lower()}", plan(f"Fair {side.value}", side))
        release(world, side)
    with acting_as("planner.mx") as planner:  # moved elsewhere, not released yet
        spots = {Side.MX: Spot(region_key="MX-02004")}
        actions.edit(fair, plan("Fair MX", Side.MX, spots=spots), fair.row_version, planner, now())
        session.commit()
    found = [{str(one["SUMMARY"]) for one in events(text_at(client, path))} for path in paths]
    assert found == [{"Fair MX"}, {"Fair US", "Fair MX"}]


def test_what_is_unchanged_is_answered_without_a_text(world: World, client: Browser, address: Address) -> None:
    path = address(open_feed(world, "planner.us"))
    enter(world, "planner.us", plan("Fair", Side.US))
    release(world, Side.US)
    first = client.client.get(path)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.mimetype == "text/calendar"
    tagged = {"If-None-Match": first.headers["ETag"]}
    again = client.client.get(path, headers=tagged)
    assert (again.status_code, again.data) == (304, b"")
    enter(world, "planner.us", plan("Another", Side.US))
    assert client.client.get(path, headers=tagged).status_code == 304, "nothing was released"
    release(world, Side.US)
    assert client.client.get(path, headers=tagged).status_code == 200


def test_the_page_of_feeds(world: World, client_of: Callable[..., Browser]) -> None:
    enter(world, "planner.us", plan("Fair", Side.US))
    browser = client_of("planner.us")
    browser.get(f"/schedule/feeds?holds=campaign:{world.running_id}")
    browser.send("/schedule/feeds")
    first = browser.follow()
    assert "webcal:" in first.html
    number = feed_number(world)
    browser.post("/schedule/feeds", {"holds": f"campaign:{world.running_id}"})
    assert feed_number(world) == number, "of the same thing there is one"
    browser.get("/schedule/feeds")
    browser.post("/schedule/feeds", {"holds": "campaign:999999"}, status=422)
    browser.post("/schedule/feeds", {"holds": "\x00"}, status=422)
    client_of("planner.mx").post("/schedule/feeds/revoke", {"feed": str(number)})
    assert feed_number(world) == number, "nobody closes another's"
    browser.post("/schedule/feeds/renew", {"feed": str(number)})
    assert feed_number(world) > number
    browser.post("/schedule/feeds/revoke", {"feed": str(feed_number(world))})
    assert session.scalars(feeds_of(world.user("planner.us"))).all() == []


def feed_number(world: World) -> int:
    return session.scalars(feeds_of(world.user("planner.us"))).one().id


def test_the_command_writes_the_same_text(
    own_config: Config, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(world, "planner.us", plan("Fair", Side.US))
    release(world, Side.US)
    monkeypatch.setattr(schedule_commands, "open_installation", lambda: own_config)
    out = tmp_path / "schedule.ics"
    assert schedule_commands.schedule(["export", "--campaign", world.running.code, "--out", str(out)]) == 0
    (event,) = events(out.read_text())
    assert (str(event["SUMMARY"]), "Training" in str(event["DESCRIPTION"])) == ("Fair", False)
    assert schedule_commands.schedule(["export", "--out", str(out)]) == 1, "nothing is written over"
    assert schedule_commands.schedule(["export", "--campaign", "C-999", "--out", str(tmp_path / "no.ics")]) == 1
