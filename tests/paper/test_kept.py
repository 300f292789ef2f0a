"""The warm child of a process: who looks at page after page meets the same one; it goes when nobody asks any more."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from campaign.paper.errors import Broken
from campaign.paper.kept import Kept, kept, warm_child
from campaign.paper.press import press

HEAD = "<!doctype html><html lang=en><title>t</title>"


def test_it_stays_for_the_next_page_and_prints_the_same() -> None:
    warm = Kept()
    first, child = warm(f"{HEAD}<p>one"), warm.pid
    assert warm(f"{HEAD}<p>two") != first
    with pytest.raises(Broken):
        warm(f"{HEAD}<img src=asset:pin>")
    assert (warm(f"{HEAD}<p>one"), warm.pid) == (press(f"{HEAD}<p>one"), child)
    warm.close()
    assert warm.pid is None


def test_it_goes_when_nobody_asks() -> None:
    warm = Kept(idle_seconds=0.2)
    warm(f"{HEAD}<p>one")
    late = time.monotonic() + 20
    while warm.pid is not None and time.monotonic() < late:
        time.sleep(0.05)
    assert warm.pid is None
    assert warm(f"{HEAD}<p>two")
    warm.close()


def test_who_finds_it_busy_does_not_wait() -> None:
    warm, start = Kept(), threading.Barrier(3)

    def ask(n: int) -> bytes:
        start.wait()
        return warm(f"{HEAD}<p>{n}")

    with ThreadPoolExecutor(3) as threads:
        made = list(threads.map(ask, range(3)))
    assert made == [press(f"{HEAD}<p>{n}") for n in range(3)]
    warm.close()


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # that it has threads is the case here
def test_a_fork_has_its_own() -> None:
    """A server forks its workers: two processes at the ends of one pipe would read each other's pages."""
    kept(f"{HEAD}<p>one")
    child, (says, hears) = warm_child(), os.pipe()
    if os.fork() == 0:
        os.write(hears, str(warm_child()).encode())
        os._exit(0)
    os.wait()
    assert os.read(says, 20) == b"None"
    assert warm_child() == child is not None
