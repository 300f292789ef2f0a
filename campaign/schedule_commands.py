"""`schedule export`: the released schedule as one calendar file, the same text as a feed of it."""

import argparse
import sys
from pathlib import Path

from sqlalchemy import Select

from campaign.campaigns.models import Campaign
from campaign.commands import open_installation
from campaign.config import Config
from campaign.db import session
from campaign.i18n import LANGUAGES, _, both
from campaign.schedule.feeds.ical import Reader, calendar, lines_of
from campaign.schedule.releases.models import ReleaseItem, current_items, current_of
from campaign.storage import files
from campaign.web import order


def schedule(argv: list[str]) -> int:
    """Write what was released last, of one campaign or of all, as iCalendar in both languages."""
    parser = argparse.ArgumentParser(prog="campaign schedule", description=schedule.__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    export = verbs.add_parser("export", help="the released schedule as one calendar file")
    export.add_argument("--campaign", default="", metavar="CODE", help="C-001; all campaigns without it")
    export.add_argument("--out", required=True, type=Path, metavar="FILE.ics")
    options = parser.parse_args(argv)
    if options.out.exists():
        print(f"{options.out} is there already; nothing was written over it.", file=sys.stderr)
        return 1
    config = open_installation()
    campaign = _campaign(options.campaign)
    if options.campaign and campaign is None:
        print(f"There is no campaign {options.campaign}.", file=sys.stderr)
        return 1
    text = _text(config, current_of(campaign.id) if campaign else current_items(), campaign)
    with files.unnamed(options.out.resolve().parent) as file:
        file.write(text.encode())
        files.settle(file, options.out.resolve())
    print(f"{options.out}: {text.count('BEGIN:VEVENT'):,} events")
    return 0


def _text(config: Config, items: Select[ReleaseItem], campaign: Campaign | None) -> str:
    title = campaign.title if campaign else both(lambda: _("Schedule"))
    name = " / ".join(dict.fromkeys(words for words in (title.en, title.es) if words))
    first, second = order(None)
    return calendar(name, lines_of(items), Reader(tuple(LANGUAGES), (first, second), config.base_url))


def _campaign(code: str) -> Campaign | None:
    number = code.upper().removeprefix("C-")
    is_one = number.isascii() and number.isdecimal() and len(number) < 19
    return session.get(Campaign, int(number)) if is_one else None
