"""Every page as every person in both languages; what it offers is open to that person; its file has its name."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable
from urllib.parse import urlsplit

import flask
import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from campaign.config import Config
from campaign.i18n import LANGUAGES
from tests.browser import Browser
from tests.house.places import Place, places, print_editions
from tests.house.test_access import IDENTITIES, read
from tests.page import Page
from tests.world import PEOPLE, World

_checked: set[str] = set()
SHUT = ("403", "404")
MOST_LINKS = 3  # to objects of one kind: a list of 50 regions is followed three times


@pytest.fixture
def found(app: Flask, world: World, config: Config) -> list[Place]:
    print_editions(world, config)
    return places(app, world)


def visitor(app: Flask, world: World, who: str, language: str | None = None) -> Browser:
    return Browser(app, None if who == "anonymous" else world.user(who), language)


def read_once(page: Page, who: str) -> None:
    """Check a page unless another person was shown the very same one but for the name in its corner."""
    html = re.sub(r'name="csrf_token" value="[^"]*"|[0-9A-Z]{4}-[0-9A-Z]{4}', "", page.html)
    if who in PEOPLE:
        html = html.replace(PEOPLE[who].name, "")
    html = re.sub(r'person__(initials|role)[^<]*<|<br>[^<]*<|"person__name"[^<]*<', "", html)
    digest = hashlib.sha256(html.encode()).hexdigest()
    if digest not in _checked:
        page.check()
        _checked.add(digest)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", IDENTITIES)
def test_every_page_reads_well(app: Flask, world: World, found: list[Place], who: str, language: str) -> None:
    browser = visitor(app, world, who, language)
    for place in found:
        if place.is_page:
            page = browser.get(place.path, status=None, is_checked=False)
            if page.is_html and not 300 <= page.status < 400:
                read_once(page, who)


@pytest.mark.parametrize("who", IDENTITIES)
def test_what_a_page_offers_is_open(app: Flask, world: World, found: list[Place], who: str) -> None:
    """A hidden button and a closed door never disagree: no link and no form on a page leads to a closed door."""
    browser = visitor(app, world, who)
    table = {place: read()[place.method, place.endpoint, place.sample].get(who) for place in found}
    rights = {(place.method, urlsplit(place.path).path): answer for place, answer in table.items()}
    visits: dict[str, set[str]] = defaultdict(set)
    for place in found:
        if not place.is_page or table[place] != "200":
            continue
        page = browser.get(place.path, is_checked=False)
        closed = [form.action for form in page.forms if rights.get((form.method.upper(), form.action)) in SHUT]
        closed += [link for link in page.links if rights.get(("GET", urlsplit(link).path)) in SHUT]
        assert closed == [], f"{place.name} offers {who} what is closed"
        for link in page.links:
            kind = _kind(app, link)
            if kind is None or link in visits[kind] or len(visits[kind]) >= MOST_LINKS:
                continue
            visits[kind].add(link)
            status = browser.get(link, status=None, is_checked=False).status
            assert status < 400, f"{place.name} offers {who} a link that answers {status}: {link}"


def _kind(app: Flask, link: str) -> str | None:
    """The endpoint of a page of ours, with the names of what is asked of it; None for all else."""
    address = urlsplit(link)
    is_ours = not address.netloc and address.path.startswith("/")
    if not is_ours or address.path.startswith(("/static/", "/accounts/")) or address.path.endswith((".pdf", ".webp")):
        return None
    try:
        endpoint, _arguments = app.url_map.bind("localhost").match(address.path, method="GET")
    except HTTPException:
        return link
    return f"{endpoint}?{re.sub('=[^&]*', '', address.query)}"


@pytest.mark.database
def test_every_page_is_shown_from_the_template_of_its_name(app: Flask, world: World, found: list[Place]) -> None:
    """`/materials/7/edit` is templates/materials/edit.html (house §1); also: each page once on each database."""
    shown: list[str] = []
    app_signal: Callable[..., None] = lambda _sender, template, **_rest: shown.append(template.name or "")  # noqa: E731
    wrong, answered = [], set()
    with flask.template_rendered.connected_to(app_signal, app):
        for who in ("planner.us", "signatory.mx", "anonymous"):
            browser = visitor(app, world, who)
            for place in found:
                rights = read()[place.method, place.endpoint, place.sample]
                if place.method != "GET" or place.endpoint in answered or rights.get(who) != "200":
                    continue
                shown.clear()
                page = browser.get(place.path, is_checked=False)
                answered.add(place.endpoint)
                own = f"{place.endpoint.replace('.', '/')}.html"
                if page.is_html and own not in shown and "_form_page.html" not in shown:
                    wrong.append(f"{place.name}: {shown}")
    assert wrong == []
    unseen = {p.endpoint for p in found if p.method == "GET"} - answered - {"accounts.language"}
    assert unseen == set(), "these pages nobody of the three can open"


def test_a_page_in_one_language_says_the_same_as_in_the_other(app: Flask, world: World, found: list[Place]) -> None:
    """As many headings, links, fields and buttons: nothing exists in one language only (law 19)."""
    wrong = []
    for who in ("planner.us", "signatory.mx"):
        for place in found:
            if not place.is_page or read()[place.method, place.endpoint, place.sample].get(who) != "200":
                continue
            pages = [visitor(app, world, who, code).get(place.path, is_checked=False) for code in LANGUAGES]
            if pages[0].is_html:
                counts = [{tag: len(page.all(tag)) for tag in ("h2", "h3", "a", "input", "button")} for page in pages]
                wrong += [f"{place.name}: {counts}"] if counts[0] != counts[1] else []
    assert wrong == []
