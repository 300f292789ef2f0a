"""`/readyz`: four answers, each `ok` or a reason; nothing that a stranger should not know."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

import campaign.app
from campaign import db
from campaign.audit import chain
from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, session
from campaign.health.checks import newest_revision
from campaign.jobs.models import Job, JobState
from tests.conftest import share_with
from tests.world import World

ALL_OK = {"database": "ok", "migration": "ok", "store": "ok", "queue": "ok", "ready": True}


def asked(app: Flask) -> tuple[int, dict[str, Any]]:
    session.remove()
    response = app.test_client().get("/readyz")
    found: dict[str, Any] = response.get_json()
    return response.status_code, found


def waiting(minutes: int, state: JobState = JobState.queued) -> None:
    with acting(None, None, "test", now()):
        at = now() - timedelta(minutes=minutes)
        session.add(Job(kind="test", payload={}, state=state, priority=0, run_at=at, asked_at=at))
        session.commit()


@pytest.mark.database
def test_all_is_well(app: Flask, world: World) -> None:
    assert asked(app) == (200, ALL_OK)


@pytest.mark.database
def test_a_job_that_waits_for_a_worker(app: Flask, world: World) -> None:
    waiting(5)
    waiting(500, JobState.done)
    assert asked(app) == (200, ALL_OK)
    waiting(30)
    assert asked(app) == (503, {**ALL_OK, "queue": "a job has been waiting for 30 minutes", "ready": False})


@pytest.mark.database
def test_another_version_of_the_program(app: Flask, world: World) -> None:
    session.execute(text("UPDATE alembic_version SET version_num = '0000_before'"))
    session.commit()
    status, found = asked(app)
    assert status == 503
    assert found["migration"] == f"at 0000_before, the program is at {newest_revision()}"


@pytest.mark.database
def test_a_table_that_is_missing_does_not_hide_the_rest(app: Flask, world: World) -> None:
    session.execute(text("ALTER TABLE jobs RENAME TO gone"))
    session.commit()
    assert asked(app) == (503, {**ALL_OK, "queue": "cannot be read", "ready": False})


@pytest.fixture
def bare(tmp_path: Path, config: Config) -> Iterator[Flask]:
    """An application over a data folder in which nothing was ever made."""
    before = db.factory.kw["bind"]
    url = f"sqlite:///{tmp_path / 'campaign.sqlite'}"
    share_with(tmp_path, config)
    yield campaign.app.create_app(replace(config, data=tmp_path, database_url=url))
    session.remove()
    db.bind(before)
    chain.use_key(config.audit_key)


def test_a_database_that_was_never_migrated(bare: Flask) -> None:
    status, found = asked(bare)
    assert status == 503
    assert found == {**ALL_OK, "migration": "migration head missing", "queue": "cannot be read", "ready": False}


@pytest.mark.parametrize("path", ["/accounts/sign-in", "/e/00000000", "/"])
def test_its_pages_say_so_instead_of_crashing(bare: Flask, path: str) -> None:
    for language, title in (("en", "This installation is not ready"), ("es", "Esta instalación no está lista")):
        client = bare.test_client()
        client.set_cookie("language", language)
        response = client.get(path)
        if response.status_code == 303:  # the start page needs no table to send a stranger to the sign-in page
            continue
        assert response.status_code == 503
        assert f"<h1>{title}</h1>" in response.text
        assert "python3 -m campaign migrate" in response.text
        assert int(response.headers["Retry-After"]) > 0


def test_a_store_that_is_a_file(bare: Flask) -> None:
    config: Config = bare.extensions["campaign"]
    (config.data / "files").write_text("in the way")
    assert asked(bare)[1]["store"] == "not writable"
