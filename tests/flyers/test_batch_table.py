"""A batch looked at before anything is made: each state of a cell, in both languages, in few questions and quickly."""

import csv
import io
import time
from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import select

from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.flyers.actions import versions_in_force
from campaign.flyers.batches import fit
from campaign.flyers.batches.spots import spots_in
from campaign.flyers.batches.table import Cell, Row, State, table
from campaign.flyers.formats import Format, papers, part_key
from campaign.jobs.models import Job, Part
from campaign.materials.models import Material
from campaign.paper.sheet import Sheet
from campaign.regions.models import Region, find, pair_of
from tests.browser import Browser, queries
from tests.flyers import sheets
from tests.holds import stops
from tests.materials import acts
from tests.page import words_of
from tests.world import EL_PASO, JUAREZ, World

ClientOf = Callable[..., Browser]
LETTER, TRIFOLD = Format("letter-side-by-side", "letter"), Format("letter-trifold", "letter")
WORDS = {
    State.fits: ("Fits", "Cabe"),
    State.ready: ("Prepared and right", "Preparada y correcta"),
    State.stale: ("To be prepared again", "Se debe preparar de nuevo"),
    State.misfit: ("Does not fit", "No cabe"),
    State.no_helpline: ("No cleared helpline", "Sin línea de ayuda autorizada"),
    State.not_offered: ("Not offered in this layout", "No se ofrece en este formato"),
    State.on_hold: ("On hold", "En suspensión"),
}


def path(world: World, **choice: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"set": "target", **choice}.items())
    return f"/flyers/{world.in_force_id}/batch-table?{query}"


def cell(world: World, config: Config, key: str = EL_PASO, form: Format = LETTER) -> Cell:
    material = session.get_one(Material, world.in_force_id)
    (row,) = looked(material, [sheets.region(key)], [form], config)
    (found,) = row.there
    return found


def looked(material: Material, regions: Sequence[Region], forms: Sequence[Format], config: Config) -> list[Row]:
    return table(material, versions_in_force(material, now()), spots_in(regions), forms, config, now())


def stretch(world: World) -> None:
    """The city of one pair gets a name that no sheet holds."""
    with acts.act(world, "planner.us"):
        session.scalars(pair_of(EL_PASO)).first().us_city = "Ll" * 70  # type: ignore[union-attr]


def without_helplines(world: World) -> None:
    for key in ("emergency_911", "us_988", "us_samhsa_helpline", "mx_linea_vida"):
        if world.fact(key).fact.territory.covers(Side.US):
            acts.revoke(world, world.fact(key), "signatory.us")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("state", WORDS)
def test_each_state_of_a_cell(client_of: ClientOf, world: World, config: Config, state: State, language: str) -> None:
    if state in (State.ready, State.stale):
        sheets.prepare(world, config, Side.US)
    if state is State.stale:
        acts.revoke(world, world.fact("us_988"), "signatory.us")
    if state is State.misfit:
        stretch(world)
    if state is State.no_helpline:
        without_helplines(world)
    if state is State.on_hold:
        stops.place(world, world.material("in_force"), "planner.us")
    form = TRIFOLD if state is State.not_offered else LETTER
    assert cell(world, config, form=form).state is state
    page = client_of("printer.us", language).get(path(world, paper=f"{form.layout}.{form.size}"))
    assert WORDS[state][language == "es"] in page.text


def test_a_misfit_says_in_which_slot_and_by_how_much(world: World, config: Config) -> None:
    stretch(world)
    assert " mm too long." in cell(world, config).reason


def test_an_older_version_and_a_held_sheet_are_said(world: World, config: Config) -> None:
    edition = sheets.prepare(world, config, Side.US)
    with acts.act(world, "planner.us"):
        edition.is_stopped = True
    assert cell(world, config).reason == "This very sheet is on hold."
    with acts.act(world, "planner.us"):
        edition.is_stopped = False
    acts.write(world, "planner.us", world.material("in_force"), "Call 911. Stay.", "Llama al 911. Quédate.")
    acts.clear_by_both(world, acts.send(world, world.material("in_force")))
    found = cell(world, config)
    assert (found.state, found.reason) == (State.stale, "It was prepared of version 1.")


def test_only_what_fits_is_asked_for(client_of: ClientOf, world: World) -> None:
    stretch(world)
    printer = client_of("printer.us", "en")
    page = printer.get(path(world, set="border", paper="letter-side-by-side.letter"))
    printer.send(f"/flyers/{world.in_force_id}/batch")
    page = printer.follow()
    assert "1 sheet that cannot be printed is left out." in page.text
    job = session.scalars(select(Job).order_by(Job.id.desc())).first()
    assert job is not None
    own = session.scalars(find(set_key="border", country="US"))
    assert _parts(job) == [part_key(one.key, LETTER) for one in own if one.key != EL_PASO]


def _parts(job: Job) -> list[str]:
    return list(session.scalars(select(Part.key).where(Part.job_id == job.id).order_by(Part.position)))


def test_nothing_to_print_is_refused_in_words(client_of: ClientOf, world: World) -> None:
    choice = {"set": "border", "paper": "letter-trifold.letter", "fit": "1"}
    page = client_of("printer.us", "en").post(f"/flyers/{world.in_force_id}/batch", choice, status=409)
    assert "Nothing in this choice can be printed now." in page.text


BAD = [*({"set": name} for name in ("", "nowhere", "pair:", "x" * 3_000, "%00")), {"paper": "%00.x", "look": "y"}]


@pytest.mark.parametrize("choice", BAD)
def test_a_bad_address_is_answered(client_of: ClientOf, world: World, choice: dict[str, str]) -> None:
    page = client_of("printer.mx", "en").get(path(world, **choice))
    assert ("There is no region to print for in that choice." in page.text) is ("paper" not in choice)


def test_the_way_from_the_flyers_page_leaves_the_token_behind(client_of: ClientOf, world: World) -> None:
    page = client_of("printer.us").get(path(world, csrf_token="abc", paper="every"), status=303)
    assert page.response.headers["Location"] == path(world, paper="every", look="colour")


@pytest.mark.parametrize(("who", "keys"), [("printer.us", [EL_PASO]), ("planner.us", [EL_PASO, JUAREZ])])
def test_everything_for_a_sister_pair(client_of: ClientOf, world: World, who: str, keys: list[str]) -> None:
    """Officials look at the twin's as well; each side prints its own."""
    pair = session.scalars(pair_of(EL_PASO)).first()
    assert pair is not None
    person = client_of(who, "en")
    shown = person.get(f"/flyers/{world.in_force_id}")
    assert f"set-pair-{pair.key}" in shown.html
    assert ("and Ciudad Juárez to look at" in shown.text) is (len(keys) == 2)
    page = person.get(path(world, set=f"pair:{pair.key}", paper="every"))
    assert [key for key in (EL_PASO, JUAREZ) if key in page.text] == keys
    person.send(f"/flyers/{world.in_force_id}/batch")
    job = session.scalars(select(Job).order_by(Job.id.desc())).first()
    assert job is not None
    assert _parts(job) == [part_key(EL_PASO, form) for form in papers(["letter-side-by-side"])]


@pytest.mark.parametrize("side", Side)
def test_many_regions_are_folded_state_by_state(client_of: ClientOf, world: World, side: Side) -> None:
    """On a phone the border region was a page of 14,300 px."""
    printer = client_of(f"printer.{side.value.lower()}", "en")
    names = {region.state_name for region in session.scalars(find(set_key="border", country=side.value))}
    page = printer.get(path(world, set="border", paper="letter-side-by-side.letter"))
    folds = [box for box in page.all("details") if "cells__state" in (box.get("class") or "")]
    assert [box.get("open") for box in folds] == [None] * len(names)
    assert all(any(words_of(box).startswith(name) for name in names) for box in folds)
    assert all(" Fits " in words_of(box) for box in folds)
    short = printer.get(path(world, paper="letter-side-by-side.letter"))
    assert not any("cells__state" in (box.get("class") or "") for box in short.all("details"))


def test_the_table_as_csv(client_of: ClientOf, world: World, config: Config) -> None:
    edition = sheets.prepare(world, config, Side.US)
    address = path(world, paper="letter-side-by-side.letter").replace("batch-table", "batch-table.csv")
    text = client_of("printer.us", "es").get(address).response.data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:3] == ["Volante", "Clave de la región", "Región"]
    (own,) = [row for row in rows if EL_PASO in row]
    assert own[6:] == ["Preparada y correcta", "", edition.code, "", ""]


def test_many_cells_cost_few_questions_and_little_time(client_of: ClientOf, world: World, config: Config) -> None:
    """However many there are: the text is laid out once for the longest names, and nothing is asked for each."""
    sheets.prepare(world, config, Side.US)
    material = session.get_one(Material, world.in_force_id)
    everywhere = session.scalars(find(set_key="states", country="US").limit(150)).all()
    forms = papers(["letter-side-by-side", "letter-trifold"])
    looked(material, everywhere[:1], forms, config)
    for many in (2, 150):
        fit._measured.cache_clear()
        begun = time.process_time()
        with queries() as sent:
            rows = looked(material, everywhere[:many], forms, config)
        assert (len(rows), len(rows[0].cells)) == (many, 4)
        assert sent[0] <= 16
    assert time.process_time() - begun < 2  # one by one it takes half a minute


def _with(sheet: Sheet, key: str, near: str, far: str = "") -> Sheet:
    place = {"places": {"near": near, "far": far}, "territory": {"key": key, "name": near}}
    return {**sheet, **place}  # type: ignore[typeddict-item]


def test_the_longest_names_speak_for_all_and_a_single_misfit_is_found(world: World, config: Config) -> None:
    base = sheets.sheet(world.version("in_force"), config, EL_PASO)
    many = [_with(base, f"US-{n:05}", f"County {n}", "Juárez") for n in range(20)]
    many[7] = _with(base, "US-00007", "Ll" * 70, "Juárez")
    found = fit.misfits({sheet["territory"]["key"]: sheet for sheet in many}, LETTER)
    assert [key for key, findings in found.items() if findings] == ["US-00007"]
    assert len(found) == 20
