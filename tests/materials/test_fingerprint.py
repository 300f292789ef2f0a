"""What a fingerprint covers and what not (law 3), and that it is canonical: the same content is the same letters."""

import hashlib
import json
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.clock import now
from campaign.db import Bilingual, Territory, session
from campaign.facts.clearable import freeze
from campaign.flyers.formats import usual
from campaign.flyers.sheet import build
from campaign.materials.content import content_of
from campaign.materials.models import BlockKind, Material, Register, Scope, blocks_of
from campaign.paper.layouts import LAYOUTS
from campaign.regions.models import Region
from tests.materials import acts
from tests.world import EL_PASO, JUAREZ, World

pytestmark = pytest.mark.database
WORDS = st.text(max_size=8)
LISTS = st.lists(st.dictionaries(WORDS, WORDS, max_size=2))
CONTENTS = st.dictionaries(WORDS, st.none() | st.integers() | WORDS | LISTS)


def content(material: Material) -> dict[str, Any]:
    return content_of(material, list(session.scalars(blocks_of(material.id))))


def print_of(material: Material) -> str:
    return freeze(content(material))[1]


@given(CONTENTS)
def test_the_frozen_text_is_one_spelling_of_the_content(value: dict[str, Any]) -> None:
    text, fingerprint = freeze(value)
    assert fingerprint == hashlib.sha256(text.encode()).hexdigest()
    assert freeze(json.loads(text)) == (text, fingerprint)
    assert unicodedata.is_normalized("NFC", text)


@given(CONTENTS)
def test_order_of_keys_and_composed_letters_change_nothing(value: dict[str, Any]) -> None:
    def other_spelling(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: other_spelling(part[key]) for key in reversed(part)}
        if isinstance(part, list):
            return [other_spelling(one) for one in part]
        return unicodedata.normalize("NFD", part) if isinstance(part, str) else part

    assert freeze(other_spelling(value)) == freeze(value)


def test_no_spaces_between_and_letters_as_they_are() -> None:
    text, _fingerprint = freeze({"b": ["é ", 1], "a": None})
    assert text == '{"a":null,"b":["é ",1]}'


def test_two_flyers_with_the_same_content_have_the_same_fingerprint(world: World) -> None:
    assert print_of(acts.flyer(world)) == print_of(acts.flyer(world, "planner.us"))


def mutants(value: Any) -> list[Any]:
    """The content with one thing changed, once for every thing in it."""
    if isinstance(value, dict):
        inner = [{**value, key: other} for key in value for other in mutants(value[key])]
        return [*inner, *({k: v for k, v in value.items() if k != key} for key in value)]
    if isinstance(value, list):
        lists = [[*value[:n], other, *value[n + 1 :]] for n, one in enumerate(value) for other in mutants(one)]
        return [*lists, value[:-1], [*value[1:], value[0]]] if len(value) > 1 else lists
    return [value + 1 if isinstance(value, int) else f"{value}x"]


def test_whatever_changes_inside_changes_the_fingerprint(world: World) -> None:
    inside = content(acts.flyer(world))
    assert set(inside) == {
        "schema", "type", "scope", "country", "register", "title", "blocks", "marks", "layouts", "slots"
    }  # fmt: skip
    changed = [freeze(mutant)[1] for mutant in mutants(inside)]
    assert freeze(inside)[1] not in changed
    assert len(changed) > 100


@pytest.mark.parametrize("kind", [BlockKind.headline, BlockKind.subline, BlockKind.point, BlockKind.alt])
@pytest.mark.parametrize("words", [Bilingual("Other", ""), Bilingual("", "Otro")], ids=["en", "es"])
def test_every_word_counts(world: World, kind: BlockKind, words: Bilingual) -> None:
    material = acts.flyer(world)
    before, old = print_of(material), acts.blocks(material, kind)[0].words
    acts.write(world, "planner.us", material, words.en or old.en, words.es or old.es, kind)
    assert print_of(material) != before


def test_register_scope_title_drawing_and_order_count(world: World) -> None:
    prints = {
        print_of(acts.flyer(world)),
        print_of(acts.flyer(world, register=Register.usted)),
        print_of(acts.flyer(world, scope=Scope.national)),
        print_of(acts.flyer(world, title=Bilingual("Not every pill is medicine", "Otro título"))),
    }
    material = acts.flyer(world)
    acts.write(world, "planner.us", material, acts.POINT.en, acts.POINT.es, pictogram="call-911")
    prints.add(print_of(material))
    with acts.act(world, "planner.us"):
        first, second = acts.blocks(material, BlockKind.fact)
        first.quoted, second.quoted = second.quoted, first.quoted
    prints.add(print_of(material))
    assert len(prints) == 6


def test_where_a_block_is_printed_counts(world: World) -> None:
    material = acts.flyer(world)
    before = print_of(material)
    with acts.act(world, "planner.us"):
        acts.blocks(material, BlockKind.point)[0].scope = Territory.US
    assert print_of(material) != before


def test_a_layouts_number_counts_and_a_repair_does_not(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    material = acts.flyer(world)
    before = print_of(material)
    layout = LAYOUTS["letter-side-by-side"]
    monkeypatch.setitem(LAYOUTS, layout.name, replace(layout, slots=layout.slots[:3]))
    assert print_of(material) == before
    monkeypatch.setitem(LAYOUTS, layout.name, replace(layout, number=layout.number + 1))
    assert print_of(material) != before


def test_a_leads_name_counts(world: World) -> None:
    material = acts.flyer(world)
    before = print_of(material)
    with acts.act(world, "administrator.us"):
        world.organization("us").name = "Renamed Office"
    assert print_of(material) != before


def test_helplines_and_region_lie_outside(world: World) -> None:
    """They are chosen from cleared facts when the sheet is made; the slot's rule is inside, the number is not."""
    material = acts.flyer(world)
    inside = content(material)
    before = freeze(inside)[1]
    sheets = [_sheet(material, inside, key) for key in (EL_PASO, JUAREZ)]
    assert sheets[0]["helplines"] != sheets[1]["helplines"]
    acts.clear(world, acts.reword(world, "us_poison_help"), "signatory.us")
    assert [line["number"] for line in _sheet(material, inside, EL_PASO)["helplines"]] != sheets[0]["helplines"]
    assert print_of(material) == before


def _sheet(material: Material, inside: dict[str, Any], key: str) -> Any:
    return build(
        inside,
        freeze(inside)[1],
        session.get_one(Region, key),
        usual(material.layouts),
        number=1,
        material_code=material.code,
        review_by=None,
        is_draft=True,
        base_url="http://127.0.0.1:5000",
        on=now().date(),
    )


def test_a_quoted_fact_counts_by_its_own_words(world: World) -> None:
    material = acts.flyer(world)
    before = print_of(material)
    acts.clear_by_both(world, acts.reword(world, "recovery_position", source="The same, seen again"))
    assert print_of(material) == before
    acts.clear_by_both(world, acts.reword(world, "recovery_position", en="Roll the person onto one side."))
    assert print_of(material) != before
