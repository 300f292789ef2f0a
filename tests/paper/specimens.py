"""A PDF of each case for checkers of others: `python -m tests.paper.specimens FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from campaign.paper.press import Press
from tests.paper.cases import CASES

if __name__ == "__main__":
    with Press() as press:
        for case in CASES:
            Path(sys.argv[1], f"{case}.pdf").write_bytes(press(case.html))
    print(f"{len(CASES)} PDFs")
