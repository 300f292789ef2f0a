"""An urgent correction: a hold names what is wrong, and a version that changes just that is cleared in one step."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from campaign.accounts.models import Role
from campaign.clearance.models import Clearance
from campaign.clock import now
from campaign.db import Side, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.holds.corrections import actions
from campaign.holds.corrections.models import NamedBlocks, corrected_by
from campaign.holds.models import Hold
from campaign.materials.comments import actions as comments
from campaign.materials.comments.models import Audience, Spot
from campaign.materials.models import BlockKind, Version, VersionState
from campaign.materials.reasons.actions import explain
from campaign.wording.finding import key_of
from tests.browser import Browser, loose
from tests.holds import stops
from tests.materials import acts
from tests.reviews import routes
from tests.world import World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
SIDES = pytest.mark.parametrize("side", Side)
POINT = 3  # the place of the first point
EN, ES = "Call 911 at once.", "Llama al 911 de inmediato."


def stop(world: World, who: str = "planner.us", places: Sequence[int] = (POINT,)) -> Hold:
    with acts.act(world, who) as user:
        version = world.version("in_force")
        (hold,) = actions.place(version.material, stops.REASON, version, places, user, now())
    return hold


def corrected(world: World, kind: BlockKind = BlockKind.point, who: str = "planner.us") -> Version:
    """The next version, which says something else in the first block of this kind."""
    acts.write(world, who, world.material("in_force"), EN, ES, kind)
    return acts.send(world, acts.here(world.material("in_force")), who)


def clear(world: World, version: Version, who: str, does_lift: bool = False) -> None:
    with acts.act(world, who) as user:
        here = acts.here(version)
        assert user.side is not None
        actions.clear(here, acts.statement(user.side), here.fingerprint, does_lift, user, now())


def state(version: Version) -> VersionState:
    return acts.here(version).state


@SIDES
def test_each_country_clears_the_difference_and_the_last_one_lets_it_go(world: World, side: Side) -> None:
    hold = stop(world, f"planner.{side.value.lower()}")
    version = corrected(world)
    assert [one.hold_id for one in corrected_by(acts.here(version))] == [hold.id]
    clear(world, version, stops.signatory(side.opposite))
    assert state(version) is VersionState.submitted
    assert session.get_one(Hold, hold.id).lifted_at is None
    clear(world, version, stops.signatory(side), does_lift=True)
    assert state(version) is VersionState.in_force
    lifted = session.get_one(Hold, hold.id)
    assert (lifted.lifted_by_side, lifted.lift_reason) == (side, "Corrected in version 2.")
    assert acts.places(acts.here(version)) == acts.BOTH


def test_before_both_cleared_the_wrong_text_is_not_let_go(world: World) -> None:
    hold = stop(world)
    version = corrected(world)
    with pytest.raises(NotAllowed, match="when both countries"):
        clear(world, version, "signatory.us", does_lift=True)
    assert session.get_one(Hold, hold.id).lifted_at is None
    assert acts.here(version).us_key.value == "in_review"


def test_the_other_countrys_hold_is_its_own_to_lift(world: World) -> None:
    hold = stop(world, "planner.mx")
    version = corrected(world)
    clear(world, version, "signatory.mx")
    clear(world, version, "signatory.us", does_lift=True)
    assert state(version) is VersionState.in_force
    assert session.get_one(Hold, hold.id).lifted_at is None


def change_another_block(world: World) -> None:
    acts.write(world, "planner.us", world.material("in_force"), EN, ES, BlockKind.subline)


def lift_it(world: World) -> None:
    stops.lift(world, stops.all_on(world.material("in_force"))[0], "signatory.us")


@pytest.mark.parametrize("more", [change_another_block, lift_it])
def test_whatever_changes_more_is_decided_on_as_a_whole(world: World, more: Callable[[World], None]) -> None:
    stop(world)
    more(world)
    version = corrected(world)
    assert corrected_by(acts.here(version)) == []
    with pytest.raises(Overtaken, match="Decide on the whole"):
        clear(world, version, "signatory.us")
    assert acts.here(version).us_key.value == "in_review"


def test_a_hold_that_names_nothing_makes_no_correction(world: World) -> None:
    stops.place(world, world.material("in_force"), "planner.us")
    assert corrected_by(corrected(world)) == []


def test_what_waits_already_is_no_correction_of_a_hold_that_names_it(world: World) -> None:
    """Its blocks are those of the version in force, not of the one that waits."""
    version = corrected(world)
    with acts.act(world, "planner.us") as user, pytest.raises(Refused, match="in this text"):
        actions.place(acts.here(version).material, stops.REASON, acts.here(version), [99], user, now())


@pytest.mark.parametrize("who", ["planner.us", "reviewer.mx", "administrator.us", "partner-a.us", "printer.mx"])
def test_law_1_nobody_else_clears_it(client_of: ClientOf, world: World, who: str) -> None:
    stop(world)
    version = corrected(world)
    path = f"/holds/corrections/{version.id}"
    with pytest.raises(NotAllowed):
        clear(world, version, who)
    assert client_of(who).get(path, status=None).status in (403, 404)


def test_law_3_only_what_was_on_the_screen_is_cleared(world: World) -> None:
    stop(world)
    version = corrected(world)
    with pytest.raises(Overtaken), acts.act(world, "signatory.us") as user:
        actions.clear(acts.here(version), acts.statement(Side.US), "0" * 64, False, user, now())


@pytest.mark.parametrize("change", ["UPDATE named_blocks SET places = '[1]'", "DELETE FROM named_blocks"])
def test_what_a_hold_names_stays(world: World, change: str) -> None:
    stop(world)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(change))
    session.rollback()


# On the screen


@pytest.mark.parametrize("language", ["en", "es"])
def test_from_the_hold_to_the_corrected_sheet(client_of: ClientOf, world: World, language: str) -> None:
    planner = client_of("planner.us", language)
    planner.get(f"/holds/materials/{world.in_force_id}")
    planner.send("", **loose({"reason": stops.REASON, "wrong": [str(POINT)], "do": "correct"}))
    assert planner.page is not None
    assert planner.page.response.headers["Location"].endswith(f"/materials/{world.in_force_id}/edit")
    assert session.scalars(select(NamedBlocks.places)).all() == [[POINT]]
    version = corrected(world)
    word = {"en": "Urgent: see the correction", "es": "Urgente: ver la corrección"}[language]
    for who, do in (("signatory.mx", "clear"), ("signatory.us", "lift")):
        signatory = client_of(who, language)
        assert word in signatory.get("/").text
        page = signatory.get(f"/holds/corrections/{version.id}")
        assert "de inmediato." in page.text
        assert stops.REASON in page.text
        assert len([one for one in page.all("button") if one.get("name") == "do"]) == (2 if do == "lift" else 1)
        signatory.send("", do=do)
        signatory.follow()
    assert state(version) is VersionState.in_force
    assert stops.all_on(world.material("in_force"))[0].lifted_by_side is Side.US


def test_when_the_hold_was_lifted_the_whole_decision_is_asked(client_of: ClientOf, world: World) -> None:
    stop(world)
    version = corrected(world)
    browser = client_of("signatory.us")
    browser.get(f"/holds/corrections/{version.id}")
    lift_it(world)
    page = browser.send("", status=409, do="clear")
    assert "Decide on the whole of it" in page.text
    browser.get(f"/holds/corrections/{version.id}", status=303)


def test_what_is_missing_is_said_and_kept(client_of: ClientOf, world: World) -> None:
    stop(world)
    version = corrected(world)
    browser = client_of("signatory.us")
    browser.get(f"/holds/corrections/{version.id}")
    page = browser.send("", status=422, authority="", document="OBH-2026-9")
    assert "Write the name of the person" in page.text
    assert page.form("").filled({})["document"] == ["OBH-2026-9"]


def test_a_document_left_out_is_entered_later(client_of: ClientOf, world: World) -> None:
    stop(world)
    version = corrected(world)
    browser = client_of("signatory.us", "en")
    browser.get(f"/holds/corrections/{version.id}")
    browser.send("", do="clear", document="")
    (way,) = [link for link in browser.follow().links if link.startswith("/clearance/decisions/")]
    browser.get(way)
    browser.send(document="OBH-2026-9")
    assert "OBH-2026-9, entered on 24 Nov 2026 by" in browser.follow().text


def test_a_material_in_files_has_no_blocks_to_name(client_of: ClientOf, world: World) -> None:
    page = client_of("planner.us").get(f"/holds/materials/{world.waiting_id}")
    assert [one for one in page.all("input") if one.get("name") == "wrong"] == []


def test_a_signatorys_last_words_are_remembered(client_of: ClientOf, world: World) -> None:
    stop(world)
    version = corrected(world)
    acts.clear(world, version, "signatory.us", document="OBH-2026-41", authority="Ruth Calloway, MD")
    other = acts.flyer(world)
    page = client_of("signatory.us").get(f"/clearance/versions/{acts.send(world, other).id}")
    assert page.form("").filled({})["authority"] == ["Ruth Calloway, MD"]
    assert "Your last one was OBH-2026-41." in page.text


def test_findings_of_the_own_side_and_a_deputy_stand_on_its_page_too(client_of: ClientOf, world: World) -> None:
    """A signatory reads what a reviewer found before the one press, and says for whom it is."""
    routes.make_route(world, "us", routes.plan(routes.STOPS[:1], comes_first=False))
    named = routes.name_deputy(world, "signatory.us", "signatory2.us", Role.signatory)
    stop(world)
    acts.write(world, "planner.us", world.material("in_force"), EN, ES)
    version = routes.send(world, world.material("in_force"))
    routes.want(world, routes.steps(version)[0], reason="The number is still wrong.")
    browser = client_of("signatory2.us")
    path = f"/holds/corrections/{version.id}"
    assert "The number is still wrong." in browser.get(path).text
    browser.send(path, status=422, do="clear")
    browser.send(path, do="clear", seat=str(named.id))
    given = session.scalars(select(Clearance).where(Clearance.version_id == version.id)).one()
    assert given.as_deputy_id == named.id


def test_what_may_be_considered_in_the_difference_stands_there_with_its_reason(
    client_of: ClientOf, world: World
) -> None:
    stop(world)
    acts.write(world, "planner.us", world.material("in_force"), "Relapse happens.", "Hay quien recae.")
    with acts.act(world, "planner.us") as user:
        explain(world.material("in_force"), {key_of("glossary", "en", "Relapse"): "A quoted guideline."}, user, now())
    version = acts.send(world, acts.here(world.material("in_force")))
    page = client_of("signatory.mx").get(f"/holds/corrections/{version.id}")
    assert "por considerar" in page.text
    assert "A quoted guideline." in page.text


def test_what_was_said_of_a_spot_stands_on_its_page(client_of: ClientOf, world: World) -> None:
    stop(world)
    version = acts.here(corrected(world))
    with acts.act(world, "reviewer.us") as user:
        spot = Spot(acts.here(version), Side.US, 300, 400)
        comments.write(version.material, "Larger.", spot, Audience.side, "en", user, now())
    page = client_of("signatory.us").get(f"/holds/corrections/{version.id}")
    assert [one for one in page.all("a") if one.get("class") == "pin"]
