"""The public page behind the address on paper: right in both languages, for anybody, and it never says who withdrew."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.engine import Connection

from campaign import clock
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.flyers.models import Edition
from tests.browser import Browser
from tests.flyers import sheets
from tests.materials import acts
from tests.world import World

ClientOf = Callable[..., Browser]
GOOD = {"en": "This flyer is in force", "es": "Este volante está vigente"}
BAD = {"en": "Do not use this flyer", "es": "No uses este volante"}
LATE = {"en": "The review date of this flyer has passed", "es": "Ya pasó la fecha de revisión de este volante"}
UNKNOWN = {"en": "This sheet is not known", "es": "No conocemos esta hoja"}
NAMES = ("Castellan", "Armenta", "Deputy Director", "Directora General", "OOP-2026-0417", "SFN/1182/2026")


@pytest.fixture
def edition(world: World, config: Config) -> Edition:
    return sheets.prepare(world, config, Side.US)


def read(client: Browser, code: str, language: str = "en", status: int = 200) -> str:
    client.client.set_cookie("language", language)
    return client.get(f"/e/{code}", status=status).text


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_answers_in_both_languages_the_readers_first(client: Browser, edition: Edition, language: str) -> None:
    text = read(client, edition.code, language)
    other = "es" if language == "en" else "en"
    assert text.index(GOOD[language]) < text.index(GOOD[other])
    for words in ("El Paso County, Texas", "15 Feb 2027", "15 feb 2027", edition.code, "One pill can kill"):
        assert words in text
    assert client.page is not None
    assert client.page.h1 == GOOD[language]


@pytest.mark.parametrize(
    ("asked", "first"), [("en-US,en", "en"), ("es-MX,es;q=0.9,en;q=0.8", "es"), ("fr", "en"), ("", "en")]
)
def test_without_a_choice_the_browsers_language_stands_first(
    client: Browser, edition: Edition, asked: str, first: str
) -> None:
    response = client.client.get(f"/e/{edition.code}", headers={"Accept-Language": asked})
    assert f'<html lang="{first}"' in response.text


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("code", ["00000000", "x", "<script>alert(1)</script>", "%00", "A" * 3000, "../../etc", "ñ"])
def test_an_unknown_code_says_so_in_both_languages(client: Browser, code: str, language: str) -> None:
    client.client.set_cookie("language", language)
    page = client.get(f"/e/{code}", status=404)
    assert "<script>alert" not in page.html
    if "/" not in code:
        assert UNKNOWN["en"] in page.text
        assert UNKNOWN["es"] in page.text


def test_a_code_is_read_as_people_type_it(client: Browser, edition: Edition) -> None:
    typed = edition.code.lower().replace("0", "o").replace("1", "l")
    assert GOOD["en"] in read(client, typed)


@pytest.mark.parametrize("by", ["signatory.us", "signatory.mx"])
def test_after_a_revocation_it_says_stop_and_not_who(client: Browser, world: World, edition: Edition, by: str) -> None:
    before = read(client, edition.code)
    acts.revoke(world, world.version("in_force"), by, reason="Internal matter of one side.")
    text = read(client, edition.code)
    assert BAD["en"] in text
    assert BAD["es"] in text
    assert "Internal matter" not in text
    for words in (*NAMES, "Revoked", "Revocad"):
        assert words not in text
    assert GOOD["en"] in before


def test_the_answer_is_the_same_whichever_country_withdrew(
    world: World, edition: Edition, client: Browser, connection: Connection
) -> None:
    code, texts = edition.code, []
    for by in ("signatory.us", "signatory.mx"):
        session.remove()
        undone = connection.begin_nested()
        acts.revoke(world, world.version("in_force"), by)
        texts.append(read(client, code))
        session.remove()
        undone.rollback()
    assert texts[0] == texts[1]


def test_where_the_marks_may_stay_each_country_has_its_own_answer(
    client: Browser, world: World, config: Config, edition: Edition
) -> None:
    there = sheets.prepare(world, config, Side.MX)
    acts.revoke(world, world.version("in_force"), "signatory.us", marks=True)
    assert BAD["en"] in read(client, edition.code)
    text = read(client, there.code)
    assert GOOD["en"] in text
    assert "Revoked" not in text


def test_a_replaced_version_is_not_to_be_used(client: Browser, world: World, edition: Edition) -> None:
    material = world.material("in_force")
    acts.write(world, "planner.us", material, "Call 911. Stay.", "Llama al 911. Quédate.")
    acts.clear_by_both(world, acts.send(world, material))
    assert BAD["en"] in read(client, edition.code)


def test_a_fact_that_changed_takes_the_paper_out(client: Browser, world: World, edition: Edition) -> None:
    acts.clear_by_both(world, acts.reword(world, "recovery_position", en="On one side.", es="De lado."))
    assert BAD["es"] in read(client, edition.code)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_date_alone_recalls_no_copy(client: Browser, edition: Edition, language: str) -> None:
    """Law 10: the copy may be kept; its numbers are to be compared with those that are right today."""
    last = now() + (edition.review_by - now().date())
    with clock.at(last):
        assert GOOD[language] in read(client, edition.code, language)
    with clock.at(last + timedelta(days=1)):
        text = read(client, edition.code, language)
        assert LATE["en"] in text
        assert LATE["es"] in text
        assert BAD["en"] not in text


def test_late_and_revoked_is_not_to_be_used(client: Browser, world: World, edition: Edition) -> None:
    acts.revoke(world, world.version("in_force"), "signatory.mx")
    with clock.at(now() + timedelta(days=300)):
        text = read(client, edition.code)
        assert BAD["en"] in text
        assert LATE["en"] not in text


def test_the_help_on_it_is_right_today_whatever_the_paper_says(client: Browser, world: World, edition: Edition) -> None:
    assert "988" in read(client, edition.code)
    acts.revoke(world, world.fact("us_988"), "signatory.us")
    text = read(client, edition.code)
    assert "988" not in text
    assert text.index("911") < text.index("800 911 2000")


def test_numbers_of_the_papers_own_country_stand_first(
    client: Browser, world: World, config: Config, edition: Edition
) -> None:
    there = sheets.prepare(world, config, Side.MX)
    us, mx = read(client, edition.code), read(client, there.code)
    assert us.index("1-800-662-4357") < us.index("800 911 2000")
    assert mx.index("800 911 2000") < mx.index("1-800-662-4357")


def test_it_asks_nobody_in_and_leaves_no_cookie(client: Browser, edition: Edition) -> None:
    response = client.client.get(f"/e/{edition.code}")
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
