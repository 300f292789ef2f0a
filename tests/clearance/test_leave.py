"""A side leaves (product §4): one act takes its track, its clearances and its marks; the other side goes on."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from campaign import clock
from campaign.audit.models import Entry
from campaign.campaigns.models import TrackState
from campaign.clearance import actions as clearance
from campaign.clearance.actions import Statement
from campaign.clearance.models import Decision, decisions
from campaign.db import Bilingual, Side, session
from campaign.errors import Overtaken, Refused
from campaign.facts.clearable import KeyState
from campaign.materials import actions as materials
from campaign.materials.content import marks
from campaign.materials.models import Register, Scope, VersionState
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.mail.told import notices_to
from tests.materials import acts
from tests.world import STATEMENTS, World

pytestmark = pytest.mark.database

ClientOf = Callable[..., Browser]
REASON = "Our law on publicity changed."


def path(world: World, side: Side, name: str = "campaign") -> str:
    return f"/clearance/tracks/{world.track(side, name).id}/leave"


def leave(client_of: ClientOf, world: World, side: Side) -> Browser:
    browser = client_of(f"signatory.{side.value.lower()}", "en")
    browser.get(path(world, side))
    browser.send(reason=REASON)
    return browser


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("side", Side)
def test_one_act_takes_the_track_the_clearances_and_the_marks(
    client_of: ClientOf, world: World, side: Side, language: str
) -> None:
    browser = client_of(f"signatory.{side.value.lower()}", language)
    page = browser.get(path(world, side))
    number = {Side.US: 2, Side.MX: 1}[side]  # `half_cleared` has the key of the United States only
    plural = {1: ("1 clearance of", "1 autorización"), 2: ("2 clearances of", "2 autorizaciones")}[number]
    assert plural[language == "es"] in page.text
    browser.send(reason=REASON)
    assert REASON in browser.follow().text
    track, other = world.track(side), world.track(side.opposite)
    assert (track.state, track.has_left, track.reason) == (TrackState.cancelled, True, REASON)
    assert (other.state, other.has_left) == (TrackState.agreed, False)
    assert world.campaign.state is TrackState.agreed
    version = world.version("in_force")
    last = list(session.scalars(decisions(version)))[-1]
    assert (last.decision, last.country, last.reason) == (Decision.revoked, side, REASON)
    assert not last.marks_may_stay
    assert acts.places(version) == acts.stored_places(world.material("in_force")) == acts.NOWHERE
    assert version.state is VersionState.withdrawn
    for name in ("waiting", "half_cleared"):
        assert world.version(name).state is VersionState.withdrawn
        assert world.version(name).key(side) is not KeyState.cleared
    assert [mark["side"] for mark in marks(world.material("draft"))] == [side.opposite.value]


def test_the_other_country_is_told_and_reads_it_on_the_hub(client_of: ClientOf, world: World) -> None:
    leave(client_of, world, Side.MX)
    (notice,) = session.scalars(notices_to(Side.US, clock.now()))
    assert notice.subject.en == "Mexico left the campaign “Two cities, one message”"
    assert notice.subject.es == "México se retiró de la campaña «Dos ciudades, un mensaje»"
    assert REASON in notice.text.en
    page = client_of("planner.us", "en").get(f"/campaigns/{world.campaign_id}")
    assert "Mexico left this campaign on 24 Nov 2026." in page.text
    assert "your side goes on with national ones" in page.text
    assert "Left the campaign" in page.text


def test_whoever_left_keeps_reading_and_writes_nothing(client_of: ClientOf, world: World) -> None:
    material = world.material("in_force").id
    leave(client_of, world, Side.MX)
    for who in ("planner.mx", "signatory.mx", "reviewer.mx"):
        page = client_of(who).get(f"/campaigns/{world.campaign_id}")
        assert not [link for link in page.links if link.endswith(("/edit", "/regions", "/leave", "/cancel"))]
        assert not [link for link in page.links if link.startswith("/materials/new")]
        assert not [form for form in page.forms if "/campaigns/" in form.action]
        client_of(who).get(f"/materials/{material}")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("signatory.us", 403),
        ("planner.mx", 403),
        ("reviewer.mx", 403),
        ("administrator.mx", 403),
        ("secretariat", 403),
        ("partner-a.mx", 404),
    ],
)
def test_nobody_else_takes_a_side_out(client_of: ClientOf, world: World, who: str, status: int) -> None:
    client_of(who).post(path(world, Side.MX), {"reason": REASON}, status=status)
    assert not world.track(Side.MX).has_left
    assert acts.places(world.version("in_force")) == acts.BOTH


@pytest.mark.parametrize("typed", ["", "  \n"])
def test_without_a_reason_nothing_is_done(client_of: ClientOf, world: World, typed: str) -> None:
    browser = client_of("signatory.mx", "en")
    browser.get(path(world, Side.MX))
    assert "Write the reason" in browser.send(status=422, reason=typed).text
    assert not world.track(Side.MX).has_left
    assert acts.places(world.version("in_force")) == acts.BOTH


def test_leaving_twice_is_told_and_keeps_the_first_reason(client_of: ClientOf, world: World) -> None:
    first, second = client_of("signatory.mx", "en"), client_of("signatory2.mx", "en")
    for browser in (first, second):
        browser.get(path(world, Side.MX))
    first.send(reason=REASON)
    page = second.send(status=409, reason="Another reason.")
    assert "Your country has already left this campaign." in page.text
    assert page.form().filled({})["reason"] == ["Another reason."]
    assert world.track(Side.MX).reason == REASON


def test_a_national_campaign_is_cancelled_instead(client_of: ClientOf, world: World) -> None:
    browser = client_of("signatory.us", "en")
    browser.get(path(world, Side.US, "national_us"))
    assert "Cancel the track instead." in browser.send(status=422, reason=REASON).text


def test_after_cancelling_one_can_still_leave(client_of: ClientOf, world: World) -> None:
    browser = client_of("signatory.mx", "en")
    browser.get(f"/campaigns/tracks/{world.track(Side.MX).id}/cancel")
    browser.send(reason="No budget.")
    assert acts.places(world.version("in_force")) == acts.BOTH
    leave(client_of, world, Side.MX)
    assert world.track(Side.MX).has_left
    assert acts.places(world.version("in_force")) == acts.NOWHERE


def test_marks_that_had_been_left_go_too(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    """Revoked before with its marks allowed to stay: the other country could go on; by leaving, it cannot."""
    with acting_as("signatory.mx") as signatory:
        version = world.version("in_force")
        clearance.revoke(version, Statement("Lucía Armenta Ríos", "Directora"), "A.", True, signatory, clock.now())
        session.commit()
    assert acts.places(version) == {Side.US: True, Side.MX: False}
    leave(client_of, world, Side.MX)
    assert acts.places(world.version("in_force")) == acts.NOWHERE


def test_a_flyer_of_another_campaign_is_untouched(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    leave(client_of, world, Side.MX)
    running = world.track(Side.MX, "running")
    assert (running.state, running.has_left) == (TrackState.active, False)
    clear_of = client_of("signatory.us", "en").get(f"/campaigns/{world.running_id}").text
    assert "left this campaign" not in clear_of


@pytest.mark.parametrize("side", Side)
def test_who_left_decides_on_nothing_of_it_any_more(
    client_of: ClientOf, world: World, acting_as: ActingAs, side: Side
) -> None:
    key = side.value.lower()
    leave(client_of, world, side)
    with acting_as("planner.us"):
        version = world.version("waiting")
        version.state = VersionState.submitted
        version.turn_key(side, KeyState.in_review)
        session.commit()
    with acting_as(f"signatory2.{key}") as signatory, pytest.raises(Overtaken, match="has left this campaign"):
        clearance.clear(version, STATEMENTS[side], version.fingerprint, signatory, clock.now())
    browser = client_of(f"signatory.{key}", "en")
    browser.get(f"/clearance/versions/{version.id}")
    page = browser.send(status=409, decision="cleared", document="X-1", has_read="y")
    assert "Your country has left this campaign" in page.text


def test_what_can_still_be_begun_and_sent(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    leave(client_of, world, Side.MX)
    title = Bilingual("Call 911", "Llama al 911")
    with acting_as("planner.mx") as planner, pytest.raises(Refused, match="nothing new of yours"):
        materials.create_flyer(title, world.campaign, Scope.national, Register.tu, planner, clock.now())
    with acting_as("planner.us") as planner:
        with pytest.raises(Refused, match="only national flyers"):
            materials.create_flyer(title, world.campaign, Scope.joint, Register.tu, planner, clock.now())
        with pytest.raises(Refused, match="only national flyers"):
            materials.submit(world.material("in_force"), planner, clock.now())
        materials.create_flyer(title, world.campaign, Scope.national, Register.tu, planner, clock.now())
    offered = {option.get("value") for option in client_of("planner.mx").get("/materials/new").all("option")}
    assert str(world.campaign_id) not in offered


def test_it_is_one_entry_of_the_audit(client_of: ClientOf, world: World) -> None:
    before = session.scalars(select(Entry.n).order_by(Entry.n.desc()).limit(1)).one()
    leave(client_of, world, Side.MX)
    entries = session.scalars(select(Entry).where(Entry.n > before)).all()
    own = [entry for entry in entries if entry.action == "clearance.leave"]
    assert len(own) == 1
    for table in ("tracks", "clearances", "notices", "versions"):
        assert f'"{table}"' in own[0].changes, table
