"""Restored is only into an empty place; one that holds anything stays as it is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from campaign.config import Config
from campaign.db import make_engine
from tests.backup.conftest import ENGINES, Call, Place, sums, tree

pytestmark = pytest.mark.database


def a_key(config: Config) -> None:
    (config.data / "secret.key").write_bytes(b"k" * 32)


def a_file(config: Config) -> None:
    folder = config.data / "files" / "ab"
    folder.mkdir(parents=True)
    (folder / ("ab" * 32)).write_bytes(b"x")


def a_table(config: Config) -> None:
    engine = make_engine(config.database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE ours (id INTEGER)"))
    engine.dispose()


@pytest.mark.parametrize("kind", ENGINES)
@pytest.mark.parametrize("occupy", [a_key, a_file, a_table])
def test_a_place_that_holds_something_stays_as_it_is(
    spare: Path, place: Place, call: Call, occupy: Callable[[Config], None], kind: str
) -> None:
    there = place(kind)
    there.data.mkdir()
    occupy(there)
    before = tree(there.data)
    status, _out, err = call(there, "restore", spare)
    assert (status, "already; restore works only into an empty" in err, tree(there.data)) == (1, True, before)
    if kind == "postgresql":
        engine = make_engine(there.database_url)
        assert inspect(engine).get_table_names() == (["ours"] if occupy is a_table else [])
        engine.dispose()


@pytest.mark.parametrize("kind", ENGINES)
def test_restored_twice_is_refused(spare: Path, place: Place, call: Call, kind: str) -> None:
    there = place(kind)
    assert call(there, "restore", spare)[0] == 0
    before = sums(there)
    assert call(there, "restore", spare)[0] == 1
    assert sums(there) == before


def test_a_database_without_tables_is_empty(spare: Path, place: Place, call: Call) -> None:
    """As a restore leaves it that was killed before its commit."""
    there = place()
    there.data.mkdir()
    engine = make_engine(there.database_url)
    with engine.connect():
        pass
    engine.dispose()
    assert call(there, "restore", spare)[0] == 0


def test_a_place_that_cannot_be_reached(spare: Path, place: Place, call: Call, tmp_path: Path) -> None:
    there = Config(data=tmp_path / "new", database_url="postgresql://nobody:s3cret@127.0.0.1:1/none", testing=True)
    status, _out, err = call(there, "restore", spare)
    assert (status, "127.0.0.1" in err, "s3cret" in err, tree(there.data)) == (1, True, False, {})
