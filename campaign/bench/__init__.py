"""`bench NAME`: measures on a demo of its own, in CPU time, counts and ratios of the same run; it judges nothing.

Where a bench finds what must never be, it names it under `faults`, and the exit status is 1.
"""

import argparse
import json
import logging
from collections.abc import Callable, Iterator

from campaign.bench import board, crash, flyers, growth, intake, jobs, load, pages, schedule, search, upgrade, wording
from campaign.config import Config
from campaign.demo import throw_away

Figures = dict[str, object]
BENCHES: dict[str, tuple[Callable[[Config, int | None], Figures], str]] = {
    "board": (board.measure, board.__doc__ or ""),
    "growth": (growth.measure, growth.__doc__ or ""),
    "crash": (crash.measure, crash.__doc__ or ""),
    "flyers": (flyers.measure, flyers.__doc__ or ""),
    "intake": (intake.measure, intake.__doc__ or ""),
    "jobs": (jobs.measure, jobs.__doc__ or ""),
    "load": (load.measure, load.__doc__ or ""),
    "schedule": (schedule.measure, schedule.__doc__ or ""),
    "search": (search.measure, search.__doc__ or ""),
    "pages": (pages.measure, pages.__doc__ or ""),
    "upgrade": (upgrade.measure, upgrade.__doc__ or ""),
    "wording": (wording.measure, wording.__doc__ or ""),
}


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="campaign bench", description=__doc__)
    names = parser.add_subparsers(dest="name", required=True)
    for name, (_measure, words) in BENCHES.items():
        one = names.add_parser(name, help=words.splitlines()[0])
        one.add_argument("--json", action="store_true")
        one.add_argument("--database", default="", help="address of an empty PostgreSQL database (default: SQLite)")
        one.add_argument("--count", type=int, help="how many flyers, campaigns, rows, requests or kills at most")
    options = parser.parse_args(argv)
    logging.getLogger("campaign").setLevel(logging.WARNING)
    with throw_away(database_url=options.database) as config:
        figures = BENCHES[options.name][0](config, options.count)
    print(json.dumps(figures, ensure_ascii=False) if options.json else "\n".join(told(figures)))
    return 1 if figures.get("faults") else 0


def told(figures: Figures, depth: int = 0) -> Iterator[str]:
    """The figures for eyes, one a line."""
    for name, value in figures.items():
        if isinstance(value, dict):
            yield f"{'  ' * depth}{name}"
            yield from told(value, depth + 1)
        else:
            yield f"{'  ' * depth}{name}: {value}"
