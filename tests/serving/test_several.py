"""The same demo on several machines: two that serve, two that work, PostgreSQL, Redis, an S3, nginx; one falls."""

import hashlib
import io
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import postgres, s3
from tests.jobs import brokers
from tests.jobs.brokers import free_port
from tests.serving.machines import ANEW, ROOT, Machine, Visitor, further, nginx, wait_for
from tests.tiers import FULL

CONF = ROOT / "docs" / "deploy" / "nginx.conf"
FEW = 12  # regions of the batch; with --full all of the border
DONE = re.compile(r"(\d+) of (\d+)")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Machine]:
    """The machine on which the operator loads the demo; the others get copies of its keys."""
    folder = tmp_path_factory.mktemp("first")
    with (
        postgres.own_server(settings="") as server,
        brokers.running("redis") as queue,
        s3.server() as store,
    ):
        settings = {
            "CAMPAIGN_DATABASE_URL": server.url,
            "CAMPAIGN_QUEUE_URL": queue.url,
            "CAMPAIGN_STORE_URL": store.bucket(),
            "CAMPAIGN_TRUSTED_PROXIES": "1",
            "CAMPAIGN_METRICS_TOKEN": "a-token-for-the-watcher",
        }
        machine = Machine(folder, settings, ANEW if FULL else request.getfixturevalue("loaded"))
        yield machine
        machine.fall()


@pytest.mark.long
def test_the_demo_runs_on_several_machines_and_one_falls(first: Machine, tmp_path: Path) -> None:
    port, ports = free_port(), [free_port(), free_port()]
    base = f"https://127.0.0.1:{port}"
    first.settings["CAMPAIGN_BASE_URL"] = base
    loaded = first.command("demo")
    assert loaded.returncode == 0, loaded.stderr
    if not FULL:
        _shorten_the_border(first)
    webs = [further(first, tmp_path / f"web-{number}") for number in ports]
    workers = [further(first, tmp_path / f"worker-{n}") for n in (1, 2)]
    everyone = [*webs, *workers]
    try:
        for web, number in zip(webs, ports, strict=True):
            web.start("run", "--no-demo", "--no-work", "--workers", "1", "--port", str(number))
        for worker in workers:
            worker.start("worker", "--threads", "1")
        for number in ports:
            wait_for(f"http://127.0.0.1:{number}")
        with nginx(tmp_path, port, ports, CONF):
            wait_for(base)
            visitor = Visitor(base)
            visitor.sign_in("printer.us@example.org")
            flyer = _flyer_in_force(visitor)
            job = visitor.post(f"{flyer}/batch", flyer, set="border")
            assert job.status == 200, job.text
            every = _until(visitor, job.url, 3)
            workers[0].fall()
            assert _until(visitor, job.url, every) == every
            _look_at_the_sheets(visitor, [f"http://127.0.0.1:{number}" for number in ports], job.url, every)
            _look_at_the_edge(visitor)
        for command in (("audit", "verify"), ("doctor", "--store")):
            looked = first.command(*command)
            assert looked.returncode == 0, looked.stdout + looked.stderr
    finally:
        for machine in everyone:
            machine.fall()


def _shorten_the_border(machine: Machine) -> None:
    with psycopg.connect(machine.settings["CAMPAIGN_DATABASE_URL"]) as connection:
        connection.execute(
            """DELETE FROM region_set_members WHERE set_key = 'border' AND region_key NOT IN (
                 SELECT region_key FROM region_set_members WHERE set_key = 'border' AND region_key LIKE 'US-%%'
                 ORDER BY region_key LIMIT %s)""",
            [FEW],
        )


def _flyer_in_force(visitor: Visitor) -> str:
    """The page of a flyer whose sheets can be asked for."""
    pages = re.findall(r'href="(/flyers/\d+)[?"]', visitor.get("/flyers/").text)
    return str(next(page for page in dict.fromkeys(pages) if f'action="{page}/batch"' in visitor.get(page).text))


def _until(visitor: Visitor, url: str, least: int) -> int:
    """Look at the job's page until so many parts are done; returns how many there are in all."""
    until = time.monotonic() + 150
    while True:
        found = DONE.search(visitor.get(url).text)
        assert found, visitor.get(url).text
        done, every = int(found[1]), int(found[2])
        if done >= least:
            return every
        assert time.monotonic() < until, f"{done} of {every}, waiting for {least}"
        time.sleep(0.2)


def _look_at_the_sheets(visitor: Visitor, bases: list[str], job: str, every: int) -> None:
    """The archive is whole: one sheet for each region, none twice, each as its manifest says."""
    number = job.rsplit("/", 1)[1]
    packed = visitor.get(f"/flyers/batches/{number}/sheets.zip")
    assert packed.status == 200
    with zipfile.ZipFile(io.BytesIO(packed.body)) as archive:
        names = archive.namelist()
        sheets = [name for name in names if "/" in name]  # each in the folder of its region
        sums = {hashlib.sha256(archive.read(name)).hexdigest() for name in sheets}
        manifest = archive.read("manifest.csv").decode("utf-8-sig")
    assert len(sheets) == len(set(sheets)) == every
    assert sorted(set(names) - set(sheets))[1:] == ["manifest.csv"], "beside one file with all of them"
    assert len(sums) == every
    assert all(digest in manifest for digest in sums)


def _look_at_the_edge(visitor: Visitor) -> None:
    """What nginx adds and what it keeps inside."""
    page = visitor.get("/", **{"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    assert page.headers["Strict-Transport-Security"]
    assert visitor.get("/metrics", Authorization="Bearer a-token-for-the-watcher").status == 404
