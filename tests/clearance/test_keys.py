"""The two-keys picture: both countries' slots in the reader's order, and one sentence on who must act next."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from campaign import clock
from campaign.clearance.keys import both_times, keys_large, keys_small, strip
from campaign.clock import now
from campaign.db import Side
from campaign.materials.models import Scope
from tests.materials import acts
from tests.world import World

WHO = {"US": "signatory.us", "MX": "signatory.mx"}


@pytest.fixture(autouse=True)
def in_english(app: Flask) -> object:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


def test_the_readers_own_side_stands_first(world: World) -> None:
    version = world.version("half_cleared")
    orders = {who: [slot.country for slot in keys_small(version, world.user(who)).slots] for who in WHO.values()}
    assert orders == {"signatory.us": ["US", "MX"], "signatory.mx": ["MX", "US"]}


@pytest.mark.parametrize(
    ("name", "words"),
    [("waiting", "Waiting for both countries"), ("half_cleared", "Waiting for Mexico"), ("in_force", "In force until")],
)
def test_the_strip_says_who_must_act_next(world: World, name: str, words: str) -> None:
    assert strip(world.version(name))[0].startswith(words)


@pytest.mark.parametrize(("writer", "words"), [("planner.us", "the United States"), ("planner.mx", "Mexico")])
def test_a_national_one_waits_for_its_own_country(world: World, writer: str, words: str) -> None:
    version = acts.send(world, acts.flyer(world, writer, Scope.national), writer)
    assert strip(version)[0] == f"Waiting for {words}"


@pytest.mark.parametrize(
    ("act", "words", "kind"),
    [
        (lambda w, v: acts.clear(w, v, "signatory.mx"), "Waiting for the United States", "waiting"),
        (lambda w, v: acts.request_changes(w, v, "signatory.mx"), "Changes were requested", "plain"),
        (lambda w, v: acts.refuse(w, v, "signatory.us"), "Refused", "bad"),
        (lambda w, v: acts.clear_by_both(w, v), "In force until 18", "good"),
    ],
)
def test_each_state_has_its_sentence(world: World, act: Callable[..., object], words: str, kind: str) -> None:
    version = world.version("waiting")
    act(world, version)
    found = strip(acts.here(version))
    assert found[0].startswith(words)
    assert found[1] == kind


def test_after_a_revocation_it_says_where_it_still_holds(world: World) -> None:
    version = world.version("in_force")
    acts.revoke(world, version, "signatory.mx", marks=True)
    assert strip(version)[0].startswith("In force only in the United States, until")
    acts.revoke(world, version, "signatory.us")
    assert strip(version) == ("Out of force", "bad")


def test_past_its_date_it_is_not_called_in_force(world: World) -> None:
    version, fact = world.version("in_force"), world.fact("us_988")
    with clock.at(now() + timedelta(days=400)):
        assert strip(version) == ("Out of force: it was to be reviewed by 18\xa0Nov\xa02027", "bad")
        assert strip(fact)[1] == "bad"


def test_the_large_picture_holds_who_by_which_document_and_both_clocks(world: World) -> None:
    slot = keys_large(world.version("half_cleared"), world.user("planner.us")).slots[0]
    assert dict(slot.lines)["By"] == "Ruth Castellan, Deputy Director"
    assert dict(slot.lines)["Document"] == "OOP-2026-0417"
    assert dict(slot.lines)["When"] == "22\xa0Nov\xa02026 · 10:00 Washington · 09:00 Mexico City"


def test_the_deciding_countrys_clock_stands_first() -> None:
    assert both_times(now(), Side.MX).endswith("10:00 Mexico City · 11:00 Washington")


def test_who_listens_hears_both_keys(world: World) -> None:
    assert keys_small(world.version("half_cleared"), None).summary in (
        "United States: cleared. Mexico: in review.",
        "Mexico: in review. United States: cleared.",
    )
