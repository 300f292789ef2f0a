"""Words and signs that no screen of ours uses, in either language (product §2, §6)."""

import csv
import re
from pathlib import Path

import pytest

from campaign.config import PACKAGE, folder
from tests.house.test_strings import forms, messages

FORBIDDEN = Path(__file__).with_name("forbidden_words.csv")
# `clean`, `dirty` and `user` are forbidden of people only; on a screen of ours they could mean nothing else.
ALLOWED: set[str] = set()
FLAG = re.compile("[\U0001f1e6-\U0001f1ff\U0001f3f3\U0001f3f4\U0001f6a9]")
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u26ff]")


def lemmas(language: str) -> list[str]:
    with FORBIDDEN.open(newline="") as file:
        return [row["lemma"] for row in csv.DictReader(file) if row["language"] == language]


def says(word: str, text: str) -> bool:
    """The word itself or its plural, whole."""
    return re.search(rf"\b{re.escape(word)}(s|es)?\b", text, re.IGNORECASE) is not None


@pytest.mark.parametrize("word", lemmas("en"))
def test_no_english_sentence_of_ours_calls_people_names(word: str) -> None:
    assert [form for message in messages() for form in forms(message.id) if says(word, form)] == []


@pytest.mark.parametrize("word", lemmas("es"))
def test_no_spanish_sentence_of_ours_calls_people_names(word: str) -> None:
    assert [form for message in messages() for form in forms(message.string) if says(word, form)] == []


def test_no_fact_calls_people_names() -> None:
    """The facts may say what a law or an agency is called; none of the words stands in them today."""
    with (PACKAGE / "facts" / "data" / "facts.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    found = [
        f"{row['key']}: {word}"
        for row in rows
        for language in ("en", "es")
        for word in lemmas(language)
        if says(word, row[language])
    ]
    assert found == []


def test_no_flag_and_no_emoji_anywhere() -> None:
    roots = [folder("templates"), folder("static") / "css", folder("static") / "js", folder("static") / "img", PACKAGE]
    suffixes = (".html", ".css", ".js", ".svg", ".py", ".po", ".csv")
    files = [path for root in roots for path in root.rglob("*") if path.suffix in suffixes]
    assert [str(path) for path in files if FLAG.search(path.read_text()) or EMOJI.search(path.read_text())] == []


def test_no_country_is_the_default() -> None:
    """No choice of a side is made for anybody: no `default=Side.…` in models, forms or views."""
    found = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if re.search(r"default=(Side|Territory)\.(US|MX)\b", path.read_text())
    ]
    assert found == []
