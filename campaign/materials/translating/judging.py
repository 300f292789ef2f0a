"""What each row of a file that came back would change, compared with the draft as it is now and as it was when the file
was made. Nothing is written here.

A file never overwrites silently what was written here meanwhile (law 17): where only one of the two changed, that one
stands; where both did, both are shown and a person chooses.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field

from campaign.forms import clean, excess
from campaign.i18n import _
from campaign.materials.changes import Piece, pieces
from campaign.materials.checks import findings_of
from campaign.materials.models import Material
from campaign.materials.translating.reading import Given
from campaign.materials.translating.texts import CODES, KEY, Text, mark, texts_of
from campaign.wording.checks import look
from campaign.wording.finding import Finding


class Outcome(enum.Enum):
    """Of one language of one row. `behind`: the file has the older text, the newer one here stays. `clash`: both
    changed."""

    same = "same"
    behind = "behind"
    changed = "changed"
    clash = "clash"


@dataclass(frozen=True)
class Cell:
    """One language of one row: what stands here, and what the file says."""

    code: str
    outcome: Outcome
    now: str
    new: str
    budget: int  # characters that fit on the page; 0: nobody counts

    @property
    def is_proposal(self) -> bool:
        return self.outcome in (Outcome.changed, Outcome.clash)

    @property
    def pieces(self) -> list[Piece]:
        return pieces(self.now, self.new)

    @property
    def is_over(self) -> bool:
        return self.is_proposal and bool(self.budget) and len(self.new) > self.budget


@dataclass(frozen=True)
class Judged:
    """One row. `faults` are sentences: a row with one is not taken over. `findings` are what the checks of the two
    languages would say of it and do not say now."""

    given: Given
    text: Text | None = None
    cells: tuple[Cell, ...] = ()
    faults: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def proposals(self) -> list[Cell]:
        return [] if self.faults else [cell for cell in self.cells if cell.is_proposal]

    def is_offered(self, cell: Cell) -> bool:
        """Whether it is ticked beforehand: not where a person has to look first."""
        return cell.outcome is Outcome.changed and not any(one.is_hard for one in self.findings)


@dataclass
class Verdict:
    """Of the whole file. `absent` are texts of the draft that do not stand in it; they stay as they are."""

    rows: list[Judged] = field(default_factory=list)
    absent: list[Text] = field(default_factory=list)
    is_of_another: str = ""  # the code of the material to which it belongs

    @property
    def changed(self) -> list[Judged]:
        return [row for row in self.rows if row.proposals]

    @property
    def faulty(self) -> list[Judged]:
        return [row for row in self.rows if row.faults]

    @property
    def behind(self) -> list[Judged]:
        """Rows in which the draft went on, and the file did not."""
        return [row for row in self.rows if any(cell.outcome is Outcome.behind for cell in row.cells)]

    @property
    def is_stale(self) -> bool:
        moved = (Outcome.behind, Outcome.clash)
        return any(cell.outcome in moved for row in self.rows for cell in row.cells)


def judged(material: Material, given: Sequence[Given]) -> Verdict:
    """Every row of the file; one of another material is said once, for the whole of it."""
    keys = [found for one in given if (found := KEY.fullmatch(one.key))]
    codes = {found[1] for found in keys}
    if codes and material.code not in codes:
        return Verdict(is_of_another=min(codes))
    texts = {text.name: text for text in texts_of(material)}
    seen: set[str] = set()
    rows = [_row(material, one, texts, seen) for one in given]
    return Verdict(rows, [text for name, text in texts.items() if name not in seen])


def _row(material: Material, given: Given, texts: dict[str, Text], seen: set[str]) -> Judged:
    """`seen` gathers the names that stood in the file."""
    found = KEY.fullmatch(given.key)
    if found is None:
        return Judged(given, faults=(_("There is no key in this row, or it was changed."),))
    owner, name, *marks = found.groups()
    if owner != material.code:
        return Judged(given, faults=(_("This row belongs to another material, %(code)s.", code=owner),))
    if name in seen:
        return Judged(given, texts.get(name), faults=(_("This key stands in the file twice."),))
    if name not in texts:
        return Judged(given, faults=(_("This block is no longer there; somebody removed it, or the key was changed."),))
    seen.add(name)
    text = texts[name]
    cells = tuple(_cell(text, code, given.words.of(code), then) for code, then in zip(CODES, marks, strict=True))
    faults = tuple(_faults(text, cells))
    return Judged(given, text, cells, faults, () if faults else tuple(_findings(material, text, cells)))


def _cell(text: Text, code: str, new: str, then: str) -> Cell:
    """`then`: the mark of what stood here when the file was made."""
    now = text.words.of(code)
    if clean(now) == new:
        outcome = Outcome.same
    elif mark(new) == then:
        outcome = Outcome.behind
    else:
        outcome = Outcome.changed if mark(now) == then else Outcome.clash
    return Cell(code, outcome, now, new, text.budget(code))


def _faults(text: Text, cells: Sequence[Cell]) -> list[str]:
    proposals = [cell for cell in cells if cell.is_proposal]
    if text.is_quoted:
        said = _("These words are quoted. They are changed in the fact or the image they come from, not here.")
        return [said] if proposals else []
    names = {"en": _("English"), "es": _("Spanish")}
    found = [f"{names[cell.code]}: {sentence}" for cell in proposals if (sentence := excess(cell.new, text.most))]
    emptied = [cell.code for cell in proposals if cell.now and not cell.new]
    if len(emptied) == len(CODES):
        found.append(_("Both languages are empty in the file. A block is removed in the editor, not here."))
    elif emptied:
        found.append(_("%(language)s: the text is gone in the file, and stands here.", language=names[emptied[0]]))
    return found


def _findings(material: Material, text: Text, cells: Sequence[Cell]) -> list[Finding]:
    """Of the pair as it would become, without those that it has already."""
    if not any(cell.is_proposal for cell in cells):
        return []
    known = {_same(one) for one in _look(material, text, [cell.now for cell in cells])}
    after = [cell.new if cell.is_proposal else cell.now for cell in cells]
    return [one for one in _look(material, text, after) if _same(one) not in known]


def _look(material: Material, text: Text, words: list[str]) -> list[Finding]:
    en, es = words
    return findings_of(text.kind, en, es, material.register.value) if text.kind else look(en, es)


def _same(finding: Finding) -> tuple[str, str, str]:
    return finding.kind, finding.language, finding.words
