"""A campaign is planned: brief, both agree, a pair of regions, activities, release, calendar, and the report.

Whoever begins is of one side or the other by the language; one run has no mouse.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.hands import Hands, Pointer, Typist
from tests.journeys.sides import COUNTRY, EVERY, OTHER
from tests.journeys.test_joint_flyer import BRIEF, LEADS
from tests.journeys.words import Pair, Words
from tests.tiers import FULL

pytestmark = pytest.mark.browser

BY: dict[str, type[Hands]] = {"pointer": Pointer, "keyboard": Typist}
RUNS = [(width, language, by) for width, language in EVERY for by in BY]
DAILY = [(1280, "en", "keyboard"), (390, "es", "pointer")]
REGION = {"us": "El Paso", "mx": "Juárez"}
ZONE = {"us": "America/Denver", "mx": "America/Ciudad_Juarez"}
VENUE = {"us": "San Jacinto Plaza", "mx": "Plaza de Armas"}
FAIR: Pair = ("Health fair at the bridge", "Feria de salud en el puente")
TALK: Pair = ("Talk with parents", "Plática con madres y padres")
AHEAD, BEHIND = timedelta(days=9), timedelta(days=2)


@dataclass
class Planning:
    """One run: a planner of one side begins, the other one answers."""

    visit: Visit
    say: Words
    width: int
    by: str

    @property
    def title(self) -> Pair:
        label = f"{self.width} {self.say.language} {self.by}"
        return f"Spring at the border {label}", f"Primavera en la frontera {label}"

    @property
    def side(self) -> str:
        return "us" if self.say.language == "en" else "mx"

    def at(self, role: str, side: str = "") -> Hands:
        """This person's hands, signed in, on the home page or wherever they stopped."""
        name = f"{role}.{side or self.side}"
        folder = f"planning-{self.width}-{self.say.language}-{self.by}"
        visitor = self.visit(name, self.say, self.width, folder=folder)
        hands = BY[self.by](visitor)
        if visitor.page.url == "about:blank":
            hands.sign_in()
        return hands


@pytest.mark.parametrize(("width", "language", "by"), RUNS if FULL else DAILY)
def test_a_campaign_is_planned_agreed_scheduled_released_and_reported(
    visit: Visit, address: str, width: int, language: str, by: str
) -> None:
    run = Planning(visit, Words(language), width, by)
    _brief(run)
    hub = run.at("planner").visitor.page.url
    _regions_by_pair(run)
    for side in (run.side, OTHER[run.side]):
        _propose(run, side, hub)
    for side in (run.side, OTHER[run.side]):
        _agree(run, side, hub)
    fair = _plan(run, hub, FAIR, date.today() + AHEAD, is_joint=True)
    _confirm(run, fair)
    talk = _plan(run, hub, TALK, date.today() - BEHIND, is_joint=False)
    _release(run, hub)
    _calendar(run, hub)
    _report(run, talk)


def _brief(run: Planning) -> None:
    hands = run.at("planner")
    planner, say = hands.visitor, run.say
    planner.open("/campaigns/new", "campaign-new")
    hands.choose(planner.main.get_by_role("radio", name=say("Joint campaign")))
    for name, pair in {"Title": run.title, **BRIEF}.items():
        hands.type(planner.field(f"{name} in English"), pair[0])
        hands.type(planner.field(f"{name} in Spanish"), pair[1])
    hands.press(planner.button("Save the draft"), "campaign-draft")


def _regions_by_pair(run: Planning) -> None:
    """One tick takes both cities."""
    hands = run.at("planner")
    planner = hands.visitor
    hands.press(planner.link("Choose regions").first, "regions")
    hands.tick(planner.main.get_by_role("checkbox", name=re.compile("El Paso.*Juárez|Juárez.*El Paso")))
    hands.press(planner.button("Add the ticked pairs"), "regions-chosen")
    hands.press(planner.button("Save regions"), "regions-saved")


def _propose(run: Planning, side: str, hub: str) -> None:
    """Each fills its own half alone; the one that began shows the brief by proposing."""
    hands = run.at("planner", side)
    planner = hands.visitor
    planner.open(hub, "campaign")
    hands.press(planner.link("Edit our track"), "track")
    hands.pick(planner.field("Lead organization"), LEADS[side])
    hands.date(planner.field("Starts on"), date.today() - timedelta(days=7))
    hands.date(planner.field("Ends on"), date.today() + timedelta(days=60))
    hands.press(planner.button("Save the track"), "track-saved")
    hands.press(planner.button(f"Propose to {COUNTRY[OTHER[side]]}"), "proposed")


def _agree(run: Planning, side: str, hub: str) -> None:
    hands = run.at("signatory", side)
    hands.visitor.open(hub, "campaign-to-agree")
    hands.press(hands.visitor.button(f"Agree for {COUNTRY[side]}"), "agreed")


def _plan(run: Planning, hub: str, title: Pair, on: date, *, is_joint: bool) -> str:
    """The address of the new activity; of a joint one the other side's twin is proposed by the form."""
    hands = run.at("planner")
    planner, say, side = hands.visitor, run.say, run.side
    planner.open(hub)
    hands.press(planner.link("Open the schedule"), "schedule")
    hands.press(planner.link("New activity"), "activity-new")
    hands.pick(planner.field("Type"), say("Health fair" if is_joint else "Outreach event"))
    hands.type(planner.field("Title in English"), title[0])
    hands.type(planner.field("Title in Spanish"), title[1])
    hands.date(planner.field("First day"), on)
    hands.hour(planner.field("Begins at"), 10)
    hands.hour(planner.field("Ends at"), 13)
    reach = "Both countries: a joint activity" if is_joint else "Our side alone"
    hands.choose(planner.main.get_by_role("radio", name=say(reach)))
    hands.pick(planner.field("Region"), REGION[side])
    hands.type(planner.field("Where exactly"), VENUE[side])
    if is_joint:
        hands.pick(planner.field("Region of the other country"), REGION[OTHER[side]])
        hands.type(planner.field("Where exactly in the other country"), VENUE[OTHER[side]])
    public = planner.field("Show it to the public once the schedule is released")
    if not public.is_checked():
        hands.tick(public)
    hands.press(planner.button("Save the activity"), "activity")
    expect(planner.main).to_contain_text("10:00")
    return planner.page.url


def _confirm(run: Planning, fair: str) -> None:
    """The other side says its word on its own half; the clocks of both cities stand there."""
    hands = run.at("planner", OTHER[run.side])
    hands.visitor.open(fair, "activity-to-confirm")
    hands.press(hands.visitor.button(f"Confirm for {COUNTRY[OTHER[run.side]]}"), "activity-confirmed")


def _release(run: Planning, hub: str) -> None:
    hands = run.at("planner")
    planner = hands.visitor
    planner.open(hub)
    hands.press(planner.link("Release the schedule").first, "release")
    for title in (FAIR, TALK):
        expect(planner.main).to_contain_text(run.say.of(title))
    hands.press(planner.main.locator("form button[type=submit]"), "released")
    hands.press(planner.link("Public page"), "public")
    expect(planner.main).to_contain_text(FAIR[0])
    expect(planner.main).to_contain_text(FAIR[1])


def _calendar(run: Planning, hub: str) -> None:
    """The address that a calendar follows says the hour on the wall, in the zone of that city."""
    hands = run.at("planner")
    planner = hands.visitor
    planner.open(hub, "campaign-scheduled")
    hands.press(planner.link("Into my calendar"), "feeds-none")
    hands.press(planner.button("Make a feed"), "feed")
    path = urlsplit(planner.main.locator("input[readonly]").first.input_value()).path
    calendar = Calendar.from_ical(planner.page.request.get(path).text())
    (event,) = [one for one in calendar.events if run.say.of(FAIR) in str(one["SUMMARY"])]
    assert event["DTSTART"].params["TZID"] == ZONE[run.side]
    wall = datetime.combine(date.today() + AHEAD, time(10), ZoneInfo(ZONE[run.side]))
    assert datetime.fromisoformat(f"{event.start}") == wall


def _report(run: Planning, talk: str) -> None:
    """Numbers only, in a minute."""
    hands = run.at("planner")
    planner = hands.visitor
    planner.open(talk, "activity-over")
    hands.press(planner.main.get_by_role("link", name=run.say.pattern("Report on %(date)s")).first, "report")
    hands.type(planner.field("People reached, in total"), "85")
    hands.type(planner.field("In both languages"), "240")
    hands.press(planner.button("Send the report"), "reported")
    planner.open(talk)
    hands.press(planner.main.get_by_role("link", name=run.say.pattern("Reports of %(date)s")).first, "report-filed")
    expect(planner.main).to_contain_text("85")
    expect(planner.main).to_contain_text("240")
