"""Whose step it is: in the own right, or in that of somebody who is away."""

from collections.abc import Sequence

from campaign.reviews.deputies.models import Deputy
from campaign.reviews.models import Step


def is_for(step: Step, user_id: int, standing: Sequence[Deputy]) -> bool:
    """Whoever is on it; else who was named; nobody named: any reviewer. `standing`: for whom this person stands in
    today; a step that was taken for somebody goes no further when that has ended, and is theirs again any time."""
    if step.as_deputy is not None and step.as_deputy.named_by_id == user_id:
        return True
    if step.taken_by_id == user_id and step.as_deputy_id is not None:
        return any(one.id == step.as_deputy_id for one in standing)
    theirs = _theirs(step)
    return not theirs or user_id in theirs or deputy_for(step, user_id, standing) is not None


def deputy_for(step: Step, user_id: int, standing: Sequence[Deputy]) -> Deputy | None:
    """In whose place this person takes it; None in the own right. Nobody stands in for an author or a signatory of it
    (law 2)."""
    theirs = _theirs(step)
    if not theirs or user_id in theirs:
        return None
    version = step.review.version
    barred = {*version.author_ids, *version.signatory_ids}
    return next((one for one in standing if one.named_by_id in theirs and one.named_by_id not in barred), None)


def _theirs(step: Step) -> list[int]:
    return [step.taken_by_id] if step.taken_by_id is not None else step.reviewer_ids
