"""One press for all, and one real render of each edition, shared by the tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from campaign.paper.press import Press
from campaign.paper.render import render
from tests.paper import sheets

LETTER = "letter-side-by-side"


@pytest.fixture(scope="session")
def press() -> Iterator[Press]:
    """Its child starts once, which costs more than a page."""
    with Press() as press:
        yield press


@pytest.fixture(scope="session")
def us() -> bytes:
    return render(LETTER, sheets.US)


@pytest.fixture(scope="session")
def mx() -> bytes:
    return render(LETTER, sheets.MX)


@pytest.fixture(scope="session")
def mx_draft() -> bytes:
    return render(LETTER, sheets.changed(sheets.MX, draft=True))
