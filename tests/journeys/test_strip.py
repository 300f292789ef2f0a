"""A partner with a flyer in force: the sheet of its region with its own place and name on it, downloaded at once."""

import pytest

from tests.journeys.conftest import Visit
from tests.journeys.sheets import check_printable
from tests.journeys.words import Pair, Words
from tests.tiers import FULL

pytestmark = pytest.mark.browser

FLYER: Pair = ("One fake pill can kill", "Una pastilla falsa puede matar")  # of the demo, in force in both countries
OWN = {
    "us": ("partner-a", "US-48141", ("Mesa Street Clinic, front desk", "1501 N Mesa St", "(915) 555-0142")),
    "mx": ("partner-b", "MX-08037", ("Clínica Anapra, recepción", "Calle Anapra 214", "656 123 4567")),
}
RUNS = [(1280, "en", "us"), (390, "es", "mx")]
ALL_RUNS = [*RUNS, (390, "en", "mx"), (1280, "es", "us")]


@pytest.mark.parametrize(("width", "language", "side"), ALL_RUNS if FULL else RUNS)
def test_a_partner_puts_itself_on_a_sheet(visit: Visit, width: int, language: str, side: str) -> None:
    say = Words(language)
    who, region, shown = OWN[side]
    partner = visit(f"{who}.{side}", say, width, folder=f"strip-{width}-{language}")
    partner.sign_in()
    partner.go_to("Flyers")
    partner.press(partner.main.get_by_role("link", name=say.of(FLYER), exact=True).first, "flyer")
    partner.sees(
        "Anything else on it, another word or another picture, is a text of its own and must be cleared first."
    )
    place = partner.field("Region and place")
    place.select_option(index=0)
    assert shown[0] in place.inner_text()
    partner.press(partner.button("Prepare it with your organization"), "edition")
    partner.sees("Partner on it")
    picture = partner.main.locator('img[src*="/editions/"]').first
    picture.scroll_into_view_if_needed()
    partner.page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=picture.element_handle())
    check_printable(partner.download(partner.link("Download the PDF")), (region, "911", *shown), ("DRAFT", "BORRADOR"))
