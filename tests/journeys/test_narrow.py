"""The narrowest phone: a partner's pages of planning and reporting stay within 320 px, and axe finds no fault."""

import pytest

from tests.journeys.conftest import Visit
from tests.journeys.words import Words

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/board",
    "/campaigns/tasks",
    "/inbox",
    "/accounts/notices",
    "/schedule/",
    "/schedule/?view=agenda",
    "/schedule/?view=lanes",
    "/schedule/new?campaign=1",
    "/schedule/reports",
    "/schedule/reports/many",
    "/schedule/coverage",
    "/schedule/feeds",
    "/schedule/periods",
    "/schedule/public/C-001",
    "/schedule/releases/C-001",
)


@pytest.mark.parametrize(("name", "language"), [("partner-a.mx", "es"), ("partner-a.us", "en")])
def test_nothing_is_wider_than_the_narrowest_phone(visit: Visit, name: str, language: str) -> None:
    partner = visit(name, Words(language), 320, folder=f"narrow-{language}")
    partner.sign_in()
    for path in PAGES:
        partner.open(path)
