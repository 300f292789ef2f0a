"""Visits to the page behind a sheet's code: counted by sheet, day and way, and nothing of the reader is kept."""

import csv
import io
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import segno
from flask import Flask
from sqlalchemy import event, func, inspect, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from campaign import clock, db
from campaign.audit.models import Entry
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.exports.data import EXPORTED, reader
from campaign.flyers.models import Edition
from campaign.flyers.visits import actions
from campaign.flyers.visits.models import Visit
from campaign.paper.foot import scanned
from tests.browser import Browser
from tests.flyers import sheets
from tests.world import World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]


@pytest.fixture(autouse=True)
def none_waits() -> Iterator[None]:
    """What a test could not write is no other test's."""
    yield
    actions._waiting.clear()


BOTH = ("planner.us", "planner.mx")


@pytest.fixture
def edition(world: World, config: Config) -> Edition:
    return sheets.prepare(world, config, Side.US)


def counted() -> dict[tuple[str, bool], int]:
    """Day and way → how often."""
    session.expire_all()
    rows = session.scalars(select(Visit))
    return {(row.day.isoformat(), row.is_scan): row.count for row in rows}


def visit(client: Browser, address: str, times: int = 1, **options: Any) -> None:
    for _ in range(times):
        assert client.client.get(address, **options).status_code == 200


def test_a_scan_is_told_from_a_typed_address_and_reloads_count(client: Browser, edition: Edition) -> None:
    visit(client, scanned(f"/e/{edition.code}"), 3)
    visit(client, f"/e/{edition.code}")
    visit(client, f"/e/{edition.code.lower()}?fbclid=x")
    with clock.at(now() + timedelta(days=1)):
        visit(client, f"{scanned(f'/e/{edition.code}')}&utm_source=chat")
    assert counted() == {("2026-11-24", True): 3, ("2026-11-24", False): 2, ("2026-11-25", True): 1}


def test_what_is_no_visit_does_not_count(client: Browser, edition: Edition) -> None:
    code = edition.code
    assert client.client.head(scanned(f"/e/{code}")).status_code == 200
    assert client.client.get(f"/e/{code}/sheet.pdf").status_code == 200
    assert client.client.get(f"/e/{code}/sheet.webp").status_code == 200
    assert client.client.get("/e/00000000?s").status_code == 404
    assert counted() == {}


def test_nothing_of_the_reader_is_kept(client: Browser, edition: Edition) -> None:
    """Law 16, and no entry of the record either."""
    entries = session.scalar(select(func.count()).select_from(Entry))
    headers = {"User-Agent": "Telltale/1.0", "Referer": "https://clinic.example.org/", "X-Forwarded-For": "192.0.2.7"}
    response = client.client.get(scanned(f"/e/{edition.code}"), headers=headers)
    assert "Set-Cookie" not in response.headers
    assert [column.key for column in inspect(Visit).columns] == ["edition_id", "day", "is_scan", "count"]
    assert session.scalar(select(func.count()).select_from(Entry)) == entries
    assert "Read 1 time" not in response.text


def test_the_database_holds_no_empty_count(edition: Edition) -> None:
    statement = text("INSERT INTO visits (edition_id, day, is_scan, count) VALUES (:id, '2026-11-24', false, 0)")
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(statement, {"id": edition.id})


@pytest.mark.parametrize(
    "host", ["http://127.0.0.1:5000", "https://volantes.example.org", "https://campaign.health.example.gov"]
)
def test_the_mark_makes_the_code_on_paper_no_larger(host: str) -> None:
    address = f"{host}/e/ABCD1234"
    plain, marked = (segno.make_qr(words, error="m", boost_error=False) for words in (address, scanned(address)))
    assert len(plain.matrix) == len(marked.matrix)


@pytest.mark.parametrize(
    ("language", "words", "recent"),
    [
        ("en", "Read 120 times: 90 by its code, 30 typed", "In the last 30 days: 20 times"),
        ("es", "Se leyó 120 veces: 90 por su código, 30 con la dirección tecleada", "En los últimos 30 días: 20 veces"),
    ],
)
def test_the_pages_of_the_sheet_and_of_the_flyer_say_how_often(
    client_of: ClientOf, world: World, edition: Edition, language: str, words: str, recent: str
) -> None:
    rows = [(30, True, 90), (29, False, 10), (29, True, 0), (0, False, 10), (400, False, 10)]
    for ago, is_scan, count in rows:
        if count:
            day = now().date() - timedelta(days=ago)
            session.add(Visit(edition_id=edition.id, day=day, is_scan=is_scan, count=count))
    session.commit()
    number, flyer = edition.id, world.in_force_id
    for path in (f"/flyers/editions/{number}", f"/flyers/{flyer}"):
        page = client_of("planner.us", language).get(path).text
        assert words in page
        assert recent in page
    assert words not in client_of("planner.mx", language).get(f"/flyers/{flyer}").text, "its own sheets alone"
    assert words in client_of("planner.mx", language).get(f"/flyers/editions/{number}").text
    assert "visits.csv" not in client_of("printer.us", language).get(f"/flyers/{flyer}").html


def test_planners_have_a_table_of_their_own_countrys_sheets(
    client_of: ClientOf, client: Browser, world: World, config: Config, edition: Edition
) -> None:
    there = sheets.prepare(world, config, Side.MX)
    visit(client, scanned(f"/e/{edition.code}"), 2)
    visit(client, f"/e/{edition.code}")
    for who, code, figures in zip(BOTH, (edition.code, there.code), (["2", "1", "3"], ["0", "0", "0"]), strict=True):
        response = client_of(who, "en").client.get("/flyers/visits.csv")
        header, *lines = csv.reader(io.StringIO(response.get_data().decode("utf-8-sig")))
        assert header[-3:] == ["By its code", "Typed", "In the last 30 days"]
        assert [line[:2] for line in lines] == [[code, world.material("in_force").code]]
        assert lines[0][-3:] == figures
    for who in ("printer.us", "signatory.mx", "secretariat"):
        assert client_of(who).client.get("/flyers/visits.csv").status_code == 403


def test_a_side_takes_the_counts_along(client: Browser, edition: Edition) -> None:
    visit(client, scanned(f"/e/{edition.code}"))
    for side in Side:
        assert [row.count for row in session.scalars(EXPORTED["visits"](reader(side)))] == [1]


THREADS, TIMES = 8, 13  # as many as one process serves with


@pytest.fixture
def code(live: Flask, world_here: World, own_config: Config) -> str:
    """Of a sheet in an installation that is served, each request on connections of its own."""
    found = sheets.prepare(world_here, own_config, Side.US).code
    session.commit()
    session.remove()
    return found


@pytest.fixture
def world_here(own_config: Config, built_world: World) -> World:
    return built_world


def ask(app: Flask, address: str) -> int:
    return app.test_client().get(address).status_code


def total() -> int:
    session.remove()
    db.read_only()
    return int(session.scalar(select(func.sum(Visit.count))) or 0)


def test_of_visits_at_once_none_is_lost(live: Flask, code: str) -> None:
    with ThreadPoolExecutor(THREADS) as threads:
        addresses = [f"/e/{code}", scanned(f"/e/{code}")] * (THREADS * TIMES // 2)
        assert set(threads.map(lambda address: ask(live, address), addresses)) == {200}
    assert total() == THREADS * TIMES == 104
    assert {row.is_scan: row.count for row in session.scalars(select(Visit))} == {True: 52, False: 52}


def test_while_somebody_else_writes_the_page_is_read(live: Flask, code: str) -> None:
    """On SQLite it waits half a second at most, and its visit is counted with the next one."""
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    if engine.dialect.name != "sqlite":
        pytest.skip("on PostgreSQL nobody holds the whole database")
    session.remove()
    began = time.monotonic()
    with engine.begin():
        assert ask(live, scanned(f"/e/{code}")) == 200
    assert time.monotonic() - began < 5
    assert total() == 0
    assert ask(live, scanned(f"/e/{code}")) == 200
    assert total() == 2


def test_a_database_that_cannot_be_written_is_read(live: Flask, code: str) -> None:
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    session.remove()
    engine.dispose()
    is_sqlite = engine.dialect.name == "sqlite"
    say = "PRAGMA query_only=ON" if is_sqlite else "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"

    def close(connection: Any, record: object) -> None:
        connection.cursor().execute(say)
        connection.commit()

    event.listen(engine, "connect", close)
    assert ask(live, scanned(f"/e/{code}")) == 200
    assert total() == 0
