"""`/healthz`: the process answers, whatever else is broken; nothing but the process is asked."""

from dataclasses import replace
from pathlib import Path

from flask import Flask

import campaign.app
from campaign import db
from campaign.audit import chain
from campaign.config import Config
from campaign.db import session
from tests.browser import queries
from tests.conftest import ActingAs, share_with
from tests.world import World


def test_it_says_ok_and_asks_no_database(app: Flask, world: World) -> None:
    client = app.test_client()
    session.remove()
    with queries() as spent:
        response = client.get("/healthz")
    assert (response.status_code, response.text, response.mimetype) == (200, "ok\n", "text/plain")
    assert spent[0] == 0


def test_nor_for_somebody_who_is_signed_in(app: Flask, world: World, acting_as: ActingAs) -> None:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["sid"] = "whoever"
    with queries() as spent:
        assert client.get("/healthz").status_code == 200
    assert spent[0] == 0


def test_it_answers_although_the_database_is_gone(tmp_path: Path, config: Config) -> None:
    before = db.factory.kw["bind"]
    share_with(tmp_path, config)
    gone = replace(config, data=tmp_path, database_url=f"sqlite:///{tmp_path}/no/such/folder/x.sqlite")
    try:
        client = campaign.app.create_app(gone).test_client()
        with client.session_transaction() as cookie:
            cookie["sid"] = "whoever"
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503
    finally:
        db.bind(before)
        chain.use_key(config.audit_key)
