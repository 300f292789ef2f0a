"""`flyer list` and `flyer render`: the same states and the same bytes as the screens."""

import csv
import hashlib
import json
from pathlib import Path

import pytest

from campaign.config import Config
from campaign.db import Side
from tests.commands.conftest import Run
from tests.flyers import sheets
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
    assert rows == [{"code": code, "region": key, "layout": "letter-side-by-side", "file": name, "sha256": digest}]


def test_what_is_not_in_force_is_marked_as_a_draft(run: Run, installed: Path, built_world: World) -> None:
    code = f"F-{built_world.waiting_id:04d}"
    status, _out, _err = run("flyer", "render", code, "--region", EL_PASO, "--out", str(installed / "out"))
    assert status == 0
    (pdf,) = (installed / "out").glob("*.pdf")
    assert "DRAFT. Not cleared. Do not hand out." in sheets.words(pdf.read_bytes())


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
