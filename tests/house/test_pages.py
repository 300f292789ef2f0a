"""Every page as every person in both languages; what it offers is open to that person; its file has its name."""

import hashlib
import re
from collections import defaultdict
from urllib.parse import urlsplit

import flask
import pytest
from flask import Flask
from jinja2 import Template
from werkzeug.exceptions import HTTPException

from campaign.config import Config
from campaign.i18n import LANGUAGES
from tests.browser import Browser
from tests.house.places import Place, places, print_editions
from tests.house.test_access import IDENTITIES, read
from tests.page import Page
from tests.tiers import FULL
from tests.world import PEOPLE, World

_checked: set[str] = set()
SHUT = ("403", "404")
# Shown only in the middle of something; tests/accounts and tests/partners walk there.
HALFWAY = {f"accounts.{name}" for name in ("reset", "second", "enrol", "passkey_question", "new_passkey")}
HALFWAY |= {"accounts.agency_begin", "accounts.agency_back", "partners.waiting"}
HALFWAY |= {"uploads.link_state", "uploads.link_picture"}  # of the browser that began to hand in
HALFWAY |= {"materials.take_translation"}  # leads back to the file, or on to the text
HALFWAY |= {"holds.correction"}  # while a hold names what a version corrects; tests/holds walks there
HALFWAY |= {"flyers.several_file"}  # of a card or a half letter; tests/flyers prints one
MOST_LINKS = 3  # to objects of one kind: a list of 50 regions is followed three times
# Daily everybody follows the first of a kind, the American of a role the second and the Mexican the third.
DAILY = {".us": (0, 1), ".mx": (0, 2)}


@pytest.fixture
def found(app: Flask, world: World, config: Config) -> list[Place]:
    print_editions(world, config)
    return places(app, world)


def visitor(app: Flask, world: World, who: str, language: str | None = None) -> Browser:
    return Browser(app, None if who == "anonymous" else world.user(who), language)


def languages_of(who: str) -> tuple[str, ...]:
    """Of each role the American reads English and the Mexican Spanish; with --full everybody reads both."""
    own = {".us": ("en",), ".mx": ("es",)}.get(who[-3:], LANGUAGES)
    return tuple(LANGUAGES) if FULL else tuple(own)


@pytest.mark.parametrize(("who", "language"), [(who, language) for who in IDENTITIES for language in languages_of(who)])
def test_every_page_reads_well_and_offers_only_what_is_open(
    app: Flask, world: World, found: list[Place], who: str, language: str
) -> None:
    """A hidden button and a closed door never disagree: no link and no form leads where this person may not go."""
    browser = visitor(app, world, who, language)
    doors = Doors(app, who, found)
    for place in found:
        if not place.is_page or doors.is_shut_again(place):
            continue
        page = browser.get(place.path, status=None, is_checked=False)
        if page.is_html and not 300 <= page.status < 400 and is_new(page, who):
            page.check()
            assert doors.closed(page) == [], f"{place.name} offers {who} what is closed"
            if language == languages_of(who)[0]:
                follow(browser, doors.unknown(page), place)


def follow(browser: Browser, links: list[str], place: Place) -> None:
    for link in links:
        status = browser.get(link, status=None, is_checked=False).status
        assert status < 400, f"{place.name} offers a link that answers {status}: {link}"


def is_new(page: Page, who: str) -> bool:
    """Whether no other person was shown the very same page but for the name in its corner."""
    html = re.sub(r'name="csrf_token" value="[^"]*"|next=[^"]*|[0-9A-Z]{4}-[0-9A-Z]{4}', "", page.html)
    if who in PEOPLE:
        html = html.replace(PEOPLE[who].name, "")
    html = re.sub(r'person__(initials|role)[^<]*<|<br>[^<]*<|"person__name"[^<]*<', "", html)
    digest = hashlib.sha256(html.encode()).hexdigest()
    is_first = digest not in _checked
    _checked.add(digest)
    return is_first


class Doors:
    """What one person may open, as far as the access table knows; other links of ours are tried."""

    def __init__(self, app: Flask, who: str, found: list[Place]) -> None:
        self.app = app
        table = {place: read()[place.method, place.endpoint, place.sample].get(who) for place in found}
        self.rights = {(place.method, urlsplit(place.path).path): answer for place, answer in table.items()}
        self.said: set[str] = set()
        self.visits: dict[str, set[str]] = defaultdict(set)
        self.turns = range(MOST_LINKS) if FULL else DAILY.get(who[-3:], range(MOST_LINKS))

    def is_shut_again(self, place: Place) -> bool:
        """One page that says no is read for each answer; the table was asked for all of them."""
        answer = self.rights[place.method, urlsplit(place.path).path] or ""
        is_again = answer in self.said
        self.said |= {answer} & {*SHUT, "sign-in"}
        return is_again

    def closed(self, page: Page) -> list[str]:
        forms = [(form.method.upper(), form.action) for form in page.forms]
        asked = [*forms, *(("GET", urlsplit(link).path) for link in page.links)]
        return [" ".join(door) for door in asked if self.rights.get(door) in SHUT]

    def unknown(self, page: Page) -> list[str]:
        """Links to follow: of each kind the first few that were not followed before."""
        chosen = []
        for link in page.links:
            kind = _kind(self.app, link)
            if kind is not None and link not in self.visits[kind] and len(self.visits[kind]) < MOST_LINKS:
                chosen += [link] if len(self.visits[kind]) in self.turns else []
                self.visits[kind].add(link)
        return chosen


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
    """`/materials/7/edit` is templates/materials/edit.html (house §1); also: each address once on each database."""
    shown: list[str] = []

    def note(_sender: object, template: Template, **_rest: object) -> None:
        shown.append(template.name or "")

    wrong, answered = [], set()
    with flask.template_rendered.connected_to(note, app):
        for who in ("planner.us", "signatory.mx", "administrator.us", "anonymous"):
            browser = visitor(app, world, who)
            for place in found:
                if place.endpoint in answered or not _is_open(place, who):
                    continue
                shown.clear()
                page = browser.get(place.path, status=200 if place.is_page else None, is_checked=False)
                answered |= {place.endpoint} if page.status == 200 else set()
                own = f"{place.endpoint.replace('.', '/')}.html"
                is_own = own in shown or any(name.startswith(sub_noun(app, place)) for name in shown)
                if page.status == 200 and page.is_html and not is_own and "_form_page.html" not in shown:
                    wrong.append(f"{place.name}: {shown}")
    assert wrong == []
    unseen = (
        {p.endpoint for p in found if p.method == "GET"} - answered - {"accounts.language", "health.metrics"} - HALFWAY
    )
    assert unseen == set(), "none of the three was shown these"


def sub_noun(app: Flask, place: Place) -> tuple[str, ...]:
    """`partners/logos/`: a sub-noun has its own folder for its code, and for its pages (house §1)."""
    folders = app.view_functions[place.endpoint].__module__.split(".")[1:-1]
    return (f"{'/'.join(folders)}/",) if len(folders) > 1 else ()


def _is_open(place: Place, who: str) -> bool:
    """A page, or a file whose table row was asked without its region."""
    answer = read()[place.method, place.endpoint, place.sample].get(who)
    return place.method == "GET" and (answer == "200" or (answer == "409" and not place.is_page))


def test_a_page_in_one_language_says_the_same_as_in_the_other(app: Flask, world: World, found: list[Place]) -> None:
    """As many headings, links, fields and buttons: nothing exists in one language only (law 19)."""
    wrong = []
    for who in ("planner.us", "signatory.mx"):
        browsers = [visitor(app, world, who, code) for code in LANGUAGES]
        for place in found:
            if place.is_page and _is_open(place, who):
                pages = [browser.get(place.path, is_checked=False) for browser in browsers]
                english, spanish = ([len(re.findall(f"<{tag}[ >]", page.html)) for tag in COUNTED] for page in pages)
                wrong += [f"{place.name}: {english} {spanish}"] if english != spanish else []
    assert wrong == []


COUNTED = ("h2", "h3", "a", "input", "button", "select", "textarea", "form", "tr", "li")
