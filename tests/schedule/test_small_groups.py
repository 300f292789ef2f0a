"""Law 16: fewer than eleven people of a side are told apart by that side only."""

import csv
from collections.abc import Callable
from io import StringIO

from sqlalchemy import select

from campaign import clock
from campaign.audit.models import Entry
from campaign.clock import now
from campaign.db import Side, session
from campaign.exports.data import EXPORTED
from campaign.schedule.reports import actions
from campaign.schedule.reports.actions import Said
from campaign.schedule.reports.due import totals
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.schedule.samples import DAY
from tests.schedule.test_reports import AFTER, fair
from tests.world import World


def test_a_small_group_is_told_apart_by_its_own_side_only(
    world: World, acting_as: ActingAs, client_of: Callable[..., Browser]
) -> None:
    """Law 16, on the pages, in the table, in the sums of a campaign, in the export and in the record."""
    one = fair(world, "planner.us", *Side)
    for side, people in ((Side.MX, 7), (Side.US, 40)):
        with acting_as(f"planner.{side.value.lower()}") as planner, clock.at(AFTER):
            actions.file(one, Said(DAY, "Park", people=people, copies_es=9), 0, planner, now())
            session.commit()
    with clock.at(AFTER):
        for who, shown, told in (("planner.us", "fewer than 11", [40]), ("planner.mx", "7", [40, 7])):
            browser = client_of(who, "en")
            page = browser.get(f"/schedule/dates/{one.id}/reports").text
            assert (f"People reached, in total {shown}" in " ".join(page.split())) is True
            table = list(csv.DictReader(StringIO(browser.client.get("/schedule/reports.csv").text.lstrip("\ufeff"))))
            assert sorted(row["People reached, in total"] for row in table) == sorted(["40", shown])
            reader = world.user(who)
            counted = totals(world.running, reader, now())[Side.MX]
            assert (counted.people, counted.hidden, counted.copies_es) == (7 * len(told[1:]), 2 - len(told), 9)
            exported = session.scalars(EXPORTED["reports"](reader))
            assert sorted((report.people for report in exported), reverse=True) == told
    written = select(Entry.reach).where(Entry.changes.contains('"reports"')).order_by(Entry.n)
    assert session.scalars(written).all() == ["MX", "US"]
