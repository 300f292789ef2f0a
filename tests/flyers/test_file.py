"""The file itself: for the side whose territory it is for, while it may be printed; an old tab prints nothing old."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest

from campaign import clock
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.flyers.models import Edition
from tests.browser import Browser
from tests.flyers import sheets
from tests.materials import acts
from tests.world import PEOPLE, World

ClientOf = Callable[..., Browser]
NO_LONGER = {
    "en": "This flyer is no longer in force here. Do not print it.",
    "es": "Este volante ya no está vigente aquí. No lo imprima.",
}
CHANGED = {
    "en": "A number or a date on this sheet has changed since it was prepared. Prepare the sheet again.",
    "es": "Un número o una fecha de esta hoja cambió desde que se preparó. Prepare la hoja de nuevo.",
}


@pytest.fixture
def edition(world: World, config: Config) -> Edition:
    return sheets.prepare(world, config, Side.US)


def path(edition: Edition) -> str:
    return f"/flyers/editions/{edition.id}/file.pdf"


def test_it_is_downloaded_under_its_name_with_the_promised_bytes(client_of: ClientOf, edition: Edition) -> None:
    response = client_of("printer.us").get(path(edition)).response
    assert response.mimetype == "application/pdf"
    short = edition.version.short_fingerprint
    name = f"{edition.version.material.code}-US-48141-letter-side-by-side-{short}.pdf"
    assert response.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert hashlib.sha256(response.data).hexdigest() == edition.sha256
    assert response.data == client_of("planner.us").get(path(edition)).response.data


@pytest.mark.parametrize("who", [who for who in PEOPLE if who != "deactivated"])
def test_only_the_side_of_the_territory_fetches_it(client_of: ClientOf, edition: Edition, who: str) -> None:
    role, side = PEOPLE[who].roles[0].value, PEOPLE[who].side
    expected = 200 if side is Side.US else 403
    if role == "administrator":
        expected = 404
    client_of(who).get(path(edition), status=expected)


def test_the_public_does_not_fetch_it(client: Browser, edition: Edition) -> None:
    client.get(path(edition), status=303)
    assert client.page is not None
    assert client.page.response.headers["Location"].startswith("/accounts/sign-in")


@pytest.mark.parametrize("by", ["signatory.us", "signatory.mx"])
@pytest.mark.parametrize(("who", "status"), [("printer.us", 409), ("planner.us", 409), ("partner-a.us", 404)])
@pytest.mark.parametrize("language", ["en", "es"])
def test_after_a_revocation_it_is_refused(
    client_of: ClientOf, world: World, edition: Edition, by: str, who: str, status: int, language: str
) -> None:
    """Whoever printed it learns why; the page is still there and offers no file."""
    browser = client_of(who, language)
    assert path(edition) in browser.get(f"/flyers/editions/{edition.id}").links
    acts.revoke(world, world.version("in_force"), by)
    page = browser.get(path(edition), status=status)
    if status == 409:
        assert NO_LONGER[language] in page.text
        assert path(edition) not in browser.get(f"/flyers/editions/{edition.id}").links


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_older_version_is_refused_once_the_newer_is_in_force(
    client_of: ClientOf, world: World, edition: Edition, language: str
) -> None:
    material = world.material("in_force")
    acts.write(world, "planner.us", material, "Call 911. Stay.", "Llama al 911. Quédate.")
    newer = acts.send(world, material)
    acts.clear(world, newer, "signatory.us")
    client_of("printer.us").get(path(edition))
    acts.clear(world, newer, "signatory.mx")
    page = client_of("printer.us", language).get(path(edition), status=409)
    assert NO_LONGER[language] in page.text


def test_the_day_after_its_review_date_it_is_refused(client_of: ClientOf, edition: Edition) -> None:
    last = now() + (edition.review_by - now().date())
    with clock.at(last):
        client_of("printer.us").get(path(edition))
    with clock.at(last + timedelta(days=1)):
        client_of("printer.us").get(path(edition), status=409)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_sheet_with_a_number_that_was_revoked_is_prepared_anew(
    client_of: ClientOf, world: World, config: Config, edition: Edition, language: str
) -> None:
    """The number lies outside the fingerprint, so the flyer stays in force; the sheet with the old number does not."""
    old = edition.sha256
    acts.revoke(world, world.fact("us_988"), "signatory.us")
    assert acts.places(world.version("in_force")) == acts.BOTH
    browser = client_of("printer.us", language)
    assert CHANGED[language] in browser.get(path(edition), status=409).text
    page = browser.get(f"/flyers/editions/{edition.id}")
    assert CHANGED[language] in page.text
    assert path(edition) not in page.links
    again = sheets.prepare(world, config, Side.US)
    assert (again.id, again.code) == (edition.id, edition.code)
    assert again.sha256 != old
    assert "988" not in sheets.words(browser.get(path(again)).response.data)


def test_a_sheet_whose_number_was_reworded_is_prepared_anew(
    client_of: ClientOf, world: World, edition: Edition
) -> None:
    acts.clear(world, acts.reword(world, "us_988", name_en="Lifeline", name_es="Línea 988"), "signatory.us")
    client_of("printer.us").get(path(edition), status=409)


def test_a_change_in_the_other_country_alone_is_no_change(client_of: ClientOf, world: World, edition: Edition) -> None:
    acts.write(world, "planner.us", world.material("in_force"), "The next words.", "Lo que sigue.")
    client_of("printer.us").get(path(edition))


def test_the_page_of_an_edition_shows_its_own_version(client_of: ClientOf, world: World, edition: Edition) -> None:
    """Not the draft that somebody has begun meanwhile."""
    acts.write(world, "planner.us", world.material("in_force"), "The next words.", "Lo que sigue.")
    page = client_of("planner.us").get(f"/flyers/editions/{edition.id}")
    assert f"/flyers/versions/{edition.version_id}/page.webp?region=US-48141" in page.html.replace("&amp;", "&")


def test_a_file_that_is_gone_or_damaged_is_never_handed_out(
    client_of: ClientOf, world: World, config: Config, edition: Edition
) -> None:
    kept = config.data / "files" / edition.sha256[:2] / edition.sha256
    data = kept.read_bytes()
    try:
        kept.write_bytes(data[:-1])
        with pytest.raises(Exception, match=edition.sha256):
            client_of("printer.us").get(path(edition), status=500)
    finally:
        kept.write_bytes(data)
    assert session.get_one(Edition, edition.id).sha256 == edition.sha256
