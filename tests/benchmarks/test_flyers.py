"""`bench flyers` on a small scale: it measures each part; and the plain page beside it says all that the sheet says."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pypdfium2
import pytest

from campaign.bench.rivals import plain_page, weasyprint_process
from campaign.config import PACKAGE
from campaign.paper.layouts import LAYOUTS, LOOKS
from campaign.paper.sheet import Sheet
from tests.paper.sheets import MX, US

SPREADS = ("first_ms", "warm_ms", "of_it_child_ms", "weasyprint_plain_ms", "edit_to_picture_ms")


@pytest.mark.long
def test_each_part_is_measured() -> None:
    command = [sys.executable, "-m", "campaign", "bench", "flyers", "--count", "3", "--json"]
    figures = json.loads(subprocess.run(command, cwd=PACKAGE.parent, capture_output=True, check=True).stdout)
    assert figures["sheets"] == 3
    assert all(figures[name]["p95"] >= figures[name]["median"] > 0 for name in SPREADS)
    assert figures["warm_ms"]["median"] > figures["of_it_child_ms"]["median"]
    assert figures["weasyprint_plain_to_warm"] > 1
    assert figures["chromium_ms"] is None or figures["chromium_to_warm_child"] > 0
    assert figures["one_child_memory"]["children"] == 1
    assert figures["cards"]["sheets"] == 100
    assert {name: tuple(looks) for name, looks in figures["layouts"].items()} == dict.fromkeys(LAYOUTS, LOOKS)


@pytest.mark.parametrize("sheet", [US, MX], ids=["US", "MX"])
def test_the_plain_page_carries_all_words(sheet: Sheet) -> None:
    with pypdfium2.PdfDocument(weasyprint_process(plain_page(sheet))) as document:
        printed = _letters("".join(page.get_textpage().get_text_range() for page in document))
    said = {**sheet, "address": sheet["address"].partition("://")[2], "title": "", "alt": "", "review_by": ""}
    assert [words for words in _words(said) if _letters(words) not in printed] == []


def _words(part: object) -> Iterator[str]:
    """What is printed as it stands: no names of slots, drawings, marks and countries."""
    if isinstance(part, str):
        yield part
    for name, inside in part.items() if isinstance(part, dict) else []:
        if name not in ("slot", "pictogram", "mark", "country"):
            yield from _words(inside)
    for inside in part if isinstance(part, list) else []:
        yield from _words(inside)


def _letters(words: str) -> str:
    """Where lines break does not matter."""
    return re.sub(r"\s", "", words.replace("\ufffe", "-"))
