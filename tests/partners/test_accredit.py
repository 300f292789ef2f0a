"""Accreditation: each side its own, by dates; the columns and the logo follow; the daily job is safe to run twice."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from campaign import clock
from campaign.app import JOBS
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.errors import Overtaken, Refused
from campaign.jobs.models import JobState
from campaign.mail.models import Notice, PersonalLetter
from campaign.partners.accreditations import actions
from campaign.partners.accreditations.models import Accreditation
from campaign.partners.models import Organization
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.jobs import acts
from tests.world import World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
DAY = timedelta(days=1)


def give(world: World, who: str, key: str, first: int, last: int) -> int:
    """From the first until the last day, counted from today."""
    by = world.user(who)
    with acting(by, by.side, "partners.accredit", now()):
        today = now().date()
        given = actions.give(world.organization(key), today + first * DAY, today + last * DAY, by, now())
        session.commit()
    return given.id


def test_each_side_gives_its_own_and_the_home_country_is_told(client_of: ClientOf, world: World) -> None:
    give(world, "planner.us", "clinic.us", 0, 90)
    number = world.organizations["clinic.us"]
    browser = client_of("planner.mx", "en")
    today = now().date()
    browser.get(f"/partners/{number}/accredit")
    browser.send(from_on=today.isoformat(), until_on=(today + 30 * DAY).isoformat())
    page = browser.follow()
    assert "Accredited" in page.text
    clinic = world.organization("clinic.us")
    assert (clinic.is_accredited_us, clinic.is_accredited_mx) == (True, True)
    assert all(actions.may_show_logo(clinic, side, today) for side in Side)
    assert not actions.may_show_logo(clinic, Side.MX, today + 31 * DAY)
    told = session.scalars(select(Notice).order_by(Notice.id.desc())).first()
    assert told is not None
    assert (told.to_side, told.subject_en.split(":")[0]) == (Side.US, "Accredited by Mexico")
    mail = session.scalars(select(PersonalLetter.address).order_by(PersonalLetter.id.desc())).first()
    assert mail == "partner-a.us@example.org"


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-11-24", "2026-11-23"), ("2026-01-01", "2026-11-23"), ("2026-11-24", "2032-01-01"), ("", "x")],
)
def test_days_that_make_no_sense(client_of: ClientOf, world: World, first: str, last: str) -> None:
    browser = client_of("planner.us")
    browser.get(f"/partners/{world.organizations['clinic.us']}/accredit")
    browser.send(status=422, from_on=first, until_on=last)
    assert session.scalars(select(Accreditation)).first() is None


def test_two_of_one_side_never_share_a_day(world: World) -> None:
    give(world, "planner.us", "clinic.us", 0, 90)
    with pytest.raises(Overtaken):
        give(world, "planner.us", "clinic.us", 90, 120)
    session.rollback()
    give(world, "planner.us", "clinic.us", 91, 120)


def test_only_an_open_organization_is_accredited(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us"):
        world.organization("clinic.us").state = type(world.organization("us").state).closed
        session.commit()
    with pytest.raises(Refused):
        give(world, "planner.us", "clinic.us", 0, 9)


def test_a_side_ends_only_its_own_and_the_logo_stops_at_once(client_of: ClientOf, world: World) -> None:
    number = give(world, "planner.us", "clinic.us", 0, 90)
    path = f"/partners/accreditations/{number}/end_accreditation"
    client_of("planner.mx").get(path, status=403)
    client_of("administrator.us").get(path, status=403)
    browser = client_of("planner.us")
    browser.get(path)
    browser.send(status=422, reason="")
    browser.send(reason="The licence of the clinic lapsed.")
    clinic = world.organization("clinic.us")
    assert not clinic.is_accredited_us
    assert not actions.may_show_logo(clinic, Side.US, now().date())
    assert "The licence of the clinic lapsed." in browser.follow().text
    browser.post(path, {"reason": "Again"}, status=409)
    client_of("planner.mx").get(path, status=404)  # out of the directory, so out of sight


def test_the_database_keeps_what_was_given(world: World, acting_as: ActingAs) -> None:
    number = give(world, "planner.us", "clinic.us", 0, 90)
    wrong = (
        "UPDATE accreditations SET side = 'MX' WHERE id = :id",
        "UPDATE accreditations SET until_on = '2030-01-01' WHERE id = :id",
        "DELETE FROM accreditations WHERE id = :id",
        "UPDATE accreditations SET ended_on = '2026-11-30' WHERE id = :id",
    )
    for line in wrong:
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(line), {"id": number})
    values = {"side": Side.MX, "given_by_id": world.users["planner.us"], "given_at": now()}
    days = {"from_on": now().date(), "until_on": now().date()}
    with acting_as("planner.us"):
        session.add(Accreditation(organization_id=world.organizations["clinic.us"], **values, **days))
        with pytest.raises(IntegrityError):
            session.flush()


def test_the_daily_job_begins_warns_and_ends_and_twice_does_nothing(own_config: Config, built_world: World) -> None:
    give(built_world, "planner.us", "clinic.us", 10, 50)

    def run(days: int) -> object:
        session.remove()
        with clock.at(datetime.combine(now().date() + days * DAY, time(0, 20), UTC)):
            job = acts.do(acts.ask("partners.accreditations"), JOBS, own_config)
        assert job.state is JobState.done
        return job.result

    def is_on() -> bool:
        session.remove()
        return built_world.organization("clinic.us").is_accredited_us

    number = built_world.organizations["clinic.us"]
    nothing = {"organizations": [], "warnings": 0}
    assert (run(9), is_on()) == (nothing, False)
    assert (run(10), is_on()) == ({"organizations": [number], "warnings": 0}, True)
    assert run(10) == nothing
    assert run(20) == {"organizations": [], "warnings": 1}
    assert run(21) == nothing
    assert (run(50), is_on()) == (nothing, True)
    assert (run(51), is_on()) == ({"organizations": [number], "warnings": 0}, False)
    assert run(51) == nothing
    session.remove()
    heads = list(
        session.scalars(
            select(Notice.subject_en).where(Notice.path.startswith(f"/partners/{number}")).order_by(Notice.id)
        )
    )
    assert [head.split(":")[0] for head in heads] == [
        "Accredited by the United States",
        "Accreditation ends on 13\u00a0Jan\u00a02027",
        "No longer accredited by the United States",
    ]


def test_no_warning_when_the_next_one_is_given(own_config: Config, built_world: World) -> None:
    give(built_world, "planner.us", "clinic.us", 0, 20)
    give(built_world, "planner.us", "clinic.us", 21, 80)
    session.remove()
    job = acts.do(acts.ask("partners.accreditations"), JOBS, own_config)
    assert job.result == {"organizations": [], "warnings": 0}


def test_the_columns_say_what_the_dates_say(world: World) -> None:
    give(world, "planner.us", "clinic.us", 5, 9)
    assert session.scalars(select(Organization).where(Organization.is_accredited_us)).first() is None
