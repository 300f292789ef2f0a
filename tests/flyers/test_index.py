"""The list of flyers: for print staff what may be printed on their side, for others what they see as materials."""

from collections.abc import Callable

import pytest

from campaign.db import Side
from tests.browser import Browser
from tests.materials import acts
from tests.page import words_of
from tests.world import World

ClientOf = Callable[..., Browser]


def listed(browser: Browser, query: str = "") -> set[int]:
    page = browser.get(f"/flyers/{query}")
    links = (link.rpartition("/")[2] for link in page.links if link.startswith("/flyers/") and link[8:].isdigit())
    return {int(number) for number in links}


@pytest.mark.parametrize("side", Side)
def test_print_staff_see_what_is_in_force_on_their_side(client_of: ClientOf, world: World, side: Side) -> None:
    browser = client_of(f"printer.{side.value.lower()}")
    assert listed(browser) == {world.in_force_id}
    acts.revoke(world, world.version("in_force"), f"signatory.{side.opposite.value.lower()}", marks=True)
    assert listed(browser) == {world.in_force_id}
    acts.revoke(world, world.version("in_force"), f"signatory.{side.value.lower()}")
    assert listed(browser) == set()


def test_officials_see_their_side_and_what_was_sent_or_shared(client_of: ClientOf, world: World) -> None:
    sent = {world.waiting_id, world.half_cleared_id, world.in_force_id, world.shared_draft_id}
    assert listed(client_of("planner.us")) == sent | {world.draft_id}
    assert listed(client_of("planner.mx")) == sent | {world.partner_draft_id}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_list_says_where_each_may_be_printed(client_of: ClientOf, world: World, language: str) -> None:
    acts.revoke(world, world.version("in_force"), "signatory.us", marks=True)
    page = client_of("planner.us", language).get("/flyers/?q=F-0006")
    cells = [words_of(cell) for row in page.all("tr") for cell in row.findall("td")]
    assert cells[-1] == {"en": "Mexico", "es": "México"}[language]


@pytest.mark.parametrize("words", ["pill", "PASTILLA", "f-{}", "F-{:04d}"])
def test_it_is_searched_by_title_in_either_language_and_by_code(client_of: ClientOf, world: World, words: str) -> None:
    assert listed(client_of("printer.us"), f"?q={words.format(world.in_force_id)}") == {world.in_force_id}


@pytest.mark.parametrize("words", ["%", "_", "²", "%00", "nothing"])
def test_other_words_find_nothing(client_of: ClientOf, words: str) -> None:
    found = listed(client_of("printer.us"), f"?q={words}")
    assert len(found) == (1 if words == "%00" else 0)


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "99999999999999999999", "2"])
def test_a_page_that_is_none_is_the_first_or_the_last(client_of: ClientOf, world: World, page: str) -> None:
    assert listed(client_of("printer.us"), f"?page={page}") == {world.in_force_id}
