"""One side's half: only that side writes it, the end is after the start, and money is a whole amount."""

from collections.abc import Callable
from datetime import date

import pytest

from campaign.campaigns import actions, moves
from campaign.campaigns.models import TrackState, Verb
from campaign.clock import now
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.partners.models import OrganizationState
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.world import World

ClientOf = Callable[..., Browser]


def path(world: World, side: Side, name: str = "proposal") -> str:
    return f"/campaigns/tracks/{world.track(side, name).id}/edit"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("side", list(Side))
def test_a_planner_writes_the_own_half(client_of: ClientOf, world: World, side: Side, language: str) -> None:
    key = side.value.lower()
    browser = client_of(f"planner.{key}", language)
    browser.get(path(world, side))
    lead = str(world.organizations[key])
    browser.send(lead=lead, starts_on="2026-12-05", ends_on="2027-01-05", budget=" 3,400,000 ")
    track = world.track(side, "proposal")
    assert (track.starts_on, track.ends_on, track.budget) == (date(2026, 12, 5), date(2027, 1, 5), 3_400_000)
    currency = "USD" if side is Side.US else "MXN"
    assert f"{currency} 3,400,000" in browser.follow().text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("who", "side"),
    [
        ("planner.us", Side.MX),
        ("planner.mx", Side.US),
        ("signatory.us", Side.US),
        ("administrator.mx", Side.MX),
        ("secretariat", Side.US),
    ],
)
def test_nobody_else_does(client_of: ClientOf, world: World, who: str, side: Side) -> None:
    browser = client_of(who)
    browser.get(path(world, side), status=403)
    browser.post(path(world, side), {"version": "1"}, status=403)
    for act in ("propose", "take-back"):
        browser.post(path(world, side).replace("/edit", f"/{act}"), status=403)


def test_only_organizations_of_the_side_are_offered(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us")
    page = browser.get(path(world, Side.US))
    offered = {option.get("value") for option in page.all("option")}
    of_side = {str(id) for key, id in world.organizations.items() if key.endswith("us")}
    assert offered == {"0", *of_side}
    browser.send(status=422, lead=str(world.organizations["mx"]))
    browser.send(status=422, lead="nonsense")


@pytest.mark.parametrize("state", [OrganizationState.waiting, OrganizationState.refused, OrganizationState.closed])
def test_what_is_not_open_leads_no_track_anew(
    client_of: ClientOf, world: World, acting_as: ActingAs, state: OrganizationState
) -> None:
    clinic = world.organizations["clinic.us"]
    with acting_as("planner.us"):
        world.organization("clinic.us").state = state
        session.commit()
    browser = client_of("planner.us")
    page = browser.get(path(world, Side.US))
    assert str(clinic) not in {option.get("value") for option in page.all("option")}
    browser.send(status=422, lead=str(clinic))
    track = world.track(Side.US, "proposal")
    with acting_as("planner.us"), pytest.raises(Refused, match="not open any more"):
        actions.edit_track(track, clinic, None, None, None, track.row_version, now())


def test_a_lead_that_closed_stays_and_says_so(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    """Nobody loses the lead by saving something else."""
    lead = world.track(Side.US, "proposal").lead
    assert lead is not None
    with acting_as("planner.us") as planner:
        lead.state = OrganizationState.closed
        planner.organization = world.organization("clinic.us")  # who belongs to what is closed works no more
        session.commit()
    name, number = lead.name, lead.id
    browser = client_of("planner.us")
    page = browser.get(path(world, Side.US))
    assert f"{name} (Closed)" in page.text
    browser.send(budget="50,000")
    assert (world.track(Side.US, "proposal").lead_id, world.track(Side.US, "proposal").budget) == (number, 50_000)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_end_before_the_start_keeps_both(client_of: ClientOf, world: World, language: str) -> None:
    browser = client_of("planner.mx", language)
    browser.get(path(world, Side.MX))
    page = browser.send(status=422, starts_on="2027-01-02", ends_on="2027-01-01")
    typed = page.form().filled({})
    assert (typed["starts_on"], typed["ends_on"]) == (["2027-01-02"], ["2027-01-01"])
    assert 'id="ends_on-error"' in page.html
    assert world.track(Side.MX, "proposal").starts_on is None


@pytest.mark.parametrize("typed", ["184000.50", "-5", "ten", "1e9", "٣", "9" * 17, "1000000000000001"])
def test_money_is_a_whole_amount(client_of: ClientOf, world: World, typed: str) -> None:
    browser = client_of("planner.mx")
    browser.get(path(world, Side.MX))
    page = browser.send(status=422, budget=typed)
    assert page.form().filled({})["budget"] == [typed]
    assert 'id="budget-error"' in page.html


@pytest.mark.parametrize("typed", ["31/12/2026", "2026-02-30", "tomorrow", "0000-00-00"])
def test_a_date_that_is_none_is_said_and_kept(client_of: ClientOf, world: World, typed: str) -> None:
    browser = client_of("planner.mx", "en")
    browser.get(path(world, Side.MX))
    page = browser.send(status=422, starts_on=typed)
    assert "Write the date as year-month-day" in page.text
    assert page.form().filled({})["starts_on"] == [typed]


def test_an_empty_half_is_kept(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.mx")
    browser.get(path(world, Side.MX))
    browser.send()
    assert world.track(Side.MX, "proposal").state is TrackState.draft


def test_a_changed_proposal_is_a_draft_again_and_the_page_says_so_before(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us")
    assert "This track is proposed." in browser.get(path(world, Side.US)).text
    browser.send(budget="50,000")
    assert world.track(Side.US, "proposal").state is TrackState.draft


def test_a_stale_half_shows_both(client_of: ClientOf, world: World) -> None:
    first, second = client_of("planner.us"), client_of("planner.us")
    first.get(path(world, Side.US))
    second.get(path(world, Side.US))
    second.send(budget="1,111")
    page = first.send(status=409, budget="2,222")
    assert "USD 1,111" in page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "USD 2,222" in page.text.replace("\N{NO-BREAK SPACE}", " ")
    first.send()
    assert world.track(Side.US, "proposal").budget == 2222


def test_an_agreed_half_is_closed_and_keeps_what_was_typed(
    client_of: ClientOf, world: World, acting_as: ActingAs
) -> None:
    browser = client_of("planner.us", "en")
    browser.get(path(world, Side.US))
    with acting_as("signatory.us") as signatory:
        moves.make(world.track(Side.US, "proposal"), Verb.agree, signatory, now())
        session.commit()
    page = browser.send(status=409, budget="77,000")
    assert "closed to changes" in page.text
    assert page.form().filled({})["budget"] == ["77,000"]
    assert world.track(Side.US, "proposal").budget == 40_000
    assert "Save the track" not in browser.get(path(world, Side.US, "campaign")).text
