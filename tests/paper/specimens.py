"""PDFs for checkers of others: `python -m tests.paper.specimens FOLDER`.

Of each case as it is in force, of each layout a draft of both editions, and of each layout and look the print shop's
file. With CAMPAIGN_TEST_FULL the cases are the whole product.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from campaign.paper.finish import finish
from campaign.paper.layouts import LAYOUTS, LOOKS
from campaign.paper.press import Press
from campaign.paper.render import compile
from campaign.paper.sheet import ORDER
from campaign.paper.shop import shop_html
from tests.paper import sheets
from tests.paper.cases import CASES


def specimens(press: Press) -> Iterator[tuple[str, bytes]]:
    """Each with its name."""
    for case in CASES:
        yield str(case), press(case.html)
    for name, layout in LAYOUTS.items():
        for country in ORDER:
            draft = sheets.changed(sheets.of(name, country), draft=True)
            yield f"{name}.{country}.draft", press(compile(name, draft))
        size = layout.sizes[0]
        for look, country in zip(LOOKS, ORDER, strict=True):
            html = shop_html(name, sheets.of(name, country), size.name, look)
            yield f"{name}.{look}.{country}.shop", finish(press(html), size.mm)


if __name__ == "__main__":
    with Press() as press:
        made = [Path(sys.argv[1], f"{name}.pdf").write_bytes(pdf) for name, pdf in specimens(press)]
    print(f"{len(made)} PDFs")
