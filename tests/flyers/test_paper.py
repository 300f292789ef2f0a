"""What stands on the paper of both countries' sheets, read from the PDF itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from campaign.clock import now
from campaign.config import Config
from campaign.db import Side
from campaign.flyers import actions
from campaign.paper.check import check
from campaign.storage import store_of
from tests.browser import Browser
from tests.flyers import sheets
from tests.flyers.sheets import HOME
from tests.materials import acts
from tests.world import EL_PASO, JUAREZ, World

ClientOf = Callable[..., Browser]
SIDES = pytest.mark.parametrize("side", Side)
SAID = ("Call 911 and stay with the person.", "Llama al 911 y quédate con la persona.")


@pytest.fixture
def page(world: World, config: Config, side: Side) -> str:
    """The words of one side's sheet, in the order of the file."""
    return sheets.words(store_of(config).read(sheets.prepare(world, config, side).sha256))


@SIDES
def test_the_own_language_stands_first(page: str, side: Side) -> None:
    """Law 20: the US edition is English first, the Mexican one Spanish first."""
    english, spanish = (page.index(words) for words in SAID)
    assert (english < spanish) is (side is Side.US)
    leads = {Side.US: "Office for Overdose Prevention", Side.MX: "Salud Fronteriza del Norte"}
    first, second = (page.index(" ".join(leads[s].split()[:2])) for s in (side, side.opposite))
    assert first < second, "the marks alternate too"


@SIDES
def test_only_numbers_that_work_there_stand_bare(page: str, side: Side) -> None:
    """Law 8: the other country's numbers stand under its name."""
    here = {Side.US: ["911", "988", "1-800-662-4357"], Side.MX: ["911", "800 911 2000"]}[side]
    there = {Side.US: ["800 911 2000"], Side.MX: ["988", "1-800-662-4357"]}[side]
    heading = {Side.US: ("In Mexico", "En México"), Side.MX: ("En Estados Unidos", "In the United States")}[side]
    start = min(page.index(words) for words in heading)
    assert all(number in page[:start] for number in here)
    assert all(number not in page[:start] and number in page[start:] for number in there)


@SIDES
def test_code_version_territory_and_review_date_stand_at_its_foot(page: str, world: World, side: Side) -> None:
    """Law 11."""
    version = world.version("in_force")
    place = {Side.US: "US-48141 El Paso County, Texas", Side.MX: "MX-08037 Juárez, Chihuahua"}[side]
    assert f"{version.material.code} v1" in page
    assert place in page
    dates = ("Review by 15 Feb 2027", "Revisar antes del 15 feb 2027")
    assert all(words in page for words in dates), "the earliest date of text and numbers"
    assert "DRAFT" not in page
    assert "BORRADOR" not in page


@SIDES
@pytest.mark.parametrize("name", ["waiting", "half_cleared"])
def test_a_draft_until_it_is_in_force(world: World, config: Config, side: Side, name: str) -> None:
    """In the edition's own order: DRAFT / BORRADOR, in Mexico BORRADOR / DRAFT."""
    page = sheets.words(actions.version_pdf(world.version(name), sheets.region(HOME[side]), config, now()))
    assert page.count("DRAFT") >= 2
    assert page.count("BORRADOR") >= 2
    assert (page.index("DRAFT") < page.index("BORRADOR")) is (side is Side.US)


@SIDES
def test_out_of_force_on_one_side_it_is_a_draft_there(world: World, config: Config, side: Side) -> None:
    acts.revoke(world, world.version("in_force"), f"signatory.{side.value.lower()}", marks=True)
    for at, is_draft in ((side, True), (side.opposite, False)):
        sheet = sheets.sheet(world.version("in_force"), config, HOME[at])
        assert sheet["draft"] is is_draft


def test_the_same_sheet_is_the_same_bytes_wherever_it_is_made(world: World, config: Config, tmp_path: Path) -> None:
    kept = store_of(config).read(sheets.prepare(world, config, Side.MX).sha256)
    elsewhere = Config(data=tmp_path, database_url=config.database_url)
    assert actions.version_pdf(world.version("in_force"), sheets.region(JUAREZ), elsewhere, now()) == kept


def test_markup_is_printed_as_it_was_typed(world: World, config: Config) -> None:
    material = acts.flyer(world)
    acts.write(world, "planner.us", material, "<b>&amp;</b> {{ 7*7 }}", "<script>x</script>")
    pdf = actions.draft_pdf(acts.here(material), sheets.region(EL_PASO), config, now())
    page = sheets.words(pdf)
    assert "<b>&amp;</b> {{ 7*7 }}" in page
    assert "<script>x</script>" in page


@SIDES
def test_the_checker_has_nothing_to_say(world: World, config: Config, side: Side) -> None:
    """Fonts embedded, tags, languages of the passages, alternative texts, title."""
    pdf = store_of(config).read(sheets.prepare(world, config, side).sha256)
    assert check(pdf, sheets.sheet(world.version("in_force"), config, HOME[side])) == []


def test_words_of_one_country_print_only_there(world: World, config: Config) -> None:
    material = acts.flyer(world)
    with acts.act(world, "planner.us"):
        acts.session.delete(acts.blocks(material, acts.BlockKind.point)[0])
    acts.quote(world, "planner.us", material, world.fact("us_988"))
    version = acts.send(world, material)
    assert [len(sheets.sheet(version, config, key)["points"]) for key in (EL_PASO, JUAREZ)] == [3, 2]
