"""What each region has and lacks: the same counts on the map, in the table and in the file, for both sides alike."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from campaign import clock
from campaign.campaigns.models import CampaignRegion
from campaign.clock import now
from campaign.db import Side, acting, session
from campaign.materials.models import Material
from campaign.regions import map as maps
from campaign.regions.models import Level, Region
from campaign.schedule import actions
from campaign.schedule.coverage.showing import kind_of
from campaign.schedule.models import ActivityType, occurrences_of
from campaign.schedule.reports import actions as reporting
from campaign.schedule.reports.actions import Said
from tests.browser import Browser, queries
from tests.page import Page, words_of
from tests.schedule.samples import DAY, enter, plan
from tests.world import EL_PASO, JUAREZ, World

ClientOf = Callable[..., Browser]
PAGE = "/schedule/coverage"
MOST_BYTES = 120_000
AFTER = datetime(2026, 11, 29, 16, tzinfo=UTC)  # the day after DAY


def cells(page: Page, key: str) -> list[str]:
    """The figures of one line: people in 2020, planned, cleared, with a sheet, held."""
    line = next(one for one in page.all("tr") if one.get("id") == f"r-{key}")
    return [words_of(cell) for cell in line.iter("td")][1:]


def on_map(page: Page) -> dict[str, str]:
    """What is read aloud of each region, by its first words."""
    groups = [one for one in page.all("g") if one.get("class") == "map__regions"]
    return dict(words_of(link).rsplit(": ", 1) for group in groups for link in group.iter("a"))


def gap(page: Page, name: str) -> list[tuple[str, str]]:
    """Words and address of each line of one kind of gap."""
    panel = next(one for one in page.all("section") if one.get("aria-labelledby") == f"gap-{name}")
    rows = list(panel.iter("li"))
    return [(words_of(row), next(row.iter("a")).get("href") or "") for row in rows]


def widen(world: World, keys: list[str]) -> None:
    with acting(world.user("planner.us"), Side.US, "campaigns.regions", now()):
        there = set(session.scalars(select(CampaignRegion.region_key).filter_by(campaign_id=world.running_id)))
        wanted = [key for key in keys if key not in there]
        session.add_all(CampaignRegion(campaign_id=world.running_id, region_key=key) for key in wanted)
        session.commit()


def report(world: World, who: str, people: int) -> None:
    side = Side(who[-2:].upper())
    made = enter(world, who, plan("Fair", side))
    said = Said(DAY, "Park", people=people, copies_en=10, copies_es=20, copies_both=0)
    with clock.at(AFTER), acting(world.user(who), side, "schedule.report", now()):
        reporting.file(session.scalars(occurrences_of(made.id)).one(), said, 0, world.user(who), now())
        session.commit()


@pytest.mark.parametrize("who", ["planner.us", "planner.mx"])
def test_both_sides_read_the_same_counts(client_of: ClientOf, world: World, who: str) -> None:
    enter(world, "planner.us", plan("Joint", *Side))
    enter(world, "planner.us", plan("Due", Side.US, type=ActivityType.deadline))
    gone = enter(world, "planner.mx", plan("Gone", Side.MX))
    with acting(world.user("planner.mx"), Side.MX, "schedule.cancel", now()):
        actions.cancel(gone, "Storm", world.user("planner.mx"), now())
        session.commit()
    page = client_of(who, "en").get(PAGE)
    assert [cells(page, key)[0] for key in (EL_PASO, JUAREZ)] == ["1", "1"]
    assert on_map(page)["El Paso County, Texas"] == on_map(page)["Juárez, Chihuahua"] == "1 activity planned"


def test_days_narrow_what_is_planned(client_of: ClientOf, world: World) -> None:
    enter(world, "planner.us", plan("Fair", Side.US))
    browser = client_of("planner.us", "en")
    assert cells(browser.get(f"{PAGE}?first={DAY}&last={DAY}"), EL_PASO)[0] == "1"
    page = browser.get(f"{PAGE}?first=2026-12-30&last=junk")
    assert cells(page, EL_PASO)[0] == "0"


@pytest.mark.parametrize(("who", "people"), [("planner.us", "7 people"), ("planner.mx", "0 people")])
def test_small_groups_are_counted_for_their_own_side_only(
    client_of: ClientOf, world: World, who: str, people: str
) -> None:
    report(world, "planner.us", 7)
    said = cells(client_of(who, "en").get(PAGE), EL_PASO)[3]
    assert said.startswith("1")
    assert people in said
    assert "30 copies" in said
    assert ("1 small group left out" in said) == (who == "planner.mx")


def test_classes_begin_at_their_thresholds_and_grey_tells_them_apart() -> None:
    assert [kind_of(n, True) for n in (0, 1, 2, 4, 5, 900)] == [maps.AMOUNTS[n] for n in (0, 1, 2, 2, 3, 3)]
    assert kind_of(0, False) == maps.OUTSIDE
    assert len({maps.FILLS[kind] for kind in (*maps.AMOUNTS, maps.OUTSIDE)}) == 5


def test_what_is_in_force_counts_in_its_country_alone(client_of: ClientOf, world: World) -> None:
    material = session.get_one(Material, world.in_force_id)
    with acting(world.user("planner.us"), Side.US, "materials.edit", now()):
        material.campaign_id, material.in_force_us, material.in_force_mx = world.running_id, True, False
        session.commit()
    browser = client_of("planner.us", "en")
    page = browser.get(f"{PAGE}?campaign={world.running_id}&what=cleared")
    assert [cells(page, key)[1] for key in (EL_PASO, JUAREZ)] == ["1", "0"]
    for name in ("no_es", "no_en"):
        ((words, url),) = gap(page, name)
        assert words.startswith("MX Juárez, Chihuahua")
        assert url == f"/materials/?campaign={world.running_id}"


def test_each_gap_leads_to_its_remedy(client_of: ClientOf, world: World) -> None:
    material = session.get_one(Material, world.in_force_id)
    with acting(world.user("planner.us"), Side.US, "materials.edit", now()):
        material.campaign_id = world.running_id
        session.commit()
    hub = f"/campaigns/{world.running_id}"
    for side, key, label in (
        (Side.US, EL_PASO, "Mexico plans here"),
        (Side.MX, JUAREZ, "The United States plans here"),
    ):
        browser = client_of(f"planner.{side.value.lower()}", "en")
        own, other = gap(browser.get(f"{PAGE}?campaign={world.running_id}"), "no_activity")
        assert own[1] == f"/schedule/new?campaign={world.running_id}&region={key}"
        assert browser.get(own[1]).form().filled({})["region"] == [key]
        assert (label in other[0], other[1]) == (True, hub)


def test_an_activity_with_nothing_in_force_is_a_gap(client_of: ClientOf, world: World) -> None:
    with acting(world.user("planner.us"), Side.US, "materials.edit", now()):
        for one in session.scalars(select(Material)).unique():
            one.in_force_us = one.in_force_mx = False
        session.commit()
    enter(world, "planner.us", plan("Joint", *Side))
    page = client_of("planner.mx", "es").get(f"{PAGE}?campaign={world.running_id}&gap=nothing_cleared")
    assert len(gap(page, "nothing_cleared")) == 2
    assert [cells(page, key)[0] for key in (JUAREZ, EL_PASO)] == ["1", "1"]
    page = client_of("planner.mx", "es").get(f"{PAGE}?campaign={world.running_id}&gap=no_activity")
    assert f'id="r-{JUAREZ}"' not in page.html


@pytest.mark.parametrize("sort", ["name", "people", "planned", "held", "zzz"])
def test_sides_take_turns_in_every_order(client_of: ClientOf, world: World, sort: str) -> None:
    widen(world, ["US-06073", "US-48479", "MX-02004", "MX-28027"])
    page = client_of("planner.mx", "en").get(f"{PAGE}?sort={sort}&campaign={world.running_id}")
    order = [(one.get("id") or "")[2:4] for one in page.all("tr") if (one.get("id") or "").startswith("r-")]
    assert order == ["MX", "US"] * 3


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_largest_map_is_small_and_cheap(client_of: ClientOf, world: World, language: str) -> None:
    everywhere = session.scalars(select(Region.key).where(Region.level != Level.state)).all()
    widen(world, list(everywhere))
    browser = client_of("planner.us", language)
    browser.get(f"{PAGE}?zoom=states", is_checked=False)
    with queries() as asked:
        page = browser.get(f"{PAGE}?zoom=states", is_checked=False)
    assert len(on_map(page)) == 638
    assert len(gzip.compress(page.response.data, 6)) <= MOST_BYTES
    assert asked[0] <= 12


def test_the_file_has_every_line(client_of: ClientOf, world: World) -> None:
    widen(world, list(session.scalars(select(Region.key).where(Region.state_code == "48"))))
    enter(world, "planner.us", plan("Joint", *Side))
    page = client_of("planner.us", "en").get(f"{PAGE}.csv?campaign={world.running_id}")
    lines = page.response.data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Code,Name,State,Country")
    assert len(lines) == 1 + 255 + 1
    line = next(line for line in lines if line.startswith(JUAREZ))
    assert line.startswith(f"{JUAREZ},Juárez,Chihuahua,Mexico,1512450,yes,1,")


def test_a_whole_state_holds_what_lies_in_it(client_of: ClientOf, world: World) -> None:
    widen(world, ["US-48"])
    enter(world, "planner.us", plan("Fair", Side.US))
    page = client_of("planner.us", "en").get(f"{PAGE}?campaign={world.running_id}")
    assert cells(page, "US-48")[0] == "1"


def test_nobody_counts_what_they_may_not_see(client_of: ClientOf, world: World) -> None:
    enter(world, "planner.us", plan("Fair", Side.US))
    page = client_of("partner-a.mx", "en").get(PAGE)
    assert f'id="r-{EL_PASO}"' not in page.html
    assert "Gaps in the target regions" not in page.text
    client_of("printer.us").get(PAGE, status=403)


NONSENSE = ("what=%00", f"campaign={'9' * 300}", "first=2026-02-31", "side=ZZ&gap=x&zoom=moon", "page=99999")


@pytest.mark.parametrize("asked", NONSENSE, ids=lambda asked: asked[:12])
def test_an_address_that_makes_no_sense_asks_for_nothing(client_of: ClientOf, asked: str) -> None:
    client_of("planner.us", "en").get(f"{PAGE}?{asked}")
