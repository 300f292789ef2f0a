"""What stands in the way of a date: who is there already, holidays, blackouts, tracks, materials; and who may know."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import given, reject
from hypothesis import strategies as st
from sqlalchemy import select

from campaign import clock
from campaign.clock import now
from campaign.db import Bilingual, Side, acting, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.partners.models import Organization
from campaign.partners.places import actions as places
from campaign.partners.places.actions import Address
from campaign.schedule import actions
from campaign.schedule.blackouts import actions as blackouts
from campaign.schedule.blackouts.models import BlackoutException
from campaign.schedule.clash_marks import clashes_in
from campaign.schedule.clash_words import said
from campaign.schedule.conflicts import Clash, ClashKind, Severity, clashes_of, clashes_of_move
from campaign.schedule.models import Activity, ActivityState, ActivityType, Occurrence, When, occurrences_of, visible_to
from campaign.schedule.periods.models import PeriodKind
from campaign.schedule.spans import Span, days_at, span_of
from campaign.schedule.when import instants
from campaign.schedule.writing import Spot
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.schedule.samples import enter, enter_period, plan, record, release
from tests.world import EL_PASO, JUAREZ, World

CHIHUAHUA = "MX-08"
DECEMBER = date(2026, 12, 16)  # a Wednesday on which nothing is


def place_of(world: World, side: Side, name: str = "Centro Norte") -> int:
    clinic = session.get_one(Organization, world.organizations[f"clinic.{side.value.lower()}"])
    region = EL_PASO if side is Side.US else JUAREZ
    return places.add(clinic, Address(name=name, region_key=region), now()).id


def at(hour: int, until: int, on: date = DECEMBER) -> When:
    return When(on, on, time(hour), time(until))


def kinds(clashes: list[Clash]) -> list[tuple[str, str]]:
    return [(one.kind.value, one.severity.name) for one in clashes]


def one_of(activity: Activity) -> Occurrence:
    return session.scalars(occurrences_of(activity.id)).one()


def test_the_same_place_at_the_same_time(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.mx") as planner:
        spot = {Side.MX: Spot(region_key=JUAREZ, place_id=place_of(world, Side.MX))}
        fair = actions.create(world.running, plan("Fair", Side.MX, when=at(10, 12), spots=spot), planner, now())
        talk = actions.create(world.running, plan("Talk", Side.MX, when=at(12, 14), spots=spot), planner, now())
        assert clashes_of(fair, planner) == [], "one begins when the other ends"
        found = clashes_of_move(one_of(talk), at(11, 13), planner)
        assert kinds(found) == [("place", "clash")]
        assert (found[0].other, found[0].on, found[0].name) == (fair, DECEMBER, "Centro Norte")
        assert said(found[0]) == "At the same time something else is planned at Centro Norte."
        actions.move(one_of(talk), at(11, 13), planner, now())
        assert kinds(clashes_of(fair, planner)) == [("place", "clash")]
        actions.cancel(talk, "Rain", planner, now())
        assert clashes_of(fair, planner) == [], "what is cancelled takes up nothing"


def test_a_person_at_two_places_a_host_at_two_and_whole_days(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us") as planner:
        clinic = world.organizations["clinic.us"]
        spot = Spot(region_key=EL_PASO, host_id=clinic, person_id=planner.id)
        fair = actions.create(
            world.running, plan("Fair", Side.US, when=at(10, 12), spots={Side.US: spot}), planner, now()
        )
        other = plan("Talk", Side.US, when=at(11, 13), spots={Side.US: spot})
        talk = actions.create(world.running, other, planner, now())
        assert sorted(kinds(clashes_of(fair, planner))) == [("host", "clash"), ("person", "clash")]
        place_of(world, Side.US, "North")
        place_of(world, Side.US, "South")
        assert sorted(kinds(clashes_of(fair, planner))) == [("host", "hint"), ("person", "clash")]
        actions.move(one_of(talk), When(DECEMBER, DECEMBER), planner, now())
        assert sorted(kinds(clashes_of(fair, planner))) == [("host", "hint"), ("person", "hint")]
        due = plan("Due", Side.US, when=at(10, 12), spots={Side.US: spot}, type=ActivityType.deadline)
        assert clashes_of(actions.create(world.running, due, planner, now()), planner) == []


def test_another_activity_is_named_only_to_who_may_see_it(world: World, acting_as: ActingAs) -> None:
    """Law 7: a partner learns that its own place is taken, and nothing of whose it is."""
    with acting_as("planner.us") as planner:
        spot = {Side.US: Spot(region_key=EL_PASO, place_id=place_of(world, Side.US))}
        secret = actions.create(
            world.running, plan("Closed meeting", Side.US, when=at(10, 12), spots=spot), planner, now()
        )
    with acting_as("partner-a.us") as partner:
        own = actions.create(world.running, plan("Talk", Side.US, when=at(11, 13), spots=spot), partner, now())
        (found,) = clashes_of(own, partner)
        assert (found.with_another, found.other) == (True, None)
        marked = clashes_in(DECEMBER, DECEMBER, visible_to(partner))
        assert marked == {one_of(own).id: Severity.clash}
    assert clashes_of(own, world.user("planner.us"))[0].other is secret


@pytest.mark.parametrize(
    ("side", "day", "english", "spanish"),
    [
        (Side.MX, date(2026, 12, 25), "Christmas Day", "Navidad"),
        (Side.MX, date(2027, 3, 15), "Benito Juárez's birthday", "Natalicio de Benito Juárez"),
        (Side.US, date(2026, 11, 26), "Thanksgiving Day", "Día de Acción de Gracias"),
        (Side.US, date(2027, 3, 2), "Texas Independence Day", "Día de la Independencia de Texas"),
    ],
)
def test_holidays(world: World, acting_as: ActingAs, side: Side, day: date, english: str, spanish: str) -> None:
    with acting_as(f"planner.{side.value.lower()}") as planner:
        fair = actions.create(world.running, plan("Fair", side, when=at(10, 12, day)), planner, now())
        (found,) = clashes_of(fair, planner)
        assert (found.kind, found.severity, found.title) == (
            *(ClashKind.holiday, Severity.clash),
            Bilingual(english, spanish),
        )
        assert clashes_in(day, day, visible_to(planner)) == {one_of(fair).id: Severity.clash}


def test_each_half_has_the_days_of_its_own_wall(world: World, acting_as: ActingAs) -> None:
    """From 23:30 on Christmas Eve in San Diego it is Christmas in Monterrey, and only there."""
    spots = {Side.US: Spot(region_key="US-06073"), Side.MX: Spot(region_key="MX-19039")}
    evening = date(2026, 12, 24)
    when = When(evening, evening, time(23, 0), time(23, 30))
    with acting_as("planner.us") as planner:
        call = actions.create(world.running, plan("Call", when=when, spots=spots), planner, now())
        assert [(one.side, one.on) for one in clashes_of(call, planner)] == [(Side.MX, date(2026, 12, 25))]
        span = span_of(call, When(evening, evening))
        assert days_at(call, span, Side.MX) == (evening, evening), "whole days never shift"


def test_school_is_a_hint_and_said_once_for_a_series(world: World, acting_as: ActingAs) -> None:
    enter_period(world, Side.MX, record(CHIHUAHUA))
    enter_period(world, Side.MX, record("MX-02004"))
    with acting_as("planner.mx") as planner:
        what = plan("Weekly", Side.MX, on=date(2026, 12, 9), rule="FREQ=WEEKLY;COUNT=3")
        (found,) = clashes_of(actions.create(world.running, what, planner, now()), planner)
        assert (found.kind, found.severity, found.times, found.on) == (
            *(ClashKind.school_break, Severity.hint),
            *(2, date(2026, 12, 16)),
        )
        assert said(found) == "School holidays in Chihuahua: Winter."


def test_a_blackout_needs_the_word_of_its_own_country(world: World, acting_as: ActingAs) -> None:
    veda = enter_period(world, Side.MX, record(CHIHUAHUA, PeriodKind.blackout, title_es="Veda"))
    with acting_as("planner.mx") as planner:
        fair = actions.create(world.running, plan("Fair", *Side, on=DECEMBER), planner, now())
        assert (fair.confirmed_mx_at, kinds(clashes_of(fair, planner))) == (None, [("blackout", "blocks")])
        assert clashes_in(DECEMBER, DECEMBER, visible_to(planner)) == {one_of(fair).id: Severity.blocks}
        with pytest.raises(Refused, match="electoral blackout holds in Chihuahua"):
            actions.confirm(fair, planner, now())
        with pytest.raises(Refused, match="reason"):
            blackouts.write(fair, veda.id, " ", planner, now())
    with acting_as("planner.us") as other:
        with pytest.raises(Refused, match="electoral blackout"):
            actions.confirm(fair, other, now())
        with pytest.raises(NotAllowed):
            blackouts.write(fair, veda.id, "It is only health.", other, now())
    with acting_as("partner-a.mx") as partner, pytest.raises(NotAllowed):
        blackouts.write(fair, veda.id, "It is only health.", partner, now())
    with acting_as("planner.mx") as planner:
        blackouts.write(fair, veda.id, "Health services are exempt (art. 41).", planner, now())
        with pytest.raises(Overtaken):
            blackouts.write(fair, veda.id, "Again.", planner, now())
        (found,) = clashes_of(fair, planner)
        assert (found.severity, found.exception and found.exception.reason) == (
            Severity.hint,
            "Health services are exempt (art. 41).",
        )
        assert clashes_in(DECEMBER, DECEMBER, visible_to(planner)) == {one_of(fair).id: Severity.clash}
        actions.confirm(fair, planner, now())
    with acting_as("planner.us") as other:
        actions.confirm(fair, other, now())
    assert fair.state is ActivityState.confirmed


def test_what_is_moved_into_a_blackout_is_open_again(world: World, acting_as: ActingAs) -> None:
    enter_period(world, Side.MX, record(JUAREZ, PeriodKind.blackout))
    with acting_as("planner.mx") as planner:
        fair = actions.create(world.running, plan("Fair", Side.MX, on=date(2026, 12, 10)), planner, now())
        assert fair.state is ActivityState.confirmed
        actions.move(one_of(fair), at(10, 12), planner, now())
        assert (fair.state, one_of(fair).state) == (ActivityState.planned, ActivityState.planned)


def test_a_date_that_is_over_asks_for_no_exception(app: Flask, world: World) -> None:
    """One of a series fell into a blackout and was not reported yet; those to come are outside of it."""
    enter_period(world, Side.US, record(EL_PASO, PeriodKind.blackout, ends_on=DECEMBER))
    series = enter(world, "planner.us", plan("Class", Side.US, on=DECEMBER, rule="FREQ=WEEKLY;COUNT=3")).id
    address = f"/schedule/{series}/exception"
    assert address in Browser(app, world.user("planner.us"), "en").get(f"/schedule/{series}").html
    with clock.at(datetime(2026, 12, 18, 12, tzinfo=UTC)):
        assert address not in Browser(app, world.user("planner.us"), "en").get(f"/schedule/{series}").html
        planner = world.user("planner.us")
        with acting(planner, Side.US, "schedule.confirm", now()):
            actions.confirm(session.get_one(Activity, series), planner, now())
            session.commit()
        assert release(world, Side.US).n == 1


def test_an_exception_never_changes(world: World, acting_as: ActingAs) -> None:
    veda = enter_period(world, Side.MX, record(JUAREZ, PeriodKind.blackout))
    fair = enter(world, "planner.mx", plan("Fair", Side.MX, on=DECEMBER))
    with acting_as("planner.mx") as planner:
        made = blackouts.write(fair, veda.id, "Exempt.", planner, now())
        made.reason = "Something else"
        with pytest.raises(Exception, match="append-only"):
            session.flush()
        session.rollback()


def test_a_track_that_was_shortened_and_copies_that_are_not_in_force(world: World, acting_as: ActingAs) -> None:
    draft, flyer = world.material("draft"), world.material("in_force")
    needs = {(Side.US, draft.id): 100, (Side.US, flyer.id): 100}
    with acting_as("planner.us") as planner:
        fair = actions.create(world.running, plan("Fair", *Side, on=DECEMBER, needs=needs), planner, now())
        (found,) = clashes_of(fair, planner)
        assert (found.kind, found.side, found.name) == (ClashKind.material, Side.US, draft.code)
        track = world.track(Side.MX, "running")
        track.ends_on = date(2026, 12, 1)
        session.flush()
        assert ("track", "clash") in kinds(clashes_of(fair, planner))
        assert "the track of Mexico" in " ".join(map(said, clashes_of(fair, planner)))


def test_the_page_says_it_and_leads_to_the_exception(app: Flask, world: World) -> None:
    veda = enter_period(world, Side.MX, record(CHIHUAHUA, PeriodKind.blackout, title_es="Veda")).id
    fair = enter(world, "planner.us", plan("Fair", *Side, on=DECEMBER)).id
    address = f"/schedule/{fair}/exception"
    assert address not in Browser(app, world.user("planner.us"), "en").get(f"/schedule/{fair}").html
    planner = Browser(app, world.user("planner.mx"), "es")
    assert address in planner.get(f"/schedule/{fair}").html
    for values in ({"period": str(veda), "reason": ""}, {"period": "9" * 30, "reason": "x"}, {"reason": "\0"}):
        planner.post(address, values, status=422)
    planner.post(address, {"period": str(veda), "reason": "Servicios de salud."})
    assert session.scalars(select(BlackoutException)).one().side is Side.MX
    assert "Servicios de salud." in Browser(app, world.user("planner.us"), "en").get(f"/schedule/{fair}").html
    assert "usa-textarea" not in planner.get(address).html, "there is nothing more to write"


ZONES = ["America/Tijuana", "America/Phoenix", "America/Denver", "America/Chihuahua", "America/Matamoros"]
QUARTERS = st.integers(0, 2 * 365 * 96).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15) * n)
LENGTHS = st.integers(1, 60 * 96).map(lambda n: timedelta(minutes=15) * n)


def span_in(zone: str, start: datetime, end: datetime) -> Span:
    """Written on the wall of a zone, as a person writes it, and made instants again; hours that are no answer are
    left out."""
    begin, until = (moment.astimezone(ZoneInfo(zone)) for moment in (start, end))
    when = When(begin.date(), until.date(), begin.time(), until.time())
    try:
        return Span(None, when, *instants(when, zone))
    except Refused:
        reject()


@given(QUARTERS, LENGTHS, st.integers(0, 10**6), LENGTHS, st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_what_overlaps_always_meets_and_what_touches_never(
    start: datetime, length: timedelta, share: int, other: timedelta, here: str, there: str
) -> None:
    """Whatever walls the two are written on."""
    one = span_in(here, start, start + length)
    inside = start + timedelta(minutes=15) * (share % (length // timedelta(minutes=15)))
    meets = span_in(there, inside, inside + other)
    assert one.overlaps(meets.starts_at, meets.ends_at)
    assert meets.overlaps(one.starts_at, one.ends_at)
    after, before = span_in(there, start + length, start + length + other), span_in(there, start - other, start)
    assert not one.overlaps(after.starts_at, after.ends_at)
    assert not one.overlaps(before.starts_at, before.ends_at)


@pytest.mark.parametrize("shift", [-121, -120, -119, 0, 119, 120, 121])
def test_two_hours_at_one_place_minute_by_minute(world: World, acting_as: ActingAs, shift: int) -> None:
    """The same, asked of the database: on both walls of a place that two activities share by their instants."""
    with acting_as("planner.mx") as planner:
        spot = {Side.MX: Spot(region_key=JUAREZ, place_id=place_of(world, Side.MX))}
        actions.create(world.running, plan("Fair", Side.MX, when=at(10, 12), spots=spot), planner, now())
        begin = datetime.combine(DECEMBER, time(10)) + timedelta(minutes=shift)
        when = When(DECEMBER, DECEMBER, begin.time(), (begin + timedelta(hours=2)).time())
        talk = actions.create(world.running, plan("Talk", Side.MX, when=when, spots=spot), planner, now())
        is_there = abs(shift) < 120
        assert bool(clashes_of(talk, planner)) is is_there
        assert bool(clashes_in(DECEMBER, DECEMBER, visible_to(planner))) is is_there
        assert bool(clashes_of_move(one_of(talk), at(14, 16), planner)) is False
