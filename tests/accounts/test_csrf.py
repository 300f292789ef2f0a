"""No write without the token of one's own session: 400, in both languages, and not a row is changed."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from campaign.config import Config
from campaign.db import Base, session
from tests.browser import Browser
from tests.house.places import Place, places, print_editions
from tests.house.test_access import CLOSED, read
from tests.world import World


def counts() -> dict[str, int]:
    return {name: session.scalar(select(func.count()).select_from(t)) or 0 for name, t in Base.metadata.tables.items()}


def contents(world: World) -> list[object]:
    """What the writes of the application could change without adding a row."""
    materials = [world.material(name) for name in ("draft", "shared_draft", "waiting", "in_force")]
    campaigns = [world.campaign, world.plan, world.proposal]
    return [*(campaign.row_version for campaign in campaigns), *(material.row_version for material in materials)]


@pytest.fixture
def writes(app: Flask, world: World, config: Config) -> list[tuple[str, Place]]:
    """Every unsafe address once, with a person who may do it."""
    print_editions(world, config)
    chosen: dict[str, tuple[str, Place]] = {}
    for place in places(app, world):
        if place.method != "POST":
            continue
        answers = read()[place.method, place.endpoint, place.sample]
        open_to = [
            who for who, answer in answers.items() if answer not in CLOSED and who not in ("anonymous", "deactivated")
        ]
        if open_to:
            chosen.setdefault(place.endpoint, (open_to[0], place))
    posted = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    # Only whoever gave a password and owes a code comes to the one; only a browser that came by a link to the others.
    halfway = {"accounts.second", *(endpoint for endpoint in posted if endpoint.startswith("uploads.link_"))}
    assert posted - halfway == chosen.keys() - halfway
    return list(chosen.values())


@pytest.mark.parametrize("token", ["missing", "empty", "another session's", "another person's", "garbage"])
def test_a_write_without_its_own_token_changes_nothing(
    client_of: Callable[..., Browser], world: World, writes: list[tuple[str, Place]], token: str
) -> None:
    browsers = {who: (client_of(who), client_of(other_of(who, token))) for who, _place in writes}
    before, kept = counts(), contents(world)
    for who, place in writes:
        browser, other = browsers[who]
        wrong = {
            "missing": {},
            "empty": {"csrf_token": ""},
            "another session's": {"csrf_token": other.token},
            "another person's": {"csrf_token": other.token},
            "garbage": {"csrf_token": "IjEi.x.y"},
        }[token]
        page = browser.post(place.path, {"csrf_token": None, **wrong}, status=400)
        assert "Nothing was changed" in page.text or "No se cambió nada" in page.text, place.name
        assert contents(world) == kept, place.name
    assert counts() == before


def other_of(who: str, token: str) -> str:
    return "partner-b.mx" if token == "another person's" else who


@pytest.mark.database
def test_the_same_write_with_its_token_is_taken(
    client_of: Callable[..., Browser], writes: list[tuple[str, Place]]
) -> None:
    """So that the 400 above is the token's doing and nothing else's."""
    for who, place in writes:
        browser = client_of(who)
        page = browser.post(place.path, status=None)
        assert page.status not in (400, 403, 404, 405, 500), place.name


def test_the_token_is_not_taken_from_the_address(client_of: Callable[..., Browser]) -> None:
    browser = client_of("planner.us")
    browser.get("/")
    browser.post(f"/accounts/sign-out?csrf_token={browser.token}", {"csrf_token": None}, status=400)


def test_an_old_page_is_told_so_in_the_reader_s_language(client_of: Callable[..., Browser]) -> None:
    page = client_of("planner.mx").post("/accounts/sign-out", {"csrf_token": "old"}, status=400)
    assert page.h1 == "No se pudo leer esta solicitud"


def test_who_came_by_a_link_needs_the_token_too(app: Flask) -> None:
    """The gate asks for it before it looks whether the link is one."""
    browser, asked = Browser(app), 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("uploads.link_") and {"POST", "PUT"} & (rule.methods or set()):
            path = app.url_map.bind("localhost").build(rule.endpoint, dict.fromkeys(rule.arguments, 1))
            method = "POST" if "POST" in (rule.methods or set()) else "PUT"
            assert browser.client.open(path, method=method).status_code == 400, rule.endpoint
            asked += 1
    assert asked >= 5
