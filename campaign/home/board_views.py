"""The board: whose turn it is, in three lists, and for one campaign also what it lacks."""

from collections.abc import Collection
from typing import Any

from flask import render_template, request

from campaign.accounts.models import User
from campaign.campaigns import hub
from campaign.campaigns.models import Campaign
from campaign.clock import now
from campaign.db import session
from campaign.home import between as opened
from campaign.home.board import Board, Kind, Turn, board_of
from campaign.home.lines import age_words, lines
from campaign.home.turns import KINDS, empty_words, turn_words, waits_words
from campaign.home.views import home
from campaign.home.waits import waits_of
from campaign.paging import COUNTED, Page, page_of
from campaign.permissions import read_between, read_board, see_campaign
from campaign.schedule.when import city
from campaign.web import me, order

SIZE = 25


@home.get("/board", allow=read_board)
def board() -> str:
    user, there = me(), order(me())[1]
    turn = next((turn for turn in Turn if turn.value == request.args.get("turn")), Turn.mine)
    kinds = [kind for kind in Kind if kind.value in request.args.getlist("kind")]
    campaign = _campaign(user)
    today = user.day(now())  # as in the digest: late by the reader's own calendar
    found = board_of(waits_of(user), user, today, campaign.id if campaign else 0)
    counts = found.counts()
    return render_template(
        "home/board.html",
        page=_page(found, counts, turn, kinds, user),
        turn=turn,
        turns=[(one, turn_words(one, there), _sum(counts, one, ())) for one in Turn],
        kinds=kinds,
        by_kind=[(kind, KINDS[kind], counts[turn, kind]) for kind in Kind if counts[turn, kind] or kind in kinds],
        kind_words=KINDS,
        campaign=campaign,
        readiness=hub.readiness_for(campaign, order(user), user) if campaign else None,
        nothing=empty_words(turn, there),
        today=today,
        age=lambda line: age_words(line.days(now(), user.zone)),
    )


def _campaign(user: User) -> Campaign | None:
    """The one that the address names, where this reader sees it."""
    number = request.args.get("campaign", 0, type=int)
    found = session.get(Campaign, number) if 0 < number < 2**63 else None
    return found if found and see_campaign(user, found) else None


def _page(found: Board, counts: dict[tuple[Turn, Kind], int], turn: Turn, kinds: list[Kind], user: User) -> Page:
    def read(most: int, start: int) -> list[Any]:
        return lines(found.rows(turn, kinds, most, start), user)

    return page_of(_sum(counts, turn, kinds), SIZE, read)


def _sum(counts: dict[tuple[Turn, Kind], int], turn: Turn, kinds: Collection[Kind]) -> int:
    """Of these kinds, of all where none is named; as far as anybody counts."""
    return min(sum(counts[turn, kind] for kind in kinds or Kind), COUNTED + 1)


@home.get("/between", allow=read_between)
def between() -> str:
    """One sheet for a call between the two: what each waits for from the other, that of the other country first."""
    user = me()
    campaign, today = _campaign(user), user.day(now())
    if campaign and not opened.is_between(campaign):
        campaign = None
    number = campaign.id if campaign else 0
    owing = reversed(order(user))  # what the reader's own side waits for is owed by the other one
    return render_template(
        "home/between.html",
        lists=[(waits_words(side, user.side), opened.owed_by(side, user, today, number)) for side in owing],
        campaign=campaign,
        campaigns=session.scalars(opened.campaigns_between()).all(),
        kind_words=KINDS,
        today=today,
        printed=now(),
        place=city(user.zone),
        days=lambda line: line.days(now(), user.zone),
    )
