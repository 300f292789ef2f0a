"""Entering a licence that an official found, and ending it: what it allowed is felt in the same transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from campaign.accounts.models import User
from campaign.db import Territory, lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _
from campaign.materials.models import Material
from campaign.partners.logos.actions import Kept
from campaign.permissions import end_licence, enter_licence
from campaign.rights.licences.models import Direction, Licence, LicenceKind
from campaign.rights.settling import settle

PROVED = (LicenceKind.permission, LicenceKind.other)  # these are worth nothing without a document


@dataclass(frozen=True)
class Terms:
    """What the document says, or what everybody knows of the work."""

    direction: Direction
    kind: LicenceKind
    holder: str
    territory: Territory
    from_on: date
    until_on: date | None = None
    document: str = ""
    note: str = ""


def enter(material: Material, terms: Terms, paper: Kept | None, by: User, at: datetime) -> Licence:
    """A further licence; those before it stand as long as they say, and together they say until when it may be used."""
    if not enter_licence(by, material):
        raise NotAllowed(_("The planners of the side that owns a material enter its licences."))
    _refuse(terms, paper, at.date())
    lock_row(material)
    made = Licence(
        material=material,
        **vars(terms),
        document_sha256=paper.sha256 if paper else None,
        document_type=paper.verdict.type if paper else "",
        entered_by=by,
        entered_at=at,
    )
    session.add(made)
    settle(material, at)
    return made


def _refuse(terms: Terms, paper: Kept | None, on: date) -> None:
    if terms.until_on and terms.until_on < terms.from_on:
        raise Refused(_("The last day lies before the first."))
    if terms.until_on and terms.until_on < on:
        raise Refused(_("This licence has ended already. Ask the holder for a new one."))
    if terms.kind in PROVED and not (terms.document or paper):
        raise Refused(_("A permission stands in a document: add the document, or write its number."))


def end(licence: Licence, reason: str, by: User, at: datetime) -> None:
    """It does not stand any more: what has no other licence leaves force at once where this one held."""
    if not end_licence(by, licence):
        raise NotAllowed(_("The planners of the side that owns a material enter its licences."))
    lock_row(licence.material)
    lock_row(licence)
    if licence.ended_at is not None:
        raise Overtaken(_("This licence was ended already."))
    licence.ended_at, licence.ended_by_id, licence.ended_by = at, by.id, by
    licence.end_reason = reason
    settle(licence.material, at)
