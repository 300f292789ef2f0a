"""A description is kept while it is written: in a real browser, whose requests this application answers itself."""

import re
from collections.abc import Callable
from contextvars import copy_context

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Route, expect

from campaign.config import Config
from campaign.db import Bilingual, session
from campaign.materials.files.models import FileLanguage
from campaign.materials.models import Material
from tests.browser import Browser
from tests.kits import samples
from tests.materials import acts
from tests.world import World

pytestmark = pytest.mark.browser
HOST = "http://localhost"


def opened(chromium: Chromium, browser: Browser, path: str, width: int = 1280) -> Page:
    """A window in which this person is signed in."""
    page = chromium.new_page(viewport={"width": width, "height": 900})
    held = copy_context()  # the clock of the test: what the browser calls has a context of its own
    page.route("**/*", lambda route: held.copy().run(answer, browser, route))
    page.goto(f"{HOST}{path}")
    return page


def answer(browser: Browser, route: Route) -> None:
    asked = route.request
    kept = {"content-type", "accept"}
    headers = {name: value for name, value in asked.headers.items() if name in kept}
    found = browser.client.open(
        asked.url.removeprefix(HOST),
        method=asked.method,
        headers=headers,
        data=asked.post_data_buffer or b"",
        follow_redirects=True,
    )
    given = {name: value for name, value in found.headers.items() if name.lower() not in ("content-length", "vary")}
    route.fulfill(status=found.status_code, headers=given, body=found.data)


@pytest.mark.parametrize(
    ("language", "kept", "later"), [("en", r"Saved at \d\d:\d\d", "Not saved"), ("es", r"Guardado a las \d", "No se g")]
)
def test_what_is_written_is_kept_by_itself_until_a_colleague_saves(
    chromium: Chromium,
    client_of: Callable[..., Browser],
    world: World,
    config: Config,
    language: str,
    kept: str,
    later: str,
) -> None:
    sheet = ("one.pdf", FileLanguage.both, b"%PDF-1.7 g")
    id = samples.leaflet(world, config, Bilingual("A leaflet", "Un folleto"), sheet).id
    path = f"/materials/{id}/describe"
    page = opened(chromium, client_of("planner.us", language), path)
    state = page.locator("[data-autosave-state]")
    expect(state).to_be_empty()
    for words in ("First words.", "Second words, with the counter of the first."):
        page.locator("#summary_en").fill(words)
        expect(state).to_have_text(re.compile(kept), timeout=15_000)
        session.expire_all()
        assert session.get_one(Material, id).summary_en == words
        page.locator("#credit").press_sequentially("A")
    expect(state).to_have_text(re.compile(kept), timeout=15_000)
    with acts.act(world, "planner.us"):
        acts.here(session.get_one(Material, id)).summary = Bilingual("The colleague's.", "Del colega.")
    page.locator("#summary_en").fill("Mine, and later.")
    expect(state).to_have_text(re.compile(later), timeout=15_000)
    expect(page.locator("#summary_en")).to_have_value("Mine, and later.")
    session.expire_all()
    assert session.get_one(Material, id).summary_en == "The colleague's."
    page.close()


def test_the_pages_beside_a_text_change_at_once_and_stay_so(
    chromium: Chromium, client_of: Callable[..., Browser], world: World
) -> None:
    """What is typed and not kept yet is left alone; nobody is asked whether to leave."""
    id = acts.flyer(world).id
    page = opened(chromium, client_of("planner.us"), f"/materials/{id}/edit")
    expect(page.locator("[data-look-button]")).to_be_hidden()
    page.locator("#look-format").select_option("letter-side-by-side.legal.colour")
    page.get_by_text("In grey").click()
    picture = page.locator("#pages img")
    asked = re.compile(r"format=letter-side-by-side\.legal\.colour&side=1&view=grey")
    expect(picture).to_have_attribute("src", asked, timeout=20_000)
    assert page.url.endswith("?format=letter-side-by-side.legal.colour&view=grey")
    before = picture.get_attribute("src")
    assert before
    page.locator("textarea").first.fill("Other words.")
    expect(picture).not_to_have_attribute("src", before, timeout=20_000)
    expect(picture).to_have_attribute("src", asked)
