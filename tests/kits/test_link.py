"""The link of a kit: for anyone until its day, only what is in force at that moment, closed when somebody closes it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from campaign import clock
from campaign.clock import now
from campaign.config import Config
from campaign.db import session
from campaign.holds import actions as holds
from campaign.kits.models import Kit
from campaign.materials.models import Material
from tests.browser import Browser
from tests.kits import samples
from tests.materials import acts
from tests.world import NOW, World

ClientOf = Callable[..., Browser]
pytestmark = pytest.mark.database
TODAY = NOW.date()


@pytest.fixture
def anonymous_in(app: Flask) -> Callable[[str], Browser]:
    return lambda language: Browser(app, None, language)


@pytest.fixture
def kit(world: World, config: Config) -> Kit:
    """One leaflet that is in force and one draft."""
    leaflet = samples.leaflet(world, config)
    samples.cleared(world, leaflet)
    return samples.kit(world, leaflet, world.material("draft"))


def opened(browser: Browser, kit: Kit, days: int = 7) -> str:
    """The path that the page shows, once."""
    browser.get(f"/kits/{kit.id}/link")
    page = browser.send(status=200, until=(TODAY + timedelta(days=days)).isoformat())
    (field,) = [field for field in page.all("input") if field.get("id") == "address"]
    return "/kits/in/" + field.get("value", "").rpartition("/")[2]


@pytest.mark.parametrize("language", ["en", "es"])
def test_anyone_reads_and_takes_what_is_in_force(
    client_of: ClientOf, anonymous_in: Callable[[str], Browser], kit: Kit, language: str
) -> None:
    path, visitor = opened(client_of("planner.us", language), kit), anonymous_in(language)
    page = visitor.get(path)
    assert "What to do" in page.text
    assert "Qué hacer" in page.text
    assert "Keep naloxone" not in page.text
    (link,) = [link for link in page.links if link.endswith("/file")]
    answer = visitor.client.get(link)
    assert answer.data == b"%PDF-1.7 one"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    visitor.get(f"{path}/{'0' * 16}/file", status=404)
    visitor.get(f"{path}x", status=404)


def test_what_is_stopped_disappears_at_once(
    client_of: ClientOf, anonymous_in: Callable[[str], Browser], kit: Kit, world: World
) -> None:
    path, visitor = opened(client_of("planner.us"), kit), anonymous_in("en")
    (link,) = [link for link in visitor.get(path).links if link.endswith("/file")]
    number = samples.items(kit)[0].material_id
    with acts.act(world, "reviewer.us") as user:
        holds.place(session.get_one(Material, number), "It is being checked.", user, now())
    page = visitor.get(path)
    assert "What to do" not in page.text
    assert "Nothing of this kit is in force today" in page.text
    visitor.get(link, status=404)


def test_its_day_ends_it_and_so_does_whoever_closes_it(
    client_of: ClientOf, anonymous_in: Callable[[str], Browser], kit: Kit
) -> None:
    planner, visitor = client_of("planner.us", "en"), anonymous_in("en")
    path = opened(planner, kit)
    (link,) = [link for link in visitor.get(path).links if link.endswith("/file")]
    with clock.at(NOW + timedelta(days=7)):
        visitor.get(path)
    with clock.at(NOW + timedelta(days=8)):
        for place in (path, link, f"{path}/kit.zip"):
            visitor.get(place, status=410)
    planner.get(f"/kits/{kit.id}")
    planner.send("/close_link")
    assert "This link is closed" in visitor.get(path, status=410).text
    planner.post(f"/kits/{kit.id}/close_link", status=409)
    newer = opened(planner, kit)
    visitor.get(path, status=404)
    visitor.get(newer)


def test_the_secret_is_kept_nowhere(client_of: ClientOf, kit: Kit) -> None:
    """Nor may its last day be too far, or past."""
    planner = client_of("planner.us")
    token = opened(planner, kit).rpartition("/")[2]
    session.remove()
    assert token not in str(vars(session.get_one(Kit, kit.id)))
    for days in (-1, 400):
        planner.get(f"/kits/{kit.id}/link")
        planner.send(status=422, until=(TODAY + timedelta(days=days)).isoformat())


def test_others_open_no_link(client_of: ClientOf, kit: Kit) -> None:
    for who in ("reviewer.us", "signatory.us"):
        client_of(who).get(f"/kits/{kit.id}/link", status=403)
    client_of("planner.mx").get(f"/kits/{kit.id}/link", status=404)
