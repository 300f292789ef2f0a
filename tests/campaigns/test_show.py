"""The hub: both halves as equals, what is missing, who must act, and only what the reader may see."""

from collections.abc import Callable
from datetime import date
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import pytest

from campaign.campaigns import actions
from campaign.campaigns.models import CampaignKind
from campaign.campaigns.tasks import actions as tasks
from campaign.campaigns.tasks.actions import Line
from campaign.clock import now
from campaign.db import Bilingual, Side, session
from campaign.regions.models import find
from campaign.schedule import actions as activity
from tests.browser import Browser, queries
from tests.conftest import ActingAs
from tests.schedule.samples import enter, plan
from tests.world import World

ClientOf = Callable[..., Browser]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "who", ["planner.us", "signatory.us", "planner.mx", "signatory.mx", "secretariat", "printer.us"]
)
@pytest.mark.parametrize("name", ["campaign", "proposal"])
def test_everyone_who_may_reads_the_hub(client_of: ClientOf, world: World, name: str, who: str, language: str) -> None:
    page = client_of(who, language).get(f"/campaigns/{getattr(world, f'{name}_id')}")
    title = getattr(world, name).title
    assert page.h1 == title.of(language)
    assert title.twin(language) in page.text


@pytest.mark.parametrize("who", ["planner.us", "signatory.us", "secretariat", "observer", "partner-a.mx"])
def test_an_unshared_draft_is_not_there_for_the_other_side(client_of: ClientOf, world: World, who: str) -> None:
    browser = client_of(who)
    track = world.track(Side.US, "plan").id
    for path in ("", "/edit", "/regions"):
        browser.get(f"/campaigns/{world.plan_id}{path}", status=404)
    browser.get(f"/campaigns/tracks/{track}/edit", status=404)
    for act in ("propose", "take-back", "agree", "schedule", "pause", "resume", "close", "evaluate", "cancel"):
        browser.post(f"/campaigns/tracks/{track}/{act}", status=404)
    browser.post(f"/schedule/tracks/{track}/launch", status=404)


@pytest.mark.parametrize(("who", "first"), [("planner.us", "US"), ("planner.mx", "MX"), ("secretariat", "US")])
def test_the_halves_stand_in_the_readers_order(client_of: ClientOf, world: World, who: str, first: str) -> None:
    page = client_of(who).get(f"/campaigns/{world.campaign_id}")
    halves = [part.get("id", "") for part in page.all("div") if part.get("id", "").startswith("track-")]
    assert halves == [f"track-{first}", "track-MX" if first == "US" else "track-US"]


def test_without_a_side_spanish_names_mexico_first(client_of: ClientOf, world: World) -> None:
    page = client_of("secretariat", "es").get(f"/campaigns/{world.campaign_id}")
    halves = [part.get("id") for part in page.all("div") if part.get("id", "").startswith("track-")]
    assert halves == ["track-MX", "track-US"]


def test_budgets_are_never_added(client_of: ClientOf, world: World) -> None:
    text = client_of("planner.us").get(f"/campaigns/{world.campaign_id}").text
    assert "USD 40,000" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "MXN 40,000" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "80,000" not in text


def test_the_next_step_says_who_must_act(client_of: ClientOf, world: World) -> None:
    hub = f"/campaigns/{world.proposal_id}"
    words = {
        "planner.us": ("A signatory of the United States agrees to it.", "A planner of Mexico completes this track"),
        "signatory.us": ("Your decision: read the common text", "A planner of Mexico completes this track"),
        "planner.mx": (
            "Complete this track, then propose it to the United States.",
            "A signatory of the United States",
        ),
        "secretariat": ("A signatory of the United States agrees to it.", "A planner of Mexico completes this track"),
    }
    for who, said in words.items():
        text = client_of(who, "en").get(hub).text
        for sentence in said:
            assert sentence in text, who


@pytest.mark.parametrize(
    ("who", "acts"),
    [
        ("planner.us", {"take-back", "edit"}),
        ("signatory.us", {"agree", "cancel", "leave"}),
        ("planner.mx", {"propose", "edit"}),
        ("signatory.mx", {"cancel", "leave"}),
        ("reviewer.us", set()),
        ("administrator.us", set()),
        ("secretariat", set()),
    ],
)
def test_only_what_one_may_do_is_offered(client_of: ClientOf, world: World, who: str, acts: set[str]) -> None:
    page = client_of(who).get(f"/campaigns/{world.proposal_id}")
    offered = {form.action.rpartition("/")[2] for form in page.forms if "/tracks/" in form.action}
    links = {link.partition("#")[0] for link in page.links}  # a gap leads to its very field
    offered |= {link.rpartition("/")[2] for link in links if "/tracks/" in link and "/audit/" not in link}
    assert offered == acts


def test_gaps_lead_to_where_they_are_mended(client_of: ClientOf, world: World) -> None:
    page = client_of("planner.mx", "en").get(f"/campaigns/{world.proposal_id}")
    assert "8 of 10 ready" in page.text
    assert f"/campaigns/tracks/{world.track(Side.MX, 'proposal').id}/edit" in page.links
    other = client_of("planner.us").get(f"/campaigns/{world.proposal_id}")
    assert f"/campaigns/tracks/{world.track(Side.MX, 'proposal').id}/edit" not in other.links


def test_what_both_agreed_to_is_closed_and_says_so(client_of: ClientOf, world: World) -> None:
    page = client_of("planner.us").get(f"/campaigns/{world.campaign_id}")
    assert "they are closed to changes" in page.text
    assert not [link for link in page.links if link.endswith(("/edit", "/regions"))]
    page = client_of("planner.us").get(f"/campaigns/{world.campaign_id}/edit")
    assert "they are closed to changes" in page.text
    assert "Save the brief" not in page.text


def test_flyers_stand_there_with_their_keys(client_of: ClientOf, world: World) -> None:
    page = client_of("planner.mx", "en").get(f"/campaigns/{world.campaign_id}")
    for name in ("shared_draft", "waiting", "half_cleared", "in_force"):
        assert f"/materials/{world.material(name).id}" in page.links, name
    assert f"/materials/{world.material('draft').id}" not in page.links
    assert "Mexico: in review. United States: cleared." in page.html


def test_the_facts_that_its_flyers_quote_are_its_evidence(client_of: ClientOf, world: World) -> None:
    quoted = world.fact("recovery_position")
    page = client_of("planner.us", "en").get(f"/campaigns/{world.material('in_force').campaign_id}")
    assert f"/facts/{quoted.fact_id}" in page.links
    assert f"as of {quoted.as_of}" in page.text
    assert "Evidence" not in client_of("planner.us", "en").get(f"/campaigns/{world.national_us_id}").text


def test_people_of_a_whole_state_are_counted_once(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.mx") as planner:
        plan = world.plan
        keys = {region.key for region in session.scalars(find(state="MX-02"))}
        actions.set_regions(plan, keys, plan.row_version, planner, now())
        session.commit()
    text = client_of("planner.mx").get(f"/campaigns/{world.plan_id}").text
    assert "7 municipios, 1 estado completo" in text
    assert "3,769,020 personas en 2020" in text


def test_a_hundred_regions_cost_no_more_than_two(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.mx") as planner:
        plan = world.plan
        keys = {region.key for region in session.scalars(find(set_key="border"))}
        actions.set_regions(plan, keys, plan.row_version, planner, now())
        session.commit()
    page = client_of("planner.mx").get(f"/campaigns/{world.plan_id}", most_queries=20)
    assert "98 municipios, 48 condados" in page.text


def test_a_title_of_the_other_language_is_marked_as_such(
    client_of: ClientOf, world: World, acting_as: ActingAs
) -> None:
    with acting_as("planner.mx") as planner:
        brief = actions.Brief("", "Solo en español", "", "", "", "", "", "")
        campaign = actions.create(brief, CampaignKind.joint, planner, now())
        session.commit()
    page = client_of("planner.mx", "en").get(f"/campaigns/{campaign.id}")
    assert page.h1 == "Solo en español"
    assert page.all("h1")[0].find("span").get("lang") == "es"  # type: ignore[union-attr]


@pytest.mark.parametrize(("who", "first"), [("planner.us", "US"), ("planner.mx", "MX")])
def test_four_weeks_stand_in_a_lane_for_each_side(client_of: ClientOf, world: World, who: str, first: str) -> None:
    hub = f"/campaigns/{world.running_id}"
    assert f"/schedule/new?campaign={world.running_id}" in client_of(who, "en").get(hub).links, "nothing is planned yet"
    dates = {
        name: enter(world, f"planner.{sides[0].value.lower()}", plan(name, *sides))
        for name, sides in {"Own US": (Side.US,), "Own MX": (Side.MX,), "Both": tuple(Side)}.items()
    }
    enter(world, "planner.us", plan("Far away", Side.US, on=date(2027, 1, 15)))
    page = client_of(who, "en").get(hub)
    lanes = {text_of(part).split(" ", 3)[3]: part.get("class") for part in page.all("li") if is_lane(part)}
    own = {"US": "Own US", "MX": "Own MX"}
    assert [lane for words, lane in lanes.items() if own[first] in words] == ["lane-1"]
    assert [lane for words, lane in lanes.items() if "Both" in words] == ["lane-0"]
    assert {f"/schedule/{one.id}" for one in dates.values()} <= set(page.links)
    assert "Far away" not in page.text
    code = world.running.code
    for link in (f"/schedule/releases/{code}", f"/schedule/feeds?holds=campaign:{world.running_id}"):
        assert link in [unquote(one) for one in page.links]


def is_lane(part: Element) -> bool:
    return part.get("class", "").startswith("lane-")


def text_of(part: Element) -> str:
    return " ".join(" ".join(part.itertext()).split())


def test_tasks_partners_and_numbers(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    clinic = world.organizations["clinic.mx"]
    with acting_as("planner.mx") as planner:
        track = world.track(Side.MX, "running")
        for n in range(6):
            line = Line(Bilingual("", f"Tarea {n}"), date(2026, 12, 10 - n), organization_id=clinic)
            tasks.add(track, line, planner, now())
        session.commit()
    flyer = world.in_force_id
    wanted = {(Side.MX, flyer): 500, (Side.US, flyer): 200}
    enter(world, "planner.mx", plan("Fair", *Side, needs=wanted))
    page = client_of("planner.mx", "en").get(f"/campaigns/{world.running_id}")
    assert [n for n in range(6) if f"Tarea {n}" in page.text] == [1, 2, 3, 4, 5], "the next five"
    assert f"/partners/{clinic}" in page.links
    rows = [text_of(part) for part in page.all("tr")]
    assert "Copies wanted for what is still to come 500 of one material 200 of one material" in rows
    other = client_of("planner.us", "en").get(f"/campaigns/{world.running_id}")
    assert "Tarea" not in other.text, "a task is its side's own"
    assert "200 of one material 500 of one material" in other.text
    printer = client_of("printer.mx").get(f"/campaigns/{world.running_id}")
    assert not [link for link in printer.links if link.startswith("/schedule")]


def test_much_that_is_planned_costs_no_more(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    """The page of a campaign that waits for its launch, with a flyer, tasks and activities of both."""
    browser, hub = client_of("planner.us"), f"/campaigns/{world.campaign_id}"

    def add(count: int) -> None:
        with acting_as("planner.us") as planner:
            for n in range(count):
                activity.create(world.campaign, plan(f"Fair {n}", *Side, on=date(2026, 12, 5)), planner, now())
                tasks.add(world.track(Side.US), Line(Bilingual(f"Task {n}", ""), date(2026, 11, 2)), planner, now())
            session.commit()

    add(2)
    browser.get(hub)
    with queries() as before:
        browser.get(hub, most_queries=25)
    add(30)
    with queries() as after:
        browser.get(hub, most_queries=25)
    assert after == before
