"""What a check asks to consider needs a reason before it is sent; whoever decides reads it as it stood then."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from campaign import clock
from campaign.clock import now
from campaign.db import session
from campaign.errors import NotAllowed, Refused
from campaign.materials.actions import Entry, edit
from campaign.materials.checks import problems
from campaign.materials.models import BlockKind, Material, blocks_of
from campaign.materials.reasons.actions import explain
from campaign.materials.reasons.models import Reason
from campaign.wording.finding import key_of
from tests.browser import Browser, loose
from tests.materials import acts, images
from tests.page import words_of
from tests.world import World

ClientOf = Callable[..., Browser]
EN, ES = "Relapse happens.", "Hay quien recae."
KEY = key_of("glossary", "en", "Relapse")
WHY = "It is the word of the quoted guideline."
SPANISH = pytest.mark.parametrize("language", ["en", "es"])


def written(world: World, who: str = "planner.us") -> Material:
    """A flyer that could be sent but for one word."""
    material = acts.flyer(world, who)
    block = acts.blocks(material, BlockKind.point)[0]
    with acts.act(world, who) as user:
        entry = Entry(block.id, EN, ES, block.pictogram, is_reviewed=True)
        edit(material, material.title, [entry], None, user, material.row_version)
    return acts.here(material)


def say(world: World, material: Material, why: str = WHY, who: str = "planner.us", key: str = KEY) -> None:
    with acts.act(world, who) as user:
        explain(acts.here(material), {key: why}, user, now())


def gaps(material: Material) -> str:
    return " ".join(problems(acts.here(material), list(session.scalars(blocks_of(material.id))), now().date()))


def kept() -> list[tuple[str, str]]:
    return [(one.words, one.text) for one in session.scalars(select(Reason).order_by(Reason.id))]


@pytest.mark.database
def test_without_a_reason_it_is_not_sent(world: World) -> None:
    material = written(world)
    said = "Block 3, “Relapse”: change it, or write beside it why it may stay."
    assert said in gaps(material)
    with pytest.raises(Refused, match="Relapse"):
        acts.send(world, material)
    say(world, acts.here(material))
    assert gaps(material) == ""
    assert acts.send(world, acts.here(material)).n == 1


def test_an_empty_one_takes_it_back_and_nothing_goes(world: World) -> None:
    material = written(world)
    say(world, material)
    say(world, material, "")
    assert "Relapse" in gaps(material)
    assert kept() == [("Relapse", WHY), ("Relapse", "")]
    say(world, material, "")
    assert len(kept()) == 2


def test_of_words_that_are_gone_nothing_is_kept(world: World) -> None:
    material = written(world)
    say(world, material, key=key_of("glossary", "en", "Addict"))
    assert kept() == []


def test_other_words_need_a_reason_of_their_own(world: World) -> None:
    material = written(world)
    say(world, material)
    block = acts.blocks(material, BlockKind.point)[0]
    with acts.act(world, "planner.us") as user:
        entry = Entry(block.id, "She will relapse.", ES, block.pictogram, is_reviewed=True)
        edit(acts.here(material), material.title, [entry], None, user, acts.here(material).row_version)
    assert "“relapse”" in gaps(material)


@pytest.mark.parametrize("who", ["reviewer.us", "signatory.us", "planner.mx", "printer.us", "partner-a.us"])
def test_only_whoever_writes_the_text_says_it(world: World, who: str) -> None:
    material = written(world)
    with pytest.raises(NotAllowed):
        say(world, material, who=who)
    assert kept() == []


@pytest.mark.database
@pytest.mark.parametrize("change", ["UPDATE reasons SET text = 'x'", "DELETE FROM reasons"])
def test_what_was_said_stays(world: World, change: str) -> None:
    say(world, written(world))
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(change))
    session.rollback()


@SPANISH
def test_it_is_written_beside_the_block(client_of: ClientOf, world: World, language: str) -> None:
    material = written(world)
    browser = client_of("planner.us", language)
    page = browser.get(f"/materials/{material.id}/edit")
    assert ("Why “Relapse” may stay" if language == "en" else "Por qué puede quedar «Relapse»") in page.text
    browser.send("", **loose({f"why_{KEY}": WHY}))
    page = browser.follow()
    assert page.form("").filled({})[f"why_{KEY}"] == [WHY]
    assert "“Relapse”:" not in page.text
    assert kept() == [("Relapse", WHY)]


def test_too_long_a_reason_is_said_at_its_field_and_kept_there(client_of: ClientOf, world: World) -> None:
    material = written(world)
    browser = client_of("planner.us")
    browser.get(f"/materials/{material.id}/edit")
    page = browser.send("", status=422, **loose({f"why_{KEY}": "so " * 90}))
    assert "At most 240 characters" in page.text
    assert page.form("").filled({})[f"why_{KEY}"] == [("so " * 90).strip()]


def test_the_same_words_are_asked_once_and_their_reason_holds_everywhere(client_of: ClientOf, world: World) -> None:
    material = written(world)
    last = acts.blocks(material, BlockKind.subline)[0]
    with acts.act(world, "planner.us") as user:
        edit(material, material.title, [Entry(last.id, EN, ES, is_reviewed=True)], None, user, material.row_version)
    assert gaps(material).count("“Relapse”") == 2
    page = client_of("planner.us").get(f"/materials/{material.id}/edit")
    assert page.html.count(f'name="why_{KEY}"') == 1
    say(world, material)
    assert gaps(material) == ""


@SPANISH
def test_whoever_decides_reads_it_as_it_was_sent(client_of: ClientOf, world: World, language: str) -> None:
    material = written(world)
    say(world, material)
    version = acts.send(world, acts.here(material))
    with clock.at(now() + timedelta(minutes=5)):
        say(world, material, "Something else, said later.")
        page = client_of("signatory.mx", language).get(f"/clearance/versions/{version.id}")
    said = [words_of(item) for one in page.all("ul") if one.get("class") == "findings" for item in one]
    to_consider = {"en": "to consider", "es": "por considerar"}[language]
    assert [one for one in said if WHY in one and to_consider in one and world.user("planner.us").name in one]
    assert "said later" not in page.text


def test_what_comes_as_files_has_the_field_too(client_of: ClientOf, world: World) -> None:
    material = images.draft(world)
    block = acts.blocks(material, BlockKind.alt)[0]
    with acts.act(world, "planner.us") as user:
        entry = Entry(block.id, EN, ES, is_reviewed=True)
        edit(acts.here(material), material.title, [entry], None, user, acts.here(material).row_version)
    browser = client_of("planner.us")
    browser.get(f"/materials/{material.id}/describe")
    browser.send("", **loose({f"why_{KEY}": WHY}))
    assert kept() == [("Relapse", WHY)]
