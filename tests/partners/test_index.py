"""The directory: who finds whom, filters with counts, search without accents, the file, and no query for each row."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from campaign.clock import now
from campaign.db import Side, session
from campaign.partners import actions
from campaign.partners.models import Organization, OrganizationKind, OrganizationState, visible_to
from campaign.partners.places import actions as places
from campaign.permissions import see_organization
from tests.browser import Browser, queries
from tests.conftest import ActingAs
from tests.house.test_visible import like, people
from tests.world import EL_PASO, World

ClientOf = Callable[..., Browser]


@pytest.mark.database
def test_a_list_and_a_rule_never_disagree(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us"):
        example, n = world.organization("clinic.us"), 0
        for side in (*Side, None):
            for kind in (OrganizationKind.clinic, OrganizationKind.agency, OrganizationKind.nation):
                for state in OrganizationState:
                    for us, mx in ((False, False), (True, False), (False, True)):
                        marks = {"is_accredited_us": us, "is_accredited_mx": mx, "name": f"Example {(n := n + 1)}"}
                        session.add(like(example, country=side, kind=kind, state=state, **marks))
        session.flush()
    rows = session.scalars(select(Organization)).all()
    assert len(rows) > 108
    for user in people(world):
        listed = set(session.scalars(visible_to(user)))
        assert listed == {row for row in rows if see_organization(user, row)}, user.email


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "asked",
    ["", "?q=FRANKLIN+mountains", "?q=clinica&kind=clinic", "?state=open&country=US", "?accredited=none&page=99"],
)
def test_the_list_reads_well(client_of: ClientOf, world: World, language: str, asked: str) -> None:
    client_of("planner.us", language).get(f"/partners/{asked}")


@pytest.mark.parametrize(
    ("who", "asked", "names"),
    [
        ("planner.us", "q=fränklin", {"Franklin Mountains Community Clinic"}),
        ("planner.mx", "q=clinica", {"Clínica Comunitaria Sierra de Juárez"}),
        ("planner.mx", "q=puentes+de+salud+a.c.", {"Puentes de Salud, A.C."}),
        ("planner.mx", "kind=printer", {"Talleres Gráficos del Bravo"}),
        ("planner.mx", "country=US", {"Office for Overdose Prevention"}),
        ("planner.mx", "q=franklin", set()),
        ("partner-a.us", "kind=clinic", {"Franklin Mountains Community Clinic"}),
        ("partner-b.us", "kind=clinic", set()),
        ("secretariat", "kind=nation", set()),
    ],
)
def test_who_finds_whom(client_of: ClientOf, world: World, who: str, asked: str, names: set[str]) -> None:
    page = client_of(who, "en").get(f"/partners/?{asked}")
    everybody = set(session.scalars(select(Organization.name)))
    assert {name for name in everybody if f">{name}</a>" in page.html} == names


@pytest.mark.parametrize("who", ["printer.us", "observer"])
def test_who_has_no_business_there(client_of: ClientOf, world: World, who: str) -> None:
    browser = client_of(who)
    browser.get("/partners/", status=403)
    browser.get("/partners/list.csv", status=403)
    browser.get(f"/partners/{world.organizations['us']}", status=404)


def test_the_file_holds_what_is_listed(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us") as planner:
        profile = actions.Profile(phone="(915) 555-0100")
        office = world.organization("us")
        actions.edit(office, profile, office.row_version, planner, now())
        office.name = "=Office"
        session.commit()
    data = client_of("planner.mx", "es").get("/partners/list.csv?country=US").response.get_data()
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("'=Office")
    assert "(915) 555-0100" in lines[1]


def test_more_rows_do_not_mean_more_queries(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    """Ten partners or many: the list, one page, and a region with its places."""
    browser = client_of("planner.us")
    paths = ("/partners/", f"/partners/{world.organizations['us']}", f"/regions/{EL_PASO}", "/partners/list.csv")

    def spent() -> list[int]:
        found = []
        for path in paths:
            with queries() as count:
                browser.get(path, is_checked=False)
            found.append(count[0])
        return found

    def add(first: int, last: int) -> None:
        with acting_as("planner.us") as planner:
            for n in range(first, last):
                details = actions.Details(
                    name=f"Clinic {n}", kind=OrganizationKind.clinic, parent="Office for Overdose Prevention"
                )
                made = actions.create(details, Side.US, planner, now())
                places.add(made, places.Address(f"Counter {n}", EL_PASO), now())
                actions.add_contact(world.organization("us"), actions.Card(f"Person {n}", "", "", ""), now())
            session.commit()

    add(0, 2)
    spent()
    before = spent()
    add(2, 40)
    assert spent() == before


@pytest.mark.parametrize(
    ("who", "words", "sees"),
    [
        ("planner.us", "fränklin", True),
        ("planner.mx", "franklin", False),
        ("printer.us", "franklin", False),
        ("planner.us", "---", False),
    ],
)
def test_search_finds_whom_one_may_see(client_of: ClientOf, world: World, who: str, words: str, sees: bool) -> None:
    page = client_of(who, "es").get(f"/search?q={words}")
    assert ("Franklin Mountains Community Clinic" in page.text) is sees


def test_an_empty_directory_says_what_it_is_for(client_of: ClientOf, world: World) -> None:
    page = client_of("planner.us").get("/partners/?q=zzz")
    assert "No organization fits all of these" in page.text
