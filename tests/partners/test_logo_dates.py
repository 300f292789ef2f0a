"""30 days before the permission of a logo ends, whoever lets it stand on sheets is told, once."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from campaign import clock
from campaign.app import DAILY, JOBS
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, Territory, acting, session
from campaign.intake.limits import PDF, PNG
from campaign.jobs.models import JobState
from campaign.mail.models import Notice, PersonalLetter
from campaign.partners.logos.models import Logo
from campaign.partners.models import OrganizationState
from tests.jobs import acts
from tests.world import NOW, World

pytestmark = pytest.mark.database
TODAY = NOW.date()


def give(world: World, days: int, territory: Territory = Territory.BOTH, key: str = "clinic.us") -> int:
    """A logo of the clinic whose permission lasts so many days from today."""
    with acting(None, None, "test", now()):
        logo = Logo(
            organization=world.organization(key),
            sha256="a" * 64,
            type=PNG,
            width=1,
            height=1,
            document_sha256="b" * 64,
            document_type=PDF,
            territory=territory,
            from_on=TODAY,
            until_on=TODAY + timedelta(days=days),
            given_by="Alma Ruelas",
            uploaded_by=world.user("planner.us"),
            uploaded_at=now(),
        )
        session.add(logo)
        session.commit()
        return logo.id


def warnings(config: Config, on: date = TODAY) -> int:
    session.remove()
    with clock.at(datetime.combine(on, DAILY["partners.logos"], UTC)):
        job = acts.do(acts.ask("partners.logos"), JOBS, config)
    assert job.state is JobState.done
    assert job.result is not None
    session.remove()
    return int(job.result["warnings"])


def told() -> list[tuple[Side, str]]:
    found = session.scalars(select(Notice).where(Notice.path.contains("/logos#")).order_by(Notice.id))
    return [(one.to_side, one.path.rpartition("#")[2]) for one in found]


def accredit(world: World, *sides: Side) -> None:
    with acting(None, None, "test", now()):
        clinic = world.organization("clinic.us")
        clinic.is_accredited_us, clinic.is_accredited_mx = Side.US in sides, Side.MX in sides
        session.commit()


def letters() -> set[str]:
    return set(session.scalars(select(PersonalLetter.address).where(PersonalLetter.path.contains("/logos#"))))


def test_once_and_neither_earlier_nor_later(own_config: Config, built_world: World) -> None:
    number = give(built_world, 40)
    with acting(None, None, "test", now()):
        built_world.user("partner-a.us").is_coordinator = True
        session.commit()
    accredit(built_world, Side.US, Side.MX)
    assert [warnings(own_config, TODAY + timedelta(days=days)) for days in (9, 10, 11, 40, 41)] == [0, 1, 0, 0, 0]
    assert told() == [(Side.US, f"logo-{number}"), (Side.MX, f"logo-{number}")]
    assert letters() == {"partner-a.us@example.org"}


def test_a_night_that_was_missed_is_made_up_for(own_config: Config, built_world: World) -> None:
    give(built_world, 40)
    assert warnings(own_config, TODAY + timedelta(days=23)) == 1


def test_a_side_that_does_not_accredit_it_hears_nothing(own_config: Config, built_world: World) -> None:
    give(built_world, 20)
    accredit(built_world)
    assert warnings(own_config) == 1
    assert [side for side, _path in told()] == [Side.US]  # its home country looks after it


@pytest.mark.parametrize(
    ("later", "territory", "expected"),
    [(300, Territory.BOTH, 0), (300, Territory.US, 1), (20, Territory.BOTH, 2)],
)
def test_no_warning_where_a_later_one_goes_on(
    own_config: Config, built_world: World, later: int, territory: Territory, expected: int
) -> None:
    give(built_world, 20)
    give(built_world, later, territory)
    assert warnings(own_config) == expected


def test_of_a_logo_withdrawn_or_an_organization_closed_nobody_is_told(own_config: Config, built_world: World) -> None:
    withdrawn = give(built_world, 20)
    give(built_world, 20, key="clinic.mx")
    with acting(None, None, "test", now()):
        logo = session.get_one(Logo, withdrawn)
        logo.withdrawn_at, logo.withdrawn_by_id = now(), built_world.users["planner.us"]
        built_world.organization("clinic.mx").state = OrganizationState.closed
        session.commit()
    assert warnings(own_config) == 0


def test_it_runs_every_day() -> None:
    assert DAILY["partners.logos"] == time(0, 25)
