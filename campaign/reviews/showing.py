"""Reviews as pages show them: the steps of one version, and the steps that wait for somebody. Only the own side's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from sqlalchemy import select

from campaign.accounts.models import Role, User
from campaign.campaigns.models import day_of
from campaign.clock import now
from campaign.db import session
from campaign.materials.models import Version
from campaign.permissions import read_review, review_step, see_review
from campaign.reviews.deputies.models import Deputy, standing_for
from campaign.reviews.models import Outcome, Review, Step, review_of, steps_of, waiting_steps
from campaign.reviews.seats import is_for


@dataclass(frozen=True)
class Shown:
    """One side's review of a version. `is_internal`: the reader also sees who said what in which words; the
    organization whose text it is learns only how far it is."""

    review: Review
    steps: Sequence[Step]
    named: dict[int, str]
    is_internal: bool
    today: date  # over there

    @property
    def findings(self) -> list[Step]:
        return [step for step in self.steps if step.outcome is Outcome.changes] if self.is_internal else []

    def who(self, step: Step) -> str:
        """Who is named for it; '' where any reviewer may take it."""
        return ", ".join(self.named.get(one, "") for one in step.reviewer_ids)

    @property
    def open_count(self) -> int:
        return sum(step.outcome is None for step in self.steps)


def review_shown(version: Version, user: User | None) -> Shown | None:
    """The reader's own side's, if its route gave the version one."""
    if user is None or user.side is None or not read_review(user, version):
        return None
    review = session.scalar(review_of(version.id, user.side))
    if review is None:
        return None
    steps = session.scalars(steps_of(review.id)).all()
    is_internal = see_review(user, review)
    return Shown(review, steps, _names(steps) if is_internal else {}, is_internal, day_of(user.side, now()))


def _names(steps: Sequence[Step]) -> dict[int, str]:
    ids = {one for step in steps for one in step.reviewer_ids}
    return dict(session.execute(select(User.id, User.name).where(User.id.in_(ids))).all()) if ids else {}


def standing(user: User, at: datetime) -> Sequence[Deputy]:
    """For whom this reviewer stands in on that day."""
    return session.scalars(standing_for(user, Role.reviewer, at)).all()


def steps_for(user: User, most: int) -> list[Step]:
    """The first steps that this reviewer may take now; nobody is asked to review the own text."""
    if not user.is_reviewer or user.side is None:
        return []
    seats = standing(user, now())
    waiting = session.scalars(waiting_steps(user.side), execution_options={"yield_per": most})
    own = (step for step in waiting if review_step(user, step) and is_for(step, user.id, seats))
    return list(islice(own, most))
