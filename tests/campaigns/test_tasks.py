"""Tasks and milestones: who sees them, who ticks them off, and two who write at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign import clock
from campaign.campaigns.tasks.models import Task
from campaign.db import Side, session
from tests.browser import Browser
from tests.campaigns.tasks import DAY, enter
from tests.world import NOW, World

ClientOf = Callable[..., Browser]


def test_a_planner_enters_one_and_ticks_it_off(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.mx", "es")
    track = world.track(Side.MX, "running")
    browser.get(f"/campaigns/tracks/{track.id}/new-task")
    browser.send(title_es="Pedir el permiso del parque", due_on="2026-12-10")
    page = browser.follow()
    assert "Pedir el permiso del parque" in page.text
    browser.send(f"/campaigns/tasks/{session.scalars(select(Task.id)).one()}/finish")
    assert "Hecho el" in browser.follow().text


def test_nothing_typed_is_lost(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    browser.get(f"/campaigns/tracks/{world.track(Side.US, 'running').id}/new-task")
    page = browser.send(status=422, title_en="Ask for the permit", due_on="10 December")
    assert "Ask for the permit" in page.response.text
    assert "year-month-day" in page.text
    page = browser.send(status=422, title_en="  ", title_es="", due_on="2026-12-10")
    assert "in one language at least" in page.text


def test_a_stale_form_shows_both_texts(client_of: ClientOf, world: World) -> None:
    task = enter(world, Side.US, "Call the clinic")
    first, second = client_of("planner.us", "en"), client_of("planner.us", "en")
    for browser in (first, second):
        browser.get(f"/campaigns/tasks/{task.id}/edit")
    second.send(f"/campaigns/tasks/{task.id}/edit", title_en="Call both clinics")
    page = first.send(f"/campaigns/tasks/{task.id}/edit", status=409, title_en="Write to the clinic")
    assert "Call both clinics" in page.text
    assert "Write to the clinic" in page.text


def test_the_other_side_reads_milestones_and_no_tasks(client_of: ClientOf, world: World) -> None:
    enter(world, Side.US, "Our own list")
    enter(world, Side.US, "Posters are printed", is_milestone=True)
    page = client_of("planner.mx", "en").get(f"/campaigns/{world.running_id}/tasks")
    assert "Posters are printed" in page.text
    assert "Our own list" not in page.text


def test_a_partner_ticks_off_what_was_given_to_it(client_of: ClientOf, world: World) -> None:
    task = enter(world, Side.US, "Hang up the posters", organization_id=world.organizations["clinic.us"])
    browser = client_of("partner-a.us", "en")
    assert "Hang up the posters" in browser.get("/campaigns/tasks").text
    browser.send(f"/campaigns/tasks/{task.id}/finish")
    assert session.get_one(Task, task.id, populate_existing=True).done_by_id == world.users["partner-a.us"]
    client_of("partner-b.us").post(f"/campaigns/tasks/{task.id}/finish", status=404)


@pytest.mark.parametrize("days", [0, 1])
def test_it_is_late_from_the_day_after_by_the_readers_calendar(client_of: ClientOf, world: World, days: int) -> None:
    enter(world, Side.US, "Call the clinic")
    with clock.at(NOW.replace(month=DAY.month, day=DAY.day, hour=20) + timedelta(days=days)):
        text = client_of("planner.us", "en").get(f"/campaigns/{world.running_id}/tasks").text
    assert ("Was due on" in text) is (days == 1)


def test_a_milestone_is_said_without_a_dot_behind_it(client_of: ClientOf, world: World) -> None:
    enter(world, Side.US, "Posters are printed", is_milestone=True)
    page = client_of("planner.us", "en").get(f"/campaigns/{world.running_id}/tasks")
    assert "US Milestone Posters are printed" in page.text
