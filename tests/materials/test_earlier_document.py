"""What was cleared on paper before it came here: said by a planner of that side, sent along, and worth no clearance."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from campaign import clock
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.errors import NotAllowed, Refused
from campaign.materials import actions as materials
from campaign.materials.checks import problems
from campaign.materials.earlier.models import EarlierDocument, current_documents, documents_of
from campaign.materials.models import Material, blocks_of
from tests.browser import Browser, loose
from tests.intake.corpus import picture
from tests.materials.acts import NOWHERE, clear, here, places
from tests.materials.earlier import PAPER, tell
from tests.materials.files import acts
from tests.world import World

ClientOf = Callable[..., Browser]
TYPED = {
    "document": "SSA/DGPS/0417/2019",
    "document_on": "2019-05-14",
    "signer": "Dra. Elena Prado",
    "post": "Directora",
}


def path(material: Material) -> str:
    return f"/materials/{material.id}/earlier-document"


def said_of(material: Material) -> list[EarlierDocument]:
    return list(session.scalars(current_documents(material.id)))


def gaps(material: Material) -> list[str]:
    return problems(here(material), list(session.scalars(blocks_of(material.id))), now().date())


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_planner_enters_it_and_the_material_shows_it(
    client_of: ClientOf, world: World, config: Config, language: str
) -> None:
    material = acts.image(world, config)
    browser = client_of("planner.us", language)
    browser.get(path(material))
    browser.send(**loose(TYPED))
    page = browser.follow()
    assert "SSA/DGPS/0417/2019" in page.text
    assert "Dra. Elena Prado, Directora" in page.text
    assert here(material).has_draft


@pytest.mark.parametrize(
    "wrong", [{"document": ""}, {"document_on": ""}, {"document_on": "2026-11-25"}, {"signer": ""}, {"post": ""}]
)
def test_it_needs_all_that_stands_on_the_paper_and_no_date_to_come(
    client_of: ClientOf, world: World, config: Config, wrong: dict[str, str]
) -> None:
    material = acts.image(world, config)
    browser = client_of("planner.us", "en")
    browser.get(path(material))
    browser.send(status=422, **{**TYPED, **wrong})
    assert said_of(material) == []


def test_who_opened_the_form_before_another_saved_is_told(client_of: ClientOf, world: World, config: Config) -> None:
    """Law 17."""
    material = acts.image(world, config)
    browser = client_of("planner.us", "en")
    browser.get(path(material))
    tell(world, material)
    told = browser.send(status=409, **TYPED)
    assert PAPER.document in told.text
    assert "SSA/DGPS/0417/2019" in told.text
    assert [said.document for said in said_of(material)] == [PAPER.document]


def test_said_anew_or_taken_out_the_old_row_stays(client_of: ClientOf, world: World, config: Config) -> None:
    material = acts.image(world, config)
    tell(world, material)
    browser = client_of("planner.us", "en")
    browser.get(path(material))
    browser.send(path(material), **loose(TYPED))
    assert [said.document for said in said_of(material)] == ["SSA/DGPS/0417/2019"]
    browser.get(path(material))
    browser.send(f"{path(material)}/drop")
    assert said_of(material) == []
    assert session.query(EarlierDocument).count() == 2


@pytest.mark.parametrize("who", ["planner.mx", "signatory.us", "reviewer.us", "partner-a.us"])
def test_nobody_else_says_it(world: World, config: Config, who: str) -> None:
    material = acts.image(world, config)
    with pytest.raises(NotAllowed):
        tell(world, material, who)


def test_each_country_says_its_own_of_what_is_shared(world: World, config: Config) -> None:
    material = acts.image(world, config)
    with acts.act(world, "planner.us"):
        materials.share(here(material))
    for who in ("planner.us", "planner.mx"):
        tell(world, material, who)
    assert {said.country for said in said_of(material)} == set(Side)


def test_it_goes_along_frozen_and_brings_nothing_into_force(world: World, config: Config) -> None:
    """Laws 1 and 4: no paper is a key."""
    material = acts.image(world, config)
    tell(world, material)
    version = acts.send(world, material)
    assert places(version) == NOWHERE
    assert [said.document for _id, said in session.execute(documents_of([version.id]))] == [PAPER.document]
    clear(world, version, "signatory.mx")
    assert places(version) == NOWHERE
    for statement in ("UPDATE earlier_documents SET document = 'x'", "DELETE FROM version_documents"):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(statement))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("who", ["signatory.us", "signatory.mx"])
def test_the_signatories_of_both_countries_read_it(
    client_of: ClientOf, world: World, config: Config, who: str, language: str
) -> None:
    """Law 5: what one side relies on, the other one sees."""
    material = acts.image(world, config)
    tell(world, material)
    version = acts.send(world, material)
    browser = client_of(who, language)
    for address in (f"/clearance/versions/{version.id}", f"/materials/versions/{version.id}"):
        assert PAPER.document in browser.get(address).text


def test_the_words_of_the_paper_are_not_in_the_fingerprint(world: World, config: Config) -> None:
    material = acts.image(world, config)
    first = acts.send(world, material)
    tell(world, material)
    second = acts.send(world, material)
    assert (second.n, second.fingerprint) == (2, here(first).fingerprint)
    with pytest.raises(Refused):
        acts.send(world, material)


def test_of_what_is_in_force_nothing_earlier_is_said(world: World, config: Config) -> None:
    version = acts.in_force(world, config)
    with pytest.raises(Refused, match="goes along with what is sent"):
        tell(world, version.material)


def test_a_file_that_came_after_it_is_not_what_it_speaks_of(world: World, config: Config) -> None:
    material = acts.image(world, config)
    tell(world, material)
    assert gaps(material) == []
    with clock.at(now() + timedelta(minutes=1)):
        kept = acts.keep(config, picture(size=(320, 200)))
        with acts.act(world, "planner.us") as user:
            acts.actions.replace(acts.file_of(material), kept, user, now())
        assert len(gaps(material)) == 1
        tell(world, material)
        assert gaps(material) == []
