"""No file and no function grows past what one person reads at a glance (house §1, §7)."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

from campaign.config import PACKAGE

LONGEST_FILE = 400
ONE_LIST = {"permissions.py": 1200}  # every rule in one place, so that none is looked for in two
LONGEST_FUNCTION = 60
FUNCTION_MEDIAN = 9


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def functions() -> Iterator[tuple[str, int]]:
    for path in files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_no_file_is_too_long() -> None:
    lengths = {str(path.relative_to(PACKAGE)): len(path.read_text().splitlines()) for path in files()}
    assert {name: n for name, n in lengths.items() if n >= ONE_LIST.get(name, LONGEST_FILE)} == {}


def test_no_function_is_too_long() -> None:
    assert {name: length for name, length in functions() if length > LONGEST_FUNCTION} == {}


def test_most_functions_are_short() -> None:
    assert statistics.median(length for _name, length in functions()) <= FUNCTION_MEDIAN


def test_every_module_says_in_one_sentence_what_it_is_for() -> None:
    docs = {str(path.relative_to(PACKAGE)): ast.get_docstring(ast.parse(path.read_text())) for path in files()}
    assert [name for name, doc in docs.items() if not doc] == []
    first = {name: doc.split("\n\n")[0] for name, doc in docs.items() if doc}
    assert [name for name, sentence in first.items() if not sentence.endswith((".", ":"))] == []


def test_no_name_says_nothing() -> None:
    """Domain words, not patterns (house §7)."""
    empty = {"utils", "common", "base", "helpers", "misc", "core", "services", "managers"}
    assert [str(path) for path in files() if path.stem in empty] == []
    classes = [
        f"{path.relative_to(PACKAGE)} {node.name}"
        for path in files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Manager", "Helper", "Processor", "Service", "Utils"))
    ]
    assert classes == []


def test_nothing_is_left_to_do() -> None:
    """What is not done is an issue, not a comment; the words are put together here so that this file holds none."""
    marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    roots = [PACKAGE, PACKAGE.parent / "templates", PACKAGE.parent / "tests", PACKAGE.parent / "migrations"]
    found = [
        f"{path}: {mark}"
        for root in roots
        for path in root.rglob("*")
        if path.suffix in (".py", ".html", ".css", ".js", ".txt", ".csv")
        for mark in marks
        if re.search(rf"\b{mark}\b", path.read_text())
    ]
    assert found == []
