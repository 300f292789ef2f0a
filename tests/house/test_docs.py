"""The documents say what exists: every command and setting that they name is there, and every setting is named."""

import re
from pathlib import Path

from campaign.cli import COMMANDS
from campaign.config import PACKAGE

ROOT = PACKAGE.parent
DOCUMENTS = ("README.md", "docs/operations.md", "docs/decisions.md", "CONTRIBUTING.md", "CHANGELOG.md")
SETTING = re.compile(r"\bCAMPAIGN_[A-Z_]+\b")
# Of the tests and of continuous integration; they configure no installation.
OF_THE_TESTS = {"CAMPAIGN_TEST_DATABASE", "CAMPAIGN_TEST_PG_URL", "CAMPAIGN_TEST_FULL", "CAMPAIGN_REQUIRE"}
OF_THE_TESTS |= {"CAMPAIGN_RENEW"}


def document(name: str) -> str:
    path = ROOT / name
    assert path.exists(), f"{name} is missing"
    return path.read_text()


def settings() -> set[str]:
    """What the program reads; config.py is the only file that does."""
    return set(SETTING.findall((PACKAGE / "config.py").read_text()))


def test_only_config_reads_the_environment() -> None:
    found = (path for path in PACKAGE.rglob("*.py") if re.search(r"os\.environ\b|\bgetenv\b", path.read_text()))
    starters = {"__main__.py", "cli.py", "prepare.py", "serve.py", "paper/press.py"}  # hand it on to what they start
    starters |= {"health/metrics.py"}  # tells a library where it counts
    assert {str(path.relative_to(PACKAGE)) for path in found} - starters == {"config.py"}


def test_every_setting_is_written_down() -> None:
    text = document("README.md") + document("docs/operations.md")
    assert sorted(settings() - set(SETTING.findall(text))) == []


def test_no_document_names_a_setting_that_does_not_exist() -> None:
    named = {name for document_ in DOCUMENTS for name in SETTING.findall(document(document_))}
    assert sorted(named - settings() - OF_THE_TESTS) == []


def test_no_document_names_a_command_that_does_not_exist() -> None:
    named = {
        command for name in DOCUMENTS for command in re.findall(r"python3? -m campaign +([a-z][\w-]*)", document(name))
    }
    assert sorted(named - set(COMMANDS)) == []
    assert {"run", "test"} <= named


def test_every_command_stands_in_the_readme_or_in_operations() -> None:
    text = document("README.md") + document("docs/operations.md")
    assert [name for name in COMMANDS if not re.search(rf"\b{name}\b", text)] == []


def test_every_file_that_a_document_links_to_is_there() -> None:
    broken = []
    for name in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#\s]+)", document(name)):
            if not re.match(r"[a-z]+:", target) and not ((ROOT / name).parent / target).exists():
                broken.append(f"{name}: {target}")
    assert broken == []


def test_the_map_of_the_tree_in_the_readme_is_the_tree() -> None:
    """Every feature folder is named, and every folder that is named exists."""
    text = document("README.md")
    features = [path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()]
    assert [name for name in sorted(features) if not re.search(rf"\b{name}\b", text)] == []
    named = re.findall(r"`?((?:campaign|templates|static|migrations|tests|docs|requirements)/[\w/]*)`?", text)
    assert [path for path in named if not (ROOT / path).exists() and not list(ROOT.glob(f"{path}*"))] == []
    assert Path(ROOT / "README.md").stat().st_size > 1000
