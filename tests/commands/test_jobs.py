"""`jobs`: the operator's view of the work in the background, and the two acts on it."""

import json
from pathlib import Path

import pytest

from campaign import db
from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, acting, session
from campaign.jobs import actions
from campaign.jobs.models import Job, JobState, Part, PartState
from tests.commands.conftest import Run


@pytest.fixture
def job(installed: Path) -> int:
    """A batch of two of which one part failed."""
    db.bind(db.make_engine(Config.read().database_url))
    with acting(None, None, "test", now()):
        made = actions.ask("flyers.batch", {"material": 6}, at=now(), parts=["US-48141", "MX-08037"])
        session.flush()
        part = session.get_one(Part, (made.id, "MX-08037"))
        part.state, part.error = PartState.failed, Bilingual("Too long.", "Muy largo.")
        made.state, made.error = JobState.failed, Bilingual("1 of 2 failed.", "Falló 1 de 2.")
        made.ended_at, made.result = now(), {"done": 1, "failed": 1}
        session.commit()
    session.remove()
    return made.id


@pytest.mark.parametrize("words", [(), ("list",), ("list", "--state", "failed"), ("--state", "failed")])
def test_what_is_there_is_listed(run: Run, job: int, words: tuple[str, ...]) -> None:
    status, out, _err = run("jobs", *words)
    assert status == 0
    assert f"J-{job:04d}  failed" in out
    assert "1 of 2 failed." in out


def test_only_what_was_asked_for_is_listed(run: Run, job: int) -> None:
    assert run("jobs", "list", "--state", "running")[:2] == (0, "No jobs.\n")
    (one,) = json.loads(run("jobs", "list", "--state", "failed", "--most", "1", "--json")[1])
    assert (one["number"], one["kind"], one["result"]) == (job, "flyers.batch", {"done": 1, "failed": 1})


def test_one_is_shown_with_what_failed(run: Run, job: int) -> None:
    status, out, _err = run("jobs", "show", f"J-{job:04d}")
    assert status == 0
    assert "failed     MX-08037: Too long." in out
    told = json.loads(run("jobs", "show", str(job), "--json")[1])
    assert (told["reason_es"], told["failed_parts"]) == (
        "Falló 1 de 2.",
        [{"key": "MX-08037", "reason": "Too long."}],
    )


def test_it_is_tried_again_and_stopped(run: Run, job: int) -> None:
    assert json.loads(run("jobs", "retry", str(job), "--json")[1])["state"] == "queued"
    assert json.loads(run("jobs", "cancel", str(job), "--json")[1])["state"] == "cancelled"
    assert session.get_one(Job, job).state is JobState.cancelled


def test_what_cannot_be_done_is_said_and_changes_nothing(run: Run, job: int) -> None:
    status, out, err = run("jobs", "cancel", str(job))
    assert (status, out) == (1, "")
    assert "already ended" in err
    assert session.get_one(Job, job).state is JobState.failed
    for number in ("999999", "0", str(2**70)):
        status, out, err = run("jobs", "show", number)
        assert (status, out) == (1, "")
        assert "There is no job" in err


@pytest.mark.parametrize("words", [("show",), ("show", "x"), ("sing",), ("--state", "lost"), ("retry", "1", "2")])
def test_called_wrongly(run: Run, installed: Path, words: tuple[str, ...]) -> None:
    assert run("jobs", *words)[0] == 2
