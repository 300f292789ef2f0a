"""Whether database, migrations, store and queue are as they must be; an answer is `ok` or a reason, never a secret."""

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
from campaign.jobs.queues import silence
from campaign.storage import OK as OK
from campaign.storage import store_of

LONGEST_WAIT = timedelta(minutes=10)  # of a job that is due; longer means that nobody works


def ready(config: Config, session: Session, at: datetime) -> dict[str, str]:
    """The four answers of /readyz. One that fails does not hide the others."""
    checks: dict[str, Callable[[], str]] = {
        "database": lambda: _database(session),
        "migration": lambda: migration(session),
        "store": lambda: store(config),
        "queue": lambda: queue(config, session, at),
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
    return store_of(config).state()


def queue(config: Config, session: Session, at: datetime) -> str:
    """Whether it answers, and whether somebody works. What exactly is wrong `doctor` says; here anybody reads it."""
    if silence(config):
        return "does not answer"
    return waiting(session, at)


def waiting(session: Session, at: datetime) -> str:
    since = session.scalar(oldest_waiting(at))
    if since is None or at - since <= LONGEST_WAIT:
        return OK
    return f"a job has been waiting for {(at - since) // timedelta(minutes=1)} minutes"
