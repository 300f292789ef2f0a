"""The start page: what waits for me, what waits for the other country, what is open, what ends soon."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from campaign import clock
from campaign.clock import now
from campaign.db import Side, session
from campaign.schedule.models import occurrences_of
from tests.browser import Browser
from tests.campaigns.tasks import enter as enter_task
from tests.materials import acts
from tests.page import Page, words_of
from tests.schedule.samples import enter as enter_activity
from tests.schedule.samples import plan
from tests.world import PEOPLE, World

ClientOf = Callable[..., Browser]


def section(page: Page, title: str) -> str:
    """What stands under one heading of the page."""
    found = [panel for panel in page.all("section") if any(words_of(h) == title for h in panel.iter("h2"))]
    assert len(found) == 1, f"{len(found)} × {title}: {[words_of(h) for h in page.all('h2')]}"
    return words_of(found[0])


def test_nobody_is_sent_to_sign_in(client: Browser) -> None:
    page = client.get("/", status=303)
    assert page.response.headers["Location"] == "/accounts/sign-in"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("who", [who for who in PEOPLE if who != "deactivated"])
def test_everybody_has_one(client_of: ClientOf, who: str, language: str) -> None:
    client_of(who, language).get("/")


@pytest.mark.parametrize(
    ("who", "mine", "there"),
    [
        ("signatory.us", ["Call 911 first"], "Waiting for Mexico"),
        ("signatory.mx", ["Call 911 first", "You can save a life"], "Waiting for the United States"),
    ],
)
def test_a_signatory_sees_what_waits_for_the_own_key_and_for_the_other(
    client_of: ClientOf, who: str, mine: list[str], there: str
) -> None:
    page = client_of(who, "en").get("/")
    own, other = section(page, "Waiting for me"), section(page, there)
    for title in ("Call 911 first", "You can save a life", "One pill can kill"):
        assert (title in own) is (title in mine)
    assert "Call 911 first" in other
    assert ("You can save a life" in other) is (who == "signatory.us")


def test_what_was_decided_waits_no_more(client_of: ClientOf, world: World) -> None:
    acts.clear(world, world.version("waiting"), "signatory.us")
    assert "Call 911 first" not in section(client_of("signatory2.us", "en").get("/"), "Waiting for me")


def test_nobody_is_asked_to_clear_the_own_text(client_of: ClientOf, world: World) -> None:
    material = acts.flyer(world, title=acts.Bilingual("Written by a signatory", "Escrito por una firmante"))
    acts.write(world, "signatory.us", material, "Mine.", "Mío.")
    acts.send(world, material)
    assert "Written by a signatory" not in section(client_of("signatory.us", "en").get("/"), "Waiting for me")
    assert "Written by a signatory" in section(client_of("signatory2.us", "en").get("/"), "Waiting for me")


@pytest.mark.parametrize("who", ["planner.us", "printer.mx", "administrator.us", "observer"])
def test_others_are_asked_for_no_decision(client_of: ClientOf, who: str) -> None:
    assert "Review and decide" not in client_of(who, "en").get("/").text


def test_a_planner_sees_the_open_texts_those_sent_back_first(client_of: ClientOf, world: World) -> None:
    acts.refuse(world, world.version("waiting"), "signatory.mx")
    drafts = section(client_of("planner.us", "en").get("/"), "Texts that are open")
    assert drafts.index("It was refused") < drafts.index("Keep naloxone at home")
    assert "Talk with your children" not in drafts, "the other side's draft is its own to finish"


def test_a_partner_sees_the_own_organizations_texts(client_of: ClientOf) -> None:
    drafts = section(client_of("partner-a.mx", "en").get("/"), "Texts that are open")
    assert "Ask at your health center" in drafts
    assert "Ask at your health center" not in client_of("partner-b.mx", "en").get("/").text


@pytest.mark.parametrize("side", Side)
def test_a_partner_sees_its_tasks_and_the_reports_that_it_owes(client_of: ClientOf, world: World, side: Side) -> None:
    end = side.value.lower()
    enter_task(world, side, "Hang up the posters", organization_id=world.organizations[f"clinic.{end}"])
    over = plan("Table at the market", side, on=now().date() - timedelta(days=2))
    activity = enter_activity(world, f"partner-a.{end}", over)
    page = client_of(f"partner-a.{end}", "en").get("/")
    waits = section(page, "Due from you")
    assert "Hang up the posters" in waits
    assert "Table at the market" in waits
    report = f"/schedule/dates/{session.scalars(occurrences_of(activity.id)).one().id}/report"
    assert {"/campaigns/tasks", report} <= set(page.links)
    assert "Due from you" not in client_of(f"partner-b.{end}", "en").get("/").text


def test_the_board_leads_to_the_own_tasks(client_of: ClientOf) -> None:
    for who in ("planner.us", "partner-a.mx"):
        assert "/campaigns/tasks" in client_of(who, "en").get("/board").links


@pytest.mark.parametrize("side", Side)
def test_print_staff_see_what_may_be_printed_on_their_side(client_of: ClientOf, world: World, side: Side) -> None:
    who = f"printer.{side.value.lower()}"
    assert "One pill can kill" in section(client_of(who, "en").get("/"), "To print on my side")
    acts.revoke(world, world.version("in_force"), f"signatory.{side.value.lower()}")
    page = client_of(who, "en").get("/")
    assert "To print on my side" not in page.text
    assert "Clearance revoked" in section(page, "Late or expiring in 30 days")


def test_what_ends_within_30_days_is_said(client_of: ClientOf, world: World) -> None:
    """Law 10: warned 30 days before. The world's numbers are reviewed after 90 days, its texts after a year."""
    title = "Late or expiring in 30 days"
    assert "us_988" not in section(client_of("planner.us", "en").get("/"), title)
    with clock.at(now() + timedelta(days=60)):
        ending = section(client_of("planner.us", "en").get("/"), title)
        assert "us_988" in ending
        assert "mx_linea_vida" not in ending, "the other country's own number"
        assert "One pill can kill" not in ending
    with clock.at(now() + timedelta(days=340)):
        assert "One pill can kill" in section(client_of("planner.us", "en").get("/"), title)


@pytest.mark.parametrize(("who", "first"), [("planner.us", "Washington"), ("planner.mx", "Mexico City")])
def test_both_clocks_the_own_one_first(client_of: ClientOf, who: str, first: str) -> None:
    page = client_of(who, "en").get("/")
    clocks = next(ul for ul in page.all("ul") if ul.get("class") == "clocks")
    found = [words_of(clock) for clock in clocks.iter("li")]
    assert found == sorted(("11:00 Washington", "10:00 Mexico City"), key=lambda words: first not in words)


def test_a_long_list_costs_no_more_queries(client_of: ClientOf, world: World) -> None:
    """The budget of a page holds however many flyers wait."""
    for n in range(6):
        acts.send(world, acts.flyer(world, title=acts.Bilingual(f"Flyer {n}", f"Volante {n}")))
    for who in ("signatory.us", "planner.mx", "printer.us"):
        client_of(who).get("/")
