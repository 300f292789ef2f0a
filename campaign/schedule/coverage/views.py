"""The page of coverage and its table: what each region has of four things, and what is missing."""

from flask import Response, render_template, request

from campaign.paging import page_of
from campaign.permissions import read_schedule
from campaign.schedule.blueprint import schedule
from campaign.schedule.coverage import counting, models, sheet, showing
from campaign.schedule.coverage.counting import Asked
from campaign.schedule.coverage.gaps import gaps
from campaign.web import me, order, table

LINES = 26  # the same of each side


@schedule.get("/coverage", allow=read_schedule)
def coverage() -> str:
    asked, sides = Asked.of(request.args), order(me())
    found = counting.collect(asked, me())
    covers = counting.of_side(found, asked)
    rows = counting.rows(covers, asked, sides)
    page = page_of(len(rows), LINES, lambda most, start: rows[start : start + most])
    return render_template(
        "schedule/coverage.html",
        asked=asked,
        offered=showing.offered(asked, models.campaigns(me()), sides),
        drawn=showing.drawn(found, asked, {one.region.key for one in page.items}),
        sums=counting.sums(covers, [side for side in sides if asked.side in ("", side.value)]),
        gaps=gaps(covers, me(), sides),
        page=page,
        names=showing.NAMES,
        counted=showing.COUNTED,
    )


@schedule.get("/coverage.csv", allow=read_schedule)
def coverage_csv() -> Response:
    """All lines of what the address asks for."""
    asked = Asked.of(request.args)
    rows = counting.rows(counting.of_side(counting.collect(asked, me()), asked), asked, order(me()))
    return table("coverage.csv", sheet.header(), (sheet.row(one) for one in rows))
