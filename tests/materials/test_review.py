"""Which side of a pair needs review after an edit, and which language leads (law 9)."""

import pytest

from campaign.db import session
from campaign.materials.models import Block, BlockKind
from tests.materials import acts
from tests.world import World

pytestmark = pytest.mark.database
PLANNER = "planner.us"
EN, ES = "Stay.", "Quédate."


def after(world: World, *edits: tuple[str, str, bool], start: tuple[str, str] = (EN, ES)) -> tuple[str, str]:
    """needs_review and source after these edits of (English, Spanish, "I compared both")."""
    material = acts.flyer(world, is_written=False)
    for en, es, is_reviewed in ((*start, False), *edits):
        acts.write(world, PLANNER, material, en, es, is_reviewed=is_reviewed)
    block = session.get_one(Block, acts.blocks(material, BlockKind.point)[0].id)
    return block.needs_review, block.source


@pytest.mark.parametrize(
    ("edits", "needs", "source"),
    [
        ([("Stay here.", ES, False)], "es", "en"),
        ([(EN, "Quédate aquí.", False)], "en", "es"),
        ([("Stay here.", "Quédate aquí.", False)], "", "en"),
        ([(EN, ES, False)], "", "en"),
        ([("Stay here.", ES, True)], "", "en"),
        # the twin follows: no review is left, and who led still leads
        ([("Stay here.", ES, False), ("Stay here.", "Quédate aquí.", False)], "", "en"),
        ([(EN, "Quédate aquí.", False), ("Stay here.", "Quédate aquí.", False)], "", "es"),
        # the leader changes again before the twin followed
        ([("Stay here.", ES, False), ("Stay there.", ES, False)], "es", "en"),
        # nobody changed a word: only the tick takes the mark away
        ([("Stay here.", ES, False), ("Stay here.", ES, False)], "es", "en"),
        ([("Stay here.", ES, False), ("Stay here.", ES, True)], "", "en"),
        # there is nothing to compare with
        ([("Stay here.", "", False), ("Stay there.", "", False)], "", "en"),
    ],
)
def test_an_edit_marks_the_twin(world: World, edits: list[tuple[str, str, bool]], needs: str, source: str) -> None:
    assert after(world, *edits) == (needs, source)


@pytest.mark.parametrize(("en", "es"), [("", ES), (EN, "")])
def test_the_first_translation_needs_no_review(world: World, en: str, es: str) -> None:
    assert after(world, (EN, ES, False), start=(en, es))[0] == ""


def test_a_block_of_one_language_is_not_marked(world: World) -> None:
    assert after(world, start=("", ES)) == ("", "es")


def test_a_quoted_fact_is_never_marked_and_never_written_over(world: World) -> None:
    material = acts.flyer(world)
    fact = acts.blocks(material, BlockKind.fact)[0]
    words = fact.text
    acts.write(world, PLANNER, material, "Mine", "Mío", BlockKind.fact, pictogram="fake-pill")
    fact = acts.blocks(material, BlockKind.fact)[0]
    assert (fact.text, fact.words.en, fact.needs_review, fact.pictogram) == (words, "", "", "fake-pill")
