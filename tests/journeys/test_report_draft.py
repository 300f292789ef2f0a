"""A report typed where the line drops: kept in the browser, through a sign-in, sent later, and then gone there."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from campaign import clock
from campaign.db import session
from campaign.schedule.models import Occurrence
from campaign.schedule.reports.models import reports_on
from tests.browser import Browser
from tests.journeys.test_autosave import HOST, opened
from tests.schedule.test_reports import AFTER, fair
from tests.world import World

pytestmark = pytest.mark.browser
DRAFT = "[data-report-draft]"
WORDS = {
    "en": (r"Kept on this phone.*\d\d:\d\d", "No connection", "online again", "Send it now"),
    "es": (r"Guardado en este teléfono.*\d\d:\d\d", "Sin conexión", "Ya hay conexión", "Enviarlo ahora"),
}


def kept(page: Page) -> int:
    count: int = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('report-')).length")
    return count


def said(one: Occurrence) -> list[int]:
    session.expire_all()
    return [report.people for report in session.scalars(reports_on(one.id))]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_report_is_kept_without_a_line_and_sent_later(
    chromium: Chromium, client_of: Callable[..., Browser], world: World, language: str
) -> None:
    one, (typed, waits, back, send) = fair(world), WORDS[language]
    with clock.at(AFTER):
        page = opened(chromium, client_of("planner.us", language), f"/schedule/dates/{one.id}/report", width=390)
        page.locator("#people").fill("85")
        page.locator("#copies_both").fill("240")
        expect(page.locator(DRAFT)).to_have_text(re.compile(typed))
        page.context.set_offline(True)
        page.locator("form .usa-button--big").click()
        expect(page.locator(DRAFT)).to_contain_text(waits)
        expect(page.locator("#people")).to_have_value("85")
        assert said(one) == []
        page.context.set_offline(False)
        expect(page.locator(DRAFT)).to_contain_text(back)
        page.goto(f"{HOST}/schedule/reports")  # the page is left, and comes back with what was typed
        expect(page.locator("[data-report-kept]")).to_be_visible()
        page.goto(f"{HOST}/schedule/dates/{one.id}/report")
        expect(page.locator("#people")).to_have_value("85")
        page.context.set_offline(True)
        page.locator("form .usa-button--big").click()
        expect(page.locator(DRAFT)).to_contain_text(waits)
        page.context.set_offline(False)
        page.get_by_role("button", name=send).click()
        expect(page.locator("[data-report-sent]")).to_be_visible()
        assert said(one) == [85]
        assert kept(page) == 0
    page.close()


def test_a_draft_outlives_the_sign_in_and_a_line_that_only_seems_to_be_there(
    chromium: Chromium, client_of: Callable[..., Browser], world: World
) -> None:
    one = fair(world)
    with clock.at(AFTER):
        nurse = client_of("planner.us", "en")
        page = opened(chromium, nurse, f"/schedule/dates/{one.id}/report", width=390)
        page.locator("#people").fill("85")
        page.locator("summary", has_text="Note").click()
        page.locator("#note").fill("They asked for naloxone.")
        page.route("**/report", lambda route: route.abort())  # online, and nothing answers
        page.locator("form .usa-button--big").click()
        expect(page.locator(DRAFT)).to_contain_text("No connection")
        page.unroute("**/report")
        session_cookie = nurse.client.get_cookie("campaign")
        assert session_cookie is not None
        nurse.client.delete_cookie("campaign")
        page.goto(f"{HOST}/schedule/dates/{one.id}/report")
        assert kept(page) == 1, "whoever signs in again finds it"
        nurse.client.set_cookie("campaign", session_cookie.value)
        page.goto(f"{HOST}/schedule/dates/{one.id}/report")
        expect(page.locator("#note")).to_have_value("They asked for naloxone.")
        expect(page.locator("#note")).to_be_visible()
        page.get_by_role("button", name="Delete the draft").click()
        expect(page.locator("#people")).to_have_value("")
        assert kept(page) == 0
    page.close()


def test_a_double_click_sends_one_report_and_says_so(
    chromium: Chromium, client_of: Callable[..., Browser], world: World
) -> None:
    one = fair(world)
    with clock.at(AFTER):
        page = opened(chromium, client_of("planner.us", "en"), f"/schedule/dates/{one.id}/report")
        page.locator("#people").fill("85")
        page.locator("form .usa-button--big").dblclick()
        expect(page.locator("[data-report-sent]")).to_be_visible()
        expect(page.get_by_text("The report is filed. Thank you.")).to_be_visible()
        assert said(one) == [85]
    page.close()
