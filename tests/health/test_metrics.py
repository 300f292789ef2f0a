"""/metrics: figures for whoever has the token, summed over processes; for all others there is no such page."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from campaign import db
from campaign.app import create_app
from campaign.config import Config
from campaign.db import session
from campaign.jobs.actions import ask
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.world import NOW

TOKEN = "a-token-for-the-watcher"
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
ANOTHER_PROCESS = """
import sys
from campaign.health import counts
counts.answered("accounts.sign_in", "GET", 200, 0.02)
"""


@pytest.fixture(scope="module")
def watched_config(config: Config) -> Config:
    return replace(config, metrics_token=TOKEN)


@pytest.fixture
def watched(watched_config: Config, app: Flask) -> Iterator[Flask]:
    """The application of an installation that somebody watches."""
    bound = session.get_bind()
    yield create_app(watched_config, bind=bound)
    db.factory.configure(bind=bound)


def figures(app: Flask) -> dict[str, float]:
    response = app.test_client().get("/metrics", headers=HEADERS)
    assert response.status_code == 200
    lines = re.findall(r"^(\w+(?:\{.*\})?) (\S+)$", response.text, re.M)
    return {name: float(value) for name, value in lines}


PAGE = 'campaign_requests_total{endpoint="accounts.sign_in",method="GET",status="200"}'


def test_answers_are_counted_in_every_process(watched: Flask, config: Config) -> None:
    before = figures(watched).get(PAGE, 0)
    watched.test_client().get("/accounts/sign-in")
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(config.data / "metrics"), "PYTHONPATH": "."}
    subprocess.run([sys.executable, "-c", ANOTHER_PROCESS], env=environment, check=True)
    after = figures(watched)
    assert after[PAGE] == before + 2
    assert after['campaign_request_seconds_count{endpoint="accounts.sign_in"}'] >= before + 2


def test_the_moment_is_asked_of_the_database(watched: Flask, acting_as: ActingAs) -> None:
    with acting_as("planner.us"):
        ask("mail.deliver", {"notice": 1}, at=NOW - timedelta(minutes=2))
        session.commit()
    found = figures(watched)
    assert found["campaign_jobs_queued"] == 1
    assert found["campaign_job_waiting_seconds"] == 120
    assert {"campaign_letters_unsent", "campaign_holds_standing"} <= found.keys()


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN} ", "Bearer ñ"])
def test_without_the_token_there_is_no_such_page(watched: Flask, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    assert watched.test_client().get("/metrics", headers=headers).status_code == 404


def test_nothing_is_counted_where_nobody_watches(client: Browser) -> None:
    assert client.client.get("/metrics", headers=HEADERS).status_code == 404
    assert "metrics" not in client.app.extensions
