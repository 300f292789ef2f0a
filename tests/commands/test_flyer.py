"""`flyer list` and `flyer render`: the same states and the same bytes as the screens."""

import csv
import hashlib
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.config import Config
from campaign.db import Side
from campaign.materials.models import BlockKind
from tests.commands.conftest import Run
from tests.flyers import sheets
from tests.flyers.test_batch_partners import CLINIC, settle
from tests.flyers.test_strip import send_logo
from tests.materials import acts
from tests.world import EL_PASO, JUAREZ, World


def listed(run: Run) -> dict[str, dict[str, object]]:
    status, out, _err = run("flyer", "list", "--json")
    assert status == 0
    rows: list[dict[str, object]] = json.loads(out)
    return {str(row["code"]): row for row in rows}


def test_the_list_says_the_state_of_each(run: Run, installed: Path, built_world: World) -> None:
    rows = listed(run)
    for name, state in {"draft": "draft", "waiting": "submitted", "in_force": "in_force"}.items():
        assert rows[f"F-{getattr(built_world, f'{name}_id'):04d}"]["state"] == state
    row = rows[f"F-{built_world.in_force_id:04d}"]
    assert row["title"] == {"en": "One pill can kill", "es": "Una pastilla puede matar"}
    assert row["territories"] == ["US", "MX"]
    assert rows[f"F-{built_world.partner_draft_id:04d}"]["territories"] == ["MX"]


def test_where_the_countries_differ_each_has_its_state(run: Run, installed: Path, built_world: World) -> None:
    run("migrate")
    acts.revoke(built_world, built_world.version("in_force"), "signatory.us", marks=True)
    state = listed(run)[f"F-{built_world.in_force_id:04d}"]["state"]
    assert isinstance(state, dict)
    assert state["MX"] == "in_force"
    assert state["US"] != "in_force"


def test_the_list_for_eyes(run: Run, installed: Path, built_world: World) -> None:
    status, out, _err = run("flyer", "list")
    assert status == 0
    assert f"F-{built_world.in_force_id:04d}  US/MX  in_force     One pill can kill" in out


def test_an_empty_installation_lists_nothing(run: Run) -> None:
    assert listed(run) == {}


@pytest.mark.parametrize(("side", "key"), [(Side.US, EL_PASO), (Side.MX, JUAREZ)])
def test_what_is_rendered_is_what_the_screens_print(
    run: Run, installed: Path, world: World, config: Config, side: Side, key: str
) -> None:
    expected = sheets.prepare(world, config, side)
    name, digest = expected.file_name, expected.sha256
    code = f"F-{world.in_force_id:04d}"
    status, out, err = run("flyer", "render", code.lower(), "--region", key, "--out", str(installed / "out"))
    assert (status, err) == (0, "")
    assert out.strip().endswith(name)
    assert hashlib.sha256((installed / "out" / name).read_bytes()).hexdigest() == digest
    with (installed / "out" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    where = {"code": code, "region": key, "layout": "letter-side-by-side"}
    assert rows == [{**where, "file": name, "sha256": digest, "reason": "", "partner": "", "place": ""}]


def test_what_is_not_in_force_is_marked_as_a_draft(run: Run, installed: Path, built_world: World) -> None:
    code = f"F-{built_world.waiting_id:04d}"
    status, _out, _err = run("flyer", "render", code, "--region", EL_PASO, "--out", str(installed / "out"))
    assert status == 0
    (pdf,) = (installed / "out").glob("*.pdf")
    assert "DRAFT. Not in force. Do not hand out." in sheets.words(pdf.read_bytes())


@pytest.mark.parametrize(
    ("code", "region", "said"),
    [
        ("F-9999", EL_PASO, "There is no flyer F-9999."),
        ("x", EL_PASO, "There is no flyer x."),
        ("F-²", EL_PASO, "There is no flyer F-²."),
        ("9" * 30, EL_PASO, "There is no flyer " + "9" * 30),
        ("F-0006", "US-99999", "There is no region US-99999."),
        ("F-0006", "48141", "There is no region 48141."),
        ("F-0006", "", "There is no region ."),
    ],
)
def test_what_does_not_exist_is_said_and_nothing_is_written(
    run: Run, installed: Path, code: str, region: str, said: str
) -> None:
    status, _out, err = run("flyer", "render", code, "--region", region, "--out", str(installed / "out"))
    assert status == 1
    assert said in err
    assert not (installed / "out").exists()


@pytest.mark.parametrize(
    "argv",
    [("flyer",), ("flyer", "render"), ("flyer", "render", "F-0006"), ("flyer", "render", "F-0006", "--layout", "x")],
)
def test_called_wrongly(run: Run, argv: tuple[str, ...]) -> None:
    assert run(*argv)[0] == 2


@pytest.fixture
def few(installed: Path, built_world: World) -> Path:
    """A region set of three places, so that a batch is quick; the border is rendered by --full."""
    run_set = "INSERT INTO region_sets VALUES ('few', 'Few', 'Pocas', 'Three.', 'Tres.', '2026-11-01', 1)"
    with sqlite3.connect(installed / "campaign.sqlite") as database:
        database.execute(run_set)
        database.executemany("INSERT INTO region_set_members VALUES ('few', ?)", [(EL_PASO,), (JUAREZ,), ("US-48061",)])
    return installed


def batch(run: Run, out: Path, code: str, *more: str) -> tuple[int, str, str]:
    return run("flyer", "batch", code, "--set", "few", "--out", str(out), *more)


def manifest(out: Path) -> list[dict[str, str]]:
    with (out / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_batch_writes_a_file_and_a_line_for_each_region_of_both_sides(
    run: Run, few: Path, built_world: World
) -> None:
    out, code = few / "out", f"F-{built_world.in_force_id:04d}"
    assert batch(run, out, code)[0] == 0
    rows = manifest(out)
    assert sorted(row["region"] for row in rows) == [JUAREZ, "US-48061", EL_PASO]
    for row in rows:
        short = built_world.version("in_force").short_fingerprint
        assert row["file"] == f"{code}-{row['region']}-letter-side-by-side-{short}.pdf"
        assert hashlib.sha256((out / row["file"]).read_bytes()).hexdigest() == row["sha256"]


def test_a_batch_that_was_cut_off_goes_on_where_it_was(run: Run, few: Path, built_world: World) -> None:
    out, code = few / "out", f"F-{built_world.in_force_id:04d}"
    batch(run, out, code)
    whole, torn, gone = manifest(out)
    (out / torn["file"]).write_bytes(b"%PDF-1.7 half of it")
    (out / gone["file"]).unlink()
    kept = (out / whole["file"]).stat().st_mtime_ns
    with (out / "manifest.csv").open("a", encoding="utf-8") as file:
        file.write(f"{code},US-48")  # a line that was being written when the power went
    status, said, _err = batch(run, out, code, "--resume")
    assert status == 0
    assert sorted(Path(line).name for line in said.split()) == sorted([torn["file"], gone["file"]])
    assert (out / whole["file"]).stat().st_mtime_ns == kept
    for row in (whole, torn, gone):
        assert hashlib.sha256((out / row["file"]).read_bytes()).hexdigest() == row["sha256"]


def test_where_it_is_not_in_force_the_batch_writes_drafts(run: Run, few: Path, built_world: World) -> None:
    run("migrate")
    acts.revoke(built_world, built_world.version("in_force"), "signatory.us", marks=True)
    out, code = few / "out", f"F-{built_world.in_force_id:04d}"
    assert batch(run, out, code)[0] == 0
    drafts = [row["region"] for row in manifest(out) if "DRAFT" in sheets.words((out / row["file"]).read_bytes())]
    assert sorted(drafts) == ["US-48061", EL_PASO]


def test_what_does_not_fit_is_named_and_the_batch_ends_with_1(run: Run, few: Path, built_world: World) -> None:
    run("migrate")
    sheets.long_words(built_world, built_world.material("draft"), BlockKind.headline)
    out, code = few / "out", f"F-{built_world.draft_id:04d}"
    status, _said, err = batch(run, out, code)
    assert status == 1
    assert {row["file"] for row in manifest(out)} == {""}
    assert all("does not fit" in row["reason"] for row in manifest(out))
    assert "3/3" in err


def test_a_set_that_does_not_exist_is_said(run: Run, installed: Path, built_world: World) -> None:
    code = f"F-{built_world.in_force_id:04d}"
    status, _out, err = run("flyer", "batch", code, "--set", "moon", "--out", str(installed / "out"))
    assert (status, err.strip()) == (1, "There is no region set moon.")
    assert not (installed / "out").exists()


@pytest.fixture
def clinic(run: Run, few: Path, built_world: World, config: Config) -> Path:
    """The world's clinic in El Paso, accredited, with a logo that may be printed."""
    run("migrate")
    settle(built_world)
    send_logo(built_world, replace(config, data=few))
    return few


def test_a_partners_sheets_are_written_for_its_places_and_the_plain_ones_when_asked(
    run: Run, clinic: Path, built_world: World
) -> None:
    out, code = clinic / "out", f"F-{built_world.in_force_id:04d}"
    number = str(built_world.organization("clinic.us").id)
    assert batch(run, out, code, "--partner", number)[0] == 0
    (row,) = manifest(out)
    assert (row["region"], row["partner"], row["place"]) == (EL_PASO, CLINIC, "Front desk")
    assert CLINIC in sheets.words((out / row["file"]).read_bytes())
    status, said, _err = batch(run, out, code, "--partner", CLINIC, "--partner", "none", "--resume")
    assert status == 0
    assert len(said.split()) == 3, "the clinic's own was there"
    assert [bool(row["partner"]) for row in manifest(out)].count(False) == 3
    single = clinic / "single"
    assert run("flyer", "render", code, "--region", EL_PASO, "--partner", number, "--out", str(single))[0] == 0
    (again,) = manifest(single)
    assert again == row


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--partner", "999999"], "There is no partner 999999."),
        (["--partner", "Nobody"], "There is no partner Nobody."),
        (["--partner", "9" * 40], "There is no partner " + "9" * 40),
        (["--partner", CLINIC], "None of these partners may be printed there"),
        (["--partner", CLINIC, "--layout", "wallet-card"], "wallet-card has no room for a partner."),
    ],
)
def test_a_partner_that_cannot_be_printed_is_said(
    run: Run, few: Path, built_world: World, more: list[str], said: str
) -> None:
    status, _out, err = batch(run, few / "out", f"F-{built_world.in_force_id:04d}", *more)
    assert (status, err.startswith(said)) == (1, True)
    assert not (few / "out").exists()
