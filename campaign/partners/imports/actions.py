"""Taking a table in, confirming its columns, starting it, and undoing it; bringing in one row is `bringing.py`'s."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from campaign.accounts.models import User
from campaign.db import lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _
from campaign.intake.verdict import Verdict
from campaign.jobs import actions as jobs
from campaign.partners.imports.data import COLUMNS
from campaign.partners.imports.models import Import, ImportKind, ImportState
from campaign.partners.imports.reading import remembered
from campaign.permissions import change_import, import_partners

PART = 50  # rows that are brought in at once: one transaction, one entry of the record


@dataclass(frozen=True)
class Table:
    """A table that the gate took and the store keeps."""

    file_name: str
    verdict: Verdict
    sha256: str


def take(kind: ImportKind, table: Table, by: User, at: datetime) -> Import:
    """Keep it, with its columns as they were mapped the last time or as their headings say."""
    if not import_partners(by) or by.side is None:
        raise NotAllowed(_("Planners bring in the partners of their own side."))
    facts = table.verdict.facts
    made = Import(
        side=by.side,
        kind=kind,
        file_name=table.file_name,
        sha256=table.sha256,
        columns=facts["columns"],
        row_count=facts["rows"],
        mapping={},
        state=ImportState.ready,
        uploaded_by=by,
        uploaded_at=at,
    )
    made.mapping = remembered(made)
    session.add(made)
    session.flush()
    return made


def map_columns(one: Import, mapping: dict[str, int], by: User, at: datetime) -> None:
    """Which column holds which field; every field that is needed has one, and no column is two."""
    _may_change(one, by)
    lock_row(one)
    if one.state is not ImportState.ready:
        raise Overtaken(_("This table was brought in already."))
    missing = [str(column.label) for column in COLUMNS[one.kind] if column.is_needed and column.field not in mapping]
    if missing:
        raise Refused(_("Choose the column for: %(fields)s.", fields=", ".join(missing)))
    if len(set(mapping.values())) < len(mapping):
        raise Refused(_("One column of the table is chosen twice."))
    one.mapping, one.is_mapped = mapping, True


def start(one: Import, numbers: Sequence[int], by: User, at: datetime) -> None:
    """Ask for the work: the rows in parts, in their order."""
    _may_change(one, by)
    lock_row(one)
    if one.state is not ImportState.ready:
        raise Overtaken(_("This table was brought in already."))
    if not one.is_mapped:
        raise Refused(_("Look at the columns first."))
    firsts = [f"{part[0]}-{part[-1]}" for part in _parted(numbers)]
    job = jobs.ask("partners.import", {"import": one.id}, at=at, by=by, parts=firsts)
    one.state, one.job_id = ImportState.started, job.id


def _parted(numbers: Sequence[int]) -> list[Sequence[int]]:
    return [numbers[at : at + PART] for at in range(0, len(numbers), PART)]


def _may_change(one: Import, by: User) -> None:
    if not change_import(by, one):
        raise NotAllowed(_("Planners bring in the partners of their own side."))
