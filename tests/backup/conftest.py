"""Installations to back up, empty places to restore into, and commands that run as at a terminal."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from campaign import cli, db
from campaign.app import JOBS
from campaign.audit import chain
from campaign.backup import rows
from campaign.backup.rows import Sum
from campaign.backup.take import snapshot, take
from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, session
from campaign.flyers import actions as flyers
from campaign.materials.models import Material
from campaign.regions.models import named
from tests import postgres
from tests.conftest import on_postgresql
from tests.jobs import acts
from tests.world import EL_PASO, JUAREZ, World

ENGINES = ["sqlite", "postgresql"] if on_postgresql() else ["sqlite"]
Place = Callable[..., Config]
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory, config: Config) -> Iterator[Place]:
    """`place("postgresql")`: an installation that is not there yet; its folder neither."""
    with ExitStack() as opened:

        def make(engine: str = "sqlite") -> Config:
            data: Path = tmp_path_factory.mktemp("place") / "data"
            url = f"sqlite:///{data / 'campaign.sqlite'}"
            if engine == "postgresql":
                url = opened.enter_context(postgres.database_on(config.database_url))
            return Config(data=data, database_url=url, testing=True)

        yield make


@pytest.fixture(autouse=True)
def own_key(config: Config) -> Iterator[None]:
    """A restored record brings its own key."""
    yield
    chain.use_key(config.audit_key)


@pytest.fixture
def full(own_config: Config, built_world: World) -> Config:
    """The world, and two sheets that were really made."""
    user = built_world.user("printer.us")
    with acting(user, user.side, "test", now()):
        material = session.get_one(Material, built_world.in_force_id)
        job = flyers.ask_batch(material, session.scalars(named([EL_PASO, JUAREZ])).all(), user, now())
        session.commit()
    session.remove()
    acts.do(job.id, JOBS, own_config)
    session.remove()
    return own_config


@pytest.fixture
def backup(full: Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("backup") / "one.tar"
    take(full, path, now())
    return path


@pytest.fixture(scope="session")
def _kept() -> list[bytes]:
    return []


@pytest.fixture
def spare(_kept: list[bytes], request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the same to be spoiled: made once for all tests."""
    if not _kept:
        _kept.append(request.getfixturevalue("backup").read_bytes())
    path: Path = tmp_path_factory.mktemp("spare") / "one.tar"
    path.write_bytes(_kept[0])
    return path


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Call]:
    """`call(config, "restore", …)`: exit status, what was printed, and what was printed as an error."""
    before = db.factory.kw["bind"]

    def go(config: Config, *argv: object) -> tuple[int, str, str]:
        session.remove()
        monkeypatch.setenv("CAMPAIGN_DATA", str(config.data))
        monkeypatch.setenv("CAMPAIGN_DATABASE_URL", config.database_url)
        try:
            status = cli.main([str(argument) for argument in argv])
        except SystemExit as stop:  # argparse: called wrongly
            status = int(stop.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    yield go
    db.bind(before)


def sums(config: Config) -> dict[str, Sum]:
    """Every table of an installation in the logical form."""
    with snapshot(config) as connection:
        return {name: rows.measure(rows.lines(connection, table)) for name, table in rows.tables(connection).items()}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder; nothing where there is none."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
