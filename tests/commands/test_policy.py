"""`policy`: one line for each address and method, as the gate itself reads it; it touches no installation."""

import json
from pathlib import Path
from typing import Any

from flask import Flask

from tests.commands.conftest import Run
from tests.house.places import guard_of
from tests.house.test_access import deeds

KEYS = {"method", "path", "endpoint", "rule", "see", "objects", "csrf", "audit", "fresh"}


def lines(run: Run) -> list[dict[str, Any]]:
    status, out, err = run("policy", "--json")
    assert (status, err) == (0, "")
    found: list[dict[str, Any]] = json.loads(out)
    return found


def test_every_address_is_there_once(run: Run, app: Flask) -> None:
    found = [(line["method"], line["endpoint"]) for line in lines(run)]
    assert len(found) == len(set(found))
    assert set(found) == set(deeds())


def test_each_line_says_what_the_gate_asks(run: Run, app: Flask) -> None:
    for line in lines(run):
        guard = guard_of(app, line["endpoint"])
        assert set(line) == KEYS
        assert line["rule"] == guard.allow.__name__
        assert line["see"] == (guard.see.__name__ if guard.see else None)
        assert line["objects"] == [kind.__name__ for kind in guard.loads.values()]


def test_a_write_needs_a_token_and_leaves_an_entry(run: Run) -> None:
    for line in lines(run):
        is_write = line["method"] in ("POST", "PUT")
        assert line["csrf"] is is_write
        assert line["audit"] == (line["endpoint"] if is_write else None)


def test_what_is_sensitive_wants_a_fresh_proof(run: Run, app: Flask) -> None:
    """ASVS V7.5.3: clearing, taking back and lifting; only a write is ever asked for one."""
    found = lines(run)
    fresh = {line["endpoint"] for line in found if line["fresh"]}
    assert fresh == {x["endpoint"] for x in found if x["csrf"] and guard_of(app, x["endpoint"]).is_fresh}
    assert {"clearance.decide", "clearance.revoke", "clearance.facts", "clearance.fact", "holds.lift"} <= fresh


def test_an_object_is_never_loaded_without_a_rule_for_seeing_it(run: Run) -> None:
    assert [line["path"] for line in lines(run) if line["objects"] and line["see"] is None] == []


def test_the_same_for_a_person_s_eyes(run: Run) -> None:
    status, out, _err = run("policy")
    head, *rows = out.splitlines()
    assert (status, head.split()) == (0, ["method", "path", "may", "sees", "object", "token", "audit", "fresh"])
    assert len(rows) == len(lines(run))
    for line, row in zip(lines(run), rows, strict=True):
        for word in (line["method"], line["path"], line["rule"], *line["objects"], line["audit"] or "-"):
            assert word in row.split()


def test_it_leaves_nothing_behind(run: Run, empty: Path) -> None:
    lines(run)
    assert list(empty.iterdir()) == []


def test_called_wrongly(run: Run) -> None:
    assert run("policy", "all")[0] == 2
