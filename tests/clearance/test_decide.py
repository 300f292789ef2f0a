"""Deciding on a version: only a signatory of that country, on the content on the screen, with document or reason."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from campaign.clearance.models import Clearance, Decision, decisions
from campaign.clock import now, working_days_after
from campaign.db import Side, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.facts.clearable import KeyState
from campaign.materials.models import Scope, Version, VersionState
from tests.browser import Browser, loose
from tests.materials import acts
from tests.page import Page
from tests.world import PEOPLE, World

ClientOf = Callable[..., Browser]
YES = {"decision": "cleared", "document": "OBH-2026-117", "has_read": "y"}
NO = {"decision": "refused", "reason": "The advice is out of date.", "document": ""}
SIGNATORIES = ("signatory.us", "signatory2.us", "signatory.mx", "signatory2.mx")


def path(version: Version) -> str:
    return f"/clearance/versions/{version.id}"


def decide(browser: Browser, version: Version, status: int = 303, **fields: Any) -> Page:
    browser.get(path(version))
    return browser.send(status=status, **{**YES, **fields})


def count() -> int:
    return session.scalar(select(func.count()).select_from(Clearance)) or 0


def newest(version: Version) -> Clearance:
    return list(session.scalars(decisions(version)))[-1]


@pytest.mark.parametrize("first", ["signatory.us", "signatory.mx"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_with_the_second_key_it_comes_into_force_on_both_sides(
    client_of: ClientOf, world: World, first: str, language: str
) -> None:
    version = world.version("waiting")
    second = "signatory.mx" if first == "signatory.us" else "signatory.us"
    browser = client_of(first, language)
    decide(browser, version)
    assert acts.places(version) == acts.NOWHERE
    words = {"en": "Your decision is recorded.", "es": "Su decisión quedó registrada."}
    assert words[language] in browser.follow().text
    decide(client_of(second, language), version)
    assert acts.places(version) == acts.stored_places(world.material("waiting")) == acts.BOTH
    assert (version.id, world.version("waiting").in_force_at) == (world.version("waiting").id, now())


def test_the_record_holds_who_on_whose_authority_and_by_which_document(client_of: ClientOf, world: World) -> None:
    version = world.version("half_cleared")
    fields = {
        "authority": "Lucía Armenta Ríos",
        "post": "Directora General",
        "document": "SFN/1204/2026",
        "document_on": "2026-11-23",
        "expires_on": "2027-01-31",
        "conditions": "Solo en centros de salud.",
    }
    decide(client_of("signatory2.mx"), version, **loose(fields))
    row = newest(version)
    assert (row.country, row.decision, row.n, row.by_id) == (Side.MX, Decision.cleared, 1, world.users["signatory2.mx"])
    assert (row.fingerprint, row.decided_at) == (version.fingerprint, now())
    assert (row.authority, row.post, row.document) == ("Lucía Armenta Ríos", "Directora General", "SFN/1204/2026")
    assert (row.document_on, row.document_due_on) == (date(2026, 11, 23), None)
    assert (row.expires_on, row.conditions) == (date(2027, 1, 31), "Solo en centros de salud.")
    page = client_of("planner.us", "en").get(f"/materials/{version.material_id}")
    for words in ("Lucía Armenta Ríos", "SFN/1204/2026", "Solo en centros de salud.", "31 Jan 2027"):
        assert words in page.text


def test_nothing_is_chosen_beforehand(client_of: ClientOf, world: World) -> None:
    filled = client_of("signatory.us").get(path(world.version("waiting"))).form().filled({})
    assert not {"decision", "has_read", "to_follow"} & set(filled)
    assert filled["document"] == [""]


def test_whoever_began_the_next_draft_stays_its_author(world: World) -> None:
    """Law 2, also where the version before it comes into force meanwhile."""
    material = world.material("waiting")
    acts.write(world, "signatory2.us", material, "Call 911, and stay.", "Llama al 911 y quédate.")
    acts.clear_by_both(world, world.version("waiting"))
    sent = acts.send(world, material)
    with pytest.raises(NotAllowed):
        acts.clear(world, sent, "signatory2.us")
    acts.clear_by_both(world, sent)


# Bad input


@pytest.mark.parametrize(
    ("fields", "en", "es"),
    [
        ({"decision": ""}, "Choose your decision.", "Elija su decisión."),
        ({"decision": "maybe"}, "Not a valid choice", "Opción inválida"),
        ({"document": ""}, "Write the number of the letter; without it you cannot clear.", "Escriba el número"),
        ({"document": " "}, "Write the number of the letter; without it you cannot clear.", "Escriba el número"),
        ({"to_follow": "y"}, "You wrote a number and chose “to follow”.", "Escribió un número y marcó"),
        ({"has_read": ""}, "Confirm that you read it; without that you cannot clear.", "Confirme que lo leyó"),
        ({"authority": ""}, "Write the name of the person on whose authority you decide.", "Escriba el nombre"),
        ({"post": ""}, "Write the post.", "Escriba el cargo."),
        ({"document_on": "2026-11-25"}, "A document is not dated after today.", "no puede ser posterior a hoy"),
        ({"document_on": "31/31/2026"}, "Not a valid date value", "fecha"),
        ({"expires_on": "2026-11-24"}, "The end date must lie after today.", "posterior a hoy"),
        ({"decision": "refused"}, "Write the reason; without it nothing can be sent back.", "Escriba el motivo"),
        ({"decision": "changes_requested", "reason": " "}, "Write the reason;", "Escriba el motivo"),
        ({"conditions": "x" * 61}, "A word may have at most 60 characters", "60"),
        ({"conditions": "pala " * 241}, "At most 1,200 characters", "1,200"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    client_of: ClientOf, world: World, fields: dict[str, str], en: str, es: str
) -> None:
    before = count()
    for language, said in (("en", en), ("es", es)):
        page = decide(client_of("signatory.us", language), world.version("waiting"), status=422, **fields)
        assert said in page.text
        filled = page.form().filled({})
        for name, value in {**YES, "reason": "", **fields}.items():
            if name not in ("decision", "has_read", "to_follow"):
                assert filled[name] == [value.strip()], name
    assert count() == before


def test_a_wrong_token_decides_nothing(client_of: ClientOf, world: World) -> None:
    before = count()
    decide(client_of("signatory.us"), world.version("waiting"), status=400, csrf_token="forged")
    assert count() == before


@pytest.mark.parametrize("seen", ["", "0" * 64, "other"])
@pytest.mark.parametrize("fields", [YES, NO, {**NO, "decision": "changes_requested"}])
def test_a_decision_binds_to_the_content_that_was_on_the_screen(
    client_of: ClientOf, world: World, seen: str, fields: dict[str, str]
) -> None:
    """Law 3."""
    before = count()
    other = world.version("half_cleared").fingerprint if seen == "other" else seen
    page = decide(client_of("signatory.us", "en"), world.version("waiting"), status=409, **fields, fingerprint=other)
    assert "This is no longer the content that you saw." in page.text
    assert count() == before


def test_markup_in_what_a_signatory_writes_is_text(client_of: ClientOf, world: World) -> None:
    version = world.version("waiting")
    decide(client_of("signatory.us"), version, **loose(NO), conditions="<b>x</b>", authority="<i>A</i>")
    page = client_of("planner.mx", "en").get(f"/materials/{version.material_id}")
    assert "<b>x</b>" in page.text
    assert "<i>A" not in page.html


# Not yet, and no


@pytest.mark.parametrize("who", ["signatory.us", "signatory.mx"])
@pytest.mark.parametrize(
    ("decision", "state", "notice"),
    [
        ("changes_requested", VersionState.changes_requested, "Changes were requested"),
        ("refused", VersionState.refused, "It was refused"),
    ],
)
def test_what_is_sent_back_goes_to_the_writers_with_its_reason(
    client_of: ClientOf, world: World, who: str, decision: str, state: VersionState, notice: str
) -> None:
    version = world.version("waiting")
    decide(client_of(who), version, **loose({**NO, "decision": decision}))
    version = world.version("waiting")
    side = Side(who[-2:].upper())
    assert (version.state, version.key(side).value) == (state, decision)
    assert version.key(side.opposite) is KeyState.in_review
    assert newest(version).reason == "The advice is out of date."
    writer = client_of("planner.us", "en")
    assert notice in writer.get("/").text
    page = writer.get(f"/materials/{version.material_id}")
    assert "The advice is out of date." in page.text
    other = "signatory.mx" if side is Side.US else "signatory.us"
    assert "no longer waiting" in client_of(other, "en").get(path(version)).text


def test_a_document_to_follow_is_due_in_ten_working_days(client_of: ClientOf, world: World) -> None:
    version = world.version("waiting")
    decide(client_of("signatory.us"), version, document="", to_follow="y")
    assert (newest(version).document, newest(version).document_due_on) == ("", date(2026, 12, 8))
    for who in ("planner.us", "signatory.mx"):
        page = client_of(who, "en").get(f"/materials/{version.material_id}")
        assert "to follow by 8 Dec 2026" in page.text


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [("2026-11-24", 10, "2026-12-08"), ("2026-11-27", 1, "2026-11-30"), ("2026-11-28", 1, "2026-11-30"),
     ("2026-11-29", 5, "2026-12-04"), ("2026-11-24", 0, "2026-11-24")],
)  # fmt: skip
def test_working_days_are_mondays_to_fridays(start: str, count: int, end: str) -> None:
    assert working_days_after(date.fromisoformat(start), count) == date.fromisoformat(end)


# Who


@pytest.mark.parametrize("who", [who for who in PEOPLE if who not in SIGNATORIES and who != "deactivated"])
def test_nobody_else_decides(client_of: ClientOf, world: World, who: str) -> None:
    version = world.version("waiting")
    before = count()
    status = 403 if PEOPLE[who].roles[0].value in ("planner", "reviewer") else 404
    browser = client_of(who)
    browser.get(path(version), status=status)
    browser.post(path(version), YES, status=status)
    assert count() == before


@pytest.mark.database
@pytest.mark.parametrize("who", [who for who in PEOPLE if who not in SIGNATORIES])
def test_the_action_itself_refuses_everybody_else(world: World, who: str) -> None:
    """Law 1 stands in the action, not only at the door."""
    version = world.version("waiting")
    with pytest.raises(NotAllowed), acts.act(world, who) as user:
        acts.clearance.clear(version, acts.statement(Side.US), version.fingerprint, user, now())


@pytest.mark.parametrize(("writer", "other"), [("planner.us", "signatory.mx"), ("planner.mx", "signatory.us")])
def test_nobody_clears_for_the_other_country(client_of: ClientOf, world: World, writer: str, other: str) -> None:
    version = acts.send(world, acts.flyer(world, writer, Scope.national), writer)
    client_of(other).post(path(version), YES, status=403)
    with pytest.raises(NotAllowed, match="Your country's clearance is not needed here"):
        acts.clear(world, version, other)
    acts.clear(world, version, other.replace(other[-2:], writer[-2:]))
    assert acts.places(version)[Side(writer[-2:].upper())]


@pytest.mark.parametrize("role", ["author", "submitter"])
def test_nobody_clears_the_own_text(client_of: ClientOf, world: World, role: str) -> None:
    """Law 2: who wrote a word since the last clearance, or sent it, is its author; a colleague decides."""
    material = acts.flyer(world)
    if role == "author":
        acts.write(world, "signatory.us", material, "My words.", "Mis palabras.")
    version = acts.send(world, material, "signatory.us" if role == "submitter" else "planner.us")
    before = count()
    browser = client_of("signatory.us", "en")
    browser.post(path(version), YES, status=403)
    assert f"/clearance/versions/{version.id}" not in browser.get("/").html
    with pytest.raises(NotAllowed, match="You wrote part of this"):
        acts.clear(world, version, "signatory.us")
    assert count() == before
    decide(client_of("signatory2.us"), version)


@pytest.mark.database
def test_who_wrote_the_version_before_may_clear_the_next(world: World) -> None:
    """Authors are those since the last clearance."""
    material = acts.flyer(world)
    acts.write(world, "signatory.us", material, "My words.", "Mis palabras.")
    first = acts.send(world, material)
    acts.clear(world, first, "signatory2.us")
    acts.clear(world, first, "signatory.mx")
    acts.write(world, "planner.us", material, "Other words.", "Otras palabras.")
    second = acts.send(world, material)
    acts.clear(world, second, "signatory.us")
    assert second.us_key is KeyState.cleared


@pytest.mark.database
def test_who_wrote_before_a_refusal_is_still_an_author(world: World) -> None:
    material = acts.flyer(world)
    acts.write(world, "signatory.us", material, "My words.", "Mis palabras.")
    acts.refuse(world, acts.send(world, material), "signatory.mx")
    acts.write(world, "planner.us", material, "Other words.", "Otras palabras.")
    with pytest.raises(NotAllowed):
        acts.clear(world, acts.send(world, material), "signatory.us")


# Once


def test_a_colleague_was_faster_and_what_was_typed_stays(client_of: ClientOf, world: World) -> None:
    version = world.version("waiting")
    first, second = client_of("signatory.us"), client_of("signatory2.us", "en")
    first.get(path(version))
    second.get(path(version))
    first.send(**loose(YES))
    page = second.send(status=409, **{**NO, "conditions": "Typed with care."})
    assert "Your country has already decided, or this version is no longer waiting. Nothing was changed." in page.text
    assert page.form().filled({})["conditions"] == ["Typed with care."]
    assert [row.decision for row in session.scalars(decisions(version))] == [Decision.cleared]


@pytest.mark.database
@pytest.mark.parametrize("again", [acts.clear, acts.refuse, acts.request_changes])
def test_a_country_decides_once_on_a_version(world: World, again: Callable[..., Any]) -> None:
    """ASVS V2.3.2."""
    version = world.version("waiting")
    acts.clear(world, version, "signatory.us")
    for who in ("signatory.us", "signatory2.us"):
        with pytest.raises(Overtaken):
            again(world, version, who)


def test_a_version_that_does_not_wait_has_no_form(client_of: ClientOf, world: World) -> None:
    page = client_of("signatory.us", "en").get(path(world.version("in_force")))
    assert "Your country has already decided" in page.text
    assert [form.action for form in page.forms if form.action.startswith("/clearance")] == []


@pytest.mark.database
@pytest.mark.parametrize("decide", [acts.refuse, acts.request_changes])
def test_no_reason_no_refusal_whatever_the_screen_offers(world: World, decide: Callable[..., None]) -> None:
    with pytest.raises(Refused, match="Write the reason"):
        decide(world, world.version("waiting"), "signatory.us", " ")


@pytest.mark.database
def test_silence_clears_nothing(world: World) -> None:
    """Law 1: no time-out."""
    later = now() + timedelta(days=300)
    assert acts.places(world.version("half_cleared"), later) == acts.NOWHERE
    assert acts.places(world.version("waiting"), later) == acts.NOWHERE


@pytest.mark.parametrize("who", ["signatory.mx", "signatory2.mx"])
def test_a_national_text_has_no_page_of_decision_for_the_other_country(
    client_of: Callable[..., Browser], world: World, who: str
) -> None:
    version = acts.send(world, acts.flyer(world, scope=Scope.national))
    client_of(who).get(f"/clearance/versions/{version.id}", status=403)
