"""How long a text may be: by the tightest of the layouts that a flyer offers, which is named."""

from collections.abc import Callable

import pytest

from campaign.db import session
from campaign.materials.budgets import ALT, Budget, budgets
from campaign.materials.models import BlockKind, Material
from campaign.materials.translating.texts import texts_of
from campaign.paper.layouts import LAYOUTS
from tests.browser import Browser
from tests.materials import acts
from tests.world import World

ClientOf = Callable[..., Browser]
BESIDE = "letter-side-by-side"


def test_the_tightest_of_those_that_have_the_slot() -> None:
    assert budgets((BESIDE,))["headline"] == {"en": Budget(35, BESIDE), "es": Budget(44, BESIDE)}
    found = budgets((BESIDE, "half-letter", "wallet-card"))
    assert found["headline"] == {"en": Budget(18, "wallet-card"), "es": Budget(23, "wallet-card")}
    assert found["subline"] == {"en": Budget(40, "half-letter"), "es": Budget(50, "half-letter")}
    assert found["point"]["en"] == Budget(23, "wallet-card")
    assert found["alt"] == {code: Budget(most) for code, most in ALT.items()}


def test_nothing_offered_or_no_such_slot_counts_as_usual() -> None:
    assert budgets(()) == budgets((BESIDE,)) == budgets(("gone", BESIDE))
    assert budgets(("picture-card",))["point"] == budgets((BESIDE,))["point"]


def test_all_points_of_a_layout_have_one_budget() -> None:
    for layout in LAYOUTS.values():
        points = [slot for slot in layout.slots if slot.name.startswith("point-")]
        assert len({(slot.budget_en, slot.budget_es) for slot in points}) <= 1, layout.name


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("of 24 characters", "Half letter")), ("es", ("de 31 caracteres", "Media carta"))],
)
def test_the_editor_and_a_translator_count_by_it(
    client_of: ClientOf, world: World, language: str, words: tuple[str, str]
) -> None:
    material = acts.flyer(world)
    planner, path = client_of("planner.us", language), f"/materials/{material.id}/edit"
    assert words[0] not in planner.get(path).text
    with acts.act(world, "planner.us"):
        session.get_one(Material, material.id).layouts = [BESIDE, "half-letter"]
    page = planner.get(path)
    assert words[0] in page.text
    assert words[1] in ["".join(one.itertext()) for one in page.all("em")]
    headline = next(
        text for text in texts_of(session.get_one(Material, material.id)) if text.kind is BlockKind.headline
    )
    assert [headline.budget(code) for code in ("en", "es")] == [24, 31]
