"""Search: what each person may see, found in either language and without accents, and a code that leads to its page."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from campaign.campaigns import actions as campaigns
from campaign.campaigns.models import CampaignKind
from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, session
from campaign.flyers.models import editions_of
from campaign.jobs.models import Job
from campaign.permissions import see_job
from tests.browser import Browser, queries
from tests.conftest import ActingAs
from tests.house.places import print_editions
from tests.materials import acts
from tests.page import Page, words_of
from tests.world import BRIEF, EL_PASO, PEOPLE, World

ClientOf = Callable[..., Browser]
pytestmark = pytest.mark.database


def groups(page: Page) -> dict[str, list[str]]:
    """The names under each heading of the results."""
    return {
        words_of(next(panel.iter("h2"))): [words_of(a) for a in panel.iter("a") if a.get("class") == "row__name"]
        for panel in page.all("section")
    }


def landing(browser: Browser, words: str) -> str:
    return str(browser.get(f"/search?q={words}", status=303).response.headers["Location"])


@pytest.mark.parametrize("who", [who for who in PEOPLE if who != "deactivated"])
def test_everybody_who_is_signed_in_searches(client_of: ClientOf, who: str) -> None:
    for language in ("en", "es"):
        client_of(who, language).get("/search?q=911")
        client_of(who, language).get("/search")


def test_nobody_else_does(client: Browser) -> None:
    assert "/accounts/sign-in" in client.get("/search?q=911", status=303).response.headers["Location"]


@pytest.mark.parametrize(
    ("words", "group", "name"),
    [
        ("pastilla", "Materials", "One pill can kill"),
        ("ONE PILL", "Materials", "One pill can kill"),
        ("ciudad juarez", "Regions", "Juárez, Chihuahua"),
        ("JUÁREZ", "Regions", "Juárez, Chihuahua"),
        ("linea de la vida", "Facts", "Línea de la Vida"),
        ("INVISIBLE", "", ""),
    ],
)
def test_it_is_found_in_either_language_without_accents(client_of: ClientOf, words: str, group: str, name: str) -> None:
    found = groups(client_of("planner.us", "en").get(f"/search?q={words}"))
    assert any(name in one for one in found.get(group, [])) if group else found == {}


def test_a_campaign_is_found_by_its_title(client_of: ClientOf, world: World) -> None:
    title = world.campaign.title
    for words in (title.en, title.es):
        assert title.en in groups(client_of("planner.us", "en").get(f"/search?q={words}"))["Campaigns"]


def test_nothing_is_found_that_the_reader_may_not_see(client_of: ClientOf) -> None:
    """The other side's own draft, another organization's text, and the waiting texts of planners."""
    assert "Materials" in groups(client_of("planner.us", "en").get("/search?q=keep naloxone at home"))
    for who in ("planner.mx", "partner-b.us", "observer", "printer.us"):
        assert "Keep naloxone at home" not in client_of(who, "en").get("/search?q=keep naloxone at home").text


def test_print_staff_find_flyers_and_administrators_none(client_of: ClientOf) -> None:
    page = client_of("printer.us", "en").get("/search?q=pill")
    assert groups(page)["Flyers"] == ["One pill can kill"]
    assert (
        not {"Flyers", "Materials", "Facts"} & groups(client_of("administrator.us", "en").get("/search?q=pill")).keys()
    )


def test_a_code_alone_leads_straight_to_its_page(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    campaign, flyer = world.campaign, world.material("in_force")
    assert landing(browser, campaign.code.lower()) == f"/campaigns/{campaign.id}"
    assert landing(browser, flyer.code) == f"/materials/{flyer.id}"
    assert landing(browser, f"  {flyer.code} ") == f"/materials/{flyer.id}"
    assert landing(browser, "us-48141") == f"/regions/{EL_PASO}"
    assert landing(browser, "US_988") == f"/facts/{world.fact('us_988').fact_id}"
    assert landing(client_of("printer.us"), flyer.code) == f"/flyers/{flyer.id}"


def test_the_code_on_a_paper_leads_to_the_sheet(client_of: ClientOf, world: World, config: Config) -> None:
    print_editions(world, config)
    edition = session.scalars(editions_of([world.version("in_force").id])).all()[0]
    as_read = edition.code.lower().replace("0", "o").replace("1", "l")
    assert landing(client_of("printer.us"), as_read) == f"/flyers/editions/{edition.id}"
    assert landing(client_of("administrator.us"), edition.code) == f"/e/{edition.code}"


def test_a_code_that_is_not_the_readers_to_see_leads_nowhere(client_of: ClientOf, world: World) -> None:
    plan, draft = world.plan_id, world.material("draft")
    for who, code in (("planner.us", f"C-{plan:03d}"), ("planner.mx", draft.code), ("observer", draft.code)):
        page = client_of(who, "en").get(f"/search?q={code}")
        assert f"/campaigns/{plan}" not in page.links
        assert f"/materials/{draft.id}" not in page.links
    for code in ("F-999999999", "C-0", "F-99999999999999999999", "US-99999", "F-%C2%B2"):
        client_of("planner.us", "en").get(f"/search?q={code}")


def test_job_codes_follow_the_rule_of_jobs(client_of: ClientOf, world: World, config: Config) -> None:
    print_editions(world, config)
    job = next(job for job in session.scalars(select(Job)) if see_job(world.user("printer.us"), job))
    assert landing(client_of("printer.us"), job.code) == f"/jobs/{job.id}"
    client_of("printer.mx").get(f"/search?q={job.code}", status=200)


def test_what_is_typed_is_text_and_stays_in_the_box(client_of: ClientOf) -> None:
    page = client_of("planner.us", "en").get("/search?q=<b>x</b>%25_")
    assert "<b>x" not in page.html
    assert "Nothing has these words" in page.text
    assert [box.get("value") for box in page.all("input") if box.get("name") == "q"] == ["<b>x</b>%_"] * 3


def test_an_empty_search_says_what_is_found_here(client_of: ClientOf) -> None:
    assert "For example" in client_of("planner.us", "en").get("/search?q=%20").text


def test_eight_of_a_list_are_shown_and_the_rest_is_one_press_away(
    client_of: ClientOf, world: World, acting_as: ActingAs
) -> None:
    browser = client_of("planner.us", "en")
    browser.get("/search?q=911")
    with queries() as few:
        browser.get("/search?q=911")
    for n in range(9):
        acts.flyer(world, title=Bilingual(f"Call 911 again {n}", f"Llama otra vez al 911 {n}"))
    with acting_as("planner.us") as planner:
        campaigns.create(BRIEF, CampaignKind.joint, planner, now())
        session.commit()
    with queries() as many:
        page = browser.get("/search?q=911")
    assert many[0] <= few[0] + 1
    assert len(groups(page)["Materials"]) == 8
    assert "/materials/?q=911" in page.links
    assert "9 materials" in browser.get("/materials/?q=911 again").text
