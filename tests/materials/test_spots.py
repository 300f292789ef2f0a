"""Comments on a spot of the page: pointed at without a script, shown as pins to whoever reads them, never changed."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError
from werkzeug.datastructures import MultiDict

from campaign.clock import now
from campaign.db import Side, acting, session
from campaign.errors import NotAllowed, Refused
from campaign.materials.comments import actions
from campaign.materials.comments.models import Audience, Comment, Spot
from campaign.materials.comments.pages import LETTER, SheetPage, pages_of
from campaign.materials.comments.spots import AREAS, WIDTHS, area, pressed
from campaign.materials.models import Material, Scope, Version
from tests.browser import Browser, loose
from tests.materials import acts
from tests.materials.acts import act, flyer, here
from tests.page import Page
from tests.reviews.routes import make_route, send, steps
from tests.world import World

pytestmark = pytest.mark.database

ClientOf = Callable[..., Browser]
At = tuple[Side, int, int]
SAID = "The telephone is hard to read here."


def say(
    world: World,
    who: str,
    version: Version,
    audience: Audience = Audience.side,
    at: At = (Side.MX, 900, 50),
    page: SheetPage = LETTER,
) -> int:
    """A comment on a spot; its number."""
    version = here(version)
    with act(world, who) as user:
        spot = Spot(version, *at, page)
        return actions.write(version.material, SAID, spot, audience, "en", user, now()).id


def pins(page: Page) -> list[tuple[str, str]]:
    """The number on each pin that leads somewhere, and where to."""
    linked = [link for link in page.all("a") if link.get("class") == "pin"]
    return [("".join(link.itertext()).strip(), link.get("href", "")) for link in linked]


@pytest.mark.parametrize(("language", "area_words"), [("en", "top right"), ("es", "arriba a la derecha")])
def test_pointed_at_written_and_read_without_a_script(
    client_of: ClientOf, world: World, language: str, area_words: str
) -> None:
    version = world.version("waiting")
    reviewer = client_of("reviewer.us", language)
    page = reviewer.get(f"/materials/{version.material_id}/comments")
    path = f"/materials/versions/{version.id}/spot"
    assert path in page.links
    page = reviewer.get(f"{path}?country=MX")
    sizes = [(one.get("width"), one.get("height")) for one in page.all("input") if one.get("type") == "image"]
    assert sizes == [("680", "880"), ("340", "440"), ("238", "308")]
    reviewer.send("/spot", **loose({"at340.x": "306", "at340.y": "22"}))
    page = reviewer.follow()
    assert area_words in page.text
    assert [(one.get("cx"), one.get("cy")) for one in page.all("circle")] == [("306.0", "22.0")]
    reviewer.send(status=422, text="", audience="both")
    assert reviewer.page is not None
    assert area_words in reviewer.page.text
    reviewer.send(text=SAID, audience="both")
    page = reviewer.follow()
    assert SAID in page.text
    assert area_words in page.text
    said = session.scalars(select(Comment)).one()
    assert (said.spot_version_id, said.spot_country, said.spot_x, said.spot_y) == (version.id, Side.MX, 900, 50)
    assert (said.block_id, said.about, said.audience) == (None, "", Audience.both)
    planner = client_of("planner.mx", language)
    planner.get(f"/materials/comments/{said.id}/answer")
    planner.send(text="It is larger now.")
    assert area_words in planner.follow().text
    answer = session.scalars(select(Comment).where(Comment.answers_id == said.id)).one()
    assert (answer.spot_version_id, answer.spot_x) == (None, None)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "choose an area in the list"), ("es", "elija una zona de la lista")]
)
def test_an_area_of_the_list_does_without_a_pointer(
    client_of: ClientOf, world: World, language: str, words: str
) -> None:
    """A picture that the keyboard presses says 0, 0: then the list says where, and empty it asks."""
    path = f"/materials/versions/{world.version('waiting').id}/spot"
    browser = client_of("reviewer.mx", language)
    browser.get(path)
    browser.send("/spot", status=422, area="")
    assert browser.page is not None
    assert words in browser.page.text
    options = [one.get("value") for one in browser.page.all("option")]
    assert options[-len(AREAS) - 1 :] == ["", *(str(n) for n in range(len(AREAS)))]
    browser.send("/spot", area="8", **loose({"at680.x": "0", "at680.y": "0"}))
    browser.follow()
    browser.send(text=SAID, audience="side")
    said = session.scalars(select(Comment)).one()
    assert (said.spot_country, said.spot_x, said.spot_y) == (Side.MX, 833, 833)  # its own sheet, where none is named


@pytest.mark.parametrize("page", [LETTER, SheetPage("wallet-card", "wallet-card", 2)], ids=lambda page: page.key)
def test_each_size_of_the_picture_says_the_same_place(page: SheetPage) -> None:
    for width in WIDTHS:
        half = {f"at{width}.x": str(width // 2), f"at{width}.y": str(page.tall(width) // 2)}
        x, y = pressed(MultiDict(half), page) or (0, 0)
        assert (x, abs(y - 500) < 4) == (500, True)
        corner = {f"at{width}.x": str(width), f"at{width}.y": str(page.tall(width))}
        assert pressed(MultiDict(corner), page) == (1000, 1000)
    assert pressed(MultiDict({"at680.x": "9" * 400, "at680.y": "-7"}), page) == (1000, 0)
    assert pressed(MultiDict({"at680.x": "east", "area": "9"}), page) is None
    points = [pressed(MultiDict({"area": str(n)}), page) for n in range(9)]
    assert [area(*point) for point in points if point] == [str(words) for words in AREAS]
    assert (area(0, 0), area(1000, 1000)) == (str(AREAS[0]), str(AREAS[8]))


@pytest.mark.parametrize("address", ["?x=1001&y=0", "?x=-1&y=5", "?x=left&y=5", "?x=5", "?country=XX", "?at680.x=0"])
def test_an_address_without_a_point_asks_for_one(client_of: ClientOf, world: World, address: str) -> None:
    page = client_of("reviewer.us").get(f"/materials/versions/{world.version('waiting').id}/spot{address}")
    assert [one for one in page.all("input") if one.get("type") == "image"]


def places_of(version: Version) -> dict[str, str]:
    """Every page that shows the sheet to somebody who talks about it, by who looks there."""
    (step, *_rest) = steps(version, Side.MX)
    return {
        "planner.mx": f"/materials/{version.material_id}",
        "reviewer.mx": f"/reviews/steps/{step.id}",
        "signatory.mx": f"/clearance/versions/{version.id}",
        "deputy.mx": f"/materials/versions/{version.id}",
    }


@pytest.fixture
def sent(world: World) -> Version:
    for side in ("us", "mx"):
        make_route(world, side)
    return send(world, flyer(world))


def test_a_pin_on_each_page_leads_to_the_comment(client_of: ClientOf, world: World, sent: Version) -> None:
    number, version = say(world, "planner.mx", sent), here(sent)
    for who, path in places_of(version).items():
        page = client_of(who).get(path)
        assert pins(page) == [("1", f"/materials/{version.material_id}/comments#comment-{number}")], path
        assert f"/materials/versions/{version.id}/spot?country=MX" in page.links, path


def test_only_what_is_open_and_on_that_sheet_has_a_pin(client_of: ClientOf, world: World, sent: Version) -> None:
    first, other = say(world, "planner.mx", sent), say(world, "planner.mx", sent, at=(Side.US, 5, 5))
    second = say(world, "reviewer.mx", sent, at=(Side.MX, 0, 1000))
    with act(world, "planner.mx") as user:
        actions.settle(session.get_one(Comment, first), user, now())
    page = client_of("planner.mx").get(f"/materials/versions/{here(sent).id}")
    assert [(n, href.rpartition("-")[2]) for n, href in pins(page)] == [("2", str(second)), ("1", str(other))]


def test_nothing_of_it_is_seen_by_the_other_side_until_it_is_shown(
    client_of: ClientOf, world: World, sent: Version
) -> None:
    """Law 7; and the numbers of its own pins have no gap that would tell."""
    number = say(world, "reviewer.us", sent)
    version = here(sent)
    for who, path in places_of(version).items():
        page = client_of(who).get(path)
        assert (pins(page), SAID in page.html) == ([], False), path
    page = client_of("planner.mx").get(f"/materials/versions/{version.id}/spot?country=MX")
    assert page.all("circle") == []
    client_of("planner.mx").get(f"/materials/comments/{number}/answer", status=404)
    own = say(world, "planner.mx", sent)
    page = client_of("planner.mx").get(f"/materials/versions/{version.id}")
    assert [(n, href.rpartition("-")[2]) for n, href in pins(page)] == [("1", str(own))]
    client_of("planner.us").post(f"/materials/comments/{number}/share")
    page = client_of("signatory.mx").get(f"/clearance/versions/{version.id}")
    assert [(n, href.rpartition("-")[2]) for n, href in pins(page)] == [("1", str(number)), ("2", str(own))]


def test_whoever_does_not_talk_about_it_points_at_nothing(client_of: ClientOf, world: World) -> None:
    for name, status in (("waiting", 404), ("in_force", 403)):
        path = f"/materials/versions/{world.version(name).id}/spot"
        for who in ("observer", "partner-b.us"):
            client_of(who).get(path, status=status)
    page = client_of("observer").get(f"/materials/versions/{world.version('in_force').id}")
    assert [link for link in page.links if "/spot" in link] == []


@pytest.fixture
def many(world: World) -> Version:
    """Sent in a layout with a back and on a poster, too."""
    material = flyer(world)
    with act(world, "planner.us"):
        session.get_one(Material, material.id).layouts = ["letter-side-by-side", "letter-trifold", "tabloid-poster"]
    return acts.send(world, material)


BACK, POSTER = SheetPage("letter-trifold", "letter", 2), SheetPage("tabloid-poster", "poster-18x24")


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("top right", "Trifold · letter · 2/2")), ("es", ("arriba a la derecha", "2/2"))]
)
def test_a_spot_on_a_back_is_pointed_at_kept_and_shown_there(
    client_of: ClientOf, many: Version, language: str, words: tuple[str, str]
) -> None:
    reviewer = client_of("reviewer.us", language)
    page = reviewer.get(f"/materials/versions/{many.id}/spot?country=MX&page={BACK.key}")
    chosen = [one.get("value") for one in page.all("option") if "selected" in one.attrib]
    assert chosen == [BACK.key]
    pictures = [one for one in page.all("input") if one.get("type") == "image"]
    assert [(one.get("width"), one.get("height")) for one in pictures] == [
        ("680", "525"),
        ("340", "263"),
        ("238", "184"),
    ]
    assert all(f"format={BACK.format}&side=2" in one.get("src", "") for one in pictures)
    reviewer.send("/spot", **loose({"at680.x": "612", "at680.y": "26"}))
    page = reviewer.follow()
    assert [(one.get("cx"), one.get("cy")) for one in page.all("circle")] == [("306.0", "13.2")]
    reviewer.send(text=SAID, audience="both")
    page = reviewer.follow()
    assert [said for said in words if said not in page.text] == []
    said = session.scalars(select(Comment)).one()
    assert (said.spot_layout, said.spot_size, said.spot_page) == ("letter-trifold", "letter", 2)
    assert (said.spot_x, said.spot_y) == (900, 50)


def test_a_pin_stands_on_the_page_where_it_was_set_alone(client_of: ClientOf, world: World, many: Version) -> None:
    """Numbered through the whole sheet, so that no number is said twice of it."""
    for page in (LETTER, POSTER, BACK):
        say(world, "planner.mx", many, page=page)
    shown = client_of("planner.mx").get(f"/materials/versions/{many.id}")
    sheets = [one for one in shown.all("div") if one.get("class") == "sheet"]
    found = [
        (image.get("height"), ["".join(pin.itertext()).strip() for pin in sheet.iter("a")])
        for sheet in sheets
        for image in sheet.iter("img")
    ]
    assert found == [("440", ["1"]), ("263", ["3"]), ("453", ["2"]), ("440", [])]  # of Mexico; and of the other country
    shown = client_of("planner.mx").get(f"/materials/versions/{many.id}/spot?country=MX&page={POSTER.key}")
    assert ["".join(one.itertext()).strip() for one in shown.all("g") if one.get("class") == "pin"] == ["2"]


@pytest.mark.parametrize(
    "page", [SheetPage("letter-stacked"), SheetPage(n=2), SheetPage(size="poster-18x24")], ids=lambda page: page.key
)
def test_a_page_that_is_not_offered_has_no_spots(
    client_of: ClientOf, world: World, many: Version, page: SheetPage
) -> None:
    path = f"/materials/versions/{many.id}/spot"
    assert page not in pages_of(here(many))
    with pytest.raises(Refused):
        say(world, "planner.mx", many, page=page)
    shown = client_of("planner.mx").get(f"{path}?page={page.key}")
    assert [one.get("value") for one in shown.all("option") if "selected" in one.attrib] == [LETTER.key]


def test_a_draft_has_no_spots(client_of: ClientOf, world: World) -> None:
    """Its page is not the other country's to see, and changes with each word."""
    page = client_of("planner.us").get(f"/materials/{world.material('draft').id}")
    assert [link for link in page.links if "/spot" in link] == []
    assert "/spot" not in client_of("planner.us").get(f"/materials/{world.material('draft').id}/comments").html


@pytest.mark.parametrize("at", [(Side.MX, 1001, 0), (Side.MX, 0, -1), (Side.US, 0, 1001)])
def test_a_spot_lies_on_the_page(world: World, at: tuple[Side, int, int]) -> None:
    with pytest.raises(Refused):
        say(world, "reviewer.us", world.version("waiting"), at=at)


def test_a_spot_lies_on_a_sheet_of_the_flyer_in_a_country_of_it(world: World) -> None:
    version = acts.send(world, flyer(world, scope=Scope.national))
    say(world, "reviewer.us", version, at=(Side.US, 5, 5))
    with pytest.raises(Refused):
        say(world, "reviewer.us", version, at=(Side.MX, 5, 5))
    with pytest.raises(NotAllowed):
        say(world, "reviewer.us", version, Audience.both, (Side.US, 5, 5))
    other, spot = world.material("waiting"), Spot(here(version), Side.US, 5, 5)
    with act(world, "reviewer.us") as user, pytest.raises(Refused):
        actions.write(other, SAID, spot, Audience.side, "en", user, now())


@pytest.mark.parametrize(("language", "words"), [("en", "A newer version"), ("es", "versión más reciente")])
def test_an_older_page_says_that_it_may_look_different_now(
    client_of: ClientOf, world: World, language: str, words: str
) -> None:
    version = world.version("waiting")
    say(world, "reviewer.us", version)
    path = f"/materials/{version.material_id}/comments"
    assert words not in client_of("reviewer.us", language).get(path).text
    acts.request_changes(world, version, "signatory.mx")
    acts.write(world, "planner.us", here(version).material, "Say it shorter.", "Dilo más corto.")
    newer = acts.send(world, here(version).material)
    page = client_of("reviewer.us", language).get(path)
    assert words in page.text
    assert f"/materials/versions/{newer.id}/spot" in page.links
    assert len(pins(client_of("reviewer.us").get(f"/materials/versions/{version.id}"))) == 1
    assert pins(client_of("reviewer.us").get(f"/materials/versions/{newer.id}")) == []


@pytest.mark.parametrize(
    "column",
    [
        "spot_x = 1",
        "spot_y = 1",
        "spot_country = 'US'",
        "spot_version_id = NULL",
        "spot_page = 2",
        "spot_size = 'legal'",
    ],
)
def test_where_it_points_is_never_changed(world: World, column: str) -> None:
    say(world, "reviewer.us", world.version("waiting"))
    with pytest.raises(DBAPIError), acting(None, None, "test", now()):
        session.execute(text(f"UPDATE comments SET {column}"))
    session.rollback()


@pytest.mark.parametrize(
    "changes",
    [
        {"spot_x": None},
        {"spot_y": None},
        {"spot_country": None},
        {"spot_version_id": None},
        {"spot_layout": None},
        {"spot_size": None},
        {"spot_page": 0},
        {"spot_x": 1001},
        {"spot_y": -1},
        {"block_id": "first"},
        {"answers_id": "itself"},
    ],
    ids=str,
)
def test_the_database_keeps_no_half_spot(world: World, changes: dict[str, Any]) -> None:
    """All or none, on the page, and never beside a block or in an answer."""
    head = say(world, "reviewer.us", world.version("waiting"))
    columns = Comment.__table__.columns
    row = dict(session.execute(select(*columns).where(columns.id == head)).one()._mapping)
    block = acts.blocks(world.material("waiting"), acts.BlockKind.headline)[0]
    named = {"first": block.id, "itself": head}
    row |= {name: named.get(str(value), value) for name, value in changes.items()}
    del row["id"]
    with pytest.raises(DBAPIError), acting(None, None, "test", now()):
        session.connection().execute(insert(Comment).values(**row))
    session.rollback()
