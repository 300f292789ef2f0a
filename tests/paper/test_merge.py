"""Many sheets behind one another in one PDF."""

from pathlib import Path

import pikepdf
import pytest

from campaign.paper.merge import MOST_OPEN, merge


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """More than are open at once, each page of a width of its own."""
    made = [tmp_path / f"{n}.pdf" for n in range(MOST_OPEN + 5)]
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
