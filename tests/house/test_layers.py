"""Who may import whom (house §2), read from the contract in pyproject.toml, with nothing but the standard library."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from campaign.config import PACKAGE

ROOT = PACKAGE.parent
THIRD_PARTY_FREE = ("__init__", "__main__", "cli", "config", "prepare")  # they run before anything is installed


@dataclass(frozen=True)
class Import:
    importer: str
    imported: str
    line: int
    is_inside: bool  # of a function


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, ast.Module]:
    return {module_of(path): ast.parse(path.read_text()) for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def imports() -> tuple[Import, ...]:
    return tuple(found for name, tree in modules().items() for found in _imports(name, tree, False))


def _imports(name: str, node: ast.AST, is_inside: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.Import):
            yield from (Import(name, alias.name, child.lineno, is_inside) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"{name}:{child.lineno}: imports are written in full"
            yield from (Import(name, target, child.lineno, is_inside) for target in _targets(child))
        else:
            is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(name, child, is_inside or is_function)


def _targets(node: ast.ImportFrom) -> list[str]:
    """`from campaign.facts import models` names a module, `from campaign.facts.models import Fact` a thing in one."""
    names = [f"{node.module}.{alias.name}" for alias in node.names]
    return [name if name in modules() else node.module or "" for name in names]


def contract() -> dict[str, object]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    found: dict[str, object] = settings["tool"]["importlinter"]["contracts"][0]
    return found


def layers() -> list[tuple[bool, list[str]]]:
    """From the highest: whether its modules are strangers to each other (`|`), and their names."""
    lines: list[str] = contract()["layers"]  # type: ignore[assignment]
    return [("|" in line, [name.strip(" ()") for name in re.split(r"[:|]", line)]) for line in lines]


def is_excused(found: Import) -> bool:
    rules: list[str] = contract()["ignore_imports"]  # type: ignore[assignment]
    pairs = [rule.replace(".**.", ".*.").split(" -> ") for rule in rules]
    return any(fnmatchcase(found.importer, a) and fnmatchcase(found.imported, b) for a, b in pairs)


def between_features() -> list[tuple[Import, str, str]]:
    """Imports that cross from one part of the product to another."""
    parts = [(found, found.importer.split("."), found.imported.split(".")) for found in imports()]
    inside = [(found, a[1], b[1]) for found, a, b in parts if len(a) > 1 and len(b) > 1 and b[0] == "campaign"]
    return [(found, a, b) for found, a, b in inside if a != b]


def test_lower_never_imports_higher() -> None:
    place = {name: depth for depth, (_strangers, names) in enumerate(layers()) for name in names}
    strangers = {name for are_strangers, names in layers() if are_strangers for name in names}
    wrong = []
    for found, importer, imported in between_features():
        if importer not in place or imported not in place or is_excused(found):
            continue
        is_equal = place[importer] == place[imported]
        if place[importer] > place[imported] or (is_equal and importer in strangers):
            wrong.append(f"{found.importer}:{found.line} imports {found.imported}")
    assert wrong == []


def test_every_part_of_the_product_has_its_layer() -> None:
    ignored: list[str] = contract()["exhaustive_ignores"]  # type: ignore[assignment]
    known = {name for _strangers, names in layers() for name in names} | set(ignored)
    found = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert sorted(found - known - {"__init__"}) == []


def test_no_import_stands_inside_a_function() -> None:
    assert [f"{found.importer}:{found.line}" for found in imports() if found.is_inside] == []


def test_pages_and_forms_of_one_feature_are_no_business_of_another() -> None:
    wrong = [
        f"{found.importer}:{found.line} imports {found.imported}"
        for found, importer, _imported in between_features()
        if importer != "app" and re.search(r"\.(views|forms)$", found.imported) and found.imported.count(".") > 1
    ]
    assert wrong == []


def test_nothing_installed_is_needed_to_prepare_a_machine() -> None:
    wrong = []
    for name in THIRD_PARTY_FREE:
        importer = "campaign" if name == "__init__" else f"campaign.{name}"
        for found in imports():
            is_own = found.imported.startswith("campaign") and found.imported.split(".")[-1] in THIRD_PARTY_FREE
            if (
                found.importer == importer
                and not is_own
                and found.imported.split(".")[0] not in sys.stdlib_module_names
            ):
                wrong.append(f"{found.importer}:{found.line} imports {found.imported}")
    assert wrong == []


def test_weasyprint_lives_only_in_the_child_that_renders() -> None:
    users = {found.importer for found in imports() if found.imported.split(".")[0] == "weasyprint"}
    assert users <= {"campaign.paper.child"}


def test_the_framework_s_own_doors_are_used_in_one_place() -> None:
    """`me()` is the only use of current_user, `Form` the only subclass of FlaskForm (house §3)."""
    sources = {name: ast.unparse(tree) for name, tree in modules().items()}
    assert [name for name, source in sources.items() if "current_user" in source] == ["campaign.web"]
    assert [name for name, source in sources.items() if "FlaskForm" in source] == ["campaign.forms"]
