"""Consents of people shown: what they hold, who reads them, and what stops when one is taken back (laws 10 and 16)."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from campaign import clock
from campaign.clearance.in_force import held_in, in_force
from campaign.config import Config
from campaign.db import Side, Territory, acting, session
from campaign.errors import Refused
from campaign.exports.data import EXPORTED, LEFT_OUT
from campaign.mail.models import Notice
from campaign.materials.models import Material, Scope, Shown
from campaign.rights.consents.models import Age, Consent, ConsentEnd, Use
from tests.browser import Browser
from tests.intake.corpus import pdf
from tests.materials.acts import clear_by_both, here, send
from tests.rights.acts import BOTH, NEITHER, ONLY_MX, consent, end_consent, flyer_with, held, image, newest, used
from tests.rights.acts import in_force as brought
from tests.rights.given import TODAY, days, license
from tests.world import NOW, World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]


@pytest.fixture
def shown(world: World, config: Config) -> Material:
    """A picture of adults that lacks only their consent."""
    material = image(world, config, shown=Shown.adults)
    license(world, material)
    return material


# What is needed


def test_nothing_that_shows_people_is_sent_without_their_consent(world: World, shown: Material) -> None:
    with pytest.raises(Refused, match=r"their consent does not cover the United States.*Mexico"):
        send(world, shown)
    consent(world, shown, territory=Territory.MX)
    with pytest.raises(Refused, match=r"^People are shown: their consent does not cover the United States\.$"):
        send(world, shown)
    consent(world, shown)
    brought(world, shown)
    assert used(shown) == BOTH


@pytest.mark.parametrize("changes", [{"uses": [Use.web]}, {"from_on": days(1)}])
def test_a_yes_to_something_else_is_none(world: World, shown: Material, changes: Any) -> None:
    consent(world, shown, **changes)
    with pytest.raises(Refused, match="their consent"):
        send(world, shown)


def test_everybody_shown_must_agree(world: World, shown: Material) -> None:
    consent(world, shown)
    consent(world, shown, person="B.", territory=Territory.MX)
    with pytest.raises(Refused, match=r"does not cover the United States"):
        send(world, shown)


def test_no_minor_without_guardian_and_minor(world: World, config: Config) -> None:
    material = image(world, config, shown=Shown.minors)
    license(world, material)
    consent(world, material)
    with pytest.raises(Refused, match="Minors are shown"):
        send(world, material)  # an adult's yes is not enough
    for guardian, minor in ((False, False), (True, False), (False, True)):
        with pytest.raises(Refused, match="guardian and the minor"):
            consent(world, material, person="C.", age=Age.minor, guardian_agreed=guardian, minor_agreed=minor)
    consent(world, material, person="C.", age=Age.minor, guardian_agreed=True, minor_agreed=True)
    brought(world, material)
    assert used(material) == BOTH


def test_the_database_itself_takes_no_minor_without_both(world: World, shown: Material) -> None:
    row = consent(world, shown)
    columns = {c.key: getattr(row, c.key) for c in Consent.__table__.columns if c.key != "id"}
    with acting(None, None, "test", NOW):
        session.add(Consent(**{**columns, "age": Age.minor, "guardian_agreed": True}))
        with pytest.raises(IntegrityError, match="minor"):
            session.flush()


@pytest.mark.parametrize("person", ["Rosa Gil", "R2", "", "x" * 31, "Rosa_", "Rosa\nGil"])
def test_never_more_than_a_first_name(world: World, shown: Material, person: str) -> None:
    with pytest.raises(Refused, match="first name or an initial"):
        consent(world, shown, person=person)


def test_after_its_last_day_it_is_not_used(world: World, shown: Material) -> None:
    consent(world, shown, until_on=days(10))
    version = brought(world, shown)
    noon = [datetime.combine(days(day), time(12), UTC) for day in (10, 11)]
    assert [in_force(here(version), Side.US, at) for at in noon] == [True, False]


# Taken back


def test_taken_back_everything_stops_in_both_countries(world: World, shown: Material) -> None:
    """Law 16: in the same transaction, with every flyer that shows it; nobody learns who it was, or why."""
    one = consent(world, shown)
    version = brought(world, shown)
    flyer = flyer_with(world, version)
    assert used(flyer.material) == BOTH
    end_consent(world, one, "signatory.us", reason="She moved.")
    for stopped in (version, flyer):
        assert held_in(here(stopped)) == tuple(Side)
        assert (used(stopped.material), held(stopped.material)) == (NEITHER, BOTH)
        assert not any(in_force(here(stopped), side, NOW) for side in Side)
    told = session.scalars(select(Notice).where(Notice.subject_en.like("Stopped in both countries%"))).all()
    pages = {f"/materials/{shown.id}", f"/flyers/{flyer.material_id}"}
    assert {(row.to_side, row.path) for row in told} == {(side, path) for side in Side for path in pages}
    assert all("Rosa" not in row.text_en + row.subject_en and "moved" not in row.text_en for row in told)


def test_what_was_stopped_never_comes_back_but_a_new_version_may(world: World, shown: Material) -> None:
    one = consent(world, shown)
    first = brought(world, shown)
    end_consent(world, one)
    with pytest.raises(Refused, match="their consent"):
        send(world, here(shown))
    consent(world, shown)
    assert held(shown) == BOTH  # another yes does not open what was stopped
    with clock.at(NOW + timedelta(minutes=1)):  # what was sent in the same instant is stopped too
        second = send(world, here(shown))
        clear_by_both(world, second)
    assert (used(shown), held(shown)) == (BOTH, NEITHER)
    assert held_in(here(first)) == tuple(Side)


def test_no_longer_needed_stops_nothing_by_itself(world: World, shown: Material) -> None:
    wrong = consent(world, shown, person="Rsa", territory=Territory.MX)
    consent(world, shown)
    end_consent(world, wrong, kind=ConsentEnd.unneeded)
    brought(world, shown)
    assert used(shown) == BOTH
    assert newest(shown).shows_people


def test_a_national_one_stops_in_its_own_country(world: World, config: Config) -> None:
    material = image(world, config, "planner.mx", Shown.adults, Scope.national)
    license(world, material, "planner.mx")
    one = consent(world, material, "planner.mx")
    brought(world, material)
    assert used(material) == ONLY_MX
    end_consent(world, one, "planner.mx")
    assert held(material) == (False, True)


# Who reads it


def test_it_leaves_with_no_export() -> None:
    assert "consents" not in EXPORTED
    assert "law 16" in LEFT_OUT["consents"]


def fields(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {"person": "Rosa", "age": "adult", "uses": ["print", "web"], "territory": "BOTH"}
    values |= {"from_on": TODAY.isoformat(), "until_on": days(365).isoformat(), "file": ("si.pdf", pdf())}
    return {
        name: (BytesIO(value[1]), value[0]) if isinstance(value, tuple) else value
        for name, value in (values | changes).items()
    }


def test_entered_read_and_taken_back_on_its_own_side_only(client_of: ClientOf, world: World, shown: Material) -> None:
    browser, page = client_of("planner.us"), f"/rights/materials/{shown.id}"
    browser.get(f"{page}/consents/new")
    browser.post(f"{page}/consents/new", fields(person="Rosa Gil"), 422)
    browser.post(f"{page}/consents/new", fields(uses=[]), 422)
    browser.post(f"{page}/consents/new", fields(age="minor", guardian_agreed="y"), 422)
    browser.post(f"{page}/consents/new", fields())
    row = session.scalars(select(Consent)).one()
    assert (row.person, row.uses, row.notice_version) == ("Rosa", ["print", "web"], "2026-11")
    assert "Rosa" in browser.get(page).text
    brought(world, shown)
    document = f"/rights/consents/{row.id}/document.pdf"
    answer = client_of("signatory.us").client.get(document)
    assert (answer.data, answer.headers["Content-Disposition"].split(";")[0]) == (pdf(), "attachment")
    for who in ("planner.mx", "signatory.mx", "reviewer.us", "printer.us", "partner-a.us", "administrator.us"):
        assert client_of(who).client.get(document).status_code == 404, who
    assert "Rosa" not in client_of("signatory.mx").get(page).text
    browser.get(f"/rights/consents/{row.id}/end")
    browser.post(f"/rights/consents/{row.id}/end", {"kind": "", "reason": ""}, 422)
    browser.post(f"/rights/consents/{row.id}/end", {"kind": "withdrawn", "reason": ""})
    assert "on hold in both countries" in browser.get(page).text
    browser.post(f"/rights/consents/{row.id}/end", {"kind": "withdrawn", "reason": ""}, 409)


def test_its_own_organization_enters_and_ends_it(client_of: ClientOf, world: World, config: Config) -> None:
    material = image(world, config, "partner-a.mx", Shown.adults, Scope.national)
    browser = client_of("partner-a.mx")
    browser.get(f"/rights/materials/{material.id}/consents/new")
    browser.post(f"/rights/materials/{material.id}/consents/new", fields())
    row = session.scalars(select(Consent)).one()
    assert client_of("partner-b.mx").client.get(f"/rights/consents/{row.id}/document.pdf").status_code == 404
    browser.get(f"/rights/consents/{row.id}/end")
    browser.post(f"/rights/consents/{row.id}/end", {"kind": "withdrawn", "reason": ""})
    assert here(material).consent_withdrawn_at == NOW


def test_the_form_to_print(client_of: ClientOf, world: World, shown: Material) -> None:
    path = f"/rights/materials/{shown.id}/consent-form.pdf"
    first, again = (client_of("planner.us").client.get(path) for _ in range(2))
    assert first.data.startswith(b"%PDF-")
    assert first.data == again.data
    assert client_of("planner.mx").client.get(path).status_code in (403, 404)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_notice_is_public_and_in_both_languages(client: Browser, language: str) -> None:
    client.client.set_cookie("language", language)
    text = client.get("/rights/privacy").text
    assert "Who is responsible" in text
    assert "derechos ARCO" in text
