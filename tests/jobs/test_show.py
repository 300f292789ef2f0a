"""The page of one piece of work: how far it is, what failed and why, stop, and try again."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from campaign.audit.models import Entry
from campaign.clock import now
from campaign.db import Bilingual, acting, session
from campaign.jobs import actions
from campaign.jobs.models import Job, JobState, Part, PartState
from tests.browser import Browser
from tests.world import EL_PASO, JUAREZ, World


def job(world: World, who: str = "printer.us", **parts: Bilingual | None) -> int:
    """A batch of which some parts are done (no reason) and some failed; the rest waits."""
    user = world.user(who)
    with acting(user, user.side, "test", now()):
        keys = [EL_PASO, JUAREZ, "US-48061"]
        made = actions.ask("flyers.batch", {"material": world.in_force_id}, at=now(), by=user, parts=keys)
        for key, reason in parts.items():
            part = session.get_one(Part, (made.id, key.replace("_", "-")))
            part.state = PartState.failed if reason else PartState.done
            part.error = reason or Bilingual("", "")
            made.done += reason is None
        session.commit()
    return made.id


REASON = Bilingual("Headline does not fit.", "El encabezado no cabe.")


def end(job_id: int, state: JobState) -> None:
    with acting(None, None, "test", now()):
        found = session.get_one(Job, job_id)
        found.state, found.ended_at = state, now()
        found.error = Bilingual("1 of 3 could not be made.", "No se pudo hacer 1 de 3.")
        session.commit()


@pytest.mark.parametrize(
    ("language", "reason", "place"), [("en", REASON.en, "El Paso County"), ("es", REASON.es, "El Paso")]
)
def test_what_failed_is_named_with_its_reason(
    client_of: Callable[..., Browser], world: World, language: str, reason: str, place: str
) -> None:
    job_id = job(world, US_48141=REASON, MX_08037=None)
    end(job_id, JobState.failed)
    page = client_of("printer.us", language).get(f"/jobs/{job_id}")
    assert reason in page.text
    assert place in page.text


def test_while_it_goes_on_it_renews_itself_and_when_it_ends_the_page_does(
    client_of: Callable[..., Browser], world: World
) -> None:
    job_id = job(world, MX_08037=None)
    printer = client_of("printer.us")
    page = printer.get(f"/jobs/{job_id}")
    assert "1 of 3 done" in page.text
    assert 'hx-trigger="every 3s"' in page.response.text
    assert 'hx-select-oob="#state"' in page.response.text  # its badge says the same as its bar
    assert '<span id="state">' in page.response.text
    end(job_id, JobState.done)
    answer = printer.get(f"/jobs/{job_id}", headers={"HX-Request": "true"}).response
    assert answer.headers["HX-Refresh"] == "true"
    assert "HX-Refresh" not in printer.get(f"/jobs/{job_id}").response.headers


def test_it_is_stopped_and_gone_on_with(client_of: Callable[..., Browser], world: World) -> None:
    job_id = job(world, US_48141=REASON, MX_08037=None)
    printer = client_of("printer.us")
    printer.get(f"/jobs/{job_id}")
    printer.send(f"/jobs/{job_id}/cancel")
    assert session.get_one(Job, job_id).state is JobState.cancelled
    printer.follow()
    printer.send(f"/jobs/{job_id}/retry")
    found = session.get_one(Job, job_id)
    assert (found.state, found.done, found.attempts) == (JobState.queued, 1, 0)
    assert session.get_one(Part, (job_id, EL_PASO)).state is PartState.waiting
    assert session.get_one(Part, (job_id, JUAREZ)).state is PartState.done
    newest = session.scalars(select(Entry).order_by(Entry.n.desc()).limit(2)).all()
    assert [(entry.action, entry.user_id) for entry in newest] == [
        ("jobs.retry", world.user("printer.us").id),
        ("jobs.cancel", world.user("printer.us").id),
    ]


def test_what_has_ended_is_not_stopped_and_what_goes_on_is_not_tried_again(
    client_of: Callable[..., Browser], world: World
) -> None:
    job_id = job(world)
    printer = client_of("printer.us", "es")
    assert "nada que reintentar" in printer.post(f"/jobs/{job_id}/retry", status=409).text
    end(job_id, JobState.done)
    assert "nada que cancelar" in printer.post(f"/jobs/{job_id}/cancel", status=409).text


@pytest.mark.parametrize(
    ("who", "status"), [("planner.us", 200), ("printer.mx", 404), ("partner-a.us", 404), ("administrator.us", 404)]
)
def test_who_sees_it(client_of: Callable[..., Browser], world: World, who: str, status: int) -> None:
    client_of(who).get(f"/jobs/{job(world)}", status=status)


def test_a_partner_sees_and_stops_the_own(client_of: Callable[..., Browser], world: World) -> None:
    job_id = job(world, "partner-a.us")
    partner = client_of("partner-a.us")
    assert f"J-{job_id:04d}" in partner.get("/jobs/").text
    partner.get(f"/jobs/{job_id}")
    partner.send(f"/jobs/{job_id}/cancel")
    client_of("reviewer.us").post(f"/jobs/{job_id}/retry", status=403)


def test_the_list_is_empty_at_first(client_of: Callable[..., Browser], world: World) -> None:
    assert "No hay nada en proceso" in client_of("observer", "es").get("/jobs/").text


# What nobody asked for


def own_work(kind: str = "health.check", state: JobState = JobState.failed) -> int:
    with acting(None, None, "test", now()):
        made = actions.ask(kind, {}, at=now())
        made.state, made.ended_at, made.error = state, now(), REASON
        session.commit()
    return made.id


@pytest.mark.parametrize("who", ["administrator.us", "administrator.mx"])
def test_administrators_of_both_sides_see_what_the_installation_does_by_itself(
    client_of: Callable[..., Browser], world: World, who: str
) -> None:
    job_id = own_work()
    done = own_work("health.tidy", JobState.done)
    letters, undelivered = own_work("mail.deliver", JobState.done), own_work("mail.deliver")
    administrator = client_of(who, "en")
    page = administrator.get("/jobs/")
    assert [number for number in (job_id, done, letters, undelivered) if f"J-{number:04d}" in page.text] == [
        job_id,
        done,
        undelivered,
    ]
    assert REASON.en in administrator.get(f"/jobs/{job_id}").text
    for verb in ("cancel", "retry"):  # it is done for both sides: neither stops it
        administrator.post(f"/jobs/{job_id}/{verb}", status=403)


@pytest.mark.parametrize("who", ["planner.us", "signatory.mx", "printer.us", "secretariat", "partner-a.us"])
def test_nobody_else_sees_it(client_of: Callable[..., Browser], world: World, who: str) -> None:
    job_id = own_work()
    someone = client_of(who)
    assert f"J-{job_id:04d}" not in someone.get("/jobs/").text
    someone.get(f"/jobs/{job_id}", status=404)


@pytest.mark.parametrize(("note", "shown"), [(EL_PASO, "now: El Paso County"), ("F-0006", "now: F-0006")])
def test_the_part_in_hand_is_named(client_of: Callable[..., Browser], world: World, note: str, shown: str) -> None:
    job_id = job(world)
    with acting(None, None, "test", now()):
        session.get_one(Job, job_id).note = note
        session.commit()
    assert shown in client_of("printer.us", "en").get(f"/jobs/{job_id}").text


def test_a_kind_and_a_payload_that_nobody_knows_have_a_page(client_of: Callable[..., Browser], world: World) -> None:
    job_id = job(world)
    with acting(None, None, "test", now()):
        found = session.get_one(Job, job_id)
        found.kind, found.payload = "flyers.sing", ["x"]  # type: ignore[assignment]
        session.commit()
    printer = client_of("printer.us")
    assert "flyers.sing" in printer.get("/jobs/").text
    assert "flyers.sing" in printer.get(f"/jobs/{job_id}").text
