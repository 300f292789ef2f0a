"""Several machines on one: processes of the product with a data folder each, and nginx before them."""

import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPSHandler, OpenerDirector, Request, build_opener

import pytest

from campaign.config import PACKAGE
from tests.jobs.brokers import free_port
from tests.loaded import Call

ROOT = PACKAGE.parent
# As in a wheel: the tests' own Python needs no preparation.
ANEW = [sys.executable, "-c", "import sys; from campaign.cli import main; sys.exit(main())"]
KEYS = ("secret.key", "audit.key")
PASSWORD = "fronteraviva26"
LINK = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Machine:
    """One machine: its data folder holds the two keys and what can be made again, nothing else."""

    data: Path
    settings: dict[str, str]
    python: Call  # for what is called to its end
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Call a command to its end."""
        return subprocess.run(
            [*self.python, *arguments], env=self._environment(), cwd=ROOT, capture_output=True, text=True, check=False
        )

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / f"{arguments[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                [*ANEW, *arguments], env=self._environment(), cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        self.running.append(process)
        return process

    def _environment(self) -> dict[str, str]:
        own = {"CAMPAIGN_DATA": str(self.data), "CAMPAIGN_DEMO_PASSWORD": PASSWORD}
        return {name: value for name, value in os.environ.items() if not name.startswith("CAMPAIGN_")} | {
            **self.settings,
            **own,
        }

    def fall(self) -> None:
        """Without a word: every process of it, in the middle of whatever it does."""
        for process in self.running:
            os.killpg(process.pid, 9)
            process.wait(30)
        self.running.clear()


def further(first: Machine, data: Path) -> Machine:
    """One more machine, with copies of the keys as the operator makes them."""
    data.mkdir()
    for name in KEYS:
        shutil.copy(first.data / name, data / name)
    return Machine(data, first.settings, first.python)


@contextmanager
def nginx(folder: Path, port: int, upstream: list[int], conf: Path) -> Iterator[None]:
    """The configuration that the product documents, with ports and certificate of this test."""
    if shutil.which("nginx") is None:
        if "nginx" in os.environ.get("CAMPAIGN_REQUIRE", ""):
            pytest.fail("there is no nginx on this machine, and CAMPAIGN_REQUIRE asks for it")
        pytest.skip("there is no nginx on this machine")
    key, certificate = folder / "campaign.key", folder / "campaign.pem"
    request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run(["openssl", *request, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    written = conf.read_text()
    for shown, here in {
        "    server 127.0.0.1:5000;\n": "".join(f"    server 127.0.0.1:{number};\n" for number in upstream),
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "/etc/ssl/campaign.pem": str(certificate),
        "/etc/ssl/campaign.key": str(key),
    }.items():
        assert shown in written, shown
        written = written.replace(shown, here)
    (folder / "nginx.conf").write_text(written)
    paths = f"daemon off; pid {folder}/pid; error_log {folder}/error.log warn;"
    command = [
        "nginx",
        "-p",
        str(folder),
        "-e",
        str(folder / "error.log"),
        "-c",
        str(folder / "nginx.conf"),
        "-g",
        paths,
    ]
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


@dataclass(frozen=True)
class Answer:
    status: int
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Visitor:
    """A browser without scripts that believes this test's certificate."""

    def __init__(self, base: str) -> None:
        context = ssl._create_unverified_context()
        self.base = base
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()), HTTPSHandler(context=context))

    def get(self, path: str, **headers: str) -> Answer:
        return self._open(Request(self._address(path), headers=headers))

    def post(self, path: str, page: str, **fields: str) -> Answer:
        """Send a form that stands on a page; the answer is the page that it leads to."""
        found = LINK.search(self.get(page).text)
        assert found, page
        data = urlencode({"csrf_token": found[1], **fields}).encode()
        return self._open(Request(self._address(path), data=data, headers={"Referer": self._address(page)}))

    def sign_in(self, email: str) -> None:
        answer = self.post("/accounts/sign-in", "/accounts/sign-in", email=email, password=PASSWORD)
        assert not answer.url.endswith("/accounts/sign-in"), answer.text

    def _address(self, path: str) -> str:
        return path if path.startswith("http") else f"{self.base}{path}"

    def _open(self, request: Request) -> Answer:
        try:
            with self._opener.open(request, timeout=90) as answer:
                return Answer(answer.status, answer.url, dict(answer.headers), answer.read())
        except HTTPError as error:
            return Answer(error.code, request.full_url, dict(error.headers), error.read())


def wait_for(base: str, seconds: float = 60) -> None:
    """Until this address is ready to work."""
    until = time.monotonic() + seconds
    while True:
        try:
            if Visitor(base).get("/readyz").status == 200:
                return
        except (URLError, OSError):
            pass
        assert time.monotonic() < until, f"{base} is not ready after {seconds} s"
        time.sleep(0.2)
