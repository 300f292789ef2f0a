"""Entering the consent of a person who is shown, and ending it; taken back, everything stops in both countries."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from campaign.accounts.models import Role, User
from campaign.accounts.notices import OFFICIALS, tell_side
from campaign.db import Territory, lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _
from campaign.mail.kinds import NoticeKind
from campaign.materials.models import Material
from campaign.partners.letters import tell_coordinators
from campaign.partners.logos.actions import Kept
from campaign.permissions import end_consent, enter_consent
from campaign.rights.consents.models import Age, Consent, ConsentEnd, Use
from campaign.rights.notice import VERSION
from campaign.rights.settling import flyers_of, name_of, page_of, settle

LABEL = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\.?")  # "Rosa", "Ana-María", "R."
LONGEST = 10 * 366  # days


@dataclass(frozen=True)
class Yes:
    """What the signed form says, without the name that stands in it."""

    person: str
    age: Age
    uses: Sequence[Use]
    territory: Territory
    from_on: date
    until_on: date
    guardian_agreed: bool = False
    minor_agreed: bool = False


def enter(material: Material, yes: Yes, paper: Kept, by: User, at: datetime) -> Consent:
    """One person's consent, with the signed form; the name stays in the form (law 16)."""
    if not enter_consent(by, material):
        raise NotAllowed(_("The planners of the side that owns a material, and its organization, enter consents."))
    _refuse(material, yes, at.date())
    lock_row(material)
    made = Consent(
        material=material,
        **{**vars(yes), "uses": sorted(use.value for use in yes.uses)},
        document_sha256=paper.sha256,
        document_type=paper.verdict.type,
        notice_version=VERSION,
        entered_by=by,
        entered_at=at,
    )
    session.add(made)
    settle(material, at)
    return made


def _refuse(material: Material, yes: Yes, on: date) -> None:
    if material.is_flyer:
        raise Refused(_("A flyer shows people only in its pictures: enter the consent with the picture."))
    if len(yes.person) > 30 or not LABEL.fullmatch(yes.person):
        raise Refused(_("Write only a first name or an initial, as one word; the name stands in the document."))
    if yes.age is Age.minor and not (yes.guardian_agreed and yes.minor_agreed):
        raise Refused(_("No minor is shown unless the guardian and the minor agreed."))
    if not yes.uses:
        raise Refused(_("Choose at least one use."))
    if yes.until_on < yes.from_on:
        raise Refused(_("The last day lies before the first."))
    if yes.until_on < on:
        raise Refused(_("This consent has ended already. Ask the person anew."))
    if (yes.until_on - yes.from_on).days > LONGEST:
        raise Refused(_("A consent lasts ten years at most; then the person is asked anew."))


def end(consent: Consent, kind: ConsentEnd, reason: str, by: User, at: datetime) -> None:
    """Taken back by the person, all that shows the person is on hold in both countries in the same transaction, and
    what was sent before that never comes back; only a version that is sent later is free of it."""
    if not end_consent(by, consent):
        raise NotAllowed(_("The officials of the side that owns a material, and its organization, end consents."))
    material = consent.material
    lock_row(material)
    lock_row(consent)
    if consent.ended_at is not None:
        raise Overtaken(_("This consent was ended already."))
    consent.end_kind, consent.ended_at, consent.end_reason = kind, at, reason
    consent.ended_by_id, consent.ended_by = by.id, by
    if kind is ConsentEnd.withdrawn:
        material.consent_withdrawn_at, material.notice, material.has_draft = at, "consent", True
    settle(material, at)
    if kind is ConsentEnd.withdrawn:
        _tell(material, at)


def _tell(material: Material, at: datetime) -> None:
    """Officials and print staff of every side that may use it; nobody is told who the person is, nor why."""
    for thing in (material, *flyers_of(material)):
        for side in thing.territory.sides:
            told = (*OFFICIALS, Role.printer)
            tell_side(side, lambda: _subject(thing), _text, page_of(thing), at, told, kind=NoticeKind.holds)  # noqa: B023
    tell_coordinators(material.organization, lambda: _subject(material), _text, page_of(material), at, NoticeKind.holds)


def _subject(thing: Material) -> str:
    return _("Stopped in both countries, a consent was taken back: %(what)s", what=name_of(thing))


def _text() -> str:
    return _(
        "A person who is shown took the consent back. Nothing of it is prepared, downloaded or printed any more, and "
        "nobody lifts this. Do not hand out the copies you have. A new version without the person may be sent."
    )
