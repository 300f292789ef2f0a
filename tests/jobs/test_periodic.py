"""Work that comes back: asked for once a day whoever sweeps, and each kind is safe to run twice."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from campaign import clock
from campaign.accounts.models import SignIn
from campaign.app import DAILY, JOBS
from campaign.audit import chain
from campaign.audit.models import Entry
from campaign.clearance.in_force import in_force
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.jobs.models import Job, JobState, Periodic
from campaign.jobs.periodic import ask_due, following
from campaign.mail.models import Letter, Notice
from campaign.materials.models import Material, VersionState
from campaign.once import SentForm
from campaign.storage import store_of
from tests.flyers.test_batch import asked as ask_batch
from tests.jobs import acts
from tests.materials import acts as things
from tests.materials import images
from tests.world import EL_PASO, NOW, World

pytestmark = pytest.mark.database
DAWN = {"count": time(5, 0)}
DAY = timedelta(days=1)


def due(at: datetime) -> list[int]:
    with clock.at(at):
        found = ask_due(DAWN, at)
    session.remove()
    return found


def test_every_kind_that_comes_back_is_known() -> None:
    assert set(DAILY) < set(JOBS)


@pytest.mark.parametrize(
    ("at", "then"),
    [
        ("2026-11-24 04:59", "2026-11-24 05:00"),
        ("2026-11-24 05:00", "2026-11-25 05:00"),
        ("2026-12-31 23:00", "2027-01-01 05:00"),
    ],
)
def test_the_next_time_of_the_day(at: str, then: str) -> None:
    first, second = (datetime.fromisoformat(f"{text}+00:00") for text in (at, then))
    assert following(time(5, 0), first) == second


def test_it_is_asked_for_once_a_day_and_days_that_were_missed_are_not_made_up_for(own_config: Config) -> None:
    assert len(due(NOW)) == 1  # never before, so at once
    dawn = following(time(5, 0), NOW)
    assert due(NOW) == due(dawn - timedelta(seconds=1)) == []
    (job_id,) = due(dawn)
    assert due(dawn) == []
    assert len(due(dawn + 9 * DAY)) == 1
    assert due(dawn + 9 * DAY) == []
    assert session.scalar(select(Periodic.job_id)) == job_id + 1


def test_a_clock_set_back_asks_for_nothing_twice_and_one_that_ran_ahead_does_not_stop_it(own_config: Config) -> None:
    assert len(due(NOW)) == 1
    assert due(NOW - DAY) == []
    assert due(NOW) == []
    assert len(due(NOW + 400 * DAY)) == 1
    assert due(NOW + DAY) == []  # brought back
    assert len(due(NOW + 2 * DAY)) == 1


def test_of_many_sweepers_one_asks(own_config: Config) -> None:
    for at in (NOW, NOW + 2 * DAY):
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(due, [at] * 8))
        assert sum(map(len, found)) == 1
    session.remove()
    assert session.scalar(select(func.count()).select_from(Job)) == 2


# The kinds


def run(kind: str, config: Config, at: datetime) -> Job:
    with clock.at(at):
        return acts.do(acts.ask(kind), JOBS, config)


def told() -> list[tuple[str, str, str]]:
    """What the sides were told, oldest first: side, headline, path."""
    session.remove()
    return [
        (one.to_side.value, one.subject_en, one.path) for one in session.scalars(select(Notice).order_by(Notice.id))
    ]


def test_what_is_past_its_review_leaves_force_and_both_sides_are_told_once(
    own_config: Config, built_world: World
) -> None:
    version = built_world.version("in_force")
    assert version.review_by is not None
    day = datetime.combine(version.review_by, time(12), UTC)
    before = len(told())
    job = run("clearance.expire", own_config, day)
    assert (job.state, job.result) == (JobState.done, {"materials": []})
    assert built_world.material("in_force").is_in_force(Side.US)
    session.remove()
    job = run("clearance.expire", own_config, day + DAY)
    assert job.result == {"materials": [built_world.in_force_id]}
    material = built_world.material("in_force")
    assert (material.in_force_us, material.in_force_mx) == (False, False)
    new = told()[before:]
    path = f"/flyers/{built_world.in_force_id}"
    assert new == [
        (side.value, f"Out of force in both countries: {material.code} One pill can kill", path) for side in Side
    ]
    notice = session.scalars(select(Notice).order_by(Notice.id.desc())).first()
    assert notice is not None
    assert notice.subject_es == f"Fuera de vigencia en ambos países: {material.code} Una pastilla puede matar"
    letters = select(Letter.address).where(Letter.notice_id == notice.id)
    assert {"printer.mx@example.org", "signatory.mx@example.org"} <= set(session.scalars(letters))
    assert run("clearance.expire", own_config, day + DAY).result == {"materials": []}
    assert len(told()) == before + 2


def test_the_column_and_the_law_agree_after_every_date(own_config: Config, built_world: World) -> None:
    for days in (0, 60, 120, 400):
        at = NOW + days * DAY
        run("clearance.expire", own_config, at)
        for material in session.scalars(select(Material)).unique().all():
            for side in Side:
                if material.is_in_force(side):
                    assert in_force(built_world.version("in_force"), side, at)
        session.remove()


def test_each_date_is_reminded_of_30_and_7_days_before_and_never_twice(own_config: Config, built_world: World) -> None:
    fact = built_world.fact("us_988")
    review_by, fact_id = fact.review_by, fact.fact_id
    assert review_by is not None
    page = f"/facts/{fact_id}#review-{review_by.isoformat()}"
    found: dict[int, list[str]] = {}
    for days in (31, 30, 29, 8, 7, 1, 0, -1):
        at = datetime.combine(review_by - timedelta(days=days), time(12), UTC)
        for _times in range(2):
            assert run("clearance.remind", own_config, at).state is JobState.done
        found[days] = [f"{side} {path}" for side, _subject, path in told() if path.startswith(page)]
    us = [f"US {page}-30", f"US {page}-7"]
    assert found == {31: [], 30: us[:1], 29: us[:1], 8: us[:1], 7: us, 1: us, 0: us, -1: us}


def test_of_a_joint_text_both_sides_are_reminded_in_both_languages(own_config: Config, built_world: World) -> None:
    version = built_world.version("in_force")
    assert version.review_by is not None
    session.remove()
    run("clearance.remind", own_config, datetime.combine(version.review_by - timedelta(days=3), time(12), UTC))
    path = f"/materials/{built_world.in_force_id}#review-{version.review_by.isoformat()}-7"
    found = [one for one in session.scalars(select(Notice).order_by(Notice.id)) if one.path == path]
    assert [one.to_side for one in found] == list(Side)
    assert "One pill can kill" in found[0].subject_en
    assert "Una pastilla puede matar" in found[0].subject_es
    assert found[0].text_en != found[0].text_es


@pytest.mark.parametrize("damage", ["flipped", "missing"])
def test_a_damaged_file_fails_the_check_and_is_told_to_both_administrations(
    own_config: Config, built_world: World, damage: str
) -> None:
    acts.do(ask_batch(built_world, [EL_PASO]), JOBS, own_config)
    assert run("health.check", own_config, NOW).result == {"files": 1, "of": 1}
    ((key, _at),) = store_of(own_config).keys()
    (path,) = own_config.data.glob(f"files/*/{key}")
    if damage == "missing":
        path.unlink()
    else:
        path.chmod(0o600)
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    job = run("health.check", own_config, NOW)
    assert (job.state, job.attempts) == (JobState.failed, 1)
    assert key[:12] in job.error.en
    assert key[:12] in job.error.es
    assert [(side, path) for side, _subject, path in told()] == [(side.value, f"/jobs/{job.id}") for side in Side]
    addresses = set(session.scalars(select(Letter.address)))
    assert addresses == {"administrator.us@example.org", "administrator.mx@example.org"}
    session.remove()


def test_a_record_that_proves_nothing_fails_the_check(own_config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = acts.ask("health.check")
    monkeypatch.setattr(chain, "_key", b"somebody else's")
    job = acts.do(job_id, JOBS, own_config)
    assert (job.state, job.attempts) == (JobState.failed, 1)
    assert job.error.en.startswith("The record was changed at entry 1, 2, 3, 4, 5 ….")


def test_tidying_takes_only_what_opens_nothing_and_can_be_made_again(own_config: Config) -> None:
    made = own_config.data / "made"
    made.unlink()
    made.mkdir()
    for name, days in (("old.pdf", 91), ("young.pdf", 89)):
        (made / name).write_bytes(b"x")
        then = (NOW - timedelta(days=days)).timestamp()
        os.utime(made / name, (then, then))
    with acting(None, None, "test", now()):
        for name, user, days in (("old", 1, 31), ("young", 1, 29), ("last", 2, 400)):
            at = NOW - timedelta(days=days)
            session.add(SignIn(token_hash=name, user_id=user, created_at=at, last_used_at=at, ended_at=None))
            session.flush()
        session.add_all(SentForm(key=f"{hours}", sent_at=NOW - timedelta(hours=hours)) for hours in (23, 25))
        session.commit()
    entries = session.scalar(select(func.count()).select_from(Entry)) or 0
    session.remove()
    assert run("health.tidy", own_config, NOW).result == {"sessions": 1, "forms": 1, "pages": 1, "unfinished": 0}
    assert [path.name for path in made.iterdir()] == ["young.pdf"]
    assert set(session.scalars(select(SignIn.token_hash))) == {"young", "last"}
    assert set(session.scalars(select(SentForm.key))) == {"23"}
    session.remove()
    assert run("health.tidy", own_config, NOW).result == {"sessions": 0, "forms": 0, "pages": 0, "unfinished": 0}
    assert chain.verify(session()) == []
    assert (session.scalar(select(func.count()).select_from(Entry)) or 0) > entries
    session.remove()


def test_an_image_and_the_flyer_that_shows_it_are_told_of_each_for_itself(
    own_config: Config, built_world: World
) -> None:
    version = things.send(built_world, images.draft(built_world))
    things.clear_by_both(built_world, version, expires_on=(NOW + 20 * DAY).date())
    flyer = images.in_force(built_world, version)
    image_id, flyer_id, before = version.material_id, flyer.material_id, len(told())
    job = run("clearance.expire", own_config, NOW + 21 * DAY)
    assert job.result == {"materials": [flyer_id, image_id]}
    paths = [path for _side, _words, path in told()[before:]]
    assert paths == [f"/flyers/{flyer_id}"] * 2 + [f"/materials/{image_id}"] * 2
    flyer = things.here(flyer)
    assert (flyer.material.in_force_us, flyer.state) == (False, VersionState.in_force), "a date revokes nothing"
