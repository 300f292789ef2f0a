"""Real queues for the suites of work in the background: a file, a redis-server of the test's own, a PostgreSQL one."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis

from tests import postgres

KINDS = ("sqlite", "redis", "postgresql")


class Broker:
    """A file: always there."""

    is_file = True
    url = ""

    def start(self) -> None:
        """There is nothing to start."""

    def stop(self) -> None:
        """There is nothing to stop."""


@dataclass
class Redis(Broker):
    """A server on a port and in a folder of its own; what it held when it is stopped is gone."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    is_file = False

    def __post_init__(self) -> None:
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [_program(), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        asked = redis.Redis(port=self.port)
        for _times in range(100):
            try:
                asked.ping()
                break
            except redis.exceptions.RedisError:
                time.sleep(0.05)
        asked.close()

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(30)
            self.process = None


@dataclass
class PostgreSQL(Broker):
    """A database of its own. It is stopped as it looks from outside: nobody may connect, and who was is thrown out."""

    server: str
    url: str
    is_file = False

    def start(self) -> None:
        self._allow(True)

    def stop(self) -> None:
        self._allow(False)

    def _allow(self, is_open: bool) -> None:
        name = urlsplit(self.url).path[1:]
        with postgres.psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {str(is_open).lower()}")
            if not is_open:
                connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


def _program() -> str:
    found = shutil.which("redis-server")
    if found:
        return found
    if "redis" in os.environ.get("CAMPAIGN_REQUIRE", ""):
        pytest.fail("there is no redis-server on this machine, and CAMPAIGN_REQUIRE asks for it")
    pytest.skip("there is no redis-server on this machine")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(kind: str, server_url: str | None = None) -> Iterator[Broker]:
    """A queue of this kind; it is gone afterwards."""
    if kind == "sqlite":
        yield Broker()
    elif kind == "redis":
        _program()
        with tempfile.TemporaryDirectory() as folder:
            server = Redis(Path(folder), free_port())
            server.start()
            try:
                yield server
            finally:
                server.stop()
    else:
        assert server_url is not None
        with postgres.database_on(server_url) as url:
            database = PostgreSQL(server_url, url)
            yield database
            database.start()
