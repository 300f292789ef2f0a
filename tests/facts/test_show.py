"""One fact: both languages, its source and dates, who cleared it, and who quotes it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from campaign import clock
from campaign.clock import now
from campaign.db import Side, session
from campaign.facts import actions
from campaign.facts.models import FactVersion
from tests.browser import Browser, queries
from tests.conftest import ActingAs
from tests.facts.wordings import reworded
from tests.world import NOW, STATEMENTS, World

ClientOf = Callable[..., Browser]


def address(version: FactVersion) -> str:
    return f"/facts/{version.fact_id}"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("who", ["planner.us", "signatory.mx", "partner-b.us", "printer.mx", "secretariat"])
@pytest.mark.parametrize("key", ["emergency_911", "naloxone_what", "mx_linea_vida"])
def test_it_stands_there_in_both_languages(
    client_of: ClientOf, world: World, key: str, who: str, language: str
) -> None:
    version = world.fact(key)
    page = client_of(who, language).get(address(version))
    assert version.en in page.text
    assert version.es in page.text


def test_a_clearance_shows_its_document_and_both_times(client_of: ClientOf, world: World) -> None:
    text = (
        client_of("planner.us", "en").get(address(world.fact("emergency_911"))).text.replace("\N{NO-BREAK SPACE}", " ")
    )
    assert STATEMENTS[Side.US].document in text
    assert STATEMENTS[Side.MX].document in text
    assert "17 Nov 2026 · 10:00 Washington" in text
    assert "09:00 Mexico City" in text


def test_how_long_it_may_be_printed(client_of: ClientOf, world: World) -> None:
    number, statement = world.fact("emergency_911"), world.fact("fentanyl_hidden")
    browser = client_of("planner.us", "en")
    assert "84 days left" in browser.get(address(number)).text  # 90 from the day of the last key
    assert "359 days left" in browser.get(address(statement)).text
    with clock.at(NOW + timedelta(days=85)):
        late = client_of("planner.us", "en")
        assert "Past its review date" in late.get(address(number)).text
        assert "Past its review date" in late.get("/facts/?kind=number").text


def test_who_quotes_it_is_told_to_those_who_see_the_material(client_of: ClientOf, world: World) -> None:
    path = address(world.fact("fentanyl_hidden"))
    waiting, in_force = world.material("waiting").title.en, world.material("in_force").title.en
    planner = client_of("planner.mx", "en").get(path).text
    assert waiting in planner
    assert in_force in planner
    partner = client_of("partner-b.us", "en").get(path).text
    assert waiting not in partner
    assert in_force in partner
    assert in_force not in client_of("printer.us", "en").get(path).text


def test_what_is_missing_is_said_before_it_is_sent(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    version = world.fact("naloxone_what")
    with acting_as("planner.us") as planner:
        actions.write(version.fact, reworded(version, es="", source=""), planner, version.row_version, now())
        session.commit()
    page = client_of("planner.us", "en").get(address(version))
    assert "A fact needs its text in both languages" in page.text
    assert "A fact needs its source" in page.text
    assert f"{address(version)}/submit" not in page.html


def test_the_older_wording_stays_readable(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    version = world.fact("fentanyl_hidden")
    old = version.en
    with acting_as("planner.us") as planner:
        actions.write(version.fact, reworded(version, en="Nobody can see it."), planner, version.row_version, now())
        session.commit()
    page = client_of("partner-a.mx", "en").get(address(version))
    assert "Version 1 is in force." in page.text
    assert "Nobody can see it." in page.text
    assert old in page.text


def test_markup_in_a_text_is_shown_as_text(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    version = world.fact("naloxone_what")
    trap = "<script>alert(1)</script> & <b>bold</b>"
    with acting_as("planner.us") as planner:
        wording = reworded(version, en=trap, es=trap, es_usted=trap, source=trap, as_of="<i>2025</i>")
        actions.write(version.fact, wording, planner, version.row_version, now())
        session.commit()
    for path in (address(version), "/facts/", f"{address(version)}/edit"):
        page = client_of("planner.us", "en").get(path)
        assert "<script>alert" not in page.html
        assert "<b>bold</b>" not in page.html
    assert trap in client_of("planner.us", "en").get(address(version)).text


def test_history_costs_no_query_for_each_version(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    browser = client_of("reviewer.us", "en")
    browser.get(address(world.fact("us_988")))
    with queries() as before:
        browser.get(address(world.fact("us_988")))
    for n in range(3):
        with acting_as("planner.us") as planner:
            version = world.fact("us_988")
            wording = reworded(version, en=f"{version.en} {n}")
            newest = actions.write(version.fact, wording, planner, version.row_version, now())
            actions.submit(newest, now())
            session.commit()
    with queries() as after:
        browser.get(address(world.fact("us_988")))
    assert after[0] <= before[0] + 1
