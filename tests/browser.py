"""A browser in the hands of one person: every page it is shown is checked, and a page that fails stops the test."""

import hashlib
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import Select, event, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from campaign.accounts.models import SignIn, User
from campaign.audit.models import Entry
from campaign.clock import now
from campaign.db import acting, read_only, session
from tests.page import Page
from tests.tiers import reads_pages

MOST_QUERIES = 25
# What reading leaves: when a session was last used, at most once a minute, and one more visit to a public page.
OF_READING = ("UPDATE sessions SET last_used_at=", "INSERT INTO visits ")
MOST_QUERIES_OF_AN_ACTION = 60
# Written out by hand: a change of the policy has to be made twice.
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class _Queries(threading.local):
    """What this thread sent: of two browsers at work at once, each answers for its own."""

    def __init__(self) -> None:
        self.count = 0
        self.writes: list[str] = []


_sent = _Queries()


def count_queries(engine: Engine) -> None:
    """Count every SELECT that this engine sends, and keep every write, for what each page may do."""

    @event.listens_for(engine, "before_cursor_execute")
    def count(_c: object, _d: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            _sent.count += 1
        elif statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            _sent.writes.append(statement)


@contextmanager
def queries() -> Iterator[list[int]]:
    """`with queries() as spent:` how many SELECTs the block sent stands in `spent[0]` afterwards."""
    spent = [0]
    before = _sent.count
    yield spent
    spent[0] = _sent.count - before


def loose(fields: Mapping[str, object]) -> dict[str, Any]:
    """Names and values of a form, to be unpacked into `send`: their names are not known to the type checker."""
    return dict(fields)


class Browser:
    """Flask's test client in the hands of one person (or of nobody); `page` is what is on the screen."""

    def __init__(self, app: Flask, user: User | None = None, language: str | None = None) -> None:
        self.app = app
        self.email = user.email if user else "nobody"
        self._own_language = user.language if user else "en"
        self.client = app.test_client()
        self.page: Page | None = None
        if language:
            self.client.set_cookie("language", language)
        if user:
            self._sign_in(user)

    def _sign_in(self, user: User) -> None:
        """Open a session as signing in does, without the price of a password; tests/accounts takes the real way."""
        token = secrets.token_urlsafe(32)
        digest = hashlib.sha256(token.encode()).hexdigest()
        with acting(user, user.side, "accounts.sign_in", now()):
            opened = {"created_at": now(), "last_used_at": now(), "proved_at": now()}
            session.add(SignIn(token_hash=digest, user_id=user.id, **opened))
            session.commit()
        with self.client.session_transaction() as cookie:
            cookie["sid"] = token

    @property
    def language(self) -> str:
        chosen = self.client.get_cookie("language")
        return chosen.value if chosen else self._own_language

    def get(self, path: str, status: int | None = 200, most_queries: int = MOST_QUERIES, **kwargs: Any) -> Page:
        """Go there. `is_checked=False` leaves the reading of the page to the caller."""
        return self._open("GET", path, status, most_queries, **kwargs)

    def post(self, path: str, data: dict[str, Any] | None = None, status: int | None = 303, **kwargs: Any) -> Page:
        """Send these values with the token of the page on the screen, unless they bring their own."""
        values = {
            name: value for name, value in {"csrf_token": self.token, **(data or {})}.items() if value is not None
        }
        return self._open("POST", path, status, MOST_QUERIES_OF_AN_ACTION, data=values, **kwargs)

    def send(self, action: str | None = None, status: int | None = 303, **changes: Any) -> Page:
        """Send the form on the screen as it stands, with these changes."""
        assert self.page is not None, "no page is on the screen"
        form = self.page.form(action)
        values = form.filled(changes)
        if form.method == "post":
            return self._open("POST", form.action, status, MOST_QUERIES_OF_AN_ACTION, data=values)
        return self._open("GET", urlsplit(form.action).path, status, MOST_QUERIES, query_string=values)

    def follow(self) -> Page:
        """Go where the last answer pointed."""
        assert self.page is not None
        return self.get(self.page.response.headers["Location"])

    @property
    def token(self) -> str:
        if self.page is None or not self.page.token:
            self.get("/accounts/sign-in" if self.email == "nobody" else "/", status=None)
        return self.page.token if self.page else ""

    def _open(
        self, method: str, path: str, status: int | None, most_queries: int, is_checked: bool = True, **kwargs: Any
    ) -> Page:
        language = self.language
        session.remove()  # a request begins with a session of its own; what a test read before is read anew after
        is_alone = threading.current_thread() is threading.main_thread()  # of several at once nobody knows whose it is
        before = _last_act() if method == "POST" and is_alone else None
        _sent.writes.clear()
        with queries() as spent:
            response = self.client.open(path, method=method, **kwargs)
        page = Page(response, self.app, language)
        what = f"{method} {path} as {self.email}"
        assert status is None or page.status == status, f"{what}: {page.status}, not {status}: {_gist(page)}"
        assert spent[0] <= most_queries, f"{what}: {spent[0]} queries, at most {most_queries}"
        written = [statement for statement in _sent.writes if not statement.startswith(OF_READING)]
        assert method != "GET" or written == [], f"{what}: a page that writes: {written}"
        if before is not None:
            self._check_record(path, page.status, _acts_after(before), what)
        self._check_headers(page, what)
        if is_checked and reads_pages() and page.is_html and not 300 <= page.status < 400:
            page.check()
        self.page = page
        return page

    def _check_record(self, path: str, status: int, made: list[str], what: str) -> None:
        """A write leaves one entry, called like its endpoint; one that failed leaves none (law 14)."""
        try:
            endpoint = self.app.url_map.bind("localhost").match(urlsplit(path).path, method="POST")[0]
        except HTTPException:
            endpoint = ""
        made = [act for act in made if act != "reviews.begin"]  # of each side's own review, beside what was sent
        assert made in ([], [endpoint]), f"{what}: {made}"
        assert status < 400 or not made, f"{what}: failed with {status} and left {made}"

    def _check_headers(self, page: Page, what: str) -> None:
        for name, value in HEADERS.items():
            found = page.response.headers.get_all(name)
            if page.is_html:
                assert found == [value], f"{what}: {name}: {found}"
        assert page.response.headers["X-Content-Type-Options"] == "nosniff", what


def _last_act() -> int | None:
    """The number of the newest entry of the record; None where the database cannot be read just now. It waits for no
    writer."""
    found = _of_record(select(func.max(Entry.n)))
    return None if found is None else found[0] or 0


def _acts_after(number: int) -> list[str]:
    """What the record holds since then, oldest first."""
    return _of_record(select(Entry.action).where(Entry.n > number).order_by(Entry.n)) or []


def _of_record(asked: Select[Any]) -> list[Any] | None:
    session.remove()
    read_only()
    try:
        return list(session.scalars(asked))
    except SQLAlchemyError:
        return None
    finally:
        session.remove()


def _gist(page: Page) -> str:
    return page.text[:600] if page.is_html else page.response.get_data(as_text=True)[:200]
