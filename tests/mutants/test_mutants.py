"""The laws are guarded by tests that can fail: each mutant of the list breaks one of them and must be caught.

Daily each mutant must still fit its file; with --full each one is tried, in a copy of the tree.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tiers import FULL, on_postgresql

ROOT = Path(__file__).resolve().parents[2]
LISTED = Path(__file__).with_name("mutants.toml")
A_TEST_FAILED = 1  # pytest's exit status; others mean that the run itself is broken
AT_LEAST = 20


@dataclass(frozen=True)
class Mutant:
    breaks: str
    file: str
    old: str
    new: str
    tests: list[str]


MUTANTS = [Mutant(**one) for one in tomllib.loads(LISTED.read_text(encoding="utf-8"))["mutant"]]
each = pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.breaks)


def test_the_list_is_long_enough_and_names_no_mutant_twice() -> None:
    assert len({mutant.breaks for mutant in MUTANTS}) == len(MUTANTS) >= AT_LEAST
    assert len({(mutant.file, mutant.old) for mutant in MUTANTS}) == len(MUTANTS)


@each
def test_a_mutant_fits_its_file_and_is_still_a_program(mutant: Mutant) -> None:
    source = (ROOT / mutant.file).read_text(encoding="utf-8")
    assert source.count(mutant.old) == 1
    compile(source.replace(mutant.old, mutant.new), mutant.file, "exec")
    assert [test for test in mutant.tests if not (ROOT / test).exists()] == []


@pytest.mark.skipif(not FULL or on_postgresql(), reason="each mutant is tried once, with --full")
@each
def test_a_mutant_is_caught(mutant: Mutant, tmp_path: Path) -> None:
    tree = _copy(tmp_path / "tree")
    file = tree / mutant.file
    file.write_text(file.read_text(encoding="utf-8").replace(mutant.old, mutant.new), encoding="utf-8")
    assert _run(tree, mutant.tests) == A_TEST_FAILED


def _copy(tree: Path) -> Path:
    """Everything that a test reads but what set-up makes, which is shared."""
    tree.mkdir()
    for name in ("campaign", "migrations", "templates", "tests"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for one in ROOT.iterdir():
        if one.is_file():
            shutil.copy(one, tree)
        elif not one.name.startswith(".") and not (tree / one.name).exists():
            (tree / one.name).symlink_to(one)
    return tree


def _run(tree: Path, tests: list[str]) -> int:
    """The status of these tests in that tree, up to the first failure; the daily ones, without a browser."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("CAMPAIGN_TEST", "PYTEST"))
    }
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-m", "not browser", *tests]
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, check=False).returncode
