"""What every test stands on: one database built once, the fixed world in it, and a transaction that is rolled back."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.engine import Connection, Engine

import campaign.app
from campaign import clock, db
from campaign.accounts.models import User
from campaign.audit import chain
from campaign.config import PACKAGE, Config, folder
from campaign.db import Base, acting, session
from campaign.migrate import seed, upgrade
from tests import browser, postgres
from tests import loaded as loading
from tests.browser import Browser
from tests.copies import copy_of
from tests.tiers import on_postgresql
from tests.world import NOW, World, build

ActingAs = Callable[..., AbstractContextManager[User]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_sessionfinish() -> None:
    """pytest looks through everything for garbage five times before it goes: a minute and more after a whole run."""
    gc.freeze()


def pytest_collection_finish() -> None:
    """What is imported by now stays; looking through it for rubbish again and again took a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Config]:
    """Settings over an empty database of this worker's own."""
    data: Path = tmp_path_factory.mktemp("data")
    _share(data, tmp_path_factory.getbasetemp())
    if not on_postgresql():
        yield Config(data=data, database_url=f"sqlite:///{data / 'campaign.sqlite'}", testing=True)
        return
    with postgres.empty_database() as url:
        yield Config(data=data, database_url=url, testing=True)


SHARED = ("made", "static", "templates", "read")


def _share(data: Path, base: Path) -> None:
    """All workers of one run keep rendered pages, compressed files, compiled templates and what they know of HTML in
    one place: each costs time, and the same input makes the same bytes."""
    for name in SHARED:
        shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
        shared.mkdir(exist_ok=True)
        (data / name).symlink_to(shared)


def share_with(data: Path, config: Config) -> None:
    """Give a data folder of a test's own what this run has made so far."""
    for name in SHARED:
        (data / name).symlink_to((config.data / name).resolve(), target_is_directory=True)


@pytest.fixture(scope="session")
def engine(config: Config) -> Iterator[Engine]:
    """The engine of the product, with the tables that the migrations make and the rows that ship with it."""
    made = db.make_engine(config.database_url)
    browser.count_queries(made)
    with made.begin() as connection:
        create_tables(connection)
    chain.use_key(config.audit_key)
    db.bind(made)
    with clock.at(NOW):
        seed()
    yield made
    session.remove()
    made.dispose()


def create_tables(connection: Connection) -> None:
    if any(folder("migrations").glob("versions/*.py")):
        upgrade(connection)
    else:
        Base.metadata.create_all(connection)


@pytest.fixture(scope="session")
def built_world(engine: Engine) -> World:
    return build()


def _compile_catalogues() -> None:
    """As `prepare` does, for whoever calls pytest itself after editing a catalogue."""
    for source in (PACKAGE / "translations").glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            with (
                NamedTemporaryFile(dir=source.parent, suffix=".mo", delete=False) as file,
                source.open("rb") as catalogue,
            ):
                write_mo(file, read_po(catalogue))
            Path(file.name).replace(compiled)


@pytest.fixture(scope="session")
def _app(config: Config, engine: Engine) -> Flask:
    """Built once; each test binds its sessions to its own connection. A crash is raised, not answered."""
    _compile_catalogues()
    return app_over(config, engine)


@pytest.fixture(autouse=True)
def held_clock() -> Iterator[datetime]:
    """Every test plays at the same instant; `with clock.at(…)` inside a test moves on."""
    with clock.at(NOW):
        yield NOW


@pytest.fixture
def connection(engine: Engine, built_world: World, _app: Flask) -> Iterator[Connection]:
    """The world as it was built; a commit in a test is a savepoint, and nothing outlives the test."""
    with engine.connect() as outer:
        transaction = outer.begin()
        db.factory.configure(bind=outer, join_transaction_mode="create_savepoint")
        session.remove()
        yield outer
        session.remove()
        transaction.rollback()
        db.factory.configure(bind=engine, join_transaction_mode="conditional_savepoint")


@pytest.fixture
def world(built_world: World, connection: Connection) -> World:
    return built_world


@pytest.fixture
def app(_app: Flask, connection: Connection) -> Flask:
    return _app


@pytest.fixture
def own_config(engine: Engine, built_world: World, config: Config, tmp_path: Path) -> Iterator[Config]:
    """An installation of the test's own: a copy of the world's database, bound, and a data folder."""
    with copy_of(engine, config, tmp_path) as url:
        share_with(tmp_path, config)
        shutil.copy(config.data / "audit.key", tmp_path)  # the copied record is signed with it
        own = db.make_engine(url)
        browser.count_queries(own)
        db.bind(own)
        yield replace(config, data=tmp_path, database_url=url)
        session.remove()
        own.dispose()
        db.bind(engine)


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[loading.Call]:
    """How to call a command, or `-c PROGRAM`, in a process of its own that needs not load the product."""
    with loading.serving(tmp_path_factory.mktemp("loaded")) as call:
        yield call


@pytest.fixture
def live(own_config: Config, _app: Flask) -> Flask:
    """The application over that installation as `run` serves it, each request on connections of its own."""
    return app_over(own_config)


def app_over(config: Config, bind: Engine | Connection | None = None) -> Flask:
    """The application of these settings over this database, else the one that is bound; a crash is raised, not
    answered."""
    app = campaign.app.create_app(config, bind=bind or session.get_bind())
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(config.data / "templates"))
    return app


@pytest.fixture
def client(app: Flask) -> Browser:
    """The public: a browser in which nobody is signed in."""
    return Browser(app)


@pytest.fixture
def client_of(app: Flask, world: World) -> Callable[..., Browser]:
    """`client_of("planner.us")`: a browser in which that person is signed in; `language="es"` chooses the screen's."""

    def sign_in(who: str, language: str | None = None) -> Browser:
        return Browser(app, world.user(who), language)

    return sign_in


@pytest.fixture
def acting_as(world: World) -> ActingAs:
    """`with acting_as("planner.us") as user:` the bracket that an action stands in outside a request."""

    @contextmanager
    def bracket(who: str, action: str = "test", at: datetime | None = None) -> Iterator[User]:
        user = world.user(who)
        with acting(user, user.side, action, at or clock.now()):
            yield user

    return bracket
