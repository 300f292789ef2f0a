"""Saying by which paper a country cleared a material before it came here, and taking that back. Clears nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from campaign.accounts.models import User
from campaign.db import lock_row, session
from campaign.errors import Difference, NotAllowed, Overtaken, Refused, Stale
from campaign.i18n import _
from campaign.materials.actions import touch
from campaign.materials.earlier.models import EarlierDocument, current_documents
from campaign.materials.models import Material, Version, VersionState
from campaign.permissions import tell_earlier_document


@dataclass(frozen=True)
class Paper:
    """A letter or oficio, as it lies in the cupboard."""

    document: str
    document_on: date
    signer: str
    post: str


def tell(material: Material, paper: Paper, by: User, opened: int, at: datetime) -> EarlierDocument:
    """The own country's paper, in the place of what was said of it before. Who says it is an author: a paper that one
    brings in is not one's own to act on (law 2)."""
    lock_row(material)
    _may_tell(material, by)
    said = own_document(material, by)
    if opened != material.row_version:
        message = _("Someone else changed this material. Yours is safe below; compare and choose.")
        raise Stale(message, _differences(said, paper), material.row_version)
    if paper.document_on > at.date():
        raise Refused(_("A document is not dated after today."))
    return _say(material, paper, said, by, at)


def _say(material: Material, paper: Paper, before: EarlierDocument | None, by: User, at: datetime) -> EarlierDocument:
    if before is not None:
        before.is_current = False
        session.flush()  # of the present draft there is one for each country at every moment
    made = EarlierDocument(
        material=material,
        country=by.side,
        document=paper.document,
        document_on=paper.document_on,
        signer=paper.signer,
        post=paper.post,
        said_by_id=by.id,
        said_at=at,
    )
    session.add(made)
    touch(material, by)
    session.flush()
    return made


def drop(material: Material, by: User) -> None:
    """No longer said of the draft; versions that were sent with it keep it."""
    lock_row(material)
    _may_tell(material, by)
    said = own_document(material, by)
    if said is None:
        raise Overtaken(_("There is no earlier document of your country any more. Nothing was changed."))
    said.is_current = False
    touch(material, by)
    session.flush()


def own_document(material: Material, user: User) -> EarlierDocument | None:
    """What the person's own country says of the draft."""
    query = current_documents(material.id).where(EarlierDocument.country == user.side)
    return session.scalars(query).one_or_none()


def _may_tell(material: Material, by: User) -> None:
    """Of what is still to be cleared in the own country; what is in force needs no older paper."""
    if not tell_earlier_document(by, material):
        raise NotAllowed(_("Only a planner who may edit it, of a country that must clear it, says that."))
    if not (material.has_draft or _waits(material)):
        raise Refused(_("There is no draft and nothing is waiting: an earlier document goes along with what is sent."))


def _waits(material: Material) -> bool:
    query = select(Version.id).where(Version.material_id == material.id, Version.state == VersionState.submitted)
    return session.scalar(query.limit(1)) is not None


def _differences(said: EarlierDocument | None, paper: Paper) -> list[Difference]:
    stored = (said.document, said.document_on.isoformat(), said.signer, said.post) if said else ("", "", "", "")
    typed = (paper.document, paper.document_on.isoformat(), paper.signer, paper.post)
    names = ("document", "document_on", "signer", "post")
    labels = (_("Document number"), _("Date of the document"), _("Signed by"), _("Post"))
    rows = [Difference(*row) for row in zip(names, labels, stored, typed, strict=True)]
    return [row for row in rows if row.theirs != row.yours]
