"""What a translator's file holds, whichever kind of file it is: what it belongs to, how to fill it, and the rows.

All of it stands there in both languages, for nobody knows who opens it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from campaign.i18n import _, both, fmt_on
from campaign.materials.models import Material, Register
from campaign.materials.translating.texts import CODES, Text, key_of, texts_of

KEY, KIND, ENGLISH, SPANISH, NOTE = HEADINGS = ("Key · Clave", "Kind · Tipo", "English", "Español", "Note · Nota")


@dataclass(frozen=True)
class Line:
    """Key, kind, English, Spanish, note; only the two in the middle of a text of ours are there to be changed."""

    cells: tuple[str, str, str, str, str]
    is_locked: bool


@dataclass(frozen=True)
class Sheet:
    """One file."""

    name: str  # without its ending
    head: list[tuple[str, str]]
    instructions: list[str]
    lines: list[Line]


def sheet_of(material: Material, at: datetime, zone: str) -> Sheet:
    title = " / ".join(part for part in (material.title_en, material.title_es) if part)
    head = [
        (_two(lambda: _("Material")), material.code),
        (_two(lambda: _("Title")), title),
        (_two(lambda: _("State of the text")), str(material.row_version)),
        (_two(lambda: _("Downloaded")), _two(lambda: fmt_on(at, zone))),
    ]
    lines = [_line(material, text) for text in texts_of(material)]
    return Sheet(f"{material.code}-{material.row_version}", head, _instructions(material), lines)


def _two(words: Callable[[], str]) -> str:
    """The same in both languages, once where it is the same."""
    said = both(words)
    return said.en if said.en == said.es else f"{said.en} · {said.es}"


def _instructions(material: Material) -> list[str]:
    """First everything in English, then in Spanish: each for whoever reads it."""
    told = (
        lambda: _("Write in the columns “English” and “Español” only. Leave keys, rows and headings as they are."),
        lambda: _("Numbers, telephones, doses, hours and addresses must say the same in both languages."),
        lambda: _says(material.register),
        lambda: _("Save the file in the same format and send it back to whoever gave it to you."),
    )
    pairs = [both(words) for words in told]
    return [" ".join(pair.of(code) for pair in pairs) for code in CODES]


def _says(register: Register) -> str:
    if register is Register.tu:
        return _("The Spanish of this text speaks to its reader with tú.")
    return _("The Spanish of this text speaks to its reader with usted.")


def _line(material: Material, text: Text) -> Line:
    notes = [_two(words) for words in _notes(text)]
    cells = (
        key_of(material, text),
        _two(lambda: text.label),
        text.words.en,
        text.words.es,
        "\n".join(notes),
    )
    return Line(cells, text.is_quoted)


def _notes(text: Text) -> list[Callable[[], str]]:
    if text.is_quoted:
        return [lambda: _("For reading only: it is quoted, and is changed where it comes from.")]
    notes: list[Callable[[], str]] = []
    if text.needs_review:
        notes.append(
            lambda: _("The English needs review.") if text.needs_review == "en" else _("The Spanish needs review.")
        )
    if text.budget("en"):
        notes.append(
            lambda: _(
                "On the page fit %(en)s characters in English and %(es)s in Spanish.",
                en=text.budget("en"),
                es=text.budget("es"),
            )
        )
    notes.append(lambda: _("At most %(most)s characters.", most=text.most))
    return notes
