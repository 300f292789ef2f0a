"""The acts of a signatory: clear, ask for changes, refuse, revoke.
No administrator, no time-out, no silence does any of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import func, select

from campaign.accounts.models import Role, User
from campaign.accounts.notices import OFFICIALS, tell_side
from campaign.campaigns.models import sides_that_left
from campaign.clearance import force
from campaign.clearance.in_force import newest_decisions, stands
from campaign.clearance.models import Clearance, Decision
from campaign.clock import working_days_after
from campaign.db import Side, lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.facts.clearable import KeyState
from campaign.facts.models import FactState, FactVersion
from campaign.i18n import _, current
from campaign.mail.kinds import NoticeKind
from campaign.materials.models import Version, VersionState
from campaign.permissions import withdraw_version
from campaign.reviews.deputies import actions as deputies
from campaign.reviews.deputies.models import Deputy
from campaign.reviews.models import review_of

Subject = Version | FactVersion
TO_FOLLOW = 10  # working days within which a document "to follow" must be there


@dataclass(frozen=True)
class Statement:
    """On whose authority a country speaks; `document` empty means that it is to follow. `deputy_id`: by which naming
    the person signs for somebody who is away."""

    authority: str
    post: str
    document: str = ""
    document_on: date | None = None
    expires_on: date | None = None
    conditions: str = ""
    deputy_id: int | None = None


def clear(subject: Subject, statement: Statement, fingerprint: str, by: User, at: datetime) -> Clearance:
    """One country's yes to exactly the fingerprint that the signatory saw; with the second key it comes into force."""
    side = _may_decide(subject, fingerprint, by, is_yes=True)
    due = None if statement.document else working_days_after(at.date(), TO_FOLLOW)
    clearance = _record(subject, side, Decision.cleared, statement, "", by, at, due)
    subject.turn_key(side, KeyState.cleared)
    _ask_anew(subject, at)
    if subject.is_cleared_by_all:
        if isinstance(subject, Version):
            force.bring(subject, at)
        else:
            force.bring_fact(subject, at)
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
    side = _may_decide(version, fingerprint, by, is_yes=False)
    _record(version, side, Decision.changes_requested, statement, _reason(reason), by, at)
    version.turn_key(side, KeyState.changes_requested)
    version.state = VersionState.changes_requested
    version.material.has_draft = True
    version.material.notice = "changes"


def refuse(subject: Subject, statement: Statement, reason: str, fingerprint: str, by: User, at: datetime) -> None:
    """A formal no, with its reason."""
    side = _may_decide(subject, fingerprint, by, is_yes=False)
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
    lock_row(subject)
    if not may_take_back(subject, side, marks_may_stay):
        raise Overtaken(_("There is no clearance of your country to revoke."))
    _record(subject, side, Decision.revoked, statement, _reason(reason), by, at, marks_may_stay=marks_may_stay)
    subject.turn_key(side, KeyState.revoked)
    if isinstance(subject, FactVersion):
        subject.state = FactState.withdrawn
        force.withdraw_quotes([subject.id], subject.fact.key, at)
        return
    force.take_back(subject, at)


def withdraw(version: Version, reason: str, by: User, at: datetime) -> None:
    """Its owner takes a version out of force, or back before both keys were turned, everywhere and at once; no
    clearance is touched, and none stands on it any more. The other country is told in the same transaction (law 6)."""
    if not withdraw_version(by, version):
        raise NotAllowed(_("Only a planner of the side that owns it withdraws it."))
    lock_row(version)
    if version.state not in (VersionState.submitted, VersionState.in_force):
        raise Overtaken(_("This version is not in force any more, so there is nothing to withdraw."))
    was_in_force = version.state is VersionState.in_force
    force.withdraw(version, f"owner:{_reason(reason)}")
    force.settle(version.material, at)
    _tell_withdrawn(version, was_in_force, by, at)


def _tell_withdrawn(version: Version, was_in_force: bool, by: User, at: datetime) -> None:
    """Officials of the other country, which had it too; of a flyer that was in force the print staff of each."""
    material, reason = version.material, version.reason.partition(":")[2]
    is_printed = material.is_flyer and was_in_force
    text = partial(_withdrawn_text if was_in_force else _taken_back_text, by.name, reason)
    path = f"/{'flyers' if is_printed else 'materials'}/{material.id}"
    for side in version.needed:
        roles = [*(OFFICIALS if side is not by.side else ()), *([Role.printer] if is_printed else [])]
        if roles:
            tell_side(side, lambda: _withdrawn(version), text, path, at, tuple(roles), kind=NoticeKind.holds)


def _withdrawn(version: Version) -> str:
    material = version.material
    title = material.title.of(current()) or material.title.twin(current())
    return _("Withdrawn by its owner: %(what)s", what=f"{material.code} {title}")


def _withdrawn_text(name: str, reason: str) -> str:
    return _(
        "%(name)s withdrew it. Reason: “%(reason)s”. No new copies are printed or handed out.", name=name, reason=reason
    )


def _taken_back_text(name: str, reason: str) -> str:
    return _("%(name)s withdrew it. Reason: “%(reason)s”. Nobody needs to decide on it.", name=name, reason=reason)


def may_take_back(subject: Subject, side: Side, marks_may_stay: bool) -> bool:
    """A clearance stands; or it was revoked while its marks could stay, and these are taken back now.

    Of a version that another one replaced too: its copies are still out there. A replaced wording of a fact is not.
    """
    if subject.state is FactState.superseded:
        return False
    if subject.key(side) is KeyState.cleared:
        return True
    newest = newest_decisions(subject).get(side) if subject.key(side) is KeyState.revoked else None
    return newest is not None and newest.marks_may_stay and not marks_may_stay


def _ask_anew(subject: Subject, at: datetime) -> None:
    """A yes that ran out before the other country's came opens nothing: both must stand together (law 4)."""
    newest = newest_decisions(subject)
    for side in subject.needed:
        if subject.key(side) is KeyState.cleared and not stands(newest.get(side), at):
            subject.turn_key(side, KeyState.in_review)


def _own_side(by: User) -> Side:
    if not by.is_signatory or by.side is None:
        raise NotAllowed(_("Only a signatory of a country decides for it."))
    return by.side


def _may_decide(subject: Subject, fingerprint: str, by: User, is_yes: bool) -> Side:
    """Laws 1, 2 and 3: own country, neither author nor reviewer, and the very content that was on the screen."""
    side = _own_side(by)
    if side not in subject.needed:
        raise NotAllowed(_("Your country's clearance is not needed here."))
    lock_row(subject)
    if by.id in subject.author_ids:
        raise NotAllowed(_("You wrote part of this; somebody else of your side must decide."))
    if by.id in _reviewer_ids(subject):
        raise NotAllowed(_("You reviewed this; somebody else of your side must decide."))
    _is_still_there(subject, side)
    if fingerprint != subject.fingerprint:
        raise Overtaken(_("This is no longer the content that you saw. Nothing was decided; open it again."))
    if subject.key(side) is not KeyState.in_review or not _is_open(subject):
        raise Overtaken(
            _("Your country has already decided, or this version is no longer waiting. Nothing was changed.")
        )
    _steps_come_first(subject, side, is_yes)
    return side


def _reviewer_ids(subject: Subject) -> list[int]:
    """Facts have no steps."""
    return subject.reviewer_ids if isinstance(subject, Version) else []


def _steps_come_first(subject: Subject, side: Side, is_yes: bool) -> None:
    """Where the side's own route says so: a yes waits for every step, a no until a reviewer wants changes."""
    review = session.scalar(review_of(subject.id, side)) if isinstance(subject, Version) else None
    if review is not None and review.makes_wait(is_yes):
        raise Refused(_("The steps of your side's review come first. Nothing was decided."))


def _deputy(subject: Subject, statement: Statement, by: User, at: datetime) -> Deputy | None:
    """Who signs for somebody signs in the own name; not for an author or a reviewer of it (law 2)."""
    if statement.deputy_id is None:
        return None
    deputy = session.get(Deputy, statement.deputy_id)
    if deputy is None or not deputies.acts(deputy, by, Role.signatory, at):
        raise NotAllowed(_("You do not stand in for that person today. Decide in your own post."))
    if deputy.named_by_id in (*subject.author_ids, *_reviewer_ids(subject)):
        name = deputy.named_by.name
        raise NotAllowed(_("%(name)s made or reviewed this; nobody decides on it for %(name)s.", name=name))
    return deputy


def _is_still_there(subject: Subject, side: Side) -> None:
    """A country that left a campaign decides on nothing of it any more (product §4)."""
    campaign_id = subject.material.campaign_id if isinstance(subject, Version) else None
    if campaign_id and side in session.scalars(sides_that_left(campaign_id)).all():
        raise Overtaken(_("Your country has left this campaign, so it decides on nothing of it any more."))


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
    deputy = _deputy(subject, statement, by, at)
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
        as_deputy_id=deputy.id if deputy else None,
    )
    if isinstance(subject, Version):
        subject.signatory_ids = sorted({*subject.signatory_ids, by.id})
    session.add(clearance)
    return clearance
