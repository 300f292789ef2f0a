"""`bench crash` on a small scale: what was acknowledged is kept; and it sees what was lost or doubled.

With --full: more kills.
"""

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest

from campaign.bench import crash
from campaign.bench.crash_acts import Act, History
from campaign.clock import now
from campaign.config import PACKAGE
from campaign.db import acting, session
from campaign.jobs import actions as jobs
from tests.world import World

KILLS = 30 if "CAMPAIGN_TEST_FULL" in os.environ else 1
PLANNER = "planner.us@example.org"


@pytest.mark.long
def test_whatever_is_killed_nothing_is_lost() -> None:
    command = [sys.executable, "-m", "campaign", "bench", "crash", "--count", str(KILLS), "--json"]
    ended = subprocess.run(command, cwd=PACKAGE.parent, capture_output=True, text=True, check=False)
    assert ended.stdout, ended.stderr
    figures = json.loads(ended.stdout)
    assert figures["faults"] == []
    assert figures["kills"]["all"] == KILLS
    assert figures["acknowledged"] == sum(figures["acts"].values()) > 0
    assert ended.returncode == 0


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (Act("campaigns.new", PLANNER, "nobody wrote this", 1, True), "lost: campaigns.new nobody wrote this"),
        (Act("campaigns.new", PLANNER, "nobody wrote this", 1, True), f"lost: record of campaigns.new by {PLANNER}"),
        (Act("campaigns.new", PLANNER, "still under way", 9), "never acknowledged: campaigns.new still under way"),
    ],
)
def test_it_tells_what_is_lost(world: World, act: Act, said: str) -> None:
    assert any(fault.startswith(said) for fault in crash._judged(History([act]), 10**6))


@pytest.mark.parametrize("after", [timedelta(0), timedelta(hours=6)])
def test_work_that_waits_for_its_hour_is_neither_open_nor_lost(world: World, after: timedelta) -> None:
    """Found at one in the morning: the digests of the day wait until seven."""
    with acting(None, None, "test", now()):
        job = jobs.ask(
            "home.digest", {"zone": "America/Denver", "day": "2026-11-30"}, at=now(), not_before=now() + after
        )
        session.commit()
        number = job.id
    is_waiting = after > timedelta(0)
    assert bool(crash._open_jobs()) is not is_waiting
    assert any(f"job {number} home.digest" in fault for fault in crash._batches(number - 1)) is not is_waiting


def test_it_tells_what_nobody_asked_for(world: World) -> None:
    """The world was made by acts of its own: for whoever asked for none of them, each is one too many."""
    assert any(fault.startswith("doubled: record of ") for fault in crash._judged(History(), 0))
