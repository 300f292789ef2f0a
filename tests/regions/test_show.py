"""One region: what it is, its clock, its twin across the border, and the campaigns that the reader may see."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from campaign import clock
from tests.browser import Browser
from tests.world import World

ClientOf = Callable[..., Browser]


@pytest.mark.parametrize("key", ["US-99999", "MX-99", "US-1", "CA-06073", "us-48141", "MX-020040", "48141"])
@pytest.mark.parametrize(
    ("language", "words"), [("en", "This page was not found"), ("es", "No se encontró esta página")]
)
def test_an_unknown_region_is_not_found_in_both_languages(
    client_of: ClientOf, key: str, language: str, words: str
) -> None:
    page = client_of("planner.us", language).get(f"/regions/{key}", status=404)
    assert page.h1 == words


def test_it_shows_its_twin_with_both_local_times(client_of: ClientOf) -> None:
    page = client_of("planner.us", "en").get("/regions/US-48141")
    text = page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert page.h1 == "El Paso County"
    assert "Texas · United States" in text
    assert "865,657" in text
    assert "1,512,450" in text
    assert text.count("24 Nov 2026 · 09:00") == 3  # both halves of the pair, and the region itself
    assert "/regions/MX-08037" in page.links
    assert "Mountain time, Denver" in text
    assert "Border time, Ciudad Juárez" in text


@pytest.mark.parametrize(
    ("month", "region", "time", "habit"),
    [
        (7, "MX-08037", "10:00", "the clock changes in spring and autumn"),
        (7, "MX-08019", "10:00", "the same clock all year"),
        (11, "MX-08037", "09:00", "the clock changes in spring and autumn"),
        (11, "MX-08019", "10:00", "the same clock all year"),
    ],
)
def test_juarez_and_chihuahua_agree_in_summer_only(
    client_of: ClientOf, month: int, region: str, time: str, habit: str
) -> None:
    with clock.at(datetime(2026, month, 24, 16, 0, tzinfo=UTC)):
        text = client_of("planner.us", "en").get(f"/regions/{region}").text
    assert f"2026 · {time}" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert habit in text


@pytest.mark.parametrize(("language", "words"), [("en", "not counted separately"), ("es", "sin cifra propia")])
def test_a_municipio_without_a_count_says_so(client_of: ClientOf, language: str, words: str) -> None:
    assert words in client_of("planner.mx", language).get("/regions/MX-02007").text


def test_a_state_belongs_to_no_set_and_leads_to_its_regions(client_of: ClientOf) -> None:
    page = client_of("planner.us", "en").get("/regions/US-48")
    assert "It belongs to no set" in page.text
    assert "254 regions" in page.text
    assert "/regions/?state=US-48" in page.links


def test_only_campaigns_that_the_reader_sees_stand_there(client_of: ClientOf, world: World) -> None:
    """The plan is a draft of the Mexican side: nobody of the other side learns of it here."""
    mx = client_of("planner.mx", "en").get("/regions/MX-08037")
    us = client_of("planner.us", "en").get("/regions/MX-08037")
    assert world.plan.title.en in mx.text
    assert world.plan.title.en not in us.text
    assert world.campaign.title.en in us.text


def test_partners_are_told_of_no_campaign(client_of: ClientOf) -> None:
    assert "Campaigns for this region" not in client_of("partner-a.us", "en").get("/regions/US-48141").text
