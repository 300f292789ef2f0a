"""What every template keeps to: one frame, nothing inline, and no word that is not translated."""

import ast
import re
from functools import cache

import pytest
from jinja2 import Environment

from campaign.config import PACKAGE, folder

ROOT = folder("templates")
FRAMES = {"_base.html", "_form_page.html"}
# Names that are the same on every screen, and words that are marked with their own language.
NAMES = {"Campaign", "Campaña", "English", "Español", "SHA-256"}
SPOKEN = re.compile(r'\b(?:aria-label|title|placeholder|alt|data-words)="([^"]*)"')


def sources() -> dict[str, str]:
    """Templates of screens; those of paper are the renderer's own and are no pages."""
    files = [path for path in sorted(ROOT.rglob("*")) if path.suffix in (".html", ".svg", ".txt")]
    return {str(path.relative_to(ROOT)): path.read_text() for path in files if "print" not in path.parts}


@cache
def tokens(source: str) -> list[tuple[int, str, str]]:
    return list(Environment(extensions=["jinja2.ext.i18n"]).lex(source))


def literal(source: str) -> str:
    """What stands in the template itself; where an expression stood, one mark without letters."""
    parts: list[str] = []
    for _line, kind, value in tokens(source):
        if kind == "data":
            parts.append(value)
        elif kind in ("variable_begin", "block_begin"):
            parts.append("\0")
    return "".join(parts)


@pytest.mark.parametrize("name", sources())
def test_nothing_is_inline(name: str) -> None:
    """ASVS V1.2.3."""
    text = literal(sources()[name])
    assert re.findall(r"<style\b|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|javascript:", text) == []


def frame_of(name: str) -> str:
    """The template at the root of a page: a feature's own frame may stand between."""
    above = re.findall(r'\{%-? extends "([^"]+)"', sources()[name])
    return frame_of(above[0]) if above and above[0] not in FRAMES else (above or [name])[0]


PAGES = [name for name in sources() if name.endswith(".html") and not re.search(r"(^|/)_", name)]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_stands_in_the_frame(name: str) -> None:
    assert frame_of(name) in FRAMES


def test_the_frame_does_not_reach_paper() -> None:
    for path in (ROOT / "flyers" / "print").glob("*.html"):
        assert "_base.html" not in path.read_text()


@pytest.mark.parametrize("name", sources())
def test_every_word_is_translated(name: str) -> None:
    text = re.sub(r"<!--.*?-->|<code translate=\"no\">.*?</code>|\0", " ", literal(sources()[name]), flags=re.DOTALL)
    spoken = " ".join(SPOKEN.findall(text))
    text = re.sub(r'(?<=\s)[a-z-]+="[^"<>]*"', " ", text)  # attributes that a macro writes
    bare = re.sub(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", " ", text)
    words = re.findall(r"[^\W\d_][\w'’-]{2,}", f"{bare} {spoken}")
    assert sorted(set(words) - NAMES) == []


@pytest.mark.parametrize("name", sources())
def test_a_value_is_marked_safe_only_where_it_is_ours(name: str) -> None:
    """`| safe` and `autoescape` off would let what somebody typed run in the reader's browser. ASVS V1.2.1."""
    found = re.findall(r"[^{}]*\|\s*safe\b|autoescape false|Markup\(", sources()[name])
    assert [piece for piece in found if "_described" not in piece and "_attributes" not in piece] == []


def test_a_post_form_has_its_token() -> None:
    """By the macro that renders everything hidden, or by the token's own field."""
    wrong = []
    for name, source in sources().items():
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", source, re.DOTALL):
            if not re.search(r"csrf_token\(\)|hidden_fields\(|csrf\(\)", form):
                wrong.append(name)
    assert wrong == []


# Words of ours in Python.

SAYS = {"Refused", "NotAllowed", "flash", "text", "StringField", "TextAreaField", "SelectField", "BooleanField"}
SAYS |= {"RadioField", "DateField", "IntegerField", "PasswordField", "ValidationError", "InputRequired", "DataRequired"}
FOR_THE_TERMINAL = {"cli.py", "commands.py", "flyer_commands.py", "job_commands.py", "prepare.py", "serve.py"}
FOR_THE_TERMINAL |= {"schedule_commands.py"}
FOR_THE_TERMINAL |= {"__main__.py", "doctor", "backup"}


def test_every_sentence_of_the_code_is_translated() -> None:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if FOR_THE_TERMINAL & set(path.relative_to(PACKAGE).parts):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _name(node.func) in SAYS and node.args:
                first = node.args[0]
                if any(letter.isalpha() for letter in _fixed(first)):
                    found.append(f"{path.relative_to(PACKAGE)}:{node.lineno} {ast.unparse(first)[:60]}")
    assert found == []


def _fixed(node: ast.expr) -> str:
    """The part of a text that is written in the code."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(str(part.value) for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
