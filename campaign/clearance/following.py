"""The document that was to follow a clearance, entered when it is there. Nothing of the clearance changes: it stood
without it (law 3)."""

from datetime import date, datetime

from campaign.accounts.models import User
from campaign.clearance.models import Clearance, ClearanceDocument
from campaign.db import lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _
from campaign.permissions import enter_document


def enter(decision: Clearance, document: str, document_on: date | None, by: User, at: datetime) -> ClearanceDocument:
    """Once, and by any signatory of the country whose word it is. Also of a clearance that does not stand any more: a
    word that stood has its document, although nobody is reminded of it."""
    if not enter_document(by, decision) or by.side is None:
        raise NotAllowed(_("Only a signatory of that country enters the document that was to follow."))
    if not document.strip():
        raise Refused(_("Write the number of the letter."))
    lock_row(decision)
    if session.get(ClearanceDocument, decision.id, populate_existing=True) is not None:
        raise Overtaken(_("The document of this clearance was entered already. Nothing was changed."))
    entered = ClearanceDocument(
        clearance=decision, document=document.strip(), document_on=document_on, side=by.side, by_id=by.id, at=at
    )
    session.add(entered)
    session.flush()
    return entered
