"""Whether a PDF is fit for print, in words: what the gate found, each with its remedy; it refuses nothing.

Three grades: what must be mended before it is printed, what is worth a thought, and what is all right.
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from campaign.audit.values import VALUES
from campaign.i18n import _, _l, _n, number
from campaign.intake.limits import PDF
from campaign.materials.files.models import File, FileRole
from campaign.materials.files.remedies import REMEDIES, SENTENCES
from campaign.materials.models import MaterialType

PRINTED = (MaterialType.poster, MaterialType.leaflet, MaterialType.wallet_card, MaterialType.toolkit)
USUAL = {  # mm, the shorter side first
    (216, 279): "letter",
    (216, 356): "legal",
    (216, 340): "oficio",
    (140, 216): "half-letter",
    (279, 432): "tabloid",
    (457, 610): "poster-18x24",
    (600, 900): "poster-600x900",
    (102, 229): "rack-card",
    (51, 89): "wallet-card",
}
ELSEWHERE = {(297, 420): "A3", (210, 297): "A4", (148, 210): "A5"}
NEAR = 2  # mm by which a size may differ and still is that one


class Grade(enum.Enum):
    must = "must"
    consider = "consider"
    right = "right"


GRADE_WORDS = {
    Grade.must: _l("Must be mended for print"),
    Grade.consider: _l("To consider"),
    Grade.right: _l("All right"),
}
MUST: tuple[str, ...] = ("no_measure", "fonts", "few_pixels", "words_outside")
CONSIDER: tuple[str, ...] = (
    *("unread", "too_much", "low_pixels", "outside", "rgb", "lab", "spot", "transparency"),
    *("no_tags", "no_language", "no_title"),
)
SETTLED = {  # what may be said when none of these was found
    "fonts": ("fonts",),
    "pixels": ("few_pixels", "low_pixels"),
    "margin": ("outside", "words_outside"),
    "transparency": ("transparency",),
    "tags": ("no_tags",),
    "language": ("no_language",),
    "title": ("no_title",),
}


@dataclass(frozen=True)
class Line:
    """A finding: what it is, on which pages, and what to do; what is all right needs nothing."""

    grade: Grade
    text: str
    where: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class Marked:
    """A page as it is seen, in thousandths: what an office printer prints, and what stands outside of that."""

    page: int
    printable: tuple[int, ...]
    outside: list[list[int]]


@dataclass(frozen=True)
class Fit:
    """`lines` is empty where nobody has looked yet."""

    lines: list[Line]
    marked: dict[int, Marked]

    @property
    def groups(self) -> list[tuple[Grade, str, list[Line]]]:
        """The gravest first; none that is empty."""
        of = {grade: [line for line in self.lines if line.grade is grade] for grade in Grade}
        return [(grade, str(GRADE_WORDS[grade]), lines) for grade, lines in of.items() if lines]


def fit_of(file: File) -> Fit | None:
    """None for what nobody prints from; files from before anybody looked have no lines."""
    if file.type != PDF or file.role is not FileRole.main or file.material.type not in PRINTED:
        return None
    found = file.facts.get("preflight")
    if not found:
        return Fit([], {})
    marked = {int(n): Marked(int(n), tuple(one["printable"]), one["outside"]) for n, one in found["shown"].items()}
    return Fit(list(_lines(found)), marked)


def _lines(found: dict[str, Any]) -> Iterator[Line]:
    by_kind = {one["kind"]: one for one in found["findings"]}
    if found["looked"] < found["pages"]:
        yield _cut(found)
    if not found["looked"]:
        return
    yield from _sizes(found)
    for kinds, grade in ((MUST, Grade.must), (CONSIDER, Grade.consider)):
        yield from (_line(grade, by_kind[kind], found) for kind in kinds if kind in by_kind)
    yield _bleed(by_kind, found)
    if found["looked"] == found["pages"]:
        for name, kinds in SETTLED.items():
            if not by_kind.keys() & set(kinds):
                yield Line(Grade.right, SENTENCES[name]({}))


def _line(grade: Grade, one: dict[str, Any], found: dict[str, Any]) -> Line:
    return Line(grade, SENTENCES[one["kind"]](one), _where(one, found), REMEDIES[one["kind"]]())


def _cut(found: dict[str, Any]) -> Line:
    looked = found["looked"]
    words = _n(
        "Only the first page was looked at closely.", "Only the first %(num)d pages were looked at closely.", looked
    )
    return Line(
        Grade.consider,
        words if looked else _("Looking at its pages takes too long."),
        "",
        _("Look at the other pages yourself, or split the file.")
        if looked
        else _("Print a proof before you print many, or export the PDF again with simpler drawings."),
    )


def _where(one: dict[str, Any], found: dict[str, Any]) -> str:
    """ "pages 2, 3 and 5 pages more"; '' where the file has one page, or the finding is of the whole file."""
    if found["pages"] == 1 or not one["pages"]:
        return ""
    if one["count"] == found["pages"]:
        return _("on every page")
    named, more = ", ".join(number(page) for page in one["pages"]), one["count"] - len(one["pages"])
    said = _("page %(named)s", named=named) if one["count"] == 1 else _("pages %(named)s", named=named)
    return " ".join([said, _n("and %(num)d page more", "and %(num)d pages more", more)]) if more else said


# Sizes and bleed


def _sizes(found: dict[str, Any]) -> Iterator[Line]:
    sizes = found["sizes"]
    for one in sizes:
        words, is_usual = _size(*one["mm"])
        where = _where(one, found) if len(sizes) > 1 else ""
        if is_usual:
            yield Line(Grade.right, _("Page size: %(size)s.", size=words), where)
        else:
            text = _("Page size: %(size)s. It is no usual size on either side of the border.", size=words)
            yield Line(Grade.consider, text, where, REMEDIES["size"]())
    if len(sizes) > 1:
        yield Line(Grade.consider, _("Its pages have different sizes."), "", REMEDIES["sizes"]())


def _size(wide: int, high: int) -> tuple[str, bool]:
    """ "letter, 216 × 279 mm", and whether it is a usual one."""
    measures = _("%(wide)s × %(high)s mm", wide=number(wide), high=number(high))
    for known, names in ((USUAL, VALUES["editions.size"]), (ELSEWHERE, {name: name for name in ELSEWHERE.values()})):
        for (short, long), name in known.items():
            if abs(min(wide, high) - short) <= NEAR and abs(max(wide, high) - long) <= NEAR:
                return f"{names[name]}, {measures}", known is USUAL
    return measures, False


def _bleed(by_kind: dict[str, Any], found: dict[str, Any]) -> Line:
    """Only what runs to the edge needs bleed."""
    lacking = "no_trim" if "no_trim" in by_kind else "no_bleed" if "no_bleed" in by_kind else ""
    if lacking and "edge" in by_kind:
        return _line(Grade.consider, {**by_kind["edge"], "kind": lacking}, found)
    return Line(Grade.right, SENTENCES["bleed_needless" if lacking else "bleed"]({}))
