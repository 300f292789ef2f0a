"""The common half: both sides write it until both agreed, and two who write at once lose nothing."""

from collections.abc import Callable

import pytest

from campaign.campaigns import moves
from campaign.campaigns.models import TrackState, Verb
from campaign.clock import now
from campaign.db import Side, session
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.mail.told import notices_to
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
        moves.make(world.track(Side.US, "proposal"), Verb.agree, signatory, now())
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


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_was_typed_while_both_agreed_is_kept(
    client_of: ClientOf, world: World, acting_as: ActingAs, language: str
) -> None:
    """The state may move on while somebody writes: the answer says why, and the words stay on the screen."""
    browser = client_of("planner.us", language)
    browser.get(f"/campaigns/{world.proposal_id}/edit")
    with acting_as("signatory.us"):
        for side in Side:
            world.track(side, "proposal").state = TrackState.agreed
        world.proposal.state = TrackState.agreed
        session.commit()
    page = browser.send(status=409, aim_en="A sentence that took an hour.")
    assert page.form().filled({})["aim_en"] == ["A sentence that took an hour."]
    assert {"en": "they are closed to changes", "es": ""}[language] in page.text
    assert world.proposal.aim.en != "A sentence that took an hour."


@pytest.mark.parametrize("state", ["scheduled", "active", "paused", "closed", "evaluated"])
def test_a_track_under_way_is_never_opened_by_an_edit(
    client_of: ClientOf, world: World, acting_as: ActingAs, state: str
) -> None:
    with acting_as("planner.us"):
        world.track(Side.US, "proposal").state = TrackState(state)
        session.commit()
    browser = client_of("planner.mx", "en")
    browser.get(f"/campaigns/{world.proposal_id}/edit")
    page = browser.send(status=409, title_en="Another title")
    assert "The track of the United States is scheduled or under way" in page.text
    assert world.track(Side.US, "proposal").state is TrackState(state)


def test_the_side_whose_yes_is_open_again_is_told(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    browser = client_of("planner.mx")
    browser.get(f"/campaigns/{world.proposal_id}/edit")
    browser.send(title_en="Another title")
    (notice,) = session.scalars(notices_to(Side.US, now()))
    assert notice.subject.en == "The track of the United States in “Another title” is a draft again"
    assert list(session.scalars(notices_to(Side.MX, now()))) == []
    client_of("planner.us", "en").get(f"/campaigns/{world.proposal_id}/edit")


def test_a_side_that_cancelled_its_track_writes_no_common_text(
    client_of: ClientOf, world: World, acting_as: ActingAs
) -> None:
    with acting_as("signatory.mx") as signatory:
        moves.make(world.track(Side.MX, "proposal"), Verb.cancel, signatory, now(), "No budget.")
        session.commit()
    browser = client_of("planner.mx", "en")
    browser.get(f"/campaigns/{world.proposal_id}/edit")
    assert "Your country cancelled its track" in browser.send(status=409, title_en="Ours").text
    other = client_of("planner.us", "en")
    other.get(f"/campaigns/{world.proposal_id}/edit")
    other.send(title_en="Theirs")
