"""The list of materials: what each person may see, narrowed by how it stands and for whom it is, and as a file."""

import csv
from collections.abc import Callable

import pytest

from campaign.db import Bilingual
from tests.browser import Browser
from tests.materials import acts
from tests.page import Page, words_of
from tests.world import World

ClientOf = Callable[..., Browser]
pytestmark = pytest.mark.database


def titles(page: Page) -> list[str]:
    return [words_of(link) for link in page.all("a") if link.get("class") == "row__name"]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("who", ["planner.us", "signatory.mx", "partner-a.mx", "secretariat", "observer"])
def test_who_reads_materials_reads_the_list(client_of: ClientOf, who: str, language: str) -> None:
    client_of(who, language).get("/materials/")


@pytest.mark.parametrize("who", ["printer.us", "administrator.mx"])
def test_others_do_not(client_of: ClientOf, who: str) -> None:
    client_of(who).get("/materials/", status=403)
    client_of(who).get("/materials/list.csv", status=403)


@pytest.mark.parametrize(
    ("asked", "found", "not_found"),
    [
        ("standing=in_force", "One pill can kill", "Call 911 first"),
        ("standing=us", "Call 911 first", "You can save a life"),
        ("standing=mx", "You can save a life", "One pill can kill"),
        ("standing=draft", "Keep naloxone at home", "One pill can kill"),
        ("standing=us&standing=in_force", "One pill can kill", "Keep naloxone at home"),
        ("q=línea", "", "One pill can kill"),
        ("q=PÍLL", "One pill can kill", "Keep naloxone at home"),
        ("scope=joint&standing=in_force", "One pill can kill", "Call 911 first"),
    ],
)
def test_it_is_narrowed(client_of: ClientOf, asked: str, found: str, not_found: str) -> None:
    names = titles(client_of("planner.us", "en").get(f"/materials/?{asked}"))
    assert found in names if found else True
    assert not_found not in names


def test_a_count_says_what_a_press_would_show(client_of: ClientOf) -> None:
    browser = client_of("planner.us", "en")
    page = browser.get("/materials/")
    boxes = [box for box in page.all("input") if box.get("type") == "checkbox" and box.get("name") != "pick"]
    counts = [int(words_of(one)) for one in page.all("span") if one.get("class") == "facet__count"]
    assert len(boxes) == len(counts) >= 4
    assert {box.get("name") for box in boxes} >= {"standing", "language"}
    for box, count in zip(boxes, counts, strict=True):
        assert len(titles(browser.get(f"/materials/?{box.get('name')}={box.get('value')}"))) == count


def test_each_filter_is_a_chip_and_what_is_no_choice_is_none(client_of: ClientOf) -> None:
    page = client_of("planner.us", "en").get("/materials/?standing=us&standing=nope&scope=x&q=call")
    assert "/materials/?q=call" in page.links
    assert "/materials/?standing=us" in page.links
    assert "nope" not in page.text


def test_what_needs_review_is_marked_with_its_language(client_of: ClientOf, world: World) -> None:
    assert "ES review" not in client_of("planner.us", "en").get("/materials/").text
    material = acts.flyer(world, title=Bilingual("To be reviewed", "Por revisarse"))
    acts.write(world, "planner.us", material, "First.", "Primero.")
    acts.write(world, "planner.us", material, "Second.", "Primero.")
    assert "ES review" in client_of("planner.us", "en").get("/materials/").text
    assert "ES review" not in client_of("signatory.mx", "en").get("/materials/?q=revisarse").text


def test_the_page_of_each_stands_beside_its_name(client_of: ClientOf, world: World) -> None:
    page = client_of("planner.mx", "en").get("/materials/?standing=in_force")
    pictures = [image for image in page.all("img") if "thumb" in (image.get("class") or "")]
    version = world.version("in_force")
    assert [image.get("src") for image in pictures] == [
        f"/flyers/versions/{version.id}/page.webp?region=MX-08037&small=1"
    ]
    assert all(image.get("alt") and image.get("loading") == "lazy" for image in pictures)


def test_the_list_is_a_file_under_the_same_filters(client_of: ClientOf, world: World) -> None:
    material = acts.flyer(world, title=Bilingual("=1+1", "-2"))
    response = client_of("planner.us", "en").get("/materials/list.csv").response
    header, *rows = csv.reader(response.data.decode("utf-8-sig").splitlines())
    assert header[:3] == ["Code", "English", "Español"]
    by_code = {row[0]: row for row in rows}
    assert by_code[material.code][1:3] == ["'=1+1", "'-2"], "a spreadsheet must not calculate a title"
    assert by_code[world.material("in_force").code][-2] == "In force"
    waiting = by_code[world.material("waiting").code]
    assert waiting[-2] == "Waiting for the United States, Waiting for Mexico"
    narrowed = client_of("planner.us", "en").get("/materials/list.csv?standing=in_force").response.text
    assert world.material("in_force").code in narrowed
    assert world.material("waiting").code not in narrowed
