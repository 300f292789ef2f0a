"""A page asks the database as often for a hundred rows as for one: no list makes a query for each of its rows."""

from collections.abc import Callable

import pytest

from campaign.campaigns import actions as campaigns
from campaign.campaigns.models import CampaignKind
from campaign.clock import now
from campaign.db import Bilingual, session
from campaign.materials import actions as materials
from campaign.materials.models import Register, Scope
from tests.browser import Browser, queries
from tests.conftest import ActingAs
from tests.world import BRIEF, World, write_text

MORE = 8
LISTS = (
    "/",
    "/board",
    "/board?turn=theirs",
    "/campaigns/",
    "/materials/",
    "/flyers/",
    "/clearance/",
    "/clearance/facts",
    "/facts/",
    "/regions/",
    "/partners/",
)


def add_rows(acting_as: ActingAs, world: World) -> None:
    """More of everything that a list shows: campaigns, drafts, and flyers that wait for both countries."""
    with acting_as("planner.us") as planner:
        for n in range(MORE):
            campaigns.create(BRIEF, CampaignKind.joint, planner, now())
            for is_sent in (False, True):
                title = Bilingual(f"Call 911 first {n}", f"Llama primero al 911 {n}")
                flyer = materials.create_flyer(title, world.campaign, Scope.joint, Register.tu, planner, now())
                if is_sent:
                    write_text(flyer, planner)
                    materials.submit(flyer, planner, now())
        session.commit()


@pytest.mark.parametrize("who", ["planner.us", "signatory.us", "reviewer.mx"])
def test_more_rows_do_not_mean_more_queries(
    client_of: Callable[..., Browser], acting_as: ActingAs, world: World, who: str
) -> None:
    browser = client_of(who)

    def spent() -> dict[str, int]:
        found = {}
        for path in LISTS:
            with queries() as count:
                page = browser.get(path, status=None, is_checked=False)
            if page.status == 200:
                found[path] = count[0]
        return found

    spent()  # what is loaded once and kept
    before = spent()
    add_rows(acting_as, world)
    before["/"] += 1  # what waits for the other country has more rows than it shows now, so that they are counted
    assert spent() == before
