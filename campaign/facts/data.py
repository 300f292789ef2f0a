"""Loads the 20 facts that ship, all as drafts whatever their status column says; that stands as a warning."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from campaign.db import Side, Territory, session
from campaign.facts.clearable import start_of
from campaign.facts.models import Fact, FactKind, FactState, FactVersion

HERE = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load(at: datetime) -> None:
    """Insert the facts once; nobody is their author, so every signatory may clear them."""
    if session.scalar(select(func.count()).select_from(Fact)):
        return
    lines = {row["key"]: row for row in rows("helplines.csv")}
    for rank, row in enumerate(rows("facts.csv"), 1):
        session.add(_version(row, rank, lines.get(row["key"], {}), at))


def _version(row: dict[str, str], rank: int, line: dict[str, str], at: datetime) -> FactVersion:
    territory = Territory("BOTH" if row["territory"] == "US+MX" else row["territory"])
    fact = Fact(key=row["key"], kind=FactKind(row["kind"]), territory=territory, audience=row["audience"], rank=rank)
    return FactVersion(
        fact=fact,
        n=1,
        state=FactState.draft,
        en=row["en"],
        es=row["es"],
        es_usted="",
        source=row["source"],
        source_opened_on=None,
        as_of=row["as_of"],
        warning="" if row["status"] == "seen in sources" else row["status"],
        dial=line.get("dial", ""),
        name_en=line.get("name_en", ""),
        name_es=line.get("name_es", ""),
        note_en=line.get("note_en", ""),
        note_es=line.get("note_es", ""),
        is_emergency=line.get("emergency", "") == "yes",
        created_at=at,
        fingerprint="",
        us_key=start_of(territory, Side.US),
        mx_key=start_of(territory, Side.MX),
        author_ids=[],
        review_by=None,
    )
