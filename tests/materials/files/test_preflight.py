"""What the page of a material says of a PDF that is to be printed, in both languages."""

from collections.abc import Callable

import pytest

from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, session
from campaign.intake.limits import PDF
from campaign.materials.files.models import File, current_files
from campaign.materials.files.preflight import MUST, Grade, fit_of
from campaign.materials.models import Material, MaterialType
from tests.browser import Browser
from tests.intake.test_preflight import drawn
from tests.materials.files import acts
from tests.world import World

ClientOf = Callable[..., Browser]
POOR = drawn(b"BT /F 12 Tf 300 5 Td (Call 911) Tj ET q 144 0 0 144 200 300 cm /P Do Q 0 0 60 60 re f", (500, 650))


def leaflet(world: World, config: Config, kind: MaterialType = MaterialType.leaflet) -> Material:
    return acts.begin(world, acts.keep(config, POOR, "hoja.pdf"), kind=kind)


def file_of(material: Material) -> File:
    return session.scalars(current_files([material.id])).one()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Must be mended for print: 3", "not in the file: Helvetica", "36 dpi", "What an office printer cuts"]),
        (
            "es",
            ["Debe corregirse antes de imprimir: 3", "no vienen en el archivo: Helvetica", "36 ppp", "Rayado en rojo"],
        ),
    ],
)
def test_findings_stand_with_their_remedies(
    world: World, config: Config, client_of: ClientOf, language: str, said: list[str]
) -> None:
    material = leaflet(world, config)
    acts.draw(config, file_of(material))
    page = client_of("planner.us", language).get(f"/materials/{material.id}")
    assert [words for words in said if words not in page.text] == []
    assert page.html.count('class="fit__cut"') == len(file_of(material).facts["preflight"]["shown"]["1"]["outside"])


def test_each_grade_has_a_sentence_and_what_is_wrong_a_remedy(world: World, config: Config) -> None:
    fit = fit_of(file_of(leaflet(world, config)))
    assert fit is not None
    assert [grade for grade, _words, _lines in fit.groups] == list(Grade)
    assert len({line.text for line in fit.lines}) == len(fit.lines)
    assert all(bool(line.remedy) == (line.grade is not Grade.right) for line in fit.lines)
    assert {"fonts", "few_pixels", "words_outside"} <= set(MUST)


def test_a_file_from_before_says_that_nobody_looked(world: World, config: Config, client_of: ClientOf) -> None:
    material = leaflet(world, config)
    file = file_of(material)
    with acting(None, None, "test", now()):
        file.facts = {"pages": 1}
        session.commit()
    assert "Not looked at yet" in client_of("planner.us").get(f"/materials/{material.id}").text


def test_what_nobody_prints_from_is_not_asked(world: World, config: Config) -> None:
    file = file_of(leaflet(world, config, MaterialType.social_post))
    assert (file.type, fit_of(file)) == (PDF, None)
