"""Leaving any day: one side's own and joint data as files, nothing internal of the other side, no secret."""

import csv
import hashlib
import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from campaign import clock, export_commands
from campaign.app import JOBS
from campaign.audit import chain
from campaign.config import Config
from campaign.db import Base, Side, acting, session
from campaign.exports.data import EXPORTED, LEFT_OUT, reader
from campaign.exports.making import columns_of, lines_of, make
from campaign.exports.models import Export
from campaign.jobs import actions as jobs
from campaign.jobs import work
from campaign.jobs.models import Job, JobState, Part, PartState
from campaign.materials.models import blocks_of
from campaign.partners.models import Contact
from campaign.storage import store_of, stored_keys
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.flyers import sheets
from tests.world import NOW, World

ClientOf = Callable[..., Browser]
CANARY = "canary-{}"


def exported(side: Side, config: Config) -> dict[str, bytes]:
    """Every file of an export by its name."""
    out = io.BytesIO()
    make(side, out, store_of(config), NOW)
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rows(files: dict[str, bytes], table: str) -> list[dict[str, str]]:
    text = files[f"tables/{table}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def canaries(world: World) -> None:
    """A word that is internal to one side in every place where one can write such."""
    for side in Side:
        own, word = side.value.lower(), CANARY.format(side.value)
        with acting(world.user(f"planner.{own}"), side, "campaigns.edit", NOW):
            world.user(f"planner.{own}").post = word
            getattr(world, "national" if side is Side.US else "plan").title_en = word
            draft = world.material("draft" if side is Side.US else "partner_draft")
            draft.title_en = word
            next(iter(session.scalars(blocks_of(draft.id)))).en = word
            clinic = world.organization(f"clinic.{own}")
            clinic.website = f"https://{word}.example.org"
            session.add(Contact(organization=clinic, name=word, post="", email="", phone=""))
            session.commit()


@pytest.mark.parametrize("side", list(Side))
def test_own_and_joint_and_nothing_internal_of_the_other(
    world: World, config: Config, canaries: None, side: Side
) -> None:
    files = exported(side, config)
    own, other = CANARY.format(side.value).encode(), CANARY.format(side.opposite.value).encode()
    inside = {name: _unpacked(data) for name, data in files.items()}
    assert [name for name, data in inside.items() if other in data] == []
    for name in ("users", "campaigns", "materials", "blocks", "organizations", "contacts", "audit_entries"):
        assert own in inside[f"tables/{name}.csv"], name
    assert own in inside["tables.xlsx"]
    titles = {row["title_en"] for row in rows(files, "materials")}
    assert world.material("in_force").title_en in titles, "what is joint"
    assert {row["side"] for row in rows(files, "users")} == {side.value}


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_no_secret_leaves(world: World, config: Config) -> None:
    """ASVS V15.3.1."""
    user = world.user("planner.us")
    files = exported(Side.US, config)
    everything = b"".join(_unpacked(data) for data in files.values())
    assert user.password_hash.encode() not in everything
    assert b"argon2" not in everything
    named = [f"{table}.{name}" for table in EXPORTED for name in columns_of(table)]
    telling = ("password", "token", "secret", "totp", "code_hash")
    assert [name for name in named if any(word in name for word in telling)] == []


def test_every_table_is_declared() -> None:
    """Whoever adds a table says whether it leaves with its side, and why not."""
    tables = set(Base.metadata.tables)
    assert tables - set(EXPORTED) - set(LEFT_OUT) == set(), "declare it in campaign/exports/data.py"
    assert (set(EXPORTED) | set(LEFT_OUT)) - tables == set()
    assert set(EXPORTED) & set(LEFT_OUT) == set()
    assert all(LEFT_OUT.values())


def test_it_proves_itself_whole(world: World, config: Config) -> None:
    edition = sheets.prepare(world, config, Side.MX)
    files = exported(Side.MX, config)
    manifest = list(csv.reader(io.StringIO(files["manifest.csv"].decode("utf-8-sig"))))[1:]
    assert {name for name, _size, _sum in manifest} == set(files) - {"manifest.csv"}
    for name, size, digest in manifest:
        assert (len(files[name]), hashlib.sha256(files[name]).hexdigest()) == (int(size), digest), name
    assert files[f"files/editions/{edition.sha256}"].startswith(b"%PDF")
    assert files["missing-files.txt"] == b""
    kept = chain.Checkpoint(**json.loads(files["checkpoint.json"]))
    assert chain.verify_since(session(), kept) == []
    readme = files["README.md"].decode()
    assert readme.index("# Exportación") < readme.index("# Export of")
    assert all(data.startswith(b"\xef\xbb\xbf") for name, data in files.items() if name.endswith(".csv"))


def test_a_file_that_is_gone_is_named(world: World, config: Config) -> None:
    edition = sheets.prepare(world, config, Side.US)
    with acting(None, None, "test", NOW):
        edition.sha256 = "0" * 64
        session.commit()
    assert exported(Side.US, config)["missing-files.txt"] == b"0" * 64 + b"\n"


def test_the_workbook_says_the_same_as_the_csv(world: World, config: Config) -> None:
    files = exported(Side.US, config)
    book = CalamineWorkbook.from_filelike(io.BytesIO(files["tables.xlsx"]))
    assert book.sheet_names == sorted(EXPORTED)
    sheet = book.get_sheet_by_name("regions").to_python()
    found = rows(files, "regions")
    assert len(sheet) == len(found) + 1 == 649
    codes = {row[sheet[0].index("code")] for row in sheet[1:]}
    assert codes == {row["code"] for row in found}
    assert "02" in codes, "zeros are kept"


def test_no_cell_calculates(world: World, config: Config) -> None:
    with acting(None, None, "test", NOW):
        world.material("draft").title_en = "=HYPERLINK(1)"
        session.commit()
    assert b"'=HYPERLINK(1)" in exported(Side.US, config)["tables/materials.csv"]


# The button


@pytest.fixture
def administrator(live: Any, world: World) -> Browser:
    return Browser(live, world.user("administrator.mx"))


def test_one_button_and_the_file(administrator: Browser, own_config: Config, world: World, live: Any) -> None:
    administrator.get("/exports/")
    administrator.send("/exports/make")
    administrator.get("/exports/")
    administrator.post("/exports/make", status=409)
    session.remove()
    export = session.scalars(select(Export)).one()
    assert (export.side, export.sha256) == (Side.MX, None)
    administrator.get(f"/exports/{export.id}/export.zip", status=404)
    job_id = export.job_id
    assert job_id is not None
    session.remove()
    work.perform(job_id, JOBS, own_config)
    job, export = session.get_one(Job, job_id), session.get_one(Export, export.id)
    assert (job.state, job.done) == (JobState.done, job.total)
    assert export.sha256 in stored_keys(session())
    assert export.file_name in administrator.get("/exports/").text
    answer = administrator.client.get(f"/exports/{export.id}/export.zip")
    assert hashlib.sha256(answer.data).hexdigest() == export.sha256
    assert int(answer.headers["Content-Length"]) == len(answer.data) == export.size
    assert answer.headers["Content-Disposition"].startswith("attachment")
    path = f"/exports/{export.id}/export.zip"
    assert Browser(live, world.user("administrator.us")).client.get(path).status_code == 404
    _forgotten_after_a_week(export.id, own_config, administrator)


def _forgotten_after_a_week(number: int, config: Config, administrator: Browser) -> None:
    key = session.get_one(Export, number).sha256
    assert key is not None
    for days, is_kept in ((6, True), (8, False)):
        with clock.at(NOW + timedelta(days=days)), acting(None, None, "exports.forget", clock.now()):
            job = jobs.ask("exports.forget", {}, at=clock.now())
            session.commit()
            work.perform(job.id, JOBS, config)
        assert store_of(config).exists(key) is is_kept
    session.remove()
    export = session.get_one(Export, number)
    assert (export.sha256, export.forgotten_at is not None) == (None, True)
    administrator.get(f"/exports/{number}/export.zip", status=404)


def test_whoever_is_no_administrator_any_more_gets_nothing(
    administrator: Browser, own_config: Config, world: World
) -> None:
    administrator.get("/exports/")
    administrator.send("/exports/make")
    session.remove()
    export = session.scalars(select(Export)).one()
    with acting(None, None, "test", NOW):
        world.user("administrator.mx").is_live = False
        session.commit()
    job_id = export.job_id
    assert job_id is not None
    session.remove()
    work.perform(job_id, JOBS, own_config)
    assert session.get_one(Job, job_id).state is JobState.failed
    assert session.get_one(Export, export.id).sha256 is None


@pytest.mark.parametrize("who", ["planner.us", "signatory.mx", "partner-a.us", "printer.mx", "secretariat", "observer"])
def test_nobody_else_takes_it_along(client_of: ClientOf, who: str) -> None:
    browser = client_of(who)
    browser.get("/exports/", status=403)
    browser.get("/")
    browser.post("/exports/make", status=403)


# The command


def test_the_command(own_config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr(export_commands, "open_installation", lambda: replace(own_config))
    out = tmp_path / "us.zip"
    assert export_commands.export(["--side", "US", "--out", str(out)]) == 0
    assert zipfile.ZipFile(out).testzip() is None
    assert out.stat().st_mode & 0o077 == 0
    session.remove()
    assert session.scalars(select(Export.side)).all() == [Side.US]
    assert export_commands.export(["--side", "US", "--out", str(out)]) == 1, "nothing is written over"
    with pytest.raises(SystemExit):
        export_commands.export(["--side", "XX", "--out", str(out)])


def test_rows_go_out_one_by_one(world: World, acting_as: ActingAs) -> None:
    """However many there are, a batch of them is in memory and no more."""
    with acting_as("planner.us") as user:
        job = jobs.ask("flyers.batch", {}, at=NOW, by=user)
        for n in range(4_000):
            session.add(Part(job_id=job.id, key=f"{n:08}-{'x' * 500}", position=n, state=PartState.waiting))
        session.commit()
    session.remove()
    tracemalloc.start()
    size = sum(len(piece) for piece in lines_of(session(), "job_parts", reader(Side.US)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 2_000_000
    assert peak < 1_500_000
