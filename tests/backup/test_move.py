"""`move`: every row of an SQLite installation in PostgreSQL, nothing acknowledged left behind, or nothing changed."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text

from campaign import db
from campaign.backup import archive
from campaign.backup.move import CLOSE
from campaign.backup.restore import restore
from campaign.campaigns.models import Campaign
from campaign.config import Config
from campaign.db import make_engine
from campaign.i18n import LANGUAGES
from campaign.storage import store_of
from tests.backup.conftest import Call, Place, sums, tree
from tests.backup.writing import Writer
from tests.browser import Browser
from tests.conftest import on_postgresql
from tests.world import World

pytestmark = pytest.mark.database
LATE = "Words that came too late"
needs_postgresql = pytest.mark.skipif(not on_postgresql(), reason="moved to what this run has not")


@pytest.fixture
def old(spare: Path, place: Place) -> Config:
    """The world on SQLite, whatever this run is on."""
    config = place()
    with archive.reading(spare) as found:
        restore(found, config)
    return config


def tables_of(config: Config) -> list[str]:
    engine = make_engine(config.database_url)
    names = inspect(engine).get_table_names()
    engine.dispose()
    return names


@needs_postgresql
def test_everything_is_there_and_the_old_one_takes_no_more_acts(
    old: Config, place: Place, call: Call, built_world: World
) -> None:
    new, before = place("postgresql"), sums(old)
    status, out, err = call(old, "move", "--to", new.database_url)
    assert (status, err) == (0, "")
    assert "copied and proved equal" in out
    assert "CAMPAIGN_DATABASE_URL=postgresql://" in out
    assert sums(new) == before == sums(old)
    db.bind(make_engine(old.database_url))
    late = Writer(built_world.users["planner.us"])
    late.join(60)
    assert (late.kept, late.refused) == ([], "this installation was moved to another database")
    assert call(old, "backup", old.data / "old.tar")[0] == 0  # still read


@needs_postgresql
def test_what_was_acknowledged_during_the_move_is_in_the_new_one(
    old: Config, place: Place, call: Call, built_world: World
) -> None:
    db.bind(make_engine(old.database_url))
    writer, new = Writer(built_world.users["planner.us"]), place("postgresql")
    writer.go_on()
    assert call(old, "move", "--to", new.database_url)[0] == 0
    writer.join(60)
    assert writer.refused == "this installation was moved to another database"
    engine = make_engine(new.database_url)
    with engine.connect() as connection:
        assert set(writer.kept) <= set(connection.scalars(select(Campaign.id)))
    engine.dispose()


@needs_postgresql
def test_files_go_along_when_another_store_is_named(old: Config, place: Place, call: Call, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    url = (tmp_path / "store").as_uri()
    assert call(old, "move", "--to", place("postgresql").database_url, "--store", url)[0] == 0
    assert tree(tmp_path / "store") == tree(old.data / "files")
    assert len(tree(tmp_path / "store")) == 2


@needs_postgresql
def test_a_damaged_file_stops_the_move_and_nothing_stays(old: Config, place: Place, call: Call, tmp_path: Path) -> None:
    key = sorted(dict(store_of(old).keys()))[-1]
    (old.data / "files" / key[:2] / key).write_bytes(b"?")
    (tmp_path / "store").mkdir()
    new, before = place("postgresql"), tree(old.data)
    status, _out, err = call(old, "move", "--to", new.database_url, "--store", (tmp_path / "store").as_uri())
    assert (status, f"{key} is damaged" in err) == (1, True)
    assert (tables_of(new), tree(tmp_path / "store"), tree(old.data)) == ([], {}, before)


@needs_postgresql
def test_a_database_that_is_not_empty_stays_as_it_is(old: Config, place: Place, call: Call) -> None:
    new = place("postgresql")
    assert call(old, "move", "--to", new.database_url)[0] == 0
    moved = sums(new)
    status, _out, err = call(old, "move", "--to", new.database_url)
    assert (status, "There are tables in this database already" in err, sums(new)) == (1, True, moved)
    status, _out, err = call(new, "move", "--to", place("postgresql").database_url)
    assert (status, "on PostgreSQL already" in err) == (1, True)


@needs_postgresql
def test_who_is_not_let_in_learns_it_without_a_password(old: Config, place: Place, call: Call) -> None:
    parts = urlsplit(place("postgresql").database_url)
    stranger = urlunsplit(parts._replace(netloc=f"stranger:s3cret@{parts.hostname}"))
    before = tree(old.data)
    status, out, err = call(old, "move", "--to", stranger)
    assert (status, "stranger" in err, "s3cret" in out + err, tree(old.data)) == (1, True, False, before)


def test_a_server_that_is_not_there(old: Config, call: Call) -> None:
    status, out, err = call(old, "move", "--to", "postgresql://me:s3cret@127.0.0.1:1/none")
    assert (status, "127.0.0.1" in err, "Nothing was changed." in err, "s3cret" in out + err) == (1, True, True, False)


WRONG = ["mysql://me:s3cret@here/x", "sqlite:///x", "postgresql", "", "postgresql:/x", "postgresql://me:s3cret@:port/x"]


@pytest.mark.parametrize("url", WRONG)
def test_another_kind_of_address_is_called_wrongly(place: Place, call: Call, url: str) -> None:
    status, out, err = call(place(), "move", "--to", url)
    assert (status, "begins with postgresql://" in err, "s3cret" in out + err) == (2, True, False)


@pytest.mark.parametrize("url", ["postgresql://me:s3cret@/\x00", "postgresql://me:s3cret@127.0.0.1:1/x?what=ever"])
def test_an_address_that_leads_nowhere(old: Config, call: Call, url: str) -> None:
    status, out, err = call(old, "move", "--to", url)
    assert (status, "Nothing was changed." in err, "s3cret" in out + err) == (1, True, False), err


def test_without_an_installation_nothing_is_moved(place: Place, call: Call) -> None:
    nowhere = place()
    assert call(nowhere, "move", "--to", "postgresql://127.0.0.1:1/none")[0] == 1
    assert not nowhere.data.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_server_that_was_forgotten_says_that_it_moved(live: Flask, built_world: World, language: str) -> None:
    if on_postgresql():
        pytest.skip("only SQLite moves away")
    browser = Browser(live, built_world.user("planner.us"), language)
    browser.get("/campaigns/new")
    db.aside(text(CLOSE))
    page = browser.send("/campaigns/new", kind="joint", title_en=LATE, title_es=LATE, status=503)
    assert page.h1 == {"en": "This installation has moved", "es": "Esta instalación cambió de lugar"}[language]
    assert page.text.count(LATE) == 2  # what was typed stands there to be copied
    browser.get("/campaigns/")
