"""The child's fence: whatever HTML it is given, it fetches nothing of others and ends in time."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from campaign.paper import press as pressing
from campaign.paper.errors import Broken, DoesNotFit, ForbiddenFetch, LimitReached
from campaign.paper.press import Press, child_environment

HEAD = "<!doctype html><html lang=en><title>t</title>"
IMAGE = "<image href='file:///etc/passwd' width='9' height='9'/>"
SVG = f"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{IMAGE}</svg>"


@pytest.mark.parametrize(
    "html",
    [
        '<img alt=x src="file:///etc/passwd">',
        '<img alt=x src="http://127.0.0.1:9/x.png">',
        f'<img alt=x src="data:image/svg+xml,{SVG}">',
        SVG,
        '<img alt=x src="asset:../../../../etc/passwd">',
        "<link rel=stylesheet href=http://127.0.0.1:9/x.css>",
        '<style>@import "file:///etc/passwd"</style>',
        "<link rel=attachment href=file:///etc/passwd>",
        "<a rel=attachment href=file:///etc/passwd>x</a>",
        '<base href="file:///etc/"><img alt=x src=passwd>',
        "<style>@font-face{font-family:x;src:url(file:///etc/passwd)}p{font-family:x}</style><p>x",
        "<p style='background:url(http://127.0.0.1:9/x)'>x",
        "<object data=file:///etc/passwd></object>",
    ],
)
def test_nothing_but_our_drawings_is_fetched(press: Press, html: str) -> None:
    """ASVS V1.3.6."""
    with pytest.raises(ForbiddenFetch):
        press(HEAD + html)


def test_a_picture_without_alternative_text_is_refused(press: Press) -> None:
    with pytest.raises(Broken, match="alt description"):
        press(f"{HEAD}<img src=asset:pin>")


def test_a_second_page_is_refused(press: Press) -> None:
    with pytest.raises(DoesNotFit) as refused:
        press(f"{HEAD}<p>one<p style='break-before:page'>two")
    assert [(found.kind, found.words) for found in refused.value.findings] == [("page", "2")]


def test_a_bomb_ends_at_its_cpu_limit() -> None:
    """ASVS V15.2.2."""
    with pytest.raises(LimitReached) as refused:
        pressing.press(HEAD + '<div style="display:flex">' * 14 + "x y z", cpu_seconds=2)
    assert refused.value.limit == "cpu"


def test_a_child_that_fell_is_replaced_and_the_next_page_is_the_same_as_from_a_new_one() -> None:
    page = f"{HEAD}<p lang=es-MX>Llama al 911.</p>"
    with Press(cpu_seconds=2) as warm:
        first = warm(page)
        with pytest.raises(Broken):
            warm(f"{HEAD}<img src=asset:pin>")
        with pytest.raises(LimitReached):
            warm(HEAD + '<div style="display:flex">' * 14 + "x y z")
        assert warm(page) == first == pressing.press(page)


def test_each_page_has_its_own_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that has used more than one page's seconds on several pages still prints the next one."""
    monkeypatch.setattr("campaign.paper.press.PAGES", 1000)
    page = f"{HEAD}<p>" + "word " * 400
    with Press(cpu_seconds=4) as warm:
        warm(page)
        first = warm.pid
        assert first is not None
        while _cpu(first) < 5:
            warm(page)
        warm(page)
        assert warm.pid == first


def test_a_worn_child_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaign.paper.press.PAGES", 3)
    children = set()
    with Press() as warm:
        for number in range(7):
            warm(f"{HEAD}<p>{number}")
            children.add(warm.pid)
    assert len(children) == 3


def _cpu(pid: int) -> float:
    """The seconds that a process has used so far, in user and system mode (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_memory_is_limited() -> None:
    script = "from campaign.paper.limits import fence; fence(); bytearray(700 * 2**20)"
    ended = subprocess.run([sys.executable, "-c", script], env=child_environment(), capture_output=True, check=False)
    assert b"MemoryError" in ended.stderr


def test_the_child_sees_no_secret_and_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """ASVS V13.2.5."""
    monkeypatch.setenv("CAMPAIGN_SECRET", "s3cret")
    assert "s3cret" not in str(child_environment())
    script = "import os; from campaign.paper.limits import fence; fence(); print(sorted(os.listdir('/sys/class/net')))"
    before = f"import os; print(os.readlink('/proc/self/ns/net'));{script};print(os.readlink('/proc/self/ns/net'))"
    shown = subprocess.run([sys.executable, "-c", before], env=child_environment(), capture_output=True, check=True)
    outside, *_, inside = shown.stdout.split()
    if os.geteuid() == 0:
        assert inside != outside


def test_threads_that_print_their_first_page_at_once_share_one_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server's threads: a folder that only one of them knew went away under another one's page."""
    monkeypatch.setattr(pressing, "_folder", cache(pressing._folder.__wrapped__))  # the others' stays
    for _n in range(20):
        pressing._folder.cache_clear()
        start = threading.Barrier(8)

        def ask(_n: int, start: threading.Barrier = start) -> str:
            start.wait()
            return pressing._scratch()

        with ThreadPoolExecutor(8) as threads:
            found = set(threads.map(ask, range(8)))
        assert len(found) == 1
        assert Path(found.pop(), "fonts.conf").is_file()
