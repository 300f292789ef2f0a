"""What an official reads on the pages of the schedule: days inside a line begin small, no way ends nowhere."""

from collections.abc import Callable
from datetime import date

from campaign.campaigns.models import tracks_of
from campaign.clock import now
from campaign.db import Side, acting, session
from campaign.i18n import language
from campaign.schedule.models import When
from campaign.schedule.recurring import in_words
from campaign.schedule.releases.words import long_days_of
from campaign.schedule.when import city
from campaign.schedule.writing import Spot
from tests.browser import Browser
from tests.schedule.samples import enter, plan
from tests.world import EL_PASO, World

ClientOf = Callable[..., Browser]


def test_days_inside_a_line_begin_small_in_spanish(client_of: ClientOf, world: World) -> None:
    fair = enter(world, "planner.mx", plan("Feria", *Side, rule="FREQ=WEEKLY;COUNT=2")).id
    browser = client_of("planner.mx", "es")
    page = browser.get(f"/schedule/{fair}")
    assert "Feria de salud · sábado 28 de noviembre" in page.text
    assert "Mover sáb 28 nov" in page.text
    assert "Sáb 28 nov" not in page.text
    move = next(link for link in page.links if link.endswith("/move"))
    assert "Feria · sábado 28 de noviembre" in browser.get(move).text


def test_the_last_of_several_days_begins_small_in_spanish() -> None:
    with language("es"):
        said = long_days_of(When(date(2026, 12, 8), date(2026, 12, 12)))
    assert said == "Martes 8 de diciembre de 2026 – sábado 12 de diciembre de 2026"


def test_days_of_a_series_are_said_as_in_a_sentence() -> None:
    with language("es"):
        assert in_words("FREQ=WEEKLY;BYDAY=TH;COUNT=5") == "Cada semana, el jueves, 5 veces"


def test_a_city_keeps_its_accents() -> None:
    assert city("America/Ciudad_Juarez") == "Ciudad Juárez"


def test_many_clashes_fold_away(client_of: ClientOf, world: World) -> None:
    here = {Side.US: Spot(region_key=EL_PASO, person_id=world.user("planner.us").id)}
    for title in ("One", "Two"):
        fair = enter(world, "planner.us", plan(title, Side.US, spots=here, rule="FREQ=WEEKLY;COUNT=4")).id
        enter(world, "planner.us", plan(title, Side.US, spots=here, rule="FREQ=WEEKLY;COUNT=4"))
    page = client_of("planner.us", "en").get(f"/schedule/{fair}")
    assert "What is in the way 12" in page.text
    assert "7 more" in page.text


def test_an_old_window_of_a_release_says_so_without_an_empty_form(client_of: ClientOf, world: World) -> None:
    enter(world, "planner.us", plan("Fair", Side.US))
    old, fresh = client_of("planner.us", "en"), client_of("planner.us", "en")
    for browser in (old, fresh):
        browser.get(f"/schedule/releases/{world.running_id}/new")
    fresh.send()
    page = old.send(status=422)
    assert "Nothing of yours has changed" in page.text
    assert "What changed, in one sentence" not in page.text


def test_a_gap_without_regions_says_that_nothing_is_missing(client_of: ClientOf, world: World) -> None:
    enter(world, "planner.us", plan("Fair", *Side))
    page = client_of("planner.us", "en").get(f"/schedule/coverage?campaign={world.running_id}&gap=no_activity")
    assert "No region has this gap" in page.text
    assert "No region is in use here" not in page.text


def test_regions_that_are_agreed_are_not_offered_to_save(client_of: ClientOf, world: World) -> None:
    page = client_of("planner.us", "en").get(f"/campaigns/{world.running_id}/regions")
    assert "The regions are closed." in page.text
    assert "Back to the campaign" in page.text
    assert "Save regions" not in page.text
    assert "Add the ticked pairs" not in page.text


def test_days_of_coverage_in_the_wrong_order_are_said(client_of: ClientOf, world: World) -> None:
    page = client_of("planner.mx", "es").get("/schedule/coverage?first=2026-12-31&last=2026-01-01")
    assert "El último día es anterior al primero." in page.text


def test_a_campaign_that_begins_later_leads_to_its_first_days(client_of: ClientOf, world: World) -> None:
    with acting(world.user("planner.us"), Side.US, "campaigns.edit_track", now()):
        for track in session.scalars(tracks_of(world.running_id)):
            track.starts_on, track.ends_on = date(2027, 11, 22), date(2028, 3, 1)
        session.commit()
    page = client_of("planner.mx", "es").get(f"/campaigns/{world.running_id}")
    assert "Seguir desde el lunes 22 de noviembre de 2027" in page.text
    assert any("on=2027-11-22" in link for link in page.links)


def test_titles_are_asked_in_the_readers_language_first(client_of: ClientOf, world: World) -> None:
    page = client_of("planner.mx", "es").get("/schedule/periods/new")
    assert page.html.index('name="title_es"') < page.html.index('name="title_en"')
