"""Releasing says again what is in the way; a blackout without its exception refuses, everything else only warns."""

from collections.abc import Callable
from datetime import date

import pytest

from campaign.clock import now
from campaign.db import Side, acting, session
from campaign.errors import Refused
from campaign.materials.models import Material
from campaign.schedule import actions
from campaign.schedule.blackouts import actions as blackouts
from campaign.schedule.conflicts import Severity
from campaign.schedule.periods.models import Period, PeriodKind
from campaign.schedule.releases import actions as releasing
from campaign.schedule.releases.obstacles import Obstacle, obstacles
from campaign.schedule.writing import Spot
from tests.browser import Browser, queries
from tests.conftest import ActingAs
from tests.schedule.samples import enter, enter_period, plan, record, release
from tests.world import EL_PASO, World

ClientOf = Callable[..., Browser]
DAY = date(2026, 12, 9)
CHRISTMAS = date(2026, 12, 25)


def blackout(world: World, side: Side = Side.US) -> Period:
    where = {Side.US: EL_PASO, Side.MX: "MX-08"}[side]
    return enter_period(world, side, record(where, PeriodKind.blackout, starts_on=DAY, ends_on=DAY))


def page_of(world: World) -> str:
    return f"/schedule/releases/{world.running_id}/new"


def found(world: World) -> dict[str, Obstacle]:
    steps = releasing.difference(world.running, Side.US).steps
    titles = {step.activity.id: step.activity.title_en for step in steps}
    return {titles[id]: one for id, one in obstacles(steps, now()).items()}


def test_a_blackout_refuses_the_release_until_its_exception(world: World, acting_as: ActingAs) -> None:
    period, fair = blackout(world), enter(world, "planner.us", plan("Fair", Side.US, on=DAY))
    with pytest.raises(Refused, match="An electoral blackout holds in El Paso County, Texas"):
        release(world, Side.US)
    session.rollback()
    with acting_as("planner.us") as planner:
        blackouts.write(fair, period.id, "Nothing is said of any party", planner, now())
        session.commit()
    assert release(world, Side.US).n == 1


def test_what_is_called_off_is_released_in_a_blackout_too(world: World, acting_as: ActingAs) -> None:
    fair = enter(world, "planner.us", plan("Fair", Side.US, on=DAY))
    release(world, Side.US)
    blackout(world)
    with acting_as("planner.us") as planner:
        actions.cancel(fair, "Election", planner, now())
        session.commit()
    assert found(world) == {}
    assert release(world, Side.US).n == 2


def test_the_page_says_what_blocks_and_leads_there(client_of: ClientOf, world: World) -> None:
    blackout(world, Side.MX)
    joint = enter(world, "planner.us", plan("Joint", *Side, on=DAY))
    planner = world.user("planner.mx")
    with acting(planner, Side.MX, "schedule.confirm", now()):
        joint.confirmed_us_at = joint.confirmed_mx_at = now()  # before the blackout was entered
        session.commit()
    browser = client_of("planner.us", "en")
    page = browser.get(page_of(world), most_queries=25)
    assert "Nothing can be released yet. One of these activities touches an electoral blackout" in page.text
    assert "Not to be confirmed 9 Dec 2026 What is in the way" in page.text.replace("\xa0", " ")
    assert f"/schedule/{joint.id}#clashes" in page.links
    assert "Release one change" not in page.text
    spanish = client_of("planner.mx", "es").get(page_of(world))
    assert "Todavía no se puede publicar nada." in spanish.text


def test_a_blackout_entered_meanwhile_keeps_what_was_typed(client_of: ClientOf, world: World) -> None:
    enter(world, "planner.us", plan("Fair", Side.US, on=DAY))
    browser = client_of("planner.us", "en")
    browser.get(page_of(world))
    blackout(world)
    page = browser.send(status=422, note_en="First dates")
    assert "An electoral blackout holds in El Paso County, Texas" in page.text
    assert "First dates" in page.html


def test_a_clash_warns_and_the_number_of_questions_stays(client_of: ClientOf, world: World) -> None:
    spots = {Side.US: Spot(EL_PASO, person_id=world.user("planner.us").id)}
    weekly = plan("Series", Side.US, on=date(2026, 12, 18), rule="FREQ=WEEKLY;COUNT=3", spots=spots)
    enter(world, "planner.us", weekly)
    enter(world, "planner.us", plan("Quiet", Side.US, on=DAY))
    draft = session.get_one(Material, world.draft_id)
    needs = {(Side.US, draft.id): 200}
    enter(world, "planner.us", plan("Copies", Side.US, on=DAY, needs=needs))
    browser = client_of("planner.us", "en")
    page = browser.get(page_of(world), most_queries=25)
    assert {name: (one.severity, one.times) for name, one in found(world).items()} == {
        "Series": (Severity.clash, 2),  # Christmas Day and New Year's Day
        "Copies": (Severity.clash, 0),
    }
    assert "Something is in the way of 2 of these activities. They can be released as they are." in page.text
    assert "Clash on 2 of its dates, first on 25 Dec 2026" in page.text.replace("\xa0", " ")
    assert f"Copies are wanted of {draft.code}" in page.text
    with queries() as before:
        found(world)
    for number in range(6):
        enter(world, "planner.us", plan(f"Fair {number}", Side.US, on=CHRISTMAS, needs=needs))
    with queries() as after:
        assert len(found(world)) == 8
    assert after == before
    browser.get(page_of(world))
    browser.send()
    assert not found(world)


def test_pressing_asks_no_more_for_many_than_for_few(world: World) -> None:
    spent = []
    for many in (2, 8):
        for number in range(many):
            enter(world, "planner.us", plan(f"Fair {many}-{number}", Side.US, on=DAY))
        session.expire_all()
        with queries() as asked:
            release(world, Side.US)
        spent.append(asked[0])
    assert spent[0] == spent[1]
