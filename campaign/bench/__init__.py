"""`bench NAME`: measures on a demo of its own, in CPU time, counts and ratios of the same run; it judges nothing."""

import argparse
import json
from collections.abc import Callable, Iterator

from campaign.bench import flyers, pages
from campaign.config import Config
from campaign.demo import throw_away

Figures = dict[str, object]
BENCHES: dict[str, tuple[Callable[[Config, int | None], Figures], str]] = {
    "flyers": (flyers.measure, flyers.__doc__ or ""),
    "pages": (pages.measure, pages.__doc__ or ""),
}


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="campaign bench", description=__doc__)
    names = parser.add_subparsers(dest="name", required=True)
    for name, (_measure, words) in BENCHES.items():
        one = names.add_parser(name, help=words.splitlines()[0])
        one.add_argument("--json", action="store_true")
        one.add_argument("--count", type=int, help="how many flyers, or how many campaigns at most")
    options = parser.parse_args(argv)
    with throw_away() as config:
        figures = BENCHES[options.name][0](config, options.count)
    print(json.dumps(figures, ensure_ascii=False) if options.json else "\n".join(told(figures)))
    return 0


def told(figures: Figures, depth: int = 0) -> Iterator[str]:
    """The figures for eyes, one a line."""
    for name, value in figures.items():
        if isinstance(value, dict):
            yield f"{'  ' * depth}{name}"
            yield from told(value, depth + 1)
        else:
            yield f"{'  ' * depth}{name}: {value}"
