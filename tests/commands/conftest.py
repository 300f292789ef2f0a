"""An installation of its own for each test: the commands run as at a terminal, in a folder that nobody else uses."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from campaign import cli, db
from campaign.audit import chain
from campaign.config import Config
from campaign.db import session
from tests.conftest import on_postgresql
from tests.world import World

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def empty(tmp_path: Path, engine: Engine, config: Config, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder without anything in it; afterwards the tests' own database and key are back in their place."""
    monkeypatch.setenv("CAMPAIGN_DATA", str(tmp_path))
    for name in ("CAMPAIGN_DATABASE_URL", "CAMPAIGN_BASE_URL", "CAMPAIGN_DEMO_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    yield tmp_path
    session.remove()
    db.bind(engine)
    chain.use_key(config.audit_key)


@pytest.fixture
def installed(empty: Path, engine: Engine, built_world: World, config: Config) -> Path:
    """The world's database and keys, as files in a folder: on SQLite, whatever else this run is on; what the commands
    do on PostgreSQL is seen in tests/backup and tests/serving."""
    if on_postgresql():
        pytest.skip("an installation in a folder is one on SQLite")
    session.remove()
    with engine.connect().execution_options(deferred=True) as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    for name in ("campaign.sqlite", "secret.key", "audit.key"):
        if (config.data / name).exists():
            shutil.copy2(config.data / name, empty)
    (empty / "made").symlink_to((config.data / "made").resolve(), target_is_directory=True)
    return empty


@pytest.fixture
def run(empty: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("user", "add", …)`: exit status, what was printed, and what was printed as an error."""

    def go(*argv: str) -> tuple[int, str, str]:
        session.remove()  # what a test read before holds the file
        try:
            status = cli.main(list(argv))
        except SystemExit as stop:  # argparse: called wrongly
            status = int(stop.code or 0)
        finally:
            session.remove()
        out, err = capsys.readouterr()
        return status, out, err

    return go
