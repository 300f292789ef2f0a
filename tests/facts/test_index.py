"""The list of facts: what there is, what waits for whom, and what may be sent from it."""

from collections.abc import Callable

import pytest

from campaign.clock import now
from campaign.db import session
from campaign.facts import actions
from campaign.facts.models import Fact
from tests.browser import Browser, queries
from tests.conftest import ActingAs
from tests.world import World

ClientOf = Callable[..., Browser]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("who", ["planner.us", "reviewer.mx", "signatory.us", "partner-a.mx", "printer.us", "observer"])
def test_all_but_administrators_read_it(client_of: ClientOf, who: str, language: str) -> None:
    page = client_of(who, language).get("/facts/")
    assert ("20 facts of 20" if language == "en" else "20 datos de 20") in page.text


def test_administrators_see_no_content(client_of: ClientOf, world: World) -> None:
    client_of("administrator.us").get("/facts/", status=403)
    client_of("administrator.mx").get(f"/facts/{world.fact('us_988').fact_id}", status=404)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("kind=number", 6),
        ("kind=number&kind=statement", 20),
        ("territory=MX", 4),
        ("state=in_force", 6),
        ("state=draft&territory=US", 5),
        ("q=FindTreatment", 1),
        ("q=sobredosis naloxona", 2),
        ("kind=nonsense&state=None&territory=CA", 20),
        ("waiting=US", 0),
    ],
)
def test_it_is_filtered(client_of: ClientOf, asked: str, count: int) -> None:
    page = client_of("planner.us", "en").get(f"/facts/?{asked}")
    assert f"{count} facts of 20" in page.text.replace("1 fact of", "1 facts of")


def test_what_waits_for_each_country_is_found(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us"):
        actions.submit(world.fact("naloxone_what"), now())
        actions.submit(world.fact("us_findtreatment"), now())
        session.commit()
    browser = client_of("signatory.us", "en")
    assert "2 facts of 20" in browser.get("/facts/?waiting=US").text
    assert "1 fact of 20" in browser.get("/facts/?waiting=MX").text
    assert "Waiting for both countries" in browser.get("/facts/?waiting=MX").text


def test_own_side_stands_first(client_of: ClientOf) -> None:
    assert 'aria-label="United States: ' in client_of("planner.us", "en").get("/facts/?territory=BOTH").html
    assert 'aria-label="Mexico: ' in client_of("planner.mx", "en").get("/facts/?territory=BOTH").html


def test_only_planners_tick_drafts_of_their_own_territory(client_of: ClientOf, world: World) -> None:
    us, mx = (client_of(who, "en").get("/facts/").html for who in ("planner.us", "planner.mx"))
    box = f'value="{world.fact("us_findtreatment").fact_id}" aria-label='
    assert box in us
    assert box not in mx
    assert f'value="{world.fact("us_988").fact_id}" aria-label=' not in us  # in force already
    assert 'name="pick"' not in client_of("signatory.us", "en").get("/facts/").html


def test_the_number_of_queries_does_not_grow_with_the_rows(client_of: ClientOf) -> None:
    browser = client_of("planner.us", "en")
    browser.get("/facts/")
    with queries() as many:
        browser.get("/facts/")
    with queries() as few:
        browser.get("/facts/?q=FindTreatment")
    assert many[0] <= few[0] + 1


def test_every_shipped_warning_is_said_in_both_languages(client_of: ClientOf, world: World) -> None:
    for fact in session.query(Fact).all():
        version = world.fact(fact.key)
        if version.warning:
            page = client_of("planner.mx", "es").get(f"/facts/{version.fact_id}")
            assert "Antes de imprimir:" in page.text
            assert version.warning not in page.text
