"""Beginning a campaign: one title in one language is enough, too long is too long, and nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest

from campaign.campaigns.models import Campaign
from campaign.db import session
from tests.browser import Browser

ClientOf = Callable[..., Browser]


def made(browser: Browser) -> Campaign:
    assert browser.page is not None
    return session.get_one(Campaign, int(browser.page.response.headers["Location"].rpartition("/")[2]))


@pytest.mark.parametrize("who", ["planner.us", "planner.mx"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_one_title_in_one_language_is_enough(client_of: ClientOf, who: str, language: str) -> None:
    browser = client_of(who)
    browser.get("/campaigns/new")
    typed: dict[str, Any] = {f"title_{language}": "  Naloxona en casa\u202e ", "kind": "joint"}
    browser.send(**typed)
    campaign = made(browser)
    assert campaign.title.of(language) == "Naloxona en casa"
    assert campaign.side.value.lower() == who[-2:]
    assert browser.follow().h1 == "Naloxona en casa"


@pytest.mark.parametrize(("language", "says"), [("en", "Write the title"), ("es", "Escriba el título")])
def test_without_a_title_everything_typed_stays(client_of: ClientOf, language: str, says: str) -> None:
    browser = client_of("planner.us", language)
    browser.get("/campaigns/new")
    page = browser.send(status=422, aim_en="Fewer deaths.", title_es="   ")
    assert page.form().filled({})["aim_en"] == ["Fewer deaths."]
    assert f'id="title_{language}-error"' in page.html
    if language == "en":
        assert says in page.text


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("title_en", "a " * 61, "At most 120 characters; this has 121."),
        ("aim_es", "ñ " * 601, "At most 1,200 characters; this has 1,201."),
        ("message_en", "a" * 61, "A word may have at most 60 characters; one here has 61."),
    ],
    ids=["title", "text", "word"],
)
def test_what_is_too_long_is_said_and_kept(client_of: ClientOf, field: str, typed: str, says: str) -> None:
    browser = client_of("planner.us")
    browser.get("/campaigns/new")
    page = browser.send(status=422, **{"title_en": "Naloxone", field: typed})
    assert says in page.text
    assert page.form().filled({})[field] == [typed.strip()]


def test_markup_is_text(client_of: ClientOf) -> None:
    browser = client_of("planner.us")
    browser.get("/campaigns/new")
    browser.send(kind="joint", title_en="<script>alert(1)</script>", audience_en="Mothers & <b>fathers</b>")
    assert browser.follow().h1 == "<script>alert(1)</script>"


def test_the_own_language_stands_in_front(client_of: ClientOf) -> None:
    for who, first in (("planner.us", "title_en"), ("planner.mx", "title_es")):
        page = client_of(who).get("/campaigns/new")
        assert next(f.get("name") for f in page.all("input") if f.get("name", "").startswith("title_")) == first


@pytest.mark.parametrize(
    "who", ["signatory.us", "reviewer.mx", "printer.us", "secretariat", "partner-a.us", "observer"]
)
def test_nobody_else_begins_one(client_of: ClientOf, who: str) -> None:
    browser = client_of(who)
    browser.get("/campaigns/new", status=403)
    browser.post("/campaigns/new", {"title_en": "Mine"}, status=403)
