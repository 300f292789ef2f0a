"""What must be right before a text is frozen (each fault is named with its block), and what freezing does."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign import clock
from campaign.campaigns.models import tracks_of
from campaign.clock import now
from campaign.db import Bilingual, Side, Territory, session
from campaign.errors import Refused
from campaign.facts.clearable import KeyState
from campaign.materials.actions import Change, Entry, edit
from campaign.materials.checks import problems
from campaign.materials.models import (
    BlockKind,
    Material,
    Scope,
    VersionFact,
    VersionState,
    blocks_of,
    versions_of,
)
from tests.materials import acts
from tests.world import World

pytestmark = pytest.mark.database


def gaps(material: Material) -> list[str]:
    return problems(material, list(session.scalars(blocks_of(material.id))), now().date())


def change(world: World, material: Material, verb: str, kind: BlockKind, who: str = "planner.us") -> None:
    with acts.act(world, who) as user:
        block_id = acts.blocks(material, kind)[-1].id if verb != "add" else 0
        edit(material, material.title, [], Change(verb, block_id=block_id, kind=kind), user, material.row_version)


def drop_headline(world: World, material: Material) -> None:
    """No button does this; the rule stands all the same."""
    with acts.act(world, "planner.us"):
        session.delete(acts.blocks(material, BlockKind.headline)[0])


def double_headline(world: World, material: Material) -> None:
    change(world, material, "add", BlockKind.headline)
    write(en="Twice", es="Dos veces", kind=BlockKind.headline)(world, material)


def write(en: str, es: str, kind: BlockKind = BlockKind.point) -> Callable[[World, Material], None]:
    return lambda world, material: acts.write(world, "planner.us", material, en, es, kind)


def review(world: World, material: Material) -> None:
    acts.write(world, "planner.us", material, "Call 911, stay, and breathe.", acts.POINT.es)


def title(en: str, es: str) -> Callable[[World, Material], None]:
    def write_title(world: World, material: Material) -> None:
        with acts.act(world, "planner.us") as user:
            edit(material, Bilingual(en, es), [], None, user, material.row_version)

    return write_title


def add_points(count: int) -> Callable[[World, Material], None]:
    def add(world: World, material: Material) -> None:
        for _n in range(count):
            change(world, material, "add", BlockKind.point)
            with acts.act(world, "planner.us") as user:
                empty = next(block for block in acts.blocks(material, BlockKind.point) if not block.en)
                edit(material, material.title, [Entry(empty.id, "One.", "Uno.")], None, user, material.row_version)

    return add


def no_points(world: World, material: Material) -> None:
    for kind in (BlockKind.point, BlockKind.fact, BlockKind.fact):
        change(world, material, "remove", kind)


FAULTS: dict[str, tuple[Callable[[World, Material], None], str]] = {
    "no English": (write("", "Llama al 911."), "Block 3 has no English text."),
    "no Spanish": (write("Call 911.", ""), "Block 3 has no Spanish text."),
    "blank Spanish": (write("Call 911.", " \n "), "Block 3 has no Spanish text."),
    "no Spanish headline": (write("A", "", BlockKind.headline), "Block 1 has no Spanish text."),
    "no words for the picture": (write("", "Una persona.", BlockKind.alt), "Block 6 has no English text."),
    "Spanish not compared": (review, "Block 3: the Spanish needs review."),
    "no English title": (title("", "Título"), "The title is missing in one language."),
    "no Spanish title": (title("Title", ""), "The title is missing in one language."),
    "no headline": (drop_headline, "A flyer has exactly one headline."),
    "two headlines": (double_headline, "A flyer has exactly one headline."),
    "four points": (add_points(1), "The sheet for the United States has 4 points; it needs 1 to 3."),
    "no points": (no_points, "The sheet for Mexico has 0 points; it needs 1 to 3."),
    "a number of one country": (
        write("Call Línea de la Vida: 800 911 2000.", "Llama al 911."),
        "Block 3 gives 800 911 2000, which works only in Mexico: name the country beside it.",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_and_nothing_is_frozen(world: World, fault: str) -> None:
    material = acts.flyer(world)
    assert gaps(material) == []
    spoil, sentence = FAULTS[fault]
    spoil(world, material)
    assert sentence in gaps(material)
    with pytest.raises(Refused, match=sentence.replace("(", r"\(")):
        acts.send(world, material)
    material = acts.here(material)
    assert session.scalars(versions_of(material.id)).all() == []
    assert (material.has_draft, material.is_submitted) == (True, False)


def test_every_fault_is_said_at_once(world: World) -> None:
    material = acts.flyer(world, is_written=False, title=Bilingual("", "Solo español"))
    assert len(gaps(material)) == 8


@pytest.mark.parametrize(
    ("en", "es", "is_refused"),
    [
        ("Call 988.", "Llama al 911.", True),
        ("Call 911.", "Llama al 988.", True),
        ("In the United States, call 988.", "En Estados Unidos, llama al 988.", False),
        ("In the United States, call 988.", "Llama al 988.", True),
        ("Call 1-800-662-4357.", "x", True),
        ("Call 1 (800) 662 4357.", "x", True),
        ("Call 800.662.4357.", "x", True),
        ("Call 8006624357", "x", True),
        ("In Mexico call 800 911 2000.", "En México llama al 800 911 2000.", False),
        ("Call +52 800 911 2000.", "x", True),
        # What is no helpline: figures, years, other people's numbers.
        ("It is 1,988 times stronger.", "Es 98.8 veces más fuerte.", False),
        ("In 2019 88 people died.", "En 2019, 88 personas murieron.", False),
        ("Call (915) 988-2000.", "Llama al 5988.", False),
        ("Call 911.", "Llama al 911.", False),
    ],
)
def test_a_number_of_one_country_needs_its_countrys_name(world: World, en: str, es: str, is_refused: bool) -> None:
    """Law 8, in a block that both countries print."""
    material = acts.flyer(world)
    acts.write(world, "planner.us", material, en, es)
    assert any("name the country beside it" in gap for gap in gaps(material)) is is_refused


@pytest.mark.parametrize(
    ("who", "own", "foreign"),
    [("planner.us", "Call 988.", "Call 800 911 2000."), ("planner.mx", "Call 800 911 2000.", "Call 988.")],
)
def test_a_national_flyer_may_give_its_own_numbers_bare(world: World, who: str, own: str, foreign: str) -> None:
    material = acts.flyer(world, who, Scope.national)
    acts.write(world, who, material, own, own)
    assert gaps(material) == []
    acts.write(world, who, material, foreign, foreign)
    assert len(gaps(material)) == 1


@pytest.mark.parametrize("side", Side)
def test_a_country_without_a_cleared_helpline_prints_nothing(world: World, side: Side) -> None:
    material = acts.flyer(world)
    who = f"signatory.{side.value.lower()}"
    for key in ("emergency_911", "us_988", "us_samhsa_helpline", "mx_linea_vida"):
        if world.fact(key).fact.territory.covers(side):
            acts.revoke(world, world.fact(key), who)
    name = {Side.US: "the United States", Side.MX: "Mexico"}[side]
    assert f"There is no cleared helpline for {name}: a signatory must clear one first." in gaps(material)


# Facts


def test_a_fact_past_its_review_date_is_not_sent(world: World) -> None:
    material = acts.flyer(world)
    last = world.fact("recovery_position").review_by
    assert last is not None
    with clock.at(now() + (last - now().date())):
        assert not any("recovery_position" in gap for gap in gaps(material))
    with clock.at(now() + (last - now().date()) + timedelta(days=1)):
        assert "Block 4 quotes the fact “recovery_position”, which is not in force." in gaps(material)


@pytest.mark.parametrize("who", ["signatory.us", "signatory.mx"])
def test_a_revoked_fact_is_not_sent(world: World, who: str) -> None:
    material = acts.flyer(world)
    acts.revoke(world, world.fact("recovery_position"), who)
    with pytest.raises(Refused, match="“recovery_position”, which is not in force"):
        acts.send(world, material)


def test_a_fact_of_one_country_prints_only_there(world: World) -> None:
    material = acts.flyer(world)
    change(world, material, "remove", BlockKind.point)
    acts.quote(world, "planner.us", material, world.fact("us_988"))
    assert gaps(material) == []
    quoted = acts.blocks(material, BlockKind.fact)[-1]
    assert quoted.scope is Territory.US


# What freezing does


def test_a_version_is_frozen_with_everything_it_pins(world: World) -> None:
    material = acts.flyer(world)
    version = acts.send(world, material)
    facts = [world.fact(key) for key in ("fentanyl_hidden", "recovery_position")]
    pinned = select(VersionFact.fact_version_id).where(VersionFact.version_id == version.id)
    assert set(session.scalars(pinned)) == {fact.id for fact in facts}
    assert version.review_by == min(fact.review_by for fact in facts if fact.review_by)
    assert (version.n, version.state, version.submitted_at) == (1, VersionState.submitted, now())
    assert (version.us_key, version.mx_key) == (KeyState.in_review, KeyState.in_review)
    assert (material.has_draft, material.is_submitted) == (False, True)
    assert json.loads(version.content)["blocks"][4]["fingerprint"] == facts[0].fingerprint


@pytest.mark.parametrize(
    ("who", "keys"), [("planner.us", ("in_review", "not_needed")), ("planner.mx", ("not_needed", "in_review"))]
)
def test_a_national_flyer_needs_only_its_own_key(world: World, who: str, keys: tuple[str, str]) -> None:
    version = acts.send(world, acts.flyer(world, who, Scope.national), who)
    assert (version.us_key.value, version.mx_key.value) == keys


def test_nothing_is_sent_twice(world: World) -> None:
    material = acts.flyer(world)
    acts.send(world, material)
    with pytest.raises(Refused, match="There is no draft to submit"):
        acts.send(world, material)
    acts.write(world, "planner.us", material, "Another text.", "Otro texto.")
    acts.write(world, "planner.us", material, acts.POINT.en, acts.POINT.es)
    with pytest.raises(Refused, match="Nothing has changed since version 1"):
        acts.send(world, material)
    assert len(session.scalars(versions_of(material.id)).all()) == 1


@pytest.mark.parametrize("decide", [acts.request_changes, acts.refuse])
def test_what_was_sent_back_must_change(world: World, decide: Callable[..., None]) -> None:
    material = acts.flyer(world)
    decide(world, acts.send(world, material), "signatory.mx")
    with pytest.raises(Refused, match="Nothing has changed since version 1"):
        acts.send(world, material)
    acts.write(world, "planner.us", material, "Another text.", "Otro texto.")
    assert acts.send(world, material).n == 2


def test_what_was_taken_out_of_force_may_be_sent_anew_as_it_is(world: World) -> None:
    material = acts.flyer(world)
    first = acts.send(world, material)
    acts.clear_by_both(world, first)
    acts.revoke(world, first, "signatory.us")
    again = acts.send(world, material)
    assert (again.n, again.fingerprint) == (2, first.fingerprint)
    acts.clear_by_both(world, again)
    assert acts.places(again) == acts.BOTH
    assert acts.places(first) == acts.NOWHERE


def test_a_newer_version_replaces_one_that_still_waits(world: World) -> None:
    material = acts.flyer(world)
    first = acts.send(world, material)
    acts.clear(world, first, "signatory.us")
    acts.write(world, "planner.us", material, "Another text.", "Otro texto.")
    second = acts.send(world, material)
    assert (first.state, first.reason) == (VersionState.superseded, "version")
    assert (second.us_key, second.mx_key) == (KeyState.in_review, KeyState.in_review)
    with pytest.raises(Refused, match="no longer waiting"):
        acts.clear(world, first, "signatory.mx")


def test_the_marks_are_those_of_both_leads(world: World) -> None:
    version = acts.send(world, acts.flyer(world))
    tracks = session.scalars(tracks_of(world.campaign_id))
    leads = [(track.side.value, track.lead.name) for track in tracks if track.lead]
    marks = json.loads(version.content)["marks"]
    assert sorted((mark["side"], mark["name"]) for mark in marks) == sorted(leads)
