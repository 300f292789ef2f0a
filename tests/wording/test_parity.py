"""Numbers, telephones, doses, hours and links say the same in both languages, however they are written."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.config import PACKAGE
from campaign.wording.parity import findings

with (PACKAGE / "facts" / "data" / "facts.csv").open(encoding="utf-8", newline="") as file:
    FACTS = [(row["key"], row["en"], row["es"]) for row in csv.DictReader(file)]

ALIKE = [
    ("Call 1-800-662-4357 or 911", "Llama al 1 800 662 4357 o al 911"),
    ("Call (800) 662-4357", "Llama al 800 662 4357"),
    ("Call 800 911 2000", "Llama al +52 800 911 2000"),
    ("Two doses in 3 minutes: 50%", "2 dosis en tres minutos: 50 por ciento"),
    ("1,000 pills of 2 mg", "1 000 pastillas de 2 miligramos"),
    ("Open from 9 am to 5:30 pm", "Abierto de 9:00 a 17:30 h"),
    ("See https://example.gov/en/help.", "Consulta example.gov/es/ayuda"),
    ("Write to help@example.org", "Escribe a help@example.org"),
    ("Dear {name}, call us", "Hola, {name}: llámanos"),
    ("24/7, first on October 5, 2026", "24/7, primero el 5 de octubre de 2026"),
    ("One pill can kill", "Una pastilla puede matar"),
    ("2.5 g", "2.50 g"),
    ("", ""),
]
APART = [
    ("Call 1-800-662-4357", "Llama al 1-800-662-4358", {"1-800-662-4357", "1-800-662-4358"}),
    ("Take 2 mg", "Toma 2 g", {"2 mg", "2 g"}),
    ("Take 2 mg", "Toma 2.5 mg", {"2 mg", "2.5 mg"}),
    ("Open until 5 pm", "Abierto hasta las 5:00", {"5 pm", "5:00"}),
    ("Call 988", "Llama ahora", {"988"}),
    ("Help comes", "La ayuda llega en 10 minutos", {"10"}),
    ("See example.gov", "Consulta example.org", {"example.gov", "example.org"}),
    ("Dear {name}", "Hola", {"{name}"}),
    ("50 times", "100 veces", {"50", "100"}),
]


@pytest.mark.parametrize(("en", "es"), ALIKE)
def test_the_same_in_other_signs(en: str, es: str) -> None:
    assert [one.words for one in findings(en, es)] == []


@pytest.mark.parametrize(("en", "es", "words"), APART)
def test_what_differs_is_named_and_hard(en: str, es: str, words: set[str]) -> None:
    found = list(findings(en, es))
    assert {one.words for one in found} == words
    assert all(one.is_hard and one.kind == "parity" for one in found)


@pytest.mark.parametrize(("key", "en", "es"), FACTS)
def test_no_fact_says_two_numbers(key: str, en: str, es: str) -> None:
    assert list(findings(en, es)) == []


@given(st.integers(2_000_000_000, 9_999_999_999), st.integers(0, 9), st.integers(1, 9))
def test_one_digit_changed_on_one_side_is_always_found(number: int, place: int, step: int) -> None:
    """Issue text: a phone number with one digit changed on one side."""
    digits = str(number)
    changed = digits[:place] + str((int(digits[place]) + step) % 10) + digits[place + 1 :]
    english, spanish = (f"{n[:3]}-{n[3:6]}-{n[6:]}" for n in (digits, changed))
    assert {one.words for one in findings(f"Call {english} now", f"Llama al {spanish} ya")} == {english, spanish}
    assert list(findings(f"Call {english} now", f"Llama al {english} ya")) == []


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_is_typed_has_an_answer(en: str, es: str) -> None:
    words = {one.language: one.words for one in findings(en, es)}
    assert words.get("en", "") in en
    assert words.get("es", "") in es
