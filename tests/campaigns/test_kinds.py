"""Joint, parallel and national: chosen once, shown as what they are, and each with the materials that fit it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from campaign.campaigns import actions, moves
from campaign.campaigns.models import Campaign, CampaignKind, Track, TrackState, Verb, tracks_of
from campaign.clock import now
from campaign.db import Bilingual, Side, session
from campaign.errors import Refused
from campaign.materials import actions as materials
from campaign.materials.models import Material, Register, Scope
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.world import BRIEF, EL_PASO, JUAREZ, World

pytestmark = pytest.mark.database

ClientOf = Callable[..., Browser]
TITLE = Bilingual("Call 911", "Llama al 911")


def tracks(campaign: Campaign) -> dict[Side, Track]:
    return {track.side: track for track in session.scalars(tracks_of(campaign.id))}


@pytest.mark.parametrize("who", ["planner.us", "planner.mx"])
@pytest.mark.parametrize(("kind", "count"), [("joint", 2), ("parallel", 2), ("national", 1)])
def test_the_kind_is_chosen_when_it_begins(client_of: ClientOf, world: World, who: str, kind: str, count: int) -> None:
    browser = client_of(who, "en")
    page = browser.get("/campaigns/new")
    assert [box.get("value") for box in page.all("input") if box.get("type") == "radio"] == [
        "joint",
        "parallel",
        "national",
    ]
    assert not [box for box in page.all("input") if box.get("type") == "radio" and box.get("checked") is not None]
    browser.send(title_en="Naloxone at home", kind=kind)
    page = browser.follow()
    assert f"{kind.capitalize()} campaign" in page.text
    campaign = session.scalars(select(Campaign).order_by(Campaign.id.desc()).limit(1)).one()
    assert campaign.kind.value == kind
    assert len(tracks(campaign)) == count
    assert Side(who[-2:].upper()) in tracks(campaign)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", [None, "", "binational"])
def test_without_a_kind_nothing_begins_and_what_was_typed_stays(
    client_of: ClientOf, kind: str | None, language: str
) -> None:
    browser = client_of("planner.mx", language)
    browser.get("/campaigns/new")
    page = browser.send(status=422, title_en="Naloxone at home", **({} if kind is None else {"kind": kind}))
    assert page.form().filled({})["title_en"] == ["Naloxone at home"]
    if kind != "binational":
        assert {"en": "Choose the kind of campaign.", "es": "Elija el tipo de campaña."}[language] in page.text


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_national_campaign_is_never_shown_as_if_a_side_were_missing(
    client_of: ClientOf, world: World, language: str
) -> None:
    page = client_of("planner.us", language).get(f"/campaigns/{world.national_us_id}")
    halves = [part.get("id") for part in page.all("div") if part.get("id", "").startswith("track-")]
    assert halves == ["track-US"]
    offer = "Let Mexico read it" if language == "en" else "Permitir que México la lea"
    text = page.text.replace(offer, "")
    for words in ("Mexico ", "México ", "both countries", "ambos países", "both sides together", "ambas partes"):
        assert words not in text, words


def test_it_stays_on_its_own_side_until_that_side_shares_it(client_of: ClientOf, world: World) -> None:
    for who in ("planner.mx", "signatory.mx", "secretariat", "observer"):
        client_of(who).get(f"/campaigns/{world.national_us_id}", status=404)
    for who, status in (("planner.mx", 404), ("signatory.us", 403), ("secretariat", 404)):
        client_of(who).post(f"/campaigns/{world.national_us_id}/share", status=status)
    browser = client_of("planner.us", "en")
    browser.get(f"/campaigns/{world.national_us_id}")
    browser.send("share")
    assert "Mexico can read this campaign now" in browser.follow().text
    other = client_of("planner.mx", "en")
    page = other.get(f"/campaigns/{world.national_us_id}")
    assert not [form for form in page.forms if "/campaigns/" in form.action]
    assert not [link for link in page.links if link.endswith(("/edit", "/regions")) or "materials/new" in link]
    other.get(f"/campaigns/{world.national_us_id}/edit", status=403)
    other.get(f"/campaigns/{world.national_us_id}/regions", status=403)


def test_a_joint_campaign_is_shared_by_proposing_it(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.mx"), pytest.raises(Refused, match="when your track is proposed"):
        actions.share(world.plan, now())


def test_a_national_campaign_runs_alone(client_of: ClientOf, world: World) -> None:
    track = world.track(Side.US, "national_us").id
    planner, signatory = client_of("planner.us", "en"), client_of("signatory.us", "en")
    planner.get(f"/campaigns/tracks/{track}/edit")
    planner.send(lead=str(world.organizations["us"]), starts_on="2026-11-20", ends_on="2027-03-31")
    for browser, act in ((planner, "propose"), (signatory, "agree"), (planner, "schedule")):
        browser.get(f"/campaigns/{world.national_us_id}")
        browser.send(act)
        said = browser.follow().text.partition("Sign out")[2]
        assert "Mexico sees" not in said
    assert world.national.state is TrackState.scheduled
    assert f"/schedule/tracks/{track}/launch" in planner.get(f"/campaigns/{world.national_us_id}").links
    assert not world.national.is_shared


@pytest.mark.parametrize("keys", [[JUAREZ], [EL_PASO, JUAREZ], ["MX-08"]])
def test_a_national_campaign_takes_no_regions_of_the_other_country(
    client_of: ClientOf, world: World, keys: list[str]
) -> None:
    browser = client_of("planner.us", "en")
    browser.get(f"/campaigns/{world.national_us_id}/regions")
    page = browser.post(
        f"/campaigns/{world.national_us_id}/regions",
        {"keys": keys, "do": "save", "version": world.national.row_version},
        status=422,
    )
    assert "regions of its own country only" in page.text


def test_regions_of_a_parallel_campaign_hang_on_their_own_track_only(world: World, acting_as: ActingAs) -> None:
    """One side already runs; the other still chooses its regions, and opens nothing there."""
    with acting_as("planner.mx") as planner:
        campaign = world.campaign
        campaign.kind = CampaignKind.parallel
        here = tracks(campaign)
        here[Side.US].state, here[Side.MX].state = TrackState.active, TrackState.proposed
        session.flush()
        actions.set_regions(campaign, [EL_PASO, JUAREZ, "MX-08052"], campaign.row_version, planner, now())
        assert (here[Side.US].state, here[Side.MX].state) == (TrackState.active, TrackState.draft)
        with pytest.raises(Refused, match="The United States has agreed to this text and these regions"):
            actions.set_regions(campaign, [JUAREZ, "MX-08052"], campaign.row_version, planner, now())


def begin(world: World, by: str, kind: CampaignKind) -> Campaign:
    campaign = actions.create(BRIEF, kind, world.user(by), now())
    campaign.is_shared = True
    session.flush()
    return campaign


@pytest.mark.parametrize(
    ("kind", "by", "scope", "says"),
    [
        ("joint", "planner.us", "joint", ""),
        ("joint", "planner.mx", "national", ""),
        ("parallel", "planner.us", "national", ""),
        ("parallel", "planner.mx", "joint", "Only a joint campaign has joint flyers"),
        ("national", "planner.us", "national", ""),
        ("national", "planner.us", "joint", "Only a joint campaign has joint flyers"),
        ("national", "planner.mx", "national", "takes only that country's materials"),
    ],
)
def test_each_kind_has_the_materials_that_fit(
    world: World, acting_as: ActingAs, kind: str, by: str, scope: str, says: str
) -> None:
    with acting_as(by) as user:
        campaign = begin(world, "planner.us", CampaignKind(kind))
        if says:
            with pytest.raises(Refused, match=says):
                materials.create_flyer(TITLE, campaign, Scope(scope), Register.tu, user, now())
            assert session.scalars(select(Material).where(Material.campaign_id == campaign.id)).all() == []
        else:
            materials.create_flyer(TITLE, campaign, Scope(scope), Register.tu, user, now())


@pytest.mark.parametrize("state", ["closed", "evaluated", "cancelled"])
def test_nothing_is_begun_in_a_campaign_that_has_ended(world: World, acting_as: ActingAs, state: str) -> None:
    with acting_as("planner.us") as user:
        world.campaign.state = TrackState(state)
        session.flush()
        with pytest.raises(Refused, match="has ended"):
            materials.create_flyer(TITLE, world.campaign, Scope.national, Register.tu, user, now())


def test_the_form_offers_only_what_fits(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")

    def scopes(page_path: str) -> list[str | None]:
        boxes = browser.get(page_path).all("input")
        return [box.get("value") for box in boxes if box.get("name") == "scope"]

    assert scopes("/materials/new") == ["joint", "national"]
    assert scopes(f"/materials/new?campaign={world.campaign_id}") == ["joint", "national"]
    assert scopes(f"/materials/new?campaign={world.national_us_id}") == ["national"]
    browser.send(scope="national", register="tu", title_en="Ask your pharmacist")
    browser.follow()
    browser.get("/materials/new")
    page = browser.send(
        status=422, campaign=str(world.national_us_id), scope="joint", register="tu", title_en="Ask your pharmacist"
    )
    assert "Only a joint campaign has joint flyers" in page.text
    assert page.form().filled({})["title_en"] == ["Ask your pharmacist"]
    offered = {option.get("value") for option in client_of("planner.mx").get("/materials/new").all("option")}
    assert str(world.campaign_id) in offered
    assert str(world.national_us_id) not in offered


def test_both_agree_for_themselves_in_a_parallel_campaign(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us") as planner:
        campaign = begin(world, "planner.us", CampaignKind.parallel)
        actions.set_regions(campaign, [EL_PASO, JUAREZ], campaign.row_version, planner, now())
        track = tracks(campaign)[Side.US]
        lead = world.organizations["us"]
        actions.edit_track(track, lead, now().date(), now().date().replace(year=2027), None, track.row_version, now())
        moves.make(track, Verb.propose, planner, now())
    with acting_as("signatory.us") as signatory:
        moves.make(track, Verb.agree, signatory, now())
    with acting_as("planner.us") as planner:
        moves.make(track, Verb.schedule, planner, now())
        moves.make(track, Verb.start, planner, now())
    assert (track.state, campaign.state) == (TrackState.active, TrackState.active)
    assert tracks(campaign)[Side.MX].state is TrackState.draft
