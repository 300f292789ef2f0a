"""Sending a text with each side's review, and the steps: being on one, passing it, wanting changes. No step turns a
country's key: that is the signatory's alone (law 1)."""

from datetime import datetime

from campaign.accounts.models import Role, User
from campaign.audit.chain import beside
from campaign.clock import working_days_after
from campaign.db import lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _
from campaign.materials import actions as materials
from campaign.materials.models import Material, Version
from campaign.permissions import review_step, run_step
from campaign.reviews import letters
from campaign.reviews.deputies.models import Deputy, standing_for
from campaign.reviews.models import Outcome, Review, Step, steps_of
from campaign.reviews.routes.models import Route, default_routes, steps_of_routes
from campaign.reviews.seats import deputy_for, is_for
from campaign.reviews.urgency import is_urgent


def send(material: Material, by: User, at: datetime) -> Version:
    """Freeze the draft and send it; for each country that must clear it, its own side's review begins."""
    version = materials.submit(material, by, at)
    begin(version, at)
    return version


def begin(version: Version, at: datetime) -> None:
    """A side without a route for this type has no steps: its signatory decides directly. What each side's review holds
    is in an entry of its own in the record, which the other side does not read (law 7)."""
    for route in session.scalars(default_routes(version.material.type)).all():
        if route.side in version.needed:
            with beside("reviews.begin", at):
                _begin(version, route, at)


def _begin(version: Version, route: Route, at: datetime) -> None:
    planned = session.scalars(steps_of_routes([route.id])).all()
    review = Review(
        version=version,
        side=route.side,
        name_en=route.name_en,
        name_es=route.name_es,
        comes_first=route.comes_first,
        is_urgent=any(step.may_skip for step in planned) and is_urgent(version),
        begun_at=at,
    )
    session.add(review)
    session.flush()
    for position, step in enumerate(planned, 1):
        is_skipped = review.is_urgent and step.may_skip
        made = Step(
            review_id=review.id,
            side=review.side,
            position=position,
            turn=step.turn,
            name_en=step.name_en,
            name_es=step.name_es,
            days=step.days,
            reviewer_ids=list(step.reviewer_ids),
            outcome=Outcome.skipped if is_skipped else None,
            decided_at=at if is_skipped else None,
        )
        session.add(made)
    session.flush()
    _go_on(review, at)


def _go_on(review: Review, at: datetime) -> None:
    """Open the steps of the next turn; without any the review has ended."""
    steps = session.scalars(steps_of(review.id)).all()
    turn = min((step.turn for step in steps if step.outcome is None), default=0)
    coming = [step for step in steps if step.turn == turn and step.outcome is None and step.opened_at is None]
    for step in coming:
        step.opened_at, step.due_on = at, working_days_after(at.date(), step.days)
    if not turn:
        review.is_done = True
    session.flush()
    for step in coming:
        letters.opened(step, at)
    if not turn and any(step.outcome is not Outcome.skipped for step in steps):
        letters.ended(review, at)


def take(step: Step, by: User, at: datetime) -> None:
    """ "I am on it": the own side sees who has it in hand since when."""
    seat = _seat(step, by, at)
    if step.taken_by_id == by.id:
        raise Overtaken(_("You are on this step already."))
    _put_on(step, by, seat, at)


def hand_back(step: Step, by: User) -> None:
    """Not on it after all; whoever may take it takes it."""
    _lock_open(step, by)
    if step.taken_by_id != by.id:
        raise Overtaken(_("You are not on this step."))
    step.taken_by_id = step.taken_at = step.as_deputy_id = None


def pass_step(step: Step, by: User, at: datetime) -> None:
    """Nothing stands against it, as far as this step looks."""
    _end(step, Outcome.passed, "", "", by, at)


def want_changes(step: Step, reason: str, language: str, by: User, at: datetime) -> None:
    """A finding in words for the own signatory and planners; the route goes on, and no key is turned."""
    if not reason.strip():
        raise Refused(_("Write what should be changed; the signatory reads it first."))
    _end(step, Outcome.changes, reason.strip(), language, by, at)
    letters.found(step, by, at)


def _end(step: Step, outcome: Outcome, reason: str, language: str, by: User, at: datetime) -> None:
    seat = _seat(step, by, at)
    review, version = step.review, step.review.version
    if step.taken_by_id != by.id:
        _put_on(step, by, seat, at)
    step.outcome, step.reason, step.language = outcome, reason, language
    step.decided_by_id, step.decided_at = by.id, at
    version.reviewer_ids = sorted({*version.reviewer_ids, by.id, *([seat.named_by_id] if seat else [])})
    review.has_finding = review.has_finding or outcome is Outcome.changes
    session.flush()
    _go_on(review, at)


def _put_on(step: Step, by: User, seat: Deputy | None, at: datetime) -> None:
    step.taken_by_id, step.taken_at = by.id, at
    step.as_deputy_id = seat.id if seat else None


def let_others(step: Step, by: User) -> None:
    """A planner lets any reviewer of the side take it, whoever was named or is on it: nobody is waited for in vain."""
    if not run_step(by, step):
        raise NotAllowed(_("Planners of that side run its routes."))
    _lock(step)
    if not step.reviewer_ids and step.taken_by_id is None:
        raise Overtaken(_("Any reviewer of your side can take this step already."))
    step.reviewer_ids = []
    step.taken_by_id = step.taken_at = step.as_deputy_id = None


def _lock_open(step: Step, by: User) -> None:
    """Own side, and neither an author nor a signatory of it (law 2)."""
    if not review_step(by, step):
        raise NotAllowed(_("Reviewers of that side take it; whoever made or signed a version does not review it."))
    _lock(step)


def _lock(step: Step) -> None:
    lock_row(step.review.version)
    lock_row(step)
    if not step.review.is_open:
        raise Overtaken(_("Your country has decided, or this version is no longer waiting. Nothing was changed."))
    if step.outcome is not None:
        raise Overtaken(_("This step has ended already. Nothing was changed."))
    if step.opened_at is None:
        raise Refused(_("The steps before this one come first."))


def _seat(step: Step, by: User, at: datetime) -> Deputy | None:
    """For whom this person takes it, None in the own right; refused where it is somebody else's."""
    _lock_open(step, by)
    standing = session.scalars(standing_for(by, Role.reviewer, at)).all()
    if not is_for(step, by.id, standing):
        raise NotAllowed(
            _("Somebody else is on this step, or it is for other reviewers. A planner can let you take it.")
        )
    return deputy_for(step, by.id, standing)
