"""What waits in the own side's reviews, as conditions: which steps the reader may take, and when the steps let a
signatory decide. The other country's reviews are not asked (law 7).

`me`, `author` and `seat_day` (the day by the clock of the own capital) are bound when it is asked, as in waits.py.
"""

from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Text, and_, bindparam, cast, func, literal_column, or_, select

from campaign.accounts.models import Role
from campaign.db import Side
from campaign.materials.models import Version
from campaign.reviews.deputies.models import Deputy, stands_in
from campaign.reviews.models import Outcome, Review, Step

ME = bindparam("me", type_=Integer)


def is_in(numbers: Any) -> ColumnElement[bool]:
    """Whether the reader is one of these people, who are kept as a list of numbers."""
    found: ColumnElement[bool] = _numbers(numbers).like(bindparam("author", type_=Text))
    return found


def _numbers(column: Any) -> Any:
    """ " 7, 12,": each number between a blank and a comma."""
    return func.replace(func.replace(cast(column, Text), "[", " "), "]", ",")


def _has(column: Any, number: Any) -> ColumnElement[bool]:
    """Whether this number is one of them."""
    words = literal_column("'% '", Text) + cast(number, Text) + literal_column("',%'", Text)
    found: ColumnElement[bool] = _numbers(column).like(words)
    return found


def is_my_step() -> ColumnElement[bool]:
    """As `review_step` and `is_for` say: neither author nor signatory of the version (law 2); whoever is on it, else
    who was named, else any reviewer; or who stands in for one of these, unless that one took part. A step that somebody
    took for the reader is the reader's again any time."""
    took_part = or_(is_in(Version.author_ids), is_in(Version.signatory_ids))
    by_me = or_(Step.as_deputy_id.is_(None), _stand_in(Deputy.id == Step.as_deputy_id))
    is_theirs = or_(
        and_(Step.taken_by_id.is_not(None), Deputy.named_by_id == Step.taken_by_id),
        and_(Step.taken_by_id.is_(None), _has(Step.reviewer_ids, Deputy.named_by_id)),
    )
    barred = or_(_has(Version.author_ids, Deputy.named_by_id), _has(Version.signatory_ids, Deputy.named_by_id))
    for_somebody = _stand_in(is_theirs, ~barred)
    for_me = select(Deputy.id).where(Deputy.id == Step.as_deputy_id, Deputy.named_by_id == ME).correlate(Step).exists()
    is_named = or_(cast(Step.reviewer_ids, Text) == literal_column("'[]'"), is_in(Step.reviewer_ids))
    is_for_me = or_(
        for_me,
        and_(Step.taken_by_id.is_not(None), Step.taken_by_id == ME, by_me),  # not unknown: others ask for its opposite
        and_(Step.taken_by_id.is_(None), is_named),
        and_(or_(Step.taken_by_id.is_(None), Step.taken_by_id != ME), for_somebody),
    )
    return and_(~took_part, is_for_me)


def _stand_in(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Somebody who still reviews, for whom the reader stands in today."""
    standing = stands_in(Role.reviewer, bindparam("seat_day", type_=Date))
    return select(Deputy.id).where(Deputy.user_id == ME, *standing, *conditions).correlate(Step, Version).exists()


def decidable_since(side: Side) -> Any:
    """When a version began to wait for that side's signatory: when it was sent, or, where steps come first, when the
    last one ended, or a reviewer wanted it changed."""
    lets = or_(Review.is_done, Step.outcome == Outcome.changes)
    ended = select(func.max(Step.decided_at)).join(Step.review)
    ended = ended.where(Review.version_id == Version.id, Review.side == side, Review.comes_first, lets)
    return func.coalesce(ended.correlate(Version).scalar_subquery(), Version.submitted_at)
