"""The list of campaigns: what each person sees in it, how it is searched, and what a long one costs."""

from collections.abc import Callable

import pytest

from campaign.campaigns import actions
from campaign.clock import now
from campaign.db import session
from tests.browser import Browser, queries
from tests.conftest import ActingAs
from tests.world import BRIEF, World

pytestmark = pytest.mark.database

ClientOf = Callable[..., Browser]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("who", "count"),
    [
        ("planner.us", 2),
        ("signatory.us", 2),
        ("planner.mx", 3),
        ("signatory.mx", 3),
        ("printer.mx", 3),
        ("administrator.us", 2),
        ("secretariat", 2),
        ("observer", 0),
    ],
)
def test_each_sees_the_own_list(client_of: ClientOf, world: World, who: str, count: int, language: str) -> None:
    page = client_of(who, language).get("/campaigns/")
    found = [link for link in page.links if link.removeprefix("/campaigns/").isdigit()]
    assert len(found) == count
    assert (f"/campaigns/{world.plan_id}" in found) == (count == 3)


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
            campaign = actions.create(BRIEF, planner, now())
            actions.set_regions(campaign, ["US-48141", "MX-08037"], campaign.row_version)
        session.commit()
    with queries() as long:
        page = browser.get("/campaigns/")
    assert len([link for link in page.links if link.removeprefix("/campaigns/").isdigit()]) == 25
    assert long[0] <= short[0]
