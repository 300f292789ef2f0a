"""Random histories with holds in them: a hold takes away exactly its own country, and lifted it has never been.

The histories are those of the laws (tests/clearance/test_machine.py); here people also stop things and let them go.
"""

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy.engine import Connection

from campaign import clock
from campaign.clearance.in_force import is_cleared
from campaign.db import Side, session
from campaign.materials.models import Material, Version
from tests.clearance.test_machine import Histories, Lane, play, side_of
from tests.holds import stops
from tests.materials import acts
from tests.tiers import histories
from tests.world import World

pytestmark = pytest.mark.database
EXAMPLES = histories(200, 15)
STOPPERS = st.sampled_from(["planner.us", "printer.mx", "reviewer.mx", "signatory.us"])
THINGS = st.sampled_from(["material", "fact"])


class Stops(Histories):
    """The same two lanes; what stands on hold is remembered as (thing, country)."""

    def held(self, lane: Lane) -> set[tuple[str, Side]]:
        remembered: set[tuple[str, Side]] = lane.__dict__.setdefault("on_hold", set())
        return remembered

    def thing(self, lane: Lane, name: str) -> Any:
        return acts.here(lane.material) if name == "material" else stops.fact(self.world, lane.key)

    @rule(who=STOPPERS, name=THINGS)
    def stop(self, who: str, name: str) -> None:
        """What is stopped already is not stopped twice; a national flyer is the own country's only."""

        def step(lane: Lane) -> bool:
            person = lane.person(who)
            side = side_of(person)
            is_lawful = (name, side) not in self.held(lane) and (name == "fact" or side in lane.needed)
            if done := self.agree(is_lawful, stops.place, self.thing(lane, name), person):
                self.held(lane).add((name, side))
            return done

        self.play(step)

    @rule(who=st.sampled_from(["signatory.us", "signatory2.mx", "planner.us"]), name=THINGS)
    def let_go(self, who: str, name: str) -> None:
        def step(lane: Lane) -> bool:
            person = lane.person(who)
            side = side_of(person)
            standing = [h for h in stops.all_on(self.thing(lane, name)) if h.lifted_at is None and h.country is side]
            if not standing:
                return False
            if done := self.agree(person.startswith("signatory"), stops.lift, standing[0], person):
                self.held(lane).discard((name, side))
            return done

        self.play(step)

    @rule(who=STOPPERS, name=THINGS)
    def stop_and_let_go(self, who: str, name: str) -> None:
        """A hold and its lifting are nothing: for every version, in both countries, in the columns too."""
        with clock.at(self.now):
            for lane in self.lanes:
                person = lane.person(who)
                is_foreign = name == "material" and side_of(person) not in lane.needed
                if is_foreign or (name, side_of(person)) in self.held(lane):
                    continue
                before = self.everything(lane)
                (hold,) = stops.place(self.world, self.thing(lane, name), person)
                assert self.is_kept_right(lane)
                stops.lift(self.world, hold, stops.signatory(side_of(person)))
                assert self.everything(lane) == before
                assert self.is_kept_right(lane)

    def everything(self, lane: Lane) -> list[tuple[bool, ...]]:
        """Version by version where it is in force, then the mark on the item."""
        material = session.get_one(Material, lane.material.id)
        mark = tuple(material.is_stopped(lane.side(side)) for side in Side)
        return [*(self.places(lane, version.id, self.now) for version in lane.versions), mark]

    def is_kept_right(self, lane: Lane) -> bool:
        """What the material keeps for lists, just after an act, is what the one function says."""
        places = [self.places(lane, version.id, self.now) for version in lane.versions]
        kept = tuple(acts.here(lane.material).is_in_force(lane.side(side)) for side in Side)
        return kept == tuple(any(column) for column in zip(*places, strict=True))

    @invariant()
    def in_force_is_what_law_4_says(self) -> None:
        """Cleared as without any hold; in force where it is cleared and nothing stands on it."""
        for lane in self.lanes:
            expected = [tuple(lane.cleared(v, lane.side(s), self.today) for s in Side) for v in lane.versions]
            rows = [session.get_one(Version, version.id) for version in lane.versions]
            assert [tuple(is_cleared(r, lane.side(s), self.now) for s in Side) for r in rows] == expected
            stopped = {*lane.held, *(side for _name, side in self.held(lane))}
            free = [
                tuple(is_in and lane.side(side) not in stopped for is_in, side in zip(places, Side, strict=True))
                for places in expected
            ]
            assert [self.places(lane, version.id, self.now) for version in lane.versions] == free


def test_random_histories_with_holds(world: World, connection: Connection) -> None:
    play(Stops, world, connection, EXAMPLES)
