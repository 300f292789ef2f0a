"""`doctor`: a healthy installation passes; each damage is really made, and found by its check."""

import io
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

import campaign.config
import campaign.doctor.machine
from campaign import db
from campaign.config import Config
from campaign.db import session
from campaign.doctor.finding import Check, Finding, Patient
from campaign.doctor.installation import database, demo, keys, queue, settings
from campaign.doctor.machine import assets, disk, fonts, limits, public, renderer, scanner, times, translations
from campaign.doctor.stored import store
from campaign.flyers.models import Edition
from campaign.intake.limits import EXTENSIONS
from campaign.paper.typeset import Face
from campaign.policy import PUBLIC
from campaign.storage import store_of
from tests.commands.conftest import Run
from tests.house.places import print_editions
from tests.world import World

pytestmark = pytest.mark.usefixtures("_app")  # whose making compiles the catalogues and writes the keys
Findings = list[Finding]
Look = Callable[..., Findings]


@pytest.fixture
def look(empty: Path) -> Look:
    """`look(check)`: what one check says about the installation of this test."""

    def go(check: Check, is_whole: bool = False, **settings: object) -> Findings:
        values = {**vars(Config.read()), **settings}
        config = Config(**{name: values[name] for name in Config.__dataclass_fields__})
        engine = db.make_engine(config.database_url)
        try:
            return list(check(Patient(config, engine, is_whole)))
        finally:
            engine.dispose()

    return go


def failures(found: Findings) -> list[str]:
    return [finding.text for finding in found if finding.state == "FAILED"]


def tamper(data: Path, statement: str) -> None:
    connection = sqlite3.connect(data / "campaign.sqlite")
    connection.execute(statement)
    connection.commit()
    connection.close()


# The command


def test_a_healthy_installation(run: Run, installed: Path) -> None:
    run("migrate")
    status, out, err = run("doctor")
    assert (status, err) == (0, ""), out
    assert "FAILED" not in out
    for name in ("settings", "keys", "database", "store", "queue", "fonts", "renderer", "limits", "assets", "disk"):
        assert any(line.split()[1] == name for line in out.splitlines()), name
    status, out, _err = run("doctor", "--json", "--store")
    found = json.loads(out)
    assert (status, found["ok"]) == (0, True)
    assert {"check", "state", "text"} == set(found["checks"][0])


def test_the_types_of_uploads_are_told(look: Look) -> None:
    said = " ".join(finding.text for finding in look(limits))
    assert "A material may have 200 MB and be video/mp4." in said
    assert all(kind in said for kind in EXTENSIONS)


def test_a_scanner_that_is_none_or_is_silent_stops_nobody(look: Look, tmp_path: Path) -> None:
    assert [finding.state for finding in look(scanner)] == ["ok"]
    (silent,) = look(scanner, clamd_url=f"unix://{tmp_path}/nobody")
    assert (silent.state, "not scanned" in silent.text) == ("warning", True)


def test_an_empty_folder_is_told_what_to_do_and_left_empty(run: Run, empty: Path) -> None:
    status, out, _err = run("doctor", "--json")
    found = json.loads(out)
    assert (status, found["ok"]) == (1, False)
    said = [check["text"] for check in found["checks"] if check["state"] == "FAILED"]
    assert said == [f"{empty / 'campaign.sqlite'} is not there: python3 -m campaign migrate"]
    assert list(empty.iterdir()) == []


def test_a_setting_that_cannot_be_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMPAIGN_TRUSTED_PROXIES", "one")
    status, out, _err = run("doctor")
    assert status == 1
    assert out.startswith("FAILED   settings     A setting cannot be read")


def test_called_wrongly(run: Run) -> None:
    assert run("doctor", "--fix")[0] == 2, "it goes with --store only"


# Settings and keys


def test_every_setting_is_shown_and_no_secret(look: Look) -> None:
    url = "postgresql://campaign:open-sesame@db.example/campaign"
    found = look(settings, demo_password="open-sesame", database_url=url)
    text = " ".join(finding.text for finding in found)
    assert "open-sesame" not in text
    assert "demo_password = set, not shown" in text
    assert "postgresql://campaign:***@db.example/campaign" in text
    for name in Config.__dataclass_fields__:
        assert name == "testing" or f"{name} = " in text


def test_an_address_without_https(look: Look) -> None:
    """ASVS V12.2.1."""
    assert failures(look(settings, base_url="http://campaign.example")) == [
        "The base address is neither this machine nor https: sign-ins would travel openly."
    ]
    found = look(settings, base_url="https://campaign.example")
    assert [finding.state for finding in found if "trusted proxy" in finding.text] == ["warning"]
    assert [finding.state for finding in found if "No mail server" in finding.text] == ["warning"]
    whole = {
        "base_url": "https://campaign.example",
        "trusted_proxies": 1,
        "mail_url": "smtp://c:open-sesame@mail.example",
    }
    found = look(settings, **whole)
    assert all(finding.state == "ok" for finding in found)
    assert "open-sesame" not in " ".join(finding.text for finding in found)


def test_a_key_that_others_may_read(look: Look, installed: Path) -> None:
    """ASVS V13.3.2."""
    assert failures(look(keys)) == []
    (installed / "audit.key").chmod(0o640)
    (said,) = failures(look(keys))
    assert said.startswith("audit.key may be read by others (040): chmod 600")


def test_a_key_that_is_missing_or_cut(look: Look, installed: Path) -> None:
    (installed / "audit.key").unlink()
    (installed / "secret.key").write_bytes(b"short")
    short, missing = failures(look(keys))
    assert short == "secret.key is too short to protect anything."
    assert missing.startswith("audit.key is missing, and with it the proof of the record")


def test_a_key_that_the_next_start_makes(look: Look, installed: Path) -> None:
    (installed / "secret.key").unlink()
    assert [finding.state for finding in look(keys)] == ["warning", "ok"]


# Database


def test_a_migration_that_is_missing(look: Look, installed: Path, run: Run) -> None:
    run("migrate")
    assert failures(look(database)) == []
    tamper(installed, "UPDATE alembic_version SET version_num = '0000_before'")
    (said,) = failures(look(database))
    assert said.startswith("at 0000_before, the program is at ")
    tamper(installed, "DROP TABLE alembic_version")
    assert failures(look(database)) == ["migration head missing: python3 -m campaign migrate"]


def test_a_page_of_the_database_that_was_overwritten(look: Look, installed: Path) -> None:
    with (installed / "campaign.sqlite").open("r+b") as file:
        file.seek(4096 * 40)
        file.write(b"\xff" * 4096 * 8)
    try:
        said = failures(look(database))
    except DatabaseError as error:  # some damage stops SQLite itself
        said = [str(error)]
    assert "malformed" in " ".join(said) or "quick_check" in " ".join(said)


def test_a_file_that_is_no_database(run: Run, empty: Path) -> None:
    (empty / "campaign.sqlite").write_text("something else entirely, and long enough to be read " * 40)
    status, out, _err = run("doctor")
    assert status == 1
    assert "FAILED   database     The database did not answer: file is not a database" in out


# Stored sheets


@pytest.fixture
def sheets(world: World, config: Config, installed: Path) -> list[tuple[str, Path]]:
    """Two sheets whose rows and files are in the installation."""
    print_editions(world, config)
    rows = list(session.scalars(select(Edition)))
    columns = [column.key for column in Edition.__table__.columns]
    engine = db.make_engine(f"sqlite:///{installed / 'campaign.sqlite'}")
    with Session(engine) as own:
        own.add_all(Edition(**{name: getattr(row, name) for name in columns}) for row in rows)
        own.commit()
    engine.dispose()
    for row in rows:
        store_of(Config.read()).put(io.BytesIO(store_of(config).read(row.sha256)))
    return [(row.code, installed / "files" / row.sha256[:2] / row.sha256) for row in rows]


def test_a_file_that_is_missing_and_one_with_a_flipped_byte(look: Look, sheets: list[tuple[str, Path]]) -> None:
    assert [finding.state for finding in look(store)] == ["ok", "ok"]
    (missing, gone), (changed, path) = sheets
    gone.unlink()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    for is_whole in (False, True):
        said = failures(look(store, is_whole))
        assert sorted(said) == sorted(
            [
                f"The file of {missing} (editions) is missing: {gone.name}",
                f"The file of {changed} (editions) was changed: {path.name}",
            ]
        )


def test_a_store_that_cannot_be_one(look: Look, installed: Path) -> None:
    (installed / "files").write_text("in the way")
    assert failures(look(store))[0] == f"{installed / 'files'}: not writable"


# Queue and people


def test_a_job_that_nobody_takes(look: Look, run: Run, installed: Path) -> None:
    run("migrate")
    assert failures(look(queue)) == []
    tamper(
        installed,
        "INSERT INTO jobs (kind, payload, state, priority, run_at, attempts, token, done, total, error_en, error_es,"
        " asked_at) VALUES ('x', '{}', 'queued', 0, '2026-11-24 14:00:00', 0, '', 0, 1, '', '', '2026-11-24 14:00:00')",
    )
    assert failures(look(queue)) == ["a job has been waiting for 120 minutes: is `run` or `worker` running?"]


def test_demo_people_on_an_address_that_others_reach(look: Look, installed: Path) -> None:
    """ASVS V6.3.2."""
    assert failures(look(demo)) == []
    (said,) = failures(look(demo, base_url="https://campaign.example"))
    assert said.endswith("demo people can sign in, and the base address is not this machine.")
    tamper(installed, "UPDATE users SET is_live = 0")
    assert failures(look(demo, base_url="https://campaign.example")) == []


# The machine


def test_a_real_page_and_its_fence(look: Look) -> None:
    (said,) = look(renderer)
    assert said.state == "ok"
    assert "s of CPU and" in said.text
    assert failures(look(limits)) == []
    assert "A page may take 10 s of CPU and 600 MiB." in [finding.text for finding in look(limits)]


def test_a_font_that_is_missing(look: Look, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert failures(look(fonts)) == []
    monkeypatch.setattr(campaign.doctor.machine, "FACES", (Face("text", tmp_path / "Gone.ttf"),))
    assert failures(look(fonts)) == ["Missing: Gone.ttf"]


@pytest.fixture
def own_static(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the front-end assets that may be damaged."""
    root = tmp_path_factory.mktemp("static")
    shutil.copytree(campaign.config.folder("static") / "vendor", root / "vendor")
    monkeypatch.setattr(campaign.doctor.machine, "folder", lambda name: root)
    return root / "vendor"


def test_assets_that_are_missing_or_changed(look: Look, own_static: Path) -> None:
    assert failures(look(assets)) == []
    (own_static / "htmx" / "htmx.min.js").write_text("alert(1)")
    (said,) = failures(look(assets))
    assert said.startswith("Missing or changed: htmx/htmx.min.js")
    (own_static / "manifest.json").unlink()
    assert failures(look(assets)) == ["The front-end assets are missing: python3 -m campaign prepare"]


def test_a_catalogue_that_is_old_or_not_compiled(look: Look, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert failures(look(translations)) == []
    shutil.copytree(campaign.config.PACKAGE / "translations", tmp_path / "translations")
    monkeypatch.setattr(campaign.doctor.machine, "PACKAGE", tmp_path)
    place = tmp_path / "translations" / "es" / "LC_MESSAGES"
    source = (place / "messages.po").read_text()
    (place / "messages.po").write_text(source.replace('msgstr "Iniciar sesión"', 'msgstr "Entrar"'))
    assert failures(look(translations)) == ["es: 1 sentences are older than their source: python3 -m campaign prepare"]
    (place / "messages.mo").unlink()
    assert failures(look(translations)) == ["es is not compiled: python3 -m campaign prepare"]


def test_zone_data_that_do_not_know_juarez(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    assert failures(look(times)) == []
    monkeypatch.setitem(campaign.doctor.machine.CLOCKS, "America/Nowhere", 6)
    monkeypatch.setitem(campaign.doctor.machine.CLOCKS, "America/Phoenix", 6)
    (said,) = failures(look(times))
    assert said == "The zone data are too old for America/Phoenix, America/Nowhere."


def test_a_clock_that_is_behind_the_record(look: Look, installed: Path) -> None:
    tamper(
        installed,
        "INSERT INTO audit_entries (n, at, action, changes, previous, hash, hmac)"
        " VALUES (100000, '2026-11-25 16:00:00', 'x', '[]', 'x', 'x', 'x')",
    )
    (said,) = failures(look(times))
    assert "is behind the newest entry of the record" in said


def test_an_address_that_lets_anybody_in(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    assert failures(look(public)) == []
    monkeypatch.setattr(campaign.doctor.machine, "PUBLIC", PUBLIC - {"library.sheet"})
    assert failures(look(public)) == ["Open to anybody, and not meant to be: library.sheet"]


def test_a_disk_with_no_room(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    assert failures(look(disk)) == []
    monkeypatch.setattr(campaign.doctor.machine, "LITTLE_ROOM", 2**60)
    assert [finding.state for finding in look(disk)] == ["warning"]
    monkeypatch.setattr(campaign.doctor.machine, "NO_ROOM", 2**60)
    assert [finding.state for finding in look(disk)] == ["FAILED"]
