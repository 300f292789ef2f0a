"""Which queue carries the numbers of jobs (CAMPAIGN_QUEUE_URL); it refuses what it cannot use, tells no password."""

import importlib
import sqlite3
from contextlib import closing
from pathlib import Path

from huey import Huey, SqliteHuey

from campaign.config import BadSetting, Config

SETTING = "CAMPAIGN_QUEUE_URL"
NAME = "campaign"
SECONDS = 3  # that a queue over the network may take for an answer
# Each in a module of its own: whoever uses another queue needs not have its driver.
MAKERS = {"redis": "redis_queue", "rediss": "redis_queue", "postgresql": "postgres_queue"}
EXTRAS = {"redis_queue": "redis", "postgres_queue": "postgres"}


def queue_of(config: Config) -> Huey:
    """The queue of this installation; one over the network is asked for nothing yet. Raises BadSetting."""
    scheme = _scheme(config)
    if scheme == "sqlite":
        return _file(_path(config))
    if scheme not in MAKERS:
        raise BadSetting(SETTING, "there is no such queue; leave it empty for a file in the data folder.")
    module = MAKERS[scheme]
    try:
        return importlib.import_module(f"campaign.jobs.{module}").make(config.queue_url)
    except ImportError:
        raise BadSetting(SETTING, f"one more package is needed: pip install 'campaign[{EXTRAS[module]}]'.") from None
    except ValueError:  # its words may quote the address
        raise BadSetting(SETTING, "the address cannot be read: look at its host, its port and what follows.") from None


def silence(config: Config) -> str:
    """Why the queue does not answer; '' when it does. Nothing is made by asking."""
    try:
        if _scheme(config) == "sqlite":
            _look_at(_path(config))
        else:
            queue = queue_of(config)
            queue.pending_count()
            queue.storage.close()
    except Exception as error:
        return str(error).strip().partition("\n")[0] or type(error).__name__
    return ""


def _scheme(config: Config) -> str:
    return config.queue_url.partition("://")[0].partition("+")[0] or "sqlite"


def _path(config: Config) -> Path:
    named = config.queue_url.partition(":///")[2]
    return Path(named) if named else config.data / "queue.sqlite"


def _file(path: Path) -> SqliteHuey:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(NAME, filename=str(path), results=False)
    except (OSError, sqlite3.Error) as error:
        remedy = "While nothing runs it may be deleted: the work itself stands in the database."
        raise BadSetting(SETTING, f"{path} cannot be opened ({error}). {remedy}") from None


def _look_at(path: Path) -> None:
    """The next start makes a file that is not there."""
    if path.exists():
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("SELECT count(*) FROM task")
