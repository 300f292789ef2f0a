"""503 and 413: the machine's troubles and a text that is too long; each is said as what it is, and no word is lost."""

import errno
import time
from collections.abc import Callable
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from campaign import db
from campaign.db import session
from campaign.error_pages import trouble
from campaign.i18n import LANGUAGES
from tests.browser import Browser, loose
from tests.world import World

BUSY = {"en": "The database is busy", "es": "La base de datos está ocupada"}
LARGE = {"en": "That is too large", "es": "Es demasiado grande"}
PARTS = {
    "title_en": "A title of five words",
    "title_es": "Un título de cinco palabras",
    "aim_en": "Fewer deaths from fake pills " * 90_000,
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_else_writes_for_too_long(
    live: Flask, built_world: World, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """503 after the wait; pages are shown meanwhile, and the sentences that were typed stand on the page."""
    bound = session.get_bind()
    assert isinstance(bound, Engine)
    browser = Browser(live, built_world.user("planner.us"), language)
    browser.get("/campaigns/new")
    monkeypatch.setattr(db, "PATIENCE", 200)
    hasty = db.make_engine(bound.url.render_as_string(hide_password=False))  # its writers wait 0.2 s
    db.bind(hasty)
    with bound.begin() as writer:
        writer.execute(text("UPDATE audit_head SET count = count"))  # every act moves it
        titles = {"title_en": PARTS["title_en"], "title_es": PARTS["title_es"]}
        page = browser.send("/campaigns/new", kind="joint", **loose(titles), status=503)
        assert page.h1 == BUSY[language]
        assert page.response.headers["Retry-After"] == "30"
        assert PARTS["title_en"] in page.text
        assert PARTS["title_es"] in page.text
        browser.get("/campaigns/")
        writer.rollback()
    browser.get("/campaigns/new")
    browser.send("/campaigns/new", status=422)
    db.close_database()
    db.bind(bound)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_is_too_large_is_shown_again(client_of: Callable[..., Browser], language: str) -> None:
    browser = client_of("planner.us", language)
    page = browser.post("/campaigns/new", PARTS, status=413)
    assert page.h1 == LARGE[language]
    said = {"en": "at most 2 MB; this one has 2.6 MB", "es": "como máximo 2 MB; este tiene 2.6 MB"}
    assert said[language] in page.text
    for typed in PARTS.values():
        assert typed.strip() in page.text
    assert browser.token not in page.html.partition("<main")[2]


def test_one_beyond_all_measure_is_refused_unread(client_of: Callable[..., Browser]) -> None:
    browser = client_of("planner.us")
    started = time.process_time()
    page = browser.post("/campaigns/new", {"aim_en": "x " * 15_000_000}, status=413)
    assert "this one has 30" in page.text
    assert "x x x" not in page.text
    assert time.process_time() - started < 2


def test_what_another_site_sends_is_not_shown(client_of: Callable[..., Browser]) -> None:
    browser = client_of("planner.us")
    page = browser.post("/campaigns/new", {**PARTS, "csrf_token": "x"}, status=413)
    assert PARTS["title_en"] not in page.text


def test_a_password_is_never_shown_again(client: Browser) -> None:
    client.get("/accounts/sign-in")
    fields = {"email": "x" * 2_200_000, "password": "a secret of five words"}
    assert "a secret" not in client.post("/accounts/sign-in", fields, status=413).html


def test_too_many_fields_are_refused_too(client_of: Callable[..., Browser]) -> None:
    browser = client_of("planner.us")
    fields = {f"field{n}": ("", f"{n}") for n in range(1_500)}
    boundary = "b" * 20
    body = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, (_empty, value) in fields.items()
    )
    browser.get("/")
    response = browser.client.post(
        "/campaigns/new", data=f"{body}--{boundary}--\r\n", content_type=f"multipart/form-data; boundary={boundary}"
    )
    assert response.status_code == 413


# Which trouble an error is


def operational(name: str) -> OperationalError:
    cause = Exception(name)
    cause.sqlite_errorname = name  # type: ignore[attr-defined]
    return OperationalError("", None, cause)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (operational("SQLITE_BUSY_SNAPSHOT"), "locked"),
        (operational("SQLITE_READONLY_DBMOVED"), "closed"),
        (operational("SQLITE_FULL"), "full"),
        (operational("SQLITE_IOERR_WRITE"), "unreachable"),
        (PoolTimeout("QueuePool limit"), "locked"),
        (OSError(errno.EROFS, "x"), "closed"),
        (OSError(errno.ENOSPC, "x"), "full"),
        (PermissionError(errno.EACCES, "x"), "closed"),
        (FileNotFoundError(errno.ENOENT, "x"), None),
        (operational("SQLITE_ERROR"), None),
        (ProgrammingError("", None, Exception("no such column")), None),
        (ValueError("ours"), None),
    ],
)
def test_what_is_the_machine_s_trouble_and_what_is_ours(
    app: Flask, world: World, error: Exception, kind: str | None
) -> None:
    with app.test_request_context():
        assert trouble(error) == kind


def test_more_requests_than_connections(live: Flask, built_world: World) -> None:
    """The pool is empty: told so, and the next request is answered again."""
    bound = session.get_bind()
    assert isinstance(bound, Engine)
    pool = cast(QueuePool, bound.pool)
    pool._timeout = 0.1
    session.remove()
    most = pool.size() + pool._max_overflow
    held = [bound.connect().execution_options(deferred=True) for _ in range(most)]
    try:
        page = Browser(live).get("/accounts/sign-in", status=503)
        assert page.h1 == BUSY["en"]
    finally:
        for connection in held:
            connection.close()
    Browser(live).get("/accounts/sign-in")
