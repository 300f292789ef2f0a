"""The map: every region of both sides, in the same classes, small enough to send, and the same drawing on paper."""

import gzip
import json
import re
from collections.abc import Callable
from itertools import combinations
from time import process_time
from xml.etree.ElementTree import Element

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import select

from campaign.db import Side, session
from campaign.paper.press import press
from campaign.regions import map as maps
from campaign.regions.data import HERE
from campaign.regions.models import Level, Region, find, pairs
from tests.browser import Browser, queries
from tests.page import Page, words_of
from tests.world import EL_PASO, JUAREZ, World

ClientOf = Callable[..., Browser]
MOST_BYTES = 120_000
OUTSIDE = "#f1eee6"


def links_in(page: Page, group: str) -> list[Element]:
    """The links of one group of the drawing."""
    groups = [one for one in page.all("g") if one.get("class") == group]
    return [link for one in groups for link in one.iter("a")]


def regions_of(page: Page) -> dict[str, tuple[str, str]]:
    """What the map shows: region → what is read aloud, and how it is filled."""
    found = {}
    for link in links_in(page, "map__regions"):
        prefix, key = (link.get("href") or "").rsplit("/", 1)
        assert prefix == "/regions"
        found[key] = words_of(link), next(link.iter("path")).get("fill", "")
    return found


def view_box(page: Page) -> list[int]:
    drawing = next(one for one in page.all("svg") if one.get("class") == "map__drawing")
    return [int(n) for n in drawing.get("viewbox", "").split()]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_county_and_municipio_is_a_link_with_a_name(client_of: ClientOf, world: World, language: str) -> None:
    page = client_of("planner.us", language).get("/regions/?zoom=states")
    found = regions_of(page)
    known = {one.key: one for one in session.scalars(select(Region).where(Region.level != Level.state))}
    assert found.keys() == known.keys()
    assert len(found) == 638
    assert all(title.startswith(f"{known[key].full_name}: ") for key, (title, _fill) in found.items())
    words = {"en": "500,000 people or more", "es": "500,000 habitantes o más"}[language]
    assert found[EL_PASO][0] == f"El Paso County, Texas: {words}"


def test_the_classes_have_the_same_thresholds_on_both_sides(client_of: ClientOf, world: World) -> None:
    found = regions_of(client_of("planner.us", "en").get("/regions/?zoom=states"))
    fills: dict[Side, dict[str, list[int]]] = {side: {} for side in Side}
    for one in session.scalars(select(Region).where(Region.level != Level.state)):
        if one.population is None:
            assert found[one.key] == (f"{one.full_name}: not counted separately", "#ffffff")
        else:
            fills[one.country].setdefault(found[one.key][1], []).append(one.population)
    for by_fill in fills.values():
        in_order = sorted(by_fill.values(), key=min)
        assert len(in_order) == 4
        assert [sum(min(people) >= top for top in (25_000, 100_000, 500_000)) for people in in_order] == [0, 1, 2, 3]
        assert [sum(max(people) >= top for top in (25_000, 100_000, 500_000)) for people in in_order] == [0, 1, 2, 3]
    assert sorted(fills[Side.US]) == sorted(fills[Side.MX])


@pytest.mark.parametrize(("people", "kind"), [(0, 1), (24_999, 1), (25_000, 2), (99_999, 2), (100_000, 3), (5**9, 4)])
def test_a_class_begins_at_its_threshold(people: int, kind: int) -> None:
    assert maps.class_of(people) == kind


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_with_all_shapes_is_small_and_cheap(client_of: ClientOf, language: str) -> None:
    browser = client_of("planner.us", language)
    browser.get("/regions/", is_checked=False)
    began = process_time()
    page = browser.get("/regions/", is_checked=False)
    spent = process_time() - began
    assert len(gzip.compress(page.response.data, 9)) <= MOST_BYTES
    assert spent < 0.5  # far above what it costs: only a map that is read anew for each page is that slow


@pytest.mark.parametrize(
    "asked", ["set=border", "state=MX-08", "q=juarez", "side=MX&set=usbhc", "q=zzz"], ids=lambda asked: asked
)
def test_what_the_filters_leave_out_is_outside_and_still_a_link(client_of: ClientOf, world: World, asked: str) -> None:
    found = regions_of(client_of("planner.us", "en").get(f"/regions/?{asked}&zoom=states"))
    choice = dict(part.split("=") for part in asked.split("&"))
    inside = find(choice.get("q", ""), choice.get("side", ""), choice.get("state", ""), choice.get("set", ""))
    keys = set(session.scalars(inside.with_only_columns(Region.key)))
    assert len(found) == 638
    assert {key for key, (_title, fill) in found.items() if fill != OUTSIDE} == keys & found.keys()
    told = {title.rpartition(": ")[2] for title, fill in found.values() if fill == OUTSIDE}
    assert told == {"outside this selection"}


@pytest.mark.parametrize("zoom", ["pair", "moon", "", "states%00", "<b>"])
def test_a_part_that_is_none_is_the_border(client_of: ClientOf, zoom: str) -> None:
    browser = client_of("planner.us", "en")
    whole = view_box(browser.get("/regions/"))
    assert view_box(browser.get(f"/regions/?zoom={zoom}")) == whole


def test_the_map_goes_from_the_states_to_the_border_to_a_pair(client_of: ClientOf) -> None:
    browser = client_of("planner.us", "en")
    page = browser.get("/regions/?pair=SC08")
    sizes = []
    for zoom in ("states", "border", "pair"):
        assert f"/regions/?pair=SC08&zoom={zoom}" in page.links
        page = browser.get(f"/regions/?pair=SC08&zoom={zoom}")
        sizes.append((view_box(page)[2], len(regions_of(page))))
        assert {EL_PASO, JUAREZ} <= regions_of(page).keys()
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0][1] == 638
    assert sizes[2][1] < 20


def test_a_chosen_pair_is_marked_in_words_and_leaves_the_others_their_class(client_of: ClientOf) -> None:
    page = client_of("planner.mx", "en").get("/regions/?pair=SC08&zoom=states")
    assert "Outlined: Ciudad Juárez – El Paso." in page.text
    assert OUTSIDE not in {fill for _title, fill in regions_of(page).values()}
    current = [words_of(pin) for pin in links_in(page, "map__pins") if pin.get("aria-current") == "true"]
    assert current == ["Sister pair 8: Ciudad Juárez – El Paso8"]


def test_pins_stand_west_to_east_with_the_numbers_of_the_table(client_of: ClientOf, world: World) -> None:
    page = client_of("planner.us", "en").get("/regions/?set=border")
    pins = links_in(page, "map__pins")
    assert [words_of(next(pin.iter("text"))) for pin in pins] == [str(n) for n in range(1, 16)]
    spots = [int(next(pin.iter("circle")).get("cx", "")) for pin in pins]
    assert spots == sorted(spots)
    for link, pair in zip(pins, session.scalars(pairs()), strict=True):
        title = f"Sister pair {pair.west_to_east}: {pair.us_city} – {pair.mx_city}"
        assert words_of(next(link.iter("title"))) == title
        assert link.get("href") == f"/regions/?set=border&pair={pair.key}"


@pytest.mark.parametrize("crop", [maps.whole(), maps.around([EL_PASO, "US-06073", "US-48061"])])
def test_no_two_pins_touch(world: World, app: Flask, crop: maps.Crop) -> None:
    with app.test_request_context():
        pins = maps.pins_of(session.scalars(pairs()), crop, [Side.US, Side.MX], lambda key: key)
    near = [(a.number, b.number) for a, b in combinations(pins, 2) if abs(a.x - b.x) + abs(a.y - b.y) < 24 * crop.unit]
    assert near == []


def test_the_map_asks_the_database_no_more_for_more_regions(client_of: ClientOf) -> None:
    browser = client_of("planner.us", "en")
    spent = []
    for path in ("/regions/?q=zzz&zoom=states", "/regions/?zoom=states"):
        browser.get(path, is_checked=False)
        with queries() as count:
            browser.get(path, is_checked=False)
        spent.append(count[0])
    assert spent[0] == spent[1]


@pytest.mark.parametrize(
    ("key", "words", "neighbours"),
    [
        (JUAREZ, "Outlined: Juárez, Chihuahua.", {EL_PASO, JUAREZ, "MX-08001"}),
        ("US-35", "Sand: outside this selection.", {"US-35013", "US-35029", "MX-08005"}),
    ],
)
def test_a_region_stands_among_its_neighbours(client_of: ClientOf, key: str, words: str, neighbours: set[str]) -> None:
    page = client_of("planner.us", "en").get(f"/regions/{key}")
    assert words in page.text
    assert neighbours <= regions_of(page).keys()
    assert len(regions_of(page)) < 200


def test_neighbours_share_their_edges() -> None:
    """A corner of a region is a corner of its neighbour, also across the border: nothing gapes, nothing overlaps."""
    sheet = json.loads((HERE / "map.json").read_text())
    corners = {key: set(corners_of(shape[0])) for key, shape in sheet["shapes"].items()}
    line = set(corners_of(sheet["border"]))
    assert len(corners[EL_PASO] & corners[JUAREZ]) > 5
    us, mx = (set().union(*(own for key, own in corners.items() if key.startswith(side))) for side in ("US", "MX"))
    assert line <= us
    assert len(line - mx) <= 1  # the mouth of the river, which only one of the two files draws


def corners_of(path: str) -> list[tuple[int, int]]:
    found = []
    for part in path.split("M")[1:]:
        x = y = 0
        numbers = [int(n) for n in re.findall(r"-?\d+", part)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x, y))
    return found


def test_the_same_drawing_goes_to_paper(app: Flask, world: World) -> None:
    """Fills, hatching and pins are there, in black and white too, and nothing on the sheet is a link."""
    with app.test_request_context():
        inside = set(session.scalars(find(set_key="border").with_only_columns(Region.key)))
        crop = maps.around(inside)
        pins = maps.pins_of(session.scalars(pairs()), crop, [Side.US, Side.MX], lambda key: key)
        drawn = maps.draw(maps.by_people(inside), crop, href=lambda key: f"/regions/{key}", pins=pins)
        macro = app.jinja_env.get_template("_macros/map.html").module
        drawing = macro.map_drawing(drawn, "Map", is_linked=False)  # type: ignore[attr-defined]
    assert "href" not in drawing
    page = '@page{size:216mm 279mm;margin:10mm}body{font-family:"Atkinson Hyperlegible"}'
    pdf = press(f"<!doctype html><html lang=en><title>Map</title><style>{page}</style>{drawing}")
    with pypdfium2.PdfDocument(pdf) as document:
        words = document[0].get_textpage().get_text_range().split()
        picture = document[0].render(scale=300 / 72).to_pil().convert("L")
    assert words == [str(n) for n in range(1, 16)]
    scale = (216 - 20) / 25.4 * 300 / crop.width
    margin = 10 / 25.4 * 300

    def greys(key: str) -> tuple[int, int]:
        """The lightest and the darkest tone around the middle of a region."""
        shape = maps.shapes()[key]
        x, y = (shape.x - crop.left) * scale + margin, (shape.y - crop.top) * scale + margin
        low, high = picture.crop((round(x) - 14, round(y) - 14, round(x) + 14, round(y) + 14)).getextrema()
        return high, low

    dots, hatch, counter, solid, sand = map(greys, ("MX-08052", "US-35029", "US-04027", "US-04019", "MX-26030"))
    assert dots[0] == 255
    assert dots[0] - dots[1] > 60
    assert hatch[0] - hatch[1] > 40
    assert counter[0] - counter[1] > 40
    assert hatch[0] > counter[0] > solid[0]
    assert solid[0] - solid[1] < 5
    assert sand[0] - sand[1] < 5
