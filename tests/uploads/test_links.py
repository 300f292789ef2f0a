"""Handing in by a link, without an account: made, shown once, used by one browser, taken back, expired."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from campaign import clock
from campaign.audit.models import Entry
from campaign.config import Config
from campaign.db import session
from campaign.mail.models import Notice, PersonalLetter
from campaign.materials.models import Material, MaterialType
from campaign.uploads.models import Delivery, DeliveryState, Link, UploadState
from tests.browser import Browser
from tests.intake.corpus import pdf, picture
from tests.uploads.sending import announce, call, hand_in, put, upload, work
from tests.world import NOW, World

ClientOf = Callable[..., Browser]
ANSWERS = {"shown": "adults", "may_use": "unsure"}
PASSWORD = " Puente del norte, niñez "


def make(browser: Browser, world: World, status: int = 303, key: str = "clinic.us", **changes: Any) -> str:
    """A link, as it is shown once; its path."""
    values = {
        "recipient": "Paul Herrera",
        "organization": world.organizations[key],
        "email": "paul@example.org",
        "language": "en",
        "until_on": (NOW.date() + timedelta(days=3)).isoformat(),
        "most_files": "12",
        "campaign": "0",
        "note": "The photos of the fair",
    }
    browser.get("/uploads/links/new")
    browser.post("/uploads/links/new", {**values, **changes}, status)
    if status != 303:
        return ""
    page = browser.follow()
    address = next(box.get("value") or "" for box in page.all("input") if box.get("id") == "link")
    return "/uploads/in/" + address.rpartition("/")[2]


@pytest.fixture
def link(client_of: ClientOf, world: World) -> str:
    return make(client_of("planner.us"), world)


def enter(browser: Browser, link: str, status: int = 303, **fields: str) -> None:
    browser.get(link)
    browser.post(link, {"name": "Paul Herrera", "email": "paul@example.org", **fields}, status)


def test_from_link_to_material(client_of: ClientOf, world: World, client: Browser, config: Config, link: str) -> None:
    enter(client, link)
    client.follow()
    numbers = [
        hand_in(client, link, "feria.jpg", picture("JPEG"), f"{link}/files"),
        hand_in(client, link, "hoja.pdf", pdf(), f"{link}/files"),
    ]
    work(config)
    client.get(link)
    client.post(f"{link}/send", ANSWERS)
    assert "feria.jpg" in client.follow().text
    one = session.scalars(select(Delivery)).one()
    assert (one.state, one.by_id, one.side.value) == (DeliveryState.sent, None, "US")
    assert all(upload(n).material_id is None for n in numbers)
    actors = session.scalars(select(Entry.user_id).where(Entry.action.startswith("uploads.link_"))).all()
    assert set(actors) == {None}
    letter = session.scalars(select(PersonalLetter).order_by(PersonalLetter.id.desc()).limit(1)).one()
    assert letter.path.startswith("/uploads/receipts/")
    assert "feria.jpg" in Browser(client.app).get(letter.path).text
    Browser(client.app).get(letter.path[:-1] + ("0" if letter.path[-1] != "0" else "1"), 404)
    assert session.scalars(select(Notice).where(Notice.path == f"/uploads/{one.id}")).one()
    planner = client_of("planner.us")
    planner.get(f"/uploads/{one.id}")
    planner.post(f"/uploads/{one.id}/take")
    made = session.scalars(select(Material).where(Material.type != MaterialType.flyer)).all()
    assert {material.created_by_id for material in made} == {world.users["planner.us"]}
    assert {upload(n).material_id for n in numbers} == {material.id for material in made}
    client.get(link)


def test_declined_with_a_reason(client_of: ClientOf, client: Browser, config: Config, link: str) -> None:
    enter(client, link)
    hand_in(client, link, "a.png", picture(), f"{link}/files")
    work(config)
    client.get(link)
    client.post(f"{link}/send", ANSWERS)
    one = session.scalars(select(Delivery)).one()
    planner = client_of("planner.us")
    planner.get(f"/uploads/{one.id}/decline")
    planner.post(f"/uploads/{one.id}/decline", {"reason": ""}, 422)
    planner.post(f"/uploads/{one.id}/decline", {"reason": "Too dark to print"})
    assert "Too dark to print" in client.get(link).text
    letter = session.scalars(select(PersonalLetter).order_by(PersonalLetter.id.desc()).limit(1)).one()
    assert "Too dark to print" in letter.text.es
    assert session.scalars(select(Material).where(Material.type != MaterialType.flyer)).all() == []


def test_shown_once_and_only_its_hash_is_kept(client_of: ClientOf, world: World) -> None:
    planner = client_of("planner.us")
    path = make(planner, world)
    token = path.rpartition("/")[2]
    one = session.scalars(select(Link)).one()
    assert token not in planner.get(f"/uploads/links/{one.id}").html
    kept = [str(getattr(one, column.key)) for column in Link.__table__.columns]
    assert not any(token in text for text in kept)
    assert not any(token in str(entry.changes) for entry in session.scalars(select(Entry)))
    letter = session.scalars(select(PersonalLetter)).one()
    assert (letter.address, letter.path) == ("paul@example.org", path)


def test_after_the_deadline_taken_back_and_unknown(
    client_of: ClientOf, world: World, client: Browser, link: str
) -> None:
    """Clear words in both languages; what a script asks, it is told in one sentence."""
    enter(client, link)
    number = announce(client, link, "a.png", b"x" * 9)["id"]
    with clock.at(NOW + timedelta(days=5)):
        for browser in (client, Browser(client.app)):
            page = browser.get(link, 410)
            assert "This link worked until" in page.text
            assert "Este enlace" in page.text
        assert "until" in put(client, f"{link}/files/{number}", 0, b"x" * 9, 410)["error"]
    client.get("/uploads/in/unknown", 404)
    planner = client_of("planner.us")
    planner.get("/uploads/links")
    one = session.scalars(select(Link)).one()
    planner.get(f"/uploads/links/{one.id}")
    planner.post(f"/uploads/links/{one.id}/revoke")
    planner.post(f"/uploads/links/{one.id}/revoke", status=409)
    assert "taken back" in client.get(link, 410).text
    announce(client, link, "b.png", b"x" * 9, 410)


def test_a_delivery_belongs_to_its_browser(client: Browser, app: Flask, link: str) -> None:
    enter(client, link)
    number = announce(client, link, "a.png", b"x" * 9)["id"]
    other = Browser(app)
    other.get(link)
    put(other, f"{link}/files/{number}", 0, b"x" * 9, 404)
    call(other, "GET", f"{link}/state.json", 404)
    enter(other, link)
    put(other, f"{link}/files/{number}", 0, b"x" * 9, 404)
    other.get(f"{link}/files/{number}/picture.webp", 404, is_checked=False)


def test_a_password_is_asked_and_tries_are_counted(client_of: ClientOf, world: World, client: Browser) -> None:
    link = make(client_of("planner.us"), world, password=PASSWORD)
    for _try in range(5):
        enter(client, link, 422, password="wrong")
    enter(client, link, 429, password=PASSWORD)
    with clock.at(NOW + timedelta(minutes=20)):
        enter(client, link, password=PASSWORD)
    assert session.scalars(select(Delivery)).one()


def test_only_some_types_and_so_many_files(client_of: ClientOf, world: World, client: Browser, config: Config) -> None:
    link = make(client_of("planner.us"), world, groups=["pictures"], most_files="2")
    enter(client, link)
    good = hand_in(client, link, "a.png", picture(), f"{link}/files")
    other = hand_in(client, link, "b.pdf", pdf(), f"{link}/files")
    announce(client, link, "c.png", b"x" * 9, 422)
    work(config)
    assert upload(good).state is UploadState.accepted
    assert upload(other).state is UploadState.refused
    assert "Pictures" in upload(other).reason.en


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": ""},
        {"organization": "0"},
        {"organization": "999999"},
        {"until_on": "2020-01-01"},
        {"until_on": "soon"},
        {"most_files": "101"},
        {"most_files": "0"},
        {"groups": ["programs"]},
        {"email": "no address"},
        {"password": "short"},
        {"language": "fr"},
    ],
)
def test_a_link_that_makes_no_sense(client_of: ClientOf, world: World, changes: dict[str, Any]) -> None:
    make(client_of("planner.us"), world, 422, **changes)


def test_of_the_own_side_only(client_of: ClientOf, world: World, link: str) -> None:
    make(client_of("planner.us"), world, 422, key="clinic.mx")
    one = session.scalars(select(Link)).one()
    for who in ("planner.mx", "signatory.mx"):
        client_of(who).get(f"/uploads/links/{one.id}", 404)
    client_of("reviewer.us").get(f"/uploads/links/{one.id}")
    for who in ("partner-a.us", "printer.us", "administrator.us"):
        client_of(who).get("/uploads/links", 403)


def test_more_by_the_same_link(client: Browser, config: Config, link: str) -> None:
    enter(client, link)
    hand_in(client, link, "a.png", picture(), f"{link}/files")
    work(config)
    client.get(link)
    client.post(f"{link}/send", ANSWERS)
    client.get(f"{link}?more=1")
    client.post(link, {"name": "Paul Herrera", "email": ""})
    client.follow()
    assert len(session.scalars(select(Delivery)).all()) == 2
