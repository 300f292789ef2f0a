"""What the days bring: rights that begin and end, one word before, and documents whose time is over."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from campaign import clock
from campaign.app import DAILY, JOBS
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, Territory, acting, session
from campaign.jobs.models import JobState
from campaign.mail.models import Notice, PersonalLetter
from campaign.materials.models import Shown
from campaign.rights.consents.models import Consent
from campaign.rights.seals.models import Seal
from campaign.storage import store_of
from tests.jobs import acts
from tests.rights.acts import BOTH, NEITHER, ONLY_MX, consent, flyer_with, image, used
from tests.rights.acts import in_force as brought
from tests.rights.given import TODAY, days, license
from tests.world import World

pytestmark = pytest.mark.database


def night(config: Config, kind: str, on: date) -> dict[str, Any]:
    """That day's run of a daily job."""
    session.remove()
    with clock.at(datetime.combine(on, DAILY[f"rights.{kind}"], UTC)):
        job = acts.do(acts.ask(f"rights.{kind}"), JOBS, config)
    assert job.state is JobState.done
    session.remove()
    return job.result or {}


def test_on_the_day_after_the_last_it_leaves_force_with_every_flyer(own_config: Config, built_world: World) -> None:
    world = built_world
    material = image(world, own_config)
    license(world, material, until_on=days(5), territory=Territory.US)
    license(world, material, territory=Territory.MX)
    flyer = flyer_with(world, brought(world, material)).material
    assert [night(own_config, "expire", days(day))["materials"] for day in (5, 6, 7)] == [
        [],
        [material.code, flyer.code],
        [],
    ]
    assert (used(material), used(flyer)) == (ONLY_MX, ONLY_MX)
    told = session.scalars(select(Notice).where(Notice.subject_en.like("Out of force in the United States%"))).all()
    assert sorted((one.to_side.value, one.path) for one in told) == sorted(
        (side.value, path) for side in Side for path in (f"/materials/{material.id}", f"/flyers/{flyer.id}")
    )


def test_what_begins_later_brings_it_into_force_that_day(own_config: Config, built_world: World) -> None:
    material = image(built_world, own_config)
    license(built_world, material, until_on=days(5))
    brought(built_world, material)
    license(built_world, material, from_on=days(9))
    assert [(night(own_config, "expire", days(day)), used(material))[1] for day in (6, 8, 9)] == [
        NEITHER,
        NEITHER,
        BOTH,
    ]


def test_one_word_thirty_days_before(own_config: Config, built_world: World) -> None:
    world = built_world
    material = image(world, own_config, "partner-a.us", shown=Shown.adults)
    license(world, material)
    consent(world, material, until_on=days(40))
    with acting(None, None, "test", now()):
        world.user("partner-a.us").is_coordinator = True
        session.commit()
    assert [night(own_config, "warn", days(day))["warnings"] for day in (9, 10, 11, 40, 41)] == [0, 1, 0, 0, 0]
    path = f"/rights/materials/{material.id}#ends-{days(40).isoformat()}"
    assert [row.to_side for row in session.scalars(select(Notice).where(Notice.path == path))] == [Side.US]
    letters = session.scalars(select(PersonalLetter.address).where(PersonalLetter.path == path)).all()
    assert letters == ["partner-a.us@example.org"]


def test_no_word_where_another_licence_goes_on(own_config: Config, built_world: World) -> None:
    material = image(built_world, own_config)
    license(built_world, material, until_on=days(20))
    license(built_world, material, from_on=days(21), until_on=days(400))
    assert night(own_config, "warn", TODAY)["warnings"] == 0


def test_a_signed_form_is_destroyed_two_years_after_its_last_use(own_config: Config, built_world: World) -> None:
    """Law 16. One paper of two people goes when the time of both is over."""
    material = image(built_world, own_config, shown=Shown.adults)
    consent(built_world, material, until_on=days(10))
    consent(built_world, material, person="B.", until_on=days(20))
    last = days(20).replace(year=days(20).year + 2)
    assert [night(own_config, "destroy", day)["consents"] for day in (last, last + timedelta(days=1), last)] == [
        0,
        2,
        0,
    ]
    assert all(one.destroyed_at for one in session.scalars(select(Consent)))
    seals = session.scalars(select(Seal)).all()
    assert {(one.asked_by_id, one.decided_by_id, one.fingerprint) for one in seals} == {
        (None, None, session.scalars(select(Consent.document_sha256)).first())
    }
    assert not store_of(own_config).exists(seals[0].fingerprint)


def test_they_run_every_day() -> None:
    assert {name: at for name, at in DAILY.items() if name.startswith("rights.")} == {
        "rights.expire": time(0, 5),
        "rights.warn": time(0, 30),
        "rights.destroy": time(0, 40),
    }
