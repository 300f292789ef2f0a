"""The list of campaigns: what each person sees in it, how it is searched, and what a long one costs."""

from collections.abc import Callable

import pytest

from campaign.campaigns import actions, moves
from campaign.campaigns.models import CampaignKind, TrackState, Verb
from campaign.clock import now
from campaign.db import Side, session
from tests.browser import Browser, queries
from tests.conftest import ActingAs
from tests.page import Page
from tests.world import BRIEF, World

pytestmark = pytest.mark.database

ClientOf = Callable[..., Browser]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("who", "count"),
    [
        ("planner.us", 4),
        ("signatory.us", 4),
        ("planner.mx", 5),
        ("signatory.mx", 5),
        ("printer.mx", 5),
        ("administrator.us", 4),
        ("secretariat", 3),
        ("observer", 1),
    ],
)
def test_each_sees_the_own_list(client_of: ClientOf, world: World, who: str, count: int, language: str) -> None:
    page = client_of(who, language).get("/campaigns/")
    found = [link for link in page.links if link.removeprefix("/campaigns/").isdigit()]
    assert len(found) == count
    assert (f"/campaigns/{world.plan_id}" in found) == who.endswith(".mx")
    assert (f"/campaigns/{world.national_us_id}" in found) == who.endswith(".us")


@pytest.mark.parametrize("who", ["partner-a.us", "partner-b.mx"])
def test_partners_have_no_list(client_of: ClientOf, who: str) -> None:
    client_of(who).get("/campaigns/", status=403)


def test_only_planners_are_offered_to_begin_one(client_of: ClientOf) -> None:
    assert "/campaigns/new" in client_of("planner.mx").get("/campaigns/").links
    for who in ("signatory.mx", "printer.us", "administrator.mx", "observer", "secretariat"):
        assert "/campaigns/new" not in client_of(who).get("/campaigns/").links, who


def test_both_titles_stand_in_it_the_readers_language_first(client_of: ClientOf, world: World) -> None:
    text = client_of("planner.mx").get("/campaigns/").text
    assert text.index("Dos ciudades, un mensaje") < text.index("Two cities, one message")
    text = client_of("planner.us").get("/campaigns/").text
    assert text.index("Two cities, one message") < text.index("Dos ciudades, un mensaje")


def test_the_own_side_comes_first(client_of: ClientOf) -> None:
    for who, first, second in (("planner.us", "US", "MX"), ("planner.mx", "MX", "US")):
        page = client_of(who).get("/campaigns/?q=puente")
        sides = [tag.text for tag in page.all("span") if tag.get("class") == "country"]
        assert sides == [first, second]


@pytest.mark.parametrize("words", ["Naloxona", "NALOXONE bridge", "c-003"])
def test_search_finds_title_and_code(client_of: ClientOf, world: World, words: str) -> None:
    words = words.replace("c-003", world.proposal.code)
    page = client_of("planner.us").get("/campaigns/", query_string={"q": words})
    assert f"/campaigns/{world.proposal_id}" in page.links
    assert f"/campaigns/{world.campaign_id}" not in page.links


def test_a_filter_keeps_the_search_and_can_be_taken_away(client_of: ClientOf, world: World) -> None:
    page = client_of("planner.us").get("/campaigns/?q=one&state=agreed")
    assert f"/campaigns/{world.campaign_id}" in page.links
    assert {"/campaigns/?q=one", "/campaigns/?state=agreed", "/campaigns/"} <= set(page.links)
    assert f"/campaigns/{world.campaign_id}" not in client_of("planner.us").get("/campaigns/?state=draft").links


def test_what_fits_nothing_says_so(client_of: ClientOf) -> None:
    page = client_of("planner.us").get("/campaigns/", query_string={"q": "<b>%_ñandú"})
    assert "No campaign fits all of these" in page.text
    assert "“<b>%_ñandú”" in page.text


@pytest.mark.parametrize("query", ["?state=nonsense", "?page=99999999", "?page=x", "?q=" + "a" * 3000])
def test_a_strange_address_is_still_a_list(client_of: ClientOf, query: str) -> None:
    client_of("planner.us").get(f"/campaigns/{query}")


def test_a_long_list_costs_no_more_than_a_short_one(client_of: ClientOf, acting_as: ActingAs) -> None:
    browser = client_of("planner.us")
    browser.get("/campaigns/")
    with queries() as short:
        browser.get("/campaigns/")
    with acting_as("planner.us") as planner:
        for _n in range(30):
            campaign = actions.create(BRIEF, CampaignKind.joint, planner, now())
            actions.set_regions(campaign, ["US-48141", "MX-08037"], campaign.row_version, planner, now())
        session.commit()
    with queries() as long:
        page = browser.get("/campaigns/")
    assert len([link for link in page.links if link.removeprefix("/campaigns/").isdigit()]) == 25
    assert long[0] <= short[0]


def counts(page: Page) -> dict[str, str]:
    """What stands beside each box of the filters."""
    boxes = [row for row in page.all("li") if row.find(".//input[@type='checkbox']") is not None]
    values = [row.find(".//input[@type='checkbox']") for row in boxes]
    figures = [row.find("span") for row in boxes]
    return {
        box.get("value", ""): figure.text or ""
        for box, figure in zip(values, figures, strict=True)
        if box is not None and figure is not None
    }


def test_kind_and_state_are_counted_each_under_the_other(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    page = browser.get("/campaigns/")
    assert counts(page) == {"draft": "2", "agreed": "1", "active": "1", "joint": "3", "national": "1"}
    page = browser.get("/campaigns/?kind=national")
    assert counts(page) == {"draft": "1", "joint": "3", "national": "1"}
    assert [link for link in page.links if link.removeprefix("/campaigns/").isdigit()] == [
        f"/campaigns/{world.national_us_id}"
    ]
    page = browser.get("/campaigns/?state=active&kind=national")
    assert "No campaign fits all of these" in page.text
    assert counts(page) == {"draft": "1", "active": "0", "joint": "1", "national": "0"}
    assert {"/campaigns/?state=active", "/campaigns/?kind=national", "/campaigns/"} <= set(page.links)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("state", list(TrackState))
def test_every_state_has_its_word(
    client_of: ClientOf, world: World, acting_as: ActingAs, state: TrackState, language: str
) -> None:
    with acting_as("planner.us"):
        world.running.state = world.track(Side.MX, "running").state = state
        session.commit()
    page = client_of("planner.us", language).get("/campaigns/?state=" + state.value)
    assert f"/campaigns/{world.running_id}" in page.links
    badges = [tag for tag in page.all("span") if "badge" in tag.get("class", "").split()]
    assert badges


def test_a_side_that_left_is_named_so(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    with acting_as("signatory.mx") as signatory:
        moves.make(world.track(Side.MX, "running"), Verb.leave, signatory, now(), "Other plans.")
        session.commit()
    page = client_of("planner.us", "en").get("/campaigns/?q=medicine")
    assert "MX Left" in page.text


@pytest.mark.parametrize("state", [TrackState.closed, TrackState.evaluated, TrackState.cancelled])
def test_what_is_over_stays_findable(client_of: ClientOf, world: World, acting_as: ActingAs, state: TrackState) -> None:
    with acting_as("planner.us"):
        world.running.state = state
        session.commit()
    hub, browser = f"/campaigns/{world.running_id}", client_of("planner.mx")
    for path in ("/campaigns/", f"/campaigns/?state={state.value}", "/campaigns/?q=medicinas", "/search?q=medicinas"):
        assert hub in browser.get(path).links, path
