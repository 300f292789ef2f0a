"""Whether database, migrations, store and queue are as they must be; an answer is `ok` or a reason, never a secret."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from campaign.config import Config, folder
from campaign.jobs.models import oldest_waiting

OK = "ok"
LONGEST_WAIT = timedelta(minutes=10)  # of a job that is due; longer means that nobody works


def ready(config: Config, session: Session, at: datetime) -> dict[str, str]:
    """The four answers of /readyz. One that fails does not hide the others."""
    checks: dict[str, Callable[[], str]] = {
        "database": lambda: _database(session),
        "migration": lambda: migration(session),
        "store": lambda: store(config),
        "queue": lambda: queue(session, at),
    }
    return {name: _asked(check, session) for name, check in checks.items()}


def _asked(check: Callable[[], str], session: Session) -> str:
    try:
        return check()
    except SQLAlchemyError:
        return "cannot be read"
    finally:
        session.rollback()


def _database(session: Session) -> str:
    session.execute(select(1))
    return OK


@cache
def newest_revision() -> str:
    """The migration that this code was written for."""
    return ScriptDirectory(str(folder("migrations"))).get_current_head() or ""


def revision(session: Session) -> str | None:
    return MigrationContext.configure(session.connection()).get_current_revision()


def migration(session: Session) -> str:
    found = revision(session)
    if found is None:
        return "migration head missing"
    return OK if found == newest_revision() else f"at {found}, the program is at {newest_revision()}"


def store(config: Config) -> str:
    """A folder that is not there yet can be made if the one above it may be written in."""
    place = next(path for path in (config.store, *config.store.parents) if path.exists())
    return OK if os.access(place, os.W_OK | os.X_OK) else "not writable"


def queue(session: Session, at: datetime) -> str:
    since = session.scalar(oldest_waiting(at))
    if since is None or at - since <= LONGEST_WAIT:
        return OK
    return f"a job has been waiting for {(at - since) // timedelta(minutes=1)} minutes"
