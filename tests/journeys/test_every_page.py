"""Every page that links lead to, read by axe and looked at for width, pictures and complaints of the browser."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from campaign import clock
from campaign.audit import chain
from campaign.config import Config
from campaign.db import session
from campaign.migrate import prepare_database
from campaign.screens import Screen, complete_demo, crawl, served
from tests.journeys.conftest import DATABASE
from tests.journeys.visitor import PASSWORD, Visitor
from tests.journeys.words import Words
from tests.tiers import FULL

LOCALES = {"en": "en-US", "es": "es-MX"}
SHEETS = None if FULL else 6  # of the batch; each is rendered while pages are read
EVERY = list(product((1280, 390), ("en", "es")))


@pytest.fixture
def pages(untouched: Path, tmp_path: Path, config: Config) -> Iterator[tuple[str, list[Screen]]]:
    """A demo of its own, served, at today's date, and what there is to see in it; afterwards the key of the other tests
    signs the record again."""
    data = shutil.copytree(untouched, tmp_path / "data")
    own = Config(data=data, database_url=f"sqlite:///{data / DATABASE}", demo_password=PASSWORD)
    chain.use_key(own.audit_key)
    with clock.at(datetime.now(UTC)):
        prepare_database(own)
        complete_demo(SHEETS)
        with served(own) as (app, address):
            yield address, crawl(app, own)
    session.remove()
    chain.use_key(config.audit_key)


@pytest.mark.browser
def test_every_page_is_readable(chromium: Browser, artefacts: Path, pages: tuple[str, list[Screen]]) -> None:
    """Each in one language and width, in turn; with --full in all four."""
    address, screens = pages
    assert {"home.search", "campaigns.regions", "clearance.fact", "jobs.show"} < {screen.endpoint for screen in screens}
    wrong = []
    for turn, (width, language) in enumerate(EVERY):
        mine = screens if FULL else screens[turn :: len(EVERY)]
        for who in dict.fromkeys(screen.who for screen in mine):
            context = chromium.new_context(
                base_url=address, viewport={"width": width, "height": 900}, locale=LOCALES[language]
            )
            visitor = Visitor(context, who or "nobody", Words(language), artefacts)
            if who:
                visitor.sign_in()
            else:
                context.add_cookies([{"name": "language", "value": language, "url": address}])
            for screen in mine:
                if screen.who == who:
                    answer = visitor.page.goto(screen.path)
                    try:
                        visitor.look(status=answer.status if answer else 0)
                    except AssertionError as fault:
                        wrong.append(f"{width} {language} {screen.name}: {fault}")
            context.close()
    assert wrong == []
