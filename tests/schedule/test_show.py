"""The page of one activity: both halves, each clock in words, and the word of each side."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from campaign import clock
from campaign.clock import now
from campaign.db import Side, session
from campaign.i18n import language
from campaign.schedule.models import Activity, ActivityState, When, occurrences_of
from campaign.schedule.releases.words import long_days_of
from campaign.schedule.writing import Spot
from tests.browser import Browser
from tests.schedule.samples import enter, plan
from tests.world import EL_PASO, World

ClientOf = Callable[..., Browser]


def test_both_halves_and_one_clock(client_of: ClientOf, world: World) -> None:
    fair = enter(world, "planner.us", plan("Fair", *Side)).id
    page = client_of("planner.mx", "en").get(f"/schedule/{fair}")
    assert "Mexico Not confirmed yet 10:00–12:00 Ciudad Juárez Mountain standard time" in page.text
    assert "10:00–12:00 El Paso Mountain standard time · the same clock all year" in page.text
    assert f"/audit/activities/{fair}" in page.links


def test_two_clocks_are_said_by_date(client_of: ClientOf, world: World) -> None:
    spots = {Side.US: Spot(region_key=EL_PASO), Side.MX: Spot(region_key="MX-08019")}
    what = plan("Class", *Side, on=date(2027, 3, 13), spots=spots, rule="FREQ=DAILY;COUNT=2")
    class_ = enter(world, "planner.us", what).id
    page = client_of("planner.us", "en").get(f"/schedule/{class_}")
    assert "1 h apart on this date" in page.text
    assert "10:00–12:00 El Paso · 11:00–13:00 Chihuahua" in page.text  # the day before the clocks change
    assert "10:00–12:00 El Paso · 10:00–12:00 Chihuahua" in page.text


def test_each_side_confirms_its_half(client_of: ClientOf, world: World) -> None:
    fair = enter(world, "planner.us", plan("Fair", *Side)).id
    client_of("planner.us").get(f"/schedule/{fair}")
    browser = client_of("planner.mx", "en")
    browser.get(f"/schedule/{fair}")
    browser.send("/confirm")
    assert "Confirmed by both" in browser.follow().text
    assert session.get_one(Activity, fair).state is ActivityState.confirmed


def test_a_late_word_is_told_so(client_of: ClientOf, world: World) -> None:
    fair = enter(world, "planner.us", plan("Fair", *Side)).id
    browser = client_of("planner.mx", "en")
    browser.get(f"/schedule/{fair}")
    other = client_of("planner.us")
    other.get(f"/schedule/{fair}")
    assert other.page
    cancel = next(link for link in other.page.links if link.endswith("/cancel"))
    other.get(cancel)
    other.send(reason="Rain")
    page = browser.send("/confirm", status=409)
    assert "It was held or cancelled meanwhile." in page.text


def test_readers_are_offered_nothing_to_change(client_of: ClientOf, world: World) -> None:
    fair = enter(world, "planner.us", plan("Fair", *Side)).id
    for who in ("reviewer.us", "signatory.mx", "secretariat"):
        page = client_of(who).get(f"/schedule/{fair}")
        assert not [link for link in page.links if link.endswith(("/edit", "/move", "/cancel", "/copy"))]


def test_dates_to_come_stand_first_and_what_is_over_asks_for_its_report(client_of: ClientOf, world: World) -> None:
    what = plan("Class", Side.US, on=date(2026, 12, 1), rule="FREQ=WEEKLY;COUNT=4")
    class_ = enter(world, "planner.us", what).id
    ids = [one.id for one in session.scalars(occurrences_of(class_))]
    with clock.at(datetime(2026, 12, 10, 16, tzinfo=UTC)):
        page = client_of("planner.us", "en").get(f"/schedule/{class_}")
        listed = page.html.partition('id="dates"')[2]
        order = ["15 December", "22 December", "2 earlier dates", "8 December", "1 December 2026"]
        places = [listed.index(words) for words in order]
        assert places == sorted(places)
        assert '<details class="more-dates">' in page.html
        assert {f"/schedule/dates/{id}/report" in page.links for id in ids[:2]} == {True}
        assert f"/schedule/dates/{ids[2]}/report" not in page.links
        assert f"/schedule/dates/{ids[1]}/edit" not in page.links
    with clock.at(datetime(2027, 1, 10, 16, tzinfo=UTC)):
        assert '<details class="more-dates" open>' in client_of("planner.us", "en").get(f"/schedule/{class_}").html


def test_a_day_within_a_spanish_sentence_begins_small(client_of: ClientOf, world: World) -> None:
    activity = enter(world, "partner-a.mx", plan("Mesa de naloxona", Side.MX, on=now().date() - timedelta(days=2)))
    text = client_of("partner-a.mx", "es").get(f"/schedule/{activity.id}").text
    assert re.search(r"Informar sobre el (lun|mar|mié|jue|vie|sáb|dom) \d", text)


def test_the_last_day_of_several_begins_small_in_spanish(client_of: ClientOf, world: World) -> None:
    several = When(date(2026, 12, 8), date(2026, 12, 12))
    activity = enter(world, "planner.mx", plan("Anuncios de radio", Side.MX, when=several))
    text = client_of("planner.mx", "es").get(f"/schedule/{activity.id}").text
    assert "Martes 8 de diciembre de 2026 – sábado 12 de diciembre de 2026" in text
    with language("es"):
        assert long_days_of(several) == "Martes 8 de diciembre de 2026 – sábado 12 de diciembre de 2026"
