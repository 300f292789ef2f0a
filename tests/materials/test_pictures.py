"""A picture on a flyer: chosen among images in force, put in words by the image itself, part of the fingerprint."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from campaign import clock
from campaign.clock import now
from campaign.db import Bilingual, Side, session
from campaign.errors import Refused
from campaign.facts.clearable import freeze
from campaign.flyers.models import effects_of
from campaign.materials import actions as materials
from campaign.materials.changes import changes
from campaign.materials.checks import problems
from campaign.materials.content import content_of
from campaign.materials.files.models import FileLanguage, FileRole, current_files
from campaign.materials.models import BlockKind, Material, Register, Scope, Version, VersionImage, blocks_of
from campaign.materials.pictures import showable, showing
from tests.browser import Browser, loose
from tests.intake import corpus
from tests.materials import acts, images
from tests.world import World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
OTHER = corpus.picture(size=(900, 601))


@pytest.fixture
def image(world: World) -> Version:
    return images.image(world)


def kinds(material: Material) -> list[str]:
    return [block.kind.value for block in session.scalars(blocks_of(material.id))]


def gaps(material: Material) -> list[str]:
    material = acts.here(material)
    return problems(material, list(session.scalars(blocks_of(material.id))), now().date())


# Choosing it


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_chosen_in_the_editor_by_its_code(
    client_of: ClientOf, world: World, image: Version, language: str
) -> None:
    flyer, code = acts.flyer(world), acts.here(image).material.code
    browser = client_of("planner.us", language)
    page = browser.get(f"/materials/{flyer.id}/edit")
    assert {"en": "Add a picture", "es": "Agregar una imagen"}[language] in page.text
    browser.send(**loose({"do": "add-picture", "image": code.lower(), "title_en": "Typed meanwhile"}))
    page = browser.follow()
    assert images.ALT.of(language) in page.text
    assert acts.here(flyer).title_en == "Typed meanwhile"
    (block,) = acts.blocks(flyer, BlockKind.picture)
    assert (block.image_version_id, block.en) == (image.id, "")
    shown = browser.get(f"/materials/{flyer.id}")
    assert code in shown.text
    assert images.ALT.of(language) in shown.text


@pytest.mark.parametrize("code", ["", "M-9999", "M-99999999999999999999", "<b>", "F-0001"])
def test_a_code_that_is_no_image_is_refused_and_what_was_typed_is_kept(
    client_of: ClientOf, world: World, image: Version, code: str
) -> None:
    flyer = acts.flyer(world)
    browser = client_of("planner.us")
    browser.get(f"/materials/{flyer.id}/edit")
    page = browser.send(status=422, **loose({"do": "add-picture", "image": code, "title_en": "Typed meanwhile"}))
    assert "Typed meanwhile" in page.form().filled({})["title_en"]
    assert acts.blocks(flyer, BlockKind.picture) == []


def test_another_image_takes_its_place(world: World, image: Version) -> None:
    flyer, other = images.flyer(world, image), images.image(world, data=OTHER)
    images.show(world, flyer, other)
    (block,) = acts.blocks(flyer, BlockKind.picture)
    assert block.image_version_id == other.id


def test_the_words_for_the_drawing_wait_until_the_picture_is_gone(world: World, image: Version) -> None:
    """Nothing typed is lost, and nothing is typed twice."""
    flyer = acts.flyer(world)
    typed = acts.blocks(flyer, BlockKind.alt)[0].words
    before = freeze(content_of(flyer, list(session.scalars(blocks_of(flyer.id)))))[1]
    images.show(world, flyer, image)
    content = content_of(acts.here(flyer), list(session.scalars(blocks_of(flyer.id))))
    assert [block["kind"] for block in content["blocks"]].count("alt") == 0
    assert kinds(flyer)[-2:] == ["picture", "alt"]
    assert gaps(flyer) == []
    with acts.act(world, "planner.us") as user:
        (block,) = acts.blocks(flyer, BlockKind.picture)
        change = materials.Change("remove", block_id=block.id)
        materials.edit(acts.here(flyer), flyer.title, [], change, user, acts.here(flyer).row_version)
    assert acts.blocks(flyer, BlockKind.alt)[0].words == typed
    assert freeze(content_of(acts.here(flyer), list(session.scalars(blocks_of(flyer.id)))))[1] == before


def test_what_can_be_chosen(world: World, image: Version) -> None:
    """In force, an image, in every country of the flyer, not past its date."""
    national, waiting = images.image(world, scope=Scope.national), acts.send(world, images.draft(world))
    today = now().date()

    def offered(*countries: Side, days: int = 0) -> set[int]:
        return {one.id for one in session.scalars(showable(today + timedelta(days=days), countries))}

    assert offered(*Side) == {image.id}
    assert offered(Side.US) == {image.id, national.id}
    assert offered(Side.MX) == {image.id}
    assert offered(*Side, days=366) == set()
    for one, why in ((waiting, "not in force"), (world.version("in_force"), "is no image")):
        with pytest.raises(Refused, match=why):
            images.flyer(world, one)


def test_a_picture_past_its_date_keeps_a_flyer_back(world: World, image: Version) -> None:
    flyer = images.flyer(world, image)
    with clock.at(now() + timedelta(days=366)):
        assert any("not in force" in gap for gap in gaps(flyer))


def test_too_small_or_in_two_languages_apart_is_refused(world: World) -> None:
    small = images.image(world, data=corpus.picture(size=(300, 200)))
    with pytest.raises(Refused, match=r"300 × 200 pixels.* 426 × 284"):
        images.flyer(world, small)
    apart = images.draft(world)
    with acts.act(world, "planner.us") as user:
        (file,) = session.scalars(current_files([apart.id]))
        file.language = FileLanguage.en
        images.files.add(apart, images.kept(OTHER), FileRole.main, FileLanguage.es, user, now())
    version = acts.send(world, apart)
    images.clear(world, version)
    with pytest.raises(Refused, match="serves both"):
        images.flyer(world, version)


# Frozen


def test_a_version_pins_it_and_its_print(world: World, image: Version) -> None:
    version = acts.send(world, images.flyer(world, image))
    (block,) = [one for one in json.loads(version.content)["blocks"] if one["kind"] == "picture"]
    image = acts.here(image)
    assert (block["image"], block["fingerprint"]) == (image.material.code, image.fingerprint)
    assert session.scalars(showing([image.id])).one().id == version.id
    assert session.get(VersionImage, (version.id, image.id))
    dates = [one.review_by for one in (image, world.fact("fentanyl_hidden"), world.fact("recovery_position"))]
    assert version.review_by == min(day for day in dates if day)
    assert image.id in [one.id for one in session.scalars(showable(now().date(), [*Side]))]


def test_a_signatory_reads_what_it_shows_and_that_it_changed(client_of: ClientOf, world: World, image: Version) -> None:
    first = images.in_force(world, image)
    images.replaced(world, image, OTHER)
    again = acts.send(world, first.material)
    rows = {row.kind: row for row in changes(json.loads(again.content), json.loads(acts.here(first).content))}
    assert (rows["picture"].state, rows["headline"].state) == ("changed", "same"), "the same words, another picture"
    page = client_of("signatory.us").get(f"/clearance/versions/{again.id}")
    assert images.ALT.en in page.text
    assert acts.here(image).material.code in page.text
    assert images.ALT.es in client_of("signatory.mx", "es").get(f"/materials/versions/{first.id}").text


def test_flyers_without_a_picture_keep_their_fingerprints(world: World) -> None:
    """It stands on paper that was handed out: the same content gives this for ever."""
    with acts.act(world, "planner.us") as user:
        title = Bilingual("Not every pill is medicine", "No toda pastilla es medicina")
        flyer = materials.create_flyer(title, None, Scope.national, Register.tu, user, now())
        for kind, words in acts.WORDS.items():
            acts.blocks(flyer, kind)[0].words = words
    content = content_of(flyer, list(session.scalars(blocks_of(flyer.id))))
    assert freeze(content)[1] == "d661ef8fceaeb35edb36fbf505e3d561bfb99b98280724b7c98d1e6f9218a46b"


# What a change touches


def test_the_effects_are_known_before(world: World, image: Version) -> None:
    assert effects_of(acts.here(image).material) == effects_of(world.material("draft"))
    in_force, waiting = images.in_force(world, image), acts.send(world, images.flyer(world, image))
    draft = images.flyer(world, image)
    images.in_force(world, images.image(world, data=OTHER))
    effects = effects_of(acts.here(image).material)
    assert [one.id for one in effects.versions] == [in_force.id, waiting.id]
    assert [one.id for one in effects.drafts] == [draft.id]
    assert list(effects.editions) == []
