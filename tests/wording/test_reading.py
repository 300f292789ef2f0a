"""Our counters of syllables beside the values that the facts were delivered with, counted by somebody else."""

import csv

import pytest

from campaign.config import PACKAGE
from campaign.wording import syllables
from campaign.wording.reading import findings, grade, inflesz

with (PACKAGE / "facts" / "data" / "facts.csv").open(encoding="utf-8", newline="") as file:
    FACTS = list(csv.DictReader(file))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: str(fact["key"]))
def test_both_languages_read_as_somebody_else_measured(fact: dict[str, str]) -> None:
    assert abs(grade(fact["en"]) - float(fact["fk_grade_en"])) <= 1.3
    assert abs(inflesz(fact["es"]) - float(fact["inflesz_es"])) <= 7


def test_on_the_whole_we_count_neither_more_nor_less() -> None:
    grades = [grade(fact["en"]) - float(fact["fk_grade_en"]) for fact in FACTS]
    scores = [inflesz(fact["es"]) - float(fact["inflesz_es"]) for fact in FACTS]
    assert abs(sum(grades) / len(grades)) < 0.3
    assert abs(sum(scores) / len(scores)) < 1.5


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: str(fact["key"]))
def test_no_fact_is_too_hard(fact: dict[str, str]) -> None:
    assert list(findings(fact["en"], fact["es"])) == []


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("pill", 1),
        ("pills", 1),
        ("naloxone", 3),
        ("called", 1),
        ("wanted", 2),
        ("little", 2),
        ("boxes", 2),
        ("medicine", 3),
        ("overdose", 3),
        ("fentanyl", 3),
        ("free", 1),
        ("people", 2),
        ("radio", 3),
        ("the", 1),
    ],
)
def test_english(word: str, count: int) -> None:
    assert syllables.english(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("pastilla", 3),
        ("sobredosis", 4),
        ("día", 2),
        ("vía", 2),
        ("medicina", 4),
        ("quien", 1),
        ("pingüino", 3),
        ("guía", 2),
        ("ciudad", 2),
        ("leer", 2),
        ("país", 2),
        ("hay", 1),
        ("muy", 1),
        ("ayuda", 3),
        ("ahí", 2),
        ("y", 1),
        ("cuídate", 3),
    ],
)
def test_spanish(word: str, count: int) -> None:
    assert syllables.spanish(word) == count


HARD_EN = (
    "Pharmaceutical interventions necessitate comprehensive institutional coordination among governmental "
    "organizations, international partners and communities experiencing disproportionate vulnerabilities."
)
HARD_ES = (
    "Las intervenciones farmacológicas requieren una coordinación interinstitucional exhaustiva entre organizaciones "
    "gubernamentales, asociaciones internacionales y comunidades desproporcionadamente vulnerables."
)


def test_what_is_hard_is_said_for_its_language_alone() -> None:
    easy = "Call 911 now. Stay until help comes. Do not wait. It is free. You can save a life."
    assert [one.language for one in findings(HARD_EN, easy)] == ["en"]
    assert [one.language for one in findings(easy, HARD_ES)] == ["es"]
    assert not any(one.is_hard for one in findings(HARD_EN, HARD_ES))


@pytest.mark.parametrize("text", ["", " ", "911", "…", "988, 911", "www.example.org"])
def test_nothing_to_read_is_not_hard(text: str) -> None:
    assert list(findings(text, text)) == []
    assert (grade(text), inflesz(text)) == (0.0, 100.0)
