"""The Spanish catalogue holds every string of ours, none guessed at; words equal in both languages are listed."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from campaign.config import PACKAGE

ROOT = PACKAGE.parent
PO = PACKAGE / "translations" / "es" / "LC_MESSAGES" / "messages.po"
SAME = Path(__file__).with_name("same_words.txt")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "_n": (1, 2), "lazy_gettext": None, "lazy_ngettext": (1, 2)}


@cache
def extracted() -> dict[str, str]:
    """Every message id in the sources (of a plural, the singular) and where it stands."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    found: dict[str, str] = {}
    for mapping in settings:
        folder, _slash, pattern = mapping["pattern"].partition("/")
        inside = [(pattern, mapping["method"])]
        chosen = {pattern: {name: value for name, value in mapping.items() if name not in ("pattern", "method")}}
        read = extract_from_dir(ROOT / folder, inside, chosen, KEYWORDS, directory_filter=lambda _path: True)
        for name, line, message, _comments, _context in read:
            found.setdefault(message if isinstance(message, str) else message[0], f"{folder}/{name}:{line}")
    return found


@cache
def catalogue() -> Catalog:
    assert PO.exists(), f"{PO} is missing"
    with PO.open("rb") as file:
        return read_po(file, locale="es_MX")


def messages() -> list[Message]:
    return [message for message in catalogue() if message.id]


def forms(text: Any) -> list[str]:
    return [form or "" for form in (text if isinstance(text, list | tuple) else [text])]


def key(message: Message) -> str:
    return forms(message.id)[0]


def test_sources_were_read() -> None:
    assert len(extracted()) > 200
    assert "Sign in" in extracted()


def test_no_string_is_missing_in_spanish() -> None:
    known = {key(message) for message in messages()}
    assert sorted(f"{where}: {text}" for text, where in extracted().items() if text not in known) == []


def test_no_string_of_the_catalogue_is_out_of_use() -> None:
    assert sorted(key(message) for message in messages() if key(message) not in extracted()) == []
    assert [str(text) for text in catalogue().obsolete] == []


def test_no_string_is_empty_or_guessed() -> None:
    assert [key(message) for message in messages() if message.fuzzy or not all(forms(message.string))] == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    """The form for one may leave the number out, because its word says it; nothing else goes, and nothing is added."""
    wrong = []
    for message in messages():
        english = {mark for form in forms(message.id) for mark in PLACEHOLDER.findall(form)}
        for n, form in enumerate(forms(message.string)):
            may_lack = {"%(num)d"} if n == 0 and message.pluralizable else set()
            if english ^ set(PLACEHOLDER.findall(form)) not in (set(), may_lack):
                wrong.append(f"{key(message)} -> {form}")
    assert wrong == []


def test_a_percent_sign_is_written_twice() -> None:
    """Our templates fill every text in with %, so a lone one crashes the page in one language."""
    lone = re.compile(r"%(?![(%])|%\((?!\w+\)[sd])")
    wrong = []
    for message in messages():
        for form in (*forms(message.id), *forms(message.string)):
            if lone.search(form.replace("%%", "")):
                wrong.append(form)
    assert wrong == []


def test_white_space_and_end_marks_are_kept() -> None:
    wrong = []
    for message in messages():
        english = key(message)
        for spanish in forms(message.string):
            is_same_edge = (
                english[:1].isspace() == spanish[:1].isspace() and english[-1:].isspace() == spanish[-1:].isspace()
            )
            if not is_same_edge or (english[-1] in ".?!:…") != (
                spanish.rstrip("»)”")[-1:] in ".?!:…" or spanish[-1:] in "."
            ):
                wrong.append(f"{english} -> {spanish}")
    assert wrong == []


def test_questions_open_as_spanish_ones_do() -> None:
    for message in messages():
        for spanish in forms(message.string):
            assert spanish.count("?") == spanish.count("¿"), spanish
            assert spanish.count("!") == spanish.count("¡"), spanish


def test_words_equal_in_both_languages_are_listed() -> None:
    """Both ways: a word that is translated after all leaves the list."""
    listed = SAME.read_text().splitlines()
    assert listed == sorted(listed)
    same = {key(message) for message in messages() if key(message) == forms(message.string)[0]}
    assert sorted(same ^ set(listed)) == []


@pytest.mark.parametrize("form", ["tú ", "tu ", "vosotros", "ordenador", "móvil", "vuestr"])
def test_officials_are_addressed_as_usted_in_mexican_spanish(form: str) -> None:
    allowed = {"Spanish, tú", "Public texts use tú, as the facts do."}
    found = [
        spanish
        for message in messages()
        for spanish in forms(message.string)
        if re.search(rf"\b{form}", spanish, re.IGNORECASE) and key(message) not in allowed
    ]
    assert found == []
