"""The released schedule on paper, for anybody: a wall sheet and a pocket sheet, of one month or of several.

Who is signed in and sees the campaign may have what is not public, too; nobody has what was not released.
"""

import re
from collections.abc import Iterable
from datetime import date

from flask import Response, abort, request, url_for
from sqlalchemy import Select, or_

from campaign.campaigns.models import Campaign
from campaign.clock import now
from campaign.db import session
from campaign.errors import Refused
from campaign.forms import clean
from campaign.i18n import _, current
from campaign.paper.sheet import Language
from campaign.permissions import see_campaign
from campaign.schedule.blueprint import schedule
from campaign.schedule.papers import pocket as pocket_paper
from campaign.schedule.papers import wall as wall_paper
from campaign.schedule.papers.rows import ORDERS, rows_of
from campaign.schedule.papers.setting import html_of, printed_once
from campaign.schedule.papers.sheet import Sheet
from campaign.schedule.releases.content import Content, Shown, read
from campaign.schedule.releases.models import Release, ReleaseItem, current_of, releases_of
from campaign.schedule.releases.views import campaign_of, plain, seen
from campaign.schedule.reports.photos import config
from campaign.web import anyone, download, someone

MOST = 120  # dates of one paper
ALL = "all"
Dates = list[tuple[Content, Shown]]


@schedule.get("/public/<code>/wall.pdf", allow=anyone)
def wall(code: str) -> Response:
    """`?paper=letter|tabloid&month=2026-11|all&first=en|es&with=all`"""
    paper = request.args.get("paper", "")
    sheet = _sheet(campaign_of(code))
    size = paper if paper in wall_paper.PAPERS else "letter"
    return _handed(html_of(wall_paper.pages(sheet, size), *_named(sheet)), f"{sheet.code}-wall-muro-{size}.pdf")


@schedule.get("/public/<code>/pocket.pdf", allow=anyone)
def pocket(code: str) -> Response:
    sheet = _sheet(campaign_of(code))
    return _handed(html_of(pocket_paper.pages(sheet), *_named(sheet)), f"{sheet.code}-pocket-bolsillo.pdf")


def _named(sheet: Sheet) -> tuple[str, Language]:
    return " · ".join(title for _name, title in sheet.titles), sheet.order[0]


def _handed(html: str, name: str) -> Response:
    return download(printed_once(html, config()), name, "application/pdf", inline=True)


def _sheet(campaign: Campaign) -> Sheet:
    is_inside = request.args.get("with") == ALL
    items = session.scalars(plain(_items(campaign, is_inside))).all()
    if not items:
        abort(404)
    order = ORDERS.get(request.args.get("first", ""), ORDERS[current()])
    dates = _chosen(items, clean(request.args.get("month"))[:20])
    rows = rows_of(dates, order)
    last = session.scalars(releases_of(campaign.id).where(Release.id.in_({one.release_id for one in items}))).first()
    assert last is not None, "each item came with a release"
    path = url_for(".releases" if is_inside else ".public", code=campaign.code)
    return Sheet(
        title=campaign.title,
        code=campaign.code,
        n=last.n,
        released_on=last.released_at.date(),
        address=f"{config().base_url}{path}",
        order=order,
        rows=rows[:MOST],
        left_out=max(len(rows) - MOST, 0),
        is_inside=is_inside,
    )


def _items(campaign: Campaign, is_inside: bool) -> Select[ReleaseItem]:
    if not is_inside:
        return current_of(campaign.id).where(ReleaseItem.is_public)
    reader = someone()
    if reader is None or not see_campaign(reader, campaign):
        abort(404)
    own = ReleaseItem.activity_id.in_(seen(campaign, reader).order_by(None))
    return current_of(campaign.id).where(or_(ReleaseItem.is_public, own))


def _chosen(items: Iterable[ReleaseItem], asked: str) -> Dates:
    """Of the month that was asked for, of all, or of this month and all that come. Refused where there is none."""
    found = [(content, shown) for item in items for content in (read(item.content),) for shown in content.dates()]
    if asked and asked != ALL:
        month = _month(asked)
        found = [one for one in found if month and touches(one[1], month)]
        words = _("There is no date in this month. Write it as year and month, for example 2026-11.")
    else:
        at = now()
        found = [one for one in found if asked == ALL or one[1].when.ends_on >= one[0].today(at).replace(day=1)]
        words = _("Nothing is coming up at this moment. Look here again.")
    if not found:
        raise Refused(words)
    return found


def _month(asked: str) -> date | None:
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", asked)
    return date(int(found[1]), int(found[2]), 1) if found and int(found[1]) else None


def touches(shown: Shown, month: date) -> bool:
    when = shown.when
    return when.starts_on.replace(day=1) <= month <= when.ends_on
