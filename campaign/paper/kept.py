"""A child kept warm for whoever looks at a page and waits: one for each process of ours, until it is long unasked.

Who finds it busy has a child for that page alone; both print the same bytes.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Mapping
from threading import Lock, Timer

from campaign.paper.press import NO_PICTURES, Press, press

IDLE_SECONDS = 120.0


class Kept:
    """Raises what a `Press` raises; may be shared between threads."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self._idle_seconds = idle_seconds
        self._turn = Lock()
        self._press = Press()
        self._end = Timer(0, self._close)

    @property
    def pid(self) -> int | None:
        """Of the child that is warm now."""
        return self._press.pid

    def __call__(self, html: str, pictures: Mapping[str, bytes] = NO_PICTURES) -> bytes:
        if not self._turn.acquire(blocking=False):
            return press(html, pictures=pictures)
        try:
            self._end.cancel()
            return self._press(html, pictures)
        finally:
            self._end_later()
            self._turn.release()

    def close(self) -> None:
        """End the child; the next page starts another."""
        self._end.cancel()
        self._close()

    def _end_later(self) -> None:
        self._end = Timer(self._idle_seconds, self._close)
        self._end.daemon = True
        self._end.start()

    def _close(self) -> None:
        with self._turn:
            self._press.close()


_mine: dict[int, Kept] = {}


def kept(html: str, pictures: Mapping[str, bytes] = NO_PICTURES) -> bytes:
    """Print one page in the warm child of this process; a fork has its own."""
    return _of_process()(html, pictures)


def warm_child() -> int | None:
    """The process that prints for this one, while it is warm."""
    return _of_process().pid


def _of_process() -> Kept:
    return _mine.setdefault(os.getpid(), Kept())


@atexit.register
def _leave() -> None:
    """Its folder of fonts goes with this process, so it goes first."""
    if os.getpid() in _mine:
        _mine.pop(os.getpid()).close()
