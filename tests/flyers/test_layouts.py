"""Layouts: a version is printed in those with which it was cleared, on the paper and in the look that is chosen."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.flyers import actions
from campaign.flyers.formats import Format, format_of, offered, papers, usual
from campaign.flyers.layouts.actions import trials
from campaign.flyers.models import Edition
from campaign.flyers.press import findings
from campaign.jobs.models import Job
from campaign.materials.content import content_of
from campaign.materials.models import Material, blocks_of
from campaign.paper.layouts import LAYOUTS
from campaign.regions.models import find
from tests.browser import Browser
from tests.flyers import sheets
from tests.materials import acts
from tests.world import EL_PASO, JUAREZ, World

ClientOf = Callable[..., Browser]
STANDARD, INK = "letter-side-by-side.letter.colour", "letter-side-by-side.legal.ink"


def offer(world: World, material: Material, *names: str) -> None:
    with acts.act(world, "planner.us"):
        session.get_one(Material, material.id).layouts = list(names)


def frozen(material: Material) -> dict[str, Any]:
    here = session.get_one(Material, material.id)
    return content_of(here, list(session.scalars(blocks_of(here.id))))


def test_a_flyer_is_offered_side_by_side_while_nobody_has_chosen(world: World) -> None:
    material = acts.flyer(world)
    assert frozen(material)["layouts"] == {"letter-side-by-side": 1}
    assert usual(material.layouts) == Format("letter-side-by-side", "letter", "colour")
    assert [form.size for form in papers(material.layouts)] == ["letter", "legal", "oficio"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_planner_sees_it_in_every_layout_and_offers_some(client_of: ClientOf, world: World, language: str) -> None:
    material = acts.flyer(world)
    planner = client_of("planner.us", language)
    page = planner.get(f"/flyers/{material.id}/layouts")
    for name in LAYOUTS:
        assert f'value="{name}"' in page.html
    planner.send(f"/flyers/{material.id}/layouts", pick=["letter-side-by-side", "letter-trifold"])
    said = {"en": "The layouts are sent for clearance together with the text", "es": "se envían a autorización junto"}
    assert said[language] in planner.follow().text
    assert frozen(material)["layouts"] == {"letter-side-by-side": 1, "letter-trifold": 1}


def test_one_press_offers_all_that_fit(client_of: ClientOf, world: World, config: Config) -> None:
    material = acts.flyer(world)
    regions = [sheets.region(EL_PASO), sheets.region(JUAREZ)]
    fit = [trial.layout.name for trial in trials(material, regions, config, now()) if not trial.faults]
    assert "letter-side-by-side" in fit
    planner = client_of("planner.us")
    planner.get(f"/flyers/{material.id}/layouts")
    planner.send(f"/flyers/{material.id}/layouts", every="1")
    assert list(frozen(material)["layouts"]) == fit


def test_without_a_choice_nothing_is_kept(client_of: ClientOf, world: World) -> None:
    material = acts.flyer(world)
    planner = client_of("planner.mx" if material.side is Side.MX else "planner.us", "es")
    planner.get(f"/flyers/{material.id}/layouts")
    page = planner.send(f"/flyers/{material.id}/layouts", pick=["nonsense"], status=422)
    assert "Elija al menos un formato" in page.text
    assert list(frozen(material)["layouts"]) == ["letter-side-by-side"]


def test_a_change_of_somebody_else_is_not_overwritten(client_of: ClientOf, world: World) -> None:
    material = acts.flyer(world)
    planner = client_of("planner.us")
    planner.get(f"/flyers/{material.id}/layouts")
    offer(world, material, "letter-trifold")
    page = planner.send(f"/flyers/{material.id}/layouts", pick=["letter-side-by-side"], status=409)
    assert "Someone else changed this flyer meanwhile" in page.text
    assert list(frozen(material)["layouts"]) == ["letter-trifold"]


def test_print_staff_see_only_what_is_offered(client_of: ClientOf, world: World) -> None:
    page = client_of("printer.us").get(f"/flyers/{world.in_force_id}/layouts")
    assert "Side by side" in page.text
    assert "Trifold" not in page.text
    assert "<form" not in page.html.split("<main", 1)[1]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_layout_with_which_it_was_not_cleared_is_refused(client_of: ClientOf, world: World, language: str) -> None:
    printer = client_of("printer.us", language)
    chosen = {"region": EL_PASO, "paper": "letter-trifold.letter", "look": "colour"}
    page = printer.post(f"/flyers/{world.in_force_id}/prepare", chosen, status=409)
    said = {"en": "not offered in that layout", "es": "no se ofrece en ese formato"}
    assert said[language] in page.text
    assert session.scalars(select(Edition)).all() == []


@pytest.mark.parametrize("paper", ["", "x", "letter-side-by-side.a4", "letter-side-by-side.letter.ink.more", "%00"])
def test_a_format_that_is_none(paper: str) -> None:
    assert format_of(f"{paper}.colour") is None


def test_paper_and_look_are_chosen_where_it_is_printed(client_of: ClientOf, world: World) -> None:
    printer = client_of("printer.us")
    printer.get(f"/flyers/{world.in_force_id}")
    for paper, look in (("letter", "colour"), ("legal", "ink")):
        chosen = {"region": EL_PASO, "paper": f"letter-side-by-side.{paper}", "look": look}
        printer.post(f"/flyers/{world.in_force_id}/prepare", chosen, status=303)
    standard, ink = session.scalars(select(Edition).order_by(Edition.id)).all()
    assert (standard.format.key, ink.format.key) == (STANDARD, INK)
    assert standard.code != ink.code
    assert "-letter-side-by-side-legal-ink-" in ink.file_name
    page = printer.get(f"/flyers/editions/{ink.id}")
    assert "US legal, 216 × 356 mm" in page.text
    assert "In one black, with little ink" in page.text


def test_what_is_sent_fits_in_every_layout_that_is_offered(world: World, config: Config) -> None:
    material = acts.flyer(world)
    regions = {Side.US: sheets.region(EL_PASO), Side.MX: sheets.region(JUAREZ)}
    sheets.long_words(world, material)
    tight = [name for name in LAYOUTS if name != "letter-side-by-side"]
    sheet = actions.draft_sheet(material, regions[Side.US], usual(["letter-side-by-side"]), config, now())
    refused = next(name for name in tight if findings(sheet, Format(name, LAYOUTS[name].sizes[0].name)))
    offer(world, material, refused)
    with pytest.raises(Refused), acts.act(world, "planner.us") as user:
        actions.submit(session.get_one(Material, material.id), regions, config, user, now())


def test_many_regions_in_many_formats(client_of: ClientOf, world: World) -> None:
    printer = client_of("printer.us")
    printer.get(f"/flyers/{world.in_force_id}")
    chosen = {"set": "border", "paper": ["letter-side-by-side.letter", "letter-side-by-side.legal"], "look": "ink"}
    printer.post(f"/flyers/{world.in_force_id}/batch", chosen, status=303)
    job = session.scalars(select(Job).order_by(Job.id.desc())).one()
    own = session.scalar(select(func.count()).select_from(find(set_key="border", country="US").subquery()))
    assert job.total == 2 * (own or 0)


def test_the_layouts_of_a_version_are_those_of_today_only_with_its_number(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = world.version("in_force")
    assert offered(version) == ["letter-side-by-side"]
    layout = LAYOUTS["letter-side-by-side"]
    monkeypatch.setitem(LAYOUTS, layout.name, replace(layout, number=2))
    assert offered(version) == []
