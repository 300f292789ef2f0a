"""After the event: what each side says of its half, corrections, several at once, what is due, and who is reminded."""

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from campaign import clock
from campaign.app import JOBS
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.errors import Overtaken, Refused
from campaign.home.board import Kind, Turn, board_of
from campaign.home.waits import waits_of
from campaign.jobs.models import JobState
from campaign.mail.models import PersonalLetter
from campaign.permissions import see_report
from campaign.schedule import actions as schedule
from campaign.schedule.models import Activity, ActivityState, ActivityType, Occurrence, When, occurrences_of
from campaign.schedule.reports import actions
from campaign.schedule.reports.actions import Photo, Said
from campaign.schedule.reports.due import due_of, totals
from campaign.schedule.reports.models import Report, ReportReminder, Shown, due_on, reports_on, reports_visible_to
from campaign.storage import store_of
from tests.conftest import ActingAs
from tests.jobs import acts as work
from tests.schedule.samples import DAY, enter, plan
from tests.world import PEOPLE, World

AFTER = datetime(2026, 11, 29, 16, tzinfo=UTC)  # the day after DAY
NUMBERS = Said(DAY, "Park", people=120, copies_en=40, copies_es=60, copies_both=100)


def date_of(activity: Activity) -> Occurrence:
    return session.scalars(occurrences_of(activity.id)).first()  # type: ignore[return-value]


def state(one: Occurrence | Activity) -> str:
    return one.state.value


def fair(world: World, who: str = "planner.us", *sides: Side, **values: object) -> Occurrence:
    return date_of(enter(world, who, plan("Fair", *(sides or (Side.US,)), **values)))  # type: ignore[arg-type]


def test_what_was_called_off_meanwhile_is_not_reported(world: World, acting_as: ActingAs) -> None:
    """Between the opening of the page and the lock, in another process."""
    one = fair(world)
    other = text("UPDATE occurrences SET state = 'cancelled', reason = 'Storm' WHERE id = :id")
    session.connection().execute(other, {"id": one.id})
    with acting_as("planner.us") as planner, clock.at(AFTER), pytest.raises(Overtaken, match="was cancelled"):
        actions.file(one, NUMBERS, 0, planner, now())


def test_a_report_holds_the_date_and_a_correction_keeps_what_was_said(world: World, acting_as: ActingAs) -> None:
    one = fair(world)
    with acting_as("planner.us") as planner, clock.at(AFTER):
        actions.file(one, NUMBERS, 0, planner, now())
        assert (one.state, one.activity.state) == (ActivityState.held, ActivityState.held)
        with pytest.raises(Refused, match="what you correct"):
            actions.file(one, NUMBERS, 1, planner, now())
        with pytest.raises(Overtaken, match="120 people"):
            actions.file(one, NUMBERS, 0, planner, now())
        again = Said(DAY, "Park", people=130, correction="Ten came late")
        actions.file(one, again, 1, planner, now())
        assert [said.people for said in session.scalars(reports_on(one.id))] == [130, 120]
        assert totals(world.running, planner, now())[Side.US].people == 130
        assert totals(world.running, planner, now())[Side.US].filed == 1
        not_held = Said(DAY, "Park", took_place=False, reason="Storm", correction="It was another day")
        actions.file(one, not_held, 2, planner, now())
        assert (one.state, one.activity.state, one.reason) == (
            ActivityState.cancelled,
            ActivityState.cancelled,
            "Storm",
        )
        actions.file(one, again, 3, planner, now())
        assert (one.state, one.activity.state, one.reason) == (ActivityState.held, ActivityState.held, "")


def test_each_side_reports_its_own_half_of_a_joint_one(world: World, acting_as: ActingAs) -> None:
    one = fair(world, "planner.us", *Side)
    with acting_as("planner.mx") as planner, clock.at(AFTER):
        actions.file(one, Said(DAY, "Park", took_place=False, reason="Rain"), 0, planner, now())
        assert state(one) == "planned", "the other half has said nothing yet"
        with pytest.raises(Refused):
            schedule.edit_following(one, plan("Fair", Side.MX), one.activity.row_version, planner, now())
    with acting_as("planner.us") as planner, clock.at(AFTER):
        actions.file(one, NUMBERS, 0, planner, now())
        assert state(one) == "held"
        assert [said.side for said in session.scalars(reports_on(one.id))] == [Side.US, Side.MX]
        both = totals(world.running, planner, now())
        assert (both[Side.US].copies, both[Side.MX].copies) == (200, 0)


def test_a_series_is_held_with_its_last_date(world: World, acting_as: ActingAs) -> None:
    first = fair(world, rule="FREQ=DAILY;COUNT=2")
    second = session.scalars(occurrences_of(first.activity_id)).all()[1]
    with acting_as("planner.us") as planner, clock.at(AFTER + timedelta(days=2)):
        actions.file(first, NUMBERS, 0, planner, now())
        assert state(first.activity) in ("planned", "confirmed")
        actions.file(second, Said(second.starts_on, "Park", took_place=False, reason="Storm"), 0, planner, now())
        assert state(first.activity) == "held"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Said(date(2026, 11, 30), "Park"), "has not come yet"),
        (Said(date(2025, 11, 28), "Park"), "far from the day"),
        (Said(DAY, "Park", took_place=False), "Say why"),
        (Said(DAY, "Park", photo=Photo("0" * 64, "image/png", Shown.agreed)), "how the people shown agreed"),
    ],
)
def test_what_is_refused(world: World, acting_as: ActingAs, said: Said, words: str) -> None:
    one = fair(world)
    with acting_as("planner.us") as planner, clock.at(AFTER), pytest.raises(Refused, match=words):
        actions.file(one, said, 0, planner, now())


def test_nothing_is_reported_before_it_begins_or_of_the_others_own_or_of_a_deadline(
    world: World, acting_as: ActingAs
) -> None:
    one, deadline = fair(world), fair(world, type=ActivityType.deadline)
    with acting_as("planner.us") as planner:
        with pytest.raises(Refused, match="not begun"):
            actions.file(one, NUMBERS, 0, planner, now())
        with clock.at(AFTER), pytest.raises(Refused):
            actions.file(deadline, NUMBERS, 0, planner, now())
    with acting_as("planner.mx") as planner, clock.at(AFTER), pytest.raises(Refused, match="own half"):
        actions.file(one, NUMBERS, 0, planner, now())
    with acting_as("partner-b.us") as partner, clock.at(AFTER), pytest.raises(Refused, match="own half"):
        actions.file(one, NUMBERS, 0, partner, now())


@pytest.mark.parametrize("change", ["UPDATE reports SET people = 1", "DELETE FROM reports"])
def test_the_database_changes_no_report(world: World, acting_as: ActingAs, change: str) -> None:
    one = fair(world)
    with acting_as("planner.us") as planner, clock.at(AFTER):
        actions.file(one, NUMBERS, 0, planner, now())
        session.commit()
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text(change))
    session.rollback()


def test_the_list_and_the_rule_agree(world: World, acting_as: ActingAs) -> None:
    for who, sides in (("planner.us", (Side.US,)), ("planner.mx", (Side.MX,)), ("planner.us", tuple(Side))):
        one = fair(world, who, *sides)
        with acting_as(who) as user, clock.at(AFTER):
            actions.file(one, NUMBERS, 0, user, now())
            session.commit()
    rows = session.scalars(select(Report)).unique().all()
    for who in PEOPLE:
        user = world.user(who)
        listed = set(session.scalars(reports_visible_to(user)).unique())
        assert listed == {row for row in rows if see_report(user, row)}, who


def test_it_is_due_seven_days_after_the_end_on_the_wall_of_the_place(world: World) -> None:
    """23:30 in El Paso is the next day in UTC; all day is the same day everywhere."""
    late = fair(world, when=When(DAY, DAY, time(20), time(23, 30)))
    whole = fair(world, "planner.us", *Side, when=When(DAY, DAY))
    assert due_on(late, Side.US) == date(2026, 12, 5)
    assert {due_on(whole, side) for side in Side} == {date(2026, 12, 5)}


# On the screen


def test_a_report_from_the_form_in_two_minutes(client_of: Any, world: World) -> None:
    one = fair(world)
    with clock.at(AFTER):
        nurse = client_of("planner.us")
        page = nurse.get(f"/schedule/dates/{one.id}/report")
        assert 'value="2026-11-28"' in page.html
        nurse.send(people="1,200", copies_both="300")
        page = nurse.follow()
        assert "1,200" in page.text
        assert "data-report-sent" in page.html
        assert "1,200" not in nurse.get("/schedule/reports.csv").response.get_data(as_text=True)
        assert "1200" in nurse.page.response.get_data(as_text=True)
        nurse.get(f"/schedule/dates/{one.id}/report")
        nurse.send(people="1300", correction="", status=422)
        assert "what you correct" in nurse.page.text
        nurse.send(people="1300", correction="The second table was missing")
        assert "The second table was missing" in nurse.follow().text


@pytest.mark.parametrize("people", ["12.5", "-3", "many", "1000000001", "9" * 300_000, "1\x002", "", "１２"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_number_that_is_none_is_said_and_nothing_typed_is_lost(
    client_of: Any, world: World, people: str, language: str
) -> None:
    one = fair(world)
    with clock.at(AFTER):
        nurse = client_of("planner.us", language)
        nurse.get(f"/schedule/dates/{one.id}/report")
        status = 303 if people == "1\x002" else 422  # what nobody can type is left out, here as everywhere
        nurse.send(people=people, note="They asked for naloxone.", copies_es="17", status=status)
        if status == 422:
            assert "They asked for naloxone." in nurse.page.html
            assert 'value="17"' in nurse.page.html


def picture(kind: str = "JPEG") -> BytesIO:
    out = BytesIO()
    made = Image.new("RGB", (64, 48), "teal")
    exif = Image.Exif()
    exif[0x010F] = "Secret Phone"
    made.save(out, kind, exif=exif)
    return BytesIO(out.getvalue())


def test_a_photo_that_came_with_a_wrong_form_is_not_asked_for_again(
    world: World, client_of: Any, config: Config
) -> None:
    """It goes along with the next try of this person on this date, and of nobody else."""
    one, another = fair(world), fair(world)
    with clock.at(AFTER):
        nurse = client_of("planner.us", "en")
        nurse.get(f"/schedule/dates/{one.id}/report")
        page = nurse.send(people="", photo=(picture(), "fair.jpg"), shown="nobody", status=422)
        assert "The photo has arrived" in page.text
        sealed = dict(page.form().fields)["kept_photo"]
        nurse.send(people="85")
        said = session.scalars(reports_on(one.id)).one()
        assert (said.people, said.photo_type) == (85, "image/jpeg")
        assert store_of(config).read(said.photo_sha256)
        nurse.get(f"/schedule/dates/{another.id}/report")
        nurse.send(people="85", kept_photo=sealed, shown="nobody")
        assert session.scalars(reports_on(another.id)).one().photo_sha256 == ""


def test_a_photo_goes_through_the_gate_and_a_refused_one_loses_nothing(
    client_of: Any, world: World, config: Config
) -> None:
    one = fair(world)
    with clock.at(AFTER):
        nurse = client_of("planner.us")
        nurse.get(f"/schedule/dates/{one.id}/report")
        nurse.send(people="85", photo=(picture(), "fair.jpg"), status=422)
        assert "Choose who can be recognised" in nurse.page.text
        nurse.send(people="85", photo=(BytesIO(b"%PDF-1.7"), "fair.jpg"), shown="nobody", status=422)
        assert 'value="85"' in nurse.page.html
        assert "numbers are still here" in nurse.page.text
        nurse.send(people="85", photo=(picture("GIF"), "fair.jpg"), shown="nobody", status=422)
        nurse.send(people="85", photo=(picture(), "fair.jpg"), shown="nobody")
        nurse.follow()
    said = session.scalars(reports_on(one.id)).one()
    kept = store_of(config).read(said.photo_sha256)
    assert b"Secret Phone" not in kept
    assert nurse.get(f"/schedule/reports/{said.id}/photo.jpg").response.get_data() == kept


def test_of_several_in_one_form_what_is_right_is_filed(client_of: Any, world: World) -> None:
    ids = [fair(world).id for _n in range(3)]
    with clock.at(AFTER):
        nurse = client_of("planner.us")
        nurse.get("/schedule/reports/many")
        typed = {f"d{ids[0]}-people": "10", f"d{ids[1]}-people": "ten", f"d{ids[1]}-copies_es": "7"}
        nurse.send(**typed, status=200)
        assert 'value="ten"' in nurse.page.html
        assert f"d{ids[0]}-people" not in nurse.page.html
        assert f"d{ids[2]}-people" in nurse.page.html
        assert [session.scalars(reports_on(one)).first() is not None for one in ids] == [True, False, False]
        nurse.send(**{f"d{ids[1]}-people": "11"})
        assert [session.scalars(reports_on(one)).first() is not None for one in ids] == [True, True, False]
        nurse.get("/schedule/reports/many")
        nurse.send()
        assert "Nothing was filled in" in nurse.follow().text


def test_a_colleague_was_faster_and_mine_becomes_a_correction(
    client_of: Any, world: World, acting_as: ActingAs
) -> None:
    one = fair(world)
    with clock.at(AFTER):
        nurse = client_of("planner.us")
        nurse.get(f"/schedule/dates/{one.id}/report")
        with acting_as("planner.us") as planner:
            actions.file(session.get_one(Occurrence, one.id), NUMBERS, 0, planner, now())
            session.commit()
        nurse.send(people="140", status=409)
        assert 'value="140"' in nurse.page.html
        nurse.send(people="140", correction="I counted both doors")
    assert [said.people for said in session.scalars(reports_on(one.id))] == [140, 120]


# Reminders, and what waits


def run(config: Config, at: datetime) -> int:
    """The daily work then; how many letters it wrote."""
    with clock.at(at):
        job = work.do(work.ask("schedule.remind"), JOBS, config)
    assert job.state is JobState.done
    assert job.result is not None
    return int(job.result["letters"])


def letters() -> list[tuple[str, str]]:
    found = session.scalars(select(PersonalLetter).order_by(PersonalLetter.id))
    return [(one.address, one.subject.en) for one in found]


@pytest.mark.database
def test_one_letter_a_day_to_whoever_answers(own_config: Config, built_world: World) -> None:
    """The day after, on the fifth day and when it is a day late; nothing twice, and nothing once it is filed."""
    one, _two = fair(built_world), fair(built_world)
    assert run(own_config, AFTER - timedelta(days=1)) == 0, "it is not over"
    assert run(own_config, AFTER) == 1
    assert run(own_config, AFTER + timedelta(hours=1)) == 0
    assert letters() == [("planner.us@example.org", "2 reports are due")]
    assert [run(own_config, AFTER + timedelta(days=n)) for n in (1, 4, 5, 7, 8, 40)] == [0, 1, 0, 1, 0, 0]
    planner = built_world.user("planner.us")
    with clock.at(AFTER), acting(planner, Side.US, "schedule.report", now()):
        session.delete(session.get_one(ReportReminder, (one.id, Side.US, 5, planner.id)))
        actions.file(session.get_one(Occurrence, one.id), NUMBERS, 0, planner, now())
        session.commit()
    assert run(own_config, AFTER + timedelta(days=5)) == 0


@pytest.mark.database
def test_a_partners_report_is_asked_of_its_coordinator(own_config: Config, built_world: World) -> None:
    """Then of the person who is named for it; and no such date, taken away by its planners, stands in the way."""
    nurse = built_world.user("partner-a.us")
    with acting(nurse, Side.US, "people.edit", now()):
        nurse.is_coordinator = True
        session.commit()
    one = enter(built_world, "partner-a.us", plan("Fair", Side.US, rule="FREQ=DAILY;COUNT=2"))
    assert run(own_config, AFTER) == 1
    assert letters()[0][0] == "partner-a.us@example.org"
    with clock.at(AFTER), acting(nurse, Side.US, "schedule.edit", now()):
        activity = session.get_one(Activity, one.id)
        later = plan("Fair", Side.US, on=DAY + timedelta(days=3))
        schedule.edit(activity, later, activity.row_version, built_world.user("partner-a.us"), now())
        session.commit()


def test_it_waits_for_whoever_is_to_report(world: World, acting_as: ActingAs) -> None:
    ours = fair(world)
    partners = date_of(enter(world, "partner-a.us", plan("Clinic", Side.US)))

    def waiting(who: str, turn: Turn) -> set[int]:
        user = world.user(who)
        board = board_of(waits_of(user), user, AFTER.date())
        return {one.id for one in board.rows(turn, (Kind.reports,), 50)}

    with clock.at(AFTER):
        assert waiting("planner.us", Turn.mine) == {ours.id}
        assert waiting("planner.us", Turn.others) == {partners.id}
        assert waiting("partner-a.us", Turn.mine) == {partners.id}
        assert waiting("planner.mx", Turn.theirs) == {ours.id, partners.id}
        assert waiting("signatory.us", Turn.others) == {ours.id, partners.id}
        assert {one.occurrence.id for one in due_of(world.user("partner-a.us"), now())[0]} == {partners.id}
        with acting_as("planner.us") as planner:
            actions.file(ours, NUMBERS, 0, planner, now())
        assert waiting("planner.us", Turn.mine) == set()


def test_the_board_shows_until_when(client_of: Any, world: World) -> None:
    one = fair(world)
    with clock.at(AFTER):
        page = client_of("planner.us").get("/board")
        assert f"/schedule/dates/{one.id}/report" in page.html
        assert "5 Dec 2026" in page.text
        assert "Fair" in client_of("planner.us").get("/schedule/reports").text
