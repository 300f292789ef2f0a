"""A draft out to a translator and back: nothing changes by itself, nothing is overwritten, and every fault is said."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from xml.sax.saxutils import escape

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from campaign.audit.models import Entry as AuditEntry
from campaign.config import Config
from campaign.db import session
from campaign.materials import actions as materials
from campaign.materials.actions import Change
from campaign.materials.models import Block, BlockKind, Material, blocks_of
from campaign.materials.translating.texts import texts_of
from tests.browser import Browser
from tests.intake.containers import docx, odt, pptx
from tests.intake.corpus import pdf, workbook
from tests.materials.acts import act, blocks, flyer, here, write
from tests.materials.files import acts as files
from tests.page import Page
from tests.world import World

ClientOf = Callable[..., Browser]
Rows = list[list[str]]
NBSP, HYPHEN = "\N{NO-BREAK SPACE}", "\N{NON-BREAKING HYPHEN}"
SIDES = [("planner.us", "en"), ("planner.us", "es"), ("planner.mx", "en"), ("planner.mx", "es")]
NOTHING = {"en": "There is nothing to take over.", "es": "No hay nada que incorporar."}
EN, ES = 2, 3  # columns


def download(browser: Browser, material: Material, kind: str = "xlsx") -> bytes:
    answer = browser.get(f"/materials/{material.id}/translation.{kind}", is_checked=False).response
    assert f"{material.code}-" in answer.headers["Content-Disposition"]
    return answer.get_data()


def send(browser: Browser, material: Material, data: bytes, status: int = 200, name: str = "back.xlsx") -> Page:
    path = f"/materials/{material.id}/translation"
    browser.get(path)
    return browser.post(path, {"file": (BytesIO(data), name)}, status)


def take(browser: Browser, material: Material, status: int = 303, **changes: object) -> None:
    browser.send(f"/materials/{material.id}/translation/take", status, **changes)


def rows_of(data: bytes) -> Rows:
    sheet = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def row_of(rows: Rows, name: str | int) -> list[str]:
    return next(row for row in rows if f"/{name}/" in row[0])


def changed(data: bytes, name: str | int, column: int, words: str) -> bytes:
    """The workbook with other words in one cell, as a spreadsheet program writes it."""
    rows = rows_of(data)
    row_of(rows, name)[column] = words
    return workbook([list(row) for row in rows])


def in_document(data: bytes, before: str, after: str) -> bytes:
    """The document with these words instead, as a word processor writes them."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = old.read(info).decode()
            if info.filename == "word/document.xml":
                assert text.count(before) >= 1, before
                text = text.replace(before, after)
            new.writestr(info.filename, text)
    return out.getvalue()


def point(material: Material) -> Block:
    return blocks(here(material), BlockKind.point)[0]


@pytest.fixture
def material(world: World) -> Material:
    """A draft that both sides write."""
    made = flyer(world)
    with act(world, "planner.us"):
        materials.share(here(made))
    return made


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
@pytest.mark.parametrize(("who", "language"), SIDES)
def test_back_as_it_went_out_changes_nothing(
    client_of: ClientOf, material: Material, who: str, language: str, kind: str
) -> None:
    browser = client_of(who, language)
    page = send(browser, material, download(browser, material, kind), name=f"back.{kind}")
    assert NOTHING[language] in page.text
    assert not [form for form in page.forms if form.action.endswith("/take")]


@pytest.mark.parametrize(("who", "language"), SIDES)
def test_only_what_is_ticked_is_taken_over(
    client_of: ClientOf, material: Material, who: str, language: str, world: World
) -> None:
    """By whoever takes it: that person is the author, the twin needs review, the counter moves, the record says so."""
    browser, block = client_of(who, language), point(material)
    before, subline = here(material).row_version, blocks(here(material), BlockKind.subline)[0].es
    data = changed(download(browser, material), block.id, ES, "Llama al 911 y no te vayas.")
    data = changed(data, "title", EN, "Not all pills are medicine")
    page = send(browser, material, data)
    assert here(material).row_version == before
    assert "<ins>" in page.html
    assert "<del>" in page.html
    take(browser, material, take=[f"es_{block.id}"])
    assert browser.follow().response.request.path == f"/materials/{material.id}/edit"
    after = point(material)
    assert (after.es, after.en, after.needs_review) == ("Llama al 911 y no te vayas.", block.en, "en")
    assert here(material).title_en != "Not all pills are medicine"
    assert blocks(here(material), BlockKind.subline)[0].es == subline
    assert here(material).row_version > before
    assert world.user(who).id in here(material).author_ids
    newest = session.scalars(select(AuditEntry).order_by(AuditEntry.n.desc()).limit(1)).one()
    assert (newest.action, newest.user_id) == ("materials.take_translation", world.user(who).id)


TRACKED = "".join(
    (
        "Llama al 911 </w:t></w:r>",
        '<w:del w:id="1" w:author="T"><w:r><w:delText>ya</w:delText><w:t>ya</w:t></w:r></w:del>',
        '<w:ins w:id="2" w:author="T"><w:r><w:t>ahora</w:t></w:r></w:ins></w:p>',
        '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>',
        f"<w:r><w:t>No te vayas: 555{NBSP}0100, sí</w:t><w:noBreakHyphen/><w:t>sí.",
    )
)


def test_a_document_is_taken_over(client_of: ClientOf, material: Material) -> None:
    """With a paragraph of its own, words struck out under "track changes", and words that came in."""
    browser, block = client_of("planner.us"), point(material)
    data = in_document(download(browser, material, "docx"), block.es, TRACKED)
    send(browser, material, data, name="back.docx")
    take(browser, material, take=[f"es_{block.id}"])
    assert point(material).es == f"Llama al 911 ahora\nNo te vayas: 555{NBSP}0100, sí{HYPHEN}sí."


TRICKY = [
    "=1+1",
    '=HYPERLINK("http://example.org";"a")',
    "+52 656 123 4567",
    "@SUM(A1)",
    "'quoted",
    f"Llama al (915){NBSP}555-0100.",
    "Primera línea\nSegunda línea: ¿ñandú?",
    "0911",
    "TRUE",
    "<b>&amp; 5 < 6</b>",
    "1.0",
    "2026-11-29",
]


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
@pytest.mark.parametrize("words", TRICKY)
def test_every_text_survives_both_ways(
    client_of: ClientOf, world: World, material: Material, words: str, kind: str
) -> None:
    """Formulas stay text, telephones keep their spaces, numbers their zeros, lines their breaks."""
    write(world, "planner.us", material, words, words)
    browser = client_of("planner.us", "en")
    data = download(browser, material, kind)
    if kind == "xlsx":
        assert row_of(rows_of(data), point(material).id)[EN] == words
        assert not re.findall(rb"<f[ >]", zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml"))
    else:
        lines = [escape(line) for line in words.split("\n")]
        assert all(line in zipfile.ZipFile(BytesIO(data)).read("word/document.xml").decode() for line in lines)
    assert NOTHING["en"] in send(browser, material, data, name=f"back.{kind}").text


@pytest.mark.parametrize("words", TRICKY)
def test_every_text_can_come_back(client_of: ClientOf, material: Material, words: str) -> None:
    browser, block = client_of("planner.us"), point(material)
    data = changed(changed(download(browser, material), block.id, EN, words), block.id, ES, words)
    send(browser, material, data)
    take(browser, material, take=[f"en_{block.id}", f"es_{block.id}"])
    assert (point(material).en, point(material).es) == (words, words)


def test_forty_blocks(client_of: ClientOf, world: World, material: Material) -> None:
    with act(world, "planner.us") as user:
        for _n in range(34):
            materials.edit(here(material), here(material).title, [], Change("add"), user, here(material).row_version)
    numbers = [block.id for block in session.scalars(blocks_of(material.id)) if not block.quoted]
    assert len(list(session.scalars(blocks_of(material.id)))) == 40
    browser = client_of("planner.mx")
    rows = rows_of(download(browser, material))
    for n, number in enumerate(numbers[2:]):
        row_of(rows, number)[EN : ES + 1] = [f"Stay calm {n}.", f"Conserva la calma {n}."]
    send(browser, material, workbook([list(row) for row in rows]))
    take(browser, material)
    after = {block.id: block for block in session.scalars(blocks_of(material.id))}
    assert [after[number].es for number in numbers[2:]] == [f"Conserva la calma {n}." for n in range(len(numbers) - 2)]


# Faults


def _no_key(row: list[str]) -> None:
    row[0] = ""


def _other_key(row: list[str]) -> None:
    row[0] = re.sub(r"/\d+/", "/987654321/", row[0])


def _other_material(row: list[str]) -> None:
    row[0] = "F-9999" + row[0][row[0].index("/") :]


def _one_emptied(row: list[str]) -> None:
    row[ES] = " "


def _both_emptied(row: list[str]) -> None:
    row[EN] = row[ES] = ""


def _too_long(row: list[str]) -> None:
    row[ES] = "muy largo " * 121


def _endless_word(row: list[str]) -> None:
    row[EN] = "x" * 61


FAULTS = [
    (_no_key, "There is no key in this row", "no tiene clave"),
    (_other_key, "This block is no longer there", "Este bloque ya no está"),
    (_other_material, "belongs to another material, F-9999", "pertenece a otro material, F-9999"),
    (_one_emptied, "Spanish: the text is gone in the file", "Español: el texto falta en el archivo"),
    (_both_emptied, "Both languages are empty in the file", "Los dos idiomas están vacíos en el archivo"),
    (_too_long, "At most 1,200 characters", "Máximo 1,200 caracteres"),
    (_endless_word, "A word may have at most 60 characters", "Una palabra puede tener"),
]


@pytest.mark.parametrize(("spoil", "english", "spanish"), FAULTS)
@pytest.mark.parametrize(("who", "language"), [("planner.us", "en"), ("planner.mx", "es")])
def test_a_faulty_row_is_named_and_the_others_go_on(
    client_of: ClientOf,
    material: Material,
    spoil: Callable[[list[str]], None],
    english: str,
    spanish: str,
    who: str,
    language: str,
) -> None:
    browser, block = client_of(who, language), point(material)
    rows = rows_of(download(browser, material))
    row_of(rows, "title")[EN] = "Not all pills are medicine"
    row = row_of(rows, block.id)
    row[EN] = "Nobody may lose these words."
    spoil(row)
    page = send(browser, material, workbook([list(row) for row in rows]))
    assert {"en": english, "es": spanish}[language] in page.text
    assert row[EN] in page.text  # what came is shown, so that nobody types it anew
    take(browser, material)
    assert (point(material).en, here(material).title_en) == (block.en, "Not all pills are medicine")


def test_a_row_that_stands_twice(client_of: ClientOf, material: Material) -> None:
    browser = client_of("planner.us", "en")
    rows = rows_of(download(browser, material))
    again = list(row_of(rows, point(material).id))
    again[EN] = "Another one."
    page = send(browser, material, workbook([list(row) for row in [*rows, again]]))
    assert "This key stands in the file twice." in page.text
    assert NOTHING["en"] in page.text


def test_what_is_quoted_is_changed_where_it_comes_from(client_of: ClientOf, material: Material) -> None:
    browser, fact = client_of("planner.us", "en"), blocks(here(material), BlockKind.fact)[0]
    page = send(browser, material, changed(download(browser, material), fact.id, EN, "Something else."))
    assert "These words are quoted." in page.text
    assert NOTHING["en"] in page.text


def test_another_number_is_said_and_left_to_a_person(client_of: ClientOf, material: Material) -> None:
    browser, block = client_of("planner.us", "en"), point(material)
    data = changed(download(browser, material), block.id, ES, "Llama al 991 y quédate con la persona.")
    page = send(browser, material, data)
    assert "The number 991 stands in this language only." in page.text
    form = page.form(f"/materials/{material.id}/translation/take")
    assert "take" not in form.filled({})
    take(browser, material, take=[f"es_{block.id}"])
    assert "991" in point(material).es


def test_a_budget_is_said_and_no_limit(client_of: ClientOf, material: Material) -> None:
    browser, block = client_of("planner.us", "en"), point(material)
    long = "Llama al 911 y quédate con la persona hasta que llegue la ayuda que pediste. " * 4
    page = send(browser, material, changed(download(browser, material), block.id, ES, long))
    assert "meter--over" in page.html
    take(browser, material, take=[f"es_{block.id}"])
    assert point(material).es == long.strip()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "This file belongs to {other}, and this is {code}."),
        ("es", "Este archivo es de {other}, y este es {code}."),
    ],
)
def test_a_file_of_another_material(
    client_of: ClientOf, world: World, material: Material, language: str, words: str
) -> None:
    browser, other = client_of("planner.us", language), world.material("draft")
    page = send(browser, material, download(browser, other), 422)
    assert words.format(other=here(other).code, code=here(material).code) in page.text


def _without_spanish(rows: Rows) -> Rows:
    return [row[:ES] + row[ES + 1 :] for row in rows]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda data: workbook([list(row) for row in _without_spanish(rows_of(data))]), "lacks a column: Español"),
        (lambda _data: workbook(), "not a file that was downloaded here"),
        (lambda _data: docx(), "This table has no rows"),
        (lambda _data: docx({"word/vbaProject.bin": b"x"}), "holds macros"),
        (lambda _data: b'<?xml version="1.0"?><xliff version="1.2"/>', "XLIFF neither"),
        (lambda _data: b"key,en,es\na,b,c\n", "This kind of file is not taken here"),
        (lambda _data: pdf(), "another kind of file"),
        (lambda _data: odt(), "an older kind"),
        (lambda _data: pptx(), "no table with headings"),
        (lambda _data: b"", "This file is empty."),
        (lambda data: data[:-200], "damaged"),
    ],
)
def test_a_file_that_is_none_of_ours(
    client_of: ClientOf, material: Material, make: Callable[[bytes], bytes], words: str
) -> None:
    browser = client_of("planner.us", "en")
    assert words in send(browser, material, make(download(browser, material)), 422).text


def test_no_file_at_all(client_of: ClientOf, material: Material) -> None:
    browser = client_of("planner.us", "en")
    browser.get(f"/materials/{material.id}/translation")
    assert "Choose the file." in browser.post(f"/materials/{material.id}/translation", {}, 422).text


# The draft went on meanwhile


@pytest.mark.parametrize(
    ("who", "other", "language", "words"),
    [
        ("planner.us", "planner.mx", "en", "The draft was changed since this file was downloaded."),
        ("planner.mx", "planner.us", "es", "El borrador cambió después de que se descargó este archivo."),
    ],
)
def test_what_was_written_here_meanwhile_stays(
    client_of: ClientOf, world: World, material: Material, who: str, other: str, language: str, words: str
) -> None:
    """Untouched in the file: it stays. Changed in both: both are shown, and nothing is ticked."""
    browser, block = client_of(who, language), point(material)
    data = changed(download(browser, material), block.id, ES, "Llama al 911 y espera.")
    write(world, other, material, "Call 911 and wait with the person.", "Llama al 911 y acompaña a la persona.")
    page = send(browser, material, data)
    assert words in page.text
    form = page.form(f"/materials/{material.id}/translation/take")
    assert "take" not in form.filled({})
    assert [value for name, value in form.fields if name.endswith(f"_{block.id}")] == ["Llama al 911 y espera."]
    assert "<del>acompaña a la persona.</del>" in page.html
    assert f'id="take-es_{block.id}"' in page.html
    assert f'id="take-en_{block.id}"' not in page.html
    take(browser, material, take=[f"es_{block.id}"])
    assert (point(material).en, point(material).es) == ("Call 911 and wait with the person.", "Llama al 911 y espera.")


def test_somebody_saves_between_looking_and_taking(client_of: ClientOf, world: World, material: Material) -> None:
    """Both texts are shown, and the person's own can be sent again (law 17)."""
    browser, block = client_of("planner.us", "en"), point(material)
    send(browser, material, changed(download(browser, material), block.id, ES, "Llama al 911 y espera."))
    write(world, "planner.mx", material, block.en, "Llama al 911 y acompaña.")
    take(browser, material, 409)
    assert browser.page is not None
    assert "Llama al 911 y acompaña." in browser.page.text
    assert point(material).es == "Llama al 911 y acompaña."
    browser.send(f"/materials/{material.id}/translation/take")
    assert point(material).es == "Llama al 911 y espera."


def test_a_block_that_is_gone_loses_no_words(client_of: ClientOf, world: World, material: Material) -> None:
    browser, block = client_of("planner.us", "en"), point(material)
    data = changed(download(browser, material), block.id, ES, "Llama al 911 y espera.")
    with act(world, "planner.mx") as user:
        change = Change("remove", block_id=block.id)
        materials.edit(here(material), here(material).title, [], change, user, here(material).row_version)
    page = send(browser, material, data)
    assert "This block is no longer there" in page.text
    assert "Llama al 911 y espera." in page.text


def test_a_block_that_came_since_is_named(client_of: ClientOf, world: World, material: Material) -> None:
    browser = client_of("planner.us", "en")
    data = download(browser, material)
    with act(world, "planner.mx") as user:
        materials.edit(here(material), here(material).title, [], Change("add"), user, here(material).row_version)
    assert "Not in the file" in send(browser, material, data).text


def test_nothing_ticked_changes_nothing(client_of: ClientOf, material: Material) -> None:
    browser, block = client_of("planner.us", "en"), point(material)
    before = here(material).row_version
    send(browser, material, changed(download(browser, material), block.id, ES, "Llama al 911 y espera."))
    take(browser, material, take=[])
    assert "Nothing was chosen, so nothing was changed." in browser.follow().text
    assert here(material).row_version == before


def test_fields_that_no_page_sent(client_of: ClientOf, world: World, material: Material) -> None:
    """Too long a text, and texts that this material has not: nothing of it is kept."""
    browser = client_of("planner.us", "en")
    browser.get(f"/materials/{material.id}/translation")
    path, version = f"/materials/{material.id}/translation/take", str(here(material).row_version)
    browser.post(path, {"version": version, "take": ["en_title"], "en_title": "x " * 200})
    browser.post(path, {"version": version, "take": ["en_summary", "fr_title", "en_0"], "en_summary": "Words"})
    assert str(here(material).row_version) == version
    assert browser.get(path, 303).response.headers["Location"].endswith("/translation")


# What comes as files, and who may


@pytest.mark.parametrize(("who", "language"), [("planner.us", "en"), ("planner.mx", "es")])
def test_what_comes_as_files_has_its_summary_and_its_words(
    client_of: ClientOf, world: World, config: Config, who: str, language: str
) -> None:
    material = files.image(world, config, who)
    browser = client_of(who, language)
    data = download(browser, material)
    rows = rows_of(data)
    alt = blocks(here(material), BlockKind.alt)[0]
    for name, words in (("title", "Otro título"), ("summary", "Otro resumen."), (alt.id, "Otra imagen.")):
        row_of(rows, name)[ES] = words
    send(browser, material, workbook([list(row) for row in rows]))
    take(browser, material)
    after = here(material)
    assert (after.title_es, after.summary_es) == ("Otro título", "Otro resumen.")
    assert blocks(after, BlockKind.alt)[0].needs_review == "en"
    assert browser.follow().response.request.path == f"/materials/{material.id}/describe"


def test_the_partner_whose_text_it_is(client_of: ClientOf, world: World) -> None:
    material = world.material("partner_draft")
    browser = client_of("partner-a.mx", "es")
    send(browser, material, changed(download(browser, material), "title", EN, "Ask at your clinic"))
    take(browser, material)
    assert here(material).title_en == "Ask at your clinic"
    for who in ("partner-b.mx", "planner.us", "observer"):
        client_of(who).get(f"/materials/{material.id}/translation.xlsx", 404)
    client_of("reviewer.mx").get(f"/materials/{material.id}/translation", 403)


def test_the_file_says_in_both_languages_what_to_do(client_of: ClientOf, world: World, material: Material) -> None:
    write(world, "planner.us", material, "Call 911 now.", "Llama al 911 y quédate con la persona.")
    rows = rows_of(download(client_of("planner.us"), material))
    said = "\n".join(" ".join(row) for row in rows)
    assert here(material).code in said
    assert "Write in the columns “English” and “Español” only." in said
    assert "Escriba solo en las columnas" in said
    note = row_of(rows, point(material).id)[4]
    assert "The Spanish needs review. · " in note
    assert "characters in English" in note
    assert len([row for row in rows if "/" in row[0]]) >= len(texts_of(here(material)))
