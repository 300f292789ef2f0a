"""Several materials changed at once, and undone: only what somebody may change, and never what was changed since."""

from collections.abc import Callable

import pytest

from campaign import clock
from campaign.clock import now
from campaign.config import Config
from campaign.materials.bulk import UNDONE_WITHIN
from campaign.materials.models import Material, MaterialType
from tests.browser import Browser, loose, queries
from tests.intake.corpus import picture
from tests.materials import acts as texts
from tests.materials.acts import here
from tests.materials.files import acts
from tests.world import World

ClientOf = Callable[..., Browser]


@pytest.fixture
def chosen(world: World, config: Config) -> list[Material]:
    kept = acts.keep(config, picture())
    return [acts.begin(world, kept) for _n in range(3)]


def open_form(browser: Browser, chosen: list[Material], *more: int) -> None:
    picks = "&".join(f"pick={number}" for number in [*(one.id for one in chosen), *more])
    browser.get(f"/materials/chosen?{picks}")


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_was_ticked_is_changed_and_undone(client_of: ClientOf, chosen: list[Material], language: str) -> None:
    browser = client_of("planner.us", language)
    open_form(browser, chosen)
    browser.send(audience="parents", type="poster", add=["naloxone", "fentanyl"])
    page = browser.follow()
    after = [here(one) for one in chosen]
    assert {(one.audience, one.type, tuple(one.topics)) for one in after} == {
        ("parents", MaterialType.poster, ("naloxone", "fentanyl"))
    }
    assert ("3 materials are changed." in page.text) == (language == "en")
    browser.send("/materials/chosen/undo")
    assert {(one.audience, one.type, tuple(one.topics)) for one in map(here, chosen)} == {("", MaterialType.image, ())}


def test_topics_are_added_and_taken_away(client_of: ClientOf, chosen: list[Material]) -> None:
    browser = client_of("planner.us")
    for changes in ({"add": ["stigma", "naloxone"]}, {"add": ["overdose"], "drop": ["stigma"]}):
        open_form(browser, chosen[:1])
        browser.send(**loose(changes))
    assert here(chosen[0]).topics == ["overdose", "naloxone"]


def test_nothing_chosen_is_said(client_of: ClientOf, chosen: list[Material]) -> None:
    browser = client_of("planner.us", "en")
    open_form(browser, chosen)
    assert "Nothing was chosen that should change." in browser.send(status=422).text
    assert "tick some rows" in browser.get("/materials/chosen").text


def test_what_is_another_sides_is_not_even_named(client_of: ClientOf, world: World, chosen: list[Material]) -> None:
    browser = client_of("planner.mx")
    open_form(browser, chosen, world.partner_draft_id)
    assert browser.page is not None
    assert chosen[0].code not in browser.page.text
    browser.send(audience="schools")
    assert here(chosen[0]).audience == ""
    assert world.material("partner_draft").audience == "schools"


def test_a_flyer_stays_a_flyer(client_of: ClientOf, world: World, chosen: list[Material]) -> None:
    browser = client_of("planner.us", "en")
    open_form(browser, chosen, world.draft_id)
    browser.send(type="video")
    assert "A flyer is written here" in browser.follow().text
    assert world.material("draft").is_flyer
    assert here(chosen[0]).type is MaterialType.video


def test_only_what_the_public_reads_opens_a_draft(client_of: ClientOf, world: World, config: Config) -> None:
    version = acts.in_force(world, config)
    browser = client_of("planner.us")
    open_form(browser, [version.material])
    browser.send(audience="parents")
    assert not here(version).material.has_draft
    open_form(browser, [version.material])
    browser.send(type="poster")
    assert here(version).material.has_draft
    browser.follow()
    browser.send("/materials/chosen/undo")
    material = here(version).material
    assert (material.has_draft, material.type, material.author_ids) == (False, MaterialType.image, [])
    assert material.in_force_us


def test_what_was_changed_since_stays(client_of: ClientOf, world: World, chosen: list[Material]) -> None:
    browser = client_of("planner.us")
    open_form(browser, chosen)
    browser.send(audience="parents")
    browser.follow()
    other = client_of("planner.us")
    open_form(other, chosen[:1])
    other.send(audience="schools")
    browser.send("/materials/chosen/undo")
    assert [here(one).audience for one in chosen] == ["schools", "", ""]
    browser.post("/materials/chosen/undo", {"entry": "0"}, 409)


def test_nobody_undoes_what_another_did_nor_after_an_hour(client_of: ClientOf, chosen: list[Material]) -> None:
    browser = client_of("planner.us")
    open_form(browser, chosen)
    browser.send(audience="parents")
    assert browser.page is not None
    address = browser.page.response.headers["Location"]
    entry = address.partition("changed=")[2]
    assert "/materials/chosen/undo" not in client_of("planner.mx").get(address).html
    client_of("planner.mx").post("/materials/chosen/undo", {"entry": entry}, 409)
    with clock.at(now() + UNDONE_WITHIN * 2):
        assert here(chosen[0]).audience == "parents"


def test_a_page_of_fifty_costs_at_most_twelve_queries(client_of: ClientOf, world: World, config: Config) -> None:
    kept = acts.keep(config, picture())
    browser = client_of("planner.us")
    browser.get("/materials/")
    for _n in range(25):
        acts.begin(world, kept, kind=MaterialType.image)
        texts.flyer(world, is_written=False)
    acts.draw(config, acts.file_of(acts.begin(world, kept)))
    for address in ("/materials/", "/materials/?q=naloxone", "/materials/?type=image&standing=draft"):
        browser.get(address, is_checked=False)
        with queries() as spent:
            page = browser.get(address)
        assert spent[0] <= 12, f"{address}: {spent[0]}"
    assert "160.webp" in page.html


def test_a_code_finds_its_own_kind(client_of: ClientOf, world: World, chosen: list[Material]) -> None:
    browser = client_of("planner.us")
    found, flyer = chosen[0], world.material("in_force")
    for words, material in ((found.code, found), (flyer.code, flyer)):
        assert f"/materials/{material.id}" in browser.get(f"/materials/?q={words}").links
        browser.get(f"/search?q={words}", status=303)
    for wrong in (f"F-{found.id}", f"M-{flyer.id}"):
        assert "1 material" not in browser.get(f"/materials/?q={wrong}").text
        browser.get(f"/search?q={wrong}", status=200)
