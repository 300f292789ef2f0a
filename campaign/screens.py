"""`screens --out DIR`: every page of a demo as a picture, in both languages at 1280 and 390 px, and sheets to look at.

For whoever builds: it needs Chromium and the test packages (`prepare --test`), and touches no installation.
"""

import argparse
import logging
import shutil
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from PIL import Image, ImageDraw
from werkzeug.serving import make_server

from campaign.app import JOBS, create_app
from campaign.campaigns import actions as campaigns
from campaign.campaigns.models import CampaignKind
from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, Side, Territory, session
from campaign.demo import person, step, throw_away
from campaign.demo.words import BRIEF
from campaign.facts import actions as facts
from campaign.facts.models import Fact, FactState, FactVersion, latest
from campaign.flyers import actions as flyers
from campaign.jobs import carrier
from campaign.materials import actions as materials
from campaign.materials.models import Register, Scope, in_force_for
from campaign.regions.models import find

try:
    from playwright.sync_api import sync_playwright
except ImportError:  # a test package: who only runs the product has none
    sync_playwright = None  # type: ignore[assignment]

PEOPLE = (
    "",  # the public
    "signatory.mx",
    "planner.us",
    "planner.mx",
    "printer.mx",
    "partner-a.us",
    "administrator.us",
    "secretariat",
)
LANGUAGES = {"en": "en-US", "es": "es-MX"}
WIDTHS = (1280, 390)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MOST = 5  # pages of one kind that are opened for their links
ROWS, SCALE, TALLEST = 4, 0.36, 1500  # of a contact sheet: pages on it, size of a picture, its height in its own pixels


@dataclass(frozen=True)
class Screen:
    """One page as one person sees it."""

    who: str
    endpoint: str
    path: str

    @property
    def name(self) -> str:
        return f"{self.endpoint.replace('.', '-')}{'-' + self.who if self.who else ''}"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="campaign screens", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures; what lies there stays")
    parser.add_argument("--only", default="", help="only pages whose name has these letters (clearance-decide)")
    options = parser.parse_args(argv)
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None or sync_playwright is None:
        print("This needs Chromium and: python3 -m campaign prepare --test", file=sys.stderr)
        return 1
    with throw_away() as config:
        complete_demo()
        found = _shot(config, options, program)
    for n, start in enumerate(range(0, len(found), ROWS), 1):
        contact(found[start : start + ROWS], options.out).save(options.out / f"contact-{n:02d}.png", optimize=True)
    print(f"{len(found)} pages, {len(found) * 4} pictures in {options.out}")
    return 0


def complete_demo(sheets: int | None = None) -> None:
    """A campaign and a flyer still being written, a fact that waits, many sheets under way (all of one border, or so
    many): they are seen too."""
    planner, printer = person("planner.us"), person("printer.mx")
    with step(planner, "screens"):
        campaign = campaigns.create(BRIEF, CampaignKind.joint, planner, now())
        campaigns.set_regions(campaign, ["US-48141", "MX-08037"], campaign.row_version, planner, now())
        title = Bilingual("Ask for help early", "Pide ayuda a tiempo")
        materials.create_flyer(title, campaign, Scope.joint, Register.tu, planner, now())
        drafts = latest().where(FactVersion.state == FactState.draft, Fact.territory == Territory.BOTH)
        facts.submit(session.scalars(drafts).all()[0], now())
    with step(printer, "screens"):
        flyer = session.scalars(in_force_for(Side.MX)).all()[-1]
        places = session.scalars(find(set_key="border", country="MX")).all()
        flyers.ask_batch(flyer, places[:sheets], printer, now())
    session.remove()


def _shot(config: Config, options: argparse.Namespace, program: str) -> list[Screen]:
    with served(config) as (app, address), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=FLAGS)
        found = [screen for screen in crawl(app, config) if options.only in screen.name]
        shoot(browser, address, found, config, options.out)
        browser.close()
    return found


@contextmanager
def served(config: Config) -> Iterator[tuple[Flask, str]]:
    """The application on a free port of this machine, with its work in the background done beside it."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    app = create_app(config)
    crew = carrier.install(config, JOBS).work(1)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    crew.start()
    thread.start()
    try:
        yield app, f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        crew.stop()
        carrier.close()


class _Links(HTMLParser):
    """Every address that a page links to, and its token."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[str] = []
        self.token = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and (given.get("href") or "").startswith("/"):
            self.paths.append(str(given["href"]))
        if tag == "input" and given.get("name") == "csrf_token":
            self.token = str(given["value"])


def crawl(app: Flask, config: Config) -> list[Screen]:
    """Follow the links of each person from the start page; one page for each endpoint, the start page for everybody.

    A few of each kind are opened on the way: what one campaign does not link to, another may.
    """
    found: dict[str, Screen] = {}
    for who in PEOPLE:
        client = app.test_client()
        if who:
            _sign_in(client, who, config)
        waiting, seen = ["/", "/search?q=911"] if who else ["/accounts/sign-in", "/e/00000000", "/nowhere"], set[str]()
        opened: Counter[str] = Counter()
        while waiting:
            path = waiting.pop(0)
            endpoint = _endpoint(app, path)
            if path in seen or opened[endpoint] == MOST:
                continue
            seen.add(path)
            answer = client.get(path)
            if answer.mimetype != "text/html" or answer.status_code in (302, 303):
                continue
            opened[endpoint] += 1
            found.setdefault(f"{endpoint} {who}" if endpoint == "home.index" else endpoint, Screen(who, endpoint, path))
            links = _Links()
            links.feed(answer.get_data(as_text=True))
            waiting += links.paths
    return list(found.values())


def _endpoint(app: Flask, path: str) -> str:
    adapter = app.url_map.bind("localhost")
    try:
        return str(adapter.match(urlsplit(path).path, method="GET")[0])
    except Exception:
        return "errors.not_found"


def _sign_in(client: Any, who: str, config: Config) -> None:
    links = _Links()
    links.feed(client.get("/accounts/sign-in").get_data(as_text=True))
    data = {"csrf_token": links.token, "email": f"{who}@example.org", "password": config.demo_password}
    assert client.post("/accounts/sign-in", data=data).status_code == 303, who


def shoot(browser: Any, address: str, screens: list[Screen], config: Config, out: Path) -> None:
    """`DIR/<page>-<language>-<width>.png`, the whole page."""
    out.mkdir(parents=True, exist_ok=True)
    for language, width in product(LANGUAGES, WIDTHS):
        for who in dict.fromkeys(screen.who for screen in screens):
            context = browser.new_context(
                viewport={"width": width, "height": 900}, locale=LANGUAGES[language], base_url=address
            )
            context.add_cookies([{"name": "language", "value": language, "url": address}])
            page = context.new_page()
            if who:
                page.goto("/accounts/sign-in")
                page.fill("#email", f"{who}@example.org")
                page.fill("#password", str(config.demo_password))
                page.press("#password", "Enter")
                page.wait_for_url(f"{address}/")
            for screen in screens:
                if screen.who == who:
                    page.goto(screen.path)
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=out / _file(screen, language, width), full_page=True)
            context.close()


def _file(screen: Screen, language: str, width: int) -> str:
    return f"{screen.name}-{language}-{width}.png"


def contact(screens: list[Screen], out: Path) -> Image.Image:
    """A sheet: each page in a row of four, its name above; a long page is cut at the bottom."""
    rows = [[_small(out / _file(screen, *how)) for how in product(LANGUAGES, WIDTHS)] for screen in screens]
    width = max(sum(picture.width + 12 for picture in row) for row in rows) + 12
    sheet = Image.new("RGB", (width, sum(_tall(row) for row in rows)), "#ece8de")
    draw, y = ImageDraw.Draw(sheet), 0
    for screen, row in zip(screens, rows, strict=True):
        draw.text((12, y + 6), f"{screen.name}   {screen.path}", fill="#1b2b34")
        x = 12
        for picture in row:
            sheet.paste(picture, (x, y + 24))
            x += picture.width + 12
        y += _tall(row)
    return sheet


def _tall(row: list[Image.Image]) -> int:
    return max(picture.height for picture in row) + 36


def _small(path: Path) -> Image.Image:
    with Image.open(path) as full:
        cut = full.convert("RGB").crop((0, 0, full.width, min(full.height, TALLEST)))
    return cut.resize((int(cut.width * SCALE), int(cut.height * SCALE)), Image.Resampling.LANCZOS)
