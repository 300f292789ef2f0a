"""The difference that a signatory reads: every word of the new text, and nothing of the old one that is not marked."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.db import session
from campaign.materials.changes import changes, last_cleared, pieces
from campaign.materials.models import BlockKind, versions_of
from tests.materials import acts
from tests.world import World

TEXTS = st.text(st.sampled_from("ab \n"), max_size=40)


@given(TEXTS, TEXTS)
def test_the_pieces_give_back_both_texts(old: str, new: str) -> None:
    found = pieces(old, new)
    kept = "".join(text for mark, text in found if mark != "old").split()
    gone = "".join(text for mark, text in found if mark != "new").split()
    assert kept == new.split()
    assert gone == old.split()


@given(TEXTS)
def test_the_same_text_has_no_marks(text: str) -> None:
    assert all(mark == "same" for mark, _text in pieces(text, text))


@pytest.mark.database
def test_each_block_says_what_became_of_it(world: World) -> None:
    material = acts.flyer(world)
    first = acts.send(world, material)
    acts.write(world, "planner.us", material, "Call 911 and stay close.", acts.POINT.es, is_reviewed=True)
    with acts.act(world, "planner.us"):
        session.delete(acts.blocks(material, BlockKind.fact)[0])
    second = acts.send(world, material)
    rows = changes(json.loads(second.content), json.loads(first.content))
    assert [(row.kind, row.state) for row in rows] == [
        ("headline", "same"),
        ("subline", "same"),
        ("point", "changed"),
        ("fact", "same"),
        ("alt", "same"),
        ("fact", "gone"),
    ]
    assert ("new", "close.") in rows[2].en
    assert all(mark == "same" for mark, _text in rows[2].es)


@pytest.mark.database
def test_the_difference_is_to_what_was_last_in_force(world: World) -> None:
    material = acts.flyer(world)
    first = acts.send(world, material)
    acts.clear_by_both(world, first)
    acts.write(world, "planner.us", material, "Second.", "Segunda.")
    second = acts.send(world, material)
    acts.refuse(world, second, "signatory.us")
    acts.write(world, "planner.us", material, "Third.", "Tercera.")
    third = acts.send(world, material)
    versions = list(session.scalars(versions_of(material.id)))
    assert last_cleared(third, versions) is first
    assert last_cleared(first, versions) is None
