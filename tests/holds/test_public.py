"""The paper address while a hold stands: "paused" in both languages, never who or why, no number that is stopped."""

from datetime import timedelta

import pytest

from campaign import clock
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side
from campaign.flyers.models import Edition
from tests.browser import Browser
from tests.flyers import sheets
from tests.holds import stops
from tests.materials import acts
from tests.world import PEOPLE, World

PAUSED = {"en": "Paused, do not hand out", "es": "En pausa, no la repartas"}
GOOD = {"en": "This flyer is in force", "es": "Este volante está vigente"}
BAD = {"en": "Do not use this flyer", "es": "No uses este volante"}
WRONG = {"en": "A number on it is not right any more.", "es": "Un número de esta hoja ya no es correcto."}
LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])


@pytest.fixture
def edition(world: World, config: Config) -> Edition:
    return sheets.prepare(world, config, Side.US)


def read(client: Browser, edition: Edition, language: str = "en") -> str:
    client.client.set_cookie("language", language)
    return client.get(f"/e/{edition.code}").text


@LANGUAGES
@pytest.mark.parametrize("what", ["material", "edition", "fact"])
def test_it_says_paused_in_both_languages_the_readers_first(
    client: Browser, world: World, edition: Edition, what: str, language: str
) -> None:
    things: dict[str, stops.Subject] = {
        "material": world.material("in_force"),
        "edition": edition,
        "fact": stops.fact(world, "recovery_position"),
    }
    stops.place(world, things[what], "printer.us", "Internal matter of one side.")
    text = read(client, edition, language)
    assert client.page is not None
    assert client.page.h1 == PAUSED[language]
    assert text.index(PAUSED[language]) < text.index(PAUSED["es" if language == "en" else "en"])
    for other in (GOOD, BAD):
        assert other["en"] not in text
        assert other["es"] not in text
    assert "Internal matter" not in text
    assert not [person.name for person in PEOPLE.values() if person.name in text]
    assert "answer--paused" in client.page.html
    assert "911" in text, "help is shown all the same"


def test_the_answer_is_the_same_whoever_stopped_it(client: Browser, world: World, edition: Edition) -> None:
    texts = []
    for who in ("printer.us", "signatory.us"):
        (hold,) = stops.place(world, world.material("in_force"), who)
        texts.append(read(client, edition))
        stops.lift(world, hold, "signatory.us")
    assert texts[0] == texts[1]
    assert GOOD["en"] in read(client, edition)


def test_the_other_countrys_paper_is_right(client: Browser, world: World, config: Config, edition: Edition) -> None:
    there = sheets.prepare(world, config, Side.MX)
    stops.place(world, world.material("in_force"), "planner.us")
    assert PAUSED["en"] in read(client, edition)
    assert GOOD["en"] in read(client, there)


def test_out_of_force_is_said_before_paused(client: Browser, world: World, edition: Edition) -> None:
    stops.place(world, edition, "planner.us")
    acts.revoke(world, world.version("in_force"), "signatory.us")
    text = read(client, edition)
    assert BAD["en"] in text
    assert PAUSED["en"] not in text


def test_paused_is_said_before_late(client: Browser, world: World, edition: Edition) -> None:
    stops.place(world, edition, "planner.us")
    with clock.at(now() + (edition.review_by - now().date()) + timedelta(days=1)):
        text = read(client, edition)
    assert PAUSED["en"] in text
    assert "It was to be reviewed by" in text


# -- numbers


@LANGUAGES
def test_a_number_on_hold_pauses_the_paper_it_stands_on_and_is_not_shown(
    client: Browser, world: World, edition: Edition, language: str
) -> None:
    assert "988" in read(client, edition)
    stops.place(world, stops.fact(world, "us_988"), "planner.us")
    text = read(client, edition, language)
    assert PAUSED[language] in text
    assert "988" not in text.replace(edition.code, "")
    assert "911" in text


def test_a_number_is_stopped_only_there(client: Browser, world: World, config: Config, edition: Edition) -> None:
    there = sheets.prepare(world, config, Side.MX)
    stops.place(world, stops.fact(world, "us_988"), "planner.mx")
    assert GOOD["en"] in read(client, edition)
    assert "988" in read(client, edition)
    assert PAUSED["en"] in read(client, there)
    assert "988" not in read(client, there).replace(there.code, "")


def test_prepared_without_the_number_the_paper_is_right(
    client: Browser, world: World, config: Config, edition: Edition
) -> None:
    stops.place(world, stops.fact(world, "us_988"), "planner.us")
    again = sheets.prepare(world, config, Side.US)
    assert again.code == edition.code
    text = read(client, again)
    assert GOOD["en"] in text
    assert "if it shows 988, do not use that number" in text  # the copies from before have the same code


def test_of_an_older_copy_only_what_is_wrong_is_said(
    client: Browser, world: World, config: Config, edition: Edition
) -> None:
    acts.clear(world, acts.reword(world, "us_988", dial="989"), "signatory.us")
    sheets.prepare(world, config, Side.US)
    text = read(client, edition, "es")
    assert GOOD["es"] in text
    assert "si muestra 988, no uses ese número" in text
    assert "si muestra 989" not in text
    acts.clear(world, acts.reword(world, "us_988", dial="988"), "signatory.us")
    sheets.prepare(world, config, Side.US)
    assert "si muestra 989" in read(client, edition, "es")
    assert "si muestra 988" not in read(client, edition, "es")


@pytest.mark.parametrize("code", ["00000000"])
def test_an_unknown_address_shows_no_stopped_number(client: Browser, world: World, code: str) -> None:
    stops.place(world, stops.fact(world, "mx_linea_vida"), "planner.us")
    assert "800 911 2000" not in client.get(f"/e/{code}", status=404).text


@LANGUAGES
def test_a_number_that_was_revoked_makes_the_paper_wrong(
    client: Browser, world: World, edition: Edition, language: str
) -> None:
    """The flyer is in force; this very sheet carries a number that is not right any more."""
    acts.revoke(world, world.fact("us_988"), "signatory.us")
    assert acts.places(world.version("in_force")) == acts.BOTH
    text = read(client, edition, language)
    for words in (BAD, WRONG):
        assert words["en"] in text
        assert words["es"] in text
    assert "988" not in text.replace(edition.code, "")


def test_a_number_that_is_dialled_otherwise_makes_the_paper_wrong(
    client: Browser, world: World, edition: Edition
) -> None:
    acts.clear(world, acts.reword(world, "us_988", dial="989"), "signatory.us")
    assert WRONG["en"] in read(client, edition)


def test_other_words_for_the_same_number_change_nothing(client: Browser, world: World, edition: Edition) -> None:
    acts.clear(world, acts.reword(world, "us_988", name_en="Lifeline", name_es="Línea 988"), "signatory.us")
    assert GOOD["en"] in read(client, edition)


def test_a_number_revoked_in_the_other_country_is_no_matter_of_this_paper(
    client: Browser, world: World, config: Config
) -> None:
    """Unless it stands on it: the sheets name the other country's numbers too."""
    edition = sheets.prepare(world, config, Side.MX)
    acts.revoke(world, world.fact("mx_linea_vida"), "signatory.mx")
    assert WRONG["es"] in read(client, edition)
