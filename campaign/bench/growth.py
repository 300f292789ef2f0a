"""What each list and each search costs with 1,000, 10,000 and 100,000 rows, and by which index it is read."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine

from campaign.app import create_app
from campaign.bench import crowd
from campaign.bench.vocabulary import RARE
from campaign.config import Config
from campaign.db import session

SIZES = (1_000, 10_000, 100_000)
REPEATS = 7
SEARCHES = {
    "common word": "naloxone",
    "beginning": "nalo",
    "accents": "ciudad+juarez",
    "rare word": RARE,
    "no hit": "zzyzx",
}
# Name → who reads, the page, the table that grows under it.
LISTS = {
    "home, planner": ("planner.us", "/", "materials"),
    "home, signatory": ("signatory.mx", "/", "versions"),
    "home, printer": ("printer.us", "/", "materials"),
    "campaigns, planner": ("planner.us", "/campaigns/", "campaigns"),
    "campaigns, observer": ("observer", "/campaigns/", "campaigns"),
    "campaigns, two filters": ("planner.mx", "/campaigns/?state=active&kind=national", "campaigns"),
    "campaigns, page 20": ("planner.us", "/campaigns/?page=20", "campaigns"),
    "materials, planner": ("planner.us", "/materials/", "materials"),
    "materials, partner": ("partner-b.mx", "/materials/", "materials"),
    "materials, observer": ("observer", "/materials/", "materials"),
    "materials, page 20": ("planner.us", "/materials/?page=20", "materials"),
    "materials, waiting": ("planner.us", "/materials/?standing=us", "materials"),
    "flyers, printer": ("printer.mx", "/flyers/", "materials"),
    "facts, planner": ("planner.us", "/facts/", "facts"),
    "facts, two filters": ("planner.us", "/facts/?kind=statement&state=submitted", "fact_versions"),
    "clearance, signatory": ("signatory.us", "/clearance/", "versions"),
    "facts to clear, signatory": ("signatory.us", "/clearance/facts", "fact_versions"),
    "holds, planner": ("planner.us", "/holds/", "holds"),
    "holds, printer": ("printer.us", "/holds/", "holds"),
    "jobs, printer": ("printer.us", "/jobs/", "jobs"),
    "regions (always 638)": ("planner.us", "/regions/?q=juarez", "regions"),
    **{f"campaigns: {name}": ("planner.us", f"/campaigns/?q={q}", "campaigns") for name, q in SEARCHES.items()},
    "campaigns: code": ("planner.us", f"/campaigns/?q=C-{crowd.FIRST + 7}", "campaigns"),
    **{f"materials: {name}": ("planner.us", f"/materials/?q={q}", "materials") for name, q in SEARCHES.items()},
    "materials: code": ("planner.us", f"/materials/?q=F-{crowd.FIRST + 5}", "materials"),
    **{f"flyers: {name}": ("printer.us", f"/flyers/?q={q}", "materials") for name, q in SEARCHES.items()},
    **{f"facts: {name}": ("planner.us", f"/facts/?q={q}", "fact_versions") for name, q in SEARCHES.items()},
    "facts: code": ("planner.us", "/facts/?q=bench_77", "facts"),
    **{f"search: {name}": ("planner.us", f"/search?q={q}", "materials") for name, q in SEARCHES.items()},
    "search: code": ("planner.us", f"/search?q=F-{crowd.FIRST + 5}", "materials"),
}
Asked = list[tuple[str, Any]]  # statements as the driver got them, with their parameters


def measure(config: Config, count: int | None) -> dict[str, object]:
    """Milliseconds of a request: CPU of this process on SQLite; by the clock on PostgreSQL, which works elsewhere."""
    app, asked = create_app(config), list[tuple[str, Any]]()
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    event.listen(engine, "before_cursor_execute", lambda c, cursor, text, values, *rest: asked.append((text, values)))
    clock = time.process_time if engine.dialect.name == "sqlite" else time.perf_counter
    clients = {who: signed_in(app, who) for who, _path, _table in LISTS.values()}
    sizes = [size for size in SIZES if size <= (count or SIZES[-1])]
    found: dict[str, list[float]] = {name: [] for name in LISTS}
    for before, size in zip([0, *sizes], sizes, strict=False):
        for makers in (crowd.PLANS, crowd.FLYERS, crowd.AROUND, crowd.FACTS):
            crowd.add(makers, before, size)
        crowd.settled(engine)
        for name, (who, path, _table) in LISTS.items():
            found[name].append(_spent(clients[who], path, clock))
    plans = {name: _plan(engine, clients[who], path, table, asked) for name, (who, path, table) in LISTS.items()}
    return {
        "rows": sizes,
        "engine": engine.dialect.name,
        "lists": {name: _line(found[name], plans[name]) for name in LISTS},
        "grow_more_than_twofold": [name for name in LISTS if found[name][-1] > 2 * found[name][0]],
    }


def _line(ms: list[float], plan: str) -> dict[str, object]:
    return {"ms": ms, "ratio": round(ms[-1] / ms[0], 2), "index": plan}


def signed_in(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], crowd.signed_in(app, f"{who}@example.org"))
    return client


def _spent(client: FlaskClient, path: str, clock: Callable[[], float]) -> float:
    spent = []
    for _n in range(REPEATS + 1):
        started = clock()
        answer = client.get(path)
        spent.append(clock() - started)
        assert answer.status_code in (200, 303), f"{path}: {answer.status_code}"
    return round(min(spent[1:]) * 1000, 1)


def _plan(engine: Engine, client: FlaskClient, path: str, table: str, asked: Asked) -> str:
    """The indexes by which the statements of this page reach the table that grows."""
    asked.clear()
    client.get(path)
    used: list[str] = []
    with engine.execution_options(deferred=True).connect() as connection:
        for text, values in list(asked):
            if text.startswith("SELECT") and re.search(rf"(FROM|JOIN) {table}\b", text):
                lines = connection.exec_driver_sql(f"{_explain(engine)} {text}", values).all()
                used += _indexes([str(line[-1]) for line in lines], table)
    return ", ".join(dict.fromkeys(used))


def _explain(engine: Engine) -> str:
    return "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"


def _indexes(lines: Sequence[str], table: str) -> Iterator[str]:
    """Names of indexes on the table in a plan of either engine; reading in the order of the table's own key is told
    from reading with a sort."""
    for line in lines:
        if found := re.search(rf"(?:SCAN|SEARCH) ({table}\w*) USING (?:COVERING )?INDEX (\S+)", line):
            yield found[2]
        elif found := re.search(rf"(?:SCAN|SEARCH) ({table}_words) VIRTUAL TABLE", line):
            yield found[1]
        elif re.search(rf"SEARCH {table}\w* USING INTEGER PRIMARY KEY|SCAN {table}$", line):
            yield f"{table} by id" + (" and a sort" if any("FOR ORDER BY" in other for other in lines) else "")
        elif (found := re.search(rf"Index (?:Only )?Scan(?: Backward)? using (\S+) on {table}\b", line)) or (
            found := re.search(rf"Bitmap Index Scan on (\w*{table}\w*)", line)
        ):
            yield found[1]
        elif re.search(rf"Seq Scan on {table}\b", line):
            yield f"{table} read through"
