"""Many sheets behind one another in one PDF, with what a screen reader needs."""

from pathlib import Path

import pikepdf
import pytest

from campaign.paper.check import loose_fonts
from campaign.paper.layouts import LAYOUTS
from campaign.paper.merge import MOST, merge
from campaign.paper.press import Press
from campaign.paper.render import compile
from tests.paper import tagged
from tests.paper.sheets import MX, US


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """More than are taken at once, each page of a width of its own, without tags."""
    made = [tmp_path / f"{n}.pdf" for n in range(MOST + 5)]
    for n, path in enumerate(made):
        with pikepdf.new() as document:
            document.add_blank_page(page_size=(100 + n, 50))
            document.save(path)
    return made


def test_every_page_is_there_in_order_and_the_same_again_is_the_same(files: list[Path], tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        merge(files, tmp_path / name, "F-0001")
    with pikepdf.open(tmp_path / "one.pdf") as document:
        assert document.check_pdf_syntax() == []
        assert [int(page.mediabox[2]) for page in document.pages] == [100 + n for n in range(len(files))]
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    assert list(tmp_path.glob("*.part")) == []


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Of two countries and of one page and two: English and Spanish come first by turns."""
    folder, made = tmp_path_factory.mktemp("sheets"), []
    with Press() as press:
        for n, (layout, sheet) in enumerate(
            [("letter-side-by-side", US), ("letter-back-to-back", MX), ("letter-side-by-side", MX)]
        ):
            made.append(folder / f"{n}.pdf")
            made[-1].write_bytes(press(compile(layout, sheet, LAYOUTS[layout].sizes[0].name)))
    return [made[0], made[1], made[2], made[0]]


def test_the_tags_of_all_pages_are_one_tree(sheets: list[Path], tmp_path: Path) -> None:
    """Each mark belongs to one element and each element to its mark; what is read in which language is as before."""
    merge(sheets, tmp_path / "all.pdf", "F-0001 & <all>")
    with pikepdf.open(tmp_path / "all.pdf") as document:
        assert tagged.faults(document) == []
        assert list(loose_fonts(document)) == []
        spoken, figures = tagged.spoken(document), tagged.figures(document)
        (whole,) = document.Root.StructTreeRoot.K
        assert [str(part.Lang) for part in whole.K] == ["en-US", "es-MX", "es-MX", "en-US"]
        assert [str(one.S) for one in (whole, *whole.K)] == ["/Document", *["/Part"] * 4]
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en-US"
        with document.open_metadata() as metadata:
            assert (metadata["pdfuaid:part"], metadata["dc:title"]) == ("1", "F-0001 & <all>")
    alone = [pikepdf.open(path) for path in sheets]
    assert spoken == [page for document in alone for page in tagged.spoken(document)]
    assert sorted(figures) == sorted(figure for document in alone for figure in tagged.figures(document))


def test_with_tags_the_same_again_is_the_same(sheets: list[Path], tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        merge(sheets, tmp_path / name, "F-0001")
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_one_without_tags_among_them_leaves_all_without(sheets: list[Path], files: list[Path], tmp_path: Path) -> None:
    """Half a tree would tell a reader that the rest is empty."""
    merge([*sheets, files[0]], tmp_path / "mixed.pdf", "F-0001")
    with pikepdf.open(tmp_path / "mixed.pdf") as document:
        assert "/StructTreeRoot" not in document.Root
        assert not any("/StructParents" in page.obj for page in document.pages)
