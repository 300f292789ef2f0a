"""The words that the checks know, as tables beside the code."""

import csv

from campaign.config import PACKAGE

DATA = PACKAGE / "wording" / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
