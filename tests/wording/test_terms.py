"""Words that judge people are caught in all their forms, and are soft where they are cited."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.config import PACKAGE
from campaign.i18n import language
from campaign.wording.checks import look
from campaign.wording.tables import rows
from campaign.wording.terms import bare, findings, named_otherwise

with (PACKAGE / "facts" / "data" / "facts.csv").open(encoding="utf-8", newline="") as file:
    FACTS = [(row["key"], row["en"], row["es"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    "words",
    [
        "adicto",
        "adictos",
        "adicta",
        "adictas",
        "drogadictos",
        "toxicómana",
        "toxicomano",
        "vicioso",
        "ADICTO",
        "adict@s",
    ],
)
def test_forms_of_spanish_words(words: str) -> None:
    found = list(findings("", f"Hay {words} aquí."))
    assert [(one.words, one.is_hard) for one in found] == [(words, True)]


@pytest.mark.parametrize("words", ["addict", "Addicts", "junkies", "drug abuser", "drug users", "opioid user"])
def test_forms_of_english_words(words: str) -> None:
    assert [one.words for one in findings(f"Do not say {words} here.", "")] == [words]


@pytest.mark.parametrize(
    "words",
    [
        "adicción",
        "addiction",
        "addictive",
        "user name",
        "clean water",
        "limpio con agua",
        "drogas",
        "servicio",
        "previcio",
    ],
)
def test_other_words_stay(words: str) -> None:
    assert list(findings(words, words)) == []


@pytest.mark.parametrize(
    "text", ["Someone said “addicts” to me.", 'Someone said "addicts" to me.', "See the Addicts Act."]
)
def test_what_is_cited_is_soft(text: str) -> None:
    assert [one.is_hard for one in findings(text, "")] == [False]


def test_what_to_say_instead_is_in_the_language_of_the_text() -> None:
    for code in ("en", "es"):
        with language(code):
            english, spanish = findings("a junkie", "un drogadicto")
            assert "person who uses drugs" in english.remedy
            assert "persona que consume sustancias" in spanish.remedy


@pytest.mark.parametrize(("key", "en", "es"), FACTS)
def test_facts_use_no_such_word_and_the_names_of_the_glossary(key: str, en: str, es: str) -> None:
    assert list(findings(en, es)) == []
    assert list(named_otherwise(en, es)) == []


def test_a_term_has_one_name() -> None:
    (one,) = named_otherwise("Naloxone can help.", "El Narcan puede ayudar.")
    assert (one.language, one.words, one.is_hard) == ("es", "Naloxone", False)
    assert look("Naloxone can help.", "") == []


@given(st.text(max_size=200))
def test_bare_letters_stand_in_their_old_places(text: str) -> None:
    assert all(len(bare(letter)) >= 1 for letter in text)
    assert bare("Árbol ñandú") == "arbol nandu"


def test_every_row_has_all_its_words() -> None:
    for name in ("forbidden", "terms", "numbers", "orders"):
        assert all(all(row.values()) and None not in row for row in rows(name)), name
