"""Who of a side is written about a step, and what: whose turn it is, whom a day reminds, what a reviewer found."""

from collections.abc import Callable
from datetime import datetime

from campaign.accounts import actions as accounts
from campaign.accounts.models import Role, User
from campaign.accounts.notices import tell_side
from campaign.campaigns.models import day_of
from campaign.db import session
from campaign.i18n import _, current, fmt_date
from campaign.mail.kinds import Because, NoticeKind
from campaign.people.directory import living
from campaign.permissions import review_step
from campaign.reviews.deputies.models import standing_in
from campaign.reviews.models import Review, Stage, Step

EXCERPT = 400  # characters of a reason in a notice


def people_for(step: Step, at: datetime) -> list[User]:
    """Whoever is on it; else whoever may take it. Somebody who stands in for one of these is written, too."""
    reviewers = [one for one in session.scalars(living(step.side, Role.reviewer)) if review_step(one, step)]
    wanted = {step.taken_by_id} if step.taken_by_id else set(step.reviewer_ids) or {one.id for one in reviewers}
    deputies = session.scalars(standing_in(sorted(wanted), Role.reviewer, day_of(step.side, at)))
    wanted |= {deputy.user_id for deputy in deputies}
    return [one for one in reviewers if one.id in wanted]


def opened(step: Step, at: datetime) -> None:
    """Its turn has come."""
    _write(
        step,
        lambda: _("A review waits for you: %(what)s", what=name_of(step.review)),
        lambda: _("Step: %(step)s. Due on %(day)s.", step=step_name(step), day=fmt_date(step.due_on)),
        at,
    )


def reminded(step: Step, stage: Stage, at: datetime) -> None:
    """On its day, and once when it is late; of that the planners of the side are told, who can let others take it."""

    def subject() -> str:
        if stage is Stage.due:
            return _("A review is due today: %(what)s", what=name_of(step.review))
        return _("A review is overdue: %(what)s", what=name_of(step.review))

    def text() -> str:
        return _("Step: %(step)s. Due on %(day)s.", step=step_name(step), day=fmt_date(step.due_on))

    _write(step, subject, text, at)
    if stage is Stage.overdue and people_for(step, at):
        tell_side(step.side, subject, text, path_of(step), at, (Role.planner,), kind=NoticeKind.reviews)


def found(step: Step, by: User, at: datetime) -> None:
    """What a reviewer wants changed goes to the own signatories and planners, and to nobody else."""
    review = step.review
    said = step.reason if len(step.reason) <= EXCERPT else f"{step.reason[:EXCERPT]} …"
    tell_side(
        step.side,
        lambda: _("A reviewer wants changes: %(what)s", what=name_of(review)),
        lambda: _("%(name)s, in the step “%(step)s”: “%(said)s”", name=by.name, step=step_name(step), said=said),
        f"/materials/{review.version.material_id}",
        at,
        (Role.planner, Role.signatory),
        kind=NoticeKind.reviews,
    )


def ended(review: Review, at: datetime) -> None:
    """Every step has ended: the signatories may decide."""
    tell_side(
        review.side,
        lambda: _("The review has ended: %(what)s", what=name_of(review)),
        lambda: _("Every step of your side has ended. A signatory decides now."),
        f"/materials/{review.version.material_id}",
        at,
        (Role.signatory,),
        kind=NoticeKind.reviews,
    )


def _write(step: Step, subject: Callable[[], str], text: Callable[[], str], at: datetime) -> None:
    """Where nobody is left who may take it, the planners are told, who can let others."""
    people = people_for(step, at)
    for person in people:
        accounts.tell(person, subject, text, at, path_of(step), kind=NoticeKind.reviews, because=Because.asked)
    if not people:
        tell_side(step.side, subject, text, path_of(step), at, (Role.planner,), kind=NoticeKind.reviews)


def path_of(step: Step) -> str:
    return f"/reviews/steps/{step.id}"


def step_name(step: Step) -> str:
    """In the language that is being written, or in the one that there is."""
    return step.name.of(current()) or step.name.twin(current())


def name_of(review: Review) -> str:
    """What is reviewed, as lists call it."""
    material = review.version.material
    title = material.title.of(current()) or material.title.twin(current())
    number = _("version %(n)s", n=review.version.n)
    return f"{material.code} {title}, {number}"
