"""Sending facts: frozen, complete in both languages, by planners of their own territory, all or none."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from campaign.clock import now
from campaign.db import session
from campaign.facts import actions
from campaign.facts.clearable import KeyState
from campaign.facts.models import FactState, FactVersion
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.facts.wordings import reworded
from tests.world import World

ClientOf = Callable[..., Browser]


def test_a_draft_is_frozen_and_waits_for_its_countries(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    browser.get(f"/facts/{world.fact('us_findtreatment').fact_id}")
    browser.send("/submit")
    assert "Waiting for the United States" in browser.follow().text
    version = world.fact("us_findtreatment")
    assert version.state is FactState.submitted
    assert (version.us_key, version.mx_key) == (KeyState.in_review, KeyState.not_needed)
    assert len(version.fingerprint) == 64


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "A fact needs its text in both languages before it can be cleared."),
        ("es", "Un dato necesita su texto en ambos idiomas para poder autorizarse."),
    ],
)
@pytest.mark.parametrize("half", [{"es": ""}, {"en": "  "}])
def test_half_a_bilingual_fact_is_not_sent(
    client_of: ClientOf, world: World, acting_as: ActingAs, language: str, words: str, half: dict[str, str]
) -> None:
    version = world.fact("naloxone_what")
    with acting_as("planner.us") as planner:
        actions.write(version.fact, reworded(version, **half), planner, version.row_version, now())
        session.commit()
    page = client_of("planner.us", language).post(f"/facts/{version.fact_id}/submit", status=409)
    assert words in page.text
    assert world.fact("naloxone_what").state is FactState.draft
    assert world.fact("naloxone_what").fingerprint == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name_es": ""}, "The name of the line stands in one language only."),
        ({"note_en": ""}, "The note of the line stands in one language only."),
        ({"dial": ""}, "A line that has a name needs its number."),
        ({"source": ""}, "A fact needs its source before it can be cleared."),
    ],
)
def test_a_helpline_is_whole_or_not_sent(
    client_of: ClientOf, world: World, acting_as: ActingAs, change: dict[str, str], words: str
) -> None:
    version = world.fact("us_poison_help")
    with acting_as("planner.us") as planner:
        actions.write(version.fact, reworded(version, **change), planner, version.row_version, now())
        session.commit()
    page = client_of("planner.us", "en").post(f"/facts/{version.fact_id}/submit", status=409)
    assert words in page.text


def test_it_is_sent_once(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    path = f"/facts/{world.fact('us_findtreatment').fact_id}/submit"
    browser.post(path)
    assert "This wording was sent already." in browser.post(path, status=409).text


def test_a_newer_wording_replaces_one_that_still_waits(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    browser = client_of("planner.us", "en")
    first = world.fact("naloxone_what")
    browser.post(f"/facts/{first.fact_id}/submit")
    browser.get(f"/facts/{first.fact_id}/edit")
    browser.send(en="Naloxone brings breath back.")
    browser.post(f"/facts/{first.fact_id}/submit")
    states = session.scalars(
        select(FactVersion.state).where(FactVersion.fact_id == first.fact_id).order_by(FactVersion.n)
    )
    assert list(states) == [FactState.superseded, FactState.submitted]


@pytest.mark.parametrize(("who", "key"), [("planner.mx", "us_findtreatment"), ("signatory.us", "us_findtreatment")])
def test_only_planners_of_the_territory_send_it(client_of: ClientOf, world: World, who: str, key: str) -> None:
    client_of(who).post(f"/facts/{world.fact(key).fact_id}/submit", status=403)
    assert world.fact(key).state is FactState.draft


def test_several_are_sent_at_once(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    browser.get("/facts/")
    keys = ("us_findtreatment", "naloxone_what", "safe_storage")
    browser.post("/facts/submit", {"pick": [str(world.fact(key).fact_id) for key in keys]})
    assert "3 facts are sent." in browser.follow().text
    assert {world.fact(key).state for key in keys} == {FactState.submitted}


def test_one_of_the_other_country_stops_them_all(client_of: ClientOf, world: World) -> None:
    picked = [str(world.fact(key).fact_id) for key in ("us_findtreatment", "disposal_mx")]
    page = client_of("planner.us", "en").post("/facts/submit", {"pick": picked}, status=403)
    assert "One of these facts is not valid in your country" in page.text
    assert world.fact("us_findtreatment").state is FactState.draft


def test_one_that_cannot_be_sent_stops_them_all(client_of: ClientOf, world: World) -> None:
    picked = [str(world.fact(key).fact_id) for key in ("us_findtreatment", "us_988")]  # 988 is in force
    page = client_of("planner.us", "en").post("/facts/submit", {"pick": picked}, status=409)
    assert "us_988" in page.text
    assert world.fact("us_findtreatment").state is FactState.draft


@pytest.mark.parametrize("picked", [[], ["0"], ["x", "-1"], ["9" * 40]])
def test_nothing_chosen_is_said(client_of: ClientOf, picked: list[str]) -> None:
    page = client_of("planner.us", "en").post("/facts/submit", {"pick": picked}, status=409)
    assert "Choose at least one fact." in page.text


@pytest.mark.parametrize("who", ["signatory.us", "reviewer.mx", "partner-a.us", "secretariat", "administrator.us"])
def test_nobody_else_sends_several(client_of: ClientOf, world: World, who: str) -> None:
    client_of(who).post("/facts/submit", {"pick": [str(world.fact("naloxone_what").fact_id)]}, status=403)


def test_a_wrong_token_sends_nothing(client_of: ClientOf, world: World) -> None:
    path = f"/facts/{world.fact('us_findtreatment').fact_id}/submit"
    client_of("planner.us").post(path, {"csrf_token": "forged"}, status=400)
    assert world.fact("us_findtreatment").state is FactState.draft
