"""`export`: what one side may take along, into one file; the record says that it was made."""

import argparse
import sys
from pathlib import Path

from campaign.clock import now
from campaign.commands import open_installation
from campaign.db import Side, acting, session
from campaign.exports import actions
from campaign.exports.making import make
from campaign.storage import files, store_of


def export(argv: list[str]) -> int:
    """Write all that one side may read (CSV, one workbook, files, audit checkpoint) into one ZIP archive."""
    parser = argparse.ArgumentParser(prog="campaign export", description=export.__doc__)
    parser.add_argument("--side", required=True, choices=[side.value for side in Side])
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.zip")
    options = parser.parse_args(argv)
    if options.out.exists():
        print(f"{options.out} is there already; nothing was written over it.", file=sys.stderr)
        return 1
    config, side = open_installation(), Side(options.side)
    with files.unnamed(options.out.resolve().parent) as file:
        make(side, file, store_of(config), now(), lambda name: print(name, flush=True))
        files.settle(file, options.out.resolve())
    with acting(None, side, "export", now()):
        actions.note(side, now())
        session.commit()
    print(f"{options.out}: {options.out.stat().st_size:,} bytes")
    return 0
