"""How the notices of each kind reach somebody by mail: what the person chose, else at once."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from campaign.accounts.models import NoticeSwitch, User
from campaign.db import session
from campaign.mail.kinds import NoticeKind, Way


def ways_of(kind: NoticeKind, people: Sequence[int]) -> Mapping[int, Way]:
    """What those of them chose who chose something; of what is law or safety nobody chooses."""
    if kind.is_fixed or not people:
        return {}
    query = select(NoticeSwitch.user_id, NoticeSwitch.way)
    rows = session.execute(query.where(NoticeSwitch.kind == kind, NoticeSwitch.user_id.in_(people)))
    return {row.user_id: row.way for row in rows}


def chosen(user: User) -> dict[NoticeKind, Way]:
    """Every kind, and how it reaches this person."""
    query = select(NoticeSwitch.kind, NoticeSwitch.way).where(NoticeSwitch.user_id == user.id)
    own = {row.kind: row.way for row in session.execute(query)}
    return {kind: Way.at_once if kind.is_fixed else own.get(kind, Way.at_once) for kind in NoticeKind}
