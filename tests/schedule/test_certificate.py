"""Certificates of participation: for what was held, one page for each name, and no name stays anywhere."""

from collections.abc import Callable
from datetime import UTC, datetime, time

import pytest

from campaign import clock
from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, Side, session
from campaign.schedule.models import Occurrence, When, occurrences_of
from campaign.schedule.reports import actions
from campaign.schedule.reports.actions import Said
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.schedule.samples import DAY, enter, plan
from tests.schedule.test_papers import languages, read
from tests.world import World

AFTER = datetime(2026, 11, 29, 16, tzinfo=UTC)
SIGNED = {"signer": "Rosa Ortiz", "post": "Directora", "second_signer": "", "second_post": ""}


def file(one: Occurrence, who: str, acting_as: ActingAs, said: Said) -> None:
    with acting_as(who) as planner:
        actions.file(one, said, 0, planner, now())
        session.commit()


@pytest.fixture
def held(world: World, acting_as: ActingAs) -> Occurrence:
    """A joint one, of which only Mexico has reported so far."""
    when = When(DAY, DAY, time(10), time(12))
    title = Bilingual("Nurses’ day", "Día de las enfermeras")
    joint = enter(world, "planner.us", plan("", *Side, title=title, when=when))
    one = session.scalars(occurrences_of(joint.id)).one()
    with clock.at(AFTER):
        file(one, "planner.mx", acting_as, Said(DAY, "Parque Borunda", people=30))
    return one


def test_one_page_for_each_name_and_only_who_took_part(
    held: Occurrence, client_of: Callable[..., Browser], acting_as: ActingAs
) -> None:
    path, browser = f"/schedule/dates/{held.id}/certificates", client_of("planner.mx")
    number = held.id
    browser.get(path)
    sent = {**SIGNED, "names": "José Ángel Muñoz\r\n\n  Ana\x00  López \n"}
    pdf = browser.send(status=200, **sent).response.data
    pages = read(pdf)
    assert len(pages) == 2
    wanted = ["Constancia de participación", "Certificate of participation", "José Ángel Muñoz", "Nurses’ day"]
    wanted += ["Día de las enfermeras", "28 de noviembre de 2026", "28 November 2026", "10:00–12:00", "Parque Borunda"]
    wanted += ["Rosa Ortiz", "Directora", held_code(number), "no es licencia", "no licence"]
    assert [words for words in wanted if words not in pages[0]] == []
    assert "Ana López" in pages[1]
    assert "Estados Unidos" not in pages[0]
    assert languages(pdf) == ("es-MX", {"en-US", "es-MX"})
    with clock.at(AFTER):
        file(session.get_one(Occurrence, number), "planner.us", acting_as, Said(DAY, "Chamizal", people=20))
    browser.get(path)
    both = read(browser.send(status=200, **sent).response.data)[0]
    assert [words for words in ("Chamizal", "Parque Borunda", "Estados Unidos", "México") if words not in both] == []
    assert both.index("México") < both.index("Estados Unidos")


def held_code(number: int) -> str:
    return session.get_one(Occurrence, number).activity.code


def test_nothing_of_a_name_is_kept(
    held: Occurrence, client_of: Callable[..., Browser], config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    browser = client_of("planner.mx")
    path = f"/schedule/dates/{held.id}/certificates"
    browser.get(path)
    browser.send(status=200, **{**SIGNED, "names": "Zacarías Quetzalli"})
    browser.get(path)
    browser.send(status=422, **{**SIGNED, "names": "Zacarías Quetzalli 🎉"})
    session.remove()
    kept = [file for file in config.data.rglob("*") if file.is_file() and b"Quetzalli" in file.read_bytes()]
    assert kept == []
    assert "Quetzalli" not in caplog.text


def test_only_what_the_own_side_reported_as_held(
    held: Occurrence, client_of: Callable[..., Browser], world: World
) -> None:
    path = f"/schedule/dates/{held.id}/certificates"
    assert "once your side has reported" in client_of("planner.us").get(path, status=409).text
    client_of("reviewer.mx").get(path, status=403)
    client_of("observer").get(path, status=403)
    assert (
        "Certificates of participation"
        in client_of("planner.mx", "en").get(path.replace("certificates", "reports")).text
    )


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("\n \n", "Write at least one name"),
        ("\n".join(f"Name {n}" for n in range(300)), "At most 200 names at once; here are 300"),
        ("Ana\n" + "x " * 150, "Line 2: At most 120 characters"),
        ("x" * 300_000, "Line 1: At most 120 characters"),
        ("Ana\nLuz 🎉", "Line 2: we have no type for “🎉”"),
        ("Ana\n健 Li\nشيماء", "Line 2: we have no type for “健”"),
    ],
)
def test_what_cannot_be_printed_is_said_and_nothing_is_lost(
    held: Occurrence, client_of: Callable[..., Browser], names: str, said: str
) -> None:
    browser = client_of("planner.mx", "en")
    browser.get(f"/schedule/dates/{held.id}/certificates")
    page = browser.send(status=422, **{**SIGNED, "names": names})
    assert said in page.html
    assert names.strip()[-20:] in page.html


def test_the_longest_names_have_room_in_several_printings(held: Occurrence, client_of: Callable[..., Browser]) -> None:
    browser = client_of("planner.mx")
    browser.get(f"/schedule/dates/{held.id}/certificates")
    long = "W" * 60 + " " + "M" * 59
    short = "M" * 60
    signed = {"signer": f"{short} Ñ", "post": f"{short} é", "second_signer": f"{short} a", "second_post": f"{short} b"}
    pdf = browser.send(status=200, names="\n".join([long] * 41), **signed).response.data
    pages = read(pdf)
    assert len(pages) == 41
    assert "M" * 59 in pages[-1].replace(" ", "")
    assert languages(pdf)[1] == {"en-US", "es-MX"}
