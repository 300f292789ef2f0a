"""What is open between the two countries: for each side the things that the other one waits for, oldest first.

Both sides read the same two lists: each holds what an official of the waiting side sees waiting there, so nothing of
how far a side is within its own house (law 7), nothing of a national campaign, nothing that was not shown to both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, cast, null, or_, select, union_all
from sqlalchemy.orm import aliased

from campaign.accounts.models import Role, User, UserRole
from campaign.campaigns.models import ENDED, Campaign, CampaignKind
from campaign.db import Side, Territory, session
from campaign.facts.models import Fact, FactVersion
from campaign.home.board import Found, Kind, Turn, Waiting, board_of
from campaign.home.lines import Line, lines
from campaign.home.waits import waits_of

MOST = 60  # lines of one side on the sheet; the board has the others
MOST_CAMPAIGNS = 200  # to choose among
_shared = aliased(Campaign)
_between = select(_shared.id).where(_shared.is_shared, _shared.kind != CampaignKind.national)


@dataclass(frozen=True)
class Open:
    """One line, and the campaign that it belongs to, if it belongs to one."""

    line: Line
    campaign: Campaign | None


@dataclass(frozen=True)
class Owed:
    """What one side owes the other an answer to; `is_cut` where there is more than the sheet has room for."""

    side: Side
    items: list[Open]
    is_cut: bool


def campaigns_between() -> Select[Campaign]:
    """Those that both sides plan and that are not over, the newest first."""
    both = Campaign.is_shared, Campaign.kind != CampaignKind.national, Campaign.state.not_in(ENDED)
    return select(Campaign).where(*both).order_by(Campaign.id.desc()).limit(MOST_CAMPAIGNS)


def is_between(campaign: Campaign) -> bool:
    return campaign.is_shared and campaign.kind is not CampaignKind.national


def owed_by(side: Side, reader: User, on: date, campaign_id: int = 0) -> Owed:
    """What the other side waits for from this one, as both may read it, in the words for this reader."""
    board = board_of(_lists(side), _official(side.opposite), on, campaign_id)
    bound = {**board.bound, "upto": MOST + 1}
    rows = session.execute(_rows_of(board.lists), bound).all() if board.lists else []
    turn = Turn.others if reader.side is side else Turn.theirs
    found = [(Found(board.lists[place].kind, turn, id, since, due), of) for place, id, since, due, of in rows]
    return Owed(side, _with_campaigns(found[:MOST], reader), len(rows) > MOST)


def _with_campaigns(found: Sequence[tuple[Found, int | None]], reader: User) -> list[Open]:
    """A thing that was settled between the two questions is left out."""
    belongs = {(one.kind, one.id): of for one, of in found}
    ids = {of for of in belongs.values() if of}
    campaigns = {one.id: one for one in session.scalars(select(Campaign).where(Campaign.id.in_(ids)))} if ids else {}
    read = lines([one for one, _of in found], reader)
    return [Open(line, campaigns.get(belongs[line.found.kind, line.found.id] or 0)) for line in read]


@cache
def _official(side: Side) -> User:
    """Nobody: whoever plans for this side, as the lists ask for a reader."""
    return User(id=0, side=side, organization_id=0, zone="UTC", role_rows=[UserRole(role=Role.planner)])


@cache
def _lists(side: Side) -> tuple[Waiting, ...]:
    return tuple(_of_both(one) for one in waits_of(_official(side.opposite)) if one.turn is Turn.theirs)


def _of_both(one: Waiting) -> Waiting:
    """Only what both have a say in: of their campaigns or of none, and of facts those that need both keys."""
    if one.kind is Kind.facts:
        query = one.query.join(FactVersion.fact).where(Fact.territory == Territory.BOTH)
    else:
        query = one.query.where(or_(one.campaign.is_(None), one.campaign.in_(_between)))
    return Waiting(one.kind, one.turn, query, one.id, one.since, one.due, one.campaign)


@lru_cache(16)
def _rows_of(lists: tuple[Waiting, ...]) -> Select[int, int, datetime, date | None, int | None]:
    parts = [_part(one, place) for place, one in enumerate(lists)]
    found: Any = union_all(*(select(part.subquery()) for part in parts)).subquery()
    in_turn = select(found).order_by(found.c.since, found.c.place, found.c.id)
    return in_turn.limit(bindparam("upto", type_=Integer))


def _part(one: Waiting, place: int) -> Select[Any]:
    campaign = cast(null(), Integer) if one.campaign is None else one.campaign
    return one.first(place).add_columns(campaign.label("campaign"))
