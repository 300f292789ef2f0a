"""`backup`, `restore` and `move`: what they were called with, what came of it in one sentence, and no password."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from campaign.backup import archive
from campaign.backup.move import move as move_away
from campaign.backup.restore import restore as put_back
from campaign.backup.take import take
from campaign.clock import now
from campaign.config import BadSetting, Config
from campaign.errors import Refused
from campaign.storage import Damaged

SECRET = "It holds the keys and personal data: keep it where only you can read it."
ANSWERS = (Refused, SQLAlchemyError, OSError, Damaged, BadSetting, ImportError)


def backup(argv: list[str]) -> int:
    """Write all rows, stored files and keys into one new file, while serving."""
    parser = argparse.ArgumentParser(prog="campaign backup", description=backup.__doc__)
    parser.add_argument("file", type=Path, help="the file to write; one that exists is never replaced")
    options = parser.parse_args(argv)
    return _told(lambda config: _backup(config, options.file))


def _backup(config: Config, path: Path) -> None:
    manifest = take(config, path, now())
    size = f"{path.stat().st_size / 1e6:,.1f} MB"
    print(f"{path}: {_count(manifest)}, {size}.\n{SECRET}")


def restore(argv: list[str]) -> int:
    """Verify a backup and put it back into an empty place: no tables, no stored files, no keys."""
    parser = argparse.ArgumentParser(prog="campaign restore", description=restore.__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--check", action="store_true", help="only verify the file")
    options = parser.parse_args(argv)
    return _told(lambda config: _restore(config, options.file, options.check))


def _restore(config: Config, path: Path, is_check: bool) -> None:
    with archive.reading(path) as found:
        if not is_check:
            put_back(found, config)
        done = "whole" if is_check else "restored and proved equal"
        print(f"{path} of {found.manifest.created_at}: {_count(found.manifest)}, {done}.")


def _count(manifest: archive.Manifest) -> str:
    rows = sum(table.rows for table in manifest.tables.values())
    return f"{rows:,} rows of {len(manifest.tables)} tables and {len(manifest.files):,} stored files"


def move(argv: list[str]) -> int:
    """Copy this SQLite installation into an empty PostgreSQL, prove that it is equal, and close the old database."""
    parser = argparse.ArgumentParser(prog="campaign move", description=move.__doc__)
    parser.add_argument("--to", required=True, metavar="URL", type=_postgresql, help="postgresql://…")
    parser.add_argument("--store", metavar="URL", help="copy the stored files too: file:///… or s3://…")
    options = parser.parse_args(argv)
    return _told(lambda config: _move(config, options.to, options.store), options.to)


def _postgresql(said: str) -> str:
    """An address that leads to PostgreSQL; the answer never repeats it, it may hold a password."""
    try:
        is_one = make_url(said).get_backend_name() == "postgresql"
    except (ArgumentError, ValueError):
        is_one = False
    if not is_one:
        raise argparse.ArgumentTypeError("this is an address that begins with postgresql://")
    return said


def _move(config: Config, url: str, store_url: str | None) -> None:
    if not config.database_url.startswith("sqlite"):
        raise Refused("This installation is on PostgreSQL already.")
    sums = move_away(config, url, store_url)
    print(f"{sum(table.rows for table in sums.values()):,} rows of {len(sums)} tables were copied and proved equal.")
    print("The old database is kept and takes no more acts. Start everything anew with:")
    print(f"CAMPAIGN_DATABASE_URL={make_url(url).render_as_string()}")
    if store_url is not None:
        print(f"CAMPAIGN_STORE_URL={store_url}")


def _told(act: Callable[[Config], None], url: str = "") -> int:
    """Exit status 0, or 1 with the reason; whatever it was, nothing was changed."""
    try:
        act(_settings())
    except ANSWERS as error:
        print(f"{_reason(error, url)}\nNothing was changed.", file=sys.stderr)
        return 1
    return 0


def _settings() -> Config:
    config = Config.read()
    try:
        make_url(config.database_url)
    except (ArgumentError, ValueError):
        raise Refused("CAMPAIGN_DATABASE_URL: this address cannot be read.") from None
    return config


def _reason(error: Exception, url: str) -> str:
    if isinstance(error, Damaged):
        return f"The stored file {error} is damaged: python3 -m campaign doctor --store"
    if isinstance(error, ImportError):
        return f"{error.name} is missing: pip install 'campaign[postgres]'"
    if isinstance(error, OSError):
        return f"{error.filename or 'The store'}: {error.strerror or error}"
    return _without_password(str(getattr(error, "orig", error)).strip().split("\n")[0], url)


def _without_password(said: str, url: str) -> str:
    password = make_url(url).password if url else None
    return said.replace(str(password), "…") if password else said
