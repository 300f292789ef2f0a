"""What is open between the two countries: both sides read the same lines, oldest first, and nothing of one alone."""

from collections.abc import Callable

import pytest

from campaign.accounts.models import User
from campaign.clock import now
from campaign.db import Side, acting, session
from campaign.home import between
from campaign.home.board import Kind
from campaign.schedule import actions as schedule
from campaign.schedule.models import Activity
from tests.browser import MOST_QUERIES, Browser, queries
from tests.home.test_board import busy, titles
from tests.materials import acts
from tests.page import words_of
from tests.reviews import routes
from tests.schedule import samples
from tests.world import World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
INNER = {Kind.steps, Kind.deliveries}  # how far a side is within its own house


def kinds(user: User, side: Side, campaign_id: int = 0) -> list[Kind]:
    owed = between.owed_by(side, user, now().date(), campaign_id)
    return [one.line.found.kind for one in owed.items]


@pytest.mark.parametrize("side", list(Side))
def test_both_sides_read_the_same_lines_oldest_first(world: World, side: Side) -> None:
    busy(world)
    samples.enter(world, "planner.us", samples.plan("joint", *Side))
    there, here = (
        [
            (one.line.found.kind, one.line.found.id, one.line.found.since, one.campaign)
            for one in between.owed_by(side, world.user(who), now().date()).items
        ]
        for who in ("planner.us", "reviewer.mx")
    )
    assert there == here
    assert there == sorted(there, key=lambda row: row[2])
    assert {row[0] for row in there} & INNER == set()
    assert {Kind.tracks, Kind.holds} <= {row[0] for row in there}


def test_inner_steps_of_a_side_stay_inside(world: World) -> None:
    routes.make_route(world, "mx")
    routes.send(world, acts.flyer(world))
    for side in Side:
        assert Kind.steps not in kinds(world.user("planner.us"), side)


def test_what_one_side_plans_alone_is_not_between_the_two(world: World) -> None:
    user = world.user("planner.us")
    ids = {
        one.campaign.id
        for side in Side
        for one in between.owed_by(side, user, now().date()).items
        if one.campaign is not None
    }
    assert ids
    assert not ids & {world.plan_id, world.national_us_id}


def test_a_joint_activity_waits_for_the_side_that_said_nothing_yet(client_of: ClientOf, world: World) -> None:
    made = samples.enter(world, "planner.us", samples.plan("joint_fair", *Side))
    samples.enter(world, "planner.us", samples.plan("own_fair", Side.US))
    assert Kind.activities in kinds(world.user("planner.us"), Side.MX)
    assert Kind.activities not in kinds(world.user("planner.us"), Side.US)
    assert "joint_fair" in titles(client_of("planner.mx", "en").get("/board?kind=activities"))
    assert "joint_fair" in titles(client_of("signatory.mx", "en").get("/board?turn=others&kind=activities"))
    assert "joint_fair" in titles(client_of("planner.us", "en").get("/board?turn=theirs&kind=activities"))
    user = world.user("planner.mx")
    with acting(user, Side.MX, "schedule.confirm", now()):
        schedule.confirm(session.get_one(Activity, made.id), user, now())
        session.commit()
    assert Kind.activities not in kinds(world.user("planner.us"), Side.MX)


@pytest.mark.parametrize(
    ("who", "language", "heads"),
    [
        ("planner.us", "en", ["We wait for Mexico", "Mexico waits for us"]),
        ("planner.mx", "en", ["We wait for the United States", "The United States waits for us"]),
        ("signatory.us", "es", ["Esperamos a México", "México nos espera"]),
        ("reviewer.mx", "es", ["Esperamos a Estados Unidos", "Estados Unidos nos espera"]),
    ],
)
def test_the_sheet_says_it_from_the_readers_side(
    client_of: ClientOf, world: World, who: str, language: str, heads: list[str]
) -> None:
    browser = client_of(who, language)
    page = browser.get("/between")
    assert any(button.get("data-print") is not None for button in page.all("button"))
    assert [words_of(head) for head in page.all("h2")] == heads
    assert titles(page)
    for link in {a.get("href") or "" for a in page.all("a") if "row__name" in (a.get("class") or "")}:
        assert browser.get(link.partition("#")[0]).status == 200


def test_one_campaign_alone_and_the_ways_to_the_sheet(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    address = f"/between?campaign={world.proposal_id}"
    assert address in browser.get(f"/campaigns/{world.proposal_id}").links
    assert address in browser.get(f"/board?campaign={world.proposal_id}").links
    page = browser.get(address)
    assert titles(page) == ["Naloxone at every bridge"] * 2
    assert len(titles(browser.get("/between"))) > 1
    assert browser.get("/between?campaign=99999999999999999999").status == 200
    everything = titles(client_of("planner.mx", "en").get("/between"))
    assert titles(client_of("planner.mx", "en").get(f"/between?campaign={world.plan_id}")) == everything
    assert "/between" not in " ".join(client_of("planner.mx", "en").get(f"/campaigns/{world.plan_id}").links)


@pytest.mark.parametrize("who", ["partner-a.us", "printer.mx", "administrator.us", "secretariat", "observer"])
def test_only_officials_read_it(client_of: ClientOf, who: str) -> None:
    client_of(who, "en").get("/between", status=403)


def test_an_empty_side_says_so(client_of: ClientOf, world: World) -> None:
    page = client_of("planner.us", "en").get(f"/between?campaign={world.running.id}")
    assert "Nothing is open here." in page.text


def test_it_costs_few_questions(client_of: ClientOf, world: World) -> None:
    busy(world)
    browser = client_of("planner.us", "en")
    browser.get("/between")
    with queries() as spent:
        browser.get("/between")
    assert spent[0] <= MOST_QUERIES


def test_the_clock_has_the_name_of_its_city_with_accents(client_of: ClientOf, world: World) -> None:
    with acts.act(world, "planner.mx") as planner:
        planner.zone = "America/Ciudad_Juarez"
    assert "(Ciudad Juárez)" in client_of("planner.mx", "es").get("/between").text
