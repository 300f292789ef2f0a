"""A folder that cannot be written, really: mounted read-only in a namespace of its own, which binds root too."""

import json
import secrets
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import Engine

from campaign import db
from campaign.accounts.models import SignIn
from campaign.config import PACKAGE, Config
from campaign.db import session
from tests.conftest import on_postgresql
from tests.loaded import Call
from tests.world import World

# What a child asks in its own namespace: "GET en /path" or "POST es /path"; `fill` fills the disk, as a log would.
ASK = """
import json, sys
from campaign.app import create_app

token, *wishes = sys.argv[1:]
app = create_app()
client = app.test_client()
with client.session_transaction() as cookie:
    cookie["sid"] = token
csrf, answers = "", []
for wish in wishes:
    if wish == "fill":
        try:
            with (app.extensions["campaign"].data / "log").open("wb", buffering=0) as log:
                while True:
                    log.write(b"x" * 4096)
        except OSError:
            continue
    method, language, path = wish.split()
    client.set_cookie("language", language)
    response = client.open(path, method=method, data={"csrf_token": csrf} if method == "POST" else None)
    text = response.get_data().decode(errors="replace")  # it may be a PDF
    if 'name="csrf_token" value="' in text:
        csrf = text.partition('name="csrf_token" value="')[2].partition('"')[0]
    retry = response.headers.get("Retry-After")
    answers.append({"status": response.status_code, "text": text, "retry": retry})
print(json.dumps(answers), file=sys.stderr)
"""
Answers = list[dict[str, Any]]


@dataclass(frozen=True)
class Installation:
    """A copy of the world in a folder of its own, and a session of one of its people."""

    data: Path
    token: str
    python: Call

    def command(self, mount: str, *argv: str) -> "subprocess.CompletedProcess[str]":
        """Run a command or `-c PROGRAM` after the mount, which no other process sees."""
        inside = ["unshare", "--mount", "sh", "-ec", f'{mount}; shift; exec "$@"', "sh", str(self.data)]
        environment = {"CAMPAIGN_DATA": str(self.data), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
        return subprocess.run(
            [*inside, *self.python, *argv],
            env=environment,
            cwd=PACKAGE.parent,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def ask(self, mount: str, *wishes: str) -> Answers:
        done = self.command(mount, "-c", ASK, self.token, *wishes)
        if done.returncode:
            pytest.fail(done.stderr[-3000:])
        answers: Answers = json.loads(done.stderr.splitlines()[-1])
        return answers


READ_ONLY = 'mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"'
SMALL_DISK = 'cp -a "$1" "$1.kept"; mount -t tmpfs -o size=16m none "$1"; cp -a "$1.kept/." "$1"'


@pytest.fixture
def installation(
    tmp_path: Path, engine: Engine, config: Config, built_world: World, loaded: Call, _app: Flask
) -> Installation:  # _app: its making writes the keys
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this person may not mount anything here")
    if on_postgresql():
        pytest.skip("a database in a folder is one on SQLite")
    session.remove()
    with engine.connect().execution_options(deferred=True) as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    data = tmp_path / "data"
    data.mkdir()
    for name in ("campaign.sqlite", "secret.key", "audit.key"):
        shutil.copy2(config.data / name, data)
    (data / "static").symlink_to((config.data / "static").resolve(), target_is_directory=True)
    token = secrets.token_urlsafe(16)
    own = db.make_engine(f"sqlite:///{data / 'campaign.sqlite'}")
    used = datetime.now(UTC) - timedelta(minutes=9)  # long enough ago to be noted again
    with own.begin() as connection:
        user_id = built_world.users["planner.us"]
        row = {"token_hash": sha256(token.encode()).hexdigest(), "user_id": user_id, "created_at": used}
        connection.execute(SignIn.__table__.insert().values(**row, last_used_at=used))  # type: ignore[attr-defined]
    own.dispose()
    return Installation(data, token, loaded)


@pytest.fixture
def kept_open(installation: Installation) -> Callable[[], object]:
    """The database is in use, as while serving: SQLite's two files beside it exist."""
    own = db.make_engine(f"sqlite:///{installation.data / 'campaign.sqlite'}")
    connection = own.connect().execution_options(deferred=True)
    connection.execute(text("SELECT count(*) FROM users"))
    return connection.close
