"""The log: one JSON line an event with the number of its request, and never a word that a person typed."""

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from campaign import logs
from campaign.db import session
from tests.browser import Browser
from tests.world import World

CANARY = "CANARY-7f3a"
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What was logged since the last call, as a server logs it."""
    root, written = logging.getLogger(), StringIO()
    before, level = root.handlers[:], root.level
    logs.begin()
    for handler in root.handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(written)

    def read() -> list[dict[str, Any]]:
        found = written.getvalue().splitlines()
        written.truncate(0)
        written.seek(0)
        return [json.loads(line) for line in found]

    yield read
    root.handlers, root.level = before, level
    logging.captureWarnings(False)


def test_a_request_is_one_line(client_of: Callable[..., Browser], world: World, lines: Lines) -> None:
    """ASVS V16.2.1."""
    browser = client_of("planner.us")
    lines()
    response = browser.client.get(f"/campaigns/{world.campaign_id}?q={CANARY}")
    (line,) = lines()
    assert line["event"] == "request"
    assert (line["method"], line["endpoint"], line["campaign"]) == ("GET", "campaigns.show", world.campaign_id)
    assert (line["status"], line["user"]) == (200, world.user("planner.us").id)
    assert line["request"] == response.headers["X-Request-ID"]
    assert line["timestamp"].endswith("Z")
    assert CANARY not in json.dumps(line)


def test_nothing_typed_is_logged(client_of: Callable[..., Browser], lines: Lines) -> None:
    """Wrong passwords, texts that are refused, addresses that lead nowhere, words that are searched. ASVS V16.2.5."""
    browser = client_of("planner.us")
    browser.get("/campaigns/new")
    form = {"csrf_token": browser.token, "title_en": CANARY, "title_es": CANARY, "kind": CANARY, CANARY: CANARY}
    statuses = [
        browser.client.post("/campaigns/new", data=form).status_code,
        browser.client.get(f"/{CANARY}/{CANARY}").status_code,
        browser.client.get(f"/search?q={CANARY}").status_code,
        browser.client.post("/campaigns/new", data={**form, "csrf_token": CANARY}).status_code,
    ]
    other = Browser(browser.app)
    other.get("/accounts/sign-in")
    password = {"email": f"{CANARY}@example.org", "password": CANARY, "csrf_token": other.token}
    statuses.append(other.client.post("/accounts/sign-in", data=password).status_code)
    found = lines()
    assert statuses == [422, 404, 200, 400, 422]
    assert len(found) >= 6
    assert CANARY not in json.dumps(found)


def test_a_failed_statement_is_logged_without_its_values(app: Flask, lines: Lines) -> None:
    with app.test_request_context("/"), pytest.raises(Exception, match="no_such_table") as caught:
        session.execute(text("SELECT * FROM no_such_table WHERE name = :name"), {"name": CANARY})
    logs.of("campaign").error("out of order", error=repr(caught.value), exc_info=caught.value)
    (line,) = lines()
    assert "no_such_table" in line["error"]
    assert "Traceback" in line["exception"]
    assert CANARY not in json.dumps(line)


def test_what_libraries_say_is_one_line_too(lines: Lines) -> None:
    """ASVS V16.2.4, V16.4.1."""
    logging.getLogger("gunicorn.error").warning("a worker\nwas slow")
    logging.getLogger("huey").info("nothing that anybody needs")
    (line,) = lines()
    assert (line["event"], line["level"]) == ("a worker\nwas slow", "warning")
