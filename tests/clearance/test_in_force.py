"""The one function of law 4, by a table that was typed by hand, and by the day on which it turns."""

from datetime import date, timedelta

import pytest

from campaign import clock
from campaign.clock import now
from campaign.db import Side
from campaign.errors import Refused
from campaign.facts.clearable import KeyState
from campaign.materials.models import Scope, Version, VersionState
from tests.materials import acts
from tests.world import World

pytestmark = pytest.mark.database
WHO = {Side.US: "signatory.us", Side.MX: "signatory.mx"}
TODAY = date(2026, 11, 24)
SOON, LATER = date(2026, 12, 10), now() + timedelta(days=30)

# Once both stood together: what each country's clearance became → where it is in force.
TABLE = [
    # US         MX         in the US  in Mexico
    ("stands",   "stands",  True,      True),
    ("stands",   "revoked", False,     False),
    ("stands",   "marks",   True,      False),
    ("stands",   "expired", False,     False),
    ("revoked",  "stands",  False,     False),
    ("revoked",  "revoked", False,     False),
    ("revoked",  "marks",   False,     False),
    ("revoked",  "expired", False,     False),
    ("marks",    "stands",  False,     True),
    ("marks",    "revoked", False,     False),
    ("marks",    "marks",   False,     False),
    ("marks",    "expired", False,     False),
    ("expired",  "stands",  False,     False),
    ("expired",  "revoked", False,     False),
    ("expired",  "marks",   False,     False),
    ("expired",  "expired", False,     False),
]  # fmt: skip


def together(world: World, **fates: str) -> Version:
    """Cleared by both; then each country does what its word says."""
    version = acts.send(world, acts.flyer(world))
    for side in Side:
        acts.clear(world, version, WHO[side], expires_on=SOON if fates[side.value] == "expired" else None)
    assert acts.places(version) == acts.BOTH
    for side in Side:
        if fates[side.value] in ("revoked", "marks"):
            acts.revoke(world, version, WHO[side], marks=fates[side.value] == "marks")
    return version


@pytest.mark.parametrize(("us", "mx", "in_us", "in_mx"), TABLE)
def test_law_4(world: World, us: str, mx: str, in_us: bool, in_mx: bool) -> None:
    version = together(world, US=us, MX=mx)
    with clock.at(LATER):
        assert acts.places(version) == {Side.US: in_us, Side.MX: in_mx}


@pytest.mark.parametrize(("us", "mx", "in_us", "in_mx"), [row for row in TABLE if "expired" not in row])
def test_lists_and_rules_read_the_same(world: World, us: str, mx: str, in_us: bool, in_mx: bool) -> None:
    version = acts.here(together(world, US=us, MX=mx))
    assert acts.stored_places(version.material) == {Side.US: in_us, Side.MX: in_mx}
    state = VersionState.in_force if in_us or in_mx else VersionState.withdrawn
    assert (version.state, version.reason) == (state, "" if in_us or in_mx else "revoked")


@pytest.mark.parametrize("side", Side)
def test_one_key_alone_opens_nothing(world: World, side: Side) -> None:
    version = acts.send(world, acts.flyer(world))
    acts.clear(world, version, WHO[side])
    assert acts.places(version) == acts.NOWHERE


@pytest.mark.parametrize("side", Side)
def test_marks_left_before_both_stood_together_open_nothing(world: World, side: Side) -> None:
    """A country that took its yes back before the other said yes never stood together with it."""
    version = acts.send(world, acts.flyer(world))
    acts.clear(world, version, WHO[side])
    acts.revoke(world, version, WHO[side], marks=True)
    with pytest.raises(Refused):
        acts.clear(world, version, WHO[side.opposite])
    assert acts.places(version) == acts.NOWHERE
    assert (version.state, version.material.has_draft, version.material.notice) == (
        VersionState.withdrawn,
        True,
        "revoked",
    )


@pytest.mark.parametrize("side", Side)
def test_a_yes_that_ran_out_before_the_other_came_is_asked_for_anew(world: World, side: Side) -> None:
    older = acts.send(world, acts.flyer(world))
    acts.clear_by_both(world, older)
    acts.write(world, "planner.us", older.material, "The next.", "Lo que sigue.")
    version = acts.send(world, older.material)
    acts.clear(world, version, WHO[side], expires_on=SOON)
    with clock.at(LATER):
        acts.clear(world, version, WHO[side.opposite])
        assert acts.places(version) == acts.NOWHERE
        assert acts.places(older) == acts.BOTH, "the older one stays until the newer one is in force"
        assert (version.state, version.key(side)) == (VersionState.submitted, KeyState.in_review)
        acts.clear(world, version, WHO[side])
        assert acts.places(version) == acts.BOTH
        assert acts.places(older) == acts.NOWHERE


@pytest.mark.parametrize("side", Side)
def test_a_national_version_needs_only_its_own_country(world: World, side: Side) -> None:
    writer = f"planner.{side.value.lower()}"
    version = acts.send(world, acts.flyer(world, writer, Scope.national), writer)
    acts.clear(world, version, WHO[side])
    assert acts.places(version) == {side: True, side.opposite: False}
    acts.revoke(world, version, WHO[side], marks=True)
    assert acts.places(version) == acts.NOWHERE


# Days


def test_a_clearance_stands_through_its_last_day(world: World) -> None:
    version = together(world, US="expired", MX="stands")
    end = now() + (SOON - TODAY)
    assert acts.places(version, end) == acts.BOTH
    assert acts.places(version, end + timedelta(days=1)) == acts.NOWHERE


def test_its_review_date_is_the_first_of_all_dates(world: World) -> None:
    plain = together(world, US="stands", MX="stands")
    facts = [world.fact(key).review_by for key in ("fentanyl_hidden", "recovery_position")]
    assert plain.review_by == min(day for day in facts if day)
    assert together(world, US="expired", MX="stands").review_by == SOON


def test_an_end_that_is_revoked_with_its_marks_binds_the_other_no_more(world: World) -> None:
    version = together(world, US="expired", MX="stands")
    acts.revoke(world, version, "signatory.us", marks=True)
    assert acts.places(version, LATER) == acts.ONLY_MX


def test_on_the_day_after_its_review_date_nothing_is_in_force(world: World) -> None:
    """Law 10: a date needs nobody's decision."""
    version = together(world, US="stands", MX="stands")
    assert version.review_by is not None
    last = now() + (version.review_by - TODAY)
    assert acts.places(version, last) == acts.BOTH
    assert acts.places(version, last + timedelta(days=1)) == acts.NOWHERE


def test_a_text_that_quotes_no_fact_is_reviewed_after_a_year(world: World) -> None:
    material = acts.flyer(world)
    with acts.act(world, "planner.us"):
        for block in acts.blocks(material, acts.BlockKind.fact):
            acts.session.delete(block)
    version = acts.send(world, material)
    assert version.review_by is None
    acts.clear_by_both(world, version)
    assert version.review_by == date(2027, 11, 24)


# Versions


def test_the_older_version_stays_until_the_newer_one_is_cleared_by_both(world: World) -> None:
    older = together(world, US="stands", MX="stands")
    acts.write(world, "planner.us", older.material, "The next.", "Lo que sigue.")
    newer = acts.send(world, older.material)
    acts.clear(world, newer, "signatory.us")
    assert (acts.places(older), acts.places(newer)) == (acts.BOTH, acts.NOWHERE)
    acts.clear(world, newer, "signatory.mx")
    assert (acts.places(older), acts.places(newer)) == (acts.NOWHERE, acts.BOTH)
    assert (older.state, older.reason) == (VersionState.superseded, "version")


def test_a_refused_newer_version_leaves_the_older_one_alone(world: World) -> None:
    older = together(world, US="stands", MX="stands")
    acts.write(world, "planner.us", older.material, "The next.", "Lo que sigue.")
    acts.refuse(world, acts.send(world, older.material), "signatory.mx")
    assert acts.places(older) == acts.stored_places(older.material) == acts.BOTH


def test_a_superseded_version_does_not_come_back_when_its_successor_is_revoked(world: World) -> None:
    older = together(world, US="stands", MX="stands")
    acts.write(world, "planner.us", older.material, "The next.", "Lo que sigue.")
    newer = acts.send(world, older.material)
    acts.clear_by_both(world, newer)
    acts.revoke(world, newer, "signatory.us")
    assert acts.places(older) == acts.places(newer) == acts.stored_places(older.material) == acts.NOWHERE
