"""Bringing in one row: the same actions as the pages', so that a row can do nothing that a page could not."""

from datetime import datetime

from campaign.accounts.models import User
from campaign.db import Base, Bilingual, session
from campaign.errors import Refused
from campaign.i18n import LANGUAGES, _, language
from campaign.partners import actions as partners
from campaign.partners.actions import Details
from campaign.partners.imports.data import ROLES
from campaign.partners.imports.judging import Draft, Judged
from campaign.partners.imports.models import Import, ImportedRow, Outcome
from campaign.partners.imports.reading import Values, folded
from campaign.partners.models import Organization
from campaign.partners.places import actions as places
from campaign.partners.places.actions import Address
from campaign.people import actions as people


def bring(one: Import, row: Judged, by: User, at: datetime) -> ImportedRow:
    """Make what the row says, and note what became of it."""
    noted = ImportedRow(import_id=one.id, n=row.n, outcome=row.outcome, made_id=row.twin or None, note=row.note)
    if row.draft is not None:
        made = _made(one, row.draft, by, at)
        if isinstance(made, Bilingual):
            noted.outcome, noted.note = Outcome.faulty, made
        else:
            noted.made_id, noted.made_version = made.id, getattr(made, "row_version", 1)  # type: ignore[attr-defined]
    session.add(noted)
    return noted


def _made(one: Import, draft: Draft, by: User, at: datetime) -> Base | Bilingual:
    """The new row, or in both languages why there is none."""
    said: dict[str, str] = {}
    for code in LANGUAGES:
        with language(code):
            try:
                return _make(one, draft, by, at)
            except Refused as refused:
                said[code] = refused.message
    return Bilingual(**said)


def _make(one: Import, draft: Draft, by: User, at: datetime) -> Base:
    if isinstance(draft.content, Details):
        return partners.create(draft.content, one.side, by, at)
    owner = session.get(Organization, draft.organization_id)
    if owner is None:
        raise Refused(_("The organization is not there any more."))
    if isinstance(draft.content, Address):
        return places.add(owner, draft.content, at)
    return _invited(owner, draft.content, one, by, at)


def _invited(owner: Organization, values: Values, one: Import, by: User, at: datetime) -> Base:
    role = folded(values.get("role", "")) or "partner"
    found = next((key for key, words in ROLES.items() if role in (key.value, *words)), None)
    if found is None:
        raise Refused(_("By a table only partners and print staff are invited, not “%(role)s”.", role=values["role"]))
    invitation, _token = people.invite(
        owner,
        frozenset({found}),
        one.side,
        by,
        at,
        email=values["email"],
        name=values["name"],
        language=values["language"] or owner.language or by.language,
    )
    return invitation
