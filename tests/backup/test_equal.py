"""What was backed up is what is restored: on each engine and from one to the other, and it serves."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import bindparam, select, text

import campaign.app
import campaign.migrate
from campaign import db
from campaign.accounts.models import Role
from campaign.backup import archive
from campaign.backup.restore import restore
from campaign.backup.rows import Verbatim
from campaign.backup.take import take
from campaign.campaigns import actions as campaigns
from campaign.campaigns.models import Campaign, CampaignKind
from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, make_engine, session
from campaign.flyers.models import Edition
from campaign.storage import store_of
from tests.backup.conftest import ENGINES, Call, Place, sums
from tests.browser import Browser
from tests.house.test_migrations import ddl
from tests.materials import acts
from tests.reviews import routes as reviews
from tests.world import BRIEF, World

pytestmark = pytest.mark.database


def restored(path: Path, config: Config) -> Config:
    with archive.reading(path) as found:
        restore(found, config)
    return config


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("kind", ENGINES)
def test_every_row_and_file_and_both_keys_arrive(full: Config, backup: Path, place: Place, kind: str) -> None:
    there = restored(backup, place(kind))
    expected = sums(full)
    assert sums(there) == expected
    assert (expected["editions"].rows, expected["regions"].rows > 600) == (2, True)
    assert set(dict(store_of(there).keys())) == set(dict(store_of(full).keys()))
    assert len(dict(store_of(there).keys())) == 2
    for name in ("audit.key", "secret.key"):
        assert (there.data / name).read_bytes() == (full.data / name).read_bytes()
        assert mode(there.data / name) == 0o600
    assert mode(backup) == 0o600


@pytest.mark.parametrize("kind", ENGINES)
def test_there_and_back_again(full: Config, backup: Path, place: Place, kind: str) -> None:
    """From one engine to the other and back: the second archive sums to the same."""
    there = restored(backup, place(kind))
    second = backup.with_name("two.tar")
    manifest = take(there, second, now())
    back = restored(second, place(make_engine(full.database_url).dialect.name))
    assert sums(back) == sums(full) == manifest.tables


@pytest.mark.parametrize("kind", ENGINES)
def test_what_a_deputy_signed_and_a_reviewer_revoked_arrives(
    own_config: Config, built_world: World, place: Place, tmp_path: Path, kind: str
) -> None:
    """Rows come in by the names of their tables: a clearance before its deputy and before the steps of its version. The
    triggers of law 2 are in the way of none that was lawful."""
    reviews.sign_both(built_world, "deputy.us")
    reviews.make_route(built_world, "us", reviews.plan(reviews.STOPS[:1]))
    sent = reviews.send(built_world, acts.flyer(built_world))
    reviews.pass_step(built_world, reviews.steps(sent)[0], "deputy.us")
    named = reviews.name_deputy(built_world, "signatory.us", "signatory2.us", Role.signatory)
    acts.clear(built_world, sent, "signatory2.us", deputy_id=named.id)
    acts.revoke(built_world, sent, "deputy.us")
    session.remove()
    path = tmp_path / "reviews.tar"
    take(own_config, path, now())
    assert sums(restored(path, place(kind))) == sums(own_config)


@pytest.mark.parametrize("kind", ENGINES)
def test_the_tables_are_those_that_the_migrations_make(backup: Path, place: Place, kind: str) -> None:
    there, fresh = restored(backup, place(kind)), place(kind)
    fresh.data.mkdir()
    with make_engine(there.database_url).connect() as one, make_engine(fresh.database_url).begin() as other:
        campaign.migrate.upgrade(other)
        assert ddl(one) == ddl(other)


@pytest.mark.parametrize("kind", ENGINES)
def test_a_restored_installation_serves(
    full: Config, backup: Path, place: Place, built_world: World, kind: str
) -> None:
    """A sheet's bytes, a page, and a new row, which is numbered after the others."""
    before, there = session.get_bind(), restored(backup, place(kind))
    edition = session.scalars(select(Edition).where(Edition.country == db.Side.US)).one()
    newest = session.scalars(select(Campaign.id).order_by(Campaign.id.desc()).limit(1)).one()
    own = make_engine(there.database_url)
    app = campaign.app.create_app(there, bind=own)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    try:
        page = Browser(app, built_world.user("printer.us")).get(f"/flyers/editions/{edition.id}/file.pdf")
        assert page.response.data == store_of(full).read(edition.sha256)
        Browser(app, built_world.user("planner.mx")).get("/")
        user = built_world.user("planner.us")
        with acting(user, user.side, "campaigns.new", now()):
            made = campaigns.create(BRIEF, CampaignKind.joint, user, now())
            session.commit()
        assert made.id == newest + 1
    finally:
        session.remove()
        own.dispose()
        db.bind(before)


def test_text_json_and_times_arrive_to_the_last_letter(full: Config, place: Place, call: Call, tmp_path: Path) -> None:
    """Signs beyond the first plane, line ends, JSON with its own spacing, microseconds, the first and last years."""
    strange = "a\r\nb\t\u2028 “ñ” 🜨 \u0301 \\ ' \" \x7f"
    with make_engine(full.database_url).begin() as connection:
        json = bindparam("json", value='{ "b" :1,\n "a": null, "ñ":1e3}', type_=Verbatim())
        row = text(
            "INSERT INTO jobs (kind, payload, state, priority, run_at, attempts, token, done, total, error_en, "
            "error_es, asked_at, note) VALUES (:text, :json, 'queued', -9, :at, 0, '', 0, 1, '', '', :at, :text)"
        )
        connection.execute(row.bindparams(json, text=strange, at=datetime(1, 1, 2, 3, 4, 5, 6, UTC)))
    assert call(full, "backup", tmp_path / "x.tar")[0] == 0
    for kind in ENGINES:
        there = place(kind)
        assert call(there, "restore", tmp_path / "x.tar")[0] == 0
        assert sums(there) == sums(full)
        with make_engine(there.database_url).connect() as connection:
            found = connection.execute(text("SELECT note, CAST(payload AS TEXT) FROM jobs WHERE priority = -9")).one()
        assert tuple(found) == (strange, '{ "b" :1,\n "a": null, "ñ":1e3}')


def test_the_commands_say_what_they_did(full: Config, place: Place, call: Call, tmp_path: Path) -> None:
    path = tmp_path / "one.tar"
    status, out, err = call(full, "backup", path)
    assert (status, err, "2 stored files" in out, "keep it where only you can read it" in out) == (0, "", True, True)
    assert call(full, "backup", path)[0] == 1  # never replaced
    there = place()
    status, out, err = call(there, "restore", path, "--check")
    assert (status, err, "whole" in out, there.data.exists()) == (0, "", True, False)
    status, out, err = call(there, "restore", path)
    assert (status, err, "restored and proved equal" in out) == (0, "", True)
    assert call(there, "audit", "verify")[:2] == (0, "The chain is intact.\n")
    assert [p.name for p in path.parent.glob(".*")] == []


def test_without_an_installation_there_is_no_backup(place: Place, call: Call, tmp_path: Path) -> None:
    """And none is made by asking."""
    nowhere = place()
    assert call(nowhere, "backup", tmp_path / "one.tar")[0] == 1
    assert (nowhere.data.exists(), list(tmp_path.glob("*one.tar*"))) == (False, [])


def test_a_backup_without_one_of_its_files_is_not_made(full: Config, call: Call, tmp_path: Path) -> None:
    key, _at = next(store_of(full).keys())
    path = full.data / "files" / key[:2] / key
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    status, _out, err = call(full, "backup", tmp_path / "one.tar")
    assert (status, f"{key} is damaged" in err, (tmp_path / "one.tar").exists()) == (1, True, False)
    path.unlink()
    status, _out, err = call(full, "backup", tmp_path / "one.tar")
    assert (status, f"{key} is missing" in err, list(tmp_path.glob("*one.tar*"))) == (1, True, [])
