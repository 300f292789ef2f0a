"""`policy`: what every address demands, read from the application itself; needs no installation, changes nothing."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from flask import Flask
from werkzeug.routing import Rule

from campaign.app import create_app
from campaign.config import Config
from campaign.web import SAFE, Guard, anyone, machine

# What the public may open; whatever else lets anybody in is a mistake, and `doctor` says so.
COMING_IN = ("sign_in", "second", "sign_in_by_passkey", "passkey_question", "forgotten", "forgotten_sent", "reset")
AT_AN_AGENCY = ("agency_begin", "agency_back", "agency_enter")
BY_A_LINK = tuple(
    f"link_{name}" for name in ("state", "announce", "piece", "end", "remove", "picture", "write", "send")
)
PUBLIC = frozenset(
    {
        "home.index",
        "accounts.language",
        "accounts.digest_off",
        "accounts.notices_off",
        "library.sheet",
        "library.sheet_file",
        "library.sheet_for_chat",
        "library.sheet_picture",
        "health.healthz",
        "health.readyz",
    }
    | {f"accounts.{name}" for name in (*COMING_IN, *AT_AN_AGENCY)}
    | {f"uploads.{name}" for name in ("enter", "receipt", *BY_A_LINK)}
    | {f"schedule.{name}" for name in ("releases", "public", "feed", "wall", "pocket")}
    | {f"kits.{name}" for name in ("shared", "shared_archive", "shared_file")}
    | {"partners.register", "partners.registered", "partners.join", "partners.terms", "people.join", "rights.privacy"}
)


@dataclass(frozen=True)
class Line:
    """One endpoint and method: which rule lets a person act, which lets a person see, what a write leaves, and whether
    it wants a proof of the last 15 minutes."""

    method: str
    path: str
    endpoint: str
    rule: str
    see: str | None
    objects: list[str]
    csrf: bool
    audit: str | None
    fresh: bool = False


def main(argv: list[str]) -> int:
    """Every address: who may call it, what it loads, whether it needs a token, what the audit calls it."""
    parser = argparse.ArgumentParser(prog="campaign policy", description=main.__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    lines = list(policy(bare_app()))
    if options.json:
        print(json.dumps([asdict(line) for line in lines], indent=1))
    else:
        print(table(lines))
    return 0


def bare_app() -> Flask:
    """The application over nothing: its addresses and rules are the same everywhere."""
    with TemporaryDirectory() as folder:
        return create_app(Config(data=Path(folder), database_url="sqlite://"))


def policy(app: Flask) -> Iterator[Line]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        guard = guard_of(app, rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield _line(method, rule, guard)


def guard_of(app: Flask, rule: Rule) -> Guard:
    return cast(Guard, cast(Any, app.view_functions[rule.endpoint]).guard)


def _line(method: str, rule: Rule, guard: Guard) -> Line:
    is_write = method not in SAFE
    return Line(
        method=method,
        path=rule.rule,
        endpoint=rule.endpoint,
        rule=guard.allow.__name__,
        see=guard.see.__name__ if guard.see else None,
        objects=[kind.__name__ for kind in guard.loads.values()],
        csrf=is_write,
        audit=rule.endpoint if is_write else None,
        fresh=is_write and guard.is_fresh,
    )


def open_to_anybody(app: Flask) -> set[str]:
    """Endpoints that let in whoever comes."""
    return {rule.endpoint for rule in app.url_map.iter_rules() if guard_of(app, rule).allow in (anyone, machine)}


def table(lines: list[Line]) -> str:
    """The same for a person's eyes."""
    head = ("method", "path", "may", "sees", "object", "token", "audit", "fresh")
    rows = [head, *(_cells(line) for line in lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(head))]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows)


def _cells(line: Line) -> tuple[str, ...]:
    token = "needed" if line.csrf else "-"
    objects = ", ".join(line.objects) or "-"
    fresh = "proof" if line.fresh else "-"
    return (line.method, line.path, line.rule, line.see or "-", objects, token, line.audit or "-", fresh)
