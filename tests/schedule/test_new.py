"""Planning through the form: what is asked, proposed and refused in words, and that nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from campaign.db import Side, session
from campaign.schedule.models import Activity, ActivityState, occurrences_of
from tests.browser import Browser
from tests.world import EL_PASO, JUAREZ, World

ClientOf = Callable[..., Browser]
DAY = {"starts_on": "2026-11-28", "starts_time": "10:00", "ends_time": "12:00"}


def filled(browser: Browser, world: World, status: int = 303, **changes: Any) -> Any:
    """The form of a new activity, sent with these entries."""
    browser.get(f"/schedule/new?campaign={world.running_id}")
    region = EL_PASO if browser.email.endswith(".us@example.org") else JUAREZ
    values = {"type": "training", "title_en": "Class for nurses", "reach": "own", "region": region, **DAY, **changes}
    return browser.send(status=status, **values)


def made() -> list[Activity]:
    return list(session.scalars(select(Activity).order_by(Activity.id)))


def test_first_the_campaign_is_asked(client_of: ClientOf, world: World) -> None:
    page = client_of("planner.us").get("/schedule/new?on=2026-12-01")
    assert f"/schedule/new?campaign={world.running_id}&on=2026-12-01" in page.links


@pytest.mark.parametrize(("who", "side"), [("planner.us", Side.US), ("planner.mx", Side.MX), ("partner-a.mx", Side.MX)])
def test_each_side_plans_its_own(client_of: ClientOf, world: World, who: str, side: Side) -> None:
    browser = client_of(who, "en")
    filled(browser, world, venue="Room 4")
    assert "The activity is saved." in browser.follow().text
    (activity,) = made()
    assert (activity.side, activity.is_joint) == (side, False)
    state = ActivityState.planned if who.startswith("partner") else ActivityState.confirmed
    assert activity.state is state
    planner, site = world.user(who), activity.site(side)
    assert site
    assert (site.host, site.person) == (planner.organization, planner), "unless another is chosen"


def test_choosing_one_side_of_a_pair_proposes_its_twin(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    page = filled(browser, world, status=422, reach="joint")
    assert "We filled in the twin of your region." in page.text
    browser.send()
    (activity,) = made()
    assert (activity.region_us_key, activity.region_mx_key) == (EL_PASO, JUAREZ)


def test_a_series_is_shown_in_plain_words_before_it_is_saved(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    series = {"repeats": "monthly_weekday", "until": "2027-03-10"}
    page = filled(browser, world, status=200, do="preview", **series)
    assert "Every month on the fourth Saturday, until 10 Mar 2027" in page.text.replace("\xa0", " ")
    assert "Sat 26 Dec 2026" in page.text
    assert made() == []
    browser.send(do="save")
    (activity,) = made()
    assert activity.rule == "FREQ=MONTHLY;BYDAY=4SA;UNTIL=20270310"
    assert [one.on.month for one in session.scalars(occurrences_of(activity.id))] == [11, 12, 1, 2]


def test_copies_are_wanted_at_the_own_place(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.mx", "en")
    browser.get(f"/schedule/new?campaign={world.running_id}")
    assert browser.page
    names = [field.get("name", "") for field in browser.page.all("input")]
    assert not [name for name in names if name.startswith("copies_")]  # this campaign has no material yet


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_time": "09:00"}, "The end must be after the start."),
        ({"ends_on": "2026-11-27"}, "The end must be after the start."),
        ({"starts_on": "2027-03-14", "starts_time": "02:30", "ends_time": "04:00"}, "does not exist at the place"),
        ({"starts_on": "2026-10-01"}, "lies outside the track of the United States"),
        ({"starts_on": "2027-05-01"}, "lies outside the track of the United States"),
        ({"repeats": "daily", "times": "400"}, "The series goes on after"),
        ({"repeats": "daily", "times": "10000"}, "Write a whole number from 1 to 400."),
        ({"repeats": "daily"}, "Say when the series ends"),
        ({"repeats": "daily", "times": "3", "until": "2026-12-24"}, "Say one of the two"),
        ({"repeats": "weekly", "times": "3", "weekdays": ["MO"]}, "falls on another weekday"),
        ({"region": JUAREZ}, "Choose one of the list."),
        ({"region": ""}, "Choose a region, or that it has none."),
        ({"type": ""}, "Choose what kind of activity it is."),
        ({"type": "party"}, "Choose one of the list."),
        ({"title_en": "", "title_es": " "}, "Write the title, in one language at least."),
        ({"title_en": "x" * 300_000}, "At most 120 characters"),
        ({"starts_on": "28/11/2026"}, "Write the date as year-month-day"),
        ({"starts_time": "25:61"}, "Write the time as hours and minutes"),
        ({"starts_time": ""}, "Write the hour, or tick that it lasts whole days."),
        ({"every": "-1", "repeats": "daily", "times": "2"}, "Write a whole number from 1 to 99."),
        ({"place": "7"}, "Choose one of the list."),
        ({"host": "9" * 40}, "Choose one of the list."),
    ],
)
def test_bad_input_is_answered_in_words_and_kept(
    client_of: ClientOf, world: World, changes: dict[str, Any], words: str
) -> None:
    browser = client_of("planner.us", "en")
    page = filled(browser, world, status=422, venue="Room 4", **changes)
    assert words in page.text
    assert 'value="Room 4"' in page.html
    assert made() == []


def test_an_hour_that_comes_twice_is_refused(client_of: ClientOf, world: World) -> None:
    """Both tracks begin after the change of 2026; the next one is 7 November 2027, after they end."""
    with_change = {"starts_on": "2026-11-01", "starts_time": "01:30", "ends_time": "04:00"}
    page = filled(client_of("planner.us", "en"), world, status=422, **with_change)
    assert "comes twice at the place" in page.text or "lies outside" in page.text


def test_letters_that_no_text_has_are_taken_out(client_of: ClientOf, world: World) -> None:
    filled(client_of("planner.us"), world, title_en="Fair\0 \u202egone")
    assert made()[0].title_en == "Fair gone"


@pytest.mark.parametrize("who", ["reviewer.us", "signatory.mx", "administrator.us", "secretariat", "observer"])
def test_others_plan_nothing(client_of: ClientOf, world: World, who: str) -> None:
    client_of(who).get("/schedule/new", status=403)


def test_a_campaign_that_is_not_open_is_not_offered(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    page = browser.get(f"/schedule/new?campaign={world.national_mx_id}")
    assert "In which campaign?" in page.text
    browser.get(f"/schedule/new?campaign={'9' * 30}")


FOLD = '<details class="fold" data-repeats'


def test_how_it_repeats_is_folded_until_it_does(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    assert f"{FOLD}>" in browser.get(f"/schedule/new?campaign={world.running_id}").html
    page = filled(browser, world, status=422, repeats="weekly")
    assert f"{FOLD} open>" in page.html
    browser.send(times="3")
    (activity,) = made()
    assert f"{FOLD} open>" in browser.get(f"/schedule/{activity.id}/edit").html
    assert f"{FOLD}>" in browser.get(f"/schedule/{activity.id}/copy").html


def test_a_fault_in_what_is_folded_unfolds_it(client_of: ClientOf, world: World) -> None:
    page = filled(client_of("planner.us", "en"), world, status=422, times="many")
    assert f"{FOLD} open>" in page.html


def test_what_is_wrong_is_listed_as_it_stands_on_the_page(client_of: ClientOf, world: World) -> None:
    page = filled(client_of("partner-a.us", "en"), world, status=422, type="", title_en="", starts_on="", region="")
    summary = next(box for box in page.all("div") if box.get("id") == "error-summary")
    assert [link.get("href") for link in summary.iter("a")] == ["#type", "#title_en", "#starts_on", "#region"]
