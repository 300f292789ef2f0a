"""Taking a clearance back: only the own country's, at once, alone, with a reason that both countries read (law 6)."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from campaign.clearance.models import Clearance, Decision, decisions
from campaign.db import Side, session
from campaign.errors import NotAllowed, Refused
from campaign.facts.models import FactState
from campaign.materials.models import Version
from tests.browser import Browser, loose
from tests.materials import acts
from tests.world import PEOPLE, World

ClientOf = Callable[..., Browser]
REASON = {"reason": "A number in it changed."}


def path(version: Version) -> str:
    return f"/clearance/versions/{version.id}/revoke"


def count() -> int:
    return session.scalar(select(func.count()).select_from(Clearance)) or 0


@pytest.mark.parametrize("who", ["signatory.us", "signatory2.us", "signatory.mx", "signatory2.mx"])
@pytest.mark.parametrize("marks", [False, True])
def test_it_acts_at_once(client_of: ClientOf, world: World, who: str, marks: bool) -> None:
    """Also by a colleague of the signatory who cleared it: the country takes back its own yes."""
    version = world.version("in_force")
    browser = client_of(who, "en")
    browser.get(path(version))
    browser.send(**loose(REASON), **loose({"marks_may_stay": "y"} if marks else {}))
    assert "It acts at once." in browser.follow().text
    side = Side(who[-2:].upper())
    left = {side: False, side.opposite: marks}
    assert acts.places(version) == acts.stored_places(world.material("in_force")) == left
    row = list(session.scalars(decisions(version)))[-1]
    assert (row.decision, row.country, row.n, row.marks_may_stay) == (Decision.revoked, side, 2, marks)
    assert row.by_id == world.users[who]


@pytest.mark.parametrize("language", ["en", "es"])
def test_both_countries_read_the_reason_and_the_owner_has_a_draft(
    client_of: ClientOf, world: World, language: str
) -> None:
    version = world.version("in_force")
    browser = client_of("signatory.mx", language)
    browser.get(path(version))
    browser.send(**loose(REASON))
    for who in ("planner.us", "signatory.us", "reviewer.mx"):
        assert REASON["reason"] in client_of(who, language).get(f"/materials/{version.material_id}").text
    owner = client_of("planner.us", language)
    notice = {"en": "A clearance was revoked", "es": "Se revocó una autorización"}[language]
    assert notice in owner.get("/").text
    assert notice in owner.get(f"/materials/{version.material_id}").text


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_stays_in_force_on_one_side_says_so(client_of: ClientOf, world: World, language: str) -> None:
    version = world.version("in_force")
    acts.revoke(world, version, "signatory.us", marks=True)
    words = {"en": "In force only in Mexico, until", "es": "Vigente solo en México, hasta"}[language]
    assert words in client_of("printer.mx", language).get(f"/flyers/{version.material_id}").text
    assert words in client_of("planner.us", language).get("/materials/").text
    client_of("printer.us").get(f"/flyers/{version.material_id}", status=404)


@pytest.mark.parametrize(
    ("fields", "en", "es"),
    [
        ({"reason": ""}, "Write the reason; both countries read it.", "Escriba el motivo; lo leen ambos países."),
        ({"reason": " \n"}, "Write the reason; both countries read it.", "Escriba el motivo; lo leen ambos países."),
        ({"reason": "x" * 61}, "at most 60 characters", "60"),
    ],
)
def test_without_a_reason_nothing_is_revoked(
    client_of: ClientOf, world: World, fields: dict[str, str], en: str, es: str
) -> None:
    version = world.version("in_force")
    for language, said in (("en", en), ("es", es)):
        browser = client_of("signatory.us", language)
        browser.get(path(version))
        page = browser.send(status=422, marks_may_stay="y", **fields)
        assert said in page.text
        assert page.form().filled({})["marks_may_stay"] == ["y"]
    assert acts.places(version) == acts.BOTH


def test_a_wrong_token_revokes_nothing(client_of: ClientOf, world: World) -> None:
    version = world.version("in_force")
    browser = client_of("signatory.us")
    browser.get(path(version))
    browser.send(status=400, csrf_token="forged", **REASON)
    assert acts.places(version) == acts.BOTH


@pytest.mark.parametrize("who", [who for who in PEOPLE if "signatory" not in who and who != "deactivated"])
def test_nobody_else_revokes(client_of: ClientOf, world: World, who: str) -> None:
    version = world.version("in_force")
    before = count()
    status = 404 if PEOPLE[who].roles[0].value in ("printer", "administrator") else 403
    client_of(who).post(path(version), REASON, status=status)
    with pytest.raises(NotAllowed):
        acts.revoke(world, version, who)
    assert count() == before


@pytest.mark.parametrize(("who", "name"), [("signatory.mx", "half_cleared"), ("signatory.us", "waiting")])
def test_what_a_country_has_not_cleared_it_cannot_take_back(
    client_of: ClientOf, world: World, who: str, name: str
) -> None:
    """Least of all the other country's yes."""
    version = world.version(name)
    client_of(who).post(path(version), REASON, status=403)
    with pytest.raises(Refused, match="There is no clearance of your country to revoke"):
        acts.revoke(world, version, who)


def test_it_is_taken_back_once(client_of: ClientOf, world: World) -> None:
    version = world.version("in_force")
    first, second = client_of("signatory.us"), client_of("signatory2.us")
    for browser in (first, second):
        browser.get(path(version))
    first.send(**loose(REASON))
    second.send(status=403, **REASON)
    assert len(list(session.scalars(decisions(version)))) == 3


@pytest.mark.parametrize("language", ["en", "es"])
def test_before_the_second_key_it_goes_back_to_the_writers(client_of: ClientOf, world: World, language: str) -> None:
    version = world.version("half_cleared")
    browser = client_of("signatory.us", language)
    browser.get(path(version))
    browser.send(**loose(REASON))
    words = {"en": ("Out of force", "Waiting for Mexico"), "es": ("Fuera de vigencia", "En espera de México")}[language]
    page = client_of("signatory.mx", language).get(f"/materials/{version.material_id}")
    assert words[0] in page.text
    assert words[1] not in page.text
    owner = client_of("planner.us", language).get("/")
    assert {"en": "A clearance was revoked", "es": "Se revocó una autorización"}[language] in owner.text


@pytest.mark.database
@pytest.mark.parametrize("decide", [acts.request_changes, acts.refuse])
def test_a_yes_may_be_taken_back_from_what_the_other_side_sent_back(world: World, decide: Callable[..., None]) -> None:
    version = world.version("half_cleared")
    decide(world, version, "signatory.mx")
    state = acts.here(version).state
    acts.revoke(world, version, "signatory.us")
    assert acts.here(version).state is state


@pytest.mark.database
def test_a_wording_that_was_replaced_is_not_revoked(world: World) -> None:
    """The same words may be in force again; taking back an old yes must not take them out."""
    older = world.fact("recovery_position")
    newer = acts.reword(world, "recovery_position", source="The same page, opened again")
    acts.clear_by_both(world, newer)
    with pytest.raises(Refused, match="no clearance of your country to revoke"):
        acts.revoke(world, older, "signatory.us")
    assert newer.state is FactState.in_force
    assert acts.places(world.version("in_force")) == acts.BOTH
