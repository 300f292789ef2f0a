"""Bad input at every door: foreign sites and hosts, redirects, fields that no form has, ids of others, hostile text.

Generated over all addresses, so that a new one is tried without being named here.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from campaign.audit.models import Entry
from campaign.config import Config
from campaign.db import Base, session
from tests.browser import Browser
from tests.house.places import Place, places, print_editions
from tests.house.test_access import read
from tests.page import Page, PageForm
from tests.world import World

ACTORS = ("planner.us", "signatory.mx", "administrator.us")
HOSTS = (
    "evil.example",
    "evil.example:8080",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "[::1]",
    "EVIL",
    "a_b",
)
TARGETS = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example\\",
    "/%2f%2fevil.example/..%2f",
    "https:evil.example",
    "javascript:alert(1)",
    "/\t/evil.example/",
    "http://localhost@evil.example/",
    "/campaigns/\r\nLocation: https://evil.example/",
)
BIDI = "\u202e\u2066\u200f\ufeff"
HOSTILE = f"Аdmin{BIDI}\x00\x07 <b>x</b> {{{{7*7}}}} '--"  # begins with a Cyrillic letter, which is a letter


def stands_open(place: Place, who: str) -> bool:
    people = read().get((place.method, place.endpoint, place.sample), {})
    return people.get(who) not in ("sign-in", "403", "404")


def entries() -> int:
    return session.scalar(select(func.count()).select_from(Entry)) or 0


@pytest.fixture
def found(app: Flask, world: World, config: Config) -> list[Place]:
    print_editions(world, config)
    return places(app, world)


# Where a form comes from.


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_of_another_site_is_refused_everywhere(app: Flask, world: World, found: list[Place], site: str) -> None:
    """ASVS V3.5.1, V3.5.3: beside the token, at every address that writes; nothing is changed and nothing is said."""
    browser = Browser(app, world.user("planner.us"))
    browser.get("/")
    token, before, wrong, tried = browser.token, entries(), [], set[str]()
    for place in found:
        if place.method != "GET" and place.endpoint not in tried:
            tried.add(place.endpoint)
            session.remove()
            headers = {"Sec-Fetch-Site": site}
            answer = browser.client.open(place.path, method=place.method, data={"csrf_token": token}, headers=headers)
            wrong += [place.name] if answer.status_code not in (400, 403, 404) else []
    session.remove()
    assert wrong == []
    assert entries() == before


@pytest.mark.parametrize("site", [None, "same-origin", "none"])
def test_a_form_of_ours_is_taken(client_of: Callable[..., Browser], site: str | None) -> None:
    browser = client_of("planner.us")
    browser.get("/")
    headers = {"Sec-Fetch-Site": site} if site else {}
    browser.post("/accounts/sign-out", headers=headers, status=303)


# Hosts that are not ours.


def test_no_page_and_no_redirect_repeats_the_host_of_a_request(app: Flask, world: World, found: list[Place]) -> None:
    """ASVS V4.1.3, V13.2.4: links are made from the base URL alone, whatever Host or X-Forwarded-… say."""
    browser, wrong = Browser(app, world.user("planner.us")), []
    for host in HOSTS:
        forged = {"X-Forwarded-Host": host, "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "gopher"}
        forged |= {"X-Forwarded-Prefix": "/evil", "Forwarded": f"host={host};proto=gopher", "X-Original-URL": "/evil"}
        kinds = set[str]()
        for place in found:
            is_chosen = host == HOSTS[0] or place.endpoint in ADDRESSED
            if place.is_page and place.endpoint not in kinds and is_chosen:
                kinds.add(place.endpoint)
                session.remove()
                answer = browser.client.get(place.path, headers={"Host": host, **forged})
                told = (answer.get_data().decode(errors="replace") + answer.headers.get("Location", "")).lower()
                is_told = host.lower() in told or "gopher" in told or "/evil" in told
                wrong += [f"{place.name}: {host}"] if is_told else []
        assert kinds >= ADDRESSED
    assert wrong == []


# Pages that say an address of ours in full, or send elsewhere; the first host is tried at all.
ADDRESSED = {"home.index", "accounts.sign_in", "library.sheet", "flyers.edition", "flyers.show", "help.index"}


# Redirects.


@pytest.mark.parametrize("target", TARGETS)
def test_a_redirect_leads_to_a_page_of_ours(client: Browser, world: World, target: str) -> None:
    """ASVS V3.7.2: ten kinds of target, at both doors that take one."""
    doors = [client.client.get("/accounts/language/es", query_string={"next": target})]
    client.get("/accounts/sign-in")
    typed = {"email": "planner.us@example.org", "password": "puente-sobre-el-río", "next": target}
    doors.append(client.post("/accounts/sign-in", typed, status=None).response)
    for answer in doors:
        place = urlsplit(answer.headers["Location"])
        assert (answer.status_code, place.scheme, place.netloc) == (303, "", ""), target
        assert place.path.startswith("/"), target
        assert not place.path.startswith(("//", "/\\")), target


# What does not exist and what is not shown.


def same(response: TestResponse, path: str) -> str:
    """The answer without what is the request's own: its number, its address, its tokens."""
    text = re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}", "", response.text)
    text = re.sub(r'(name="(?:csrf|request)_token" value=)"[^"]*"', r"\1", text)
    return re.sub(r"next=[^\"]*", "", text.replace(path, ""))


@pytest.mark.parametrize("who", ["planner.us", "partner-b.mx", "administrator.mx"])
def test_what_is_hidden_answers_like_what_does_not_exist(
    app: Flask, world: World, found: list[Place], who: str
) -> None:
    """ASVS V8.2.2, V8.3.1: the two 404 pages are the same to the byte, but for the number that one reads out."""
    browser = Browser(app, world.user(who))
    browser.get("/", is_checked=False)
    token, different, compared = browser.token, [], set[tuple[str, str]]()
    for place in found:
        if (place.method, place.endpoint) in compared:
            continue
        if read().get((place.method, place.endpoint, place.sample), {}).get(who) != "404" or "unknown" in place.sample:
            continue
        path = urlsplit(place.path).path
        nowhere = re.sub(r"/(\d+)(?=/|$|\.)", "/987654321", path, count=1)
        if nowhere == path:
            continue
        data = {"csrf_token": token} if place.method != "GET" else None
        session.remove()
        answers = [browser.client.open(at, method=place.method, data=data) for at in (path, nowhere)]
        bodies = [same(answer, at) for answer, at in zip(answers, (path, nowhere), strict=True)]
        compared.add((place.method, place.endpoint))
        if bodies[0] != bodies[1] or [answer.status_code for answer in answers] != [404, 404]:
            different.append(place.name)
    assert different == []
    assert len(compared) > 10


# Forms.


def columns() -> set[str]:
    """Every column name of every table."""
    return {column.name for table in Base.metadata.tables.values() for column in table.columns}


def sent(browser: Browser, path: str, values: Any, connection: Connection) -> tuple[int, list[str]]:
    """Status, and what the act changed, as its entry tells it; then it is undone."""
    session.remove()
    undone = connection.begin_nested()
    try:
        before = entries()
        session.remove()
        answer = browser.client.post(path, data=values)
        session.remove()
        made = session.scalars(select(Entry).where(Entry.n > before).order_by(Entry.n)).all()
        return answer.status_code, [f"{entry.action} {entry.changes}" for entry in made]
    finally:
        session.remove()
        undone.rollback()


@dataclass(frozen=True)
class Shown:
    """Every form that a person is shown, once for each kind of address, in that person's browser."""

    browser: Browser
    token: str
    forms: list[tuple[Place, PageForm]]


_shown: dict[str, list[tuple[Place, PageForm]]] = {}  # of this worker: the same world shows the same forms


@pytest.fixture
def shown(
    request: pytest.FixtureRequest, app: Flask, world: World, found: list[Place], monkeypatch: pytest.MonkeyPatch
) -> Shown:
    who: str = request.param
    browser = Browser(app, world.user(who))
    browser.get("/", is_checked=False)
    token = browser.token
    _shown[who] = _shown.get(who) or list(_forms_of(app, browser, found, who))
    monkeypatch.setattr("flask.templating._render", lambda *_: "")  # what is answered is not read
    return Shown(browser, token, _shown[who])


def _forms_of(app: Flask, browser: Browser, found: list[Place], who: str) -> Iterator[tuple[Place, PageForm]]:
    seen = set[tuple[str, str]]()
    for place in found:
        if not (place.is_page and stands_open(place, who)):
            continue
        session.remove()
        page = Page(browser.client.get(place.path), app, browser.language)
        for form in page.forms if page.is_html and page.status == 200 and 'method="post"' in page.html else ():
            kind = (place.endpoint, re.sub(r"\d+", "0", form.action))
            if form.method == "post" and kind not in seen and "/accounts/sign-out" not in form.action:
                seen.add(kind)
                yield place, form


def filled(form: PageForm, token: str) -> MultiDict[str, str]:
    """As it stands, with a sentence in every field that is empty."""
    values: MultiDict[str, str] = MultiDict()
    for name, value in form.filled({}).items():
        for one in value if isinstance(value, list | tuple) else [value]:
            values.add(name, str(one) if one not in ("", None) else "A reason in plain words")
    values["csrf_token"] = token
    return values


def texts(form: PageForm) -> list[str]:
    """Names of the fields in which a person writes."""
    found = []
    for field in form.element.iter():
        is_text = field.tag == "textarea" or (field.tag == "input" and field.get("type", "text") in ("text", "search"))
        found += [str(field.get("name"))] if is_text and field.get("name") else []
    return found


def choices(form: PageForm) -> dict[str, set[str]]:
    """Names of the fields in which a person chooses, with what is offered."""
    found: dict[str, set[str]] = {}
    for field in form.element.iter():
        name = field.get("name") if isinstance(field.tag, str) else None
        if name and field.tag == "select":
            found.setdefault(name, set()).update(option.get("value", "") for option in field.iter("option"))
        elif name and field.get("type") in ("radio", "checkbox"):
            found.setdefault(name, set()).add(field.get("value", "on"))
    return found


def alike(answer: tuple[int, list[str]]) -> tuple[int, list[str]]:
    """Without numbers that a database gives anew each time, and in any order of the rows."""
    rows = [row for entry in answer[1] for row in json.loads(entry.partition(" ")[2])]
    return answer[0], sorted(re.sub(r"\d+", "0", json.dumps(row, sort_keys=True)) for row in rows)


@pytest.mark.parametrize("shown", ACTORS, indirect=True)
def test_a_field_that_the_form_does_not_have_changes_nothing(
    shown: Shown, world: World, connection: Connection
) -> None:
    """ASVS V15.3.3: every column name of the model is added to every form; what the act changes stays the same."""
    different, tried = [], 0
    for place, form in shown.forms:
        values = filled(form, shown.token)
        own = {field.get("name") for field in form.element.iter() if isinstance(field.tag, str)}
        extra = dict.fromkeys(sorted(columns() - own - RAW), "1")
        loaded = MultiDict({**values.to_dict(flat=False), **extra})
        plain, more = (alike(sent(shown.browser, form.action, some, connection)) for some in (values, loaded))
        tried += 1
        different += [f"{place.name} {form.action}: {plain} {more}"] if plain != more else []
    assert different == []
    assert tried


@pytest.mark.parametrize("shown", ACTORS, indirect=True)
def test_a_choice_that_was_not_offered_is_not_taken(shown: Shown, world: World, connection: Connection) -> None:
    """ASVS V2.2.2, V8.2.2: ids of the other side's things, of nothing, and what is no id, in every choice at once.

    ASVS V1.2.4.
    """
    taken = []
    for place, form in shown.forms:
        plain = (
            alike(sent(shown.browser, form.action, filled(form, shown.token), connection)) if choices(form) else (0, [])
        )
        for foreign in FOREIGN if choices(form) else ():
            values = filled(form, shown.token)
            for name, offered in choices(form).items():
                strange = foreign(world) if callable(foreign) else foreign
                if strange not in offered:
                    values.setlist(name, [strange])
            status, made = alike(sent(shown.browser, form.action, values, connection))
            if status >= 500 or (made and made != plain[1] and strange in " ".join(made)):
                taken.append(f"{place.name} {form.action} {strange}: {status} {made}")
    assert taken == []


FOREIGN: tuple[Any, ...] = (
    lambda world: str(world.plan_id),
    lambda world: str(world.users["planner.mx"]),
    str(2**63),
    "' OR 1=1--",
)


@pytest.mark.parametrize("shown", ACTORS, indirect=True)
def test_hostile_text_is_kept_without_what_is_not_seen(shown: Shown, world: World, connection: Connection) -> None:
    """ASVS V1.3.3, V2.2.1: control characters, NUL and changes of direction never reach a row, in any field."""
    wrong = []
    for place, form in shown.forms:
        values = filled(form, shown.token)
        for name in texts(form):
            values[name] = HOSTILE
        status, made = sent(shown.browser, form.action, values, connection)
        kept = "".join(str(json.loads(entry.partition(" ")[2])) for entry in made)
        is_kept = any(repr(letter)[1:-1] in kept or letter in kept for letter in (*BIDI, "\0", "\x07"))
        wrong += [f"{place.name} {form.action}: {status}"] if status >= 500 or is_kept else []
    assert wrong == []


# Fields that a view reads beside its form: names that happen to be columns too.
RAW = frozenset({"fact", "place", "region"})


QUERIES = (
    "page=-1&q=%00%ff&sort=id;drop&state=x&state='&kind[]=1&campaign=99999999999999999999&from=0&to=9999-12-31",
    "page=1e9&q=" + "a%CC%81" * 300,
)


def test_an_address_bar_full_of_nonsense_is_a_page(app: Flask, world: World, found: list[Place]) -> None:
    """ASVS V2.2.1, V16.5.3: what makes no sense is left out; no address crashes."""
    wrong = []
    for who in ("planner.us", "administrator.us"):
        kinds, browser = set[str](), Browser(app, world.user(who))
        for place in found:
            if place.is_page and place.endpoint not in kinds and stands_open(place, who) and "?" not in place.path:
                kinds.add(place.endpoint)
                for query in QUERIES:
                    session.remove()
                    status = browser.client.get(f"{place.path}?{query}").status_code
                    wrong += [f"{place.name}: {status}"] if status >= 500 else []
    assert wrong == []
