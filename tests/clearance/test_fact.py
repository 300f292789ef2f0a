"""One fact before one country's signatory: cleared, refused with a reason, or taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from campaign.clearance.models import Clearance, Decision
from campaign.clock import now
from campaign.db import session
from campaign.facts import actions
from campaign.facts.clearable import KeyState
from campaign.facts.models import FactState, FactVersion
from campaign.materials.models import VersionState
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.facts.wordings import reworded
from tests.world import World

ClientOf = Callable[..., Browser]
YES: dict[str, Any] = {"decision": "cleared", "document": "OOP-2026-0501", "document_on": "2026-11-23", "has_read": "y"}


@pytest.fixture
def waiting(world: World, acting_as: ActingAs) -> FactVersion:
    """A fact of both territories that waits for both."""
    with acting_as("planner.us"):
        actions.submit(world.fact("naloxone_what"), now())
        session.commit()
    return world.fact("naloxone_what")


def decision_of(version: FactVersion) -> str:
    return f"/clearance/facts/{version.id}"


@pytest.mark.parametrize("language", ["en", "es"])
def test_both_countries_clear_and_it_comes_into_force(
    client_of: ClientOf, world: World, waiting: FactVersion, language: str
) -> None:
    for who in ("signatory.mx", "signatory.us"):
        browser = client_of(who, language)
        page = browser.get(decision_of(waiting))
        assert not [box for box in page.all("input") if box.get("type") == "radio" and box.get("checked") is not None]
        browser.send(**YES)
        browser.follow()
    version = world.fact("naloxone_what")
    assert (version.state, version.us_key, version.mx_key) == (FactState.in_force, KeyState.cleared, KeyState.cleared)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_refusal_needs_its_reason_and_no_document(
    client_of: ClientOf, world: World, waiting: FactVersion, language: str
) -> None:
    browser = client_of("signatory.mx", language)
    browser.get(decision_of(waiting))
    page = browser.send(status=422, decision="refused", authority="Lucía Armenta")
    assert {"en": "Write the reason", "es": "Escriba el motivo"}[language] in page.text
    assert "Lucía Armenta" in page.html
    assert world.fact("naloxone_what").mx_key is KeyState.in_review
    browser.send(decision="refused", reason="Falta la fuente oficial.")
    assert "Falta la fuente oficial." in browser.follow().text
    version = world.fact("naloxone_what")
    assert (version.state, version.mx_key) == (FactState.withdrawn, KeyState.refused)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"decision": []}, "Choose your decision."),
        ({"decision": "maybe"}, "Not a valid choice."),
        ({"document": ""}, "Write the number of the letter; without it you cannot clear."),
        ({"has_read": ""}, "Confirm that you read it"),
    ],
)
def test_what_is_missing_is_said(
    client_of: ClientOf, world: World, waiting: FactVersion, change: dict[str, Any], words: str
) -> None:
    browser = client_of("signatory.us", "en")
    browser.get(decision_of(waiting))
    assert words in browser.send(status=422, **{**YES, **change}).text
    assert world.fact("naloxone_what").us_key is KeyState.in_review


@pytest.mark.parametrize("fingerprint", ["0" * 64, ""])
def test_only_what_was_on_the_screen_is_decided(
    client_of: ClientOf, world: World, waiting: FactVersion, fingerprint: str
) -> None:
    browser = client_of("signatory.us", "en")
    browser.get(decision_of(waiting))
    page = browser.send(status=409, **{**YES, "fingerprint": fingerprint})
    assert "This is no longer the content that you saw." in page.text
    assert world.fact("naloxone_what").us_key is KeyState.in_review


@pytest.mark.parametrize(
    ("who", "key", "status"),
    [
        ("signatory.mx", "us_988", 403),
        ("signatory.us", "mx_linea_vida", 403),
        ("planner.us", "emergency_911", 403),
        ("reviewer.mx", "emergency_911", 403),
        ("partner-a.mx", "emergency_911", 403),
        ("administrator.us", "emergency_911", 404),
    ],
)
def test_nobody_else_decides(client_of: ClientOf, world: World, who: str, key: str, status: int) -> None:
    browser = client_of(who)
    browser.get(decision_of(world.fact(key)), status=status)
    browser.post(decision_of(world.fact(key)), YES, status=status)


def test_an_author_is_kept_out(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    version = world.fact("naloxone_what")
    with acting_as("signatory.mx") as signatory:
        mine = actions.write(version.fact, reworded(version, en="Mine."), signatory, version.row_version, now())
        actions.submit(mine, now())
        session.commit()
    client_of("signatory.mx").get(decision_of(mine), status=403)
    client_of("signatory2.mx").get(decision_of(mine))


def test_deciding_twice_is_told(client_of: ClientOf, world: World, waiting: FactVersion) -> None:
    first, second = client_of("signatory.us", "en"), client_of("signatory2.us", "en")
    first.get(decision_of(waiting))
    second.get(decision_of(waiting))
    first.send(**YES)
    page = second.send(status=409, decision="refused", reason="I think not.")
    assert "Your country has already decided" in page.text
    assert "I think not." in page.html
    assert "Your country has already decided" in second.get(decision_of(waiting)).text
    assert world.fact("naloxone_what").us_key is KeyState.cleared
    rows = session.scalars(select(Clearance).where(Clearance.fact_version_id == waiting.id)).all()
    assert [row.decision for row in rows] == [Decision.cleared]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_clearance_is_taken_back_with_a_reason_and_flyers_leave_force(
    client_of: ClientOf, world: World, language: str
) -> None:
    """Alone and at once (law 6): what quotes the fact leaves force, its owner gets a draft."""
    path = f"{decision_of(world.fact('fentanyl_hidden'))}/revoke"
    browser = client_of("signatory.mx", language)
    browser.get(path)
    browser.send(status=422, reason=" ")
    assert world.fact("fentanyl_hidden").state is FactState.in_force
    browser.send(reason="Hay evidencia nueva.")
    assert "Hay evidencia nueva." in browser.follow().text
    version = world.fact("fentanyl_hidden")
    assert (version.state, version.mx_key, version.us_key) == (FactState.withdrawn, KeyState.revoked, KeyState.cleared)
    quoting = world.version("in_force")
    assert (quoting.state, quoting.reason) == (VersionState.withdrawn, "fact:fentanyl_hidden")
    assert world.material("in_force").has_draft
    browser.post(path, {"reason": "Again."}, status=403)


@pytest.mark.parametrize("who", ["planner.mx", "reviewer.us", "partner-a.us", "signatory.us"])
def test_only_a_signatory_whose_country_cleared_takes_it_back(client_of: ClientOf, world: World, who: str) -> None:
    client_of(who).get(f"{decision_of(world.fact('mx_linea_vida'))}/revoke", status=403)
