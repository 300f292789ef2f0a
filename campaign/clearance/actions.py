"""The acts of a signatory: clear, ask for changes, refuse, revoke.
No administrator, no time-out, no silence does any of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from campaign.accounts.models import User
from campaign.clearance.in_force import in_force
from campaign.clearance.models import Clearance, Decision
from campaign.db import Side, session
from campaign.errors import NotAllowed, Refused
from campaign.facts.clearable import KeyState
from campaign.facts.models import FactKind, FactState, FactVersion
from campaign.facts.models import versions_of as fact_versions_of
from campaign.i18n import _
from campaign.materials.models import Block, Material, Version, VersionState, quoting, versions_of

Subject = Version | FactVersion
TO_FOLLOW = 10  # working days within which a document "to follow" must be there


@dataclass(frozen=True)
class Statement:
    """On whose authority a country speaks; `document` empty means that it is to follow."""

    authority: str
    post: str
    document: str = ""
    document_on: date | None = None
    expires_on: date | None = None
    conditions: str = ""


def clear(subject: Subject, statement: Statement, fingerprint: str, by: User, at: datetime) -> Clearance:
    """One country's yes to exactly the fingerprint that the signatory saw; with the second key it comes into force."""
    side = _may_decide(subject, fingerprint, by)
    due = None if statement.document else working_days_after(at.date(), TO_FOLLOW)
    clearance = _record(subject, side, Decision.cleared, statement, "", by, at, due)
    subject.turn_key(side, KeyState.cleared)
    if subject.is_cleared_by_all:
        if isinstance(subject, Version):
            _bring_into_force(subject, at)
        else:
            _bring_fact_into_force(subject, at)
    session.flush()
    return clearance


def clear_list(
    subjects: Sequence[FactVersion], statement: Statement, seen: dict[int, str], by: User, at: datetime
) -> list[Clearance]:
    """One document, one row for each fingerprint; all or nothing."""
    if not subjects:
        raise Refused(_("Choose at least one fact."))
    return [clear(subject, statement, seen.get(subject.id, ""), by, at) for subject in subjects]


def request_changes(
    version: Version, statement: Statement, reason: str, fingerprint: str, by: User, at: datetime
) -> None:
    """Not yet: the reason goes to the writers, whose draft opens again as the next version."""
    side = _may_decide(version, fingerprint, by)
    _record(version, side, Decision.changes_requested, statement, _reason(reason), by, at)
    version.turn_key(side, KeyState.changes_requested)
    version.state = VersionState.changes_requested
    version.material.has_draft = True
    version.material.notice = "changes"


def refuse(subject: Subject, statement: Statement, reason: str, fingerprint: str, by: User, at: datetime) -> None:
    """A formal no, with its reason."""
    side = _may_decide(subject, fingerprint, by)
    _record(subject, side, Decision.refused, statement, _reason(reason), by, at)
    subject.turn_key(side, KeyState.refused)
    if isinstance(subject, Version):
        subject.state = VersionState.refused
        subject.material.has_draft = True
        subject.material.notice = "refused"
    else:
        subject.state = FactState.withdrawn


def revoke(subject: Subject, statement: Statement, reason: str, marks_may_stay: bool, by: User, at: datetime) -> None:
    """Take back the own country's clearance: at once, alone, with a reason (law 6)."""
    side = _own_side(by)
    if subject.key(side) is not KeyState.cleared:
        raise Refused(_("There is no clearance of your country to revoke."))
    _record(subject, side, Decision.revoked, statement, _reason(reason), by, at, marks_may_stay=marks_may_stay)
    subject.turn_key(side, KeyState.revoked)
    if isinstance(subject, Version):
        _settle(subject.material, at)
    else:
        subject.state = FactState.withdrawn
        _withdraw_quotes([subject.id], subject, None, at)


def _own_side(by: User) -> Side:
    if not by.is_signatory or by.side is None:
        raise NotAllowed(_("Only a signatory of a country decides for it."))
    return by.side


def _may_decide(subject: Subject, fingerprint: str, by: User) -> Side:
    """Laws 1, 2 and 3: own country, not an author, and the very content that was on the screen."""
    side = _own_side(by)
    if side not in subject.needed:
        raise NotAllowed(_("Your country's clearance is not needed here."))
    if by.id in subject.author_ids:
        raise NotAllowed(_("You wrote part of this; somebody else of your side must decide."))
    if fingerprint != subject.fingerprint:
        raise Refused(_("This is no longer the content that you saw. Nothing was decided; open it again."))
    if subject.key(side) is not KeyState.in_review or not _is_open(subject):
        raise Refused(_("Your country has already decided, or this version is no longer waiting. Nothing was changed."))
    return side


def _is_open(subject: Subject) -> bool:
    if isinstance(subject, Version):
        return subject.state is VersionState.submitted
    return subject.state is FactState.submitted


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Write the reason; without it nothing can be sent back."))
    return reason.strip()


def _record(
    subject: Subject,
    side: Side,
    decision: Decision,
    statement: Statement,
    reason: str,
    by: User,
    at: datetime,
    document_due_on: date | None = None,
    marks_may_stay: bool = False,
) -> Clearance:
    is_version = isinstance(subject, Version)
    column = Clearance.version_id if is_version else Clearance.fact_version_id
    so_far = select(func.count()).where(column == subject.id, Clearance.country == side)
    clearance = Clearance(
        version_id=subject.id if is_version else None,
        fact_version_id=None if is_version else subject.id,
        country=side,
        n=(session.scalar(so_far) or 0) + 1,
        decision=decision,
        fingerprint=subject.fingerprint,
        by_id=by.id,
        authority=statement.authority,
        post=statement.post,
        document=statement.document,
        document_on=statement.document_on,
        document_due_on=document_due_on,
        expires_on=statement.expires_on,
        conditions=statement.conditions,
        reason=reason,
        marks_may_stay=marks_may_stay,
        decided_at=at,
    )
    session.add(clearance)
    session.flush()
    return clearance


def _bring_into_force(version: Version, at: datetime) -> None:
    """Both keys are turned: this version replaces the one before it, and what was written for it has no authors any
    more.
    """
    for older in session.scalars(versions_of(version.material_id)):
        if older.n < version.n and older.state is VersionState.in_force:
            older.state, older.reason = VersionState.superseded, "version"
    version.state, version.in_force_at = VersionState.in_force, at
    version.review_by = version.review_by or at.date() + timedelta(days=FactKind.statement.review_days)
    if not version.material.has_draft:
        version.material.author_ids = []
    _settle(version.material, at)


def _settle(material: Material, at: datetime) -> None:
    """Keep on the material, for lists and rules, where it is in force now."""
    session.flush()
    versions = session.scalars(versions_of(material.id)).all()
    where = {version.n: [side for side in Side if in_force(version, side, at)] for version in versions}
    material.in_force_us = any(Side.US in sides for sides in where.values())
    material.in_force_mx = any(Side.MX in sides for sides in where.values())
    for version in versions:
        if version.state is VersionState.in_force and not where[version.n]:
            version.state, version.reason = VersionState.withdrawn, version.reason or "revoked"


def _bring_fact_into_force(version: FactVersion, at: datetime) -> None:
    """The newest wording is the one to quote; what quotes an older one leaves force and its owner gets a new draft."""
    version.state = FactState.in_force
    version.review_by = at.date() + timedelta(days=version.fact.kind.review_days)
    older = [other for other in session.scalars(fact_versions_of(version.fact_id)) if other.n < version.n]
    for other in older:
        if other.state in (FactState.in_force, FactState.submitted):
            other.state = FactState.superseded
    session.flush()
    _withdraw_quotes([other.id for other in older], version, version, at)


def _withdraw_quotes(fact_version_ids: list[int], fact: FactVersion, new: FactVersion | None, at: datetime) -> None:
    """Versions that pin these facts leave force (reason: the fact);
    their drafts quote the new wording, if there is one.
    """
    for version in session.scalars(quoting(fact_version_ids)).unique().all():
        version.state, version.reason = VersionState.withdrawn, f"fact:{fact.fact.key}"
        _settle(version.material, at)
        version.material.notice = f"fact:{fact.fact.key}"
        version.material.has_draft = True
        version.material.edits += 1
    if new is not None:
        for block in session.scalars(select(Block).where(Block.fact_version_id.in_(fact_version_ids))):
            block.quoted = new
    session.flush()


def working_days_after(start: date, count: int) -> date:
    """The day after so many Mondays to Fridays; holidays of either country are not counted in."""
    day = start
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
