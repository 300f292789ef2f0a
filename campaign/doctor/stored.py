"""Checks of the stored files against the rows that name them; only what no row has named for a day is ever removed."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Column, inspect, select
from sqlalchemy.orm import Session

from campaign.clock import now
from campaign.db import Base
from campaign.doctor.finding import Finding, Patient, failed, judged, ok, warning
from campaign.health import checks
from campaign.rights.seals.bytes import sealed
from campaign.storage import Damaged, Store, store_of, stored_columns, stored_keys, verify

SAMPLE = 200  # files of each column that are read without --store: the newest
ORPHANED = timedelta(days=1)  # a younger one may be an upload whose row is still to come


def store(patient: Patient) -> Iterator[Finding]:
    """`--store`: every file, and what nothing names; `--fix` removes that, and nothing else is ever changed."""
    kept = store_of(patient.config)
    state = kept.state()
    yield judged("store", state == checks.OK, f"{kept.place} can be used.", f"{kept.place}: {state}")
    if not patient.has_database:
        return
    with patient.session() as session:
        rows = [row for column in stored_columns(Base.metadata) for row in _named(session, column, patient.is_whole)]
        gone = sealed(session.connection(), inspect(session.connection()).get_table_names(), patient.config)
        rows = [row for row in rows if row[2] not in gone or kept.exists(row[2])]
        damages = [damage for row in rows if (damage := _damage(kept, *row))]
        yield from (failed("store", damage) for damage in damages)
        if not damages:
            yield ok("store", f"{len(rows)} files{' (the newest)' * (not patient.is_whole)} are as they were put.")
        if patient.is_whole:
            yield from _orphans(patient, session, kept)
            yield from _returned(kept, gone)


def _named(session: Session, column: Column[str], is_whole: bool) -> list[tuple[str, str, str]]:
    """Table, code or number, and key of the rows that name a file, the newest first."""
    table = column.table
    number = next(iter(table.primary_key.columns))
    query = select(table.c.get("code", number), column).where(column != "").order_by(number.desc())
    return [(table.name, *row) for row in session.execute(query if is_whole else query.limit(SAMPLE))]


def _damage(kept: Store, table: str, code: str, key: str) -> str:
    try:
        verify(kept, key)
    except FileNotFoundError:
        return f"The file of {code} ({table}) is missing: {key}"
    except Damaged:
        return f"The file of {code} ({table}) was changed: {key}"
    return ""


def _returned(kept: Store, gone: set[str]) -> Iterator[Finding]:
    """What two people destroyed and is there all the same: not removed yet, handed in anew, or brought by hand."""
    there = sorted(key for key in gone if kept.exists(key))
    if there:
        yield warning("store", f"{len(there)} files that were destroyed (seals) are in the store: {there[0]} …")
    elif gone:
        yield ok("store", f"{len(gone)} files that were destroyed (seals) are gone.")


def _orphans(patient: Patient, session: Session, kept: Store) -> Iterator[Finding]:
    """The rows are read after the files, so that a file whose row came meanwhile is named."""
    listed = dict(kept.keys())
    session.rollback()
    named = stored_keys(session)
    before = now() - ORPHANED
    old = [key for key, put_at in listed.items() if key not in named and put_at < before]
    if not old:
        yield ok("store", "Every file older than a day is named by a row.")
    elif not patient.is_mended:
        remedy = "doctor --store --fix removes them, after a backup"
        yield warning("store", f"{len(old)} files older than a day are named by no row ({remedy}): {old[0]} …")
    elif listed.keys().isdisjoint(named) or checks.migration(session) != checks.OK:
        yield failed("store", f"Nothing was removed: is this the right database? It names none of {len(old)} files.")
    else:
        for key in old:
            kept.delete(key)
        yield ok("store", f"{len(old)} files that no row has named for a day were removed.")
    if patient.is_mended and (left := kept.clear(before)):
        yield ok("store", f"What {left} broken-off uploads left behind was removed.")
