"""A fact changes: what quotes other words leaves force, its owner gets the new ones; the same words keep every yes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign import clock
from campaign.clearance.models import Decision, decisions
from campaign.clock import now
from campaign.db import session
from campaign.errors import Refused
from campaign.facts.models import FactState
from campaign.materials.models import BlockKind, Material, Version, VersionState
from tests.browser import Browser
from tests.materials import acts
from tests.world import World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
FACT = "recovery_position"
WORDS = {"en": "Turn the person onto one side.", "es": "Pon a la persona de lado."}
QUOTING = ("waiting", "half_cleared", "in_force")


def changed(world: World) -> None:
    acts.clear_by_both(world, acts.reword(world, FACT, **WORDS))


@pytest.mark.parametrize("name", QUOTING)
def test_a_version_that_quotes_the_old_words_is_out(world: World, name: str) -> None:
    """In force or on its way: nobody may clear words that are no longer right."""
    version = world.version(name)
    changed(world)
    assert (version.state, version.reason) == (VersionState.withdrawn, f"fact:{FACT}")
    assert acts.places(version) == acts.stored_places(version.material) == acts.NOWHERE
    with pytest.raises(Refused):
        acts.clear(world, version, "signatory.mx")


@pytest.mark.parametrize("step", ["written", "sent", "half cleared", "refused"])
def test_until_both_countries_cleared_the_new_words_the_old_ones_stand(world: World, step: str) -> None:
    version = world.version("in_force")
    if step != "written":
        fact = acts.reword(world, FACT, **WORDS)
        if step != "sent":
            acts.clear(world, fact, "signatory.us")
        if step == "refused":
            acts.refuse(world, fact, "signatory.mx")
    assert acts.places(version) == acts.BOTH


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_owner_is_told_and_has_a_draft_with_the_new_words(client_of: ClientOf, world: World, language: str) -> None:
    changed(world)
    material = world.material("in_force")
    quoted = next(b for b in acts.blocks(material, BlockKind.fact) if b.quoted and b.quoted.fact.key == FACT)
    assert quoted.text.es == WORDS["es"]
    notice = {"en": f"The fact “{FACT}” changed", "es": f"Cambió el dato «{FACT}»"}[language]
    browser = client_of("planner.us", language)
    home = browser.get("/")
    assert notice in home.text
    assert f"/materials/{material.id}/edit" in home.links
    browser.get(f"/materials/{material.id}/edit")
    assert WORDS[language] in browser.page.text if browser.page else False
    again = acts.send(world, material)
    assert again.n == 2
    assert notice not in browser.get(f"/materials/{material.id}").text
    acts.clear_by_both(world, again)
    assert acts.places(again) == acts.BOTH


def test_only_what_quotes_it_is_touched(world: World) -> None:
    other = acts.flyer(world)
    with acts.act(world, "planner.us"):
        for block in acts.blocks(other, BlockKind.fact):
            if block.quoted and block.quoted.fact.key == FACT:
                session.delete(block)
    version = acts.send(world, other)
    acts.clear_by_both(world, version)
    changed(world)
    assert acts.places(version) == acts.BOTH


def test_a_draft_that_was_never_sent_quotes_the_new_words_too(world: World) -> None:
    draft = acts.flyer(world)
    changed(world)
    assert WORDS["en"] in [block.text.en for block in acts.blocks(draft, BlockKind.fact)]
    assert acts.send(world, draft).n == 1


def test_every_open_version_of_a_flyer_goes(world: World) -> None:
    """The one in force and the next one on its way both quote it."""
    older = world.version("in_force")
    acts.write(world, "planner.us", older.material, "The next.", "Lo que sigue.")
    newer = acts.send(world, older.material)
    changed(world)
    assert {older.reason, newer.reason} == {f"fact:{FACT}"}
    assert acts.stored_places(older.material) == acts.NOWHERE


@pytest.mark.parametrize("who", ["signatory.us", "signatory.mx"])
@pytest.mark.parametrize("name", QUOTING)
def test_a_revoked_fact_takes_out_what_quotes_it(world: World, who: str, name: str) -> None:
    version = world.version(name)
    acts.revoke(world, world.fact(FACT), who)
    assert (version.state, version.reason) == (VersionState.withdrawn, f"fact:{FACT}")
    assert acts.places(version) == acts.NOWHERE
    with pytest.raises(Refused, match="which is not in force"):
        acts.send(world, version.material)


def test_a_revoked_fact_may_come_back_with_the_same_words(world: World) -> None:
    version = world.version("in_force")
    acts.revoke(world, world.fact(FACT), "signatory.us")
    acts.clear_by_both(world, acts.reword(world, FACT))
    assert acts.places(version) == acts.NOWHERE, "what left force for the fact does not come back by itself"
    again = acts.send(world, version.material)
    assert again.fingerprint == version.fingerprint
    acts.clear_by_both(world, again)
    assert (acts.places(again), acts.places(version)) == (acts.BOTH, acts.NOWHERE)


# The same words again (law 3)


@pytest.mark.parametrize("name", QUOTING)
def test_the_same_words_confirmed_keep_every_clearance(world: World, name: str) -> None:
    version = world.version(name)
    before = (version.state, version.us_key, version.mx_key)
    with clock.at(now() + timedelta(days=40)):
        acts.clear_by_both(world, acts.reword(world, FACT, source="The same page, opened again"))
        acts.clear_by_both(world, acts.reword(world, "fentanyl_hidden", as_of="2027"))
        assert (version.state, version.us_key, version.mx_key) == before
        assert version.review_by == now().date() + timedelta(days=365)
        assert version.material.notice == ""


def test_one_fact_confirmed_moves_the_date_only_to_the_other_facts_date(world: World) -> None:
    version, other = world.version("in_force"), world.fact("fentanyl_hidden").review_by
    with clock.at(now() + timedelta(days=40)):
        acts.clear_by_both(world, acts.reword(world, FACT, source="The same page, opened again"))
    assert version.review_by == other


def test_a_confirmed_fact_still_takes_its_quotes_out_when_it_is_revoked_or_reworded(world: World) -> None:
    version = world.version("in_force")
    acts.clear_by_both(world, acts.reword(world, FACT, source="The same page, opened again"))
    assert acts.places(version) == acts.BOTH
    changed(world)
    assert acts.places(version) == acts.NOWHERE


def test_a_draft_quotes_the_confirmed_fact(world: World) -> None:
    draft = acts.flyer(world)
    acts.clear_by_both(world, acts.reword(world, FACT, source="The same page, opened again"))
    newest = world.fact(FACT)
    assert newest.id in [block.fact_version_id for block in acts.blocks(draft, BlockKind.fact)]
    assert acts.send(world, draft).state is VersionState.submitted


# What a fact's change is not


def test_nobody_decided_anything_for_a_country(world: World) -> None:
    """Leaving force by a fact writes no decision: a clearance is a person's act."""
    version = world.version("in_force")
    changed(world)
    assert [row.decision for row in session.scalars(decisions(version))] == [Decision.cleared, Decision.cleared]


@pytest.mark.parametrize("kind", ["us_988", "mx_linea_vida"])
def test_a_helpline_in_no_block_touches_no_version(world: World, kind: str) -> None:
    """A helpline slot holds its rule, not a number."""
    who = "signatory.us" if kind == "us_988" else "signatory.mx"
    acts.revoke(world, world.fact(kind), who)
    assert acts.places(world.version("in_force")) == acts.BOTH


def test_the_newest_wording_is_the_only_one_in_force(world: World) -> None:
    older = world.fact(FACT)
    changed(world)
    assert (older.state, world.fact(FACT).state) == (FactState.superseded, FactState.in_force)
    live = select(Version).join(Material).where(Version.state == VersionState.in_force)
    assert session.scalars(live).unique().all() == []
