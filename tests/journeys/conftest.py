"""The product as people meet it: served by its own command, in Debian's Chromium, with nothing else running."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Browser, sync_playwright

from campaign.config import PACKAGE
from campaign.screens import FLAGS
from tests.journeys.visitor import PASSWORD, Visitor
from tests.journeys.words import Words

CHROMIUM = "/usr/bin/chromium"
DATABASE = "campaign.sqlite"
AGENCY = "Health Login · Acceso Salud"
PATIENCE = 240  # seconds until a server that loads the demo on a slow machine must answer
Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium with a profile of its own that is thrown away."""
    if not Path(CHROMIUM).exists():
        words = f"{CHROMIUM} is missing: apt-get install chromium"
        if "browser" in os.environ.get("CAMPAIGN_REQUIRE", "").split(","):
            pytest.fail(words)
        pytest.skip(words)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def artefacts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures and PDFs are kept: CAMPAIGN_TEST_ARTIFACTS, else pytest's own temporary folder."""
    wanted = os.environ.get("CAMPAIGN_TEST_ARTIFACTS")
    folder = Path(wanted).resolve() if wanted else tmp_path_factory.mktemp("journeys")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the server that all journeys share."""
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="session")
def agency(chromium: Browser) -> Iterator[dict[str, str]]:
    """The sign-in of an agency on this machine, as settings: every journey sees its button where there is one."""
    with run_server_in_thread() as server:
        yield {
            "CAMPAIGN_OIDC_ISSUER": f"http://localhost:{server.server_port}",
            "CAMPAIGN_OIDC_CLIENT_ID": "campaign",
            "CAMPAIGN_OIDC_CLIENT_SECRET": "open-sesame",
            "CAMPAIGN_OIDC_NAME": AGENCY,
        }


@pytest.fixture(scope="session")
def untouched(instance: Path, address: str) -> Path:
    """What that server had made when it first answered: the demo, loaded once for whoever wants one of their own."""
    assert address
    return instance.with_name(f"{instance.name}-untouched")


def _keep(data: Path, kept: Path) -> None:
    half_written = ".new-*"  # renamed or gone before the copy comes to it
    shutil.copytree(data, kept, ignore=shutil.ignore_patterns("*.sqlite*", half_written))
    with closing(sqlite3.connect(data / DATABASE)) as whole, closing(sqlite3.connect(kept / DATABASE)) as copy:
        whole.backup(copy)


@pytest.fixture(scope="session")
def address(chromium: Browser, artefacts: Path, instance: Path, agency: dict[str, str]) -> Iterator[str]:
    """`python3 -m campaign run` on an empty data folder: where it answers."""
    port, data = _free_port(), instance
    log = artefacts / "server.log"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CAMPAIGN_")}
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "campaign", "run", "--port", str(port), "--data", str(data)],
            cwd=PACKAGE.parent,
            env={**inherited, **agency, "CAMPAIGN_DEMO_PASSWORD": PASSWORD},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(server, f"http://127.0.0.1:{port}", log)
        _keep(data, data.with_name(f"{data.name}-untouched"))
        yield f"http://127.0.0.1:{port}"
    finally:
        _stop(server)
        shutil.rmtree(data)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_for(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/accounts/sign-in", timeout=5).close()
        except urllib.error.HTTPError:
            break
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the server did not answer:\n{log.read_text()[-3000:]}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@pytest.fixture
def visit(chromium: Browser, address: str, artefacts: Path) -> Iterator[Visit]:
    """`visit("planner.us", say, width)`: a window for each person; the same person again is the same window."""
    windows: dict[tuple[str, str], Visitor] = {}

    def open_window(name: str, say: Words, width: int = 1280, script: bool = True, folder: str = "") -> Visitor:
        if (name, say.language) not in windows:
            context = chromium.new_context(
                base_url=address,
                viewport={"width": width, "height": 844 if width < 600 else 900},
                locale={"en": "en-US", "es": "es-MX"}[say.language],
                java_script_enabled=script,
            )
            pictures = artefacts / (folder or f"{width}-{say.language}")
            windows[name, say.language] = Visitor(context, name, say, pictures, script)
        return windows[name, say.language]

    yield open_window
    for visitor in windows.values():
        visitor.page.context.close()
