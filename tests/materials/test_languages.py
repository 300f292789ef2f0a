"""How far each language is, whose it is, and what is done with several: planned and reminded, never called equal."""

import csv
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import insert, select

from campaign.accounts.models import User
from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, Side, session
from campaign.errors import NotAllowed
from campaign.mail.models import PersonalLetter
from campaign.materials import actions as materials
from campaign.materials.actions import Change
from campaign.materials.languages import actions, listing
from campaign.materials.languages.actions import Done
from campaign.materials.languages.listing import KNOWN, Wanted
from campaign.materials.languages.models import Assignment
from campaign.materials.languages.showing import lines
from campaign.materials.languages.standing import Language, State, is_in, reads_draft
from campaign.materials.models import Block, BlockKind, Material
from campaign.permissions import see_draft, see_material
from tests.browser import Browser, queries
from tests.intake.corpus import picture
from tests.materials.acts import act, blocks, flyer, here, write
from tests.materials.files import acts as files
from tests.world import PEOPLE, World

ClientOf = Callable[..., Browser]
BOTH: tuple[Language, ...] = ("en", "es")
WRITERS = [("planner.us", "planner.mx"), ("planner.mx", "planner.us")]


def wanted(sort: str = "new", campaign: int = 0, **chosen: list[str]) -> Wanted:
    return Wanted(campaign, {**{name: [] for name in KNOWN}, **chosen}, sort)


def plan(world: World, who: str, material: Material, person: str | None, *codes: Language) -> Done:
    with act(world, who) as user:
        return actions.assign([here(material)], codes or BOTH, world.user(person) if person else None, user, now())


def assigned(material: Material) -> dict[tuple[Side, str], int]:
    rows = session.scalars(select(Assignment).where(Assignment.material_id == material.id))
    return {(one.side, one.language): one.person_id for one in rows}


def letters(path: str = "/materials/languages?who=me") -> list[str]:
    return list(session.scalars(select(PersonalLetter.address).where(PersonalLetter.path == path)))


@pytest.fixture
def many(world: World, config: Config) -> list[Material]:
    """Materials in every state of a language, of both sides, and one that comes as files."""
    made = [flyer(world), flyer(world, "planner.mx"), flyer(world, is_written=False)]
    write(world, "planner.us", made[0], "Call 911 now.", "Llama al 911 y quédate con la persona.")
    write(world, "planner.mx", made[1], "Call 911 and stay with the person.", "Llama ya al 911.")
    write(world, "planner.us", made[2], "Only English.", "")
    image = files.begin(world, files.keep(config, picture()))
    shown = files.in_force(world, config)
    with act(world, "planner.us") as user:
        change = Change("add", kind=BlockKind.picture, image=here(shown))
        materials.edit(here(made[2]), here(made[2]).title, [], change, user, here(made[2]).row_version)
    begun = flyer(world, title=Bilingual("Only English so far", ""), is_written=False)
    return [*made, image, begun]


@pytest.mark.database
def test_the_filter_and_the_row_never_disagree(world: World, many: list[Material]) -> None:
    """As a condition of a query and as counted for a row: the same for everybody, in each language and state."""
    found = session.scalars(select(Material)).unique().all()
    states = set()
    for user in (world.user(who) for who in PEOPLE):
        read = set(session.scalars(select(Material).where(reads_draft(user))).unique())
        assert read == {material for material in found if see_draft(user, material)}, user.email
        shown = {line.material: line.standings for line in lines(found, user)}
        for code in BOTH:
            for state in State:
                listed = set(session.scalars(select(Material).where(is_in(user, code, state))).unique())
                counted = {m for m, one in shown.items() if (one[code].state if one else State.complete) is state}
                assert listed == counted, f"{user.email} {code} {state}"
                states |= {state} if counted else set()
    assert states == set(State)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("who", "side"), [("planner.us", "us"), ("planner.mx", "mx")])
def test_the_table_leads_to_the_very_block(
    client_of: ClientOf, world: World, many: list[Material], who: str, side: str, language: str
) -> None:
    material = many[0] if side == "us" else many[1]
    block = blocks(here(material), BlockKind.point)[0]
    page = client_of(who, language).get(f"/materials/languages?campaign={world.campaign_id}")
    assert f'href="/materials/{material.id}/edit#block-{block.id}"' in page.html
    words = {"en": ("Needs review", "nobody is assigned"), "es": ("Por revisar", "nadie tiene el encargo")}[language]
    assert all(word in page.text for word in words)


def test_what_comes_as_files_is_led_to_its_description(client_of: ClientOf, many: list[Material]) -> None:
    page = client_of("planner.us").get("/materials/languages?type=image&state=missing")
    assert f'href="/materials/{many[3].id}/describe#summary_es"' in page.html


def test_the_table_as_a_file(client_of: ClientOf, world: World, many: list[Material]) -> None:
    """One line for each language that is asked for, and nothing of drafts that the reader may not read."""
    answer = client_of("planner.us", "en").get("/materials/languages.csv?state=review&language=es", is_checked=False)
    rows = list(csv.reader(answer.response.get_data().decode("utf-8-sig").splitlines()))
    assert [row[:1] + row[4:8] for row in rows[1:]] == [[here(many[0]).code, "Spanish", "Needs review", "4", "5"]]


def test_a_draft_that_one_may_not_read_says_nothing_of_itself(client_of: ClientOf, world: World) -> None:
    """The other country reads what was sent; how far the new draft is stays with its owner."""
    material = world.material("waiting")
    write(world, "planner.us", material, "Call 911 at once.", "")
    for who, is_read in (("planner.us", True), ("planner.mx", False), ("reviewer.mx", False)):
        page = client_of(who, "en").get("/materials/languages?state=missing")
        assert (f"/materials/{material.id}" in page.links) == is_read, who
    assert f"/materials/{material.id}" in client_of("planner.mx").get("/materials/languages?state=complete").links


def test_filters_speak_of_the_same_language(world: World) -> None:
    """The Spanish needs review and the English is somebody's: that is no language that needs review and is his."""
    material = flyer(world)
    write(world, "planner.us", material, "Call 911 now.", "Llama al 911 y quédate con la persona.")
    plan(world, "planner.us", material, "planner.us", "en")
    user = world.user("planner.us")

    def is_found(campaign: int = 0, **chosen: list[str]) -> bool:
        asked = wanted("new", campaign, **chosen)
        return here(material) in session.scalars(listing.found(user, asked)).unique().all()

    assert is_found(state=["review"])
    assert is_found(who=["me"])
    assert is_found(who=["nobody"], state=["review"])
    assert not is_found(who=["me"], state=["review"])
    assert not is_found(language=["en"], state=["review"])
    assert not is_found(language=["en"], who=["nobody"])
    assert not is_found(who=["somebody"])
    assert not is_found(type=["video"])
    assert is_found(world.campaign_id)
    assert not is_found(world.plan_id)


def test_the_order(world: World, many: list[Material]) -> None:
    plan(world, "planner.us", many[0], "planner.us")
    user = world.user("planner.us")

    def order(sort: str) -> list[int]:
        return [one.id for one in session.scalars(listing.found(user, wanted(sort))).unique()]

    assert order("old") == order("new")[::-1]
    assert order("since")[0] == many[0].id
    by_open = order("open")
    assert by_open.index(many[2].id) < by_open.index(many[0].id) < by_open.index(world.in_force_id)


@pytest.mark.parametrize(("who", "other"), WRITERS)
def test_each_side_plans_for_itself(world: World, who: str, other: str) -> None:
    """Both sides write a shared draft: each has its own person for a language, and none moves the other's."""
    material = world.material("shared_draft")
    plan(world, who, material, who, "es")
    plan(world, other, material, other, "es")
    ours, theirs = world.user(who), world.user(other)
    assert assigned(material) == {(ours.side, "es"): ours.id, (theirs.side, "es"): theirs.id}
    with pytest.raises(NotAllowed):
        plan(world, who, material, other, "en")
    plan(world, who, material, None, "es")
    assert assigned(material) == {(theirs.side, "es"): theirs.id}


def test_only_who_may_write_it_is_assigned(world: World) -> None:
    material = world.material("partner_draft")
    assert plan(world, "planner.mx", material, "partner-a.mx").count == 2
    assert letters() == ["partner-a.mx@example.org"]
    done = plan(world, "planner.mx", material, "partner-b.mx")
    assert (done.count, len(done.left_out)) == (0, 1)
    assert plan(world, "planner.us", material, "planner.us").left_out
    assert set(assigned(material).values()) == {world.user("partner-a.mx").id}
    with pytest.raises(NotAllowed):
        plan(world, "planner.us", world.material("draft"), "deactivated")


def test_somebody_who_left_is_nobody(world: World) -> None:
    material = world.material("draft")
    plan(world, "planner.us", material, "planner.us")
    user = world.user("planner.us")
    nobody = listing.found(user, wanted(who=["nobody"], language=["en"]))
    assert here(material) not in session.scalars(nobody).unique().all()
    with act(world, "administrator.us"):
        user.is_live = False
    assert here(material) in session.scalars(nobody).unique().all()
    assert lines([here(material)], world.user("reviewer.us"))[0].people == {}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("side", ["us", "mx"])
def test_planned_and_reminded_at_the_screen(client_of: ClientOf, world: World, language: str, side: str) -> None:
    names = {"us": ("planner.us", "partner-a.us"), "mx": ("planner.mx", "partner-a.mx")}
    planner, partner = names[side]
    material = flyer(world, partner, is_written=False)
    browser = client_of(planner, language)
    form = f"/materials/languages/assign?pick={material.id}"
    browser.get(form)
    assert browser.send(form, 422, language="es").all("select")
    browser.send(form, language="both", person=str(world.user(partner).id))
    page = browser.follow()
    assert PEOPLE[partner].name in page.text
    assert letters() == [f"{partner}@example.org"]
    assert len(assigned(material)) == 2
    browser.get(form)
    browser.send("/materials/languages/remind")
    browser.follow()
    assert len(letters()) == 2
    assert client_of(partner, language).get("/materials/languages?who=me").text.count(material.code) == 1


def test_a_bulk_action_calls_nothing_equal(client_of: ClientOf, world: World, many: list[Material]) -> None:
    """Only somebody who looks at both languages takes "needs review" away."""
    browser = client_of("planner.us")
    form = f"/materials/languages/assign?pick={many[0].id}"
    page = browser.get(form)
    assert not [name for one in page.forms for name, _value in one.fields if "seen" in name]
    browser.send(form, language="both", person=str(world.user("planner.us").id))
    assert blocks(here(many[0]), BlockKind.point)[0].needs_review == "es"
    assert letters() == []  # one's own plan is no news


def test_those_without_a_person_are_named_when_reminding(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    browser.get(f"/materials/languages/assign?pick={world.draft_id}")
    browser.send("/materials/languages/remind")
    assert "nobody is assigned" in browser.follow().text
    assert letters() == []


def test_nobody_is_reminded_of_what_is_done(world: World) -> None:
    material = flyer(world, "partner-a.mx")
    plan(world, "planner.mx", material, "partner-a.mx")
    write(world, "partner-a.mx", material, "Call 911 now.", "Llama al 911 y quédate con la persona.")
    with act(world, "planner.mx") as user:
        done = actions.remind([here(material)], BOTH, user, now())
    assert (done.count, done.left_out) == (1, [])
    body = session.scalars(select(PersonalLetter).order_by(PersonalLetter.id.desc())).first()
    assert body is not None
    assert f"{here(material).code} {here(material).title_en}: Spanish" in body.text.en
    assert f"{here(material).code} {here(material).title_es}: Español" in body.text.es


def test_a_partner_knows_the_people_of_its_own_house(world: World) -> None:
    material = flyer(world, "partner-a.us")
    people: Sequence[User] = actions.people_for([here(material)], world.user("partner-a.us"))
    assert [one.email for one in people] == ["partner-a.us@example.org"]
    of_planner = {one.email for one in actions.people_for([here(material)], world.user("planner.us"))}
    assert of_planner == {"partner-a.us@example.org", "planner.us@example.org"}


@pytest.mark.parametrize("who", ["secretariat", "observer", "partner-b.us"])
def test_whoever_reads_only_what_is_in_force_is_told_no_more(client_of: ClientOf, world: World, who: str) -> None:
    page = client_of(who).get("/materials/languages")
    found = {int(link.split("/")[2]) for link in page.links if link.startswith("/materials/") and link[11:].isdecimal()}
    user = world.user(who)
    assert found == {one.id for one in session.scalars(select(Material)).unique() if see_material(user, one)}
    assert "#block-" not in page.html


@pytest.mark.long
def test_five_thousand_materials_in_fifteen_queries(client_of: ClientOf, world: World) -> None:
    """A page asks as often as for ten, whatever it is narrowed to and ordered by."""
    example = world.material("draft")
    columns = [column.name for column in Material.__table__.columns if column.name not in ("id", "words")]
    row: dict[str, Any] = {name: getattr(example, name) for name in columns}
    first = max(session.scalars(select(Material.id)))
    made = range(first + 1, first + 5001)
    connection = session.connection()
    connection.execute(insert(Material), [{**row, "id": number, "words": ""} for number in made])
    texts = {"kind": BlockKind.point, "scope": "BOTH", "source": "en", "pictogram": "", "es": ""}
    marks = [{**texts, "material_id": n, "position": 1, "en": "One", "needs_review": "es"[: 2 * (n % 2)]} for n in made]
    connection.execute(insert(Block), marks)
    session.commit()
    browser = client_of("planner.us")
    for query in ("", "state=review&state=missing&who=nobody", "sort=open&language=es", "sort=since&type=flyer"):
        with queries() as spent:
            browser.get(f"/materials/languages?campaign={world.campaign_id}&{query}")
        assert spent[0] <= 15, query
