"""A list of versions cleared in one act: one document, a row for each fingerprint, each opened, all or nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from campaign.audit.models import Entry
from campaign.clearance.models import Clearance
from campaign.clearance.one_act import MOST, clear_versions
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.errors import NotAllowed, Refused
from campaign.materials.models import Scope, Version
from tests.browser import Browser, queries
from tests.intake.corpus import picture
from tests.materials import acts
from tests.materials.acts import here
from tests.materials.earlier import PAPER, tell
from tests.materials.files import acts as files
from tests.world import World

ClientOf = Callable[..., Browser]
LIST = "/clearance/versions"
STATEMENT = {"document": "OOP-2026-0600", "document_on": "2026-11-23"}


@pytest.fixture
def cupboard(world: World, config: Config) -> list[Version]:
    """Two joint images that the United States cleared on paper once, and a flyer that is new."""
    sent = []
    for width in (640, 480):
        material = files.image(world, config, data=picture(size=(width, 300)))
        tell(world, material)
        sent.append(files.send(world, material))
    return [*sent, acts.send(world, acts.flyer(world))]


def ticked(versions: list[Version], opened: list[Version] | None = None) -> dict[str, Any]:
    chosen = versions if opened is None else opened
    return {"pick": [str(v.id) for v in versions], "opened": [str(v.id) for v in chosen], **STATEMENT}


def rows(side: Side | None = None) -> list[Clearance]:
    found = select(Clearance).where(Clearance.document == STATEMENT["document"])
    return list(session.scalars(found.where(Clearance.country == side) if side else found))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("who", "papers"), [("signatory.us", 2), ("signatory.mx", 0)])
def test_it_shows_what_waits_with_nothing_chosen_and_nothing_said_to_be_opened(
    client_of: ClientOf, cupboard: list[Version], who: str, papers: int, language: str
) -> None:
    browser = client_of(who, language)
    page = browser.get(LIST)
    for version in cupboard:
        assert f"{version.fingerprint[:4]} {version.fingerprint[4:8]}" in page.text
    assert page.text.count(PAPER.document) == papers
    boxes = [box for box in page.all("input") if box.get("type") == "checkbox"]
    assert not [box for box in boxes if box.get("checked") is not None]
    narrowed = browser.get(f"{LIST}?paper=1")
    assert len([box for box in narrowed.all("input") if box.get("name") == "pick"]) == papers


@pytest.mark.parametrize("who", ["signatory.us", "signatory.mx"])
def test_one_act_makes_one_row_for_each_fingerprint_and_one_entry(
    client_of: ClientOf, world: World, cupboard: list[Version], who: str
) -> None:
    browser = client_of(who, "en")
    browser.get(LIST)
    before = session.scalar(select(func.count()).select_from(Entry)) or 0
    browser.send(**ticked(cupboard))
    assert "3 versions are cleared." in browser.follow().text
    side = Side(who[-2:].upper())
    assert {row.fingerprint for row in rows()} == {here(version).fingerprint for version in cupboard}
    assert {(row.country, row.by_id) for row in rows()} == {(side, world.users[who])}
    newest = session.scalars(select(Entry).order_by(Entry.n.desc()).limit(1)).one()
    assert (newest.n, newest.action) == (before + 1, "clearance.versions")
    assert {place for version in cupboard for place in acts.places(version).values()} == {False}, "two keys"


def test_with_both_keys_all_of_it_is_in_force(client_of: ClientOf, cupboard: list[Version]) -> None:
    for who in ("signatory.us", "signatory.mx"):
        browser = client_of(who, "en")
        browser.get(LIST)
        browser.send(**ticked(cupboard))
    assert [acts.places(version) for version in cupboard] == [acts.BOTH] * 3


def test_a_row_that_was_not_opened_stops_all_and_says_so(client_of: ClientOf, cupboard: list[Version]) -> None:
    browser = client_of("signatory.us", "en")
    browser.get(LIST)
    page = browser.send(status=422, **ticked(cupboard, opened=cupboard[:2]))
    assert page.text.count("Open it and confirm that, or do not choose it.") == 1
    assert page.form().filled({})["document"] == [STATEMENT["document"]], "what was typed stays"
    checked = {box.get("id") for box in page.all("input") if box.get("checked") is not None}
    assert {f"pick-{version.id}" for version in cupboard} <= checked
    assert f"opened-{cupboard[2].id}" not in checked
    assert rows() == []


def test_if_one_changed_meanwhile_nothing_is_cleared_and_the_page_names_it(
    client_of: ClientOf, world: World, cupboard: list[Version]
) -> None:
    browser = client_of("signatory.us", "en")
    browser.get(LIST)
    acts.clear(world, cupboard[1], "signatory2.us")
    page = browser.send(status=409, **ticked(cupboard))
    assert f"{here(cupboard[1]).material.code}, version 1: Your country has already decided" in page.text
    assert page.form().filled({})["document"] == [STATEMENT["document"]]
    assert rows() == []
    browser.send(**ticked([cupboard[0], cupboard[2]]))
    assert len(rows()) == 2


def test_another_fingerprint_than_that_on_the_screen_stops_all(client_of: ClientOf, cupboard: list[Version]) -> None:
    """Law 3."""
    browser = client_of("signatory.us", "en")
    browser.get(LIST)
    browser.send(status=409, **{**ticked(cupboard), f"seen-{cupboard[0].id}": "0" * 64})
    assert rows() == []


def test_it_clears_nothing_without_a_document_or_a_choice(client_of: ClientOf, cupboard: list[Version]) -> None:
    browser = client_of("signatory.us", "en")
    browser.get(LIST)
    browser.send(status=422, **{**ticked(cupboard), "document": ""})
    browser.get(LIST)
    browser.send(status=422, **STATEMENT)
    assert rows() == []


def test_who_entered_the_paper_or_belongs_to_another_country_clears_none_of_it(
    world: World, config: Config, cupboard: list[Version]
) -> None:
    """Laws 1 and 2: the paper that one brings in is not one's own to act on."""
    material = files.begin(world, files.keep(config, picture(size=(200, 200))))
    files.complete(world, material, scope=Scope.national)
    national = files.send(world, material)
    for who, chosen in (("signatory.mx", [*cupboard, national]), ("planner.us", cupboard)):
        seen = {v.id: here(v).fingerprint for v in chosen}
        with pytest.raises(NotAllowed), acts.act(world, who) as user:
            clear_versions(list(seen), acts.statement(Side.MX), seen, user, now())
    assert world.users["planner.us"] in here(cupboard[0]).author_ids
    assert rows() == []


def test_more_than_one_act_takes_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="At most 50"), acts.act(world, "signatory.us") as user:
        clear_versions(range(1, MOST + 2), acts.statement(Side.US), {}, user, now())


def test_the_list_asks_no_more_for_more_rows(client_of: ClientOf, world: World, cupboard: list[Version]) -> None:
    browser = client_of("signatory.us", "en")
    browser.get(LIST)
    with queries() as few:
        browser.get(LIST)
    for _ in range(4):
        acts.send(world, acts.flyer(world))
    with queries() as many:
        browser.get(LIST)
    assert many[0] <= few[0] + 1
