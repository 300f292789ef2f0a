"""The pages beside the editor: in which layout and how, chosen without a script and kept with what is typed."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from campaign.db import session
from campaign.materials.models import BlockKind, Material
from tests.browser import Browser, loose
from tests.materials import acts
from tests.page import Page
from tests.world import World

ClientOf = Callable[..., Browser]
POSTER = "tabloid-poster.poster-18x24.colour"


@pytest.fixture
def draft(world: World) -> Material:
    material = acts.flyer(world)
    with acts.act(world, "planner.us"):
        session.get_one(Material, material.id).layouts = ["letter-side-by-side", "letter-trifold", "tabloid-poster"]
    return material


def shown(page: Page) -> list[tuple[str, str, str]]:
    """Format, side and view of each page beside the editor."""
    asked = [parse_qs(urlsplit(image.get("src", "")).query) for image in page.all("img")]
    return [(one["format"][0], one["side"][0], one["view"][0]) for one in asked if "format" in one]


def chosen(page: Page) -> list[str]:
    """What the choice says."""
    options = [one.get("value", "") for one in page.all("option") if "selected" in one.attrib]
    return options + [one.get("value", "") for one in page.all("input") if "checked" in one.attrib]


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("With lines", "folded here")), ("es", ("Con líneas", "aquí se dobla"))]
)
def test_the_address_says_the_layout_and_the_view(
    client_of: ClientOf, draft: Material, language: str, words: tuple[str, str]
) -> None:
    planner, path = client_of("planner.us", language), f"/materials/{draft.id}/edit"
    page = planner.get(path)
    assert shown(page) == [("letter-side-by-side.letter.colour", "1", "print")]
    assert words[0] in page.text
    assert words[1] not in page.text
    page = planner.get(f"{path}?format=letter-trifold.letter.colour&view=lines")
    assert shown(page) == [("letter-trifold.letter.colour", side, "lines") for side in "12"]
    assert words[1] in page.text


def test_without_a_script_the_button_keeps_what_was_typed(client_of: ClientOf, draft: Material) -> None:
    planner, path = client_of("planner.us"), f"/materials/{draft.id}/edit"
    point = acts.blocks(draft, BlockKind.point)[0].id
    planner.get(f"{path}?format=letter-trifold.letter.colour&view=lines")
    planner.send(do="look", format=POSTER, view="grey", **loose({f"en_{point}": "Never alone."}))
    page = planner.follow()
    assert shown(page) == [(POSTER, "1", "grey")]
    assert {POSTER, "grey"} <= set(chosen(page))
    assert acts.blocks(draft, BlockKind.point)[0].text.en == "Never alone."
    planner.send(do="save", format=POSTER, view="grey", **loose({f"en_{point}": "Never use alone."}))
    assert shown(planner.follow()) == [(POSTER, "1", "grey")]


def test_a_refused_text_leaves_the_choice(client_of: ClientOf, draft: Material) -> None:
    planner = client_of("planner.us")
    planner.get(f"/materials/{draft.id}/edit")
    point = acts.blocks(draft, BlockKind.point)[0].id
    page = planner.send(status=422, format=POSTER, view="lines", **loose({f"en_{point}": "pala " * 250}))
    assert shown(page) == [(POSTER, "1", "lines")]


@pytest.mark.parametrize("asked", ["x", "letter-stacked.letter.colour", "%00", "a.b.c.d", "grey" * 5000])
def test_what_is_not_offered_is_the_usual_page(client_of: ClientOf, draft: Material, asked: str) -> None:
    page = client_of("planner.us").get(f"/materials/{draft.id}/edit?format={asked}&view={asked}")
    assert shown(page) == [("letter-side-by-side.letter.colour", "1", "print")]
