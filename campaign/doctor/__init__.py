"""`doctor`: says what is wrong with an installation, and prints no secret; it changes nothing, but `--store --fix`
removes stored files that nothing needs.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict

from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from campaign import db
from campaign.config import Config
from campaign.doctor.finding import Check, Finding, Patient, failed
from campaign.doctor.installation import database, demo, keys, queue, settings
from campaign.doctor.machine import assets, disk, fonts, limits, public, renderer, scanner, times, translations
from campaign.doctor.stored import store
from campaign.mail.carriers import carrier_of
from campaign.storage import store_of

CHECKS: tuple[Check, ...] = (
    *(settings, keys, database, store, queue, demo),
    *(fonts, renderer, limits, scanner, assets, translations, public, times, disk),
)


def main(argv: list[str]) -> int:
    """Check settings, keys, database, files, queue, renderer, pages and machine; exit status 1 when anything FAILED."""
    parser = argparse.ArgumentParser(prog="campaign doctor", description=main.__doc__)
    parser.add_argument("--store", action="store_true", help="read every stored file, not only the newest")
    parser.add_argument("--fix", action="store_true", help="with --store: remove files that no row has named for a day")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    if options.fix and not options.store:
        parser.error("--fix goes with --store")
    found = list(examine(options.store, options.fix))
    is_well = all(finding.state != "FAILED" for finding in found)
    if options.json:
        print(json.dumps({"ok": is_well, "checks": [asdict(finding) for finding in found]}, ensure_ascii=False))
    else:
        for finding in found:
            print(f"{finding.state:<8} {finding.check:<12} {finding.text}")
    return 0 if is_well else 1


def examine(is_whole: bool = False, is_mended: bool = False) -> Iterator[Finding]:
    try:
        config = Config.read()
        store_of(config)
        carrier_of(config)
        engine = db.make_engine(config.database_url)
    except (ValueError, ArgumentError, ImportError) as error:
        yield failed("settings", f"A setting cannot be read: {error}")
        return
    for check in CHECKS:
        yield from _made(check, Patient(config, engine, is_whole, is_mended))
    engine.dispose()


def _made(check: Check, patient: Patient) -> Iterator[Finding]:
    """One check that breaks does not hide the others."""
    try:
        yield from check(patient)
    except SQLAlchemyError as error:
        yield failed(check.__name__, f"The database did not answer: {str(getattr(error, 'orig', error)).strip()}")
    except OSError as error:
        yield failed(check.__name__, str(error))
