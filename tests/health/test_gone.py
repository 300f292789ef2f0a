"""A PostgreSQL server that goes away while people work, and comes back: said on each page, mended by nobody's hand."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from campaign import db
from campaign.app import create_app
from campaign.audit import chain
from campaign.config import Config
from campaign.db import session
from campaign.i18n import LANGUAGES
from campaign.migrate import prepare_database
from tests import postgres
from tests.browser import Browser
from tests.conftest import on_postgresql
from tests.world import World, build

pytestmark = pytest.mark.database
TITLE = {"en": "The database cannot be reached", "es": "No hay conexión con la base de datos"}
WORDS = {"title_en": "Words that must not get lost", "title_es": "Palabras que no deben perderse"}


@pytest.fixture
def server(config: Config) -> Iterator[postgres.Server]:
    if not on_postgresql():
        pytest.skip("only a server can go away")
    with postgres.own_server() as server:
        yield server


@pytest.fixture
def installation(server: postgres.Server, config: Config, tmp_path: Path) -> Iterator[tuple[Flask, World]]:
    before = db.factory.kw["bind"]
    own = replace(config, data=tmp_path, database_url=server.url)
    app = create_app(own)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    prepare_database(own)
    yield app, build()
    db.close_database()
    db.bind(before)
    chain.use_key(config.audit_key)


def test_the_server_goes_and_comes_back(server: postgres.Server, installation: tuple[Flask, World]) -> None:
    app, world = installation
    browsers = {language: Browser(app, world.user("planner.us"), language) for language in LANGUAGES}
    for browser in browsers.values():
        browser.get("/campaigns/new")
    session.remove()
    server.stop()
    try:
        for language, browser in browsers.items():
            page = browser.send("/campaigns/new", kind="joint", **WORDS, status=503)
            assert page.h1 == TITLE[language]
            assert page.response.headers["Retry-After"] == "30"
            assert WORDS[f"title_{language}"] in page.text
            assert browser.get("/campaigns/", status=503).h1 == TITLE[language]
        assert app.test_client().get("/healthz").status_code == 200
        assert app.test_client().get("/readyz").get_json()["database"] == "cannot be read"
    finally:
        server.start()
    for browser in browsers.values():
        browser.get("/campaigns/")
    assert app.test_client().get("/readyz").status_code == 200
