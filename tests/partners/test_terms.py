"""Terms of use: to read by anybody, asked again when they change, and no form opens before they are accepted."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select, text

from campaign.db import session
from campaign.partners import terms
from campaign.partners.registering.models import TermsAcceptance
from tests.browser import Browser
from tests.world import World

ClientOf = Callable[..., Browser]


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> int:
    """A later text of ours, as a new release brings it."""
    changed = replace(terms.CURRENT, version=terms.CURRENT.version + 1)
    monkeypatch.setattr(terms, "CURRENT", changed)
    return changed.version


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("who", ["", "partner-a.us", "planner.mx"])
def test_anybody_reads_them(client: Browser, client_of: ClientOf, who: str, language: str) -> None:
    browser = client_of(who, language) if who else client
    page = browser.get("/partners/terms")
    assert len(terms.CURRENT.clauses) == page.html.count("<li><h3>")


def test_every_clause_stands_in_both_languages() -> None:
    for clause in terms.CURRENT.clauses:
        assert clause.title.is_complete
        assert clause.text.is_complete
        assert clause.text.en != clause.text.es


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_change_is_asked_about_before_writing_and_reading_goes_on(
    client_of: ClientOf, world: World, next_version: int, language: str
) -> None:
    browser = client_of("partner-a.mx", language)
    number = world.organizations["clinic.mx"]
    for path in ("/", "/materials/", f"/partners/{number}", f"/materials/{world.partner_draft_id}"):
        browser.get(path)
    form = f"/materials/{world.partner_draft_id}/edit"
    assert browser.get(form, status=303).response.headers["Location"].startswith("/partners/terms?next=")
    browser.post(f"/partners/{number}/edit", {"phone": "911", "version": "1"})
    assert world.organization("clinic.mx").phone == ""
    browser.get(form, status=303)
    browser.follow()
    browser.send("/accept_terms")
    assert browser.page is not None
    assert browser.page.response.headers["Location"] == form
    browser.get(form)
    accepted = session.scalars(select(TermsAcceptance)).one()
    assert (accepted.version, accepted.user_id) == (next_version, world.users["partner-a.mx"])
    client_of("partner-b.mx").get("/materials/new", status=303)  # another organization still owes them


def test_officials_are_asked_nothing(client_of: ClientOf, world: World, next_version: int) -> None:
    client_of("planner.us").get("/materials/new")
    client_of("planner.us").post("/partners/accept_terms", status=403)


@pytest.mark.parametrize("version", ["", "0", "1", "99", "x", "9" * 30])
def test_only_the_version_that_was_read_is_accepted(
    client_of: ClientOf, world: World, next_version: int, version: str
) -> None:
    browser = client_of("partner-a.us")
    browser.get("/partners/terms")
    browser.post("/partners/accept_terms", {"accepted": version, "next": "/"}, status=409)
    assert session.scalars(select(TermsAcceptance)).first() is None


def test_it_leads_nowhere_else(client_of: ClientOf, world: World, next_version: int) -> None:
    browser = client_of("partner-a.us")
    browser.get("/partners/terms?next=https://example.com/")
    assert browser.send("/accept_terms").response.headers["Location"] == "/"


@pytest.mark.database
def test_an_acceptance_is_never_taken_back(client_of: ClientOf, world: World, next_version: int) -> None:
    browser = client_of("partner-a.us")
    browser.get("/partners/terms")
    browser.send("/accept_terms")
    for line in ("UPDATE terms_acceptances SET version = 1", "DELETE FROM terms_acceptances"):
        with pytest.raises(Exception, match="append-only"), session.begin_nested():
            session.execute(text(line))
