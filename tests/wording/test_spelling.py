"""The dictionary knows what our texts say, finds slips of the pen, and leaves names alone."""

import csv

import pytest

from campaign.config import PACKAGE
from campaign.i18n import language
from campaign.wording.checks import look
from campaign.wording.spelling import MOST, findings, guesses, is_known

with (PACKAGE / "facts" / "data" / "facts.csv").open(encoding="utf-8", newline="") as file:
    FACTS = [(row["key"], row["en"], row["es"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("key", "en", "es"), FACTS, ids=[row[0] for row in FACTS])
def test_our_own_facts_are_spelled_right(key: str, en: str, es: str) -> None:
    assert list(findings(en, es)) == []


@pytest.mark.parametrize(
    ("text", "words", "meant"),
    [
        ("Recieve help at once.", "Recieve", "receive"),
        ("Carry naloxne with you.", "naloxne", "naloxone"),
        ("Signs of an overdoze.", "overdoze", "overdose"),
        ("Teh pill looks real.", "Teh", "the"),
    ],
)
def test_slips_in_english(text: str, words: str, meant: str) -> None:
    (found,) = findings(text, "")
    assert (found.kind, found.language, found.words, found.is_hard, found.is_soft) == (
        "spelling",
        "en",
        words,
        False,
        False,
    )
    assert f"“{meant}”" in found.remedy or f"”, “{meant}" in found.remedy


@pytest.mark.parametrize(
    ("text", "words", "meant"),
    [
        ("Llama por telefono.", "telefono", "teléfono"),
        ("Las señales de una sobredósis.", "sobredósis", "sobredosis"),
        ("Compra solo en una farmasia.", "farmasia", "farmacia"),
        ("Pide informacion.", "informacion", "información"),
        ("Sabe a azucar.", "azucar", "azúcar"),
        ("Habla sin verguenza.", "verguenza", "vergüenza"),
    ],
)
def test_slips_in_spanish(text: str, words: str, meant: str) -> None:
    (found,) = findings("", text)
    assert (found.language, found.words) == ("es", words)
    assert meant in found.remedy


@pytest.mark.parametrize(
    "word", ["acuéstala", "mézclalas", "quédate", "ponla", "háblale", "llámenos", "ayúdala", "dáselo", "naloxona"]
)
def test_pronouns_at_the_end_of_a_spanish_verb(word: str) -> None:
    assert is_known(word, "es")


@pytest.mark.parametrize("word", ["don't", "can't", "it's", "people's", "you're", "won't"])
def test_english_contractions(word: str) -> None:
    assert list(findings(f"We say {word} here, or {word.replace(chr(39), '’')}.", "")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ask at FindTreatment.gov or xyzzy@example.org.",
        "The FDA and the CECOSAMA in Ciudad Juárez.",
        "Text your ZIP to 435748 for HELP4YOU.",
        "The label says “prodooct of naturr”.",
        "Hello {nmae}, it is %(daay)s.",
        "Talk to Wenceslao or Xóchitl.",
    ],
)
def test_names_addresses_quotations_and_placeholders_are_left_alone(text: str) -> None:
    assert list(findings(text, "")) == []


def test_each_language_has_its_own_dictionary() -> None:
    found = findings("Keep la calma.", "Mantén with calma.")
    assert [(one.language, one.words) for one in found] == [("en", "calma"), ("es", "with")]


def test_each_word_is_named_once_and_only_the_first_ones() -> None:
    words = "abxcd bcxde cdxef dexfg efxgh fgxhi ghxij"
    found = list(findings(f"{words} {words}", ""))
    assert [one.words for one in found] == words.split()[:MOST]


def test_a_word_of_any_length_is_no_burden() -> None:
    assert guesses("x" * 100_000, "en") == []
    (found,) = findings("x" * 100_000, "")
    assert found.words == "x" * 100_000


@pytest.mark.parametrize(("code", "said"), [("en", "Did you mean “receive”"), ("es", "¿Quiso decir «receive»")])
def test_it_is_said_in_the_readers_language(code: str, said: str) -> None:
    with language(code):
        assert said in next(findings("recieve", "")).remedy


def test_it_stands_among_the_checks_and_stops_nothing() -> None:
    assert [one.kind for one in look("Kep calm.", "Mantén la calma.")] == ["spelling"]
