"""The record on the screen: readable, in the reader's language, as a file; nothing of the other side's own."""

import csv
import json
from collections.abc import Callable
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy import Enum, select

from campaign.accounts.models import Role
from campaign.audit import chain
from campaign.audit.acts import ACTS
from campaign.audit.belonging import KINDS, QUIET
from campaign.audit.chain import Checkpoint
from campaign.audit.columns import COLUMNS
from campaign.audit.models import Entry
from campaign.audit.story import NAMES, column_words
from campaign.audit.values import VALUES
from campaign.audit.words import PLAIN, TABLES, UNSAID
from campaign.clock import now
from campaign.db import Base, Bilingual, Side, session
from campaign.materials import actions as materials
from campaign.partners.models import Organization, OrganizationKind
from campaign.policy import policy
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.people import acts
from tests.world import World

Sign = Callable[..., Browser]


@pytest.fixture
def retitled(world: World, acting_as: ActingAs) -> int:
    """The US draft gets another title; number of the entry."""
    with acting_as("planner.us", "materials.edit"):
        world.material("draft").title = Bilingual("Carry naloxone", "Lleva naloxona")
        session.commit()
    return newest().n


def newest() -> Entry:
    return session.scalars(select(Entry).order_by(Entry.n.desc()).limit(1)).one()


def test_a_history_says_who_when_and_from_what_to_what(client_of: Sign, world: World, retitled: int) -> None:
    page = client_of("planner.us").get(f"/audit/materials/{world.draft_id}")
    assert page.h1 == "History of F-0001 · Carry naloxone"
    for words in (
        "Edited the text",
        "Dana Whitfield, Program officer · for the United States",
        "24 Nov 2026 · 11:00 Washington · 10:00 Mexico City",
        "Title in English Keep naloxone at home Carry naloxone",
        "Title in Spanish Ten naloxona en casa Lleva naloxona",
    ):
        assert words in page.text.replace("\xa0", " "), words
    assert f"/audit/{retitled}" in page.links


def test_the_same_in_the_reader_s_language_and_order(client_of: Sign, world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.mx", "materials.edit"):
        world.material("shared_draft").title = Bilingual("Talk now", "Habla hoy")
        session.commit()
    text = client_of("planner.mx").get(f"/audit/materials/{world.shared_draft_id}").text.replace("\xa0", " ")
    assert "24 nov 2026 · 10:00 Ciudad de México · 11:00 Washington" in text
    assert "Tomás Villaseñor Peña" in text


def test_one_thing_s_history_holds_only_what_is_about_it(client_of: Sign, world: World) -> None:
    """Six facts were sent in one act: each history tells of its own."""
    text = client_of("planner.us").get(f"/audit/facts/{world.fact('us_988').fact_id}").text
    assert "us_988" in text
    assert "mx_linea_vida" not in text


def test_a_version_s_clearances_stand_in_the_history_of_its_material(client_of: Sign, world: World) -> None:
    text = client_of("signatory.us").get(f"/audit/materials/{world.in_force_id}").text
    assert "OOP-2026-0417" in text
    assert "SFN/1182/2026" not in text  # the Mexican signatory's act: the audit of a signatory is the own side's


def test_administrators_and_the_secretariat_read_joint_acts_of_both(client_of: Sign, world: World) -> None:
    for who in ("administrator.us", "administrator.mx", "secretariat"):
        text = client_of(who, "en").get(f"/audit/campaigns/{world.campaign_id}").text
        assert "for the United States" in text, who
        assert "for Mexico" in text, who


def test_nothing_internal_of_the_other_side_is_shown(client_of: Sign, world: World, retitled: int) -> None:
    """ASVS V8.4.1."""
    for who in ("planner.mx", "administrator.mx", "signatory.mx", "secretariat", "reviewer.us", "partner-a.us"):
        browser = client_of(who)
        assert browser.get(f"/audit/{retitled}", status=None, is_checked=False).status == 404, who
        if who != "reviewer.us" and who != "partner-a.us":
            assert "Carry naloxone" not in browser.get("/audit/", is_checked=False).text
            assert "Carry naloxone" not in browser.client.get("/audit/list.csv").text


def test_who_may_not_read_the_record_is_not_led_there(client_of: Sign, world: World) -> None:
    for who, status in (("reviewer.us", 403), ("printer.mx", 403), ("observer", 403)):
        assert client_of(who).get("/audit/", status=status).links.count("/audit/") == 0


def test_a_secret_is_named_and_not_shown(client_of: Sign, world: World, acting_as: ActingAs) -> None:
    with acting_as("administrator.us", "user.password"):
        world.user("planner.us").password_hash = "$argon2id$another"
        session.commit()
    page = client_of("administrator.us").get(f"/audit/people/{world.users['planner.us']}")
    assert "Password not shown not shown" in page.text
    assert "argon2" not in page.html


def test_what_was_typed_is_text(client_of: Sign, world: World, acting_as: ActingAs) -> None:
    """ASVS V1.1.2, V1.3.7."""
    with acting_as("planner.us", "materials.edit"):
        world.material("draft").title = Bilingual("<script>alert(1)</script>", "{{ 7*7 }}")
        session.commit()
    page = client_of("planner.us").get(f"/audit/materials/{world.draft_id}", is_checked=False)
    assert "<script>alert(1)</script>" in page.text
    assert "{{ 7*7 }}" in page.html
    page = client_of("planner.us").get("/audit/", is_checked=False)
    assert "<script>alert" not in page.html


@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ("kind=holds", "No entry fits", "Edited the text"),
        ("kind=materials", "Edited the text", "Agreed to the campaign"),
        ("who=castellan", "Agreed to the campaign", "Edited the text"),
        ("who=%25", "No entry fits", "Edited the text"),
        ("from=2026-11-24", "Edited the text", "Agreed to the campaign"),
        ("to=2026-11-23", "Cleared the version", "24\xa0Nov\xa02026"),
        ("from=never&to=2026-13-45&kind=sqlite_master&page=99999999999", "Edited the text", "No entry fits"),
    ],
)
def test_filters(client_of: Sign, retitled: int, query: str, found: str, missing: str) -> None:
    text = client_of("planner.us").get(f"/audit/?{query}").text
    assert found in text
    assert missing not in text.replace("About Everything", "")


def test_the_list_as_a_file(client_of: Sign, world: World, acting_as: ActingAs) -> None:
    """With accents for spreadsheets, and no cell that one would run."""
    with acting_as("planner.us", "materials.edit"):
        world.material("draft").title = Bilingual("=HYPERLINK(1)", "Ñandú")
        session.commit()
    answer = client_of("planner.us").client.get("/audit/list.csv?kind=materials")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    header, first, *_rest = csv.reader(StringIO(answer.data.decode("utf-8-sig")))
    assert header == ["Number", "UTC", "Who", "For", "What was done", "About", "What changed"]
    assert first[1:5] == ["2026-11-24 16:00:00", "Dana Whitfield", "United States", "Edited the text"]
    assert "Title in Spanish: Ten naloxona en casa → Ñandú" in first[6]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in first)


def test_a_side_keeps_a_checkpoint(client_of: Sign, world: World) -> None:
    answer = client_of("administrator.mx").client.get("/audit/checkpoint.json")
    kept = Checkpoint(**json.loads(answer.data))
    assert (kept.side, answer.mimetype) == ("MX", "application/json")
    assert chain.verify_since(session(), kept) == []
    for who, status in (("planner.us", 403), ("secretariat", 403), ("printer.us", 403)):
        assert client_of(who).client.get("/audit/checkpoint.json").status_code == status


def test_an_entry_of_an_older_program_is_shown_whole(client_of: Sign, world: World, acting_as: ActingAs) -> None:
    """Its rows do not say what they are parts of, and it has no reach: its own side reads it."""
    with acting_as("planner.us", "gone.endpoint"):
        materials.share(world.material("draft"))
        session.commit()
    entry = newest()
    old = [{k: v for k, v in change.items() if k != "of"} for change in json.loads(entry.changes)]
    old += [{"table": "gone", "key": [1], "verb": "update", "before": {"a": 1}, "after": {"a": [2]}}]
    session.expunge(entry)
    number = entry.n + 100
    session.add(
        Entry(
            n=number, at=now(), user_id=None, side=Side.US, action="gone.endpoint", changes=json.dumps(old),
            previous=entry.hash, hash="x", hmac="x",
        )
    )  # fmt: skip
    session.commit()
    page = client_of("planner.us").get(f"/audit/{number}", is_checked=False)
    assert "gone.endpoint" in page.text
    assert client_of("administrator.mx").get(f"/audit/{number}", status=404)


def test_a_page_of_the_record_costs_the_same_for_one_entry_and_for_many(
    client_of: Sign, world: World, acting_as: ActingAs
) -> None:
    browser = client_of("planner.us")
    for n in range(40):
        with acting_as("planner.us", "materials.edit"):
            world.material("draft").title = Bilingual(f"Title {n}", "x")
            session.commit()
    browser.get("/audit/", most_queries=12)
    browser.get(f"/audit/materials/{world.draft_id}", most_queries=12)


# Words: whatever is recorded has a name.


def audited() -> list[type[Base]]:
    kinds = [mapper.class_ for mapper in Base.registry.mappers]
    return [kind for kind in kinds if kind.unaudited is not None and kind.__tablename__ not in QUIET]


def test_every_table_and_every_column_that_is_recorded_has_words() -> None:
    assert sorted({kind.__tablename__ for kind in audited()} - TABLES.keys()) == []
    wordless = []
    for kind in audited():
        table, name = kind.__table__, kind.__tablename__
        for column in table.columns if name not in PLAIN else ():
            is_said = column.name not in UNSAID | (kind.unaudited or frozenset()) | kind.derived
            if is_said and column_words(name, column.name) == column.name and column.name not in COLUMNS:
                wordless.append(f"{name}.{column.name}")
    assert sorted(wordless) == []


def test_every_value_of_an_enumeration_has_words() -> None:
    wordless = []
    for kind in audited():
        table, name = kind.__table__, kind.__tablename__
        for column in table.columns if name not in PLAIN else ():
            if isinstance(column.type, Enum) and column.name not in UNSAID:
                words = VALUES.get(f"{name}.{column.name}") or VALUES.get(column.name) or {}
                wordless += [f"{name}.{column.name}: {value}" for value in column.type.enums if value not in words]
    assert sorted(wordless) == []


def test_every_act_has_words(app: Flask) -> None:
    acts = {line.audit for line in policy(app) if line.audit}
    assert sorted(acts - ACTS.keys() - {"accounts.language"}) == []


def test_every_thing_with_a_history_has_a_name_and_a_page(app: Flask) -> None:
    assert sorted(KINDS - NAMES.keys()) == []
    pages = {rule.rule.split("/")[2] for rule in app.url_map.iter_rules() if rule.endpoint.startswith("audit.")}
    assert {
        "campaigns",
        "tracks",
        "materials",
        "versions",
        "facts",
        "editions",
        "holds",
        "organizations",
        "people",
    } <= pages
    assert len(Role) == len(VALUES["role"])


def test_steps_of_one_act_are_one_change_and_those_that_led_back_are_none(
    client_of: Sign, world: World, acting_as: ActingAs
) -> None:
    with acting_as("planner.us", "materials.edit"):
        material = world.material("draft")
        for title in ("A step", "Another step", "Keep naloxone at home"):
            material.title_en = title
            session.flush()
        for title in ("Un paso", "Lleva naloxona"):
            material.title_es = title
            session.flush()
        session.commit()
    text = client_of("planner.us").get(f"/audit/{newest().n - 1}").text
    assert "Title in Spanish Ten naloxona en casa Lleva naloxona" in text
    assert "step" not in text
    assert "Un paso" not in text


def test_a_request_for_a_role_is_told_by_its_state_and_a_counter_not_at_all(client_of: Sign, world: World) -> None:
    person = world.user("planner.us")
    acts.confirm(acts.ask(person, world.user("administrator.us")), world.user("signatory.us"))
    confirmed = session.scalars(select(Entry).where(Entry.action == "people.confirm")).one()
    text = client_of("administrator.us").get(f"/audit/{confirmed.n}").text
    assert "State Waits for a second person Confirmed" in text
    assert f"Person {person.name} changed" not in text, "nothing of it changed that a reader knows"


def test_what_is_gone_keeps_its_name(client_of: Sign, world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us", "partners.import"):
        made = Organization(name="Agua Fría Clinic", kind=OrganizationKind.clinic, country=Side.US)
        session.add(made)
        session.commit()
    with acting_as("planner.us", "partners.undo_import"):
        session.delete(made)
        session.commit()
    text = client_of("administrator.us").get("/audit/").text
    assert "Undid what a table brought in Agua Fría Clinic" in text
    assert "Brought in a table Agua Fría Clinic" in text


def test_a_history_leads_back_to_the_thing(client_of: Sign, world: World) -> None:
    browser, person = client_of("administrator.us"), world.user("planner.us")
    assert f"/people/{person.id}" in browser.get(f"/audit/people/{person.id}").links
    assert f"/partners/{person.organization_id}" in browser.get(f"/audit/organizations/{person.organization_id}").links
