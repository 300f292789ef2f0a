"""Bringing in partners, places and people from a spreadsheet: columns, faults, the work itself, and undoing it."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from campaign.app import JOBS
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.intake.verdict import Verdict
from campaign.jobs import work
from campaign.jobs.models import Job, JobState
from campaign.partners.imports.actions import Table, take
from campaign.partners.imports.models import Import, ImportedRow, ImportKind, ImportState, visible_to
from campaign.partners.imports.reading import guess, value
from campaign.partners.models import Organization, OrganizationKind
from campaign.partners.places.models import Place
from campaign.people.models import Invitation
from campaign.permissions import see_import
from tests.browser import Browser, queries
from tests.intake.corpus import workbook
from tests.world import NOW, PEOPLE, World

ClientOf = Callable[..., Browser]
PARTNERS = [
    ["Nombre", "Tipo", "Teléfono", "Correo electrónico", "Sitio web"],
    ["Clínica Sol del Norte", "Clínica", "656 123 4567", "sol@example.org", "sol.example.org"],
    ["Casa Abierta, A.C.", "ONG", "", "", ""],
]


@pytest.fixture
def browser(live: Any, world: World) -> Browser:
    """A planner at an installation of the test's own, where a worker's commits are commits."""
    return Browser(live, world.user("planner.mx"))


@pytest.fixture
def looking(client_of: ClientOf) -> Browser:
    """The same, where nothing is brought in."""
    return client_of("planner.mx")


def upload(browser: Browser, rows: list[list[Any]], kind: str = "organizations", status: int = 303) -> int:
    """Send a table and confirm its columns as they were guessed; the number of the import."""
    browser.get("/partners/imports/new")
    file = (BytesIO(workbook(rows)), "lista.xlsx")
    browser.post("/partners/imports/new", {"kind": kind, "table": file}, status)
    assert browser.page is not None
    number = int(browser.page.response.headers["Location"].split("/")[-2])
    browser.get(f"/partners/imports/{number}/columns")
    browser.send()
    return number


def carry_out(browser: Browser, config: Config, number: int) -> Import:
    browser.get(f"/partners/imports/{number}")
    browser.send(f"/partners/imports/{number}/start")
    session.remove()
    job_id = session.get_one(Import, number).job_id
    session.remove()
    assert job_id is not None
    work.perform(job_id, JOBS, config)
    job = session.get_one(Job, job_id)
    assert job.state is JobState.done, job.error
    return session.get_one(Import, number)


def named(name: str) -> Organization | None:
    session.remove()
    return session.scalar(select(Organization).where(Organization.name == name))


def outcomes(number: int) -> dict[int, str]:
    found = session.scalars(select(ImportedRow).where(ImportedRow.import_id == number))
    return {row.n: row.outcome.value for row in found}


def test_from_the_file_to_partners_and_back(browser: Browser, own_config: Config) -> None:
    number = upload(browser, PARTNERS)
    text = browser.get(f"/partners/imports/{number}").text
    assert "Clínica Sol del Norte" in text
    assert named("Clínica Sol del Norte") is None, "looking changes nothing"
    one = carry_out(browser, own_config, number)
    assert one.state is ImportState.started
    clinic = named("Clínica Sol del Norte")
    assert clinic is not None
    assert (clinic.kind, clinic.country, clinic.phone) == (OrganizationKind.clinic, Side.MX, "+526561234567")
    assert (clinic.email, clinic.website) == ("sol@example.org", "https://sol.example.org")
    assert outcomes(number) == {2: "made", 3: "made"}
    browser.get(f"/partners/imports/{number}")
    browser.send(f"/partners/imports/{number}/undo")
    assert named("Clínica Sol del Norte") is None
    assert outcomes(number) == {2: "undone", 3: "undone"}
    browser.get(f"/partners/imports/{number}")
    browser.post(f"/partners/imports/{number}/undo", status=409)
    browser.post(f"/partners/imports/{number}/start", status=409)


def test_what_was_touched_or_is_needed_stays(browser: Browser, own_config: Config) -> None:
    number = upload(browser, [*PARTNERS, ["Tercera", "Clinic", "", "", ""]])
    carry_out(browser, own_config, number)
    touched, needed = named("Casa Abierta, A.C."), named("Tercera")
    assert touched is not None
    assert needed is not None
    places = upload(
        browser, [["Organización", "Nombre", "Municipio"], ["TERCERA", "Sede", "Juárez, Chihuahua"]], "places"
    )
    carry_out(browser, own_config, places)
    with acting(None, None, "test", NOW):
        session.get_one(Organization, touched.id).website = "https://casa.example.org"
        session.commit()
    browser.get(f"/partners/imports/{number}")
    browser.send(f"/partners/imports/{number}/undo")
    assert outcomes(number) == {2: "undone", 3: "kept", 4: "kept"}
    notes = dict(
        session.execute(select(ImportedRow.n, ImportedRow.note_en).where(ImportedRow.import_id == number)).all()
    )
    assert "changed" in notes[3]
    assert "hangs" in notes[4]


def test_faults_come_back_as_a_file(looking: Browser) -> None:
    browser = looking
    rows = [
        ["Name", "Type", "Phone", "Email", "Country"],
        ["", "clinic", "", "", ""],
        ["A", "spaceship", "", "", ""],
        ["B", "clinic", "12345", "", ""],
        ["C", "clinic", "", "nobody@", ""],
        ["D", "clinic", "", "", "United States"],
        ["Сlínica", "clinic", "", "", ""],  # the first letter is Cyrillic
        ["=1+1", "clinic", "", "", ""],
        ["E\u202e\u0000\u0301 clinic", "clinic", "", "", "México"],
    ]
    number = upload(browser, rows[:-1])
    browser.get(f"/partners/imports/{number}")
    answer = browser.client.get(f"/partners/imports/{number}/errors.csv")
    lines = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    assert lines[0] == [*rows[0], "Qué está mal"] or lines[0][:5] == rows[0]
    assert len(lines) == 8
    assert all(len(line[5]) > 12 for line in lines[1:])
    assert lines[7][0] == "'=1+1", "a file of ours calculates nothing"
    answer = browser.client.get(f"/partners/imports/{number}/errors.xlsx")
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert len(sheet) == 8
    assert sheet[7][0] == "=1+1"


def test_zeros_names_and_codes(browser: Browser, own_config: Config) -> None:
    """Text stays text; a spreadsheet that ate a zero is forgiven; places lie in either country."""
    rows: list[list[Any]] = [
        ["Organization", "Place", "County or municipio", "State", "ZIP", "Phone"],
        ["Clinica comunitaria sierra de juarez", "Módulo Centro", "Juárez", "Chihuahua", "02004", "(656) 123-4567"],
        ["Clínica Comunitaria Sierra de Juárez", "El Paso window", "US-48141", "", "79901", "(915) 532-0100"],
        ["Clínica Comunitaria Sierra de Juárez", "Tijuana", 2004, "", 1234, ""],
        ["Puentes de Salud", "Sede", "El Paso", "TX", "", ""],
        ["Puentes de Salud A. C.", "SEDE", "El Paso County, Texas", "", "", ""],
        ["Nobody", "Sede", "El Paso", "", "", ""],
        ["Puentes de Salud", "Two", "Nowhere", "", "", ""],
        ["Puentes de Salud", "Three", "El Paso", "", "1234567", ""],
        ["Franklin Mountains Community Clinic", "Theirs", "El Paso", "", "", ""],
    ]
    number = upload(browser, rows, "places")
    carry_out(browser, own_config, number)
    assert outcomes(number) == {
        2: "made", 3: "made", 4: "made", 5: "made", 6: "duplicate", 7: "faulty", 8: "faulty", 9: "faulty", 10: "faulty"
    }  # fmt: skip
    found = {place.name: place for place in session.scalars(select(Place))}
    assert (found["Módulo Centro"].region_key, found["Módulo Centro"].postal_code) == ("MX-08037", "02004")
    assert (found["El Paso window"].region_key, found["El Paso window"].phone) == ("US-48141", "+19155320100")
    assert (found["Tijuana"].region_key, found["Tijuana"].postal_code) == ("MX-02004", "01234")


def test_people_are_invited(browser: Browser, own_config: Config, world: World) -> None:
    rows = [
        ["Organización", "Nombre completo", "Correo", "Rol"],
        ["Puentes de Salud, A.C.", "Rosa Méndez Ávila", "rosa@example.org", "socio"],
        ["Puentes de Salud", "Otra", "ROSA@example.org", ""],
        ["Puentes de Salud", "Jefe", "jefe@example.org", "signatory"],
        ["Puentes de Salud", "Andrés", "partner-b.mx@example.org", ""],
    ]
    number = upload(browser, rows, "people")
    one = carry_out(browser, own_config, number)
    assert outcomes(number) == {2: "made", 3: "duplicate", 4: "faulty", 5: "duplicate"}
    invitation = session.scalars(select(Invitation).where(Invitation.email == "rosa@example.org")).one()
    assert invitation.name == "Rosa Méndez Ávila"
    browser.get(f"/partners/imports/{one.id}")
    browser.send(f"/partners/imports/{one.id}/undo")
    session.remove()
    invitation = session.scalars(select(Invitation).where(Invitation.email == "rosa@example.org")).one()
    assert invitation.revoked_at == NOW


def test_duplicates_by_what_is_read_and_not_by_letters(browser: Browser, own_config: Config) -> None:
    rows = [
        ["Name", "Kind"],
        ["PUENTES DE SALUD Asociación Civil", "association"],
        ["Nueva", "clinic"],
        ["nueva", "clinic"],
    ]
    number = upload(browser, rows)
    assert "Puentes de Salud, A.C." in browser.get(f"/partners/imports/{number}").text
    carry_out(browser, own_config, number)
    assert outcomes(number) == {2: "duplicate", 3: "made", 4: "duplicate"}


def test_the_work_goes_on_where_it_was_stopped(browser: Browser, own_config: Config) -> None:
    """Doing it again does nothing twice."""
    number = upload(browser, PARTNERS)
    one = carry_out(browser, own_config, number)
    before = session.scalar(select(func.count()).select_from(Organization))
    with acting(None, None, "test", NOW):
        job = session.get_one(Job, one.job_id)
        job.state, job.ended_at = JobState.queued, None
        session.commit()
    work.perform(job.id, JOBS, own_config)
    session.remove()
    assert session.scalar(select(func.count()).select_from(Organization)) == before


def test_columns_are_remembered(looking: Browser) -> None:
    browser = looking
    rows: list[list[Any]] = [["Denominación oficial del aliado", "Tipo"], ["Uno", "Clínica"]]
    browser.get("/partners/imports/new")
    browser.post("/partners/imports/new", {"kind": "organizations", "table": (BytesIO(workbook(rows)), "a.xlsx")})
    browser.follow()
    browser.send(status=422)
    browser.send(column_name="0")
    number = upload(browser, rows)
    session.remove()
    assert session.get_one(Import, number).mapping == {"name": 0, "kind": 1}


def test_a_column_twice_is_refused(looking: Browser) -> None:
    number = upload(looking, PARTNERS)
    looking.get(f"/partners/imports/{number}/columns")
    looking.send(status=422, column_email="0")


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04", b"%PDF-1.7"])
def test_no_table(looking: Browser, data: bytes) -> None:
    browser = looking
    browser.get("/partners/imports/new")
    browser.post("/partners/imports/new", {"kind": "places", "table": (BytesIO(data), "a.xlsx")}, 422)
    assert browser.page is not None
    assert "checked" in browser.page.html, "what was chosen beside it is kept"


def test_a_table_is_its_own_sides(client_of: ClientOf, looking: Browser) -> None:
    number = upload(looking, PARTNERS)
    other = client_of("planner.us")
    assert "lista.xlsx" not in other.get("/partners/imports").text
    for path in ("", "/columns", "/errors.csv", "/errors.xlsx"):
        other.get(f"/partners/imports/{number}{path}", status=404)
    for verb in ("start", "undo"):
        other.post(f"/partners/imports/{number}/{verb}", status=404)
    client_of("partner-a.mx").get("/partners/imports", status=403)


def test_a_ministry_arrives(browser: Browser, own_config: Config) -> None:
    """300 partners and 600 places: looked at in few questions, brought in within seconds."""
    partners = [["Nombre", "Tipo"], *([f"Clínica número {n} de la frontera", "clínica"] for n in range(300))]
    number = upload(browser, partners)
    with queries() as spent:
        browser.get(f"/partners/imports/{number}")
    assert spent[0] <= 25
    carry_out(browser, own_config, number)
    places = [["Organización", "Lugar", "Municipio"]]
    places += [[f"Clinica numero {n % 300} de la frontera", f"Sede {n}", "MX-08037"] for n in range(600)]
    second = upload(browser, places, "places")
    with queries() as spent:
        browser.get(f"/partners/imports/{second}")
    assert spent[0] <= 25
    carry_out(browser, own_config, second)
    assert set(outcomes(number).values()) | set(outcomes(second).values()) == {"made"}
    assert session.scalar(select(func.count()).select_from(Place)) == 600


def test_the_list_and_the_rule_agree(world: World) -> None:
    """One of each side."""
    for side in Side:
        user = world.user(f"planner.{side.value.lower()}")
        with acting(user, side, "test", NOW):
            table = Table("a.xlsx", Verdict("", facts={"columns": ["Name", "Kind"], "rows": 1}), "0" * 64)
            take(ImportKind.organizations, table, user, NOW)
            session.flush()
    rows = session.scalars(select(Import)).all()
    assert len(rows) == 2
    for who in PEOPLE:
        user = world.user(who)
        assert set(session.scalars(visible_to(user))) == {row for row in rows if see_import(user, row)}, who


def test_headings_in_either_language() -> None:
    assert guess(ImportKind.places, ["CÓDIGO POSTAL:", "Lugar", "organización", "", "Condado"]) == {
        "organization": 2, "name": 1, "region": 4, "postal_code": 0
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "read"), [("'+52 656", "+52 656"), ("-", ""), ("a\u0301\u202e\nb", "á b"), ("\0", "")]
)
def test_cells(cell: str, read: str) -> None:
    assert value(cell) == read
