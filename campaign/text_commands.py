"""`text check`: what the bilingual checks say of one pair of texts, without an installation."""

import argparse
import json

from campaign.wording.checks import look


def text(argv: list[str]) -> int:
    """Say what the checks find in an English text and its Spanish twin; exit status 1 when a finding is hard."""
    parser = argparse.ArgumentParser(prog="campaign text", description=text.__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help="numbers, terms, register, reading ease and spelling of one pair of texts")
    check.add_argument("--en", required=True, help="the English text")
    check.add_argument("--es", required=True, help="the Spanish text")
    check.add_argument("--register", default="", choices=["tu", "usted"], help="how the Spanish speaks to its reader")
    check.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    found = look(options.en, options.es, options.register)
    if options.json:
        print(json.dumps([one.as_row() for one in found], ensure_ascii=False))
    else:
        for one in found:
            print(f"{one.kind} ({one.language}, {one.severity}): {one.words}: {one.remedy}")
    return 1 if any(one.is_hard for one in found) else 0
