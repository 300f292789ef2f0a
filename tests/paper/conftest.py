"""One real render of each edition, shared by the tests that only read it."""

from __future__ import annotations

import pytest

from campaign.paper.render import render
from tests.paper import sheets

LETTER = "letter-side-by-side"


@pytest.fixture(scope="session")
def us() -> bytes:
    return render(LETTER, sheets.US)


@pytest.fixture(scope="session")
def mx() -> bytes:
    return render(LETTER, sheets.MX)


@pytest.fixture(scope="session")
def mx_draft() -> bytes:
    return render(LETTER, sheets.changed(sheets.MX, draft=True))
