"""A notice reaches everybody of the side it is for, in both languages, once, and only when it was committed."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from campaign.accounts.notices import tell_side
from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, Side, acting, session
from campaign.i18n import _
from campaign.jobs.models import Job, JobState
from campaign.mail.jobs import deliver
from campaign.mail.kinds import NoticeKind
from campaign.mail.models import Letter, Notice
from tests.jobs import acts

pytestmark = pytest.mark.database
DOERS = {"mail.deliver": deliver}


def told(is_kept: bool = True) -> int:
    """The number of the job that delivers a notice to Mexico."""
    with acting(None, Side.US, "test", now()):
        tell_side(
            Side.MX,
            lambda: _("Sign in"),
            lambda: _("This page was not found"),
            "/campaigns/1",
            now(),
            kind=NoticeKind.tracks,
        )
        session.commit() if is_kept else session.rollback()
    session.remove()
    return session.scalar(select(Job.id).where(Job.kind == "mail.deliver").order_by(Job.id.desc())) or 0


def outbox(config: Config) -> list[EmailMessage]:
    files = sorted((config.data / "outbox").glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def test_every_official_of_that_side_gets_one_letter_in_both_languages(own_config: Config) -> None:
    job = acts.do(told(), DOERS, own_config)
    assert job.state is JobState.done
    letters = outbox(own_config)
    addresses = {str(letter["To"]) for letter in letters}
    assert {"planner.mx@example.org", "reviewer.mx@example.org", "signatory.mx@example.org"} <= addresses
    assert not [address for address in addresses if ".us@" in address or address.startswith(("printer", "partner"))]
    assert len(letters) == len(addresses)
    one = next(letter for letter in letters if letter["To"] == "planner.mx@example.org")
    assert one["Subject"] == "Iniciar sesión / Sign in"
    assert "No se encontró" in one.get_content()
    assert "This page was not found" in one.get_content()
    assert "http://127.0.0.1:5000/campaigns/1" in one.get_content()


def test_delivering_again_writes_nothing_new(own_config: Config) -> None:
    number = told()
    acts.do(number, DOERS, own_config)
    before = sorted((path.name, path.read_bytes()) for path in Path(own_config.data / "outbox").iterdir())
    with acting(None, None, "test", now()):
        session.get_one(Job, number).state = JobState.queued
        session.commit()
    assert acts.do(number, DOERS, own_config).state is JobState.done
    assert sorted((path.name, path.read_bytes()) for path in Path(own_config.data / "outbox").iterdir()) == before
    assert session.scalars(select(Letter).where(Letter.sent_at.is_(None))).all() == []


def test_an_act_that_failed_told_nobody(own_config: Config) -> None:
    assert told(is_kept=False) == 0
    assert session.scalars(select(Notice)).all() == []


def test_a_notice_that_is_not_there_ends_the_job_with_its_reason(own_config: Config) -> None:
    job = acts.do(acts.ask("mail.deliver", notice=999_999), DOERS, own_config)
    assert job.state is JobState.failed
    assert job.error == Bilingual(
        "The notice that was to be delivered is not there any more.", "El aviso que se iba a enviar ya no existe."
    )
    assert job.attempts == 1
