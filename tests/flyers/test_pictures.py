"""Sheets with a picture: its bytes come from the store, and a sheet whose image changed is not handed out."""

import pytest

from campaign.clock import now
from campaign.config import Config
from campaign.db import Side
from campaign.errors import Refused
from campaign.flyers import actions
from campaign.flyers.models import Edition, effects_of
from campaign.materials.models import Version
from campaign.paper.check import check
from campaign.storage import store_of
from tests.flyers import sheets
from tests.intake import corpus
from tests.materials import acts, images
from tests.world import EL_PASO, JUAREZ, World

pytestmark = pytest.mark.database


@pytest.fixture
def image(world: World, config: Config) -> Version:
    return images.image(world, config=config)


@pytest.fixture
def flyer(world: World, image: Version) -> Version:
    return images.in_force(world, image)


@pytest.fixture
def edition(world: World, config: Config, flyer: Version) -> Edition:
    with acts.act(world, "printer.us") as user:
        return actions.prepare(acts.here(flyer).material, sheets.region(EL_PASO), config, user, now())


def test_both_countries_sheets_hold_it(config: Config, flyer: Version) -> None:
    us, mx = (sheets.sheet(flyer, config, key) for key in (EL_PASO, JUAREZ))
    assert (
        dict(us["picture"] or {})
        == dict(mx["picture"] or {})
        == {"sha256": images.kept().copy_sha256, "width": 900, "height": 600}
    )
    assert dict(us["alt"]) == dict(mx["alt"]) == {"en": images.ALT.en, "es": images.ALT.es}


def test_an_edition_is_made_of_the_stored_copy(config: Config, flyer: Version, edition: Edition) -> None:
    assert check(actions.fetch(edition, config, now()), sheets.sheet(flyer, config, EL_PASO)) == []
    assert [one.id for one in effects_of(images.shown(flyer)).editions] == [edition.id]


def test_a_prepared_sheet_is_not_handed_out_once_its_image_was_replaced(
    world: World, config: Config, image: Version, edition: Edition
) -> None:
    images.replaced(world, image, corpus.picture(size=(900, 601)), config)
    with pytest.raises(Refused, match="no longer in force"):
        actions.fetch(edition, config, now())


@pytest.mark.parametrize("side", Side)
def test_a_held_image_stops_the_sheet_of_that_country_only(
    world: World, config: Config, image: Version, edition: Edition, side: Side
) -> None:
    images.held(world, image, side)
    if side is Side.US:
        with pytest.raises(Refused, match="do not print"):
            actions.fetch(edition, config, now())
    else:
        assert actions.fetch(edition, config, now())


def test_bytes_that_are_not_in_the_store_are_no_sheet(world: World, config: Config) -> None:
    data = corpus.picture(size=(901, 600))
    flyer = images.in_force(world, images.image(world, data=data))
    assert not store_of(config).exists(images.kept(data).copy_sha256)
    with pytest.raises(FileNotFoundError):
        actions.version_pdf(flyer, sheets.region(EL_PASO), config, now())


def test_a_draft_is_printed_as_it_stands(world: World, config: Config, image: Version) -> None:
    draft = images.flyer(world, image)
    pdf = actions.draft_pdf(acts.here(draft), sheets.region(JUAREZ), config, now())
    assert "BORRADOR" in sheets.words(pdf)
