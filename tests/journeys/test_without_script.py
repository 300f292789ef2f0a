"""Writing where scripts do not run: every step is a form that is sent and a page that answers."""

import pytest

from tests.journeys import writing
from tests.journeys.conftest import Visit
from tests.journeys.words import Words

pytestmark = pytest.mark.browser


def test_a_flyer_is_written_and_sent_without_scripts(visit: Visit) -> None:
    writer = visit("planner.mx", Words("es"), 1280, script=False, folder="without-script")
    writer.sign_in()
    writer.go_to("Campaigns")
    writer.press(writer.main.get_by_role("link", name="No toda pastilla es medicina", exact=True))
    writer.press(writer.link("Add a flyer").first, "flyer-new")
    writing.begin(writer, (f"{writing.HEADLINE[0]} · 0", f"{writing.HEADLINE[1]} · 0"))
    writing.fill(writer)
    writing.complete(writer)
    writing.change_one_side(writer)
    writing.send(writer)
