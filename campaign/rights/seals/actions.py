"""Destroying what is unlawful or was taken back: one person of the owning side asks, a signatory of it carries it out.

The bytes go by a job that is asked for in the same transaction; fingerprint, reason and record stay (law 16).
"""

from datetime import date, datetime

from sqlalchemy import Select, delete, select

from campaign.accounts.models import Role, User
from campaign.accounts.notices import tell_side
from campaign.clearance import force
from campaign.db import lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _
from campaign.jobs import actions as jobs
from campaign.mail.kinds import NoticeKind
from campaign.materials.files.models import File, Preview, VersionFile
from campaign.materials.models import Material, Version
from campaign.materials.pictures import LIVE
from campaign.permissions import ask_seal, carry_out_seal, drop_seal
from campaign.rights.consents.models import Consent
from campaign.rights.seals.bytes import made_keys, main_keys, users_of
from campaign.rights.seals.models import Destroyed, Seal, SealState
from campaign.rights.settling import name_of, settle


def ask(thing: Consent | File, reason: str, by: User, at: datetime) -> Seal:
    """Nothing is touched yet: a second person of the side looks at it first."""
    if not ask_seal(by, thing.material):
        raise NotAllowed(_("Planners and signatories of the side that owns a material have something of it destroyed."))
    lock_row(thing.material)
    lock_row(thing)
    _refuse(thing, at.date())
    made = _seal(thing, reason, at)
    made.asked_by_id = by.id
    session.add(made)
    session.flush()
    path = f"/rights/materials/{thing.material_id}#seal-{made.id}"
    tell_side(
        made.side, lambda: _asked(thing.material), _asked_text, path, at, (Role.signatory,), kind=NoticeKind.tasks
    )
    return made


def _seal(thing: Consent | File, reason: str, at: datetime) -> Seal:
    is_consent = isinstance(thing, Consent)
    return Seal(
        material=thing.material,
        what=Destroyed.consent if is_consent else Destroyed.file,
        consent=thing if is_consent else None,
        file=None if is_consent else thing,
        fingerprint=thing.document_sha256 if isinstance(thing, Consent) else thing.sha256,
        removed=[],
        side=thing.material.side,
        reason=reason,
        state=SealState.asked,
        asked_at=at,
    )


def _refuse(thing: Consent | File, on: date) -> None:
    if thing.destroyed_at is not None:
        raise Overtaken(_("This was destroyed already."))
    if isinstance(thing, Consent) and thing.ended_at is None and thing.until_on >= on:
        raise Refused(_("This consent still stands. End it first; then its document may be destroyed."))
    column = Seal.consent_id if isinstance(thing, Consent) else Seal.file_id
    if session.scalar(select(Seal.id).where(column == thing.id, Seal.state == SealState.asked)):
        raise Overtaken(_("Somebody has asked for this already; a signatory of your side decides."))


def carry_out(seal: Seal, by: User, at: datetime) -> None:
    """By a second person, a signatory. Refused while another item uses the same bytes."""
    if not carry_out_seal(by, seal):
        raise NotAllowed(_("A signatory of the owning side who did not ask for it carries it out."))
    _still_asked(seal)
    for key in main_keys(seal):
        if users_of(key, seal, at.date()):
            raise Refused(_("Another item uses the same bytes, so they cannot be destroyed. Remove it there first."))
    _close(seal, by.id, at)


def drop(seal: Seal, by: User, at: datetime) -> None:
    """A no: everything stays as it was."""
    if not drop_seal(by, seal):
        raise NotAllowed(_("A signatory of the owning side who did not ask for it carries it out."))
    _still_asked(seal)
    seal.state, seal.decided_by_id, seal.decided_at = SealState.dropped, by.id, at


def destroy_old(consent: Consent, reason: str, at: datetime) -> Seal:
    """Two years after its last use the installation itself destroys the document; nobody is asked."""
    made = _seal(consent, reason, at)
    session.add(made)
    _close(made, None, at)
    return made


def _still_asked(seal: Seal) -> None:
    lock_row(seal.material)
    lock_row(seal)
    if seal.state is not SealState.asked:
        raise Overtaken(_("This was decided already."))


def _close(seal: Seal, by_id: int | None, at: datetime) -> None:
    """Write down what goes, take what shows it out of force, and ask for the bytes to be removed."""
    made = [key for key in made_keys(seal) if not users_of(key, seal, at.date())]
    seal.removed = sorted({*main_keys(seal), *made})
    seal.state, seal.decided_by_id, seal.decided_at = SealState.done, by_id, at
    session.flush()
    if seal.consent is not None:
        seal.consent.destroyed_at = at
    else:
        _take_out(seal, at)
    jobs.ask("rights.remove", {"seal": seal.id}, at=at, priority=jobs.URGENT)
    session.flush()


def _take_out(seal: Seal, at: datetime) -> None:
    material, keys = seal.material, main_keys(seal)
    same = select(File).where(File.material_id == material.id, File.sha256 == seal.fingerprint)
    files = session.scalars(same).all()
    for file in files:
        file.destroyed_at, file.is_current = at, False
    session.execute(delete(Preview).where(Preview.of_sha256.in_(keys)))
    for version in session.scalars(_holding([file.id for file in files])).unique():
        _withdraw(version, "sealed")
    settle(material, at)


def _withdraw(version: Version, reason: str) -> None:
    if version.state in LIVE:
        force.withdraw(version, reason)
    version.material.has_draft = True


def _holding(file_ids: list[int]) -> Select[Version]:
    return (
        select(Version).join(VersionFile, VersionFile.version_id == Version.id).where(VersionFile.file_id.in_(file_ids))
    )


def _asked(material: Material) -> str:
    return _("To be destroyed by a second person: %(what)s", what=name_of(material))


def _asked_text() -> str:
    return _("Somebody of your side asks for it. A signatory looks at it and carries it out, or says no.")
