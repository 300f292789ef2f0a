"""A hold is seen wherever the thing is: in every list, on its page, on the start page of whoever must know."""

import json
from collections.abc import Callable

import pytest

from campaign import flyer_commands
from campaign.clearance.keys import keys_large, keys_small
from campaign.config import Config
from campaign.db import Side, session
from tests.browser import Browser
from tests.flyers import sheets
from tests.holds import stops
from tests.materials import acts
from tests.world import World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
BADGE = {"en": "On hold", "es": "En suspensión"}
WORDS = {"en": "Paused for Mexico: do not print", "es": "En pausa en México: no imprimir"}
LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])


@LANGUAGES
@pytest.mark.parametrize("who", ["planner.us", "signatory.mx", "reviewer.us"])
def test_lists_and_pages_of_the_flyer(client_of: ClientOf, world: World, who: str, language: str) -> None:
    stops.place(world, world.material("in_force"), "printer.mx")
    number = world.in_force_id
    for path in ("/materials/", "/flyers/"):
        text = client_of(who, language).get(path).text
        assert f"{BADGE[language]} {WORDS[language]}" in text, path
    for path in (f"/materials/{number}", f"/flyers/{number}", f"/materials/versions/{world.version('in_force').id}"):
        page = client_of(who, language).get(path)
        assert WORDS[language] in page.text, path
        assert "lock-bar" in page.html, path
    for path in (f"/materials/{number}", f"/flyers/{number}"):
        assert stops.REASON in client_of(who, language).get(path).text, path


@LANGUAGES
def test_lists_and_pages_of_the_fact(client_of: ClientOf, world: World, language: str) -> None:
    stops.place(world, stops.fact(world, "recovery_position"), "planner.mx")
    browser = client_of("planner.us", language)
    assert f"{BADGE[language]} {WORDS[language]}" in browser.get("/facts/").text
    page = browser.get(f"/facts/{stops.fact(world, 'recovery_position').id}")
    assert WORDS[language] in page.text
    assert stops.REASON in page.text
    page = browser.get(f"/materials/{world.in_force_id}")
    assert WORDS[language] in page.text
    assert stops.REASON in page.text, "the flyer's page names the fact that stops it"
    assert f"/facts/{stops.fact(world, 'recovery_position').id}" in page.links


@LANGUAGES
def test_prepared_sheets(client_of: ClientOf, world: World, config: Config, language: str) -> None:
    one, other = sheets.prepare(world, config, Side.MX), sheets.prepare(world, config, Side.MX, key="MX-02004")
    stops.place(world, one, "planner.mx")
    browser = client_of("printer.mx", language)
    assert browser.get(f"/flyers/{world.in_force_id}").text.count(BADGE[language]) == 2  # its row, and the history
    assert BADGE[language] in browser.get(f"/flyers/editions/{one.id}").text
    assert BADGE[language] not in browser.get(f"/flyers/editions/{other.id}").text


@LANGUAGES
def test_the_decision_page_keeps_saying_who_must_act(client_of: ClientOf, world: World, language: str) -> None:
    stops.place(world, world.material("waiting"), "planner.mx")
    page = client_of("signatory.us", language).get(f"/clearance/versions/{world.version('waiting').id}")
    assert WORDS[language] in page.text
    assert {"en": "Waiting for both countries", "es": "En espera de ambos países"}[language] in page.text
    acts.clear_by_both(world, world.version("waiting"))


@LANGUAGES
@pytest.mark.parametrize("path", ["/", "/clearance/"])
def test_where_it_waits_for_the_other_country_the_hold_is_said(
    client_of: ClientOf, world: World, path: str, language: str
) -> None:
    stops.place(world, world.material("half_cleared"), "planner.mx")
    assert f"{BADGE[language]} {WORDS[language]}" in client_of("planner.us", language).get(path).text


@LANGUAGES
def test_a_quoted_fact_on_hold_is_said_where_it_is_decided(client_of: ClientOf, world: World, language: str) -> None:
    stops.place(world, stops.fact(world, "recovery_position"), "planner.mx")
    page = client_of("signatory.us", language).get(f"/clearance/versions/{world.version('waiting').id}")
    assert WORDS[language] in page.text


# -- the start page


@LANGUAGES
def test_print_staff_read_first_what_not_to_print(client_of: ClientOf, world: World, language: str) -> None:
    stops.place(world, world.material("in_force"), "planner.mx")
    page = client_of("printer.mx", language).get("/")
    head = {"en": "On hold in Mexico: do not print", "es": "En suspensión en México: no imprimir"}[language]
    assert head in page.text
    assert stops.REASON in page.text
    assert f"/flyers/{world.in_force_id}" in page.links
    assert head not in client_of("printer.us", language).get("/").text


def test_print_staff_are_not_told_of_what_is_still_on_its_way(client_of: ClientOf, world: World) -> None:
    stops.place(world, world.material("waiting"), "planner.mx")
    page = client_of("printer.mx").get("/")
    assert stops.REASON not in page.text
    assert f"/flyers/{world.waiting_id}" not in page.links
    assert stops.REASON in client_of("reviewer.mx").get("/").text


def test_a_signatory_finds_what_waits_to_be_lifted(client_of: ClientOf, world: World) -> None:
    (hold,) = stops.place(world, world.material("in_force"), "printer.mx")
    assert f"/holds/{hold.id}/lift" in client_of("signatory.mx").get("/").links
    assert f"/holds/{hold.id}/lift" not in client_of("signatory.us").get("/").links
    stops.lift(world, hold, "signatory2.mx")
    assert stops.REASON not in client_of("signatory.mx").get("/").text


@LANGUAGES
@pytest.mark.parametrize("who", ["planner.us", "reviewer.us", "signatory.us"])
def test_the_other_sides_officials_read_the_notice(client_of: ClientOf, world: World, who: str, language: str) -> None:
    stops.place(world, world.material("in_force"), "planner.mx")
    page = client_of(who, language).get("/")
    code = world.material("in_force").code
    said = {"en": f"On hold in Mexico: {code} One pill can kill", "es": f"En suspensión en México: {code} Una pastilla"}
    assert said[language] in page.text
    assert f"/materials/{world.in_force_id}" in page.links


# -- print staff and readers keep seeing it


def test_print_staff_keep_seeing_what_they_must_not_print(client_of: ClientOf, world: World, config: Config) -> None:
    edition = sheets.prepare(world, config, Side.MX)
    stops.place(world, world.material("in_force"), "planner.mx")
    browser = client_of("printer.mx", "en")
    assert "One pill can kill" in browser.get("/flyers/").text
    assert WORDS["en"] in browser.get(f"/flyers/{world.in_force_id}").text
    assert WORDS["en"] in browser.get(f"/flyers/editions/{edition.id}").text


@pytest.mark.parametrize("who", ["partner-a.mx", "secretariat", "observer"])
def test_who_could_read_it_still_can(client_of: ClientOf, world: World, who: str) -> None:
    for side in ("us", "mx"):
        stops.place(world, world.material("in_force"), f"planner.{side}")
    browser = client_of(who, "en")
    assert "Paused for both countries: do not print" in browser.get("/materials/").text
    assert "Paused for both countries: do not print" in browser.get(f"/materials/{world.in_force_id}").text


def test_lifted_nothing_of_it_is_left_in_lists(client_of: ClientOf, world: World) -> None:
    (hold,) = stops.place(world, world.material("in_force"), "printer.mx")
    stops.lift(world, hold, "signatory.mx")
    for path in ("/materials/", "/flyers/", "/"):
        assert BADGE["en"] not in client_of("planner.mx", "en").get(path).text.replace("On hold in Mexico", "")
    text = client_of("planner.mx", "en").get(f"/materials/{world.in_force_id}").text
    assert "Lifted by Lucía Armenta Ríos" in text
    assert WORDS["en"] not in text


# -- keys and command


def test_the_keys_keep_their_states(world: World) -> None:
    version = world.version("in_force")
    before = [slot.state for slot in keys_small(version, None).slots]
    stops.place(world, world.material("in_force"), "planner.us")
    version = acts.here(version)
    for keys in (keys_small(version, None), keys_large(version, None)):
        assert [slot.state for slot in keys.slots] == before == ["cleared", "cleared"]
        assert keys.held == "Paused for the United States: do not print"
        assert keys.summary.endswith("Paused for the United States: do not print.")


def test_the_command_says_on_hold_for_each_country(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    def state() -> object:
        flyer_commands._list_flyers(True)
        rows = json.loads(capsys.readouterr().out)
        return next(row["state"] for row in rows if row["code"] == code)

    code = world.material("in_force").code
    stops.place(world, world.material("in_force"), "planner.mx")
    assert state() == {"US": "in_force", "MX": "on_hold"}
    stops.place(world, world.material("in_force"), "planner.us")
    assert state() == "on_hold"
    session.remove()
