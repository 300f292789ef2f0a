"""`intake check FILE…`: the verdict of the upload gate; it stores nothing and needs no installation."""

import argparse
import json
from pathlib import Path

from campaign.config import Config
from campaign.intake.gate import judge
from campaign.intake.limits import Purpose
from campaign.intake.verdict import Verdict, refused
from campaign.intake.words import scan_words


def intake(argv: list[str]) -> int:
    """Say of each file whether it would be taken, and why not; exit status 1 when any is refused."""
    parser = argparse.ArgumentParser(prog="campaign intake", description=intake.__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help="the verdict over files, without storing anything")
    check.add_argument("files", nargs="+", metavar="FILE")
    check.add_argument("--as", dest="purpose", default="material", choices=[purpose.value for purpose in Purpose])
    check.add_argument("--json", action="store_true", help="one JSON object per line")
    options = parser.parse_args(argv)
    clamd = Config.read().clamd_url
    verdicts = [(name, _of(name, Purpose(options.purpose), clamd)) for name in options.files]
    for name, verdict in verdicts:
        print(
            json.dumps(verdict.as_json(name), ensure_ascii=True) if options.json else _line(name, verdict), flush=True
        )
    return 0 if all(verdict.is_accepted for _name, verdict in verdicts) else 1


def _of(name: str, purpose: Purpose, clamd: str) -> Verdict:
    try:
        return judge(Path(name), purpose, clamd)
    except (OSError, ValueError):
        return refused("missing", purpose)


def _line(name: str, verdict: Verdict) -> str:
    taken = [verdict.type, *verdict.remarks, scan_words(verdict.scan)]
    said = [verdict.reason.en, verdict.reason.es] if verdict.kind else taken
    return f"{'taken  ' if verdict.is_accepted else 'REFUSED'} {ascii(name)[1:-1]}: {' '.join(said)}"
