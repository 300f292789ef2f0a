"""The list of OWASP ASVS lines: complete, every pass a test that exists and says so, and no line without a word."""

import ast
import csv
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LINES = ROOT / "security" / "asvs.csv"
STATES = {"pass", "n/a", "open"}
LEVELS_1_AND_2 = 253  # of version 5.0.0; 224 of them apply where people may sign in through their agency


@cache
def lines() -> list[dict[str, str]]:
    with LINES.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def docstrings(path: str) -> dict[str, str]:
    """Test functions of a file with what they say of themselves."""
    tree = ast.parse((ROOT / path).read_text())
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {node.name: ast.get_docstring(node) or "" for node in found}


def names(docstring: str) -> set[str]:
    return set(re.findall(r"\bV\d+\.\d+\.\d+\b", docstring)) if "ASVS" in docstring else set()


def test_every_line_of_both_levels_stands_there_once() -> None:
    ids = [line["id"] for line in lines()]
    assert len(ids) == len(set(ids)) == LEVELS_1_AND_2
    assert ids == sorted(ids, key=lambda id: [int(part) for part in id.removeprefix("V").split(".")])
    assert all(re.fullmatch(r"V([1-9]|1[0-7])\.\d+\.\d+", id) for id in ids)


def test_no_line_is_empty() -> None:
    assert {line["state"] for line in lines()} <= STATES
    without = [line["id"] for line in lines() if not line["test" if line["state"] == "pass" else "why"].strip()]
    assert without == []
    assert [line["id"] for line in lines() if line["state"] != "pass" and line["test"]] == []


def test_a_pass_is_a_test_that_exists_and_names_the_line() -> None:
    wrong = []
    for line in lines():
        if line["state"] == "pass":
            path, _colons, function = line["test"].partition("::")
            found = docstrings(path) if (ROOT / path).is_file() else {}
            wrong += [f"{line['id']}: {line['test']}"] if line["id"] not in names(found.get(function, "")) else []
    assert wrong == []


def test_a_test_that_names_a_line_names_one_that_is_there() -> None:
    known = {line["id"] for line in lines()} | LEVEL_3
    wrong = [
        f"{path.name}::{function}: {id}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for function, docstring in docstrings(str(path.relative_to(ROOT))).items()
        for id in names(docstring) - known
    ]
    assert wrong == []


# Lines of level 3 that tests of ours name on top.
LEVEL_3 = frozenset(
    {
        *("V1.2.10", "V2.3.5", "V5.2.4", "V5.2.5", "V5.2.6", "V5.3.3", "V6.3.5", "V6.3.7", "V6.3.8", "V7.5.3"),
        *("V8.3.2", "V15.4.2", "V15.4.3", "V16.5.4"),
    }
)
