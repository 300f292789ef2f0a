"""The common half: both sides write it until both agreed, and two who write at once lose nothing."""

from collections.abc import Callable

import pytest

from campaign.campaigns import actions
from campaign.campaigns.models import TrackState
from campaign.clock import now
from campaign.db import Side, session
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.world import World

ClientOf = Callable[..., Browser]


@pytest.mark.parametrize("who", ["planner.us", "planner.mx"])
def test_planners_of_both_sides_write_a_shared_campaign(client_of: ClientOf, world: World, who: str) -> None:
    browser = client_of(who, "en")
    browser.get(f"/campaigns/{world.proposal_id}/edit")
    browser.send(aim_es="Menos muertes en 2027.")
    assert "The common text is saved." in browser.follow().text
    assert world.proposal.aim.es == "Menos muertes en 2027."


@pytest.mark.parametrize("who", ["signatory.us", "signatory.mx", "reviewer.us", "printer.mx", "administrator.us"])
def test_others_only_read_it(client_of: ClientOf, world: World, who: str) -> None:
    client_of(who).get(f"/campaigns/{world.proposal_id}/edit", status=403)


def test_the_page_says_what_a_change_opens(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    page = client_of("planner.mx", "en").get(f"/campaigns/{world.proposal_id}/edit")
    assert "The United States has proposed its track." in page.text
    with acting_as("signatory.us") as signatory:
        actions.agree(world.track(Side.US, "proposal"), signatory, now())
        session.commit()
    browser = client_of("planner.mx", "en")
    assert "The United States has agreed." in browser.get(f"/campaigns/{world.proposal_id}/edit").text
    browser.send(title_en="Another title")
    assert world.track(Side.US, "proposal").state is TrackState.draft


def test_a_stale_form_shows_both_texts_and_loses_neither(client_of: ClientOf, world: World) -> None:
    first, second = client_of("planner.us", "en"), client_of("planner.mx", "en")
    first.get(f"/campaigns/{world.proposal_id}/edit")
    second.get(f"/campaigns/{world.proposal_id}/edit")
    second.send(message_es="Con el 911 basta.")
    page = first.send(status=409, message_es="Llama al 911 primero.", message_en="Call 911 first.")
    for words in ("Con el 911 basta.", "Llama al 911 primero.", "Call 911 first."):
        assert words in page.text
    assert world.proposal.message.es == "Con el 911 basta."
    first.send()
    assert world.proposal.message.es == "Llama al 911 primero."
    assert world.proposal.message.en == "Call 911 first."


def test_keeping_the_other_text_leads_back_to_it(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us")
    browser.get(f"/campaigns/{world.proposal_id}/edit")
    page = browser.send(status=409, version="1", title_en="Mine")
    assert f"/campaigns/{world.proposal_id}/edit" in page.links


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_counter_that_is_none_counts_as_stale(client_of: ClientOf, world: World, version: str) -> None:
    browser = client_of("planner.us")
    browser.get(f"/campaigns/{world.proposal_id}/edit")
    browser.send(status=409, version=version, title_en="Mine")
    assert world.proposal.title.en == "Naloxone at every bridge"


def test_a_wrong_token_changes_nothing(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us")
    browser.get(f"/campaigns/{world.proposal_id}/edit")
    browser.send(status=400, csrf_token="forged", title_en="Mine")
    assert world.proposal.title.en == "Naloxone at every bridge"
