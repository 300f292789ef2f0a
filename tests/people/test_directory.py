"""The list of people: whose names each reader sees, found without accents, sorted as both countries sort."""

import csv
import io
from collections.abc import Callable

import pytest
from sqlalchemy import select

from campaign.accounts.models import Role, User, UserRole
from campaign.clock import now
from campaign.db import Side, acting, session
from campaign.partners.models import OrganizationState
from campaign.people import directory
from campaign.permissions import see_person
from tests.browser import Browser, queries
from tests.people import acts
from tests.world import PEOPLE, World

pytestmark = pytest.mark.database
MORE = 12


def names(page_or_query: object) -> list[str]:
    return [user.name for user in session.scalars(page_or_query)]  # type: ignore[call-overload]


def add(world: World, name: str, sort_name: str, **changes: object) -> User:
    """Somebody more of the Mexican agency, written into the table."""
    values = {
        "email": f"p{len(name)}.{sort_name.encode().hex()[-24:]}@example.org",
        "post": "",
        "organization_id": world.organizations["mx"],
        "side": Side.MX,
        "language": "es",
        "zone": "America/Mexico_City",
        "password_hash": "!",
        "role_rows": [UserRole(role=Role.planner)],
    }
    with acting(None, None, "test", now()):
        user = User(name=name, sort_name=sort_name, **{**values, **changes})
        session.add(user)
        session.commit()
    return user


def test_a_list_and_the_rule_never_disagree(world: World) -> None:
    """Also for people on the way between two sides, without a role, and of a partner with officials in it."""
    add(world, "Nadie", "Nadie", side=None, role_rows=[])
    add(world, "Sin Rol", "Rol Sin", role_rows=[])
    add(world, "Ana", "Ana", organization_id=world.organizations["clinic.mx"])
    add(world, "Bob", "Bob", organization_id=world.organizations["clinic.mx"], side=Side.US)
    rows = session.scalars(select(User)).all()
    for who in PEOPLE:
        user = world.user(who)
        listed = set(session.scalars(directory.visible_to(user)))
        assert listed == {row for row in rows if see_person(user, row)}, who


def test_nothing_of_the_other_side_stands_in_the_list(client_of: Callable[..., Browser], world: World) -> None:
    text = client_of("administrator.us").get("/people/").text
    assert "Dana Whitfield" in text
    for who, person in PEOPLE.items():
        if person.side is Side.MX:
            assert person.name not in text, who
    text = client_of("partner-a.mx", "en").get("/people/").text
    assert "Marisol Treviño Gil" in text
    assert "Andrés Lozano Vega" not in text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ordonez", ["Ximena Ordóñez Lara"]),
        ("ORDÓÑEZ xim", ["Ximena Ordóñez Lara"]),
        ("talleres graficos", ["Elvira Núñez Soto"]),
        ("revisora", ["Ximena Ordóñez Lara"]),
        ("signatory2", ["Ramón Ibáñez Quiroga"]),
        ("%", []),
        ("_", []),
        ("whitfield", []),
        ("' OR 1=1 --", []),
        ("\\", []),
    ],
)
def test_words_find_people_without_accents(
    client_of: Callable[..., Browser], world: World, words: str, expected: list[str]
) -> None:
    query = directory.listed(
        directory.visible_to(world.user("administrator.mx")),
        {"q": words, "role": "", "organization": "", "state": ""},
    )
    assert names(query) == expected
    client_of("administrator.mx", "en").get("/people/", query_string={"q": words})


def test_filters_and_a_choice_that_does_not_exist(client_of: Callable[..., Browser], world: World) -> None:
    browser = client_of("administrator.us")
    assert "Ruth Castellan" not in browser.get("/people/", query_string={"role": "reviewer"}).text
    assert "Harold Okafor" in browser.page.text if browser.page else False
    text = browser.get("/people/", query_string={"state": "deactivated"}).text
    assert "Former Colleague" in text
    assert "Harold Okafor" not in text
    clinic = world.organizations["clinic.us"]
    assert "Harold Okafor" not in browser.get("/people/", query_string={"organization": str(clinic)}).text
    theirs = world.organizations["clinic.mx"]
    for nonsense in ({"role": "king"}, {"organization": str(theirs)}, {"organization": "x"}, {"state": "'"}):
        assert "Harold Okafor" in browser.get("/people/", query_string=nonsense).text


def test_n_with_tilde_stands_after_n(world: World) -> None:
    for name in ("Nz", "Ña", "Na", "Oa", "Ñandú", "Ná b"):
        add(world, name, name)
    found = [name for name in names(directory.visible_to(world.user("planner.mx"))) if len(name) < 6]
    assert found == ["Na", "Ná b", "Nz", "Ña", "Ñandú", "Oa"]


def test_the_file_is_the_list_and_holds_no_foreign_address(client_of: Callable[..., Browser], world: World) -> None:
    add(world, "=HYPERLINK(1)", "Zeta")
    response = client_of("planner.mx", "en").get("/people/list.csv").response
    rows = list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    assert rows[0] == ["Name", "Post", "Organization", "Roles", "Country", "E-mail address", "Account"]
    assert len(rows) == 1 + len(names(directory.visible_to(world.user("planner.mx"))))
    assert "'=HYPERLINK(1)" in [row[0] for row in rows]
    assert "lucia" not in response.get_data().decode("utf-8-sig")
    read_by_all = client_of("secretariat").get("/people/list.csv").response.get_data().decode("utf-8-sig")
    assert "Lucía Armenta Ríos" in read_by_all
    assert "Ruth Castellan" in read_by_all
    addresses = [row[5] for row in list(csv.reader(io.StringIO(read_by_all)))[1:] if row[5]]
    assert addresses == ["secretariat@example.org"]


def test_the_secretariat_reads_and_changes_nothing(client_of: Callable[..., Browser], world: World) -> None:
    browser = client_of("secretariat")
    person = world.user("deputy.mx").id
    page = browser.get(f"/people/{person}")
    assert "Beatriz Solís Cano" in page.text
    assert "deputy.mx@example.org" not in page.text
    for verb in ("edit", "roles", "release"):
        browser.get(f"/people/{person}/{verb}", status=403)
    browser.get("/people/invite", status=403)


@pytest.mark.parametrize("who", ["reviewer.us", "printer.us", "observer"])
def test_others_see_only_themselves(client_of: Callable[..., Browser], world: World, who: str) -> None:
    browser = client_of(who)
    browser.get("/people/", status=403)
    browser.get("/people/list.csv", status=403)
    browser.get(f"/people/{world.user(who).id}")
    browser.get(f"/people/{world.user('deputy.us').id}", status=404)


def test_many_people_cost_no_more_queries(client_of: Callable[..., Browser], world: World) -> None:
    browser = client_of("administrator.mx")
    add(world, "Persona", "Persona")
    acts.invite(world, "administrator.mx", "clinic.mx", Role.partner)
    browser.get("/people/")
    with queries() as before:
        browser.get("/people/")
    for n in range(MORE):
        add(world, f"Persona {n}", f"Persona {n}")
        acts.invite(world, "administrator.mx", "clinic.mx", Role.partner, email=f"invitada{n}@example.org")
    with queries() as after:
        browser.get("/people/")
    assert after == before


# How a person is listed


def test_an_administrator_edits_and_the_person_is_told(client_of: Callable[..., Browser], world: World) -> None:
    person = world.user("deputy.mx").id
    browser = client_of("administrator.mx", "en")
    browser.get(f"/people/{person}/edit")
    browser.send(
        f"/people/{person}/edit",
        name="Beatriz Solís",
        sort_name="Solís Beatriz",
        organization=world.organizations["clinic.mx"],
    )
    user = world.user("deputy.mx")
    assert (user.name, user.sort_name, user.organization_id) == (
        "Beatriz Solís",
        "Solís Beatriz",
        world.organizations["clinic.mx"],
    )
    assert len(acts.letters_to(user.email)) == 1


def test_an_organization_that_closed_is_marked_and_stays(client_of: Callable[..., Browser], world: World) -> None:
    person = world.user("partner-a.mx").id
    with acting(None, None, "test", now()):
        world.organization("clinic.mx").state = OrganizationState.closed
        session.commit()
    browser = client_of("administrator.mx", "en")
    assert f"{world.organization('clinic.mx').name} (Closed)" in browser.get(f"/people/{person}/edit").text
    browser.send(f"/people/{person}/edit", post="Coordinadora")
    assert world.user("partner-a.mx").post == "Coordinadora"


def test_two_who_edit_lose_nothing(client_of: Callable[..., Browser], world: World) -> None:
    person = world.user("deputy.mx").id
    one, other = client_of("administrator.mx", "en"), client_of("administrator.mx", "en")
    for browser in (one, other):
        browser.get(f"/people/{person}/edit")
    one.send(f"/people/{person}/edit", post="Subdirectora")
    page = other.send(f"/people/{person}/edit", 409, post="Coordinadora")
    assert "Subdirectora" in page.text
    assert "Coordinadora" in page.text
    other.send(f"/people/{person}/edit")
    assert world.user("deputy.mx").post == "Coordinadora"


def test_only_fields_of_the_form_change(client_of: Callable[..., Browser], world: World) -> None:
    """Every column of the table sent along with the form: those that it does not have stay as they were.

    ASVS V8.2.3.
    """
    person = world.user("deputy.mx")
    number, kept = person.id, {"email", "side", "is_live", "password_hash", "zone", "language", "subject"}
    before = {name: getattr(person, name) for name in kept}
    browser = client_of("administrator.mx", "en")
    form = browser.get(f"/people/{number}/edit").form(f"/people/{number}/edit").filled({"post": "Nueva"})
    columns = {column.name: "US" for column in User.__table__.columns if column.name not in form}
    browser.post(f"/people/{number}/edit", {**columns, **form, "roles": "administrator", "organization_id": "1"})
    person = world.user("deputy.mx")
    assert {name: getattr(person, name) for name in kept} == before
    assert person.roles == {Role.reviewer}
    assert person.post == "Nueva"


def test_nobody_is_moved_into_an_organization_of_the_other_country(
    client_of: Callable[..., Browser], world: World
) -> None:
    person = world.user("deputy.mx").id
    browser = client_of("administrator.mx", "en")
    form = browser.get(f"/people/{person}/edit").form(f"/people/{person}/edit").filled({})
    for wrong in (world.organizations["us"], world.organizations["secretariat"], 0, "x", 10**30):
        browser.post(f"/people/{person}/edit", {**form, "organization": str(wrong)}, status=422)
    assert world.user("deputy.mx").organization_id == world.organizations["mx"]
