"""The hostile corpus on paper: letters as they are or a clear refusal, no file, no request, in time, nothing harmed."""

from __future__ import annotations

import hashlib
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from campaign.paper.check import text
from campaign.paper.errors import LimitReached, PaperError, WrongColour
from campaign.paper.fit import misfits
from campaign.paper.layouts import LAYOUTS
from campaign.paper.limits import WALL_SECONDS
from campaign.paper.press import Press
from campaign.paper.press_profile import press_profile
from campaign.paper.render import compile, pages
from campaign.paper.sheet import Sheet
from tests.paper import corpus, sheets
from tests.paper.conftest import LETTER

SECRET = "what no page may read"
LAYOUT_SECONDS = 1.0  # of CPU, for one text in one layout: it is done where pages are served
ORDINARY = compile(LETTER, sheets.US)


@dataclass
class Room:
    """A press that all cases share, what it printed first, a listener that nobody may call, a file nobody may read."""

    press: Press
    first: bytes
    listener: socket.socket
    file: Path

    def unharmed(self) -> None:
        assert self.press(ORDINARY) == self.first
        with pytest.raises(BlockingIOError):
            self.listener.accept()


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    file = tmp_path_factory.mktemp("corpus") / "secret.svg"
    file.write_text(f"<svg xmlns='http://www.w3.org/2000/svg'><text>{SECRET}</text></svg>", encoding="utf-8")
    with Press(cpu_seconds=3) as press, socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield Room(press, press(ORDINARY), listener, file)


def _base(layout: str) -> Sheet:
    return sheets.of(layout, "US")


def _rotated(number: int) -> list[str]:
    names = list(LAYOUTS)
    return names[number % len(names) :] + names[: number % len(names)]


def _roomy(number: int) -> str:
    """The next layout in turn that has a place for the case's text."""
    case = corpus.SHEETS[number]
    fitting = (name for name in _rotated(number) if not misfits(pages(name, corpus.sheet_of(case, _base(name)))))
    return next(name for name in fitting if _shown(case, name))


def _shown(case: corpus.SheetCase, layout: str) -> bool:
    placed = pages(layout, corpus.sheet_of(case, _base(layout)))
    said = "".join(piece.text for page in placed for block in page.blocks for line in block.lines for piece in line)
    return case[1] in (corpus.title, corpus.alt) or _squeezed(case[2]) in _squeezed(said)


def _squeezed(words: str) -> str:
    return "".join(words.split())


def _cases(is_text: bool) -> list[object]:
    chosen = ((n, case) for n, case in enumerate(corpus.SHEETS) if (case[3] == corpus.TEXT) is is_text)
    return [pytest.param(n, id=case[0]) for n, case in chosen]


_PAGES = [
    pytest.param(html, error, id=name, marks=[pytest.mark.long] * (error is LimitReached))
    for name, html, error in corpus.PAGES
]


def test_there_are_many() -> None:
    count = len(corpus.SHEETS) + len(corpus.PAGES) + len(corpus.PICTURES) + len(corpus.PROFILES)
    assert count >= 60
    assert len({case[0] for case in corpus.SHEETS}) == len(corpus.SHEETS)


@pytest.mark.parametrize("number", _cases(is_text=True))
def test_what_a_person_wrote_stays_letters(room: Room, number: int) -> None:
    case, layout = corpus.SHEETS[number], _roomy(number)
    pdf = room.press(compile(layout, corpus.sheet_of(case, _base(layout))))
    printed = _squeezed("".join(text(pdf, page) for page in range(LAYOUTS[layout].pages)))
    if case[1] not in (corpus.title, corpus.alt):
        assert _squeezed(case[2]).replace("a\u0301", "á") in printed.replace("a\u0301", "á")
    assert SECRET not in printed


@pytest.mark.parametrize("number", _cases(is_text=False))
def test_what_cannot_be_printed_is_refused_with_its_kind(room: Room, number: int) -> None:
    case, layout = corpus.SHEETS[number], _rotated(number)[0]
    with pytest.raises(PaperError) as refused:
        room.press(compile(layout, corpus.sheet_of(case, _base(layout))))
    assert {finding.kind for finding in refused.value.findings} == ({case[3]} if case[3] else set())
    assert len(str(refused.value)) < 5000


@pytest.mark.parametrize("number", range(len(corpus.SHEETS)), ids=[case[0] for case in corpus.SHEETS])
def test_no_text_holds_up_the_layouts(number: int) -> None:
    """They are laid out where pages are served, so what is too much is refused before."""
    for layout in LAYOUTS:
        sheet, began = corpus.sheet_of(corpus.SHEETS[number], _base(layout)), time.process_time()
        with suppress(PaperError):
            misfits(pages(layout, sheet))
        assert time.process_time() - began < LAYOUT_SECONDS, layout


@pytest.mark.parametrize("where", [corpus.headline, corpus.subline, corpus.point, corpus.note])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_longest_text_that_is_laid_out_holds_nobody_up(layout: str, where: corpus.Make) -> None:
    most: dict[corpus.Make, str] = {
        corpus.headline: "ab cde " * 10,
        corpus.subline: "a bc de " * 20,
        corpus.note: "a bc de " * 20,
    }
    sheet = sheets.changed(_base(layout), **where(most.get(where, "Call a nurse " * 40)))
    began = time.process_time()
    pages(layout, sheet)
    assert time.process_time() - began < LAYOUT_SECONDS


@pytest.mark.parametrize(("html", "error"), _PAGES)
def test_a_page_fetches_nothing_and_ends(room: Room, html: str, error: type[PaperError]) -> None:
    host = f"http://127.0.0.1:{room.listener.getsockname()[1]}"
    began = time.monotonic()
    with pytest.raises(error) as refused:
        room.press(html.format(host=host, file=room.file.as_uri()))
    assert time.monotonic() - began < WALL_SECONDS + 5
    assert SECRET not in str(refused.value)
    room.unharmed()


@pytest.mark.parametrize(("data", "error"), [pytest.param(*case[1:], id=case[0]) for case in corpus.PICTURES])
def test_a_picture_that_is_none_is_refused(room: Room, data: bytes | None, error: type[PaperError]) -> None:
    sha256 = hashlib.sha256(data or b"").hexdigest()
    sheet = sheets.changed(sheets.US, picture={"sha256": sha256, "width": 900, "height": 600})
    with pytest.raises(error) as refused:
        room.press(compile(LETTER, sheet), {} if data is None else {sha256: data})
    assert [finding.kind for finding in refused.value.findings] == ["unreadable"] * (data is not None)
    room.unharmed()


@pytest.mark.parametrize("data", [pytest.param(case[1], id=case[0]) for case in corpus.PROFILES])
def test_a_profile_that_is_not_of_a_press_is_refused(data: bytes) -> None:
    with pytest.raises(WrongColour):
        press_profile(data)


def test_after_all_of_them_an_ordinary_sheet_is_the_same(room: Room) -> None:
    room.unharmed()
