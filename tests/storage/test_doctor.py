"""`doctor --store` over both stores: a flipped byte, a missing file and orphans; `--fix` removes old orphans only."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from campaign import clock
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.doctor.finding import Patient
from campaign.doctor.stored import store as check
from campaign.storage import Store, store_of
from tests.flyers import sheets
from tests.storage.conftest import overwrite
from tests.world import World

pytestmark = pytest.mark.database
Look = Callable[..., list[tuple[str, str]]]
ORPHAN = b"of no row"


@pytest.fixture
def place(own_config: Config, store_url: str) -> Config:
    """An installation with a database of the test's own and an empty store."""
    return replace(own_config, store_url=store_url)


@pytest.fixture
def look(place: Config) -> Look:
    """`look(hours)`: state and text of what `doctor --store` says so many hours from now."""

    def go(hours: float = 0, is_mended: bool = False, is_whole: bool = True) -> list[tuple[str, str]]:
        engine: Any = session.get_bind()
        session.remove()
        with clock.at(datetime.now(UTC) + timedelta(hours=hours)):
            return [(f.state, f.text) for f in check(Patient(place, engine, is_whole, is_mended))]

    return go


@pytest.fixture
def printed(place: Config, store: Store, built_world: World) -> list[tuple[str, str]]:
    """Code and key of a sheet of each side."""
    made = [sheets.prepare(built_world, place, side) for side in Side]
    session.commit()
    return [(edition.code, edition.sha256) for edition in made]


def test_whole_files_and_no_orphan(look: Look, printed: list[tuple[str, str]]) -> None:
    states, texts = zip(*look(hours=48), strict=True)
    assert set(states) == {"ok"}
    assert texts[1:] == ("2 files are as they were put.", "Every file older than a day is named by a row.")


def test_a_flipped_byte_and_a_missing_file(
    look: Look, place: Config, store: Store, printed: list[tuple[str, str]]
) -> None:
    (changed, flipped), (missing, gone) = printed
    data = bytearray(store.read(flipped))
    data[len(data) // 2] ^= 1
    overwrite(place, flipped, bytes(data))
    store.delete(gone)
    for is_whole in (True, False):
        said = [text for state, text in look(is_whole=is_whole) if state == "FAILED"]
        assert sorted(said) == sorted(
            [
                f"The file of {changed} (editions) was changed: {flipped}",
                f"The file of {missing} (editions) is missing: {gone}",
            ]
        )
    look(48, is_mended=True)
    assert store.exists(flipped), "what a row names is never removed, however damaged"


def test_only_orphans_older_than_a_day_are_removed(look: Look, store: Store, printed: list[tuple[str, str]]) -> None:
    key = store.put(io.BytesIO(ORPHAN))
    assert {state for state, _text in look(23)} == {"ok"}
    look(23, is_mended=True)
    assert store.exists(key), "its row may still be on the way"
    (said,) = [text for state, text in look(25) if state == "warning"]
    assert said.startswith("1 files older than a day are named by no row")
    assert key in said
    assert store.exists(key), "looking changes nothing"
    store.put(io.BytesIO(ORPHAN))  # somebody uploads the same file again
    assert ("ok", "1 files that no row has named for a day were removed.") in look(25, is_mended=True)
    assert set(dict(store.keys())) == {key for _code, key in printed}
    assert {state for state, _text in look(25)} == {"ok"}


def test_the_database_of_somebody_else_removes_nothing(
    look: Look, store: Store, printed: list[tuple[str, str]]
) -> None:
    """A setting that was forgotten must not cost all sheets."""
    with acting(None, None, "test", clock.now()):
        session.execute(text("UPDATE editions SET sha256 = '" + "0" * 64 + "'"))
        session.commit()
    before = set(dict(store.keys()))
    (said,) = [text for state, text in look(48, is_mended=True) if "Nothing was removed" in text]
    assert said.startswith("Nothing was removed: is this the right database?")
    assert set(dict(store.keys())) == before


def test_a_database_of_another_version_removes_nothing(
    look: Look, store: Store, printed: list[tuple[str, str]]
) -> None:
    """It may have tables, and so names of files, that this program does not know."""
    key = store.put(io.BytesIO(ORPHAN))
    session.execute(text("UPDATE alembic_version SET version_num = '9999_newer'"))
    session.commit()
    assert any("Nothing was removed" in text for _state, text in look(48, is_mended=True))
    assert store.exists(key)


def test_a_row_that_comes_while_the_files_are_listed(
    look: Look, place: Config, store: Store, printed: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are read after the files: a file whose row was committed meanwhile is no orphan."""
    key = store.put(io.BytesIO(ORPHAN))
    ((_code, other), _second) = printed
    list_keys = type(store).keys

    def named_meanwhile(self: Store) -> Iterator[tuple[str, datetime]]:
        yield from list_keys(self)
        with acting(None, None, "test", clock.now()):
            renamed = text("UPDATE editions SET sha256 = :key WHERE sha256 = :other")
            session.execute(renamed, {"key": key, "other": other})
            session.commit()
        session.remove()

    monkeypatch.setattr(type(store), "keys", named_meanwhile)
    look(48, is_mended=True)
    assert store_of(place).exists(key)
    assert not store_of(place).exists(other)
