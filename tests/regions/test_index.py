"""The list of regions: found with and without accents, counted under the other filters, and never ranked."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from campaign.db import Side, session
from campaign.regions.models import find, pairs
from tests.browser import Browser, queries
from tests.page import words_of
from tests.world import World

ClientOf = Callable[..., Browser]


def names(browser: Browser) -> list[str]:
    """The names in the list, in its order."""
    assert browser.page is not None
    table = next(table for table in browser.page.all("table") if "table-cards" in (table.get("class") or ""))
    return [words_of(next(cell.iter("a"))) for row in table.iter("tr") for cell in row.findall("th[@scope='row']")]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("who", ["planner.us", "planner.mx", "partner-a.mx", "secretariat", "administrator.us"])
def test_everybody_with_an_account_reads_it(client_of: ClientOf, who: str, language: str) -> None:
    page = client_of(who, language).get("/regions/")
    assert ("648 regions" if language == "en" else "648 regiones") in page.text


def test_nobody_else_does(client: Browser) -> None:
    page = client.get("/regions/", status=303)
    assert "/accounts/sign-in" in page.response.headers["Location"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=Doña Ana", ["Doña Ana County"]),
        ("q=DONA", ["Doña Ana County"]),
        ("q=ciudad juarez", ["Juárez"]),
        ("q=US-48141", ["El Paso County"]),
        ("q=08037", ["Juárez"]),
        ("q=juarez&side=MX&state=MX-19", ["Juárez"]),
        ("pair=SC08", ["El Paso County", "Juárez"]),
        ("pair=SC08&side=MX", ["Juárez"]),
        ("set=usbhc&state=US-35&q=luna", ["Luna County"]),
    ],
)
def test_it_is_searched_by_name_code_side_state_set_and_pair(client_of: ClientOf, asked: str, found: list[str]) -> None:
    browser = client_of("planner.us", "en")
    browser.get(f"/regions/?{asked}")
    assert names(browser) == found


def test_both_sides_stand_in_one_alphabet(client_of: ClientOf) -> None:
    browser = client_of("planner.us", "en")
    browser.get("/regions/?set=border")
    found = names(browser)
    assert {"Brooks County", "Caborca", "Cameron County", "China"} <= set(found)
    assert found.index("Brooks County") < found.index("Caborca") < found.index("Cameron County") < found.index("China")


def test_n_with_tilde_comes_after_n(world: World) -> None:
    found = [region.name for region in session.scalars(find("do"))]
    assert found.index("Donley County") < found.index("Doña Ana County")


def test_what_is_no_choice_is_no_filter(client_of: ClientOf) -> None:
    page = client_of("planner.us", "en").get("/regions/?state=zz&set=nope&side=CA&pair=SC99&page=9999999999")
    assert "648 regions of 648" in page.text
    assert "Remove filter" not in page.text


def test_each_filter_is_a_chip_that_takes_it_away(client_of: ClientOf) -> None:
    browser = client_of("planner.mx", "es")
    page = browser.get("/regions/?set=border&state=MX-08&q=juarez")
    assert "1 región de 648" in page.text
    assert "/regions/?q=juarez&state=MX-08" in page.links
    assert "/regions/?q=juarez&set=border" in page.links


def test_markup_in_a_search_is_text(client_of: ClientOf) -> None:
    page = client_of("planner.us", "en").get("/regions/?q=<b>juarez</b>%25_")
    assert "<b>juarez" not in page.html
    assert "No region fits all of these" in page.text


def test_pairs_go_west_to_east_with_the_readers_side_first(client_of: ClientOf) -> None:
    us = client_of("planner.us", "en").get("/regions/?pair=SC08").text
    mx = client_of("planner.mx", "en").get("/regions/?pair=SC08").text
    assert us.index("San Diego") < us.index("Brownsville")
    assert "El Paso – Ciudad Juárez" in us
    assert "Ciudad Juárez – El Paso" in mx


def test_both_cities_of_every_pair_share_the_clock(world: World) -> None:
    moments = [datetime(2026, month, 15, 18, 0, tzinfo=UTC) for month in range(1, 13)]
    for pair in session.scalars(pairs()):
        us, mx = ([at.astimezone(ZoneInfo(pair.region(side).timezone)).utcoffset() for at in moments] for side in Side)
        assert us == mx, pair.key


def test_the_incomplete_set_says_so(client_of: ClientOf) -> None:
    page = client_of("planner.us", "en").get("/regions/")
    assert page.text.count("Incomplete") == 2  # the badge, and the set's own definition
    assert "44 regions · as of 1 Nov 2026" in page.text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_number_of_queries_does_not_grow_with_the_rows(client_of: ClientOf) -> None:
    browser = client_of("planner.us", "en")
    browser.get("/regions/")
    with queries() as many:
        browser.get("/regions/?set=states")
    with queries() as few:
        browser.get("/regions/?q=doña ana")
    assert many[0] <= few[0] + 1


def csv_of(client_of: ClientOf, asked: str = "", language: str = "en") -> list[list[str]]:
    response = client_of("planner.us", language).get(f"/regions/list.csv?{asked}").response
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"] == "attachment; filename=regions.csv"
    assert response.data.startswith(b"\xef\xbb\xbf"), "a spreadsheet reads the accents only with this mark"
    return list(csv.reader(response.data.decode("utf-8-sig").splitlines()))


def test_the_whole_list_is_a_file_under_the_same_filters(client_of: ClientOf) -> None:
    header, *rows = csv_of(client_of)
    assert header == ["Code", "Name", "Kind", "State", "Country", "People, 2020", "Time zone"]
    assert len(rows) == 648
    rows = csv_of(client_of, "q=ciudad juarez&side=MX&page=7")[1:]
    assert rows == [
        ["MX-08037", "Juárez", "Municipio", "Chihuahua", "Mexico", "1512450", "America/Ciudad_Juarez"],
    ]
    page = client_of("planner.us", "en").get("/regions/?q=ciudad juarez&side=MX")
    assert "/regions/list.csv?q=ciudad+juarez&side=MX" in page.links


def test_its_header_is_in_the_readers_language(client_of: ClientOf) -> None:
    header, *rows = csv_of(client_of, "pair=SC08", "es")
    assert header[:2] == ["Clave", "Nombre"]
    assert [row[4] for row in rows] == ["Estados Unidos", "México"]
