"""Writing a fact: planners of its own territory, drafts that may be incomplete, and nobody's text lost."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from campaign.db import session
from campaign.facts.clearable import KeyState
from campaign.facts.models import FactState, FactVersion
from tests.browser import Browser
from tests.world import World

ClientOf = Callable[..., Browser]


def edit(world: World, key: str) -> str:
    return f"/facts/{world.fact(key).fact_id}/edit"


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_planner_writes_the_draft(client_of: ClientOf, world: World, language: str) -> None:
    browser = client_of("planner.us", language)
    browser.get(edit(world, "naloxone_what"))
    browser.send(en="Naloxone brings breath back.", source_opened_on="2026-11-20")
    browser.follow()
    version = world.fact("naloxone_what")
    assert (version.n, version.en) == (1, "Naloxone brings breath back.")
    assert version.author_ids == [world.users["planner.us"]]
    assert str(version.source_opened_on) == "2026-11-20"


def test_a_frozen_wording_gets_a_next_version(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.mx", "en")
    browser.get(edit(world, "mx_linea_vida"))
    browser.send(note_es="Gratis, día y noche", note_en="Free, day and night")
    version = world.fact("mx_linea_vida")
    older = session.scalars(select(FactVersion).where(FactVersion.fact_id == version.fact_id, FactVersion.n == 1)).one()
    assert (version.n, version.state, version.mx_key) == (2, FactState.draft, KeyState.not_started)
    assert (older.state, older.mx_key) == (FactState.in_force, KeyState.cleared)
    assert older.note_es != version.note_es


def test_saving_what_is_in_force_unchanged_opens_nothing(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.mx", "en")
    browser.get(edit(world, "mx_linea_vida"))
    page = browser.send(status=422)
    assert "Nothing is different from version 1" in page.text
    assert world.fact("mx_linea_vida").n == 1


@pytest.mark.parametrize(
    ("who", "key", "status"),
    [
        ("planner.mx", "us_988", 403),
        ("planner.us", "mx_linea_vida", 403),
        ("reviewer.us", "us_988", 403),
        ("signatory.us", "us_988", 403),
        ("partner-a.us", "us_988", 403),
        ("secretariat", "emergency_911", 403),
        ("administrator.us", "us_988", 404),
    ],
)
def test_nobody_else_writes_it(client_of: ClientOf, world: World, who: str, key: str, status: int) -> None:
    browser = client_of(who)
    browser.get(edit(world, key), status=status)
    browser.post(edit(world, key), {"en": "Mine"}, status=status)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "A word may have at most 60 characters; one here has 61."),
        ("es", "Una palabra puede tener 60 caracteres como máximo; aquí hay una de 61."),
    ],
)
def test_an_over_long_word_is_refused_and_kept(client_of: ClientOf, world: World, language: str, words: str) -> None:
    browser = client_of("planner.us", language)
    browser.get(edit(world, "naloxone_what"))
    before = world.fact("naloxone_what").en
    page = browser.send(status=422, en="x" * 61, es="Otra cosa")
    assert words in page.text
    assert "x" * 61 in page.html
    assert "Otra cosa" in page.html
    assert world.fact("naloxone_what").en == before


@pytest.mark.parametrize(
    ("key", "changes", "words"),
    [
        ("naloxone_what", {"es": "palabra " * 151}, "At most 1,200 characters; this has 1,207."),
        ("naloxone_what", {"source": "s" * 601}, "At most 600 characters."),
        ("naloxone_what", {"source_opened_on": "2026-11-30"}, "A source is not opened after today."),
        ("naloxone_what", {"source_opened_on": "31/02/2026"}, "Not a valid date value."),
        ("us_poison_help", {"dial": "call me"}, "Write the number as people dial it"),
        ("us_poison_help", {"name_en": "n" * 41}, "At most 40 characters; this has 41."),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    client_of: ClientOf, world: World, key: str, changes: dict[str, str], words: str
) -> None:
    browser = client_of("planner.us", "en")
    browser.get(edit(world, key))
    assert words in browser.send(status=422, **changes).text.replace("1200", "1,200").replace("1207", "1,207")


def test_a_long_address_is_a_source(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    browser.get(edit(world, "naloxone_what"))
    browser.send(source="https://www.cdc.gov/" + "stop-overdose/" * 8)
    browser.follow()


@pytest.mark.parametrize(
    ("language", "kept", "yours"),
    [("en", "The text saved now", "Your text"), ("es", "El texto guardado ahora", "Su texto")],
)
def test_a_stale_form_shows_both_texts(client_of: ClientOf, world: World, language: str, kept: str, yours: str) -> None:
    """A draft of both countries is written by planners of both; the second is told and loses nothing (law 17)."""
    first, second = client_of("planner.us", language), client_of("planner.mx", language)
    first.get(edit(world, "naloxone_what"))
    second.get(edit(world, "naloxone_what"))
    first.send(en="First wording.")
    page = second.send(status=409, en="Second wording.", es="Segunda redacción.")
    for words in (kept, yours, "First wording.", "Second wording.", "Segunda redacción."):
        assert words in page.text
    assert world.fact("naloxone_what").en == "First wording."
    second.send()
    version = world.fact("naloxone_what")
    assert (version.en, version.es) == ("Second wording.", "Segunda redacción.")
    assert version.author_ids == sorted(world.users[who] for who in ("planner.us", "planner.mx"))


@pytest.mark.parametrize("counter", ["", "-1", "x", "9" * 30])
def test_a_counter_that_makes_no_sense_is_stale(client_of: ClientOf, world: World, counter: str) -> None:
    browser = client_of("planner.us", "en")
    browser.get(edit(world, "naloxone_what"))
    browser.send(status=409, en="Changed.", version=counter)


def test_a_next_wording_begun_twice_is_stale_too(client_of: ClientOf, world: World) -> None:
    first, second = client_of("planner.us", "en"), client_of("planner.mx", "en")
    first.get(edit(world, "fentanyl_hidden"))
    second.get(edit(world, "fentanyl_hidden"))
    first.send(en="First wording.")
    second.send(status=409, en="Second wording.")
    fact_id = world.fact("fentanyl_hidden").fact_id
    assert session.scalar(select(func.count()).where(FactVersion.fact_id == fact_id)) == 2
