"""What the checks of the two languages say beside a block, and what they keep from being sent."""

from collections.abc import Callable

import pytest

from campaign.clock import now
from campaign.db import session
from campaign.materials.actions import Entry, edit
from campaign.materials.checks import findings, problems
from campaign.materials.models import Block, BlockKind, blocks_of
from tests.browser import Browser
from tests.materials import acts
from tests.page import words_of
from tests.world import World

ClientOf = Callable[..., Browser]


def write(world: World, en: str, es: str) -> Block:
    """The last point of the open flyer says this, and both sides of it were compared."""
    material = world.material("draft")
    block = acts.blocks(material, BlockKind.point)[-1]
    with acts.act(world, "planner.us") as user:
        entry = Entry(block.id, en, es, is_reviewed=True)
        edit(material, material.title, [entry], None, user, material.row_version)
    return acts.blocks(world.material("draft"), BlockKind.point)[-1]


def gaps(world: World) -> str:
    material = world.material("draft")
    return " ".join(problems(material, list(session.scalars(blocks_of(material.id))), now().date()))


@pytest.mark.database
def test_a_wrong_digit_on_one_side_keeps_it_from_being_sent(world: World) -> None:
    write(world, "It takes 3 minutes.", "Tarda 5 minutos.")
    assert "“3”" in gaps(world)
    assert "“5”" in gaps(world)
    write(world, "It takes 3 minutes.", "Tarda tres minutos.")
    assert "“3”" not in gaps(world)


def test_what_may_be_right_is_asked_about(world: World) -> None:
    block = write(world, "Relapse happens.", "Hay quien recae.")
    assert [(one.words, one.is_hard) for one in findings(world.material("draft"), block)] == [("Relapse", False)]
    assert "“Relapse”: change it, or write beside it why it may stay." in gaps(world)


@pytest.mark.parametrize(("language", "words"), [("en", "to consider"), ("es", "por considerar")])
def test_both_stand_beside_the_block(client_of: ClientOf, world: World, language: str, words: str) -> None:
    write(world, "Addicts relapse.", "Hay quien recae.")
    page = client_of("planner.us", language).get(f"/materials/{world.draft_id}/edit")
    said = [words_of(item) for one in page.all("ul") if one.get("class") == "findings" for item in one]
    assert len(said) == 2
    assert "Addicts" in said[0]
    assert words not in said[0]
    assert "relapse" in said[1]
    assert words in said[1]
